import type { core, ZodType } from 'zod';
import { knownKeys } from './known-keys.ts';
import type { Path } from './source.ts';
import { suggestion } from './suggest.ts';

/** A complaint about the shape: the path that it is about, and whether it is about the key or the value. */
export interface Complaint {
  readonly path: Path;
  readonly on: 'key' | 'value';
  /** Offsets within the text at the path, where only a part of it is meant. */
  readonly range?: { readonly start: number; readonly end: number };
  readonly message: string;
  readonly rule: string;
}

/** Says in our words what zod found in `value`; paths are relative to it. */
export function complaintsOf(issues: readonly core.$ZodIssue[], value: unknown, schema: ZodType): Complaint[] {
  return issues.flatMap((issue) => complaintsOfOne(issue, value, schema, []));
}

function complaintsOfOne(issue: core.$ZodIssue, value: unknown, schema: ZodType, prefix: Path): Complaint[] {
  const path = [...prefix, ...issue.path.filter((part) => typeof part !== 'symbol')];
  if (issue.code === 'invalid_union') return ofUnion(issue, value, schema, path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, schema));
  if (issue.code === 'invalid_key') return [badName(issue, path)];
  const found = valueAt(value, path);
  if (found === undefined) return [missingKey(path)];
  return [{ path, on: 'value', message: messageOf(issue, found), rule: 'value' }];
}

/** The options of every union are of different types: those of another type than what was found have nothing to say. */
function ofUnion(
  issue: core.$ZodIssueInvalidUnion,
  value: unknown,
  schema: ZodType,
  path: Path,
): readonly Complaint[] & Complaint[] {
  const meant = issue.errors.filter((option) => !option.some((inner) => isOtherType(inner)));
  const [only] = meant;
  if (only !== undefined) return only.flatMap((inner) => complaintsOfOne(inner, value, schema, path));
  const found = valueAt(value, path);
  if (found === undefined) return [missingKey(path)];
  const types = issue.errors.flatMap((option) => option.flatMap((inner) => typeWanted(inner))).join(' or ');
  return [{ path, on: 'value', message: `expected ${types}, found ${kindOf(found)}`, rule: 'value' }];
}

function typeWanted(issue: core.$ZodIssue): readonly string[] {
  if (issue.code !== 'invalid_type' || issue.path.length > 0) return [];
  return [TYPES[issue.expected] ?? issue.expected];
}

function isOtherType(issue: core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function unknownKey(key: string, path: Path, schema: ZodType): Complaint {
  const hint = key.includes(' ')
    ? ' (a text with a comma in it needs quotes here)'
    : suggestion(key, knownKeys(schema, path));
  const message = `unknown key "${key}"${hint}`;
  return { path: [...path, key], on: 'key', message, rule: 'unknown-key' };
}

function missingKey(path: Path): Complaint {
  const key = String(path.at(-1));
  const why = key === 'unknown' ? ': say where the walk goes when the answer is not known' : '';
  return { path: path.slice(0, -1), on: 'key', message: `the key "${key}" is missing${why}`, rule: 'missing-key' };
}

function badName(issue: core.$ZodIssueInvalidKey, path: Path): Complaint {
  const says = issue.issues.map((inner) => inner.message).join('; ');
  return { path, on: 'key', message: `the name "${String(path.at(-1))}" is not one: a name ${says}`, rule: 'name' };
}

function messageOf(issue: core.$ZodIssue, found: unknown): string {
  if (issue.code === 'invalid_type') return wrongType(issue.expected, found);
  if (issue.code === 'invalid_value') return wrongValue(issue.values.map(String), found);
  if (issue.code === 'invalid_format') return `${shown(found)} is not one: it ${issue.message}`;
  if (issue.code === 'too_small') return tooSmall(issue);
  if (issue.code === 'too_big') return `is at most ${String(issue.maximum)}`;
  return issue.message;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
};

function wrongType(expected: string, found: unknown): string {
  const hint = expected === 'string' && isPlainValue(found) ? ` (put quotes around it: '${String(found)}')` : '';
  return `expected ${TYPES[expected] ?? expected}, found ${kindOf(found)}${hint}`;
}

function isPlainValue(found: unknown): boolean {
  return typeof found === 'number' || typeof found === 'boolean';
}

function wrongValue(expected: readonly string[], found: unknown): string {
  const guess = suggestion(typeof found === 'string' ? found : '', expected);
  return `${shown(found)} is not one of them${guess}`;
}

function tooSmall(issue: core.$ZodIssueTooSmall): string {
  if (issue.origin === 'string') return 'is empty';
  if (issue.origin === 'array') return 'needs at least one entry';
  return `is ${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}`;
}

/** A value in quotes, or what it is where it does not fit on a line. */
function shown(found: unknown): string {
  return typeof found === 'string' || isPlainValue(found) ? `"${String(found)}"` : kindOf(found);
}

function kindOf(found: unknown): string {
  if (found === null) return 'nothing';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'a map';
  if (typeof found === 'number' || typeof found === 'bigint') return 'a number';
  return typeof found === 'boolean' ? 'true or false' : 'a text';
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = Object.getOwnPropertyDescriptor(current, part)?.value;
  }
  return current;
}
