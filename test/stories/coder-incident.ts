import {
  condition,
  deployment,
  event,
  node,
  nodeMetrics,
  object,
  pod,
  podMetrics,
  replicaSet,
  unschedulable,
  type Built,
  type Change,
} from './build/build.ts';
import {
  controller,
  gitRepository,
  helmChart,
  helmRelease,
  helmRepository,
  kustomization,
  managerContainer,
  releaseSecret,
  revision,
} from './build/flux.ts';

/**
 * The source document's incident: a Coder upgrade from 2.28.1 to 2.28.3 on a cluster whose only node has room for one
 * Coder pod. Conditions, messages and history are those of helm-controller 1.4 in that state; names of nodes and hosts
 * are examples.
 */
export const NOW = '2025-11-15T18:15:03Z';
const TRIED = '2025-11-12T20:29:29Z';
const FAILED = '2025-11-12T20:34:29Z';
const STALLED = '2025-11-12T21:26:46Z';
const OLD_POD_SINCE = '2025-11-10T20:40:00Z';
const REQUESTS = { cpu: '2', memory: '4Gi' };
export const SCHEDULER_SAYS =
  '0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
const UPGRADE_FAILED =
  'Helm upgrade failed for release coder/coder-coder with chart coder@2.28.3: context deadline exceeded';

const RELEASE = { name: 'coder-coder', namespace: 'coder', chart: 'coder' };
const FLUX_LABELS = {
  'helm.toolkit.fluxcd.io/name': 'coder',
  'helm.toolkit.fluxcd.io/namespace': 'coder',
  'app.kubernetes.io/name': 'coder',
};
const HELM_ANNOTATIONS = { 'meta.helm.sh/release-name': 'coder-coder', 'meta.helm.sh/release-namespace': 'coder' };
const image = (version: string): string => `ghcr.io/coder/coder:v${version}`;
const templateOf = (version: string): Change => ({
  spec: { template: { spec: { containers: [coderContainer(version)] } } },
});
const specOf = (version: string): Change => ({ spec: { containers: [coderContainer(version)] } });
const sketch = (version: string, created: string) => ({
  name: 'coder',
  namespace: 'coder',
  image: image(version),
  requests: REQUESTS,
  created,
});

export const homelab = node('node-1', {
  cpu: '15800m',
  memory: '32610714Ki',
  capacityMemory: '33554432Ki',
  capacityCpu: '16',
});

/** What else runs on the node: with Coder's own 4Gi the requests come to 28.7Gi, so 2.4Gi are left. */
export const neighbours: readonly Built[] = [
  neighbour('databases', 'postgres', '8Gi', '1'),
  neighbour('ai', 'librechat', '6Gi', '2'),
  neighbour('monitoring', 'prometheus', '6788Mi', '500m'),
  neighbour('workspaces', 'workspace-1', '4169Mi', '4'),
].flat();

function neighbour(namespace: string, name: string, memory: string, cpu: string): Built[] {
  const created = '2025-10-02T09:00:00Z';
  const own = { name, namespace, image: `registry.example/${name}:1`, requests: { cpu, memory }, created };
  const owner = deployment(own);
  const set = replicaSet(owner, { ...own, hash: '7d4b9c', revision: '1', replicas: 1 });
  return [owner, set, pod(set, { ...own, pod: `${name}-7d4b9c-x2x4z`, node: 'node-1' })];
}

const helmController = controller('helm-controller', '1.4.0');
const CONTROLLER_POD = {
  name: 'manager',
  namespace: 'flux-system',
  image: 'ghcr.io/fluxcd/helm-controller:v1.4.0',
  created: '2025-10-01T08:00:10Z',
  requests: { cpu: '100m', memory: '16Mi' },
};
const controllerSpec = { containers: [managerContainer('helm-controller', '1.4.0')] };
const controllerSet = replicaSet(
  helmController,
  { ...CONTROLLER_POD, name: 'helm-controller', hash: '6c8f9d4b7', revision: '1', replicas: 1 },
  { spec: { template: { spec: controllerSpec } } },
);
const controllerPod = pod(
  controllerSet,
  { ...CONTROLLER_POD, pod: 'helm-controller-6c8f9d4b7-p2x8k', node: 'node-1' },
  { metadata: { labels: { app: 'helm-controller' } }, spec: controllerSpec },
);

