import { describe, expect, it } from 'vitest';
import { jobAttempts } from '../../src/probes/job-attempts.ts';

type Json = Readonly<Record<string, unknown>>;

const NOW = '2025-11-15T18:15:00Z';
const META = { name: 'migrate', namespace: 'shop', uid: 'job-uid', creationTimestamp: '2025-11-15T18:00:00Z' };
const jobOf = (spec: Json, status: Json): Json => ({
  kind: 'Job',
  metadata: META,
  spec: { backoffLimit: 3, template: { spec: { restartPolicy: 'Never' } }, ...spec },
  status: { startTime: '2025-11-15T18:00:00Z', ...status },
});
const podOf = (name: string, phase: string, finishedAt = '', owner = 'job-uid'): Json => ({
  metadata: {
    name,
    namespace: 'shop',
    creationTimestamp: '2025-11-15T18:00:00Z',
    ownerReferences: [{ kind: 'Job', name: 'migrate', uid: owner, controller: true }],
  },
  status: {
    phase,
    ...(finishedAt === '' ? {} : { containerStatuses: [{ state: { terminated: { finishedAt } } }] }),
  },
});
const said = (type: string, reason: string, message: string): Json => ({
  conditions: [{ type, status: 'True', reason, message }],
});
const run = (job: Json, pods: readonly Json[] = []) => jobAttempts.run({ job, pods, now: NOW });

describe('job-attempts', () => {
  // pkg/controller/job/job_controller.go, syncJob: what ends a Job, and the interim condition that says so first.
  it.each<[string, Json, Json]>([
    ['is not ended while nothing says so', { failed: 1 }, { ended: false, reason: '', message: '' }],
    [
      'is ended when it failed',
      said('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
      { ended: true, reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' },
    ],
    [
      'is ended while its last pods still end',
      said('FailureTarget', 'DeadlineExceeded', 'Job was active longer than specified deadline'),
      { ended: true, reason: 'DeadlineExceeded' },
    ],
    [
      'is not ended by a condition that does not hold',
      { conditions: [{ type: 'Failed', status: 'False', reason: 'BackoffLimitExceeded' }] },
      { ended: false, reason: '' },
    ],
    [
      'is not ended by being suspended',
      said('Suspended', 'JobSuspended', 'Job suspended'),
      { ended: false, reason: '' },
    ],
    ['names the indexes that failed', { failedIndexes: '1,3-5' }, { failedIndexes: '1,3-5' }],
    ['counts pods at work', { active: 2 }, { active: 2 }],
  ])('%s', (_, status, expected) => {
    expect(run(jobOf({}, status))).toMatchObject(expected);
  });

  // API reference, JobSpec.backoffLimit: retries, so one attempt more; the default is 6 (pkg/apis/batch/v1/defaults.go).
  it.each<[string, Json, Json]>([
    ['one attempt more than retries', { backoffLimit: 3 }, { allowed: 4, text: '2 of 4 attempts failed' }],
    ['one attempt', { backoffLimit: 0 }, { allowed: 1, text: '2 of 1 attempt failed' }],
    ['seven by default', { backoffLimit: undefined }, { allowed: 7 }],
    ['no limit for the whole', { backoffLimit: 2_147_483_647 }, { allowed: null, text: '2 attempts failed' }],
    ['a limit for each index', { backoffLimitPerIndex: 1 }, { allowed: null }],
    [
      'starts instead of attempts where the container is started again',
      { template: { spec: { restartPolicy: 'OnFailure' } } },
      { keepsPods: false, text: 'its container may be started again 3 times' },
    ],
  ])('allows %s', (_, spec, expected) => {
    expect(run(jobOf(spec, { failed: 2 }))).toMatchObject(expected);
  });

  it('knows the attempt that failed last by when it ended, and only pods of its own', () => {
    const pods = [
      podOf('a', 'Failed', '2025-11-15T18:05:00Z'),
      podOf('b', 'Failed', '2025-11-15T18:02:00Z'),
      podOf('c', 'Succeeded', '2025-11-15T18:09:00Z'),
      podOf('d', 'Failed', '2025-11-15T18:10:00Z', 'uid-of-an-earlier-job'),
    ];
    expect(run(jobOf({}, { failed: 2 }), pods)).toMatchObject({ lastFailed: [{ metadata: { name: 'a' } }] });
    expect(run(jobOf({}, { failed: 2 }), [podOf('c', 'Succeeded')])).toMatchObject({ lastFailed: [] });
  });

  // pkg/controller/job/backoff_utils.go: 10 s after the first failure, doubled with each, 10 min at most.
  it.each<[number, string, string, string]>([
    [1, '2025-11-15T18:14:55Z', 'ten seconds after the first failure', '2025-11-15 18:15:05 UTC'],
    [3, '2025-11-15T18:14:50Z', 'forty after the third', '2025-11-15 18:15:30 UTC'],
    [9, '2025-11-15T18:14:00Z', 'ten minutes at most', '2025-11-15 18:24:00 UTC'],
    [1, '2025-11-15T18:10:00Z', 'never before now', '2025-11-15 18:15:00 UTC'],
  ])('after %i failures begins again %s: %s', (failed, ended, _, at) => {
    expect(run(jobOf({}, { failed }), [podOf('a', 'Failed', ended)])).toMatchObject({
      nextWords: `The next begins about ${at}.`,
    });
  });

  it.each<[string, Json]>([
    ['while one is under way', { failed: 1, active: 1 }],
    ['after it has failed for good', { failed: 1, ...said('Failed', 'BackoffLimitExceeded', '') }],
    ['before any has failed', {}],
  ])('says nothing of a next attempt %s', (_, status) => {
    expect(run(jobOf({}, status), [podOf('a', 'Failed', '2025-11-15T18:14:55Z')])).toMatchObject({ nextWords: '' });
  });

  // job_controller.go, pastActiveDeadline: the time counts from status.startTime.
  it('tells its deadline once it has started', () => {
    const spec = { activeDeadlineSeconds: 600 };
    expect(run(jobOf(spec, {}))).toMatchObject({
      allowedSeconds: 600,
      deadlineWords: 'It is stopped when it is not done at 2025-11-15 18:10:00 UTC.',
    });
    expect(run(jobOf(spec, { startTime: undefined }))).toMatchObject({ allowedSeconds: 600, deadlineWords: '' });
    expect(run(jobOf({}, {}))).toMatchObject({ allowedSeconds: null, deadlineWords: '' });
  });

  it('knows nothing of anything but a Job', () => {
    expect(jobAttempts.run({ job: { kind: 'CronJob' }, now: NOW })).toBeUndefined();
  });
});
