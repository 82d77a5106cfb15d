import type { Window } from '../model/workshop.ts';
import { parseGoDuration } from './duration.ts';
import { formatLocal, momentsOf, parseLocal, wallTime, type Moments } from './local-time.ts';
import { parseTime } from './time.ts';
import { nearestZone, zoneName, zoneOffset, type ZoneOffset } from './zone.ts';

/** When a workshop is, as a person writes it. */
export interface WindowText {
  /** RFC 3339, `2026-12-01T09:00` in the zone, or `now`. */
  readonly start: string;
  /** `4h`, `1h30m`, `2d`: time that goes by, whatever the clocks do. */
  readonly duration: string;
  /** A name of the IANA database, such as `Europe/Berlin`. */
  readonly zone: string;
}

/** A window, with what is worth knowing about how it was read; or which word is wrong, and why, in one line. */
export type ReadWindow =
  | { readonly window: Window; readonly notes: readonly string[] }
  | { readonly wrong: keyof WindowText; readonly why: string; readonly hint: string };

type Wrong = Extract<ReadWindow, { wrong: unknown }>;

const MINUTE = 60;
const DAY = 24 * 3600;

/** What lies behind it is a slip of the finger; four digits are enough for years. */
const YEAR_3000 = 32_503_680_000;

/** A longer one is a mistake. */
const MOST_DAYS = 14;

/** Reads a window; `now` is in seconds since 1970. It may have begun, but must not be over. */
export function parseWindow(text: WindowText, now: number): ReadWindow {
  const read = readWindow(text, now);
  if ('wrong' in read) return read;
  const { start, end } = read;
  if (end <= now) {
    const why = `the workshop is over: it ended at ${shown(end, read.offset)} (${read.zone})`;
    return { wrong: 'start', why, hint: `it is ${shown(now, read.offset)}` };
  }
  const begun = start < Math.floor(now) ? [`the workshop began at ${shown(start, read.offset)} (${read.zone})`] : [];
  const window = { start: rfc3339(start), end: rfc3339(end), zone: read.zone };
  return { window, notes: [...read.notes, ...begun, ...changeOfClocks(read)] };
}

/** The words alone, without a look at the clock: what is wrong with them at any time; undefined where nothing is. */
export function wrongWindow(text: WindowText): Wrong | undefined {
  const read = readWindow(text, 0);
  return 'wrong' in read ? read : undefined;
}

/** From when to when it is, in seconds since 1970, be it over or not; undefined where the words are wrong. `now` is the beginning of 1970. */
export function windowSpan(text: WindowText): { readonly start: number; readonly end: number } | undefined {
  const read = readWindow(text, 0);
  return 'wrong' in read ? undefined : { start: read.start, end: read.end };
}

/** What the words come to, in seconds since 1970. */
interface Read {
  readonly start: number;
  readonly end: number;
  readonly zone: string;
  readonly offset: ZoneOffset;
  readonly notes: readonly string[];
}

function readWindow({ start, duration, zone }: WindowText, now: number): Read | Wrong {
  const offset = zoneOffset(zone);
  if (offset === undefined) return unknownZone(zone);
  const begins = readStart(start, offset, zoneName(zone), now);
  if ('wrong' in begins) return begins;
  const seconds = readLength(duration);
  if (typeof seconds !== 'number') return seconds;
  const end = begins.at + seconds;
  return { start: begins.at, end, zone: zoneName(zone), offset, notes: begins.notes };
}

function unknownZone(zone: string): Wrong {
  const meant = nearestZone(zone);
  const hint = meant === undefined ? 'such as Europe/Berlin or UTC' : `did you mean ${meant}?`;
  return { wrong: 'zone', why: `there is no time zone "${zone}"`, hint };
}

type Start = { readonly at: number; readonly notes: readonly string[] };

function readStart(text: string, offset: ZoneOffset, zone: string, now: number): Start | Wrong {
  if (text === 'now') return { at: Math.floor(now), notes: [] };
  const exact = parseTime(withSeconds(text));
  if (exact !== undefined && exact < YEAR_3000) return { at: Math.floor(exact), notes: [] };
  const wall = parseLocal(text);
  if (wall === undefined) return badStart(text);
  const moments = momentsOf(wall, offset);
  if ('before' in moments) return skipped(text, moments, zone);
  const [first, second] = moments.times;
  const twice = `${formatLocal(wall)} comes twice in ${zone}, for clocks are put back; the first is taken`;
  return { at: first, notes: second === undefined ? [] : [twice] };
}

/** RFC 3339 asks for seconds and a `T`; people leave the former out and put a space for the latter. */
function withSeconds(text: string): string {
  return text.replace(/^(\S{10})[T ](\d{2}:\d{2})(?=Z|[+-]\d)/, '$1T$2:00').replace(/^(\S{10}) /, '$1T');
}

function badStart(text: string): Wrong {
  const noTime = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const shaped = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text);
  const why = noTime
    ? `"${text}" does not say at what time`
    : `"${text}" is ${shaped ? 'no time that there is' : 'no time'}`;
  return { wrong: 'start', why, hint: 'write it as 2026-12-01T09:00, 2026-12-01T09:00:00+01:00 or now' };
}

/** The clocks never show it: the minute before the gap, and the first behind it. */
function skipped(text: string, { before, after }: Gap, zone: string): Wrong {
  const why = `there is no ${text} in ${zone}: clocks are put forward then`;
  return { wrong: 'start', why, hint: `write ${formatLocal(before)} or ${formatLocal(after)}` };
}

type Gap = Extract<Moments, { before: unknown }>;

/** Seconds, whole ones. */
function readLength(text: string): number | Wrong {
  const seconds = parseLength(text);
  if (seconds === undefined) return badDuration(`"${text}" is no length of time`);
  if (seconds < MINUTE) return badDuration(`"${text}" is too short: a workshop takes a minute at least`);
  if (seconds > MOST_DAYS * DAY) return badDuration(`"${text}" is too long: more than ${String(MOST_DAYS)} days`);
  return seconds;
}

/** `4h`, `1h30m` or `2d12h`; less than nothing counts too, so that it can be told from what is no length at all. */
export function parseLength(text: string): number | undefined {
  const [, minus, days, rest = ''] = /^(-?)(?:(\d{1,4})d)?(.*)$/.exec(text) ?? [];
  const clock = rest === '' && days !== undefined ? 0 : parseGoDuration(rest);
  if (clock === undefined) return undefined;
  const seconds = Math.floor(Number(days ?? 0) * DAY + clock);
  return minus === '-' ? -seconds : seconds;
}

function badDuration(why: string): Wrong {
  return { wrong: 'duration', why, hint: 'write it as 4h, 90m, 1h30m or 2d' };
}

/** The end on the wall is not what one gets by adding. */
function changeOfClocks({ start, end, zone, offset }: Read): readonly string[] {
  if (offset(start) === offset(end)) return [];
  return [`the clocks change in between: it ends at ${shown(end, offset)} (${zone})`];
}

function shown(seconds: number, offset: ZoneOffset): string {
  return formatLocal(wallTime(Math.floor(seconds), offset));
}

function rfc3339(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
