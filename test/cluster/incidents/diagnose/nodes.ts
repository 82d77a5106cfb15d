import type { Cluster } from '../../cluster/cluster.ts';
import { app, untilComplete, untilUnscheduled } from './apps.ts';
import type { Fault } from './fault.ts';

/** The one node of the plane. */
export const NODE = 'kyrion';
const NODE_NAMED = { apiVersion: 'v1', kind: 'Node', name: NODE };

const tainted: Fault = {
  name: 'tainted',
  objects: [],
  befalls: async (cluster) => {
    await cluster.type(`kubectl taint node ${NODE} team=data:NoSchedule`);
    await cluster.api.apply(app('tainted'), 'kubectl');
  },
  until: (cluster) => untilUnscheduled(cluster, 'tainted'),
  expected: { code: 'taint-not-tolerated', confidence: ['confirmed'], on: 'Pod/shop-*' },
  workload: 'deployment/shop',
  cure: { advice: ['tolerate-here'] },
};

/** The taint goes before the next fault. */
const unlabelled: Fault = {
  name: 'unlabelled',
  objects: [],
  befalls: async (cluster) => {
    await cluster.type(`kubectl taint node ${NODE} team-`);
    await cluster.api.apply(app('unlabelled', { pod: { nodeSelector: { disk: 'ssd' } } }), 'kubectl');
  },
  until: (cluster) => untilUnscheduled(cluster, 'unlabelled'),
  expected: { code: 'no-matching-node', confidence: ['confirmed'], on: 'Pod/shop-*' },
  workload: 'deployment/shop',
  cure: {
    advice: ['label-node'],
    filledIn: () => Promise.resolve({ 'label-node': { node: NODE, label: 'disk=ssd' } }),
  },
};

const cordoned: Fault = {
  name: 'cordoned',
  objects: [],
  befalls: async (cluster) => {
    await cluster.type(`kubectl cordon ${NODE}`);
    await cluster.api.apply(app('cordoned'), 'kubectl');
  },
  until: (cluster) => untilUnscheduled(cluster, 'cordoned'),
  expected: { code: 'nodes-cordoned', confidence: ['confirmed'], on: 'Pod/shop-*' },
  workload: 'deployment/shop',
  cure: { advice: ['uncordon'] },
};

/** Somebody began to empty the node ten minutes ago, and is still waiting. */
const budgetHolds: Fault = {
  name: 'budget-holds',
  objects: [
    app('budget-holds'),
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'shop', namespace: 'budget-holds' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'shop' } } },
    },
  ],
  befalls: async (cluster) => {
    await untilComplete(cluster, 'budget-holds');
    const timeAdded = `${new Date(Date.now() - 600_000).toISOString().slice(0, 19)}Z`;
    const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded };
    await cluster.api.patch(NODE_NAMED, { spec: { unschedulable: true, taints: [taint] } });
  },
  expected: { code: 'budget-holds-node', confidence: ['confirmed', 'likely'], on: 'PodDisruptionBudget/shop' },
  cure: {
    advice: ['allow-one'],
    byHand: () => Promise.resolve(),
    kubelet: (cluster) => cluster.type(`kubectl uncordon ${NODE}`),
  },
};

const silentNetwork: Fault = {
  name: 'network-missing',
  objects: [app('network-missing')],
  befalls: async (cluster) => {
    await untilComplete(cluster, 'network-missing');
    await report(cluster, {
      type: 'Ready',
      status: 'False',
      reason: 'KubeletNotReady',
      message:
        'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
    });
  },
  until: (cluster) => cluster.untilCondition(NODE_NAMED, 'Ready', 'False'),
  expected: { code: 'node-not-ready', confidence: ['confirmed'], on: 'Node/kyrion' },
  cure: { advice: ['look-at-kubelet'], kubelet: (cluster) => recover(cluster) },
};

const diskPressure: Fault = {
  name: 'disk-pressure',
  objects: [app('disk-pressure')],
  befalls: async (cluster) => {
    await untilComplete(cluster, 'disk-pressure');
    await report(cluster, {
      type: 'DiskPressure',
      status: 'True',
      reason: 'KubeletHasDiskPressure',
      message: 'kubelet has disk pressure',
    });
  },
  expected: { code: 'node-under-pressure', confidence: ['confirmed'], on: 'Node/kyrion' },
  cure: { advice: ['find-who-uses'], kubelet: (cluster) => recover(cluster) },
};

/** A larger machine comes; then the plane has two nodes. */
const tooLarge: Fault = {
  name: 'too-large',
  objects: [app('too-large', { container: { resources: { requests: { cpu: '24' } } } })],
  until: (cluster) => untilUnscheduled(cluster, 'too-large'),
  expected: { code: 'larger-than-any-node', confidence: ['confirmed'], on: 'Pod/shop-*' },
  workload: 'deployment/shop',
  cure: {
    advice: ['larger-node'],
    byHand: (cluster) => cluster.addNode({ name: 'phobos', cpu: '32', memory: '32Gi' }),
  },
};

/** The kubelet reports a condition of the node, and leaves it so. */
async function report(cluster: Cluster, condition: Readonly<Record<string, string>>): Promise<void> {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  await cluster.api.patch(NODE_NAMED, { metadata: { annotations: { 'kubelet.test/fails': condition['reason'] } } });
  await patchStatus(cluster, [{ ...condition, lastHeartbeatTime: now, lastTransitionTime: now }]);
}

/** The kubelet reports that all is well again. */
async function recover(cluster: Cluster): Promise<void> {
  await cluster.api.patch(NODE_NAMED, { metadata: { annotations: { 'kubelet.test/fails': null } } });
  await patchStatus(cluster, [
    { type: 'Ready', status: 'False' },
    { type: 'DiskPressure', status: 'False' },
  ]);
}

async function patchStatus({ api }: Cluster, conditions: readonly object[]): Promise<void> {
  const body = JSON.stringify({ status: { conditions } });
  const path = `/api/v1/nodes/${NODE}/status`;
  const { status } = await api.send('PATCH', path, body, 'application/strategic-merge-patch+json');
  if (status >= 300) throw new Error(`the status of ${NODE}: ${status}`);
}

/** What keeps pods from a node, or ails the one that they run on; one after another, for they share it. */
export const NODES: readonly Fault[] = [
  tainted,
  unlabelled,
  cordoned,
  budgetHolds,
  silentNetwork,
  diskPressure,
  tooLarge,
];
