import { parseGoDuration } from './duration.ts';
import { parseTime } from './time.ts';

const DAY = 24 * 3600;

/** What lies further back nobody looks for, and the clusters of today have not seen. */
const MOST_DAYS = 3650;

/** A time as a person types it: a length of time ago, or a moment in seconds since 1970. */
export type Since = { readonly ago: number } | { readonly at: number };

/**
 * Reads `30m`, `2h`, `3d`, `1d12h` (so long ago) or an RFC 3339 time; undefined for anything else, for no time at all and
 * for more than ten years.
 */
export function parseSince(text: string): Since | undefined {
  const at = parseTime(text);
  if (at !== undefined) return { at };
  const [, days, rest = ''] = /^(?:(\d{1,4})d)?(.*)$/.exec(text) ?? [];
  const seconds = rest === '' && days !== undefined ? 0 : parseGoDuration(rest);
  if (seconds === undefined) return undefined;
  const ago = Number(days ?? 0) * DAY + seconds;
  return ago > 0 && ago <= MOST_DAYS * DAY ? { ago } : undefined;
}

/** The moment that is meant, in seconds since 1970, at a moment of the same measure. */
export function momentOf(since: Since, now: number): number {
  return 'at' in since ? since.at : now - since.ago;
}
