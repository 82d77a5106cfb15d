import { event, node, type Built } from './build/build.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import {
  coderRelease,
  healthyCoder,
  helmSecrets,
  homelab,
  neighbours,
  NOW,
  rolledBackCoder,
  SCHEDULER_SAYS,
  surroundings,
  usage,
  waitingCoder,
} from './coder-incident.ts';
import type { Expected, Story } from './story.ts';

/** The source document's incident with parts of it out of sight, and what a rollback leaves of it. */
const waiting: readonly Built[] = [coderRelease(false), ...helmSecrets(false), ...waitingCoder(), ...surroundings];
const back = rolledBackCoder();
const rolledBack: readonly Built[] = [coderRelease(true), ...helmSecrets(true), ...back, ...surroundings];

/** What the scheduler said about the pod that the rollback removed. */
const lastWords: Built = event(deepMerge(waitingCoder()[4] ?? {}, { metadata: { name: 'coder-5df88d876c-8kzvw' } }), {
  reason: 'FailedScheduling',
  message: SCHEDULER_SAYS,
  at: '2025-11-12T20:33:40Z',
});
const gonePod = deepMerge(waitingCoder()[4] ?? {}, { metadata: { name: 'coder-5df88d876c-8kzvw' } });
const notPulled: Built = event(gonePod, {
  reason: 'Failed',
  message: 'Failed to pull image "ghcr.io/coder/coder:v2.28.3": ghcr.io/coder/coder:v2.28.3: not found',
  at: '2025-11-12T20:33:40Z',
});
const refusedPods: Built = event(back[2] ?? {}, {
  reason: 'FailedCreate',
  message: 'Error creating: pods "coder-5df88d876c-8kzvw" is forbidden: exceeded quota: team',
  at: '2025-11-12T20:33:40Z',
  by: 'replicaset-controller',
});
const roomyNode = node('node-1', { cpu: '15800m', memory: '62Gi' });
const withRoom = rolledBack.map((each) => (each === homelab ? roomyNode : each));
/** The failed revision with a rule that its pods may not share a node with their like. */
const apart = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      {
        labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'coder' } },
        topologyKey: 'kubernetes.io/hostname',
      },
    ],
  },
};
const apartBack = withRoom.map((each) =>
  each === back[2] ? deepMerge(each, { spec: { template: { spec: { affinity: apart } } } }) : each,
);
const keptApart: Built = event(gonePod, {
  reason: 'FailedScheduling',
  message:
    "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
  at: '2025-11-12T20:33:40Z',
});
const secondNode = node('node-2', { cpu: '15800m', memory: '62Gi' });
const setLost = rolledBack.filter((each) => each !== back[2]);

function seed(name: string, summary: string, denied: readonly string[], expected: Expected): Story {
  return releaseStory(`helmrelease/rollout-${name}`, summary, { objects: [...waiting, ...usage], denied }, expected);
}

function after(
  name: string,
  summary: string,
  objects: readonly Built[],
  denied: readonly string[],
  expected: Expected,
): Story {
  return releaseStory(`helmrelease/rolled-back-${name}`, summary, { objects, denied }, expected);
}

function next(
  name: string,
  summary: string,
  objects: readonly Built[],
  denied: readonly string[],
  expected: Expected,
): Story {
  const entry = { runbook: 'failed-revision', inputs: { workload: 'Deployment/coder/coder' } };
  return storyOf(`failed-revision/${name}`, summary, { objects, denied }, expected, entry);
}

const waitingStories: readonly Story[] = [
  seed(
    'nodes-denied',
    'Nodes are out of reach, so the arithmetic is.',
    ['nodes'],
    problem('rollout-does-not-fit', 'likely', { says: ['list nodes', 'maxSurge 25% → 1'], never: ['unknown of'] }),
  ),
  seed(
    'pods-denied',
    'Pods are out of reach: the Deployment alone says that it did not get on.',
    ['pods'],
    problem('workload-not-ready', 'possible', { says: ['timed out progressing', 'list pods'] }),
  ),
  seed(
    'deployments-denied',
    'Not even the workloads may be looked at.',
    ['deployments.apps'],
    problem('unexplained', 'possible', { says: ['context deadline exceeded', 'deployments.apps'] }),
  ),
  seed(
    'statefulsets-denied',
    'StatefulSets are out of reach; the Deployment that did not get on is not.',
    ['statefulsets.apps', 'daemonsets.apps'],
    problem('rollout-does-not-fit', 'confirmed', { says: ['statefulsets.apps'] }),
  ),
  seed(
    'secrets-denied',
    "Helm's own Secrets are out of reach; the status knows enough.",
    ['secrets'],
    problem('rollout-does-not-fit', 'confirmed'),
  ),
  seed(
    'events-denied',
    'Events are out of reach; the pod says it itself.',
    ['events'],
    problem('rollout-does-not-fit', 'confirmed'),
  ),
  {
    ...releaseStory(
      'helmrelease/rollout-few-files',
      'A folder with the release, its Deployment, the pods and the node, as somebody saved them; nothing else is known.',
      { objects: [coderRelease(false), ...waitingCoder(), homelab, ...neighbours] },
      problem('rollout-does-not-fit', 'confirmed', { says: ['2.4Gi', '4Gi'] }),
    ),
    snapshot: { capturedAt: NOW, context: 'saved' },
  },
  releaseStory(
    'helmrelease/rollout-stays-up',
    'Somebody says that the application must not be away.',
    { objects: [...waiting, ...usage], answers: { interruption: 'no' } },
    problem('rollout-does-not-fit', 'confirmed', { says: ['the application must stay up'] }),
  ),
];

