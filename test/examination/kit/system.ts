import { condition, node, object, type Built, type Change } from '../../stories/build/build.ts';
import { ago } from './moment.ts';
import { container, httpProbe, podSpec } from './pod-spec.ts';
import { service, serviceAccount } from './plain.ts';
import { WORKERS, type Workload } from './workload.ts';

const BORN = ago('210d');
const SYSTEM = { namespace: 'kube-system', created: BORN } as const;
export const ZONES = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'] as const;

/** The workers, one in each zone. */
export const workers: readonly Built[] = WORKERS.map((name, index) => worker(name, ZONES[index] ?? ZONES[0]));

export function worker(name: string, zone: string, change: Change = {}): Built {
  const room = { cpu: '7910m', memory: '31500Mi', capacityCpu: '8', capacityMemory: '32Gi' };
  const labels = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'm6i.2xlarge',
    'topology.kubernetes.io/region': 'eu-central-1',
    'topology.kubernetes.io/zone': zone,
    'topology.ebs.csi.aws.com/zone': zone,
  };
  const base = node(name, room, change);
  const metadata = base['metadata'] as { labels: Change };
  return { ...base, metadata: { ...metadata, creationTimestamp: BORN, labels: { ...metadata.labels, ...labels } } };
}

function systemWorkload(kind: Workload['kind'], name: string, replicas: number, spec: Change): Workload {
  const selector = { 'k8s-app': name };
  return {
    kind,
    namespace: 'kube-system',
    name,
    labels: selector,
    selector,
    replicas,
    spec,
    created: BORN,
    revision: 1,
  };
}

const CRITICAL = { priority: 2_000_000_000, priorityClassName: 'system-cluster-critical' };

