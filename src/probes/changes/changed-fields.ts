import { compareText, entry, isRecord, text } from '../read.ts';

/** A field that differs between two templates. */
export interface ChangedField {
  /** Dotted, elements of lists by their name: `spec.containers[web].env[LEVEL]`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The deepest fields in which two values differ, by their paths. Elements that have names are compared by them, other lists
 * as a whole: what stands in a list of arguments is nobody's business. An environment variable is one field.
 */
export function changedFields(before: unknown, after: unknown, path = ''): readonly ChangedField[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isRecord(before) && isRecord(after) && !/(?:^|\.)env\[[^\]]*\]$/.test(path)) return inKeys(before, after, path);
  const [one, other] = [byName(before), byName(after)];
  if (one === undefined || other === undefined) return [{ path, before, after }];
  return changedKeys(one, other).flatMap((name) =>
    changedFields(entry(one, name), entry(other, name), `${path}[${name}]`),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function inKeys(before: Fields, after: Fields, path: string): readonly ChangedField[] {
  const start = path === '' ? '' : `${path}.`;
  return changedKeys(before, after).flatMap((key) =>
    changedFields(entry(before, key), entry(after, key), `${start}${key}`),
  );
}

function changedKeys(before: Fields, after: Fields): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(compareText);
}

/** The elements of a list by their names; an empty map for one that is not there, undefined where they have none. */
function byName(value: unknown): Fields | undefined {
  if (value === undefined) return {};
  if (!Array.isArray(value)) return undefined;
  const names = value.map((element: unknown) => text(entry(element, 'name')));
  if (names.includes('') || new Set(names).size < names.length) return undefined;
  return Object.fromEntries(value.map((element: unknown, index) => [names[index] ?? '', element]));
}