const rolledBackStories: readonly Story[] = [
  after(
    'events-left',
    'What the scheduler said of the pod that has gone is still there.',
    [...rolledBack, lastWords],
    [],
    problem('rollout-does-not-fit', 'likely', { says: ['Insufficient memory', '2.4Gi'] }),
  ),
  after(
    'nodes-denied',
    'The same without the nodes: the strategy and the old event are left.',
    [...rolledBack, lastWords],
    ['nodes'],
    problem('rollout-does-not-fit', 'likely', { says: ['Insufficient memory'], never: ['unknown of'] }),
  ),
  after(
    'nodes-denied-events-gone',
    'With neither nodes nor events nothing tells why it failed.',
    rolledBack,
    ['nodes'],
    problem('rolled-back-unexplained', 'possible', { says: ['2.28.1', '2.28.3'] }),
  ),
  after(
    'fits-now',
    'By now there is room for a second pod.',
    [...withRoom, lastWords],
    [],
    problem('rolled-back-unexplained', 'possible', { says: ['2.28.1', '2.28.3'], never: ['rollout-does-not-fit'] }),
  ),
  after(
    'nothing-left',
    "The failed revision's ReplicaSet has been cleaned away.",
    setLost,
    [],
    problem('rolled-back-unexplained', 'possible'),
  ),
];

const nextStories: readonly Story[] = [
  next(
    'fits-nowhere',
    'The next attempt would meet the same shortage.',
    [...rolledBack, lastWords],
    [],
    problem('rollout-does-not-fit', 'likely', { says: ['2.4Gi', 'surge-free-here'] }),
  ),
  next(
    'bars-itself',
    'There is room; by its anti-affinity the next attempt could not be beside the pod that serves.',
    [...apartBack, keptApart],
    [],
    problem('rollout-bars-itself', 'likely', { says: ['anti-affinity', 'surge-free-here', 'next attempt meets'] }),
  ),
  next(
    'bars-itself-elsewhere-healthy',
    'The same, and a second node is there for it by now.',
    [...apartBack, keptApart, secondNode],
    [],
    healthy,
  ),
  next(
    'image-missing',
    'There is room, and the events of the failed revision tell of an image that was not there.',
    [...withRoom, notPulled],
    [],
    problem('failed-revision-warned', 'likely', { says: ['v2.28.3: not found'] }),
  ),
  next(
    'pods-refused',
    'There is room, and the failed revision was refused its pods.',
    [...withRoom, refusedPods],
    [],
    problem('failed-revision-warned', 'likely', { says: ['exceeded quota'] }),
  ),
  next(
    'events-denied',
    'There is room, and nothing else about the failed revision may be seen.',
    withRoom,
    ['events'],
    incomplete({ says: ['events'] }),
  ),
  next('fits-now-healthy', 'The next attempt would find room.', [...withRoom, lastWords], [], healthy),
  next(
    'no-rollback-healthy',
    'There was no rollback: the set at zero is the version before.',
    [...healthyCoder(), ...surroundings],
    [],
    healthy,
  ),
  next(
    'decoy',
    'An ordinary history, and the events of an old wait.',
    [...healthyCoder(), ...surroundings, lastWords],
    [],
    healthy,
  ),
  next(
    'nodes-denied',
    'What the next attempt would meet cannot be told.',
    rolledBack,
    ['nodes'],
    incomplete({ says: ['nodes'] }),
  ),
  next(
    'pods-denied',
    'Without pods nothing is known about room.',
    rolledBack,
    ['pods'],
    incomplete({ says: ['pods'] }),
  ),
  next(
    'replicasets-denied',
    'Whether there is a failed revision cannot be told.',
    rolledBack,
    ['replicasets.apps'],
    incomplete({ says: ['replicasets'] }),
  ),
];

/** The incident seen with less, and what is left of it. */
export const releaseIncident: readonly Story[] = [...waitingStories, ...rolledBackStories, ...nextStories];
