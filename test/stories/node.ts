import { INSTALLED, JUST_NOW, mediumNode, settled, silentNode } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { storyOf, workloadStory, type Scene } from './build/ask.ts';
import { condition, event, nodeMetrics, object, uidOf, type Built, type Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { kubeletFigures, type Measured } from './build/kubelet-figures.ts';
import { deepMerge } from './build/merge.ts';
import {
  bereft,
  FIVE_MINUTES,
  ILL_SINCE,
  markedUnready,
  nodeEvent,
  pressedNode,
  unreadyNode,
} from './build/node-state.ts';
import type { Expected, Story } from './story.ts';

/** Nodes in trouble, and what is seen of it from a pod that is or was on them. */
const other = mediumNode('node-2');
const fine = mediumNode('node-1');
const NO_NETWORK =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
const PLEG = 'PLEG is not healthy: pleg was last seen active 3m5.2s ago; threshold is 3m0s';
const FULL =
  'failed to pull and unpack image "registry.example/shop/web:1.5.0": failed to extract layer sha256:9f4598b6: write /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/291/fs/usr/bin/web: no space left on device: unknown';
const NO_IMAGES =
  'Failed to garbage collect required amount of images. Attempted to free 12884901888 bytes, but only found 0 bytes eligible to free.';
const REFUSED = 'Pod was rejected: The node had condition: [DiskPressure]. ';

const ready = settled({ since: INSTALLED, spec: FIVE_MINUTES });
const cut = bereft({ spec: FIVE_MINUTES }, { change: markedUnready(ILL_SINCE) });
const told = event(cut.newPod, {
  reason: 'NodeNotReady',
  message: 'Node is not ready',
  at: ILL_SINCE,
  by: 'node-controller',
});
const onGone = bereft({ spec: FIVE_MINUTES }, { node: 'node-7', change: markedUnready(ILL_SINCE) });
const noRoom = bereft(
  {},
  {
    change: waiting(
      'ImagePullBackOff',
      `Back-off pulling image "registry.example/shop/web:1.5.0": ErrImagePull: ${FULL}`,
    ),
  },
);
const full = pressedNode('node-1', 'DiskPressure');
const noImages = nodeEvent(full, 'FreeDiskSpaceFailed', NO_IMAGES, '2025-11-15T18:13:00Z');

/** What a kubelet renews every ten seconds; this one did so for the last time before its node was called silent. */
const lease = object(
  {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    namespace: 'kube-node-lease',
    name: 'node-1',
    created: INSTALLED,
  },
  {
    metadata: {
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: uidOf('Node', null, 'node-1') }],
    },
    spec: { holderIdentity: 'node-1', leaseDurationSeconds: 40, renewTime: '2025-11-15T17:19:14.000000Z' },
  },
);

/** A pod that tolerates every taint and is refused again and again by the kubelet of its node. */
const stubborn = bereft(
  { spec: { tolerations: [{ operator: 'Exists' }], nodeSelector: { 'kubernetes.io/hostname': 'node-1' } } },
  {},
);
const refused = ['18:12:10', '18:13:20', '18:14:30'].map((at, index) => turnedAway(`2025-11-15T${at}Z`, index));

function turnedAway(at: string, index: number): Built {
  const name = `web-5d7f9b8c6-r${String(index)}fus`;
  return deepMerge(stubborn.newPod, {
    metadata: { name, uid: `uid-of-${name}`, creationTimestamp: at },
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message: REFUSED,
      startTime: at,
      conditions: undefined,
      containerStatuses: undefined,
    },
  });
}
const refusedAll = [stubborn.deployment, deepMerge(stubborn.newSet, { status: { replicas: 0 } }), ...refused];

/** Asks about a node itself. */
function nodeStory(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  more: Partial<Scene> = {},
): Story {
  const entry = { runbook: 'node', inputs: { name: 'node-1' } };
  return storyOf(`node/${name}`, summary, { objects, ...more }, expected, entry);
}

const marked = (change: Change): Built => mediumNode('node-1', change);

const notReady: readonly Story[] = [
  workloadStory(
    'node/not-ready',
    'The network plugin of the node was taken away: its kubelet calls the node not ready.',
    { objects: [unreadyNode('node-1', NO_NETWORK), other, ...cut.all, told] },
    problem('node-not-ready', 'confirmed', {
      says: ['cni plugin not initialized', 'no network plugin to call', '18:17:00'],
    }),
  ),
  workloadStory('node/not-ready-healthy', 'The same node, ready.', { objects: [fine, other, ...ready.all] }, healthy),
  nodeStory(
    'not-ready-decoy',
    'The node was not ready once, and the events of that are left.',
    [fine, nodeEvent(fine, 'NodeNotReady', 'Node node-1 status is now: NodeNotReady', '2025-11-15T17:31:00Z')],
    healthy,
  ),
  workloadStory(
    'node/not-ready-denied',
    'The same, and nodes may not be looked at: what its pod was told is left.',
    { objects: [unreadyNode('node-1', NO_NETWORK), other, ...cut.all, told], denied: ['nodes'] },
    problem('node-not-ready', 'likely', { says: ['was told: Node is not ready', 'nodes'] }),
  ),
  workloadStory(
    'node/runtime-hangs',
    'The container runtime of the node does not answer in time.',
    { objects: [unreadyNode('node-1', PLEG), other, ...cut.all, told] },
    problem('node-not-ready', 'confirmed', { says: ['PLEG', 'does not answer, or too slowly'] }),
  ),
  workloadStory(
    'node/silent',
    'Nobody has heard of the kubelet for almost an hour, and the pod was not moved.',
    { objects: [silentNode('node-1'), other, ...cut.all, told, lease] },
    problem('node-silent', 'confirmed', {
      says: [
        'Kubelet stopped posting node status',
        'should have been deleted from it at 2025-11-15 17:25:00',
        'out-of-service',
      ],
    }),
  ),
];

