import { describe, expect, it } from 'vitest';
import { cronDue } from '../../src/probes/cron-due.ts';
import { cronJobsInTrouble } from '../../src/probes/cron-jobs-in-trouble.ts';

type Part = Readonly<Record<string, unknown>>;

/** A Saturday. */
const NOW = '2025-11-15T18:15:00Z';

function cronJob(schedule: string, last: string, timeZone?: string): Part {
  return {
    kind: 'CronJob',
    metadata: { name: 'c', namespace: 'shop', uid: 'c', creationTimestamp: '2025-01-01T00:00:00Z' },
    spec: { schedule, timeZone },
    status: { lastScheduleTime: last },
  };
}

const due = (schedule: string, last: string, zone?: string): unknown =>
  cronDue.run({ cronJob: cronJob(schedule, last, zone), now: NOW });

describe('cron-due', () => {
  it.each<[string, string, string, string | undefined, number, string]>([
    ['nothing since', '*/30 * * * *', '2025-11-15T18:00:00Z', undefined, 0, ''],
    ['one', '*/30 * * * *', '2025-11-15T17:30:00Z', undefined, 1, '2025-11-15T18:00:00Z'],
    ['one that was due a moment ago', '14 * * * *', '2025-11-15T17:14:00Z', undefined, 0, '2025-11-15T18:14:00Z'],
    ['several', '0 * * * *', '2025-11-15T15:00:00Z', undefined, 3, '2025-11-15T18:00:00Z'],
    ['in its zone', '0 3 * * *', '2025-11-15T02:00:00Z', 'Europe/Berlin', 0, ''],
    ['in its zone, a day late', '0 3 * * *', '2025-11-14T02:00:00Z', 'Europe/Berlin', 1, '2025-11-15T02:00:00Z'],
    ['a half hour off', '0 9 * * *', '2025-11-14T03:30:00Z', 'Asia/Kolkata', 1, '2025-11-15T03:30:00Z'],
    ['not at the weekend', '0 9 * * mon-fri', '2025-11-14T09:00:00Z', undefined, 0, ''],
    ['of day and weekday one is enough', '0 9 1 * sat', '2025-11-14T09:00:00Z', undefined, 1, '2025-11-15T09:00:00Z'],
    ['a short form', '@daily', '2025-11-14T00:00:00Z', undefined, 1, '2025-11-15T00:00:00Z'],
    ['steps from a number on', '5/20 18 * * *', '2025-11-15T17:00:00Z', undefined, 1, '2025-11-15T18:05:00Z'],
    [
      'across the end of summer time',
      '30 4 26 oct *',
      '2025-10-25T00:00:00Z',
      'Europe/Berlin',
      1,
      '2025-10-26T03:30:00Z',
    ],
  ])('%s', (_, schedule, last, zone, missed, when) => {
    expect(due(schedule, last, zone)).toMatchObject({ missed, due: when, readable: true, zoneKnown: true });
  });

  it('tells one that is due this minute from one that is made', () => {
    expect(due('14 * * * *', '2025-11-15T17:14:00Z')).toMatchObject({ pending: true, missed: 0 });
    expect(due('14 * * * *', '2025-11-15T18:14:00Z')).toMatchObject({ pending: false, missed: 0 });
    expect(due('0 * * * *', '2025-11-15T17:00:00Z')).toMatchObject({ pending: false, missed: 1 });
  });

  it.each(['61 * * * *', '* * * *', 'x * * * *', '*/0 * * * *', '9-5 * * * *', '*-5 * * * *'])(
    '%s is none',
    (schedule) => {
      expect(due(schedule, NOW)).toMatchObject({ readable: false, missed: 0 });
    },
  );

  it('says that a zone does not exist, and nothing of @every', () => {
    expect(due('0 * * * *', NOW, 'Europe/Berlim')).toMatchObject({ zoneKnown: false, missed: 0 });
    expect(due('@every 5m', '2025-11-01T00:00:00Z')).toMatchObject({ readable: true, missed: 0 });
  });
});

describe('cron-jobs-in-trouble', () => {
  const owner = { kind: 'CronJob', name: 'c', uid: 'c', controller: true };
  const job = (type: string, at: string): Part => ({
    kind: 'Job',
    metadata: { namespace: 'shop', creationTimestamp: at, ownerReferences: [owner] },
    status: { conditions: [{ type, status: 'True' }] },
  });
  const troubled = (each: Part, jobs: readonly Part[]): unknown =>
    cronJobsInTrouble.run({ cronJobs: [each], jobs, now: NOW })?.['cronJobs'];
  const well = cronJob('@hourly', '2025-11-15T18:00:00Z');

  it('takes one whose newest run failed, and no other', () => {
    const [early, late] = ['2025-11-15T17:00:00Z', '2025-11-15T18:00:00Z'];
    expect(troubled(well, [job('Failed', early), job('Complete', late)])).toEqual([]);
    expect(troubled(well, [job('Complete', early), job('Failed', late)])).toEqual([well]);
  });

  it('takes one that has missed a run', () => {
    const missed = cronJob('@hourly', '2025-11-15T16:00:00Z');
    expect(troubled(missed, [])).toEqual([missed]);
    expect(troubled(well, [])).toEqual([]);
  });

  it('takes one whose run is due this minute', () => {
    const due = cronJob('14 * * * *', '2025-11-15T17:14:00Z');
    expect(troubled(due, [])).toEqual([due]);
  });
});
