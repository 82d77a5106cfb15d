import { parseTime } from './time.ts';
import type { ZoneOffset } from './zone.ts';

/** What the clock on the wall shows: seconds since 1970 of the same digits in UTC. */
export type WallTime = number;

const LOCAL = /^([12]\d{3}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?$/;

/** Reads `2026-12-01T09:00` or `2026-12-01 09:00`, with seconds or without; undefined where there is no such time. */
export function parseLocal(text: string): WallTime | undefined {
  const [, day, minute, second = ':00'] = LOCAL.exec(text) ?? [];
  return day === undefined || minute === undefined ? undefined : parseTime(`${day}T${minute}${second}Z`);
}

/** A wall time for people: `2026-12-01 09:00`, with seconds where it has some. */
export function formatLocal(wall: WallTime): string {
  const iso = new Date(wall * 1000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, iso.slice(17, 19) === '00' ? 16 : 19)}`;
}

/** What the clocks of a zone show at a moment in seconds since 1970. */
export function wallTime(seconds: number, offset: ZoneOffset): WallTime {
  return seconds + offset(seconds);
}

/** When a wall time comes: once, twice where clocks are put back, or never where they are put forward. */
export type Moments =
  | { readonly times: readonly [number] | readonly [number, number] }
  /** The last minute before the gap, and the first behind it. */
  | { readonly times: readonly []; readonly before: WallTime; readonly after: WallTime };

const DAY = 24 * 3600;

/** The moments (seconds since 1970) at which the clocks of a zone show a time, the earlier one first. */
export function momentsOf(wall: WallTime, offset: ZoneOffset): Moments {
  // No zone is further than a day from UTC, and none changes its clocks twice within two days.
  const [earlier, later] = [offset(wall - DAY), offset(wall + DAY)];
  const times = [...new Set([wall - earlier, wall - later])]
    .filter((time) => wallTime(time, offset) === wall)
    .sort((one, other) => one - other);
  const [first, second] = times;
  if (first === undefined) return gapAround(wall - later, wall - earlier, offset);
  return { times: second === undefined ? [first] : [first, second] };
}

/** The clocks are put forward somewhere between the two moments. */
function gapAround(from: number, to: number, offset: ZoneOffset): Moments {
  let [before, after] = [from, to];
  const old = offset(from);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(middle) === old) before = middle;
    else after = middle;
  }
  return { times: [], before: wallTime(after - 60, offset), after: wallTime(after, offset) };
}