/** What runs in kube-system of every cluster. */
export const systemWorkloads: readonly Workload[] = [
  {
    ...systemWorkload(
      'Deployment',
      'coredns',
      2,
      podSpec(
        [
          container({
            name: 'coredns',
            image: 'registry.k8s.io/coredns/coredns:v1.12.1',
            args: ['-conf', '/etc/coredns/Corefile'],
            requests: { cpu: '100m', memory: '70Mi' },
            limits: { memory: '170Mi' },
            liveness: httpProbe('/health', 8080, { initialDelaySeconds: 60, failureThreshold: 5, timeoutSeconds: 5 }),
            readiness: httpProbe('/ready', 8181),
            more: {
              ports: [
                { containerPort: 53, name: 'dns', protocol: 'UDP' },
                { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
                { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
              ],
            },
          }),
        ],
        { ...CRITICAL, serviceAccountName: 'coredns', dnsPolicy: 'Default' },
      ),
    ),
    selector: { 'k8s-app': 'kube-dns' },
    labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' },
    log: () =>
      '.:53\n[INFO] plugin/reload: Running configuration SHA512 = 591cf328cccc12bc490481273e738df59329c62c0b729d94e8b61db9961c2fa5f046dd37f1cf888b953814040d180f52594972691cd6ff41be96639138a43908\nCoreDNS-1.12.1\nlinux/amd64, go1.24.1, 707c7c1\n',
  },
  systemWorkload(
    'DaemonSet',
    'kube-proxy',
    3,
    podSpec(
      [container({ name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.34.1', requests: { cpu: '100m' } })],
      {
        hostNetwork: true,
        priority: 2_000_001_000,
        priorityClassName: 'system-node-critical',
        serviceAccountName: 'kube-proxy',
        tolerations: [{ operator: 'Exists' }],
      },
    ),
  ),
  systemWorkload(
    'DaemonSet',
    'calico-node',
    3,
    podSpec([container({ name: 'calico-node', image: 'quay.io/calico/node:v3.30.3', requests: { cpu: '250m' } })], {
      hostNetwork: true,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      serviceAccountName: 'calico-node',
      tolerations: [{ operator: 'Exists' }],
    }),
  ),
  systemWorkload(
    'Deployment',
    'metrics-server',
    1,
    podSpec(
      [
        container({
          name: 'metrics-server',
          image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
          args: ['--secure-port=10250', '--kubelet-preferred-address-types=InternalIP'],
          ports: { https: 10250 },
          requests: { cpu: '100m', memory: '200Mi' },
          readiness: httpProbe('/readyz', 'https', { initialDelaySeconds: 20 }),
        }),
      ],
      { ...CRITICAL, serviceAccountName: 'metrics-server' },
    ),
  ),
];

export const systemPlain: readonly Built[] = [
  ...['coredns', 'kube-proxy', 'calico-node', 'metrics-server'].map((name) => serviceAccount(SYSTEM, name)),
  service(
    {
      ...SYSTEM,
      labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    },
    'kube-dns',
    { 'k8s-app': 'kube-dns' },
    [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53 },
      { name: 'metrics', port: 9153 },
    ],
    { spec: { clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10'] } },
  ),
  service({ ...SYSTEM, labels: { 'k8s-app': 'metrics-server' } }, 'metrics-server', { 'k8s-app': 'metrics-server' }, [
    { name: 'https', port: 443, target: 'https' },
  ]),
  object(
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      namespace: null,
      name: 'v1beta1.metrics.k8s.io',
      created: BORN,
    },
    {
      spec: {
        group: 'metrics.k8s.io',
        groupPriorityMinimum: 100,
        insecureSkipTLSVerify: true,
        service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
        version: 'v1beta1',
        versionPriority: 100,
      },
      status: { conditions: [condition('Available', 'True', 'Passed', 'all checks passed', BORN)] },
    },
  ),
  object(
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      namespace: 'default',
      name: 'kubernetes',
      created: BORN,
    },
    {
      metadata: { generation: 1, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.20.0.4'], conditions: { ready: true } }],
      ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
    },
  ),
  object(
    { apiVersion: 'v1', kind: 'Endpoints', namespace: 'default', name: 'kubernetes', created: BORN },
    {
      metadata: { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: [{ ip: '10.20.0.4' }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
    },
  ),
  ...(
    [
      ['system-cluster-critical', 2_000_000_000],
      ['system-node-critical', 2_000_001_000],
    ] as const
  ).map(([name, value]) =>
    object(
      { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', namespace: null, name, created: BORN },
      { value, preemptionPolicy: 'PreemptLowerPriority', description: 'Used for system critical pods.' },
    ),
  ),
  object(
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', namespace: null, name: 'gp3', created: BORN },
    {
      metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      allowVolumeExpansion: true,
      parameters: { type: 'gp3' },
      provisioner: 'ebs.csi.aws.com',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  ),
  object(
    { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', namespace: null, name: 'ebs.csi.aws.com', created: BORN },
    {
      spec: {
        attachRequired: true,
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
        podInfoOnMount: false,
        requiresRepublish: false,
        seLinuxMount: false,
        storageCapacity: false,
        volumeLifecycleModes: ['Persistent'],
      },
    },
  ),
];

const NEXT_DOOR = { namespace: 'heronry', created: ago('140d'), labels: { app: 'lapwing' } } as const;

/** Somebody else's application, which is as it should be. */
export const neighbours: { readonly workloads: readonly Workload[]; readonly plain: readonly Built[] } = {
  workloads: [
    {
      kind: 'Deployment',
      namespace: NEXT_DOOR.namespace,
      name: 'lapwing',
      labels: NEXT_DOOR.labels,
      selector: NEXT_DOOR.labels,
      replicas: 2,
      created: NEXT_DOOR.created,
      spec: podSpec([
        container({
          name: 'lapwing',
          image: 'registry.heronry.example/lapwing:5.2.0',
          ports: { http: 8000 },
          requests: { cpu: '100m', memory: '128Mi' },
          limits: { memory: '256Mi' },
          readiness: httpProbe('/up', 'http'),
        }),
      ]),
    },
  ],
  plain: [service(NEXT_DOOR, 'lapwing', NEXT_DOOR.labels, [{ name: 'http', port: 80, target: 'http' }])],
};
