import { INSTALLED, JUST_NOW, mediumNode, rollout, settled } from './build/app.ts';
import { IMAGE, waiting } from './build/app-status.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { event, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { kubeletFigures } from './build/kubelet-figures.ts';
import { deepMerge } from './build/merge.ts';
import { bereft, MADE_ANEW, nodeEvent, pressedNode } from './build/node-state.ts';
import type { Expected, Story } from './story.ts';

/** Pods that have failed for good, and who stopped them. */
const STOPPED_AT = '2025-11-15T18:12:30Z';
const LONG_AGO = '2025-11-15T13:10:00Z';
const LOW =
  'The node was low on resource: ephemeral-storage. Threshold quantity: 16084133679, available: 14312Mi. Container web was using 2216Ki, request is 0, has larger consumption of ephemeral-storage. ';
const OVER = 'Usage of EmptyDir volume "scratch" exceeds the limit "1Gi". ';
const scratch: Change = { volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Gi' } }] };
const pressed = pressedNode('node-1', 'DiskPressure');
const fine = mediumNode('node-1');
const other = mediumNode('node-2');
const starting = deepMerge(waiting('ContainerCreating'), MADE_ANEW);

const replaced = bereft({}, { node: 'node-2', change: starting });
const again = bereft({ spec: scratch }, { node: 'node-2', change: starting });
const ready = settled({ since: INSTALLED });
const readyScratch = settled({ since: INSTALLED, spec: scratch });
const rolling = rollout({ since: JUST_NOW }, { node: 'node-2', change: waiting('ContainerCreating') });

/** The status that whoever stopped a pod leaves on it. */
interface End {
  readonly at?: string;
  readonly reason?: string;
  readonly message?: string;
  /** Reason of the condition DisruptionTarget, and its message. */
  readonly disruption?: readonly [reason: string, message: string];
  readonly spec?: Change;
  readonly terminated?: Change;
}

/** A pod of the same ReplicaSet that has failed. */
function failed(like: Built, id: string, end: End): Built {
  const { at = STOPPED_AT, reason, message, disruption, spec = {}, terminated = {} } = end;
  const name = `web-5d7f9b8c6-${id}`;
  const told =
    disruption === undefined
      ? []
      : [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason: disruption[0],
            message: disruption[1],
            lastProbeTime: null,
            lastTransitionTime: at,
          },
        ];
  return deepMerge(like, {
    metadata: { name, uid: `uid-of-${name}`, creationTimestamp: at === LONG_AGO ? INSTALLED : '2025-11-15T17:30:00Z' },
    spec: { nodeName: 'node-1', ...spec },
    status: {
      phase: 'Failed',
      reason,
      message,
      startTime: at,
      conditions: [
        ...told,
        { type: 'Ready', status: 'False', reason: 'PodFailed', lastProbeTime: null, lastTransitionTime: at },
      ],
      containerStatuses: [
        {
          name: 'web',
          image: IMAGE,
          imageID: `${IMAGE}@sha256:0`,
          containerID: 'containerd://3',
          ready: false,
          started: false,
          restartCount: 0,
          lastState: {},
          state: {
            terminated: { exitCode: 137, reason: 'Error', startedAt: INSTALLED, finishedAt: at, ...terminated },
          },
        },
      ],
    },
  });
}

const evicted: End = { reason: 'Evicted', message: LOW, disruption: ['TerminationByKubelet', LOW] };
const overLimit: End = { reason: 'Evicted', message: OVER };
const victim = failed(replaced.newPod, 'v1c71', evicted);
const threshold = nodeEvent(pressed, 'EvictionThresholdMet', 'Attempting to reclaim ephemeral-storage', STOPPED_AT);
const greedy = ['aa111', 'bb222', 'cc333'].map((id) => failed(again.newPod, id, overLimit));

const OLD_SET: readonly Change[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: 'web-6c8f7d9b5',
    uid: 'old',
    controller: true,
    blockOwnerDeletion: true,
  },
];

/** Pods that went over their limit at these times. */
function sentAway(times: readonly string[]): readonly Built[] {
  return times.map((at, index) => failed(readyScratch.newPod, `gone${String(index)}`, { ...overLimit, at }));
}