const gone: readonly Story[] = [
  workloadStory(
    'node/gone',
    'The node was deleted, and its pod is still there.',
    { objects: [fine, other, ...onGone.all] },
    problem('node-gone', 'confirmed', { says: ['node-7', 'garbage collector'] }),
  ),
  workloadStory(
    'node/gone-healthy',
    'The pod was made anew elsewhere.',
    { objects: [fine, other, ...ready.all] },
    healthy,
  ),
  workloadStory(
    'node/gone-decoy',
    'The node of an earlier pod was removed, and its event is left.',
    {
      objects: [
        fine,
        other,
        ...ready.all,
        event(ready.newPod, {
          reason: 'TaintManagerEviction',
          message: 'Marking for deletion Pod shop/web-5d7f9b8c6-q5w9b',
          at: '2025-11-15T17:10:00Z',
          by: 'taint-eviction-controller',
          type: 'Normal',
        }),
        nodeEvent(
          other,
          'RemovingNode',
          'Node node-7 event: Removing Node node-7 from Controller',
          '2025-11-15T17:10:00Z',
          'node-controller',
        ),
      ],
    },
    healthy,
  ),
  workloadStory(
    'node/gone-denied',
    'The same as at first, and nodes may not be looked at.',
    { objects: [fine, other, ...onGone.all], denied: ['nodes'] },
    problem('pod-unexplained', 'possible', { says: ['nodes'] }),
  ),
];

const disk: readonly Story[] = [
  workloadStory(
    'node/out-of-disk',
    'No image can be unpacked any more, and the kubelet finds none that it could delete.',
    { objects: [full, other, ...noRoom.all, noImages] },
    problem('node-out-of-disk', 'confirmed', { says: ['no space left on device', '0 bytes eligible to free'] }),
  ),
  workloadStory(
    'node/out-of-disk-healthy',
    'The same with room on the disk.',
    { objects: [fine, other, ...ready.all] },
    healthy,
  ),
  nodeStory(
    'out-of-disk-decoy',
    'The kubelet could not make room for a while; it has since.',
    [fine, nodeEvent(fine, 'FreeDiskSpaceFailed', NO_IMAGES, '2025-11-15T17:55:00Z')],
    healthy,
  ),
  workloadStory(
    'node/out-of-disk-denied',
    'The same as at first, and nodes may not be looked at: the container runtime says it.',
    { objects: [full, other, ...noRoom.all], denied: ['nodes'] },
    problem('node-out-of-disk', 'likely', { says: ['no space left on device'] }),
  ),
];

const pressure: readonly Story[] = [
  workloadStory(
    'node/under-pressure',
    'The node is short of disk, and refuses a pod that tolerates everything again and again.',
    {
      objects: [
        full,
        other,
        ...refusedAll,
        nodeEvent(full, 'EvictionThresholdMet', 'Attempting to reclaim ephemeral-storage', '2025-11-15T18:14:00Z'),
      ],
    },
    problem('node-under-pressure', 'confirmed', {
      says: ['DiskPressure', 'Attempting to reclaim ephemeral-storage', 'web-5d7f9b8c6-r0fus'],
    }),
  ),
  workloadStory(
    'node/under-pressure-healthy',
    'The same node with enough left.',
    { objects: [fine, other, ...ready.all] },
    healthy,
  ),
  nodeStory(
    'under-pressure-decoy',
    'The node was short of memory for a while, and its kubelet said so.',
    [
      fine,
      nodeEvent(fine, 'EvictionThresholdMet', 'Attempting to reclaim memory', '2025-11-15T17:45:00Z'),
      nodeEvent(
        fine,
        'NodeHasInsufficientMemory',
        'Node node-1 status is now: NodeHasInsufficientMemory',
        '2025-11-15T17:45:00Z',
      ),
    ],
    healthy,
  ),
  workloadStory(
    'node/under-pressure-denied',
    'The same as at first, and nodes may not be looked at: the pods say it.',
    { objects: [full, other, ...refusedAll], denied: ['nodes'] },
    problem('node-under-pressure', 'likely', { says: ['The node had condition: [DiskPressure]'] }),
  ),
];

