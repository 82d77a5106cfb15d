import {
  firstStart,
  JUST_NOW,
  mediumNode,
  rollout,
  settled,
  silentNode,
  SINCE,
  tenant,
  type App,
  type AppSketch,
} from './build/app.ts';
import { releaseStory, workloadStory } from './build/ask.ts';
import { event, unschedulable, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { claim } from './build/storage.ts';
import { GATED, NO_VICTIMS, noNode, NOT_HELPFUL } from './build/waiting.ts';
import { appliedBy, chartOf, flux, stalled } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Pods without a node: too little room, the wrong nodes, nodes that are ill, and a scheduler that says nothing. */
const BIG: AppSketch = { requests: { cpu: '1', memory: '6Gi' } };
const FULL = noNode(1, '1 Insufficient memory', `1 ${NO_VICTIMS}`);
const waits = (message: string, at = SINCE): { node: null; change: Change } => ({
  node: null,
  change: unschedulable(message, at),
});
const tainted = (name: string, key: string, value = ''): Built =>
  mediumNode(name, { spec: { taints: [{ key, value, effect: 'NoSchedule' }] } });
const cordoned = (name: string): Built =>
  mediumNode(name, {
    spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
  });
const controlPlane = tainted('control-1', 'node-role.kubernetes.io/control-plane');

/** The only node has 16Gi: 6Gi of the old pod, 8Gi of a tenant, so 2Gi are left for the new one. */
const crowded = rollout(BIG, waits(FULL));
const full: readonly Built[] = [mediumNode('node-1'), tenant('node-1', '8Gi')];
const roomy = settled(BIG);
const twoFull = noNode(
  2,
  '1 Insufficient memory, 1 node(s) had untolerated taint(s)',
  `1 ${NO_VICTIMS}, 1 ${NOT_HELPFUL}`,
);
const crowdedByTaint = rollout(BIG, waits(twoFull));
const first = firstStart(BIG, waits(FULL));
const firstOfTwo = firstStart(BIG, waits(twoFull));
const giant = firstStart(
  { requests: { cpu: '1', memory: '64Gi' } },
  waits(noNode(1, '1 Insufficient memory', `1 ${NOT_HELPFUL}`)),
);
const placed = (message: string, spec: Change = {}): App => firstStart({ spec }, waits(message));
const unlooked = firstStart({}, { node: null, change: { status: { phase: 'Pending' } } });
const unlookedYoung = firstStart({ since: JUST_NOW }, { node: null, change: { status: { phase: 'Pending' } } });
const gated = firstStart(
  { spec: { schedulingGates: [{ name: 'example.com/quota' }] } },
  {
    node: null,
    change: GATED,
  },
);
const TAINTED = noNode(1, '1 node(s) had untolerated taint(s)', `1 ${NOT_HELPFUL}`);
const BOTH_TAINTED = noNode(2, '2 node(s) had untolerated taint(s)', `2 ${NOT_HELPFUL}`);
const SELECTOR = noNode(1, "1 node(s) didn't match Pod's node affinity/selector", `1 ${NOT_HELPFUL}`);
const SELECTOR_BESIDE_TAINT = noNode(
  2,
  "1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint(s)",
  `2 ${NOT_HELPFUL}`,
);
const LIMIT = noNode(1, '1 node(s) exceed max volume count', `1 ${NO_VICTIMS}`);
const CORDONED = noNode(1, '1 node(s) were unschedulable', `1 ${NOT_HELPFUL}`);
const MIXED = noNode(2, '1 node(s) had untolerated taint(s), 1 node(s) were unschedulable', `2 ${NOT_HELPFUL}`);
const young = rollout({ ...BIG, since: JUST_NOW }, waits(FULL, JUST_NOW));

/** The rolling update that needs room for one more pod. */
const rollouts: readonly Story[] = [
  workloadStory(
    'room/rollout-fits-nowhere',
    'The new pod needs 6Gi and 2Gi are free; the old pod, which would have to go first, may not.',
    { objects: [...full, ...crowded.all] },
    problem('rollout-does-not-fit', 'confirmed', { says: ['2Gi', '6Gi', '8Gi', 'maxSurge 25% → 1'] }),
  ),
  workloadStory(
    'room/rollout-healthy',
    'The same cluster with the update behind it.',
    { objects: [...full, ...roomy.all] },
    healthy,
  ),
  workloadStory(
    'room/rollout-decoy',
    'The same, and the events of the wait for room are left.',
    {
      objects: [
        ...full,
        ...roomy.all,
        event(roomy.newPod, { reason: 'FailedScheduling', message: FULL, at: '2025-11-15T17:30:01Z' }),
      ],
    },
    healthy,
  ),
  workloadStory(
    'room/rollout-nodes-denied',
    'Nodes may not be looked at: the strategy and the scheduler say what the arithmetic cannot.',
    { objects: [...full, ...crowded.all], denied: ['nodes'] },
    problem('rollout-does-not-fit', 'likely', {
      says: ['maxSurge 25% → 1', '6Gi'],
      never: ['unknown left', 'asks for unknown'],
    }),
  ),
  workloadStory(
    'room/rollout-room-behind-taint',
    'A second node has the room and is closed to the pod.',
    { objects: [...full, tainted('node-2', 'dedicated', 'batch'), ...crowdedByTaint.all] },
    problem('rollout-does-not-fit', 'confirmed', { says: ['use-other-node', 'dedicated=batch'] }),
  ),
  workloadStory(
    'room/rollout-scale-up-coming',
    'An autoscaler is adding a node for the pod.',
    {
      objects: [
        ...full,
        ...young.all,
        event(young.newPod, {
          reason: 'TriggeredScaleUp',
          message: 'pod triggered scale-up: [{workers 1->2 (max: 5)}]',
          type: 'Normal',
          at: '2025-11-15T18:14:45Z',
          by: 'cluster-autoscaler',
        }),
      ],
    },
    inProgress({ says: ['scale-up'] }),
  ),
];

/** Pods that no rollout explains. */
const alone: readonly Story[] = [
  workloadStory(
    'room/no-room',
    'A first pod, and too much else on the only node.',
    { objects: [mediumNode('node-1'), tenant('node-1', '12Gi'), ...first.all] },
    problem('no-room', 'confirmed', { says: ['needs 6Gi memory, at most 4Gi free'] }),
  ),
  workloadStory(
    'room/no-room-others-denied',
    'The same, and the pods of other namespaces are out of reach with those of this one.',
    { objects: [mediumNode('node-1'), tenant('node-1', '12Gi'), ...first.all], denied: ['pods'] },
    problem('workload-not-ready', 'possible', { says: ['pods'] }),
  ),
  workloadStory(
    'room/no-room-node-lost',
    'The pod would have room on a node that has gone silent.',
    { objects: [mediumNode('node-1'), tenant('node-1', '12Gi'), silentNode('node-2'), ...firstOfTwo.all] },
    problem('node-silent', 'confirmed', { says: ['node-2'], never: ['should have been deleted'] }),
  ),
  workloadStory(
    'room/larger-than-any-node',
    'The pod asks for more than a node has.',
    { objects: [mediumNode('node-1'), ...giant.all] },
    problem('larger-than-any-node', 'confirmed', { says: ['64Gi', '16Gi'] }),
  ),
  workloadStory(
    'room/taint-not-tolerated',
    'The only node is set apart for something else.',
    { objects: [tainted('node-1', 'dedicated', 'batch'), ...placed(TAINTED).all] },
    problem('taint-not-tolerated', 'confirmed', { says: ['node-1 has dedicated=batch:NoSchedule'] }),
  ),
  releaseStory(
    'room/taint-of-a-release',
    'The same, of a HelmRelease: the toleration is printed, and beside it what takes the taint off.',
    {
      objects: [
        tainted('node-1', 'dedicated', 'batch'),
        stalled(),
        ...flux,
        chartOf(),
        ...firstStart({ labels: appliedBy() }, waits(TAINTED)).all,
      ],
    },
    problem('taint-not-tolerated', 'confirmed', {
      says: [
        String.raw`[{\"key\":\"dedicated\",\"operator\":\"Equal\",\"value\":\"batch\",\"effect\":\"NoSchedule\"}]`,
        'kubectl taint nodes node-1 dedicated:NoSchedule-',
      ],
    }),
  ),
  workloadStory(
    'room/taint-healthy',
    'The pod tolerates the taint and runs there.',
    {
      objects: [
        tainted('node-1', 'dedicated', 'batch'),
        ...settled({ spec: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } }).all,
      ],
    },
    healthy,
  ),
  workloadStory(
    'room/no-matching-node',
    'No node has the label that the pod selects.',
    { objects: [mediumNode('node-1'), ...placed(SELECTOR, { nodeSelector: { disk: 'ssd' } }).all] },
    problem('no-matching-node', 'confirmed', {
      says: ['disk=ssd', 'node-1'],
      never: ['at most 0 free', 'tolerate the taint'],
    }),
  ),
  workloadStory(
    'room/no-matching-node-control-plane',
    'The taint of the control plane is no reason: it is the label that no worker has.',
    {
      objects: [
        controlPlane,
        mediumNode('node-1'),
        ...placed(SELECTOR_BESIDE_TAINT, { nodeSelector: { disk: 'ssd' } }).all,
      ],
    },
    problem('no-matching-node', 'confirmed', { says: ['disk=ssd'], never: ['nodes differently'] }),
  ),
  workloadStory(
    'room/nodes-cordoned',
    'The only node was cordoned for maintenance.',
    { objects: [cordoned('node-1'), ...placed(CORDONED).all] },
    problem('nodes-cordoned', 'confirmed', { says: ['kubectl uncordon node-1', 'spec.unschedulable', 'is cordoned'] }),
  ),
  workloadStory(
    'room/nodes-cordoned-control-plane',
    'The worker is cordoned; that the control plane is closed to the pod is as it should be.',
    { objects: [controlPlane, cordoned('node-1'), ...placed(MIXED).all] },
    problem('nodes-cordoned', 'confirmed', { says: ['kubectl uncordon node-1'] }),
  ),
  workloadStory(
    'room/nodes-not-ready',
    'The only worker has gone silent.',
    { objects: [controlPlane, silentNode('node-1'), ...placed(BOTH_TAINTED).all] },
    problem('node-silent', 'confirmed', {
      says: ['node-1', 'Kubelet stopped posting node status'],
      never: ['nodes differently', 'tolerates'],
    }),
  ),
  workloadStory(
    'room/other-reason',
    'There is room, and the driver of its volumes can attach no more of them to the node.',
    {
      objects: [
        mediumNode('node-1'),
        claim('web-data', 'Bound', 'fast', 'pv-web'),
        ...placed(LIMIT, { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }] }).all,
      ],
    },
    problem('unschedulable', 'likely', { says: ['exceed max volume count', 'the scheduler sees something else'] }),
  ),
  workloadStory(
    'room/nodes-denied',
    'No rollout, and nodes may not be looked at: the words of the scheduler are all there is.',
    { objects: [mediumNode('node-1'), ...placed(SELECTOR).all], denied: ['nodes'] },
    problem('unschedulable', 'likely', { says: ['affinity/selector'] }),
  ),
  workloadStory(
    'pod/scheduler-silent',
    'No scheduler has looked at the pod for three quarters of an hour.',
    { objects: [mediumNode('node-1'), ...unlooked.all] },
    problem('scheduler-silent', 'likely', { says: ['45m', 'default-scheduler'] }),
  ),
  workloadStory(
    'pod/scheduler-about-to-look',
    'The pod was made half a minute ago.',
    { objects: [mediumNode('node-1'), ...unlookedYoung.all] },
    inProgress(),
  ),
  workloadStory(
    'pod/scheduling-gated',
    'A gate holds the pod back until somebody lifts it.',
    { objects: [mediumNode('node-1'), ...gated.all] },
    problem('scheduling-gated', 'confirmed', { says: ['example.com/quota', '--show-managed-fields'] }),
  ),
];

/** Workloads that are complete, with something out of sight. */
const quiet: readonly Story[] = [
  workloadStory(
    'room/rollout-complete-pods-denied',
    'The Deployment says that it is complete; its pods may not be looked at.',
    { objects: [...full, ...roomy.all], denied: ['pods'] },
    incomplete(),
  ),
  workloadStory(
    'room/rollout-complete-nodes-denied',
    'The workload is complete, so nobody needs to know the nodes.',
    { objects: [...full, ...roomy.all], denied: ['nodes'] },
    healthy,
  ),
];

/** Every story of a pod in search of a node. */
export const podScheduling: readonly Story[] = [...rollouts, ...alone, ...quiet];
