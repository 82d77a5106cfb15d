import type { ObjectRef } from '../model/object.ts';
import type { Advice, Blank, Change } from '../model/report.ts';
import type { AdviceSpec } from '../model/runbook.ts';
import { isPlainLine } from '../text/escape.ts';
import { parseWords, type WordsPart } from '../text/words.ts';
import { commandForm } from './command-form.ts';
import { fillCommand } from './commands.ts';
import type { AdviceDraft } from './draft.ts';
import { isObject, refOf } from './graph.ts';
import { holds, type Reader } from './reader.ts';

/** The advice that applies here, in the runbook's order, with one piece at most recommended, by a rule. */
export async function fillAdvice(drafts: readonly AdviceDraft[]): Promise<readonly Advice[]> {
  const filled = await Promise.all(distinct(drafts).map(fillOne));
  const offered = withoutTwins(filled.filter((advice) => advice !== undefined)).map(({ advice }) => advice);
  const best = offered.find((advice) => advice.recommended);
  return offered.map((advice) => (advice === best ? advice : { ...advice, recommended: false, because: '' }));
}

/** Each piece once: a runbook above may add what is offered already. */
function distinct(drafts: readonly AdviceDraft[]): readonly AdviceDraft[] {
  return [...new Map(drafts.toReversed().map((draft) => [draft.spec, draft])).values()].toReversed();
}

/** A piece as it is offered, and whether commands of it took the place of a program that cannot be used. */
interface Filled {
  readonly advice: Advice;
  readonly instead: boolean;
}

/** Where a program cannot be used, its piece says what the one without that program says: that one goes. */
function withoutTwins(filled: readonly Filled[]): readonly Filled[] {
  const translated = filled.filter(({ instead }) => instead);
  return filled
    .filter((one) => !translated.some((other) => other !== one && says(other.advice, one)))
    .filter((one, at, all) => !all.slice(0, at).some((earlier) => isRepeated(earlier.advice, one.advice)));
}

/** A runbook above may add in its own words what one that it entered offers already: the very same commands. */
function isRepeated(earlier: Advice, one: Advice): boolean {
  if (one.change !== null || earlier.change !== null || one.commands.length === 0) return false;
  return one.risk === earlier.risk && one.commands.join('\n') === earlier.commands.join('\n');
}

function says({ commands }: Advice, { advice, instead }: Filled): boolean {
  if (instead || advice.change !== null || advice.commands.length === 0) return false;
  return advice.commands.every((command) => commands.includes(command));
}

async function reasonFor(spec: AdviceSpec, reader: Reader): Promise<string | null> {
  for (const rule of spec.recommended ?? []) if (await holds(reader, rule.when)) return reader.fill(rule.because);
  return null;
}

/** Undefined where it does not apply. */
async function fillOne({ id, spec, reader }: AdviceDraft): Promise<Filled | undefined> {
  if (!(await holds(reader, spec.when))) return undefined;
  const { tier, risk } = spec;
  const [because, title, impact, pros, cons, change, filledCommands, filledVerify] = await Promise.all([
    reasonFor(spec, reader),
    reader.fill(spec.title),
    reader.fill(spec.impact ?? ''),
    fillAll(spec.pros, reader),
    fillAll(spec.cons, reader),
    fillChange(spec, reader),
    fillCommands(spec.commands, reader),
    fillCommands(spec.verify, reader),
  ]);
  const recommended = because !== null;
  const [commands, verify] = [filledCommands.texts, filledVerify.texts];
  const blanks = await fillBlanks(spec, [change?.patch ?? '', ...commands, ...verify], reader);
  const weighing = { risk, impact, pros, cons };
  return {
    advice: { id, tier, title, recommended, because: because ?? '', ...weighing, change, commands, verify, blanks },
    instead: filledCommands.instead,
  };
}

function fillAll(words: readonly string[] | undefined, reader: Reader): Promise<string[]> {
  return Promise.all((words ?? []).map((text) => reader.fill(text)));
}

/** A patch is there to be pasted: one with a hole in it, or for an object that is not known, is worse than none. */
async function fillChange({ change: spec }: AdviceSpec, reader: Reader): Promise<Change | null> {
  if (spec === undefined) return null;
  const [object, file, owner, holes] = await Promise.all([
    spec.of === undefined ? null : objectOf(spec.of, reader),
    reader.fill(spec.file),
    reader.fill(spec.owner),
    Promise.all(parseWords(spec.patch).map((part) => isHole(part, reader))),
  ]);
  if (object === undefined || holes.includes(true)) return null;
  return { object, file, owner, patch: await reader.fill(spec.patch) };
}

async function objectOf(expression: string, reader: Reader): Promise<ObjectRef | undefined> {
  const settled = await reader.evaluate(expression);
  return settled.known && isObject(settled.value) ? refOf(settled.value) : undefined;
}

/** The questions whose blank stands in what is printed. */
async function fillBlanks(spec: AdviceSpec, printed: readonly string[], reader: Reader): Promise<readonly Blank[]> {
  const left = Object.entries(spec.blanks ?? {}).filter(([name]) => printed.some((text) => text.includes(`<${name}>`)));
  return Promise.all(left.map(async ([name, words]) => ({ text: `<${name}>`, question: await reader.fill(words) })));
}

/** Whether a placeholder has no value, or one that would break out of its line. */
async function isHole(part: WordsPart, reader: Reader): Promise<boolean> {
  if (typeof part === 'string') return false;
  const settled = await reader.valueAt(part.path);
  if (!settled.known || settled.value === null || settled.value === '') return true;
  return typeof settled.value === 'string' && (settled.value.includes('\n') || !isPlainLine(settled.value));
}

/** A command whose values do not fit is left out rather than printed half. */
async function fillCommands(
  templates: readonly string[] | undefined,
  reader: Reader,
): Promise<{ readonly texts: readonly string[]; readonly instead: boolean }> {
  const forms = await Promise.all((templates ?? []).map((template) => commandForm(template, reader)));
  const commands = await Promise.all(forms.map(({ template }) => fillCommand(template, reader)));
  const texts = [...new Set(commands.filter((command) => command !== null))];
  return { texts, instead: forms.some(({ instead }) => instead) };
}
