import { describe, expect, test } from 'vitest';
import { containerStatus, definition, get, list, object, pod, serving, TABLE } from './build.ts';

interface Table {
  readonly columnDefinitions: readonly { name: string; priority: number }[];
  readonly rows: readonly { cells: readonly unknown[] }[];
}

/** The cells of every row by the names of their columns; `now` is two hours after everything was created. */
async function rowsOf(path: string, ...objects: readonly object[]): Promise<Record<string, unknown>[]> {
  const server = await serving({
    'snapshot.yaml': 'capturedAt: 2026-01-01T02:00:00Z\ncomplete: true\n',
    'objects.json': list(objects),
  });
  const { columnDefinitions, rows } = (await get(server, path, TABLE)).body as Table;
  const names = columnDefinitions.map((column) => column.name + (column.priority > 0 ? '*' : ''));
  return rows.map(({ cells }) => Object.fromEntries(names.map((name, index) => [name, cells[index]])));
}

async function podRow(rest: object): Promise<Record<string, unknown> | undefined> {
  const [row] = await rowsOf('/api/v1/pods', pod('a/p', { ...rest }));
  return row;
}

const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const ended = (exitCode: number, rest: object = {}): Readonly<Record<string, unknown>> => ({
  terminated: { exitCode, ...rest },
});

