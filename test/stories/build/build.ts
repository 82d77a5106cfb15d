/**
 * Builders of objects as a real API server returns them, one per kind. A story says what is special about its cluster;
 * everything else is what the API server, the controllers and the kubelet fill in (defaults of Kubernetes 1.34, Flux 2.7).
 * Every object has a uid made of its kind and name, so that references between objects hold.
 */
import { deepMerge, type Json } from './merge.ts';

export type Built = Readonly<Record<string, Json>>;
export type Change = Readonly<Record<string, Json>>;

/** The uid of an object of a story. */
export function uidOf(kind: string, namespace: string | null, name: string): string {
  const text = `${kind}/${namespace ?? ''}/${name}`;
  let hash = 0;
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  const hex = hash.toString(16).padStart(8, '0');
  return `${hex}-0000-4000-8000-${hex}${hex.slice(0, 4)}`;
}

interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly created: string;
}

/** Any object: identity, then what the story says. */
export function object(identity: Identity, body: Change, change: Change = {}): Built {
  const { apiVersion, kind, namespace, name, created } = identity;
  const metadata = {
    name,
    ...(namespace === null ? {} : { namespace }),
    uid: uidOf(kind, namespace, name),
    creationTimestamp: created,
    resourceVersion: '1',
  };
  return deepMerge(deepMerge({ apiVersion, kind, metadata }, body), change);
}

/** An entry of `metadata.ownerReferences` that points to an object of the story. */
export function ownedBy(owner: Built): Change {
  const { apiVersion, kind } = owner as { apiVersion: string; kind: string };
  const { name, uid } = owner['metadata'] as { name: string; uid: string };
  return {
    metadata: { ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }] },
  };
}

/** A condition as controllers write it. */
export function condition(type: string, status: string, reason: string, message: string, at: string): Change {
  return { type, status, reason, message, lastTransitionTime: at };
}

/** A node that is ready and has the given room. */
export function node(
  name: string,
  room: { cpu: string; memory: string; pods?: string; capacityMemory?: string; capacityCpu?: string },
  change: Change = {},
): Built {
  const { cpu, memory, pods = '110', capacityMemory = memory, capacityCpu = cpu } = room;
  const at = '2025-10-01T08:00:00Z';
  const fine = (type: string, reason: string, message: string): Change => condition(type, 'False', reason, message, at);
  return object(
    { apiVersion: 'v1', kind: 'Node', namespace: null, name, created: at },
    {
      metadata: {
        labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux' },
      },
      spec: {},
      status: {
        allocatable: { cpu, memory, pods, 'ephemeral-storage': '200Gi' },
        capacity: { cpu: capacityCpu, memory: capacityMemory, pods, 'ephemeral-storage': '220Gi' },
        conditions: [
          fine('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
          fine('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
          fine('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
          condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', at),
        ],
        nodeInfo: {
          architecture: 'amd64',
          kubeletVersion: 'v1.34.1',
          osImage: 'Ubuntu 24.04.3 LTS',
          operatingSystem: 'linux',
        },
      },
    },
    change,
  );
}

interface WorkloadSketch {
  readonly name: string;
  readonly namespace: string;
  readonly created: string;
  readonly image: string;
  readonly requests?: { readonly cpu: string; readonly memory: string };
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The template of a workload's pods: one container, requests equal to limits. */
export function template(sketch: WorkloadSketch): Change {
  const { requests = { cpu: '100m', memory: '128Mi' }, name, image } = sketch;
  return {
    metadata: { labels: { 'app.kubernetes.io/name': name } },
    spec: {
      containers: [
        {
          name,
          image,
          imagePullPolicy: 'IfNotPresent',
          ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
          resources: { limits: requests, requests },
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 60,
    },
  };
}

/** A Deployment with one replica and the default strategy, complete unless the story changes its status. */
export function deployment(sketch: WorkloadSketch, change: Change = {}): Built {
  const { name, namespace, created, labels = {}, annotations = {} } = sketch;
  return object(
    { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name, created },
    {
      metadata: {
        generation: 1,
        ...labelled(labels),
        annotations: { 'deployment.kubernetes.io/revision': '1', ...annotations },
      },
      spec: {
        replicas: 1,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        selector: { matchLabels: { 'app.kubernetes.io/name': name } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        template: template(sketch),
      },
      status: {
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 1,
        readyReplicas: 1,
        availableReplicas: 1,
        conditions: [
          condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', created),
          condition(
            'Progressing',
            'True',
            'NewReplicaSetAvailable',
            `ReplicaSet "${name}" has successfully progressed.`,
            created,
          ),
        ],
      },
    },
    change,
  );
}

/** The API server leaves an empty table out. */
function labelled(labels: Readonly<Record<string, string>>): Change {
  return Object.keys(labels).length === 0 ? {} : { labels };
}

/** A ReplicaSet of a Deployment; its hash is part of its name. */
export function replicaSet(
  owner: Built,
  sketch: WorkloadSketch & { hash: string; revision: string; replicas: number; ready?: number },
  change: Change = {},
): Built {
  const { namespace, created, hash, revision, replicas, ready = replicas } = sketch;
  const name = `${sketch.name}-${hash}`;
  const labels = { 'app.kubernetes.io/name': sketch.name, 'pod-template-hash': hash };
  const body = deepMerge(
    {
      metadata: {
        labels,
        generation: 1,
        annotations: {
          'deployment.kubernetes.io/revision': revision,
          'deployment.kubernetes.io/desired-replicas': '1',
          'deployment.kubernetes.io/max-replicas': '2',
        },
      },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: deepMerge(template(sketch), { metadata: { labels } }),
      },
      status: {
        observedGeneration: 1,
        replicas,
        ...(replicas > 0 ? { fullyLabeledReplicas: replicas } : {}),
        ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
      },
    },
    ownedBy(owner),
  );
  return object({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, name, created }, body, change);
}

interface PodSketch extends WorkloadSketch {
  /** The pod's own name; `name` is its container's. */
  readonly pod: string;
  readonly node?: string;
}

/** A pod that runs and is ready on its node; without a node, one that waits. */
export function pod(owner: Built | null, sketch: PodSketch, change: Change = {}): Built {
  const { namespace, created, name, image } = sketch;
  const hash = owner === null ? {} : ((owner['metadata'] as { labels?: Record<string, string> }).labels ?? {});
  const base = template(sketch) as { spec: Change; metadata: Change };
  const status = sketch.node === undefined ? WAITING : running(name, image, created);
  const body = deepMerge(
    {
      metadata: { generateName: `${name}-`, labels: { 'app.kubernetes.io/name': name, ...hash } },
      spec: { ...base.spec, ...(sketch.node === undefined ? {} : { nodeName: sketch.node }) },
      status: { qosClass: 'Guaranteed', ...status },
    },
    owner === null ? {} : ownedBy(owner),
  );
  return object({ apiVersion: 'v1', kind: 'Pod', namespace, name: sketch.pod, created }, body, change);
}

const WAITING: Change = { phase: 'Pending' };

function running(name: string, image: string, at: string): Change {
  const yes = (type: string): Change => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: at });
  return {
    phase: 'Running',
    startTime: at,
    conditions: [
      yes('PodReadyToStartContainers'),
      yes('Initialized'),
      yes('Ready'),
      yes('ContainersReady'),
      yes('PodScheduled'),
    ],
    containerStatuses: [
      {
        name,
        image,
        imageID: `${image}@sha256:0`,
        containerID: 'containerd://0',
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: at } },
        lastState: {},
      },
    ],
  };
}

/** The conditions of a pod that kube-scheduler could not place. */
export function unschedulable(message: string, at: string): Change {
  return {
    status: {
      phase: 'Pending',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message,
          lastProbeTime: null,
          lastTransitionTime: at,
        },
      ],
    },
  };
}

