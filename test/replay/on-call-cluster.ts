import { containerStatus, CREATED, definition, list, object, pod, type Files } from './build.ts';

const LABELS = { app: 'web' };
const RAN = '2026-01-01T01:50:00Z';
const ENDED = '2026-01-01T01:58:00Z';
const waiting = (reason: string, message = ''): object => ({ waiting: { reason, message } });
const running = { running: { startedAt: CREATED } };
const template = (image = 'web:1'): object => ({
  metadata: { labels: LABELS },
  spec: { containers: [{ name: 'app', image }] },
});
const ended = (exitCode: number, reason: string): object => ({
  terminated: { exitCode, reason, startedAt: RAN, finishedAt: ENDED },
});

/** Pods in the states that a person on call meets. */
const PODS = [
  pod('shop/web', {
    metadata: {
      labels: LABELS,
      uid: 'u-web',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'u-rs', controller: true }],
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.7',
      podIPs: [{ ip: '10.0.0.7' }],
      containerStatuses: [
        containerStatus('app', waiting('CrashLoopBackOff', 'back-off 5m0s') as never, {
          restartCount: 13,
          lastState: ended(137, 'OOMKilled'),
        }),
      ],
    },
  }),
  pod('shop/init', {
    spec: {
      nodeName: 'n1',
      initContainers: [
        { name: 'migrate', image: 'm:1' },
        { name: 'seed', image: 's:1' },
      ],
      containers: [{ name: 'app', image: 'app:1' }],
    },
    status: {
      phase: 'Pending',
      initContainerStatuses: [
        containerStatus('migrate', running),
        containerStatus('seed', waiting('PodInitializing') as never),
      ],
      containerStatuses: [containerStatus('app', waiting('PodInitializing') as never)],
    },
  }),
  pod('shop/done', {
    status: { phase: 'Succeeded', containerStatuses: [containerStatus('app', ended(0, 'Completed') as never)] },
  }),
  pod('shop/evicted', {
    status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' },
  }),
  pod('shop/leaving', { metadata: { deletionTimestamp: ENDED, deletionGracePeriodSeconds: 30 } }),
  pod('shop/two', {
    metadata: { labels: { app: 'two' } },
    spec: {
      nodeName: 'n1',
      containers: [
        { name: 'app', image: 'app:1' },
        { name: 'proxy', image: 'proxy:1' },
      ],
    },
    status: {
      phase: 'Running',
      containerStatuses: [
        containerStatus('app', running, { ready: true }),
        containerStatus('proxy', running, { ready: true }),
      ],
    },
  }),
  pod('bank/api', { metadata: { labels: { app: 'api', tier: 'back' } } }),
];

const WORKLOADS = [
  object('apps/v1', 'Deployment', 'shop/web', {
    metadata: { annotations: { 'deployment.kubernetes.io/revision': '1' }, generation: 1, uid: 'u-deploy' },
    spec: { replicas: 2, selector: { matchLabels: LABELS }, template: template(), progressDeadlineSeconds: 600 },
    status: {
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      unavailableReplicas: 2,
      conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
    },
  }),
  object('apps/v1', 'ReplicaSet', 'shop/web-1', {
    metadata: {
      labels: LABELS,
      uid: 'u-rs',
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u-deploy', controller: true }],
    },
    spec: { replicas: 2, selector: { matchLabels: LABELS }, template: template() },
    status: { replicas: 2, observedGeneration: 1 },
  }),
  object('apps/v1', 'StatefulSet', 'shop/db', {
    spec: { replicas: 3, serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template: template('db:1') },
    status: { replicas: 1, readyReplicas: 1 },
  }),
  object('apps/v1', 'DaemonSet', 'shop/agent', {
    spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent:1') },
    status: { desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 3 },
  }),
  object('batch/v1', 'Job', 'shop/import', {
    spec: { completions: 1, parallelism: 1, selector: { matchLabels: { job: 'import' } }, template: template('i:1') },
    status: { failed: 1, startTime: CREATED, conditions: [{ type: 'Failed', status: 'True' }] },
  }),
  object('batch/v1', 'CronJob', 'shop/nightly', {
    spec: { schedule: '0 3 * * *', suspend: true, jobTemplate: { spec: { template: template('i:1') } } },
    status: { lastScheduleTime: RAN },
  }),
  object('apps/v1', 'ControllerRevision', 'shop/db-1', {
    revision: 1,
    metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', controller: true }] },
  }),
];

const NETWORK = [
  object('v1', 'Service', 'shop/web', {
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.9',
      selector: LABELS,
      ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }],
    },
  }),
  object('v1', 'Endpoints', 'shop/web', { subsets: [{ addresses: [{ ip: '10.0.0.7' }], ports: [{ port: 8080 }] }] }),
  object('discovery.k8s.io/v1', 'EndpointSlice', 'shop/web-x1', {
    metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    ports: [{ port: 8080, name: 'http', protocol: 'TCP' }],
    endpoints: [{ addresses: ['10.0.0.7'], conditions: { ready: false } }],
  }),
  object('networking.k8s.io/v1', 'Ingress', 'shop/web', {
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'shop.example',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
          },
        },
      ],
    },
    status: { loadBalancer: {} },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'shop/deny', { spec: { podSelector: {}, policyTypes: ['Ingress'] } }),
];

const STORAGE = [
  object('v1', 'PersistentVolumeClaim', 'shop/data', {
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '10Gi' } } },
    status: { phase: 'Pending' },
  }),
  object('v1', 'PersistentVolume', 'pv-1', {
    spec: {
      capacity: { storage: '5Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'fast',
      claimRef: { namespace: 'shop', name: 'old' },
      csi: { driver: 'csi.example', volumeHandle: 'v-1' },
    },
    status: { phase: 'Released' },
  }),
  object('storage.k8s.io/v1', 'StorageClass', 'fast', {
    provisioner: 'csi.example',
    volumeBindingMode: 'WaitForFirstConsumer',
    metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  }),
];

