import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list } from './read.ts';
import { hasEnded, isReady } from './scheduling/pods.ts';
import { workloadStatus } from './workload-status.ts';
import { answersFor, keyOfWorkload } from './workloads/answering.ts';
import { strayPods } from './workloads/stray-pods.ts';
import { troubledJobs } from './workloads/troubled-jobs.ts';

/** Which of many workloads have to be looked at, by what they say of themselves, and which pods belong to none of them. */
export const workloadsInTrouble: Probe = {
  name: 'workloads-in-trouble',
  computes: 'Which workloads of a list are not complete, and which troubled pods none of them answers for.',
  params: {
    workloads: { is: 'list', means: 'Deployments, StatefulSets, DaemonSets and Jobs.' },
    pods: { is: 'list', means: 'The pods of the same namespaces.' },
  },
  returns: {
    troubled:
      'The workloads that are not complete or are being deleted; of a CronJob the Job that failed last, unless one succeeded since.',
    strays: 'Pods in trouble that none of them answers for, one for all that share a controller and their signs.',
    all: 'Both, workloads first.',
    total: 'How many workloads there are (a count).',
    pods: 'How many pods there are (a count).',
  },
  run: sift,
};

function sift({ workloads, pods }: ProbeArgs): ProbeResult | undefined {
  if (!Array.isArray(workloads) || !Array.isArray(pods)) return undefined;
  const [all, seen] = [list(workloads), list(pods)];
  const jobs = all.filter(isJob);
  const unready = unreadyKeys(jobs.length === 0 ? [] : seen);
  const failing = new Set(troubledJobs(jobs, (key) => unready.has(key)));
  const troubled = all.filter((workload) => (isJob(workload) ? failing.has(workload) : isIncomplete(workload)));
  const strays = strayPods(seen, new Set(all.map(keyOfWorkload)));
  return { troubled, strays, all: [...troubled, ...strays], total: all.length, pods: seen.length };
}

function isJob(workload: unknown): boolean {
  return entry(workload, 'kind') === 'Job';
}

function isIncomplete(workload: unknown): boolean {
  if (field(workload, 'metadata.deletionTimestamp') !== undefined) return true;
  return workloadStatus.run({ workload })?.['complete'] !== true;
}

/** The workloads that answer for a pod which is at work and not ready. */
function unreadyKeys(pods: readonly unknown[]): ReadonlySet<string> {
  const waiting = pods.filter((pod) => !hasEnded(pod) && !isReady(pod));
  return new Set(waiting.map(answersFor).filter((key) => key !== undefined));
}
