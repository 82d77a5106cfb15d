import { condition, deployment, node, pod, replicaSet, template, type Built, type Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** When the new revision of an app was rolled out: three quarters of an hour before the captures. */
export const SINCE = '2025-11-15T17:30:00Z';
/** Half a minute before the captures. */
export const JUST_NOW = '2025-11-15T18:14:33Z';
/** When the app came to the cluster. */
export const INSTALLED = '2025-11-01T09:00:00Z';
const PROGRESS_DEADLINE_PASSED = '2025-11-15T17:40:01Z';

/** What is special about an app; everything else is an ordinary web application with one replica. */
export interface AppSketch {
  readonly name?: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly requests?: { readonly cpu: string; readonly memory: string };
  /** Of the new revision's pods, beside its container. */
  readonly spec?: Change;
  /** Of the new revision's only container. */
  readonly container?: Change;
  readonly since?: string;
  readonly deployment?: Change;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A new pod: where it runs (null: nowhere yet), and what is special about it. */
export interface PodSketch {
  readonly node?: string | null;
  readonly change?: Change;
}

/** A Deployment and all that belongs to it, by role. */
export interface App {
  readonly deployment: Built;
  readonly newSet: Built;
  readonly newPod: Built;
  readonly oldPod?: Built;
  readonly all: readonly Built[];
}

/** A node with 8 CPUs and 16Gi. */
export function mediumNode(name: string, change: Change = {}): Built {
  return node(name, { cpu: '8', memory: '16Gi' }, change);
}

/** A node whose kubelet has gone silent. */
export function silentNode(name: string): Built {
  const at = '2025-11-15T17:20:00Z';
  const unknown = condition('Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.', at);
  return mediumNode(name, {
    spec: {
      taints: [
        { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: at },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: at },
      ],
    },
    status: { conditions: [unknown] },
  });
}

/** Something else that holds memory of a node. */
export function tenant(nodeName: string, memory: string): Built {
  const name = `tenant-${nodeName}`;
  const requests = { cpu: '500m', memory };
  const own = { name, namespace: 'tenants', image: 'registry.example/tenant:1', requests, created: INSTALLED };
  return pod(null, { ...own, pod: `${name}-0`, node: nodeName });
}

/** A rolling update that has not ended: the old pod serves, the new one is not ready. */
export function rollout(app: AppSketch, newest: PodSketch): App {
  const { since = SINCE } = app;
  const owner = ownerOf(app, {
    replicas: 2,
    updatedReplicas: 1,
    readyReplicas: 1,
    availableReplicas: 1,
    unavailableReplicas: 1,
    conditions: [available('True', INSTALLED), progressing(app, since)],
  });
  const before = { ...sketchOf(app, '1.4.0'), created: INSTALLED };
  const oldSet = replicaSet(owner, { ...before, hash: '74b9c6d5f8', revision: '1', replicas: 1 });
  const oldPod = pod(oldSet, { ...before, pod: `${before.name}-74b9c6d5f8-x2x4z`, node: 'node-1' });
  const { newSet, newPod } = revisionOf(owner, app, newest, 0);
  return { deployment: owner, newSet, newPod, oldPod, all: [owner, oldSet, newSet, oldPod, newPod] };
}

/** A first revision whose only pod is not ready. */
export function firstStart(app: AppSketch, newest: PodSketch): App {
  const { since = SINCE } = app;
  const owner = ownerOf(app, {
    updatedReplicas: 1,
    readyReplicas: undefined,
    availableReplicas: undefined,
    unavailableReplicas: 1,
    conditions: [available('False', since), progressing(app, since)],
  });
  const { newSet, newPod } = revisionOf(owner, app, newest, 0);
  return { deployment: owner, newSet, newPod, all: [owner, newSet, newPod] };
}

/** An app as it should be; the change is what its pod has been through. */
export function settled(app: AppSketch, newest: PodSketch = {}): App {
  const { since = SINCE } = app;
  const { name } = sketchOf(app, '');
  const done = `ReplicaSet "${name}-5d7f9b8c6" has successfully progressed.`;
  const owner = ownerOf(app, {
    conditions: [available('True', since), condition('Progressing', 'True', 'NewReplicaSetAvailable', done, since)],
  });
  const { newSet, newPod } = revisionOf(owner, app, newest, 1);
  return { deployment: owner, newSet, newPod, all: [owner, newSet, newPod] };
}

/** A Deployment that has no pod of its new revision, because the API server refuses it. */
export function refused(app: AppSketch, why: string): App {
  const { name } = sketchOf(app, '');
  const base = rollout(app, {});
  const message = `pods "${name}-5d7f9b8c6-q5w9b" is forbidden: ${why}`;
  const failure = condition('ReplicaFailure', 'True', 'FailedCreate', message, SINCE);
  const owner = deepMerge(base.deployment, {
    status: {
      replicas: 1,
      updatedReplicas: undefined,
      unavailableReplicas: 1,
      conditions: [available('True', INSTALLED), failure, progressing(app, SINCE)],
    },
  });
  const newSet = deepMerge(base.newSet, {
    status: { replicas: 0, fullyLabeledReplicas: undefined, conditions: [failure] },
  });
  const all = base.all
    .filter((each) => each !== base.newPod)
    .map((each) => (each === base.deployment ? owner : each === base.newSet ? newSet : each));
  return { ...base, deployment: owner, newSet, all };
}

function sketchOf(app: AppSketch, version: string) {
  const { name = 'web', namespace = 'shop', requests = { cpu: '250m', memory: '512Mi' }, labels = {} } = app;
  const image = app.image ?? `registry.example/${namespace}/${name}:${version}`;
  return { name, namespace, image, requests, labels };
}

function ownerOf(app: AppSketch, status: Change): Built {
  const sketch = { ...sketchOf(app, '1.5.0'), created: INSTALLED };
  return deployment(
    sketch,
    deepMerge(
      {
        metadata: { generation: 2, annotations: { 'deployment.kubernetes.io/revision': '2' } },
        spec: { template: { spec: specOf(app) } },
        status: { observedGeneration: 2, ...status },
      },
      app.deployment ?? {},
    ),
  );
}

function revisionOf(owner: Built, app: AppSketch, newest: PodSketch, ready: number): { newSet: Built; newPod: Built } {
  const { since: created = SINCE } = app;
  const { node: place = 'node-1', change = {} } = newest;
  const sketch = { ...sketchOf(app, '1.5.0'), created };
  const spec = specOf(app);
  const newSet = replicaSet(
    owner,
    { ...sketch, hash: '5d7f9b8c6', revision: '2', replicas: 1, ready },
    { spec: { template: { spec } } },
  );
  const bound = place === null ? {} : { node: place };
  const base = pod(newSet, { ...sketch, pod: `${sketch.name}-5d7f9b8c6-q5w9b`, ...bound }, { spec });
  return { newSet, newPod: deepMerge(base, change) };
}

function specOf(app: AppSketch): Change {
  const { spec } = template({ ...sketchOf(app, '1.5.0'), created: SINCE }) as {
    spec: { containers: readonly Change[] };
  };
  const containers = spec.containers.map((each) => deepMerge(each, app.container ?? {}));
  return { containers, ...app.spec };
}

function available(status: 'True' | 'False', at: string): Change {
  return status === 'True'
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', at)
    : condition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        at,
      );
}

function progressing(app: AppSketch, since: string): Change {
  const { name } = sketchOf(app, '');
  return since === JUST_NOW
    ? condition('Progressing', 'True', 'ReplicaSetUpdated', `ReplicaSet "${name}-5d7f9b8c6" is progressing.`, since)
    : condition(
        'Progressing',
        'False',
        'ProgressDeadlineExceeded',
        `ReplicaSet "${name}-5d7f9b8c6" has timed out progressing.`,
        PROGRESS_DEADLINE_PASSED,
      );
}
