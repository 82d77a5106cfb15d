import { canBe, describeType, isNull, type Sort, type StaticType } from '../../expression/static-type.ts';
import type { ProbeParam } from '../../model/probe.ts';
import type { Input } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import type { TypedText } from '../typed.ts';
import { inputType } from '../value-types.ts';
import type { Wanted } from '../wanted.ts';
import type { Flaw, Rule, Subject } from './rule.ts';
import { own } from '../../text/own.ts';

/** Expressions make sense. Only what can never be right is told: whatever may be anything is let through. */
export const types: Rule = {
  name: 'type',
  says: 'An expression gives what its place needs, and joins, compares and calls only what goes together.',
  check(subject) {
    return subject.typed.flatMap((each) => [
      ...insideFlaws(each),
      ...(each.problems.length > 0 ? [] : outcomeFlaws(each, subject)),
    ]);
  },
};

function insideFlaws({ text, problems }: TypedText): readonly Flaw[] {
  return problems
    .filter(({ about }) => about !== 'field')
    .map((problem) => ({ path: text.path, on: 'value', range: problem, message: problem.message }));
}

function outcomeFlaws({ text, type }: TypedText, subject: Subject): readonly Flaw[] {
  if (type === undefined) return [];
  const place = { path: text.path, on: 'value', range: { start: 0, end: text.text.length } } as const;
  const message =
    wrongFor(type, text.wants) ?? wrongInput(text.path, type, subject) ?? wrongArgument(text.path, type, subject);
  if (message !== undefined) return [{ ...place, message }];
  if (canBe(type, ...DATA)) return [];
  return [{ ...place, message: `${describeType(type)} lives inside of expressions only: it is no value to keep` }];
}

/** What can leave an expression; a time becomes a text. */
const DATA: readonly Sort[] = ['bool', 'number', 'text', 'list', 'map', 'null', 'time'];

function wrongFor(type: StaticType, wants: Wanted | undefined): string | undefined {
  if (wants === undefined || canBe(type, ...wants.sorts)) return undefined;
  return `${wants.says} belongs here, and this is ${describeType(type)}`;
}

/** An input of a runbook that is entered, or that gives values; null stands for one that is not given. */
function wrongInput([section, owner, key, name]: Path, type: StaticType, subject: Subject): string | undefined {
  if (key !== 'with') return undefined;
  const entered = subject.runbooks.get(otherRunbook(section, owner, subject) ?? '');
  const input = entered && own(entered.inputs, String(name));
  return entered === undefined || input === undefined
    ? undefined
    : inputMessage(type, input, { needs: `runbook ${entered.name} needs`, name: String(name) });
}

function otherRunbook(
  section: Path[number] | undefined,
  owner: Path[number] | undefined,
  { runbook }: Subject,
): string | undefined {
  if (section === 'derive') {
    const derived = own(runbook.derive, String(owner));
    return typeof derived === 'object' && 'given-by' in derived ? derived['given-by'] : undefined;
  }
  const step = section === 'steps' ? runbook.steps[Number(owner)] : undefined;
  return step !== undefined && 'enter' in step ? step.enter : undefined;
}

function inputMessage(
  type: StaticType,
  input: Input,
  { needs, name }: { readonly needs: string; readonly name: string },
): string | undefined {
  const wanted = inputType(input);
  if (!canBe(type, ...(wanted.sorts ?? [])))
    return `${needs} ${withArticle(input.kind)} as "${name}", and this is ${describeType(type)}`;
  if (input.optional !== true && isNull(type)) return `${needs} the input "${name}" (${input.kind}), and null is none`;
  const kind = otherKind(type, wanted);
  return kind === undefined
    ? undefined
    : `${needs} ${withArticle(input.kind)} as "${name}", and this is ${withArticle(kind)}`;
}

function withArticle(word: string): string {
  return /^[aeio]/i.test(word) ? `an ${word}` : `a ${word}`;
}

/** The kind of an object where it is certainly not the one that is wanted. */
function otherKind(type: StaticType, wanted: StaticType): string | undefined {
  const [kind] = type.fields?.['kind']?.words ?? [];
  const [needed] = wanted.fields?.['kind']?.words ?? [];
  return kind === needed || needed === undefined ? undefined : kind;
}

const PARAM_SORTS: Readonly<Record<ProbeParam['is'], readonly Sort[]>> = {
  object: ['map'],
  list: ['list'],
  text: ['text', 'time'],
  number: ['number'],
};

function wrongArgument([section, owner, key, name]: Path, type: StaticType, subject: Subject): string | undefined {
  if (section !== 'derive' || key !== 'with') return undefined;
  const derived = own(subject.runbook.derive, String(owner));
  const probe = typeof derived === 'object' && 'probe' in derived ? subject.probes.get(derived.probe) : undefined;
  const param = probe && own(probe.params, String(name));
  if (probe === undefined || param === undefined) return undefined;
  const sorts = PARAM_SORTS[param.is];
  if (canBe(type, ...sorts) || (param.optional === true && isNull(type))) return undefined;
  return `probe ${probe.name} takes ${NOUN[param.is]} as "${String(name)}", and this is ${describeType(type)}`;
}

const NOUN: Readonly<Record<ProbeParam['is'], string>> = {
  object: 'an object',
  list: 'a list',
  text: 'a text',
  number: 'a number',
};