describe('pods', () => {
  test('the columns of kubectl', async () => {
    expect(await podRow({})).toEqual({
      Name: 'p',
      Ready: '1/1',
      Status: 'Running',
      Restarts: '0',
      Age: '120m',
      'IP*': '<none>',
      'Node*': 'n1',
      'Nominated Node*': '<none>',
      'Readiness Gates*': '<none>',
    });
  });

  test('restarts say when the last one was', async () => {
    const status = containerStatus('app', running, {
      restartCount: 3,
      ready: true,
      lastState: ended(1, { finishedAt: '2026-01-01T01:55:30Z' }),
    });
    expect(await podRow({ status: { phase: 'Running', containerStatuses: [status] } })).toMatchObject({
      Restarts: '3 (4m30s ago)',
    });
  });

  const spec = (init: readonly object[] = [], count = 1): object => ({
    initContainers: init,
    containers: Array.from({ length: count }, (_, index) => ({ name: `c${index}` })),
  });
  const waiting = (reason: string): Readonly<Record<string, unknown>> => ({ waiting: { reason } });
  test.each<[string, string, object]>([
    ['Pending', '0/1', { spec: spec(), status: { phase: 'Pending' } }],
    ['Evicted', '0/1', { spec: spec(), status: { phase: 'Failed', reason: 'Evicted' } }],
    [
      'SchedulingGated',
      '0/1',
      { spec: spec(), status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', reason: 'SchedulingGated' }] } },
    ],
    [
      'Terminating',
      '0/1',
      { metadata: { deletionTimestamp: '2026-01-01T01:00:00Z' }, spec: spec(), status: { phase: 'Running' } },
    ],
    [
      'Unknown',
      '0/1',
      { metadata: { deletionTimestamp: '2026-01-01T01:00:00Z' }, spec: spec(), status: { reason: 'NodeLost' } },
    ],
    [
      'ErrImagePull',
      '0/2',
      {
        spec: spec([], 2),
        status: {
          phase: 'Pending',
          containerStatuses: [
            containerStatus('c0', waiting('ErrImagePull')),
            containerStatus('c1', waiting('ContainerCreating')),
          ],
        },
      },
    ],
    [
      'ExitCode:3',
      '0/1',
      { spec: spec(), status: { phase: 'Failed', containerStatuses: [containerStatus('c0', ended(3))] } },
    ],
    [
      'Signal:9',
      '0/1',
      {
        spec: spec(),
        status: { phase: 'Failed', containerStatuses: [containerStatus('c0', ended(137, { signal: 9 }))] },
      },
    ],
    [
      'NotReady',
      '1/2',
      {
        spec: spec([], 2),
        status: {
          phase: 'Running',
          containerStatuses: [
            containerStatus('c0', ended(0, { reason: 'Completed' })),
            containerStatus('c1', running, { ready: true }),
          ],
        },
      },
    ],
    [
      'Init:1/2',
      '0/1',
      {
        spec: spec([{ name: 'i0' }, { name: 'i1' }]),
        status: {
          phase: 'Pending',
          initContainerStatuses: [containerStatus('i0', ended(0)), containerStatus('i1', running)],
        },
      },
    ],
    [
      'Init:CrashLoopBackOff',
      '0/1',
      {
        spec: spec([{ name: 'i0' }]),
        status: { phase: 'Pending', initContainerStatuses: [containerStatus('i0', waiting('CrashLoopBackOff'))] },
      },
    ],
    [
      'Init:ExitCode:2',
      '0/1',
      {
        spec: spec([{ name: 'i0' }]),
        status: { phase: 'Pending', initContainerStatuses: [containerStatus('i0', ended(2))] },
      },
    ],
    [
      'Running',
      '2/2',
      {
        spec: spec([{ name: 'i0', restartPolicy: 'Always' }]),
        status: {
          phase: 'Running',
          conditions: [{ type: 'Initialized', status: 'True' }],
          initContainerStatuses: [containerStatus('i0', running, { started: true, ready: true })],
          containerStatuses: [containerStatus('c0', running, { ready: true })],
        },
      },
    ],
  ])('%s %s', async (Status, Ready, rest) => {
    expect(await podRow(rest)).toMatchObject({ Status, Ready });
  });
});

const template = {
  spec: {
    containers: [
      { name: 'c', image: 'i:1' },
      { name: 'd', image: 'j:2' },
    ],
  },
};
const selector = {
  matchLabels: { app: 'w' },
  matchExpressions: [
    { key: 'x', operator: 'In', values: ['1', '2'] },
    { key: 'y', operator: 'Exists' },
  ],
};
const containers = { 'Containers*': 'c,d', 'Images*': 'i:1,j:2' };

test.each<[string, string, object, object]>([
  [
    '/apis/apps/v1/deployments',
    'Deployment',
    { spec: { replicas: 2, template, selector }, status: { readyReplicas: 1, updatedReplicas: 2 } },
    { Ready: '1/2', 'Up-to-date': 2, Available: 0, Age: '120m', ...containers, 'Selector*': 'app=w,x in (1,2),y' },
  ],
  [
    '/apis/apps/v1/replicasets',
    'ReplicaSet',
    { spec: { replicas: 2, template }, status: { replicas: 1 } },
    { Desired: 2, Current: 1, Ready: 0, ...containers },
  ],
  [
    '/apis/apps/v1/statefulsets',
    'StatefulSet',
    { spec: { replicas: 3, template }, status: {} },
    { Ready: '0/3', ...containers },
  ],
  [
    '/apis/apps/v1/daemonsets',
    'DaemonSet',
    {
      spec: { template: { spec: { nodeSelector: { os: 'linux' } } } },
      status: { desiredNumberScheduled: 4, numberReady: 3 },
    },
    { Desired: 4, Current: 0, Ready: 3, 'Node Selector': 'os=linux' },
  ],
  [
    '/apis/batch/v1/jobs',
    'Job',
    { spec: { completions: 2, template }, status: { succeeded: 1, startTime: '2026-01-01T01:00:00Z' } },
    { Status: 'Running', Completions: '1/2', Duration: '60m' },
  ],
  [
    '/apis/batch/v1/jobs',
    'Job',
    {
      spec: { parallelism: 3, template },
      status: {
        startTime: '2026-01-01T01:00:00Z',
        completionTime: '2026-01-01T01:00:09Z',
        conditions: [{ type: 'Failed', status: 'True' }],
      },
    },
    { Status: 'Failed', Completions: '0/1 of 3', Duration: '9s' },
  ],
  [
    '/apis/batch/v1/cronjobs',
    'CronJob',
    { spec: { schedule: '0 * * * *', jobTemplate: { spec: { template } } }, status: { active: [{}] } },
    { Schedule: '0 * * * *', Suspend: 'False', Active: 1, 'Last Schedule': '<none>', ...containers },
  ],
  [
    '/api/v1/services',
    'Service',
    {
      spec: {
        type: 'LoadBalancer',
        clusterIP: '10.0.0.1',
        ports: [
          { port: 80, nodePort: 30080, protocol: 'TCP' },
          { port: 53, protocol: 'UDP' },
        ],
        selector: { b: '1', a: '2' },
      },
    },
    {
      Type: 'LoadBalancer',
      'Cluster-IP': '10.0.0.1',
      'External-IP': '<pending>',
      'Port(s)': '80:30080/TCP,53/UDP',
      'Selector*': 'a=2,b=1',
    },
  ],
  [
    '/api/v1/persistentvolumeclaims',
    'PersistentVolumeClaim',
    {
      spec: { volumeName: 'v', storageClassName: 'gp3', volumeMode: 'Filesystem' },
      status: { phase: 'Bound', capacity: { storage: '5Gi' }, accessModes: ['ReadWriteOnce'] },
    },
    {
      Status: 'Bound',
      Volume: 'v',
      Capacity: '5Gi',
      'Access Modes': 'RWO',
      StorageClass: 'gp3',
      VolumeAttributesClass: '<unset>',
      'VolumeMode*': 'Filesystem',
    },
  ],
  ['/api/v1/configmaps', 'ConfigMap', { data: { a: '1' }, binaryData: { b: '2' } }, { Data: 2, Age: '120m' }],
  ['/api/v1/secrets', 'Secret', { type: 'Opaque', data: { a: '1' } }, { Type: 'Opaque', Data: 1 }],
  [
    '/api/v1/endpoints',
    'Endpoints',
    { subsets: [{ addresses: [{ ip: '1.1.1.1' }, { ip: '1.1.1.2' }], ports: [{ port: 1 }, { port: 2 }] }] },
    { Endpoints: '1.1.1.1:1,1.1.1.2:1,1.1.1.1:2 + 1 more...' },
  ],
  [
    '/apis/networking.k8s.io/v1/ingresses',
    'Ingress',
    {
      spec: { ingressClassName: 'alb', rules: [{ host: 'h.example.com' }], tls: [{}] },
      status: { loadBalancer: { ingress: [{ hostname: 'lb' }] } },
    },
    { Class: 'alb', Hosts: 'h.example.com', Address: 'lb', Ports: '80, 443' },
  ],
  [
    '/api/v1/events',
    'Event',
    {
      type: 'Warning',
      reason: 'BackOff',
      message: ' hello\n',
      count: 4,
      involvedObject: { kind: 'Pod', name: 'p', fieldPath: 'f' },
      source: { component: 'kubelet', host: 'n1' },
      lastTimestamp: '2026-01-01T01:59:00Z',
    },
    {
      'Last Seen': '60s',
      Type: 'Warning',
      Reason: 'BackOff',
      Object: 'pod/p',
      'Subobject*': 'f',
      'Source*': 'kubelet, n1',
      Message: 'hello',
      'Count*': 4,
    },
  ],
  [
    '/apis/helm.toolkit.fluxcd.io/v2/helmreleases',
    'HelmRelease',
    { status: { conditions: [{ type: 'Ready', status: 'False', message: 'timed out' }] } },
    { Name: 'x', Age: '120m', Ready: 'False', Status: 'timed out' },
  ],
  ['/apis/policy/v1/poddisruptionbudgets', 'PodDisruptionBudget', {}, { Name: 'x', Age: '120m' }],
])('%s shows a %s as kubectl does', async (path, kind, rest, expected) => {
  const apiVersion = path.replace(/^\/apis?\/|\/[^/]+$/g, '');
  expect(await rowsOf(path, object(apiVersion, kind, 'a/x', { ...rest }))).toMatchObject([expected]);
});

test('nodes: status, roles and addresses', async () => {
  const node = (name: string, rest: object, labels: object = {}): object =>
    object('v1', 'Node', name, { metadata: { labels }, ...rest });
  const rows = await rowsOf(
    '/api/v1/nodes',
    node(
      'n1',
      {
        status: {
          conditions: [{ type: 'Ready', status: 'True' }],
          addresses: [{ type: 'InternalIP', address: '10.0.0.9' }],
          nodeInfo: { kubeletVersion: 'v1.31.0', osImage: 'Linux' },
        },
      },
      { 'node-role.kubernetes.io/worker': '' },
    ),
    node('n2', { spec: { unschedulable: true }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
    node('n3', {}),
  );
  expect(rows[0]).toMatchObject({
    Status: 'Ready',
    Roles: 'worker',
    Version: 'v1.31.0',
    'Internal-IP*': '10.0.0.9',
    'OS-Image*': 'Linux',
  });
  expect(rows.map((row) => row['Status'])).toEqual(['Ready', 'NotReady,SchedulingDisabled', 'Unknown']);
});

test('custom kinds show the columns that their definition declares', async () => {
  const additionalPrinterColumns = [
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
    { name: 'Since', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Zone', type: 'string', jsonPath: '.metadata.labels.topology\\.kubernetes\\.io/zone', priority: 1 },
    { name: 'None', type: 'string', jsonPath: '.spec.nothing' },
    { name: 'Odd', type: 'string', jsonPath: '.spec.list[*].x' },
  ];
  const versions = [{ name: 'v1', served: true, additionalPrinterColumns }];
  const rows = await rowsOf(
    '/apis/example.com/v1/widgets',
    definition('widgets', 'example.com', 'Widget', { versions }),
    object('example.com/v1', 'Widget', 'a/w', {
      metadata: { labels: { 'topology.kubernetes.io/zone': 'z' } },
      spec: { size: 3 },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    }),
  );
  expect(rows).toEqual([{ Name: 'w', Ready: 'True', Size: 3, Since: '120m', 'Zone*': 'z', None: null, Odd: null }]);
});

describe('limits and machinery', () => {
  const metric = (type: string, rest: object): object => ({ type, ...rest });
  const cpu = metric('Resource', {
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
  });
  const queue = metric('External', { external: { metric: { name: 'queue' }, target: { averageValue: '30' } } });
  const perPod = metric('Pods', { pods: { metric: { name: 'rps' }, target: { averageValue: '1k' } } });
  test.each<[readonly object[], readonly object[], string]>([
    [[], [], '<none>'],
    [[cpu], [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 81 } } }], 'cpu: 81%/60%'],
    [[queue], [{ type: 'External', external: { current: { averageValue: '12' } } }], '12/30 (avg)'],
    [[metric('Object', { object: { target: { value: '5' } } })], [], '<unknown>/5'],
    [[cpu, queue, perPod], [], 'cpu: <unknown>/60%, <unknown>/30 (avg) + 1 more...'],
    [[metric('Moon', {})], [], '<unknown type>'],
  ])('the targets of a HorizontalPodAutoscaler %#', async (metrics, currentMetrics, expected) => {
    const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'a/h', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 5, metrics },
      status: { currentMetrics },
    });
    const [row] = await rowsOf('/apis/autoscaling/v2/horizontalpodautoscalers', scaler);
    expect(row).toMatchObject({ Targets: expected, MinPods: '<unset>', MaxPods: 5, Reference: 'Deployment/web' });
  });

  const approved = { conditions: [{ type: 'Approved' }], certificate: 'eA==' };
  const unavailable = { conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints' }] };
  test.each<[string, object, object]>([
    [
      '/apis/certificates.k8s.io/v1/certificatesigningrequests',
      object('certificates.k8s.io/v1', 'CertificateSigningRequest', 'c', {
        spec: { signerName: 's.io/x', username: 'ann', expirationSeconds: 3600 },
        status: approved,
      }),
      { SignerName: 's.io/x', Requestor: 'ann', RequestedDuration: '60m', Condition: 'Approved,Issued' },
    ],
    [
      '/apis/apiregistration.k8s.io/v1/apiservices',
      object('apiregistration.k8s.io/v1', 'APIService', 'v1beta1.metrics.k8s.io', {
        spec: { service: { namespace: 'kube-system', name: 'metrics-server' } },
        status: unavailable,
      }),
      { Service: 'kube-system/metrics-server', Available: 'False (MissingEndpoints)' },
    ],
    [
      '/apis/apiregistration.k8s.io/v1/apiservices',
      object('apiregistration.k8s.io/v1', 'APIService', 'v1.', {
        status: { conditions: [{ type: 'Available', status: 'True' }] },
      }),
      { Service: 'Local', Available: 'True' },
    ],
    [
      '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
      object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w', { webhooks: [{}, {}] }),
      { Webhooks: 2 },
    ],
    [
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
      object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'p', { spec: { validations: [{}] } }),
      { Validations: 1, ParamKind: '<unset>' },
    ],
    [
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
      object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'b', {
        spec: { policyName: 'p', paramRef: { name: 'x' } },
      }),
      { PolicyName: 'p', ParamRef: '*/x' },
    ],
    [
      '/apis/scheduling.k8s.io/v1/priorityclasses',
      object('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1000, preemptionPolicy: 'Never' }),
      { Value: 1000, 'Global-Default': false, PreemptionPolicy: 'Never' },
    ],
    [
      '/apis/storage.k8s.io/v1/volumeattachments',
      object('storage.k8s.io/v1', 'VolumeAttachment', 'a', {
        spec: { attacher: 'csi.example', nodeName: 'n1', source: { persistentVolumeName: 'pv-1' } },
      }),
      { Attacher: 'csi.example', PV: 'pv-1', Node: 'n1', Attached: false },
    ],
    [
      '/apis/storage.k8s.io/v1/csidrivers',
      object('storage.k8s.io/v1', 'CSIDriver', 'csi.example', { spec: { volumeLifecycleModes: ['Persistent'] } }),
      { AttachRequired: true, PodInfoOnMount: false, TokenRequests: '<unset>', Modes: 'Persistent' },
    ],
    [
      '/apis/discovery.k8s.io/v1/endpointslices',
      object('discovery.k8s.io/v1', 'EndpointSlice', 'a/s', {
        addressType: 'IPv4',
        ports: [{}],
        endpoints: [{ addresses: ['10.0.0.1', '10.0.0.2'] }, { addresses: ['10.0.0.3', '10.0.0.4'] }],
      }),
      { Ports: '*', Endpoints: '10.0.0.1,10.0.0.2,10.0.0.3 + 1 more...' },
    ],
    [
      '/apis/discovery.k8s.io/v1/endpointslices',
      object('discovery.k8s.io/v1', 'EndpointSlice', 'a/s', { addressType: 'IPv4', ports: [], endpoints: [] }),
      { Ports: '<unset>', Endpoints: '<unset>' },
    ],
    [
      '/apis/networking.k8s.io/v1/ingressclasses',
      object('networking.k8s.io/v1', 'IngressClass', 'nginx', {
        spec: { controller: 'k8s.io/nginx', parameters: { apiGroup: 'x.io', kind: 'Params', name: 'p' } },
      }),
      { Controller: 'k8s.io/nginx', Parameters: 'Params.x.io/p' },
    ],
    [
      '/apis/policy/v1/poddisruptionbudgets',
      object('policy/v1', 'PodDisruptionBudget', 'a/b', { spec: { maxUnavailable: '25%' } }),
      { 'Min Available': 'N/A', 'Max Unavailable': '25%', 'Allowed Disruptions': 0 },
    ],
  ])('%s', async (path, one, expected) => {
    expect((await rowsOf(path, one))[0]).toMatchObject(expected);
  });
});
