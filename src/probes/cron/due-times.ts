import type { CronFields } from './fields.ts';

const QUARTER = 900;

/** The clock of a time zone; undefined where there is no such zone. */
export function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    const parts = { month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', weekday: 'short' } as const;
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts });
  } catch {
    return undefined;
  }
}

/**
 * The moments that a schedule names, by a clock, after one time and until another (both in seconds since 1970), newest first.
 * The offset of no zone changes within a quarter of an hour.
 */
export function dueTimes(fields: CronFields, clock: Intl.DateTimeFormat, from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let quarter = Math.floor(to / QUARTER) * QUARTER; quarter + QUARTER > from; quarter -= QUARTER) {
    const local = localTime(clock, quarter);
    if (!isDay(fields, local) || !fields.hours.has(local.hour)) continue;
    const minutes = Array.from({ length: 15 }, (_, index) => 14 - index);
    found.push(...minutes.filter((each) => fields.minutes.has(local.minute + each)).map((each) => quarter + each * 60));
  }
  return found.filter((time) => time > from && time <= to);
}

interface LocalTime {
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
}

function localTime(clock: Intl.DateTimeFormat, seconds: number): LocalTime {
  const parts = new Map(clock.formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(parts.get('weekday') ?? '');
  return { month: number('month'), day: number('day'), hour: number('hour'), minute: number('minute'), weekday };
}

function isDay({ months, days, weekdays }: CronFields, { month, day, weekday }: LocalTime): boolean {
  if (!months.has(month)) return false;
  if (days === undefined || weekdays === undefined) return (days?.has(day) ?? true) && (weekdays?.has(weekday) ?? true);
  return days.has(day) || weekdays.has(weekday);
}

/** A moment in seconds since 1970 as RFC 3339, in UTC. */
export function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}
