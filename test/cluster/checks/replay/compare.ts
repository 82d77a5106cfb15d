import { isDeepStrictEqual } from 'node:util';
import { at, textAt } from '../../plane/manifest.ts';
import type { Answer } from './ask.ts';

/** A field in which two answers differ. */
export interface FieldDifference {
  /** `code`, `type`, `warning` or a path into the body, list items by what names them: `body.items[shop/web].kind`. */
  readonly field: string;
  /** Undefined where the answer has no such field. */
  readonly real: unknown;
  readonly replayed: unknown;
}

/**
 * Every field in which the replay server's answer is not the real one's. Answers with different status codes have nothing
 * else to compare: that is one difference, told with the words of both.
 */
export function differencesBetween(real: Answer, replayed: Answer): readonly FieldDifference[] {
  if (real.code !== replayed.code) return [{ field: 'code', real: outcomeOf(real), replayed: outcomeOf(replayed) }];
  return (['type', 'warning', 'body'] as const).flatMap((field) => compare(field, real[field], replayed[field]));
}

function outcomeOf({ code, body }: Answer): string {
  const words = at(body, 'message') ?? (typeof body === 'string' ? body.trim() : '');
  return typeof words === 'string' && words !== '' ? `${code}: ${words}` : String(code);
}

function compare(field: string, real: unknown, replayed: unknown): readonly FieldDifference[] {
  if (isDeepStrictEqual(real, replayed) || isASecondApart(field, real, replayed)) return [];
  if (isList(real) && isList(replayed)) return compareLists(field, real, replayed);
  if (!isTable(real) || !isTable(replayed)) return [{ field, real, replayed }];
  const keys = new Set([...Object.keys(real), ...Object.keys(replayed)]);
  return [...keys].flatMap((key) => compare(`${field}.${key}`, real[key], replayed[key]));
}

/**
 * Events have fractions of a second and the clock of a recording has none, so that their age comes out a second less at
 * times.
 */
function isASecondApart(field: string, real: unknown, replayed: unknown): boolean {
  return field.endsWith(' Seen') && Math.abs(secondsOf(real) - secondsOf(replayed)) === 1;
}

function secondsOf(age: unknown): number {
  const [, minutes = '0', seconds] = /^(?:(\d+)m)?(\d+)s$/.exec(typeof age === 'string' ? age : '') ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

/** Items are paired by name, so that a missing one is one difference; their order is one of its own. */
function compareLists(field: string, real: readonly unknown[], replayed: readonly unknown[]): FieldDifference[] {
  const [mine, theirs] = [byName(real), byName(replayed)];
  const names = [...new Set([...mine.keys(), ...theirs.keys()])];
  const found = names.flatMap((name) => compare(`${field}[${name}]`, mine.get(name), theirs.get(name)));
  const order = [...mine.keys()].filter((name) => theirs.has(name));
  const replayedOrder = [...theirs.keys()].filter((name) => mine.has(name));
  const isSameOrder = isDeepStrictEqual(order, replayedOrder);
  return isSameOrder ? found : [...found, { field: `${field} order`, real: order, replayed: replayedOrder }];
}

/** By what names each item, or by its place where the names say nothing or not enough. */
function byName(items: readonly unknown[]): ReadonlyMap<string, unknown> {
  const named = new Map(items.map((item) => [nameOf(item), item]));
  if (named.size === items.length && !named.has('')) return named;
  return new Map(items.map((item, index) => [String(index), item]));
}

function nameOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const object = at(item, 'object') ?? item;
  const name = textAt(object, 'metadata.name');
  if (name !== '') return `${textAt(object, 'metadata.namespace')}/${name}`;
  return NAMES.map((key) => textAt(item, key)).find((text) => text !== '') ?? '';
}

/** The fields that name what is no object, the most telling first. */
const NAMES = ['name', 'resource', 'subresource', 'groupVersion', 'version', 'type'];

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value);
}
