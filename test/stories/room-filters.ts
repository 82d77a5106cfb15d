import { mediumNode, type AppSketch } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { incomplete, problem } from './build/expect.ts';
import {
  controlPlane,
  fourStories,
  neighbour,
  NO_VICTIMS,
  noNode,
  NOT_HELPFUL,
  runs,
  sibling,
  updateWaitsFor,
  waitsFor,
  zonedNode,
} from './build/waiting.ts';
import type { Story } from './story.ts';

/** Pods that other pods keep from every node: affinity, anti-affinity, topology spread and ports of the node. */
const WEB = { matchLabels: { 'app.kubernetes.io/name': 'web' } };
const perNode = (labelSelector: Change, more: Change = {}): Change => ({
  requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: 'kubernetes.io/hostname', ...more }],
});
const node1 = mediumNode('node-1');
const node2 = mediumNode('node-2');
const twoNodes: readonly Built[] = [node1, node2];
const two: Change = {
  spec: { replicas: 2 },
  status: { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 },
};
const oneOfTwo: Change = {
  spec: { replicas: 2 },
  status: { replicas: 2, updatedReplicas: 2, readyReplicas: 1, availableReplicas: 1 },
};

const UNMET = noNode(2, "2 node(s) didn't match pod affinity rules", `2 ${NOT_HELPFUL}`);
const CACHE = { matchLabels: { 'app.kubernetes.io/name': 'cache' } };
const besideCache: AppSketch = { spec: { affinity: { podAffinity: perNode(CACHE, { namespaces: ['tenants'] }) } } };

const affinity = fourStories({
  line: 'room/pod-affinity',
  code: 'pod-affinity-unmet',
  message: UNMET,
  fault: 'The pod has to run on the node of its cache, and no cache runs.',
  objects: [...twoNodes, ...waitsFor(UNMET, besideCache).all],
  twin: 'The cache runs, and the pod beside it.',
  well: [...twoNodes, neighbour('cache', 'node-1'), ...runs(besideCache).all],
  settled: runs(besideCache),
  denied: ['nodes'],
  says: ['app.kubernetes.io/name=cache on the same node', 'No pod that runs now is one of them'],
});

const apart: AppSketch = { spec: { affinity: { podAntiAffinity: perNode(WEB) } } };
const APART = noNode(1, "1 node(s) didn't match pod anti-affinity rules", `1 ${NO_VICTIMS}`);
const lonely = waitsFor(APART, { ...apart, deployment: oneOfTwo });
const spreadOut = runs({ ...apart, deployment: two });

const antiAffinity = fourStories({
  line: 'room/pod-anti-affinity',
  code: 'anti-affinity-blocks',
  message: APART,
  fault: 'Two replicas that may not share a node, and one node.',
  objects: [node1, ...lonely.all, sibling(lonely, 'node-1', apart.spec)],
  twin: 'The same with two nodes.',
  well: [...twoNodes, ...spreadOut.all, sibling(spreadOut, 'node-2', apart.spec)],
  settled: spreadOut,
  denied: ['nodes'],
  says: [
    'shop/web-5d7f9b8c6-9k2hd on node-1',
    'one per node',
    'anti-affinity: shop/web-5d7f9b8c6-9k2hd in node node-1',
  ],
});

const evenly = (more: Change = {}): AppSketch => ({
  spec: {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: WEB,
        ...more,
      },
    ],
  },
});
const zones: readonly Built[] = [
  zonedNode('node-1', 'a'),
  zonedNode('node-2', 'b'),
  controlPlane('control-1', { 'topology.kubernetes.io/zone': 'c' }),
];
const UNEVEN = noNode(
  3,
  "1 node(s) had untolerated taint(s), 2 node(s) didn't match pod topology spread constraints",
  `1 ${NOT_HELPFUL}, 2 ${NO_VICTIMS}`,
);
const uneven = waitsFor(UNEVEN, { ...evenly(), deployment: oneOfTwo });
const third = (app: typeof uneven): readonly Built[] => [
  sibling(app, 'node-1'),
  neighbour('web', 'node-2', { metadata: { namespace: 'shop', labels: { 'app.kubernetes.io/name': 'web' } } }),
];
const even = runs({ ...evenly({ nodeTaintsPolicy: 'Honor' }), deployment: two });

