import { isRecord } from '../text/record.ts';

export { compareText } from '../text/compare-text.ts';
export { isRecord };

/**
 * Reads a dotted path of own fields (`status.conditions`). A key that holds dots itself (an annotation, a label) is read
 * with `entry`. Gives undefined where any part of the way is missing.
 */
export function field(value: unknown, path: string): unknown {
  let current = value;
  for (const key of keysOf(path)) current = entry(current, key);
  return current;
}

/** Paths are literals of this code, read for every one of many thousand pods: each is split once. */
const KEYS = new Map<string, readonly string[]>();

function keysOf(path: string): readonly string[] {
  const known = KEYS.get(path);
  if (known !== undefined) return known;
  const keys = path.split('.');
  KEYS.set(path, keys);
  return keys;
}

/** Reads one own key of an object, dots and all; undefined where there is none or the value is no object. */
export function entry(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const own: unknown = Reflect.get(value, key);
  return own;
}

/** The string, or an empty one for everything else. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The finite number, or undefined for everything else. A bigint in the safe range counts as a number. */
export function num(value: unknown): number | undefined {
  if (typeof value === 'bigint') return num(Number(value));
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The elements, or none where the value is no array. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The elements, or undefined where the value is no array: an empty list and one that is not known differ. */
export function optionalList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The object with string keys, or an empty one; an array is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** `metadata.name`, or an empty text. */
export function nameOf(object: unknown): string {
  return text(field(object, 'metadata.name'));
}

/** `metadata.namespace`, or an empty text. */
export function namespaceOf(object: unknown): string {
  return text(field(object, 'metadata.namespace'));
}

/** `namespace/name` of an object. */
export function fullName(object: unknown): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

/** The spec of the pods of a workload, or of a pod itself; undefined where there is none. */
export function podSpecOf(object: unknown): unknown {
  return field(object, 'spec.template.spec') ?? field(object, 'spec');
}

/** The element of a list whose `name` is this one, such as a container. */
export function named(elements: unknown, name: string): unknown {
  return list(elements).find((element) => text(entry(element, 'name')) === name);
}

/** The entry of `status.conditions` with this type; undefined where there is none. */
export function condition(object: unknown, type: string): unknown {
  return list(field(object, 'status.conditions')).find((each) => text(entry(each, 'type')) === type);
}
