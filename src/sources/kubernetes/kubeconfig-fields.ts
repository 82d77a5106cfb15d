import { UsageError } from '../../model/errors.ts';

/** A YAML mapping whose values have not been looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The mapping at `at`; nothing at all counts as an empty one. Throws `UsageError` for any other value. */
export function recordOf(value: unknown, at: string): Fields {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(at, 'is not a mapping');
  return Object.fromEntries(Object.entries(value));
}

/** The list under `key`, empty where there is none. Throws `UsageError` for any other value. */
export function listOf(fields: Fields, key: string, at: string): readonly unknown[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value)) throw wrong(join(at, key), 'is not a list');
  return value;
}

/** The text under `key`; undefined where it is missing or empty. Throws `UsageError` for a number or a mapping. */
export function textOf(fields: Fields, key: string, at: string): string | undefined {
  const value = fields[key] ?? '';
  if (typeof value !== 'string') throw wrong(join(at, key), 'is not text (quote it)');
  return value === '' ? undefined : value;
}

/** The list of texts under `key`, empty where there is none. Throws `UsageError` for any other value. */
export function textsOf(fields: Fields, key: string, at: string): readonly string[] {
  return listOf(fields, key, at).map((item) => {
    if (typeof item !== 'string') throw wrong(join(at, key), 'holds something that is not text (quote it)');
    return item;
  });
}

/** The truth value under `key`, false where there is none. Throws `UsageError` for anything but true and false. */
export function flagOf(fields: Fields, key: string, at: string): boolean {
  const value = fields[key] ?? false;
  if (typeof value !== 'boolean') throw wrong(join(at, key), 'is neither true nor false');
  return value;
}

/** A path inside the file: the file's name is followed by a colon, what is inside it by dots. */
function join(at: string, key: string): string {
  return at.includes(': ') ? `${at}.${key}` : `${at}: ${key}`;
}

function wrong(at: string, what: string): UsageError {
  return new UsageError(`the kubeconfig ${at} ${what}`, 'mend the file, or name another with --kubeconfig');
}