/** A status with one container that is not ready. */
export function container(name: string, image: string, state: Change, rest: Change = {}): Change {
  const at = '2025-11-12T20:30:00Z';
  const no = (type: string): Change => ({
    type,
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${name}]`,
    lastProbeTime: null,
    lastTransitionTime: at,
  });
  const yes = (type: string): Change => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: at });
  return {
    status: {
      phase: 'Pending',
      startTime: at,
      conditions: [
        yes('PodReadyToStartContainers'),
        yes('Initialized'),
        no('Ready'),
        no('ContainersReady'),
        yes('PodScheduled'),
      ],
      containerStatuses: [
        deepMerge(
          { name, image, imageID: '', ready: false, started: false, restartCount: 0, state, lastState: {} },
          rest,
        ),
      ],
    },
  };
}

/** An event of the core API. The scheduler's have no count and no lastTimestamp, only eventTime. */
export function event(
  about: Built,
  sketch: { reason: string; message: string; type?: string; at: string; by?: string; count?: number },
  change: Change = {},
): Built {
  const { apiVersion, kind, metadata } = about as {
    apiVersion: string;
    kind: string;
    metadata: { name: string; namespace?: string; uid: string };
  };
  const namespace = metadata.namespace ?? 'default';
  const fromScheduler = sketch.reason === 'FailedScheduling' || sketch.by === 'default-scheduler';
  const name = `${metadata.name}.${uidOf('Event', namespace, `${metadata.name}${sketch.reason}${sketch.at}`).slice(0, 8)}`;
  return object(
    { apiVersion: 'v1', kind: 'Event', namespace, name, created: sketch.at },
    {
      involvedObject: {
        apiVersion,
        kind,
        name: metadata.name,
        uid: metadata.uid,
        ...(metadata.namespace === undefined ? {} : { namespace }),
      },
      reason: sketch.reason,
      message: sketch.message,
      type: sketch.type ?? 'Warning',
      source: fromScheduler ? {} : { component: sketch.by ?? 'kubelet' },
      ...(fromScheduler
        ? {
            eventTime: sketch.at.replace('Z', '.000000Z'),
            firstTimestamp: null,
            lastTimestamp: null,
            reportingComponent: 'default-scheduler',
          }
        : { eventTime: null, firstTimestamp: sketch.at, lastTimestamp: sketch.at, count: sketch.count ?? 1 }),
    },
    change,
  );
}

/** Measured use of a node or a pod, as metrics-server reports it. */
export function nodeMetrics(name: string, usage: { cpu: string; memory: string }, at: string): Built {
  return object(
    { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'NodeMetrics', namespace: null, name, created: at },
    { timestamp: at, window: '20s', usage },
  );
}
export function podMetrics(
  namespace: string,
  name: string,
  containerName: string,
  usage: { cpu: string; memory: string },
  at: string,
): Built {
  return object(
    { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', namespace, name, created: at },
    { timestamp: at, window: '20s', containers: [{ name: containerName, usage }] },
  );
}
