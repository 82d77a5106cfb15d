import type { Advice, Blank, Change, Finding } from '../model/report.ts';
import { safeCommand } from '../layout/command-lines.ts';
import { bullets, code, fence, inline } from './markdown-escape.ts';
import { orderAdvice } from '../layout/advice-order.ts';
import { riskText } from '../layout/words.ts';

/** Every way to mend every finding: for and against, risk, and how it is done. */
export function optionBlocks(findings: readonly Finding[]): readonly string[] {
  const options = numbered(findings);
  return options.length === 0 ? [] : ['## Resolution options', ...options.flatMap(blocksOfOption)];
}

/** The recommended option of every finding as numbered steps, and what is done when it has arrived. */
export function recommendedBlocks(findings: readonly Finding[]): readonly string[] {
  const options = numbered(findings);
  if (options.length === 0) return [];
  const recommended = options.filter(({ advice }) => advice.recommended);
  const none = ['No rule recommends one of these options on this cluster.'];
  return ['## Recommended solution', ...(recommended.length === 0 ? none : recommended.flatMap(stepBlocks))];
}

/** The files that the options change, each once with who owns it and the options that change it. */
export function changedFileBlocks(findings: readonly Finding[]): readonly string[] {
  const options = new Map<string, string[]>();
  for (const { advice, number } of numbered(findings)) {
    if (advice.change === null) continue;
    const file = fileText(advice.change);
    options.set(file, [...(options.get(file) ?? []), `option ${number}`]);
  }
  const items = [...options].map(([file, numbers]) => `${file}: ${numbers.join(', ')}`);
  return items.length === 0 ? [] : ['## Files to modify', bullets(items)];
}

/** The commands that show whether it worked: those of the recommended options, or of all where none is. */
export function validationBlocks(findings: readonly Finding[]): readonly string[] {
  const all = numbered(findings).map(({ advice }) => advice);
  const recommended = all.filter((advice) => advice.recommended);
  const commands = new Set((recommended.length === 0 ? all : recommended).flatMap((advice) => advice.verify));
  if (commands.size === 0) return [];
  return ['## Validation steps', 'After the fix:', fence('bash', [...commands].map(safeCommand))];
}

/** An option with its number: `2`, or `1.2` (of the first finding) where there are several findings. */
interface NumberedAdvice {
  readonly number: string;
  readonly advice: Advice;
  /** What is done when the recommended one has arrived; empty for every other. */
  readonly afterwards: readonly Advice[];
}

function numbered(findings: readonly Finding[]): readonly NumberedAdvice[] {
  return findings.flatMap((finding, position) => {
    const { fix, afterwards, others } = orderAdvice(finding.advice);
    const options = fix === undefined ? others : [fix, ...others];
    return options.map((advice, index) => ({
      number: findings.length === 1 ? `${index + 1}` : `${position + 1}.${index + 1}`,
      advice,
      afterwards: advice === fix ? afterwards : [],
    }));
  });
}

function blocksOfOption({ number, advice }: NumberedAdvice): readonly string[] {
  return [
    `### Option ${number}: ${inline(advice.title)}${advice.recommended ? ' (recommended)' : ''}`,
    `**Applies:** ${inline(riskText(advice))}`,
    ...(advice.because === '' ? [] : [`**Because:** ${inline(advice.because)}`]),
    ...listBlocks('Pros', advice.pros),
    ...listBlocks('Cons', advice.cons),
    ...implementationBlocks(advice),
  ];
}

function listBlocks(title: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`**${title}:**`, bullets(texts.map(inline))];
}

function implementationBlocks({ change, commands, blanks }: Advice): readonly string[] {
  const steps = [
    ...(change === null ? [] : [`Change ${fileText(change)}:`]),
    ...(change === null || change.patch === '' ? [] : [fence('yaml', [change.patch.replace(/\n+$/, '')])]),
    ...(commands.length === 0 ? [] : [fence('bash', commands.map(safeCommand))]),
    ...(blanks.length === 0 ? [] : ['Fill in:', bullets(blanks.map(blankText))]),
  ];
  return steps.length === 0 ? [] : ['**Implementation:**', ...steps];
}

function blankText({ text, question }: Blank): string {
  return `${code(text)}: ${inline(question)}`;
}

function stepBlocks({ number, advice, afterwards }: NumberedAdvice): readonly string[] {
  const because = advice.because === '' ? '' : `: ${inline(advice.because)}`;
  const steps = [
    ...(advice.change === null ? [] : [`Change ${fileText(advice.change)} as in option ${number}.`]),
    ...(advice.commands.length === 0 ? [] : [withCommands('Run:', advice.commands)]),
    ...(afterwards.length === 0 ? [] : [afterwardsStep(afterwards, advice)]),
    ...(advice.verify.length === 0 ? [] : ['Check the result with the validation steps below.']),
  ];
  const list = steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
  return [`**Option ${number}: ${inline(advice.title)}**${because}`, ...(list === '' ? [] : [list])];
}

/** One way is enough: the first is the next step, the others stand for it. */
function afterwardsStep(afterwards: readonly Advice[], fix: Advice): string {
  return afterwards.map((one, index) => afterwardsText(one, index === 0 ? 'Then' : 'Or', fix)).join('\n\n   ');
}

function afterwardsText({ title, commands }: Advice, word: string, fix: Advice): string {
  const words = `${word}: ${inline(title)}`;
  const left = commands.filter((command) => !fix.commands.includes(command));
  if (commands.length > 0 && left.length === 0) return `${words} (the commands above do this).`;
  return left.length === 0 ? `${words}.` : withCommands(`${words}:`, left).trimEnd();
}

/** Indented by the width of a list number, so that the block belongs to its item. */
function withCommands(words: string, commands: readonly string[]): string {
  return `${words}\n\n${fence('bash', commands.map(safeCommand), '   ')}\n`;
}

function fileText({ file, owner }: Change): string {
  return `**${inline(file)}**${owner === '' ? '' : ` (${inline(owner)})`}`;
}
