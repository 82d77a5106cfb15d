import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { cronDue } from './cron-due.ts';
import { compareText, condition, entry, field, list, num, text } from './read.ts';
import { isOwnedBy } from './scheduling/pods.ts';

/** Which of many CronJobs are worth a look of their own, from lists that are asked for once. */
export const cronJobsInTrouble: Probe = {
  name: 'cron-jobs-in-trouble',
  computes:
    'The CronJobs that are suspended, cannot be read, have missed a run or not made one that is due, or whose last run failed.',
  params: {
    cronJobs: { is: 'list', means: 'The CronJobs.' },
    jobs: { is: 'list', means: 'The Jobs of the same namespaces.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
  },
  returns: { cronJobs: 'Those, in the order of the list.', looked: 'How many were looked at (a count).' },
  run({ cronJobs, jobs, now }: ProbeArgs): ProbeResult | undefined {
    if (!Array.isArray(cronJobs) || !Array.isArray(jobs)) return undefined;
    const troubled = list(cronJobs).filter((each) => isTroubled(each, list(jobs), now));
    return { cronJobs: troubled, looked: cronJobs.length };
  },
};

function isTroubled(cronJob: unknown, jobs: readonly unknown[], now: unknown): boolean {
  if (field(cronJob, 'spec.suspend') === true) return true;
  const due = cronDue.run({ cronJob, now });
  if (due === undefined || due['readable'] !== true || due['zoneKnown'] !== true) return true;
  return (
    (num(due['missed']) ?? 0) > 0 ||
    due['pending'] === true ||
    hasFailedLast(jobs.filter((job) => isOwnedBy(job, cronJob)))
  );
}

function hasFailedLast(jobs: readonly unknown[]): boolean {
  const ended = jobs.filter((job) => hasCondition(job, 'Complete') || hasCondition(job, 'Failed'));
  const madeAt = (job: unknown): string => text(field(job, 'metadata.creationTimestamp'));
  const newest = ended.toSorted((a, b) => compareText(madeAt(b), madeAt(a)))[0];
  return newest !== undefined && hasCondition(newest, 'Failed');
}

function hasCondition(job: unknown, type: string): boolean {
  return entry(condition(job, type), 'status') === 'True';
}
