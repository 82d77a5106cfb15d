import { isRecord as isMapping } from '../text/record.ts';

export { isMapping };
export { compareText } from '../text/compare-text.ts';

/** Anything that JSON or YAML calls an object. */
export type Mapping = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty one. */
export function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** The value as a list, or an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The value as text; numbers and booleans are written out, all else is the empty string. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The value as a number, or zero. */
export function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The value at a path of plain field names; undefined where the path ends early. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((current, field) => (isMapping(current) ? current[field] : undefined), value);
}
