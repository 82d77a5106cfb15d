import { mediumNode, settled } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { condition, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { attempt, done, endedWith, gaveUp, job, OUT_OF_ATTEMPTS } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, ready, stalled } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Jobs of a release: its hooks, and those that it installs like any other workload. */
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];
const app = settled({ labels: appliedBy() });
const AT = '2025-11-15T17:34:58Z';
const FROM = '2025-11-15T17:30:00Z';
const TO = '2025-11-15T17:31:52Z';

/** An upgrade that a hook ended, in the words of Helm 3 (pkg/action/hooks.go and pkg/kube/client.go). */
function endedByHook(error: string): Built {
  return ended(`pre-upgrade hooks failed: ${error}`);
}

function ended(error: string): Built {
  const message = `Helm upgrade failed for release shop/web with chart web@1.5.0: ${error}`;
  return deepMerge(stalled(), {
    status: {
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', AT),
        condition('Ready', 'False', 'UpgradeFailed', message, AT),
        condition('Released', 'False', 'UpgradeFailed', message, AT),
      ].map((each) => ({ ...each, observedGeneration: 12 })),
    },
  });
}
const NAMED = '1 error occurred:\n\t* job migrate failed: BackoffLimitExceeded\n\n';
const UNNAMED = '1 error occurred:\n\t* timed out waiting for the condition\n\n';

const HOOK: Change = {
  annotations: { 'helm.sh/hook': 'pre-upgrade', 'helm.sh/hook-delete-policy': 'before-hook-creation' },
  creationTimestamp: FROM,
};
const LABELLED: Change = { ...HOOK, labels: { 'app.kubernetes.io/instance': 'web' } };
const failure = gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, TO, 1);
const SINGLE = { backoffLimit: 0 };
const hook = job(failure, SINGLE, HOOK);
const labelledHook = job(failure, SINGLE, LABELLED);
const doneHook = job(done(TO), SINGLE, LABELLED);
const ownJob = job(failure, SINGLE, { labels: appliedBy() });
const pods = (of: Built): readonly Built[] => [attempt(of, 'a4f7q', FROM, endedWith(1, FROM, TO))];
const logs = { 'shop/migrate-a4f7q/migrate': 'ERROR: permission denied for schema public\n' };
const waited = stalled();
/** helm's pkg/kube/ready.go, version 3. */
const namedJob = ended('job is failed: shop/migrate');
/** A release that is ready is looked into only where somebody names it. */
const named = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };

/** One story per way in which a Job can hold a release up, and those in which it does not. */
export const releaseHook: readonly Story[] = [
  releaseStory(
    'helmrelease/hook-fails',
    'The hook before the upgrade fails; Helm names its Job, and the pod of it is still there.',
    { objects: [endedByHook(NAMED), ...app.all, hook, ...pods(hook), ...around], logs },
    problem('job-attempt-failed', 'confirmed', {
      says: ['permission denied for schema public', 'Leave it to Helm', '--reset'],
      never: ['kubectl delete job'],
    }),
  ),
  releaseStory(
    'helmrelease/hook-times-out',
    'Helm waited for a hook and does not say for which; one Job of this hook has not come to its end.',
    { objects: [endedByHook(UNNAMED), ...app.all, labelledHook, ...pods(labelledHook), ...around], logs },
    problem('job-attempt-failed', 'confirmed', { says: ['permission denied for schema public'] }),
  ),
  releaseStory(
    'helmrelease/hook-gone',
    'The hook failed, and its Job was deleted afterwards: only what Helm said of it is left.',
    { objects: [endedByHook(NAMED), ...app.all, ...around] },
    problem('hook-failed', 'likely', { says: ['job migrate failed'] }),
  ),
  releaseStory(
    'helmrelease/hook-done-since',
    'Helm ran out of time waiting for the hook, which was done a moment later.',
    { objects: [endedByHook(UNNAMED), ...app.all, doneHook, ...around] },
    problem('hook-timed-out', 'likely'),
  ),
  storyOf(
    'helmrelease/hook-of-long-ago-healthy',
    'The release is ready; the Job of a hook that once failed was never deleted.',
    { objects: [ready(), ...app.all, labelledHook, ...pods(labelledHook), ...around], logs },
    healthy,
    named,
  ),
  releaseStory(
    'helmrelease/job-fails',
    'Helm waited for the workloads of the release, and a Job among them has used up its attempts.',
    { objects: [waited, ...app.all, ownJob, ...pods(ownJob), ...around], logs },
    problem('job-attempt-failed', 'confirmed', { says: ['permission denied for schema public', '--reset'] }),
  ),
  releaseStory(
    'helmrelease/job-fails-named',
    'The same with the waiter of Flux 2.7 and before, which names the Job and nothing else.',
    { objects: [namedJob, ...app.all, ownJob, ...pods(ownJob), ...around], logs },
    problem('job-attempt-failed', 'confirmed', { says: ['permission denied for schema public', '--reset'] }),
  ),
  storyOf(
    'helmrelease/jobs-denied',
    'The release is ready; whether a Job of it has failed cannot be seen.',
    { objects: [ready(), ...app.all, ...around], denied: ['jobs.batch'] },
    incomplete({ says: ['jobs'] }),
    named,
  ),
];
