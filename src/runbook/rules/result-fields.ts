import { describeType } from '../../expression/static-type.ts';
import { typeAtPath, type MissingField } from '../../expression/type-at-path.ts';
import type { StaticType } from '../../expression/static-type.ts';
import { headOf } from '../../text/words.ts';
import { placeholdersIn } from '../mentions.ts';
import { suggestion } from '../suggest.ts';
import type { TypedText } from '../typed.ts';
import type { Flaw, Rule } from './rule.ts';

/** The fields of values whose shape is known exist. */
export const resultFields: Rule = {
  name: 'unknown-field',
  says: "A field of a probe's result, of server, of matched, of answers, of a condition or of an object's metadata exists.",
  check({ typed }) {
    return [...typed.flatMap(inExpression), ...typed.flatMap(inWords), ...inEvidence(typed)];
  },
};

function inExpression({ text, problems }: TypedText): readonly Flaw[] {
  return problems
    .filter(({ about }) => about === 'field')
    .map((problem) => ({ path: text.path, on: 'value', range: problem, message: problem.message }));
}

/** What is missing reads `–` in words, so nobody would notice. */
function inWords(typed: TypedText): readonly Flaw[] {
  if (typed.text.is !== 'words') return [];
  return placeholdersIn(typed.text.text).flatMap(({ path, unit, start }) => [
    ...atPath(typed, path, start + 1),
    ...(unit.includes('.') ? atPath(typed, unit, start + path.length + 2) : []),
  ]);
}

function atPath({ text, names }: TypedText, path: string, start: number): readonly Flaw[] {
  const head = headOf(path);
  const type = names(head);
  const rest = path.slice(head.length).replace(/^\./, '');
  if (type === undefined) return [];
  return missingIn(type, rest, path.slice(0, path.length - rest.length)).map(({ message, at, field }) => {
    const from = start + path.length - rest.length + at;
    return { path: text.path, on: 'value', range: { start: from, end: from + field.length }, message };
  });
}

/** The field of a piece of evidence stands beside the expression whose object it is a field of. */
function inEvidence(typed: readonly TypedText[]): readonly Flaw[] {
  const objects = new Map(typed.map(({ text, type }) => [JSON.stringify(text.path), type]));
  return typed.flatMap(({ text }) => {
    if (!text.path.includes('evidence') || text.path.at(-1) !== 'field' || text.text.includes('{')) return [];
    const type = objects.get(JSON.stringify([...text.path.slice(0, -1), 'of']));
    if (type === undefined) return [];
    return missingIn(type, text.text, '').map(({ message, at, field }) => {
      return { path: text.path, on: 'value' as const, range: { start: at, end: at + field.length }, message };
    });
  });
}

function missingIn(
  type: StaticType,
  path: string,
  name: string,
): readonly { readonly message: string; readonly at: number; readonly field: string }[] {
  const found = typeAtPath(type, path);
  return 'missing' in found ? [{ ...found.missing, message: messageFor(found.missing, path, name) }] : [];
}

function messageFor({ field, at, known, inside }: MissingField, path: string, name: string): string {
  const owner = `${name}${path.slice(0, at)}`.replace(/\.$/, '') || 'the object';
  if (known.length > 0) return `${owner} has no field "${field}"${suggestion(field, known)}`;
  return `${owner} is ${describeType(inside)}, which has no field "${field}"`;
}
