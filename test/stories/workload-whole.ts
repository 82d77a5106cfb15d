import { firstStart, JUST_NOW, mediumNode, rollout, settled, silentNode, SINCE, tenant } from './build/app.ts';
import { crashLoop, unready } from './build/app-status.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { object, ownedBy, pod, template, unschedulable, type Built } from './build/build.ts';
import { healthy, incomplete, inProgress, NOW, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import type { Story } from './story.ts';

/** Workloads as a whole: counts, generations, deadlines, kinds, and pods that share a cause. */
const nodes: readonly Built[] = [mediumNode('node-1')];
const ready = settled({});
const atZero = settled({
  deployment: {
    spec: { replicas: 0 },
    status: { replicas: 0, updatedReplicas: 0, readyReplicas: undefined, availableReplicas: undefined },
  },
});
const unseen = rollout({ deployment: { metadata: { generation: 3 }, status: { observedGeneration: 2 } } }, {});
/** The new pod is ready and the old one has not gone: the rollout is still within its ten minutes. */
const closing = rollout({ since: JUST_NOW, deployment: { status: { readyReplicas: 2 } } }, {});
const paused = rollout({ since: JUST_NOW, deployment: { spec: { paused: true } } }, {});
const overdue = rollout({ deployment: { status: { readyReplicas: 2 } } }, {});
const onLostNode = firstStart(
  {},
  { node: 'node-2', change: { status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: NOW }] } } },
);
const onGoneNode = firstStart({}, { node: 'node-7', change: unready('2025-11-15T17:30:10Z') });
const crashing = firstStart(
  { deployment: { spec: { replicas: 3 }, status: { replicas: 3, unavailableReplicas: 3 } } },
  { change: crashLoop(1) },
);
const twin = (name: string): Built => deepMerge(crashing.newPod, { metadata: { name, uid: `uid-of-${name}` } });
const AGENT = {
  name: 'agent',
  namespace: 'shop',
  image: 'registry.example/agent:3',
  requests: { cpu: '100m', memory: '2Gi' },
  created: SINCE,
};
const NO_ROOM =
  "0/2 nodes are available: 1 Insufficient memory, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.";
const LOG = 'fatal: no configuration\n';

/** A StatefulSet whose second pod crashes. */
const database = object(
  { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db', created: '2025-11-01T09:00:00Z' },
  {
    metadata: { generation: 1 },
    spec: {
      replicas: 2,
      serviceName: 'db',
      selector: { matchLabels: { 'app.kubernetes.io/name': 'db' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    },
    status: {
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: 1,
      availableReplicas: 1,
      currentReplicas: 1,
      updatedReplicas: 1,
      currentRevision: 'db-5b9',
      updateRevision: 'db-6c4',
    },
  },
);
function member(index: number, revision: string, change = {}): Built {
  const own = { name: 'web', namespace: 'shop', image: 'registry.example/db:17', created: '2025-11-15T17:30:00Z' };
  const base = pod(null, { ...own, pod: `db-${index}`, node: 'node-1' }, ownedBy(database));
  return deepMerge(deepMerge(base, { metadata: { labels: { 'controller-revision-hash': revision } } }), change);
}

/** A DaemonSet whose pod has no room on the node that it is meant for. */
const agents = object(
  { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'shop', name: 'agent', created: '2025-11-01T09:00:00Z' },
  {
    metadata: { generation: 1, annotations: { 'deprecated.daemonset.template.generation': '1' } },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'agent' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: template(AGENT),
    },
    status: {
      observedGeneration: 1,
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      updatedNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: 0,
      numberUnavailable: 1,
    },
  },
);
const agent = deepMerge(pod(agents, { ...AGENT, pod: 'agent-7xk2p' }, unschedulable(NO_ROOM, SINCE)), {
  metadata: { labels: { 'pod-template-generation': '1' } },
  spec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }],
        },
      },
    },
  },
});

