/** The moments of a day and a year that a schedule names; sets of numbers, `undefined` where a field says any day. */
export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly days: ReadonlySet<number> | undefined;
  readonly weekdays: ReadonlySet<number> | undefined;
}

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Range {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const RANGES: readonly Range[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: WEEKDAYS },
];

/**
 * Reads a schedule of five fields or its short form, by the rules that CronJobs go by (Kubernetes documentation, CronJob,
 * schedule syntax); undefined where it is none. `@every` is none either: it has no moments of its own.
 */
export function parseCron(schedule: string): CronFields | undefined {
  const words = (MACROS[schedule.trim()] ?? schedule).trim().split(/\s+/);
  const sets = words.map((word, index) => numbersOf(word, RANGES[index]));
  const [minutes, hours, days, months, weekdays] = sets;
  if (words.length !== RANGES.length || sets.includes(undefined)) return undefined;
  if (minutes === undefined || hours === undefined || months === undefined) return undefined;
  return { minutes, hours, months, days: anyOr(words[2], days), weekdays: anyOr(words[4], weekdays) };
}

/** Of day and weekday the one that is open does not count; where neither is, one of them is enough. */
function anyOr(field = '', numbers?: ReadonlySet<number>): ReadonlySet<number> | undefined {
  return /^[*?]/.test(field) && !field.includes('/') ? undefined : numbers;
}

function numbersOf(field: string, range?: Range): ReadonlySet<number> | undefined {
  if (range === undefined) return undefined;
  const parts = field.split(',').map((part) => partOf(part, range));
  return parts.some((part) => part === undefined) ? undefined : new Set(parts.flatMap((part) => part ?? []));
}

function partOf(part: string, range: Range): readonly number[] | undefined {
  const match = /^([*?]|[0-9a-z]+)(?:-([0-9a-z]+))?(?:\/([0-9]+))?$/i.exec(part);
  const [from, end] = match === null ? [] : boundsOf(match, range);
  const by = Number(match?.[3] ?? 1);
  if (from === undefined || end === undefined || by < 1 || from > end) return undefined;
  return Array.from({ length: Math.floor((end - from) / by) + 1 }, (_, index) => from + index * by);
}

/** A single number with a step goes on to the end of the field. */
function boundsOf(match: RegExpExecArray, range: Range): readonly (number | undefined)[] {
  const [, first = '', last, step] = match;
  if (/[*?]/.test(first)) return last === undefined ? [range.least, range.most] : [];
  const end = last === undefined && step !== undefined ? range.most : numberOf(last ?? first, range);
  return [numberOf(first, range), end];
}

function numberOf(word: string, { least, most, names = [] }: Range): number | undefined {
  const place = names.indexOf(word.toLowerCase());
  const number = place >= 0 ? place + least : /^[0-9]+$/.test(word) ? Number(word) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