function ofNamespace(name: string, summary: string, objects: readonly Built[], expected: Expected): Story {
  return storyOf(`workloads-of-namespace/${name}`, summary, { objects: [fine, other, ...objects] }, expected, {
    runbook: 'workloads-of-namespace',
    inputs: { onlyNamespace: 'shop' },
  });
}

function itAgain(
  name: string,
  summary: string,
  objects: readonly Built[],
  pod: string,
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  const scene = { objects: [fine, other, ...objects], ...(denied.length === 0 ? {} : { denied }) };
  return storyOf(`evicted-again/${name}`, summary, scene, expected, {
    runbook: 'evicted-again',
    inputs: { pod: `Pod/shop/${pod}` },
  });
}

const evictions: readonly Story[] = [
  workloadStory(
    'stopped/evicted',
    'A full disk made the kubelet evict the pod, which requests no disk at all; the next one starts elsewhere.',
    { objects: [pressed, other, ...replaced.all, victim, threshold] },
    problem('evicted-for-the-node', 'confirmed', {
      says: ['ephemeral-storage', '14Gi', 'web used 2216Ki and requests 0', 'under pressure still'],
      never: ['inside its time:'],
    }),
  ),
  workloadStory(
    'stopped/evicted-measured',
    'The same, and the kubelet of the node measures who it is that fills the disk.',
    {
      objects: [pressed, other, ...replaced.all, victim, threshold],
      stats: {
        'node-1': kubeletFigures('node-1', {
          disk: { capacity: 100, used: 88 },
          pods: [
            { pod: 'shop/cache-0', disk: 2 },
            { pod: 'logging/collector-x8v2p', disk: 63 },
          ],
        }),
      },
    },
    problem('evicted-for-the-node', 'confirmed', { says: ['logging/collector-x8v2p', '63Gi', '7Gi of the disk left'] }),
  ),
  workloadStory(
    'stopped/evicted-healthy',
    'The same cluster without it.',
    { objects: [fine, other, ...ready.all] },
    healthy,
  ),
  workloadStory(
    'stopped/evicted-decoy',
    'A rollout has just begun, and a pod that was evicted hours ago is left behind.',
    { objects: [fine, other, ...rolling.all, failed(rolling.newPod, 'v1c71', { ...evicted, at: LONG_AGO })] },
    inProgress({ says: ['history'] }),
  ),
  workloadStory(
    'stopped/evicted-denied',
    'The same as at first, and nodes may not be looked at.',
    { objects: [pressed, other, ...replaced.all, victim], denied: ['nodes'] },
    problem('evicted-for-the-node', 'likely', { says: ['node-1', 'could not be read'] }),
  ),
  workloadStory(
    'stopped/over-own-limit',
    'One pod after the other fills its emptyDir volume and is evicted for it.',
    { objects: [fine, other, ...again.all, ...greedy] },
    problem('over-own-limit', 'confirmed', {
      says: ['volume scratch', '1Gi', '3 pods', 'pressure on the node'],
      never: ['kube-api-access'],
    }),
  ),
  workloadStory(
    'stopped/over-own-limit-healthy',
    'The same pod, which writes less.',
    { objects: [fine, other, ...readyScratch.all] },
    healthy,
  ),
  ofNamespace(
    'evicted-again',
    'Three pods of a complete Deployment were evicted in the last hours; the one that is ready goes the same way.',
    [...readyScratch.all, ...sentAway(['2025-11-15T17:20:00Z', '2025-11-15T16:10:00Z', '2025-11-15T15:05:00Z'])],
    problem('over-own-limit', 'confirmed', { says: ['3 pods of the workload stopped like this'] }),
  ),
  itAgain(
    'over-own-limit',
    'The pod that went last, of three.',
    [...readyScratch.all, ...sentAway(['2025-11-15T17:20:00Z', '2025-11-15T16:10:00Z', '2025-11-15T15:05:00Z'])],
    'web-5d7f9b8c6-gone0',
    problem('over-own-limit', 'confirmed', { says: ['3 pods of the workload stopped like this'] }),
  ),
  itAgain('healthy', 'The pod that was named runs.', readyScratch.all, 'web-5d7f9b8c6-q5w9b', healthy),
  itAgain(
    'denied',
    'Its node may not be looked at, which such an end does not hang on.',
    [...readyScratch.all, ...sentAway(['2025-11-15T17:20:00Z', '2025-11-15T16:10:00Z', '2025-11-15T15:05:00Z'])],
    'web-5d7f9b8c6-gone0',
    problem('over-own-limit', 'confirmed'),
    ['nodes'],
  ),
  ofNamespace(
    'evicted-once-decoy',
    'One pod was evicted an hour ago, and its successor has run since.',
    [...readyScratch.all, ...sentAway(['2025-11-15T17:20:00Z'])],
    healthy,
  ),
  ofNamespace(
    'evicted-before-rollout-decoy',
    'The pods that were evicted are of a revision that is no more.',
    [
      ...readyScratch.all,
      ...sentAway(['2025-11-15T17:20:00Z', '2025-11-15T16:10:00Z', '2025-11-15T15:05:00Z']).map((pod) =>
        deepMerge(pod, { metadata: { ownerReferences: OLD_SET } }),
      ),
    ],
    healthy,
  ),
  workloadStory(
    'stopped/over-own-limit-decoy',
    'Such a pod is left from the morning; its successor has run since.',
    {
      objects: [
        fine,
        other,
        ...readyScratch.all,
        failed(readyScratch.newPod, 'aa111', { ...overLimit, at: LONG_AGO }),
        event(readyScratch.newPod, { reason: 'Evicted', message: OVER, at: LONG_AGO }),
      ],
    },
    healthy,
  ),
  workloadStory(
    'stopped/over-own-limit-denied',
    'The same as at first, and pods may not be looked at.',
    { objects: [fine, other, ...again.all, ...greedy], denied: ['pods'] },
    problem('workload-not-ready', 'possible', { says: ['pods'] }),
  ),
];