/** One story per way in which a workload as a whole can stand. */
export const workloadWhole: readonly Story[] = [
  workloadStory('workload/healthy', 'Everything is as it should be.', { objects: [...nodes, ...ready.all] }, healthy),
  workloadStory(
    'workload/at-zero-healthy',
    'Nobody wants any pods of it.',
    { objects: [...nodes, atZero.deployment] },
    healthy,
  ),
  workloadStory(
    'workload/not-observed',
    'The controller of Deployments has not come round to the present spec.',
    { objects: [...nodes, ...unseen.all] },
    problem('workload-not-observed', 'likely', { says: ['Generation 3', '2 in the status'] }),
  ),
  workloadStory(
    'workload/rolling-out',
    'The new pod is ready and the old one is about to go.',
    { objects: [...nodes, ...closing.all] },
    inProgress({ says: ['inside its time', 'has 9m30s of that left'] }),
  ),
  workloadStory(
    'workload/daemonset-no-room',
    'A pod of a DaemonSet belongs on a node that is full; that another has room does not help it.',
    { objects: [...nodes, mediumNode('node-2'), tenant('node-1', '15Gi'), agents, agent] },
    problem('no-room', 'confirmed', { says: ['2Gi', '1Gi'] }),
    'DaemonSet/shop/agent',
  ),
  workloadStory(
    'workload/paused',
    'Somebody has paused the rollout.',
    { objects: [...nodes, ...paused.all] },
    problem('workload-paused', 'confirmed', { says: ['kubectl rollout resume'] }),
  ),
  workloadStory(
    'workload/overdue',
    'Every pod is ready, and the rollout has not come to its end in time.',
    { objects: [...nodes, ...overdue.all] },
    problem('rollout-past-deadline', 'likely', { says: ['timed out progressing', 'web-74b9c6d5f8-x2x4z'] }),
  ),
  workloadStory(
    'workload/pods-denied',
    'The pods of a stuck rollout may not be looked at.',
    { objects: [...nodes, ...overdue.all], denied: ['pods'] },
    problem('workload-not-ready', 'possible', { says: ['timed out progressing', 'pods'] }),
  ),
  workloadStory(
    'workload/replicasets-denied',
    'Which pods belong to the workload cannot be told without its ReplicaSets.',
    { objects: [...nodes, ...ready.all], denied: ['replicasets.apps'] },
    incomplete({ says: ['replicasets'] }),
  ),
  workloadStory(
    'workload/three-pods-one-cause',
    'Three pods crash for one reason: that is one finding.',
    {
      objects: [...nodes, ...crashing.all, twin('web-5d7f9b8c6-b2b2b'), twin('web-5d7f9b8c6-c3c3c')],
      logs: {
        'shop/web-5d7f9b8c6-q5w9b/web.previous': LOG,
        'shop/web-5d7f9b8c6-b2b2b/web.previous': LOG,
        'shop/web-5d7f9b8c6-c3c3c/web.previous': LOG,
      },
    },
    problem('container-crashes', 'confirmed', { says: ['no configuration'] }),
  ),
  workloadStory(
    'workload/statefulset-crashes',
    'One pod of a StatefulSet crashes after its update.',
    {
      objects: [...nodes, database, member(0, 'db-5b9'), member(1, 'db-6c4', crashLoop(1))],
      logs: { 'shop/db-1/web.previous': 'FATAL: database files are incompatible with server\n' },
    },
    problem('version-mismatch', 'confirmed', { says: ['incompatible with server', 'StatefulSet'] }),
    'StatefulSet/shop/db',
  ),
  workloadStory(
    'pod/node-not-ready',
    'The node of the pod has gone silent.',
    { objects: [...nodes, silentNode('node-2'), ...onLostNode.all] },
    problem('node-silent', 'confirmed', { says: ['node-2', 'Kubelet stopped posting node status'] }),
  ),
  workloadStory(
    'pod/node-gone',
    'The node of the pod does not exist any more.',
    { objects: [...nodes, ...onGoneNode.all] },
    problem('node-gone', 'confirmed', { says: ['node-7'] }),
  ),
  workloadStory(
    'pod/node-denied',
    'The pod crashes; its node may not be looked at, so a node in trouble is not excluded.',
    {
      objects: [...nodes, ...crashing.all],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web.previous': LOG },
      denied: ['nodes'],
    },
    problem('container-crashes', 'confirmed'),
  ),
  storyOf('pod/healthy', 'The pod is ready.', { objects: [...nodes, ...ready.all] }, healthy, {
    runbook: 'pod',
    inputs: { pod: 'Pod/shop/web-5d7f9b8c6-q5w9b', workload: 'Deployment/shop/web' },
  }),
];