const spread = fourStories({
  line: 'room/topology-spread',
  code: 'topology-spread-blocks',
  message: UNEVEN,
  fault:
    'Pods are to be spread over zones, and the emptiest zone holds the control plane alone, which they may not enter.',
  objects: [...zones, ...uneven.all, ...third(uneven)],
  twin: 'The same, and the constraint leaves out nodes that are closed to the pods.',
  well: [...zones, ...even.all, sibling(even, 'node-2')],
  settled: even,
  denied: ['nodes'],
  says: [
    'zone a has 1',
    'zone b has 1',
    'zone c has 0 and is closed to it (taint node-role.kubernetes.io/control-plane',
    'nodeTaintsPolicy: Honor',
  ],
});

const port = (name: string): Change => ({
  ports: [{ containerPort: 9100, hostPort: 9100, name, protocol: 'TCP' }],
});
const exporter: Change = {
  spec: { containers: [{ name: 'exporter', image: 'registry.example/exporter:1', ...port('metrics') }] },
};
const onPort: AppSketch = { container: port('http') };
const PORTS = noNode(1, "1 node(s) didn't have free ports for the requested pod ports", `1 ${NO_VICTIMS}`);

const hostPorts = fourStories({
  line: 'room/host-ports',
  code: 'host-port-taken',
  message: PORTS,
  fault: 'The pod wants port 9100 of the only node, and an exporter holds it.',
  objects: [node1, neighbour('exporter', 'node-1', exporter), ...waitsFor(PORTS, onPort).all],
  twin: 'The same with a second node.',
  well: [...twoNodes, neighbour('exporter', 'node-1', exporter), ...runs(onPort, 'node-2').all],
  settled: runs(onPort, 'node-2'),
  denied: ['nodes'],
  says: ['9100/TCP of node-1 is held by tenants/exporter-0'],
});

