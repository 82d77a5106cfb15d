import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { clockOf, dueTimes, instant } from './cron/due-times.ts';
import { parseCron } from './cron/fields.ts';
import { field, list, nameOf, namespaceOf, num, text } from './read.ts';

/** Which CronJobs run while something lasts, and when each does so last before it. */
export const runsWithin: Probe = {
  name: 'runs-within',
  computes:
    'All runs of some CronJobs between two moments, by their schedules and time zones, and the last one before.',
  params: {
    cronJobs: { is: 'list', means: 'The CronJobs.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
    from: { is: 'text', means: 'When it begins, RFC 3339.' },
    to: { is: 'text', means: 'When it is over, RFC 3339.' },
    most: { is: 'number', means: 'How many runs of one CronJob are named.' },
  },
  returns: {
    rows:
      'One row per CronJob, in the order of the list: cronJob, namespace, name, schedule, zone (`UTC` where none is named), suspended, ' +
      'readable (whether its schedule and zone could be read), count (how many runs there are from `from` to `to`, both included), ' +
      'runs (the first of them, RFC 3339), before (the last run between now and `from`, or the one that it made last; empty where neither is known).',
    busy: 'Those rows that are not suspended and have a run there.',
  },
  run({ cronJobs, now, from, to, most }): ProbeResult | undefined {
    const [at, begin, end] = [parseTime(text(now)), parseTime(text(from)), parseTime(text(to))];
    const shown = num(most);
    if (!Array.isArray(cronJobs) || at === undefined || begin === undefined || end === undefined) return undefined;
    if (shown === undefined || end < begin) return undefined;
    const rows = list(cronJobs).map((each) => rowOf(each, { at, begin, end, shown }));
    return { rows, busy: rows.filter(({ suspended, count }) => !suspended && count > 0) };
  },
};

/** A workshop is planned no longer ahead than this; a run before it is not looked for further back. */
const LONGEST = 32 * 24 * 3600;

interface Span {
  readonly at: number;
  readonly begin: number;
  readonly end: number;
  readonly shown: number;
}

function rowOf(cronJob: unknown, { at, begin, end, shown }: Span) {
  const schedule = text(field(cronJob, 'spec.schedule'));
  const zone = text(field(cronJob, 'spec.timeZone')) || 'UTC';
  const [fields, clock] = [parseCron(schedule), clockOf(zone)];
  const suspended = field(cronJob, 'spec.suspend') === true;
  const between = (from: number, to: number): readonly number[] =>
    fields === undefined || clock === undefined ? [] : dueTimes(fields, clock, from, to).toSorted((a, b) => a - b);
  // A moment that has passed is no run any more, and the second of the beginning itself is one.
  const runs = between(Math.max(begin - 1, at), Math.min(end, begin + LONGEST));
  const earlier = suspended || begin <= at ? [] : between(Math.max(at, begin - LONGEST), begin - 1);
  const last = earlier.at(-1);
  return {
    cronJob,
    namespace: namespaceOf(cronJob),
    name: nameOf(cronJob),
    schedule,
    zone,
    suspended,
    readable: fields !== undefined && clock !== undefined,
    count: runs.length,
    runs: runs.slice(0, shown).map(instant),
    before: last === undefined ? text(field(cronJob, 'status.lastScheduleTime')) : instant(last),
  };
}
