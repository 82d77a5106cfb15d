import { compareText, condition, entry, field, num, text } from '../read.ts';
import { controllerOf, keyOfWorkload } from './answering.ts';

/**
 * The Jobs that are to be looked at: failed ones, and those at work of which an attempt has failed, no pod exists or a pod
 * is not ready. Of the failed Jobs of one CronJob only the newest counts, and none once a later one was complete.
 */
export function troubledJobs(jobs: readonly unknown[], hasUnreadyPod: (key: string) => boolean): readonly unknown[] {
  return jobs.filter((job) => isTroubled(job, hasUnreadyPod) && !jobs.some((other) => isHistoryAfter(job, other)));
}

function isTroubled(job: unknown, hasUnreadyPod: (key: string) => boolean): boolean {
  if (field(job, 'metadata.deletionTimestamp') !== undefined) return true;
  if (hasFailed(job)) return true;
  if (isComplete(job) || field(job, 'spec.suspend') === true) return false;
  const count = (name: string): number => num(field(job, `status.${name}`)) ?? 0;
  return count('failed') > 0 || count('active') === 0 || hasUnreadyPod(keyOfWorkload(job));
}

/** Whether a later Job of the same CronJob has come to its end, so that this one's failure is history. */
function isHistoryAfter(job: unknown, other: unknown): boolean {
  const owner = cronJobOf(job);
  if (owner === '' || !hasFailed(job) || cronJobOf(other) !== owner) return false;
  return compareText(createdAt(other), createdAt(job)) > 0 && (isComplete(other) || hasFailed(other));
}

/** The uid of the CronJob that made it; empty for a Job of its own. */
function cronJobOf(job: unknown): string {
  const controller = controllerOf(job);
  return entry(controller, 'kind') === 'CronJob' ? text(entry(controller, 'uid')) : '';
}

function createdAt(job: unknown): string {
  return text(field(job, 'metadata.creationTimestamp'));
}

/** FailureTarget is written while pods still end, Failed once they have (pkg/controller/job/job_controller.go). */
function hasFailed(job: unknown): boolean {
  return ['Failed', 'FailureTarget'].some((type) => entry(condition(job, type), 'status') === 'True');
}

function isComplete(job: unknown): boolean {
  return ['Complete', 'SuccessCriteriaMet'].some((type) => entry(condition(job, type), 'status') === 'True');
}
