import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { formatTimeUtc, parseTime } from '../text/time.ts';
import { parseCron, type CronFields } from './cron/fields.ts';
import { entry, field, text } from './read.ts';

/** When a CronJob was last due, and how many runs that were due since its last one it has not made. */
export const cronDue: Probe = {
  name: 'cron-due',
  computes: 'When a CronJob was due last by its schedule and time zone, and how often it was due since it last ran.',
  params: {
    cronJob: { is: 'object', means: 'The CronJob.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
  },
  returns: {
    readable: 'Whether the schedule can be read; true for `@every`, of which nothing more is said.',
    zoneKnown: 'Whether the time zone exists; true where none is named.',
    zoned: 'Whether it names a time zone; without one its controller goes by its own clock, which is mostly UTC.',
    missed: 'How many runs were due since the last and more than two minutes ago (a count, of at most 32 days).',
    pending: 'Whether one was due within these two minutes and has not been made.',
    due: 'When the latest of all these was due, RFC 3339; empty without any.',
    dueWords: 'The same for people.',
    lastWords: 'When it ran last, in a sentence.',
  },
  run: read,
};

const QUARTER = 900;
/** A yearly schedule is not followed back to its last time. */
const LONGEST = 32 * 24 * 3600;
/** The controller makes a Job at once; a little is left for its queue. */
const GRACE = 120;

function read({ cronJob, now }: ProbeArgs): ProbeResult | undefined {
  const at = parseTime(text(now));
  if (entry(cronJob, 'kind') !== 'CronJob' || at === undefined) return undefined;
  const schedule = text(field(cronJob, 'spec.schedule'));
  const zone = text(field(cronJob, 'spec.timeZone'));
  const last = text(field(cronJob, 'status.lastScheduleTime'));
  const fields = parseCron(schedule);
  const clock = clockOf(zone === '' ? 'UTC' : zone);
  const all = fields === undefined || clock === undefined ? [] : dueTimes(fields, clock, since(cronJob, at), at);
  const times = all.filter((time) => time <= at - GRACE);
  const due = all[0] === undefined ? '' : new Date(all[0] * 1000).toISOString().replace('.000', '');
  return {
    readable: fields !== undefined || schedule.startsWith('@every '),
    zoneKnown: clock !== undefined,
    zoned: zone !== '',
    missed: times.length,
    pending: all.length > times.length,
    due,
    dueWords: due === '' ? '' : formatTimeUtc(due),
    lastWords: last === '' ? 'It has never run.' : `Its last run was that of ${formatTimeUtc(last)}.`,
  };
}

/** Nothing is due before it was made, nor before it ran last. */
function since(cronJob: unknown, now: number): number {
  const last = text(field(cronJob, 'status.lastScheduleTime')) || text(field(cronJob, 'metadata.creationTimestamp'));
  return Math.max(parseTime(last) ?? now, now - LONGEST);
}

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    const parts = { month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', weekday: 'short' } as const;
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts });
  } catch {
    return undefined;
  }
}

/** The moments between two times, newest first; the offset of no zone changes within a quarter of an hour. */
function dueTimes(fields: CronFields, clock: Intl.DateTimeFormat, from: number, to: number): readonly number[] {
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