/** What helm-controller logs while an upgrade times out: JSON, the release under its kind. */
export const controllerLog = {
  'flux-system/helm-controller-6c8f9d4b7-p2x8k/manager': [
    logLine('info', TRIED, "running 'upgrade' action with timeout of 5m0s", {}),
    logLine('error', FAILED, 'Reconciler error', { error: UPGRADE_FAILED }),
    logLine('error', STALLED, 'Reconciler error', {
      error: 'terminal error: exceeded maximum retries: cannot remediate failed release',
    }),
    '',
  ].join('\n'),
};

function logLine(level: string, ts: string, msg: string, more: object): string {
  const about = {
    controller: 'helmrelease',
    HelmRelease: { name: 'coder', namespace: 'coder' },
    namespace: 'coder',
    name: 'coder',
  };
  return JSON.stringify({ level, ts, msg, ...about, ...more });
}

/** What the release takes its values from; of the Secret no more than its name was captured. */
const valueSources: readonly Built[] = [
  object(
    { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'coder', name: 'coder-values', created: '2025-10-01T08:09:00Z' },
    { data: { 'values.yaml': 'coder:\n  env:\n    - name: CODER_ACCESS_URL\n      value: https://coder.example\n' } },
  ),
  object(
    { apiVersion: 'v1', kind: 'Secret', namespace: 'coder', name: 'coder-db', created: '2025-10-01T08:09:00Z' },
    { type: 'Opaque' },
  ),
];

/** Flux, where the release comes from, and the release's own objects besides its Deployment. */
export const surroundings: readonly Built[] = [
  homelab,
  ...neighbours,
  helmController,
  controllerSet,
  controllerPod,
  controller('source-controller', '1.7.0'),
  helmChart('coder', 'coder', { chart: 'coder', version: '*', fetched: '2.28.3' }),
  helmRepository('coder', 'https://charts.example/coder'),
  kustomization('./apps/base/coder'),
  gitRepository('ssh://git@git.example/homelab'),
  ...valueSources,
];

export const usage: readonly Built[] = [
  nodeMetrics('node-1', { cpu: '3120m', memory: '23520Mi' }, NOW),
  podMetrics('coder', 'coder-78786899d9-nthwq', 'coder', { cpu: '180m', memory: '1310Mi' }, NOW),
];

/** The release as it stands at rest after a failed upgrade, without or with a rollback. */
export function coderRelease(rolledBack: boolean): Built {
  const conditions: Change[] = [
    condition(
      'Stalled',
      'True',
      'RetriesExceeded',
      `Failed to upgrade after ${rolledBack ? 2 : 1} attempt(s)`,
      STALLED,
    ),
    condition('Ready', 'Unknown', 'Progressing', 'Fulfilling prerequisites', STALLED),
    condition('Released', 'False', 'UpgradeFailed', UPGRADE_FAILED, FAILED),
  ];
  if (rolledBack)
    conditions.push(
      condition(
        'Remediated',
        'True',
        'RollbackSucceeded',
        'Helm rollback to previous release coder/coder-coder.v3 with chart coder@2.28.1 succeeded',
        FAILED,
      ),
    );
  const failed = revision(RELEASE, { version: 4, chartVersion: '2.28.3', status: 'failed', at: TRIED });
  const before = revision(RELEASE, {
    version: 3,
    chartVersion: '2.28.1',
    status: rolledBack ? 'superseded' : 'deployed',
    at: '2025-11-10T20:39:00Z',
  });
  const back = revision(RELEASE, {
    version: 5,
    chartVersion: '2.28.1',
    status: 'deployed',
    at: FAILED,
    action: 'rollback',
  });
  return helmRelease({
    namespace: 'coder',
    name: 'coder',
    chart: 'coder',
    version: '*',
    spec: {
      targetNamespace: 'coder',
      ...(rolledBack ? { upgrade: { remediation: { retries: 1 } } } : {}),
      valuesFrom: [
        { kind: 'ConfigMap', name: 'coder-values' },
        { kind: 'Secret', name: 'coder-db' },
      ],
    },
    conditions,
    history: rolledBack ? [back, failed, before] : [failed, before],
    status: {
      failures: rolledBack ? 2 : 1,
      upgradeFailures: rolledBack ? 2 : 1,
      lastAttemptedReleaseAction: 'upgrade',
      lastAttemptedReleaseActionDuration: '5m0.413408917s',
      lastAttemptedRevision: '2.28.3',
    },
  });
}