/** Story by who stopped the pod. */
const ENDS: readonly (readonly [
  name: string,
  summary: string,
  end: End,
  code: string,
  confidence: 'confirmed' | 'likely',
  says: readonly string[],
])[] = [
  [
    'no-room',
    'The kubelet counted less room than the scheduler.',
    {
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 250, used: 7900, capacity: 8000",
    },
    'refused-for-room',
    'confirmed',
    ['OutOfcpu', 'used: 7900'],
  ],
  [
    'refused',
    'The node lost the label that the pod asks for while the pod was on its way.',
    {
      reason: 'NodeAffinity',
      message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    },
    'refused-by-kubelet',
    'likely',
    ['NodeAffinity'],
  ],
  [
    'active-deadline',
    'Somebody gave the template of a service a deadline.',
    {
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
      spec: { activeDeadlineSeconds: 3600 },
    },
    'past-active-deadline',
    'confirmed',
    ['3600'],
  ],
  [
    'drained',
    'The node was drained.',
    { disruption: ['EvictionByEvictionAPI', 'Eviction API: evicting'] },
    'sent-away',
    'likely',
    ['EvictionByEvictionAPI'],
  ],
  [
    'lost',
    'The node restarted, and its kubelet found nothing of the container.',
    {
      terminated: {
        reason: 'ContainerStatusUnknown',
        message: 'The container could not be located when the pod was terminated',
        startedAt: null,
        finishedAt: null,
      },
    },
    'lost-from-sight',
    'likely',
    ['not for memory'],
  ],
  [
    'by-itself',
    'The container of a pod that is not started again ended with an error.',
    { spec: { restartPolicy: 'Never' }, terminated: { exitCode: 3 } },
    'pod-failed',
    'likely',
    ['web with 3'],
  ],
];
const ends = ENDS.map(([name, summary, end, code, confidence, says]) =>
  storyOf(
    `stopped/${name}`,
    summary,
    { objects: [fine, other, failed(ready.newPod, 'e1nde', end)] },
    problem(code, confidence, { says }),
    { runbook: 'stopped', inputs: { pod: 'Pod/shop/web-5d7f9b8c6-e1nde' } },
  ),
);

/** One story per way in which a pod can be stopped for good. */
export const stopped: readonly Story[] = [
  ...evictions,
  ...ends,
  workloadStory(
    'stopped/shutdown',
    'The machine was switched off, and its node is gone by now.',
    {
      objects: [
        other,
        ...replaced.all,
        failed(replaced.newPod, 'e1nde', {
          reason: 'Terminated',
          message: 'Pod was terminated in response to imminent node shutdown.',
        }),
      ],
    },
    problem('stopped-by-shutdown', 'confirmed', {
      says: ['does not exist any more'],
      never: ['kubectl describe node'],
    }),
  ),
];
