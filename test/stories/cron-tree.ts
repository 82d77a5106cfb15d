import { mediumNode } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { event, type Built } from './build/build.ts';
import { at, cronJob, runOf } from './build/cron-job.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { done, gaveUp, OUT_OF_ATTEMPTS } from './build/job.ts';
import type { Expected, Story } from './story.ts';

/** CronJobs that do not run, those whose runs fail, and those that only look like it. */
const node = mediumNode('node-1');
const FAILED = gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, '2025-11-15T18:02:00Z', 4);
const [EARLY, LATE] = ['2025-11-15T17:30:00Z', '2025-11-15T18:00:00Z'];
const daily = cronJob({ schedule: '30 3 * * *' }, { lastScheduleTime: '2025-11-13T03:30:00Z' });
const forbids = cronJob({ concurrencyPolicy: 'Forbid' }, { lastScheduleTime: '2025-11-15T16:00:00Z' });
const hanging = runOf(forbids, 'migrate-29386560', '2025-11-15T16:00:00Z', { active: 1, ready: 1 });
const keepsOut = cronJob(
  { concurrencyPolicy: 'Forbid' },
  { lastScheduleTime: '2025-11-15T16:00:00Z', active: [at(hanging)] },
);
/** Due half a minute ago, and every quarter of an hour. */
const justDue = cronJob({ schedule: '*/15 * * * *' }, { lastScheduleTime: LATE });
const lost = cronJob({ timeZone: 'Europe/Berlim' });
const regular = cronJob();
const run = (name: string, created: string, status: Parameters<typeof runOf>[3]): Built =>
  runOf(regular, name, created, status);
const QUOTA =
  'Error creating job: jobs.batch "migrate-29383410" is forbidden: exceeded quota: shop, requested: count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5';
const said = (of: Built, reason: string, message: string, when: string): Built =>
  event(of, { reason, message, at: when, by: 'cronjob-controller' });

function about(name: string, summary: string, objects: readonly Built[], expected: Expected, denied?: string): Story {
  const scene = { objects: [node, ...objects], ...(denied === undefined ? {} : { denied: [denied] }) };
  return storyOf(`cron-job/${name}`, summary, scene, expected, {
    runbook: 'cron-job',
    inputs: { cronJob: 'CronJob/shop/migrate' },
  });
}

export const cronTree: readonly Story[] = [
  about('healthy', 'Each run ended well.', [regular, run('migrate-2', LATE, done('2025-11-15T18:00:40Z'))], healthy),
  about(
    'last-run-failed',
    'Its last run failed.',
    [regular, run('migrate-1', EARLY, done('2025-11-15T17:30:40Z')), run('migrate-2', LATE, FAILED)],
    problem('job-out-of-attempts', 'likely', { says: ['migrate-2'] }),
  ),
  about(
    'jobs-denied',
    'The same, and the Jobs may not be looked at.',
    [regular, run('migrate-2', LATE, FAILED)],
    incomplete({ says: ['jobs.batch'] }),
    'jobs.batch',
  ),
  about(
    'run-failed-before-decoy',
    'A run failed, and the next was well.',
    [regular, run('migrate-1', EARLY, FAILED), run('migrate-2', LATE, done('2025-11-15T18:00:40Z'))],
    healthy,
  ),
  about('suspended-decoy', 'Somebody has suspended it.', [cronJob({ suspend: true }, { lastScheduleTime: EARLY })], {
    ...healthy,
    says: ['Somebody has suspended it'],
  }),
  about(
    'no-such-zone',
    'Its time zone is misspelt.',
    [lost, said(lost, 'UnknownTimeZone', 'invalid timeZone: "Europe/Berlim": unknown time zone Europe/Berlim', EARLY)],
    problem('cron-job-unreadable', 'confirmed', { says: ['There is no time zone Europe/Berlim'] }),
  ),
  about(
    'kept-out',
    'A run that began two hours ago keeps the next ones out.',
    [keepsOut, hanging],
    problem('cron-job-kept-out', 'confirmed', { says: ['4 times in all', 'migrate-29386560'] }),
  ),
  about(
    'nobody-makes-jobs',
    'It was due twice, and no Job was made.',
    [daily],
    problem('cron-job-not-run', 'likely', { says: ['Nothing says why'] }),
  ),
  about(
    'came-too-late',
    'It was due, and its controller came too late for it.',
    [
      daily,
      said(
        daily,
        'MissSchedule',
        'Missed scheduled time to start a job: Sat, 15 Nov 2025 03:30:00 +0000',
        '2025-11-15T03:41:00Z',
      ),
    ],
    problem('cron-job-not-run', 'likely', { says: ['came too late', 'startingDeadlineSeconds: <seconds>'] }),
  ),
  about(
    'refused',
    'The quota leaves no room for its Job.',
    [daily, said(daily, 'FailedCreate', QUOTA, '2025-11-15T03:30:00Z')],
    problem('cron-job-refused', 'likely', { says: ['exceeded quota: shop'] }),
  ),
  about(
    'refused-this-minute',
    'The quota leaves no room for the Job that is due this minute.',
    [justDue, said(justDue, 'FailedCreate', QUOTA, '2025-11-15T18:15:00Z')],
    problem('cron-job-refused', 'likely', { says: ['exceeded quota: shop', 'It was due 2025-11-15 18:15:00'] }),
  ),
  about(
    'due-this-minute-decoy',
    'It is due this minute, and its controller is at it; a quota refused a Job an hour ago.',
    [justDue, said(justDue, 'FailedCreate', QUOTA, '2025-11-15T17:15:00Z')],
    healthy,
  ),
  about(
    'due-this-minute-denied',
    'It is due this minute, and nobody may see whether its Job was refused.',
    [justDue],
    incomplete({ says: ['events'] }),
    'events',
  ),
  about(
    'without-a-zone-decoy',
    'By UTC it was due once; its controller may go by another clock.',
    [cronJob({ schedule: '30 3 * * *', timeZone: undefined }, { lastScheduleTime: '2025-11-14T19:30:00Z' })],
    healthy,
  ),
];
