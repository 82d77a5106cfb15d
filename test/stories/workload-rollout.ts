import { JUST_NOW, mediumNode, rollout, settled, type App } from './build/app.ts';
import { crashLoop, readyAgain } from './build/app-status.ts';
import { workloadStory } from './build/ask.ts';
import { event, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import type { Story } from './story.ts';

/** Rollouts of Deployments and their deadline. */
const nodes: readonly Built[] = [mediumNode('node-1')];
const LOG = 'fatal: no configuration\n';
const LOGS = { 'shop/web-5d7f9b8c6-q5w9b/web.previous': LOG, 'shop/web-5d7f9b8c6-q5w9b/web': LOG };
const PASSED = 'has timed out progressing.';

const crashing = rollout({}, { change: crashLoop(1) });
const well = settled({});
const recovered = settled(
  {},
  { change: readyAgain(9, { reason: 'Error', exitCode: 1, finishedAt: '2025-11-15T17:35:50Z' }) },
);
/** What was said while the rollout was past its deadline: it has been complete since. */
const oldWords = (app: App): readonly Built[] => [
  event(app.newPod, {
    reason: 'BackOff',
    message: 'Back-off restarting failed container web',
    at: '2025-11-15T17:34:00Z',
  }),
];

/** The old ReplicaSet is to have no pod and has one still, and Recreate makes no new one before it has gone. */
const base = rollout({ deployment: { spec: { strategy: { type: 'Recreate', rollingUpdate: undefined } } } }, {});
const CHANGES = new Map<Built, Change>([
  [base.deployment, { status: { replicas: 1, updatedReplicas: undefined, unavailableReplicas: undefined } }],
  [base.newSet, { spec: { replicas: 0 }, status: { replicas: 0, fullyLabeledReplicas: undefined } }],
  ...base.all
    .filter((each) => each['kind'] === 'ReplicaSet' && each !== base.newSet)
    .map((each): [Built, Change] => [each, { spec: { replicas: 0 } }]),
]);
const recreateWaits = base.all
  .filter((each) => each !== base.newPod)
  .map((each) => deepMerge(each, CHANGES.get(each) ?? {}));

/** The new pod became ready eight seconds ago and has to stay so for thirty. */
const justReady: Change = {
  status: {
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
      (type): Change => ({ type, status: 'True', lastTransitionTime: '2025-11-15T18:14:55Z' }),
    ),
  },
};
const settling = rollout(
  { since: JUST_NOW, deployment: { spec: { minReadySeconds: 30 }, status: { readyReplicas: 2 } } },
  { change: justReady },
);

/** One story per way in which a rollout runs out of its time, or does not. */
export const workloadRollout: readonly Story[] = [
  workloadStory(
    'workload/past-deadline',
    'The rollout has run out of its time because its new pod crashes.',
    { objects: [...nodes, ...crashing.all], logs: LOGS },
    problem('container-crashes', 'confirmed', { says: ['no configuration', PASSED] }),
  ),
  workloadStory(
    'workload/past-deadline-healthy',
    'The rollout came to its end in its time.',
    { objects: [...nodes, ...well.all] },
    healthy,
  ),
  workloadStory(
    'workload/past-deadline-decoy',
    'The rollout came to its end after its deadline; the crashes before are history.',
    { objects: [...nodes, ...recovered.all, ...oldWords(recovered)], logs: LOGS },
    healthy,
  ),
  workloadStory(
    'workload/past-deadline-denied',
    'The rollout has run out of its time; its pods may not be looked at.',
    { objects: [...nodes, ...crashing.all], denied: ['pods'] },
    problem('workload-not-ready', 'possible', { says: [PASSED] }),
  ),
  workloadStory(
    'workload/recreate-waits',
    'The old pod was not deleted, and the strategy Recreate makes no new one before it has gone.',
    { objects: [...nodes, ...recreateWaits] },
    problem('rollout-past-deadline', 'confirmed', { says: ['Recreate', 'web-74b9c6d5f8-x2x4z', PASSED] }),
  ),
  workloadStory(
    'workload/min-ready-seconds',
    'The new pod is ready and has to stay so for half a minute before it counts.',
    { objects: [...nodes, ...settling.all] },
    inProgress({ says: ['minReadySeconds', '22s'] }),
  ),
];
