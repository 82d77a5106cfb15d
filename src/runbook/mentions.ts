import { checkExpression, type ExpressionProblem } from '../expression/expressions.ts';
import { headOf, parseWords, type Placeholder } from '../text/words.ts';
import type { RunbookText } from './texts.ts';

/** What one text of a runbook mentions. Offsets are within the text. */
export interface Mentions {
  readonly text: RunbookText;
  /** Why the text is no expression; then it mentions nothing. */
  readonly problem?: ExpressionProblem;
  /** Values by name, each once. */
  readonly names: readonly Mention[];
  /** `name.field` pairs. */
  readonly fields: readonly FieldMention[];
  /** Units of placeholders. */
  readonly units: readonly Mention[];
}

/** A word and where it stands. */
export interface Mention {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A field of a named value; the place is the field's. */
export interface FieldMention extends Mention {
  readonly field: string;
}

/** Reads what a text mentions: the free names and fields of an expression, or the placeholders of words. */
export function mentionsOf(text: RunbookText): Mentions {
  return text.is === 'expression' ? inExpression(text) : inWords(text);
}

/** The look-ups whose state a text asks for. */
export function statesIn(mentions: Mentions): readonly FieldMention[] {
  return mentions.text.is === 'expression' ? mentions.fields.filter(({ name }) => name === 'state') : [];
}

function inExpression(text: RunbookText): Mentions {
  const checked = checkExpression(text.text);
  if ('problem' in checked) return { text, problem: checked.problem, names: [], fields: [], units: [] };
  const { free, fields } = checked.names;
  return { text, names: free.map((name) => ({ name, ...placeOf(name, text.text) })), fields, units: [] };
}

const TOKEN = /[rR]?"(?:[^"\\]|\\.)*"|[rR]?'(?:[^'\\]|\\.)*'|\.\s*\??\s*[A-Za-z_]\w*|[A-Za-z_]\w*/g;

/** Where a free name stands first: outside of quotes, and not as a field. */
function placeOf(name: string, text: string): { start: number; end: number } {
  const token = [...text.matchAll(TOKEN)].find(([word]) => word === name);
  const start = token?.index ?? 0;
  return { start, end: token === undefined ? text.length : start + name.length };
}

function inWords(text: RunbookText): Mentions {
  const placed = placeholdersIn(text.text);
  const paths = placed.flatMap(({ path, unit, start }) => [
    { path, start: start + 1 },
    ...(unit.includes('.') ? [{ path: unit, start: start + path.length + 2 }] : []),
  ]);
  const units = placed.flatMap(({ path, unit, start }) =>
    unit === '' || unit.includes('.') ? [] : [mention(unit, start + path.length + 2)],
  );
  return {
    text,
    names: paths.map(({ path, start }) => mention(headOf(path), start)),
    fields: paths.flatMap(({ path, start }) => fieldOf(path, start)),
    units,
  };
}

function fieldOf(path: string, start: number): readonly FieldMention[] {
  const [, name = '', field] = /^(\w+)\.(\w+)/.exec(path) ?? [];
  if (field === undefined) return [];
  const from = start + name.length + 1;
  return [{ name, field, start: from, end: from + field.length }];
}

function mention(name: string, start: number): Mention {
  return { name, start, end: start + name.length };
}

/** The placeholders of words, each with the offset of its opening brace. */
export function placeholdersIn(words: string): readonly (Placeholder & { readonly start: number })[] {
  let start = 0;
  return parseWords(words).flatMap((part) => {
    const from = start;
    start += typeof part === 'string' ? part.length : lengthOf(part);
    return typeof part === 'string' ? [] : [{ ...part, start: from }];
  });
}

function lengthOf({ path, unit }: Placeholder): number {
  return path.length + 2 + (unit === '' ? 0 : unit.length + 1);
}