/** Helm's own Secrets, as names and labels. */
export function helmSecrets(rolledBack: boolean): Built[] {
  const before = releaseSecret(
    'coder',
    'coder-coder',
    3,
    rolledBack ? 'superseded' : 'deployed',
    '2025-11-10T20:39:00Z',
  );
  const failed = releaseSecret('coder', 'coder-coder', 4, 'failed', TRIED);
  return rolledBack ? [before, failed, releaseSecret('coder', 'coder-coder', 5, 'deployed', FAILED)] : [before, failed];
}

/** The Deployment with the new version wanted, one old pod serving and one new pod waiting. */
export function waitingCoder(): Built[] {
  const message = 'ReplicaSet "coder-5df88d876c" has timed out progressing.';
  const owner = deployment(
    { ...sketch('2.28.3', '2025-10-01T08:13:00Z'), labels: FLUX_LABELS, annotations: HELM_ANNOTATIONS },
    {
      metadata: { generation: 4, annotations: { 'deployment.kubernetes.io/revision': '4' } },
      spec: { template: { spec: { containers: [coderContainer('2.28.3')] } } },
      status: {
        observedGeneration: 4,
        replicas: 2,
        updatedReplicas: 1,
        readyReplicas: 1,
        availableReplicas: 1,
        unavailableReplicas: 1,
        conditions: [
          condition(
            'Available',
            'True',
            'MinimumReplicasAvailable',
            'Deployment has minimum availability.',
            OLD_POD_SINCE,
          ),
          condition('Progressing', 'False', 'ProgressDeadlineExceeded', message, '2025-11-12T20:39:30Z'),
        ],
      },
    },
  );
  const oldSet = replicaSet(
    owner,
    { ...sketch('2.28.1', '2025-11-10T20:39:30Z'), hash: '78786899d9', revision: '3', replicas: 1 },
    templateOf('2.28.1'),
  );
  const newSet = replicaSet(
    owner,
    { ...sketch('2.28.3', TRIED), hash: '5df88d876c', revision: '4', replicas: 1, ready: 0 },
    templateOf('2.28.3'),
  );
  const oldPod = pod(
    oldSet,
    { ...sketch('2.28.1', OLD_POD_SINCE), pod: 'coder-78786899d9-nthwq', node: 'node-1' },
    specOf('2.28.1'),
  );
  const newPod = pod(
    newSet,
    { ...sketch('2.28.3', '2025-11-12T20:29:31Z'), pod: 'coder-5df88d876c-q5w9b' },
    { ...unschedulable(SCHEDULER_SAYS, '2025-11-12T20:29:31Z'), ...specOf('2.28.3') },
  );
  const waits = event(newPod, { reason: 'FailedScheduling', message: SCHEDULER_SAYS, at: '2025-11-15T18:10:21Z' });
  return [owner, oldSet, newSet, oldPod, newPod, waits];
}

