import type { Built, Change } from './build.ts';
import type { Json } from './merge.ts';

/** The map at a path of an object; an empty one where there is none. */
export function partOf(object: Built, ...path: readonly string[]): Change {
  const value = path.reduce<Json>((current, field) => (isMap(current) ? current[field] : undefined), object);
  return isMap(value) ? value : {};
}

/** The maps in a list; none where it is no list. */
export function listOf(value: Json): readonly Change[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isMap) : [];
}

/** A text; the empty one where it is none. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : '';
}

/** What is there, and beneath it what is not: the second one's keys where the first has none. */
export function filledIn(object: Change, defaults: Change): Change {
  return { ...defaults, ...object };
}

function isMap(value: Json): value is Change {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
