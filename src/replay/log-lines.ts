import { parseTime } from '../text/time.ts';
import { isSet } from './query-values.ts';

/** A part of a log as the log endpoint's parameters ask for it. */
export interface LogWish {
  /** Seconds since 1970 before which nothing is wanted. */
  readonly since: number | undefined;
  readonly timestamps: boolean;
  /** Lines from the end. */
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
}

/** Reads the query of `…/pods/NAME/log`; `now` in seconds since 1970. Source: API reference, "read log of the Pod". */
export function logWish(query: URLSearchParams, now: number): LogWish {
  const whole = (name: string): number | undefined => {
    const text = query.get(name) ?? '';
    return /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const seconds = whole('sinceSeconds');
  return {
    since: seconds === undefined ? parseTime(query.get('sinceTime') ?? '') : now - seconds,
    timestamps: isSet(query, 'timestamps'),
    tailLines: whole('tailLines'),
    limitBytes: whole('limitBytes'),
  };
}

/**
 * The part of a log that is wanted. A log that was captured with the time at the head of each line (`--timestamps`) is
 * given with or without it. One that has none is given as it is, so that nobody reads a time that nothing tells of; undefined
 * where only what is newer than some time is wanted of it.
 */
export function cutLog(text: string, wish: LogWish): string | undefined {
  const lines = text.split(/(?<=\n)/).filter((line) => line !== '');
  const isTimed = lines.length > 0 && lines.every((line) => timeOf(line) !== undefined);
  if (!isTimed && lines.length > 0 && wish.since !== undefined) return undefined;
  const { since = Number.NEGATIVE_INFINITY, tailLines } = wish;
  const recent = isTimed ? lines.filter((line) => (timeOf(line) ?? since) >= since) : lines;
  const last = tailLines === undefined ? recent : recent.slice(recent.length - Math.min(tailLines, recent.length));
  const kept = last.map((line) => (isTimed && !wish.timestamps ? line.slice(line.indexOf(' ') + 1) : line)).join('');
  return wish.limitBytes === undefined ? kept : Buffer.from(kept).subarray(0, wish.limitBytes).toString();
}

function timeOf(line: string): number | undefined {
  const space = line.indexOf(' ');
  return space < 0 ? undefined : parseTime(line.slice(0, space));
}
