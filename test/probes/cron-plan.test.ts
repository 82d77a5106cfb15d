import { describe, expect, it } from 'vitest';
import { cronPlan } from '../../src/probes/cron-plan.ts';

/** A Saturday. */
const NOW = '2025-11-15T18:15:00Z';

const cronJob = (schedule: string, timeZone?: string, suspend?: boolean): unknown => ({
  kind: 'CronJob',
  metadata: { name: 'rotate-key', namespace: 'litellm' },
  spec: { schedule, timeZone, suspend },
  status: { lastScheduleTime: '2025-11-15T16:00:00Z', lastSuccessfulTime: '2025-11-15T16:00:21Z' },
});
const plan = (...cronJobs: readonly unknown[]): unknown => cronPlan.run({ cronJobs, now: NOW });

describe('cron-plan', () => {
  it.each<[string, string, string | undefined, string, number]>([
    ['every five minutes', '*/5 * * * *', undefined, '2025-11-15T18:20:00Z', 300],
    ['every four hours of its zone', '0 */4 * * *', 'America/Vancouver', '2025-11-15T20:00:00Z', 14400],
    ['weekly, in its zone', '0 0 * * 1', 'America/Vancouver', '2025-11-17T08:00:00Z', 604800],
    ['unevenly', '0 9,10,18 * * *', 'Europe/Berlin', '2025-11-16T08:00:00Z', 3600],
    ['across the beginning of a month', '0 0 1 * *', undefined, '2025-12-01T00:00:00Z', 0],
    ['not within a month', '0 0 1 6 *', undefined, '', 0],
    ['not to be read', 'x', undefined, '', 0],
    ['in a zone that there is not', '*/5 * * * *', 'Europe/Berlim', '', 0],
  ])('%s', (_, schedule, zone, next, every) => {
    expect(plan(cronJob(schedule, zone))).toMatchObject({ rows: [{ next, every }], soonest: next });
  });

  it('tells what each is, and leaves those that are suspended out of the next', () => {
    expect(plan(cronJob('*/5 * * * *', undefined, true), cronJob('0 * * * *'))).toMatchObject({
      rows: [
        { name: 'rotate-key', namespace: 'litellm', suspended: true, zone: 'UTC', last: '2025-11-15T16:00:00Z' },
        { suspended: false, lastWell: '2025-11-15T16:00:21Z' },
      ],
      soonest: '2025-11-15T19:00:00Z',
    });
  });

  it('knows nothing without a list or a clock', () => {
    expect(cronPlan.run({ cronJobs: undefined, now: NOW })).toBeUndefined();
    expect(cronPlan.run({ cronJobs: [], now: '' })).toBeUndefined();
  });
});
