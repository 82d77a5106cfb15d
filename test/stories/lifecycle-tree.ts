import { INSTALLED, mediumNode, settled } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { able, active, autoscaler, limited, measured } from './build/autoscaler.ts';
import { budget } from './build/budget.ts';
import type { Built, Change } from './build/build.ts';
import { cronJob, runOf } from './build/cron-job.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { done, gaveUp, OUT_OF_ATTEMPTS } from './build/job.ts';
import { claim } from './build/storage.ts';
import type { Expected, Story } from './story.ts';

/** Everything in a namespace that runs on a clock of its own, at once. */
const open = mediumNode('node-1');
const taken = mediumNode('node-1', { spec: { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] } });
const app = settled({});
const fine = autoscaler([able(), active(), limited()], { status: measured(55, 1) });
const lost = autoscaler([able('deployments.apps "wbe" not found')], { target: 'wbe', name: 'stray' });
const full = autoscaler([able(), active(), limited(true)], { status: measured(140, 3) });
const regular = cronJob();
const wellRun = runOf(regular, 'migrate-2', '2025-11-15T18:00:00Z', done('2025-11-15T18:00:40Z'));
const failedRun = runOf(
  regular,
  'migrate-2',
  '2025-11-15T18:00:00Z',
  gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, '2025-11-15T18:02:00Z', 4),
);
const volume: Built = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv-1', uid: 'pv-1', creationTimestamp: INSTALLED, resourceVersion: '1' },
  spec: { capacity: { storage: '10Gi' } },
  status: { phase: 'Bound' },
};
const bound = claim('data', 'Bound', 'fast', 'pv-1');
const well = [open, ...app.all, fine, regular, wellRun, volume, bound, budget()];

function about(name: string, summary: string, scene: Scene, expected: Expected, inputs: Change = {}): Story {
  return storyOf(`lifecycle-of-namespace/${name}`, summary, scene, expected, {
    runbook: 'lifecycle-of-namespace',
    inputs: { onlyNamespace: 'shop', ...(inputs as Record<string, string>) },
  });
}

const ill = [taken, ...app.all, fine, lost, regular, failedRun, claim('data', 'Lost', 'fast', 'pv-1'), budget()];

export const lifecycleTree: readonly Story[] = [
  about('healthy', 'All of it does what it is to.', { objects: well }, healthy),
  about('everywhere-healthy', 'The same, asked of every namespace.', { objects: well }, healthy, { onlyNamespace: '' }),
  about('nothing-there', 'There is none of it.', { objects: [open, ...app.all] }, healthy),
  about(
    'all-of-it',
    'One of each is in trouble.',
    { objects: ill },
    problems([
      ['claim-lost', 'confirmed'],
      ['budget-holds-node', 'confirmed'],
      ['job-out-of-attempts', 'likely'],
      ['autoscaler-target-missing', 'confirmed'],
    ]),
  ),
  about(
    'one-workload',
    'The same, and only one workload is asked about, on which the budget alone hangs.',
    { objects: ill },
    problem('budget-holds-node', 'confirmed'),
    { workload: 'Deployment/shop/web' },
  ),
  about(
    'one-cron-job',
    'The same, and only the CronJob is asked about.',
    { objects: ill },
    problem('job-out-of-attempts', 'likely'),
    { workload: 'CronJob/shop/migrate' },
  ),
  about(
    'at-maximum',
    'An autoscaler would like to start more than it may.',
    { objects: [open, ...app.all, full] },
    problem('autoscaler-at-maximum', 'confirmed'),
  ),
  about(
    'cron-jobs-denied',
    'The CronJobs may not be looked at.',
    { objects: well, denied: ['cronjobs.batch'] },
    incomplete({ says: ['cronjobs.batch'] }),
  ),
];
