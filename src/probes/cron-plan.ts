import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { clockOf, dueTimes, instant } from './cron/due-times.ts';
import { parseCron } from './cron/fields.ts';
import { field, list, nameOf, namespaceOf, text } from './read.ts';

/** When CronJobs are due next, and how often: what a plan for the next hours needs to know of them. */
export const cronPlan: Probe = {
  name: 'cron-plan',
  computes:
    'When each of some CronJobs is due next by its schedule and time zone, and how long it is between two runs.',
  params: {
    cronJobs: { is: 'list', means: 'The CronJobs.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
  },
  returns: {
    rows:
      'One row per CronJob, in the order of the list: cronJob, namespace, name, schedule, zone (`UTC` where none is named), suspended, ' +
      'next (RFC 3339; empty where that cannot be told), every (the shortest time between two of its next runs, in seconds; 0 where that ' +
      'cannot be told), last and lastWell (when it ran last, and last with success; empty where it never did).',
    soonest: 'When the first of those that are not suspended is due, RFC 3339; empty without any.',
  },
  run({ cronJobs, now }): ProbeResult | undefined {
    const at = parseTime(text(now));
    if (!Array.isArray(cronJobs) || at === undefined) return undefined;
    const rows = list(cronJobs).map((each) => rowOf(each, at));
    const awake = rows.filter(({ suspended, next }) => !suspended && next !== '').map(({ next }) => next);
    return { rows, soonest: awake.toSorted()[0] ?? '' };
  },
};

const DAY = 24 * 3600;
/** A schedule that names no moment within these is not followed further. */
const LONGEST = 32 * DAY;
/** Enough runs to see the shortest time between two; a schedule of several hours a day repeats within it. */
const MOST_RUNS = 400;

interface Row {
  readonly cronJob: unknown;
  readonly namespace: string;
  readonly name: string;
  readonly schedule: string;
  readonly zone: string;
  readonly suspended: boolean;
  readonly next: string;
  readonly every: number;
  readonly last: string;
  readonly lastWell: string;
}

function rowOf(cronJob: unknown, now: number): Row {
  const schedule = text(field(cronJob, 'spec.schedule'));
  const zone = text(field(cronJob, 'spec.timeZone')) || 'UTC';
  const times = comingTimes(schedule, zone, now);
  return {
    cronJob,
    namespace: namespaceOf(cronJob),
    name: nameOf(cronJob),
    schedule,
    zone,
    suspended: field(cronJob, 'spec.suspend') === true,
    next: times[0] === undefined ? '' : instant(times[0]),
    every: shortestGap(times),
    last: text(field(cronJob, 'status.lastScheduleTime')),
    lastWell: text(field(cronJob, 'status.lastSuccessfulTime')),
  };
}

/** The next moments, earliest first: of one day, or of a month where a day holds fewer than two. */
function comingTimes(schedule: string, zone: string, now: number): readonly number[] {
  const [fields, clock] = [parseCron(schedule), clockOf(zone)];
  if (fields === undefined || clock === undefined) return [];
  const within = (span: number): readonly number[] =>
    dueTimes(fields, clock, now, now + span).toSorted((a, b) => a - b);
  const soon = within(DAY);
  return (soon.length < 2 ? within(LONGEST) : soon).slice(0, MOST_RUNS);
}

function shortestGap(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return gaps.length === 0 ? 0 : Math.min(...gaps);
}
