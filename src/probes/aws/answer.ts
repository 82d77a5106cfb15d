import { parseTime } from '../../text/time.ts';
import { entry, isRecord, num, text } from '../read.ts';

/**
 * The list that stands under a key of what `aws` printed; undefined where the answer has another shape, so that it is never
 * taken for an empty one.
 */
export function listIn(answer: unknown, key: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  const all = entry(answer, key);
  return Array.isArray(all) && all.every(isRecord) ? all : undefined;
}

/** A state in small letters: the wire and the models of AWS differ in them (`available`, `Available`). */
export function stateIn(object: unknown, key: string): string {
  return text(entry(object, key)).trim().toLowerCase();
}

/**
 * A time as RFC 3339 in UTC, whole seconds. Version 1 of the program prints seconds since 1970 where version 2 prints a text
 * with its offset; empty where it is neither.
 */
export function timeIn(object: unknown, key: string): string {
  const value = entry(object, key);
  const seconds = num(value) ?? parseTime(text(value));
  const at = seconds === undefined ? undefined : new Date(Math.floor(seconds) * 1000);
  return at === undefined || Number.isNaN(at.getTime()) ? '' : at.toISOString().replace('.000Z', 'Z');
}

/** The texts of a list under a key; none where there is no list. */
export function textsIn(object: unknown, key: string): readonly string[] {
  const all = entry(object, key);
  return Array.isArray(all) ? all.map(text).filter((each) => each !== '') : [];
}

/** The id of the instance that a node is (`aws:///ZONE/i-0123`); empty for any other node. */
export function instanceOf(node: unknown): string {
  return /^aws:\/\/\/[^/]*\/(i-[0-9a-f]+)$/.exec(text(entry(entry(node, 'spec'), 'providerID')))?.[1] ?? '';
}
