import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { formatTimeUtc, parseTime } from '../text/time.ts';
import { parseCron } from './cron/fields.ts';
import { clockOf, dueTimes, instant } from './cron/due-times.ts';
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
  const due = all[0] === undefined ? '' : instant(all[0]);
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