const POLICY = [
  object('v1', 'ResourceQuota', 'shop/limits', {
    spec: { hard: { pods: '10', 'limits.cpu': '8', 'requests.cpu': '4' } },
    status: {
      hard: { pods: '10', 'limits.cpu': '8', 'requests.cpu': '4' },
      used: { pods: '10', 'limits.cpu': '2', 'requests.cpu': '1' },
    },
  }),
  object('v1', 'LimitRange', 'shop/defaults', {
    spec: { limits: [{ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m' } }] },
  }),
  object('policy/v1', 'PodDisruptionBudget', 'shop/web', {
    spec: { minAvailable: 1, selector: { matchLabels: LABELS } },
    status: { disruptionsAllowed: 0 },
  }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'shop/web', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
      ],
    },
    status: { currentReplicas: 2 },
  }),
  object('v1', 'ServiceAccount', 'shop/default'),
  object('rbac.authorization.k8s.io/v1', 'Role', 'shop/reader', { rules: [] }),
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'shop/readers', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [
      { kind: 'User', name: 'ann' },
      { kind: 'ServiceAccount', name: 'default', namespace: 'shop' },
    ],
  }),
];

const CLUSTER = [
  object('v1', 'Namespace', 'shop', { status: { phase: 'Active' }, spec: {} }),
  object('v1', 'Namespace', 'bank', { status: { phase: 'Active' }, spec: {} }),
  object('v1', 'Node', 'n1', {
    status: {
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
      addresses: [{ type: 'InternalIP', address: '10.1.0.1' }],
      nodeInfo: {
        kubeletVersion: 'v1.34.1',
        osImage: 'Ubuntu 24.04.3 LTS',
        kernelVersion: '6.8.0-85-generic',
        containerRuntimeVersion: 'containerd://2.1.4',
      },
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    },
  }),
  object('coordination.k8s.io/v1', 'Lease', 'kube-node-lease/n1', {
    spec: { holderIdentity: 'n1', renewTime: '2026-01-01T01:59:58.000000Z' },
  }),
  object('v1', 'ConfigMap', 'shop/settings', { data: { a: '1', b: '2' } }),
  object('v1', 'Secret', 'shop/web-tls', { type: 'kubernetes.io/tls' }),
];

const EVENTS = [
  object('v1', 'Event', 'shop/web.1', {
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'web', namespace: 'shop', uid: 'u-web' },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    source: { component: 'kubelet', host: 'n1' },
    count: 9,
    firstTimestamp: CREATED,
    lastTimestamp: ENDED,
  }),
  object('v1', 'Event', 'shop/web.2', {
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'web', namespace: 'shop', uid: 'u-web' },
    type: 'Normal',
    reason: 'Pulled',
    message: 'Container image "web:1" already present on machine',
    source: { component: 'kubelet', host: 'n1' },
    count: 1,
    firstTimestamp: RAN,
    lastTimestamp: RAN,
  }),
];

const CUSTOM = [
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'shop/web', {
    status: { conditions: [{ type: 'Ready', status: 'False', message: 'context deadline exceeded' }] },
  }),
  object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'shop/fleet', {
    spec: { url: 'ssh://git@git.example/fleet' },
  }),
  definition('widgets', 'example.com', 'Widget', {
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        selectableFields: [{ jsonPath: '.spec.colour' }],
        additionalPrinterColumns: [
          { name: 'Colour', type: 'string', jsonPath: '.spec.colour' },
          { name: 'Made', type: 'date', jsonPath: '.spec.made' },
          { name: 'Weight', type: 'integer', jsonPath: '.spec.weight', priority: 1 },
        ],
      },
    ],
  }),
  object('example.com/v1', 'Widget', 'shop/w1', { spec: { colour: 'red', made: RAN, weight: 7 } }),
  object('example.com/v1', 'Widget', 'shop/w2', { spec: { colour: 'blue' } }),
];

const METRICS = [
  object('metrics.k8s.io/v1beta1', 'PodMetrics', 'shop/web', {
    timestamp: CREATED,
    window: '10s',
    containers: [{ name: 'app', usage: { cpu: '250m', memory: '64Mi' } }],
  }),
  object('metrics.k8s.io/v1beta1', 'NodeMetrics', 'n1', {
    timestamp: CREATED,
    window: '10s',
    usage: { cpu: '1', memory: '2Gi' },
  }),
];

const TIMED_LOG = [
  '2026-01-01T00:30:00.000000001Z first',
  '2026-01-01T01:59:00.000000001Z second',
  '2026-01-01T01:59:30.000000001Z third',
  '',
].join('\n');

/** A whole cluster at two o'clock: everything in it was made two hours before. */
export function onCallCluster({ metrics = true, denied = [] as readonly string[] } = {}): Files {
  return {
    'objects.json': list([
      ...PODS,
      ...WORKLOADS,
      ...NETWORK,
      ...STORAGE,
      ...POLICY,
      ...CLUSTER,
      ...EVENTS,
      ...CUSTOM,
      ...(metrics ? METRICS : []),
    ]),
    'logs/shop/web/app.previous.log': 'starting\nallocating\nkilled\n',
    'logs/shop/two/app.log': TIMED_LOG,
    'logs/shop/two/proxy.log': 'listening\n',
    'snapshot.yaml': `capturedAt: 2026-01-01T02:00:00Z\ncontext: lab\nnamespace: shop\nversion: v1.34.1\ncomplete: true\ndenied: [${denied.join(', ')}]\n`,
  };
}