/** Rules that reach into namespaces, and rules of those who were there first. */
const PICKS = { namespaceSelector: { matchLabels: { tier: 'backend' } } };
const besidePicked: AppSketch = { spec: { affinity: { podAffinity: perNode(CACHE, PICKS) } } };
const UNMET_1 = noNode(1, "1 node(s) didn't match pod affinity rules", `1 ${NOT_HELPFUL}`);
const picked = waitsFor(UNMET_1, besidePicked);
const tenants = (tier: string): Built =>
  object(
    { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: 'tenants', created: '2025-10-01T08:00:00Z' },
    {
      metadata: { labels: { 'kubernetes.io/metadata.name': 'tenants', tier } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
  );
const fromOutside: Change = { spec: { affinity: { podAntiAffinity: perNode(WEB, { namespaces: ['shop'] }) } } };
const THEIRS = noNode(1, "1 node(s) didn't satisfy existing pods anti-affinity rules", `1 ${NO_VICTIMS}`);

const reach: readonly Story[] = [
  workloadStory(
    'room/pod-affinity-namespaces',
    'The cache runs in a namespace whose labels the rule does not pick.',
    { objects: [node1, tenants('frontend'), neighbour('cache', 'node-1'), ...picked.all] },
    problem('pod-affinity-unmet', 'confirmed', { says: ['app.kubernetes.io/name=cache'] }),
  ),
  workloadStory(
    'room/pod-affinity-namespaces-denied',
    'The same, and namespaces may not be looked at: whether the cache counts cannot be told.',
    { objects: [node1, tenants('frontend'), neighbour('cache', 'node-1'), ...picked.all], denied: ['namespaces'] },
    problem('unschedulable', 'likely', { says: ['pod affinity rules', 'namespaces'] }),
  ),
  workloadStory(
    'room/pod-anti-affinity-of-others',
    'A pod of another namespace wants its node for itself.',
    { objects: [node1, neighbour('batch', 'node-1', fromOutside), ...waitsFor(THEIRS).all] },
    problem('anti-affinity-blocks', 'confirmed', { says: ['tenants/batch-0 on node-1, by a rule of its own'] }),
  ),
  workloadStory(
    'room/scheduler-disagrees',
    'By the figures of now a port is taken; the scheduler spoke of a taint when it last tried.',
    {
      objects: [
        node1,
        neighbour('exporter', 'node-1', exporter),
        ...waitsFor(noNode(1, '1 node(s) had untolerated taint(s)', `1 ${NOT_HELPFUL}`), onPort).all,
      ],
    },
    problem('host-port-taken', 'likely', { says: ['9100/TCP', 'taint: 1 by the scheduler, 0 by the figures of now'] }),
  ),
];

/** Nodes that are barred for different reasons: what decides is what could be mended, and for the more of them. */
const three: Change = {
  spec: { replicas: 3 },
  status: { replicas: 3, updatedReplicas: 3, readyReplicas: 2, availableReplicas: 2, unavailableReplicas: 1 },
};
const MIXED = noNode(3, "1 Insufficient memory, 2 node(s) didn't match pod anti-affinity rules", `3 ${NO_VICTIMS}`);
const mixed = waitsFor(MIXED, { ...apart, deployment: three });
const filled = (node: string): Built => neighbour('batch', node, {}, { cpu: '1', memory: '15900Mi' });
const BESIDE_FULL = noNode(
  2,
  "1 Insufficient memory, 1 node(s) didn't match pod affinity rules",
  `1 ${NO_VICTIMS}, 1 ${NOT_HELPFUL}`,
);
const another = neighbour('web', 'node-2', {
  metadata: { namespace: 'shop', labels: { 'app.kubernetes.io/name': 'web' } },
});

const several: readonly Story[] = [
  workloadStory(
    'room/barred-in-different-ways',
    'Two nodes hold replicas that it may not be beside, and the third is full.',
    {
      objects: [
        ...twoNodes,
        mediumNode('node-3'),
        filled('node-3'),
        ...mixed.all,
        sibling(mixed, 'node-1', apart.spec),
        another,
      ],
    },
    problem('anti-affinity-blocks', 'confirmed', {
      says: ['shop/web-5d7f9b8c6-9k2hd on node-1', 'shop/web-0 on node-2', 'room is missing (nodes: 1)'],
      never: ['nodes differently'],
    }),
  ),
  workloadStory(
    'room/pod-affinity-node-full',
    'The cache runs on a node that is full: it is room that is missing, not the cache.',
    {
      objects: [...twoNodes, neighbour('cache', 'node-1'), filled('node-1'), ...waitsFor(BESIDE_FULL, besideCache).all],
    },
    problem('no-room', 'confirmed', { never: ['No pod that runs now is one of them'] }),
  ),
];

/** Updates that a rule of their own holds up. */
const deadlocks: readonly Story[] = [
  workloadStory(
    'room/rollout-anti-affinity',
    'One replica that may not share a node with its like, and one node: the new pod waits for the old one.',
    { objects: [node1, ...updateWaitsFor(APART, apart)] },
    problem('rollout-bars-itself', 'confirmed', {
      says: ['maxSurge 25% → 1', 'shop/web-74b9c6d5f8-x2x4z on node-1', 'maxSurge: 0'],
    }),
  ),
  workloadStory(
    'room/rollout-host-port',
    'The old pod holds the port of the node that the new one wants.',
    { objects: [node1, ...updateWaitsFor(PORTS, onPort)] },
    problem('rollout-bars-itself', 'confirmed', { says: ['9100/TCP of node-1 is held by shop/web-74b9c6d5f8-x2x4z'] }),
  ),
  workloadStory(
    'room/rollout-anti-affinity-pods-denied',
    'The same, and no pod may be looked at.',
    { objects: [node1, ...updateWaitsFor(APART, apart)], denied: ['pods'] },
    problem('workload-not-ready', 'possible'),
  ),
  workloadStory(
    'room/pod-affinity-complete-denied',
    'The workload is complete, and its pods may not be looked at.',
    { objects: [...twoNodes, neighbour('cache', 'node-1'), ...runs(besideCache).all], denied: ['pods'] },
    incomplete(),
  ),
];

/** Every story of a pod that other pods keep from its node. */
export const roomFilters: readonly Story[] = [
  ...affinity,
  ...antiAffinity,
  ...spread,
  ...hostPorts,
  ...reach,
  ...several,
  ...deadlocks,
];
