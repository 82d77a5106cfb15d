/** Small Kubernetes objects for the tests of the scheduling probes. Sizes are quantities as manifests have them. */
type Json = Readonly<Record<string, unknown>>;

export const GI = 1024 ** 3;
export const MI = 1024 ** 2;

export function node(name: string, allocatable: Json = {}, more: Json = {}): Json {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...((more['labels'] as Json | undefined) ?? {}) } },
    spec: more['spec'] ?? {},
    status: {
      capacity: { cpu: '8', memory: '32Gi', pods: '110' },
      allocatable: { cpu: '8', memory: '31Gi', pods: '110', ...allocatable },
      conditions: [{ type: 'Ready', status: more['ready'] ?? 'True' }],
    },
  };
}

export function pod(name: string, requests: Json = {}, more: Json = {}): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: more['namespace'] ?? 'coder', labels: more['labels'] ?? {} },
    spec: {
      ...(more['node'] === undefined ? {} : { nodeName: more['node'] }),
      containers: [{ name: 'main', image: more['image'] ?? 'coder:v1', resources: { requests } }],
      ...(more['spec'] ?? {}),
    },
    status: { phase: more['phase'] ?? (more['node'] === undefined ? 'Pending' : 'Running') },
  };
}

/** A pod as it is kept when a list is cut down to what the arithmetic needs. */
export function projected(name: string, on: string, requests: Json, phase = 'Running'): Json {
  return {
    metadata: { name, namespace: 'other' },
    spec: { nodeName: on, containers: [{ resources: { requests } }] },
    status: { phase },
  };
}

export function deployment(spec: Json = {}, requests: Json = { memory: '4Gi' }): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coder', namespace: 'coder', uid: 'd1', generation: 2 },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'coder' } },
      template: {
        metadata: { labels: { app: 'coder' } },
        spec: { containers: [{ name: 'main', image: 'coder:v2', resources: { requests } }] },
      },
      ...spec,
    },
    status: { replicas: 1 },
  };
}

/** A pod of that deployment: of the old version on a node, or of the new one without. */
export function coderPod(hash: string, on: string | undefined, requests: Json = { memory: '4Gi' }): Json {
  return pod(`coder-${hash}`, requests, {
    ...(on === undefined ? {} : { node: on }),
    image: on === undefined ? 'coder:v2' : 'coder:v1',
    labels: { app: 'coder', 'pod-template-hash': hash },
  });
}
