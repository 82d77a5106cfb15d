import { orderAdvice } from '../layout/advice-order.ts';
import { commandLines, patchLines } from '../layout/command-lines.ts';
import { riskText } from '../layout/words.ts';
import { hang } from '../layout/wrap.ts';
import type { Advice, Blank, Change } from '../model/report.ts';
import { labelled } from './labelled.ts';
import type { Page } from './page.ts';

/** How to mend it: the recommended fix in full, what is done when it has arrived, then the alternatives. */
export function fixLines(advice: readonly Advice[], page: Page): readonly string[] {
  const { fix, afterwards, others, firstNumber } = orderAdvice(advice);
  const options = others.map((one, index) => optionLines(one, firstNumber + index, fix, page));
  if (fix === undefined) return options.length === 0 ? [] : [...withoutFix(page), ...spaced(options, page)];
  const next = page.full ? afterwards : afterwards.slice(0, 1);
  return spaced(
    [full(fix, page), ...next.map((one, index) => afterwardsLines(one, index, fix, page)), ...options],
    page,
  );
}

function withoutFix(page: Page): readonly string[] {
  return labelled('FIX', ['no option is recommended by a rule on this cluster'], page);
}

/** Titles alone need no space between them. */
function spaced(blocks: readonly (readonly string[])[], { full: inFull }: Page): readonly string[] {
  return blocks.flatMap((block, index) => (index === 0 || !inFull ? block : ['', ...block]));
}

function full(fix: Advice, page: Page): readonly string[] {
  const weighing = [...labelled('pro', fix.pros, page), ...labelled('con', fix.cons, page)];
  return [
    ...labelled('FIX', [`recommended: ${fix.title}`, riskText(fix)], page),
    ...labelled('because', [fix.because], page),
    ...(page.full ? weighing : []),
    ...(fix.change === null ? [] : changeLines(fix.change, page)),
    ...labelled('fill in', fix.blanks.map(blankText), page),
    ...listed(fix.change === null ? 'run' : 'then run', fix.commands, page),
    ...(page.full ? listed('verify', fix.verify, page) : []),
  ];
}

function changeLines({ file, owner, patch }: Change, page: Page): readonly string[] {
  return [
    ...labelled('change', [file], page),
    ...labelled('owned by', [owner], page),
    ...(patch === '' ? [] : patchLines(patch, 6)),
  ];
}

function blankText({ text, question }: Blank): string {
  return `${text}: ${question}`;
}

function listed(label: string, commands: readonly string[], { ink }: Page): readonly string[] {
  return commands.length === 0 ? [] : [`  ${ink.bold(label)}`, ...commandLines(commands, 4)];
}

/** One way is enough: the first is the next step, the others stand for it. */
function afterwardsLines(one: Advice, index: number, fix: Advice, page: Page): readonly string[] {
  const commands = one.commands.filter((command) => !fix.commands.includes(command));
  const done = one.commands.length > 0 && commands.length === 0;
  return [
    ...labelled(index === 0 ? 'THEN' : 'or', [one.title], page),
    ...(page.full ? weighingLines(one, page) : []),
    ...blankLines(one, page),
    ...(done ? ['    the commands above do this'] : commandLines(commands, 4)),
    ...(page.full ? verifyLines(one, fix, page) : []),
  ];
}

function optionLines(one: Advice, number: number, fix: Advice | undefined, page: Page): readonly string[] {
  const title = labelled(`option ${number}`, [one.title], page);
  if (!page.full) return title;
  return [
    ...title,
    ...weighingLines(one, page),
    ...(one.change === null ? [] : otherChangeLines(one.change, fix?.change ?? null, page)),
    ...blankLines(one, page),
    ...commandLines(one.commands, 4),
    ...verifyLines(one, fix, page),
  ];
}

/** What it costs and does, in few lines. */
function weighingLines(one: Advice, { width }: Page): readonly string[] {
  return [
    ...hang('    ', riskText(one), width),
    ...(one.pros.length === 0 ? [] : hang('    + ', one.pros.join(' · '), width)),
    ...(one.cons.length === 0 ? [] : hang('    - ', one.cons.join(' · '), width)),
  ];
}

function blankLines({ blanks }: Advice, { width }: Page): readonly string[] {
  return blanks.flatMap((blank) => hang('    fill in ', blankText(blank), width));
}

function otherChangeLines(change: Change, fixed: Change | null, { width }: Page): readonly string[] {
  const same = fixed !== null && change.file === fixed.file && change.owner === fixed.owner;
  const owner = change.owner === '' ? '' : ` (${change.owner})`;
  const where = same ? 'change the same file as above' : `change ${change.file}${owner}`;
  return [...hang('    ', where, width), ...(change.patch === '' ? [] : patchLines(change.patch, 6))];
}

function verifyLines({ verify }: Advice, fix: Advice | undefined, page: Page): readonly string[] {
  const commands = verify.filter((command) => fix?.verify.includes(command) !== true);
  return commands.length === 0 ? [] : [`    ${page.ink.bold('verify')}`, ...commandLines(commands, 4)];
}