/** The Deployment after the rollback: the old version wanted and running, the new ReplicaSet at zero, no waiting pod. */
export function rolledBackCoder(): Built[] {
  const owner = deployment(
    { ...sketch('2.28.1', '2025-10-01T08:13:00Z'), labels: FLUX_LABELS, annotations: HELM_ANNOTATIONS },
    {
      metadata: { generation: 5, annotations: { 'deployment.kubernetes.io/revision': '5' } },
      spec: { template: { spec: { containers: [coderContainer('2.28.1')] } } },
      status: { observedGeneration: 5 },
    },
  );
  const current = replicaSet(
    owner,
    { ...sketch('2.28.1', '2025-11-10T20:39:30Z'), hash: '78786899d9', revision: '5', replicas: 1 },
    templateOf('2.28.1'),
  );
  const failed = replicaSet(
    owner,
    { ...sketch('2.28.3', TRIED), hash: '5df88d876c', revision: '4', replicas: 0 },
    templateOf('2.28.3'),
  );
  const serving = pod(
    current,
    { ...sketch('2.28.1', OLD_POD_SINCE), pod: 'coder-78786899d9-nthwq', node: 'node-1' },
    specOf('2.28.1'),
  );
  return [owner, current, failed, serving];
}

/** The Deployment as it should be, on the version that was wanted. */
export function healthyCoder(): Built[] {
  const owner = deployment(
    { ...sketch('2.28.3', '2025-10-01T08:13:00Z'), labels: FLUX_LABELS, annotations: HELM_ANNOTATIONS },
    {
      metadata: { generation: 4, annotations: { 'deployment.kubernetes.io/revision': '4' } },
      spec: { template: { spec: { containers: [coderContainer('2.28.3')] } } },
      status: { observedGeneration: 4 },
    },
  );
  const old = replicaSet(
    owner,
    { ...sketch('2.28.1', '2025-11-10T20:39:30Z'), hash: '78786899d9', revision: '3', replicas: 0 },
    templateOf('2.28.1'),
  );
  const current = replicaSet(
    owner,
    { ...sketch('2.28.3', TRIED), hash: '5df88d876c', revision: '4', replicas: 1 },
    templateOf('2.28.3'),
  );
  const serving = pod(
    current,
    { ...sketch('2.28.3', '2025-11-12T20:31:02Z'), pod: 'coder-5df88d876c-q5w9b', node: 'node-1' },
    specOf('2.28.3'),
  );
  return [owner, old, current, serving];
}

export function healthyRelease(): Built {
  const message = 'Helm upgrade succeeded for release coder/coder-coder.v4 with chart coder@2.28.3';
  return helmRelease({
    namespace: 'coder',
    name: 'coder',
    chart: 'coder',
    version: '*',
    spec: { targetNamespace: 'coder' },
    conditions: [
      condition('Ready', 'True', 'UpgradeSucceeded', message, '2025-11-12T20:32:10Z'),
      condition('Released', 'True', 'UpgradeSucceeded', message, '2025-11-12T20:32:10Z'),
    ],
    history: [
      revision(RELEASE, { version: 4, chartVersion: '2.28.3', status: 'deployed', at: TRIED }),
      revision(RELEASE, { version: 3, chartVersion: '2.28.1', status: 'superseded', at: '2025-11-10T20:39:00Z' }),
    ],
    status: {
      lastAttemptedReleaseAction: 'upgrade',
      lastAttemptedReleaseActionDuration: '2m41.002s',
      lastAttemptedRevision: '2.28.3',
    },
  });
}

function coderContainer(version: string): Change {
  return {
    name: 'coder',
    image: image(version),
    args: ['server'],
    imagePullPolicy: 'IfNotPresent',
    env: [{ name: 'CODER_ACCESS_URL', value: 'https://coder.example' }],
    ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
    resources: { limits: REQUESTS, requests: REQUESTS },
  };
}
