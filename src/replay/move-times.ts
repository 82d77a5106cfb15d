import type { KubeObject } from '../model/object.ts';
import { parseTime } from '../text/time.ts';
import { isMapping } from './narrow.ts';

/**
 * The objects with every time in them moved by whole seconds, so that what was recorded can be looked at as if it
 * happened now. A time is a field that holds nothing but an RFC 3339 time; times in the middle of a message stay.
 */
export function moveTimes(objects: readonly KubeObject[], seconds: number): readonly KubeObject[] {
  return objects.map((object) => moved(object, seconds) as KubeObject);
}

/** The same for a log: the times at the head of its lines, where it was captured with them. */
export function moveLogTimes(log: string, seconds: number): string {
  return log.replace(/^\S+(?= )/gm, (head) => movedTime(head, seconds));
}

function moved(value: unknown, seconds: number): unknown {
  if (typeof value === 'string') return movedTime(value, seconds);
  if (Array.isArray(value)) return value.map((item) => moved(item, seconds));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, movedField(field, inner, seconds)]));
}

/** Helm keeps the time of a release in a label, as seconds since 1970. */
function movedField(field: string, value: unknown, seconds: number): unknown {
  const isHelmTime = field === 'modifiedAt' && typeof value === 'string' && /^\d{10}$/.test(value);
  return isHelmTime ? String(Number(value) + seconds) : moved(value, seconds);
}

/** Fractions of a second keep their digits: micro times have six, and a client may insist. */
function movedTime(text: string, seconds: number): string {
  const time = text.length >= 20 && text[10] === 'T' ? parseTime(text) : undefined;
  if (time === undefined) return text;
  const [fraction = ''] = /\.\d+/.exec(text) ?? [];
  return `${new Date((Math.floor(time) + seconds) * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}