const measured = (figures: Measured): Pick<Scene, 'stats'> => ({
  stats: { 'node-1': kubeletFigures('node-1', figures) },
});
const crowded: Measured = {
  disk: { capacity: 100, used: 94 },
  images: 11,
  pods: [
    { pod: 'shop/web-5d7f9b8c6-q5w9b', disk: 0.1 },
    { pod: 'logging/collector-x8v2p', disk: 71 },
    { pod: 'shop/cache-0', disk: 2 },
  ],
};
const short = pressedNode('node-1', 'MemoryPressure');
const nodeUse = (at: string): Built => nodeMetrics('node-1', { cpu: '812m', memory: '15413248Ki' }, at);
const hungry: Measured = {
  memory: { used: 14.7, available: 0.09 },
  pods: [
    { pod: 'shop/web-5d7f9b8c6-q5w9b', disk: 0.1, memory: 0.3 },
    { pod: 'reports/export-2z7kq', disk: 0.1, memory: 9.5 },
  ],
};

/** What the kubelet of a node in trouble measures says who it is that fills it. */
const figures: readonly Story[] = [
  nodeStory(
    'disk-filled-by-one',
    'A collector of logs holds nearly all of the disk.',
    [full, noImages],
    problem('node-out-of-disk', 'confirmed', {
      says: [
        'logging/collector-x8v2p',
        '71Gi',
        '94Gi used of 100Gi',
        'kubectl describe pod collector-x8v2p -n logging',
      ],
    }),
    measured(crowded),
  ),
  nodeStory(
    'disk-filled-by-images',
    'Images hold most of the disk, and the pods next to nothing.',
    [full, noImages],
    problem('node-out-of-disk', 'confirmed', {
      says: ['the images 83Gi'],
      never: ['kubectl describe pod', 'web-5d7f9b8c6-q5w9b holds'],
    }),
    measured({ ...crowded, images: 83, pods: [{ pod: 'shop/web-5d7f9b8c6-q5w9b', disk: 0.1 }] }),
  ),
  nodeStory(
    'disk-figures-old',
    'The same, but the kubelet has not measured for an hour.',
    [full, noImages],
    problem('node-out-of-disk', 'confirmed', { never: ['collector-x8v2p'] }),
    measured({ ...crowded, at: '2025-11-15T17:12:00Z' }),
  ),
  nodeStory(
    'disk-figures-denied',
    'The same, and the kubelet may not be asked.',
    [full, noImages],
    problem('node-out-of-disk', 'confirmed', { says: ['get nodes/proxy node-1'], never: ['collector-x8v2p'] }),
    { ...measured(crowded), denied: ['nodes/proxy'] },
  ),
  nodeStory(
    'disk-figures-healthy',
    'A pod holds much of a disk that is large enough: nobody asks.',
    [fine],
    { ...healthy, never: ['collector-x8v2p'] },
    measured(crowded),
  ),
  nodeStory(
    'memory-used-by-one',
    'An export uses most of the memory of the node.',
    [short, nodeUse('2025-11-15T18:14:40Z')],
    problem('node-under-pressure', 'confirmed', {
      says: ['reports/export-2z7kq', '9.5Gi', 'measured to use 14.7Gi'],
    }),
    measured(hungry),
  ),
  nodeStory(
    'memory-figures-old',
    'The samples of the metrics API are an hour old, and the kubelet is not asked.',
    [short, nodeUse('2025-11-15T17:10:00Z')],
    problem('node-under-pressure', 'confirmed', { never: ['is measured to use'] }),
  ),
];

/** Trouble that nobody comes upon from a pod: it runs on, and the node is asked for by name. */
const alone: readonly Story[] = [
  nodeStory('healthy', 'Nothing is wrong with the node.', [fine, other], healthy),
  nodeStory(
    'cordoned',
    'Somebody has cordoned the node.',
    [
      marked({
        spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
      }),
      nodeEvent(fine, 'NodeNotSchedulable', 'Node node-1 status is now: NodeNotSchedulable', '2025-11-15T16:15:03Z'),
    ],
    problem('node-cordoned', 'confirmed', { says: ['kubectl uncordon node-1', '120m'] }),
  ),
  nodeStory(
    'being-removed',
    'An autoscaler takes the node away.',
    [marked({ spec: { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] } })],
    problem('node-being-removed', 'confirmed', { says: ['karpenter.sh/disrupted'] }),
  ),
  nodeStory(
    'no-route',
    'The cloud has made no route to the node.',
    [
      marked({
        status: {
          conditions: [
            condition('NetworkUnavailable', 'True', 'NoRouteCreated', 'Node created without a route', JUST_NOW),
            condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', INSTALLED),
          ],
        },
      }),
    ],
    problem('node-network-unavailable', 'confirmed', { says: ['NoRouteCreated'] }),
  ),
];

/** One story per way in which a node can fail its pods. */
export const nodeStories: readonly Story[] = [...notReady, ...gone, ...disk, ...pressure, ...figures, ...alone];
