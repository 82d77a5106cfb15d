import { condition, object, type Built, type Change } from '../../stories/build/build.ts';
import { listOf, partOf, textOf } from '../../stories/build/json-parts.ts';
import { fine } from '../kit/fates.ts';
import { surrounded, type Model } from '../kit/model.ts';
import { ago, later } from '../kit/moment.ts';
import {
  boundClaim,
  budget,
  claimTemplate,
  configMap,
  HEADLESS,
  networkPolicy,
  secret,
  service,
  serviceAccount,
} from '../kit/plain.ts';
import {
  configVolume,
  container,
  execProbe,
  fromSecret,
  grpcProbe,
  httpProbe,
  podSpec,
  secretVolume,
  tcpProbe,
  values,
} from '../kit/pod-spec.ts';
import { WORKERS, type Workload } from '../kit/workload.ts';
import { application, aroundPlain, aroundWorkloads, EDGE } from './around.ts';
import { mongo, oxbowWell, quillonWell, tamarackWell } from './words.ts';

export const SPACE = 'vesperfold';
const CREATED = ago('77d');
export const HOME = { namespace: SPACE, created: CREATED } as const;
export const LAST_WEEK = ago('6d11h');
const [FIRST, SECOND, THIRD] = WORKERS;
export const STATE_NODE = THIRD;

export const markOf = (name: string): { 'vesper.example/part': string } => ({ 'vesper.example/part': name });

function part(name: string, replicas: number, spec: Change, rest: Partial<Workload> = {}): Workload {
  return {
    kind: 'Deployment',
    namespace: SPACE,
    name,
    labels: markOf(name),
    selector: markOf(name),
    replicas,
    created: CREATED,
    revision: 18,
    nodes: [FIRST, SECOND],
    spec,
    ...rest,
  };
}

const workloads: readonly Workload[] = [
  part(
    'oxbow',
    2,
    podSpec(
      [
        container({
          name: 'oxbow',
          image: 'registry.vesper.example/oxbow:2.18.0',
          ports: { grpc: 9090, http: 8090 },
          env: [
            ...values({ NATS_URL: 'nats://whimbrel:4222', MONGO_HOST: 'dunlin:27017' }),
            fromSecret('MONGO_PASSWORD', 'dunlin-keys', 'oxbow'),
          ],
          requests: { cpu: '200m', memory: '128Mi' },
          limits: { memory: '256Mi' },
          readiness: httpProbe('/readyz', 'http'),
          liveness: grpcProbe(9090, { initialDelaySeconds: 10 }),
        }),
      ],
      { serviceAccountName: 'oxbow' },
    ),
    { log: (pod) => oxbowWell(later(pod.created, 2)) },
  ),
  part(
    'quillon',
    2,
    podSpec(
      [
        container({
          name: 'quillon',
          image: 'registry.vesper.example/quillon:5.0.7',
          env: [
            ...values({ DOTNET_gcServer: '0', Nats__Url: 'nats://whimbrel:4222', Mongo__Host: 'dunlin:27017' }),
            fromSecret('Mongo__Password', 'dunlin-keys', 'quillon'),
          ],
          requests: { cpu: '200m', memory: '256Mi' },
          limits: { memory: '512Mi' },
        }),
      ],
      { serviceAccountName: 'quillon' },
    ),
    {
      log: () => quillonWell(),
      fates: [
        fine({
          at: LAST_WEEK,
          exitCode: 134,
          reason: 'Error',
          count: 4,
          events: (pod) => [
            {
              reason: 'BackOff',
              message: `Back-off restarting failed container quillon in pod ${pod.name}_${pod.namespace}(${pod.uid})`,
              container: 'quillon',
              first: later(LAST_WEEK, -190),
              last: later(LAST_WEEK, -3),
              count: 15,
            },
          ],
        }),
        fine(),
      ],
    },
  ),
  part(
    'tamarack',
    2,
    podSpec(
      [
        container({
          name: 'tamarack',
          image: 'registry.vesper.example/tamarack:11.4.0',
          ports: { web: 3000 },
          env: values({ NODE_ENV: 'production', RPC_TARGET: 'dns:///oxbow:9090' }),
          requests: { cpu: '100m', memory: '192Mi' },
          limits: { memory: '256Mi' },
          mounts: { session: '/run/session' },
          readiness: httpProbe('/ready', 'web'),
          liveness: httpProbe('/live', 'web', { initialDelaySeconds: 5 }),
        }),
      ],
      { serviceAccountName: 'tamarack', volumes: [secretVolume('session', 'tamarack-cookie')] },
    ),
    { log: (pod) => tamarackWell(later(pod.created, 2)) },
  ),
  {
    ...part(
      'dunlin',
      1,
      podSpec([
        container({
          name: 'mongod',
          image: 'docker.io/library/mongo:8.0',
          args: ['--bind_ip_all', '--auth'],
          ports: { mongo: 27017 },
          requests: { cpu: '500m', memory: '1Gi' },
          limits: { memory: '2Gi' },
          mounts: { data: '/data/db' },
          readiness: execProbe(['mongosh', '--quiet', '--eval', 'db.adminCommand("ping")'], { timeoutSeconds: 5 }),
        }),
      ]),
    ),
    kind: 'StatefulSet',
    nodes: [STATE_NODE],
    more: { serviceName: 'dunlin-members', volumeClaimTemplates: [claimTemplate('data', 'gp3', '40Gi')] },
    log: (pod) =>
      `${mongo(later(pod.created, 4), 'I', 'NETWORK', 'Waiting for connections', { port: 27017, ssl: 'off' })}\n`,
  },
  {
    ...part(
      'whimbrel',
      1,
      podSpec(
        [
          container({
            name: 'nats',
            image: 'docker.io/library/nats:2.12',
            args: ['-c', '/etc/nats/nats.conf'],
            ports: { client: 4222, monitor: 8222 },
            requests: { cpu: '100m', memory: '256Mi' },
            limits: { memory: '512Mi' },
            mounts: { conf: '/etc/nats', data: '/data' },
            readiness: httpProbe('/healthz', 'monitor'),
            startup: tcpProbe('client', { failureThreshold: 30 }),
          }),
        ],
        { volumes: [configVolume('conf', 'whimbrel-conf')] },
      ),
    ),
    kind: 'StatefulSet',
    nodes: [FIRST],
    more: { serviceName: 'whimbrel-members', volumeClaimTemplates: [claimTemplate('data', 'gp3', '10Gi')] },
    log: () =>
      [
        '[1] 2025/11/27 15:20:31.771034 [INF] Starting nats-server',
        '[1] 2025/11/27 15:20:31.771060 [INF]   Version:  2.12.1',
        '[1] 2025/11/27 15:20:31.812345 [INF] Listening for client connections on 0.0.0.0:4222',
        '[1] 2025/11/27 15:20:31.812388 [INF] Server is ready',
        '',
      ].join('\n'),
  },
];

const NATS = [
  'server_name: whimbrel-0',
  'port: 4222',
  'http_port: 8222',
  '',
  'jetstream {',
  '  store_dir: /data',
  '  max_file_store: 8G',
  '}',
  '',
].join('\n');
export const NATS_MISTAKEN = NATS.replace('jetstream {', 'jetsream {');

const only = (name: string): Change => ({ podSelector: { matchLabels: markOf(name) } });
const ports = (...numbers: readonly number[]): readonly Change[] => numbers.map((port) => ({ port, protocol: 'TCP' }));
const toEdge: Change = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': EDGE } } };

export function dnsRule(protocols: readonly string[]): Change {
  return {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: protocols.map((protocol) => ({ port: 53, protocol })),
      },
    ],
  };
}

export function clientsOf(name: string, clients: readonly string[], ...numbers: readonly number[]): Change {
  return {
    ...only(name),
    policyTypes: ['Ingress'],
    ingress: [{ from: clients.map(only), ...(numbers.length === 0 ? {} : { ports: ports(...numbers) }) }],
  };
}

const policies: readonly Built[] = [
  networkPolicy(HOME, 'vesper-closed', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  networkPolicy(HOME, 'vesper-names', dnsRule(['UDP', 'TCP'])),
  networkPolicy(HOME, 'vesper-within', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: [{ podSelector: {} }] }],
  }),
  networkPolicy(HOME, 'oxbow-watch', {
    ...only('oxbow'),
    policyTypes: ['Egress'],
    egress: [{ ports: ports(443, 6443) }],
  }),
  networkPolicy(HOME, 'dunlin-clients', clientsOf('dunlin', ['oxbow', 'quillon'], 27017)),
  networkPolicy(HOME, 'whimbrel-clients', clientsOf('whimbrel', ['oxbow', 'quillon'], 4222)),
  networkPolicy(HOME, 'oxbow-callers', {
    ...only('oxbow'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [only('tamarack'), toEdge] }],
  }),
  networkPolicy(HOME, 'tamarack-callers', {
    ...only('tamarack'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [toEdge], ports: ports(3000) }],
  }),
];

/** The route to the front, as its controller has taken it. */
export function route(backend: string, refs: Change, generation = 1): Built {
  return object(
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      namespace: SPACE,
      name: 'tamarack-paths',
      created: CREATED,
    },
    {
      metadata: { generation },
      spec: {
        hostnames: ['vesper.example'],
        parentRefs: [
          { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'causeway', namespace: 'ferrywright' },
        ],
        rules: [
          {
            backendRefs: [{ group: '', kind: 'Service', name: 'oxbow', port: 8090, weight: 1 }],
            matches: [{ path: { type: 'PathPrefix', value: '/rpc' } }],
          },
          {
            backendRefs: [{ group: '', kind: 'Service', name: backend, port: 80, weight: 1 }],
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          },
        ],
      },
      status: {
        parents: [
          {
            controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
            parentRef: {
              group: 'gateway.networking.k8s.io',
              kind: 'Gateway',
              name: 'causeway',
              namespace: 'ferrywright',
            },
            conditions: [
              {
                ...condition('Accepted', 'True', 'Accepted', 'Route is accepted', later(CREATED, 9)),
                observedGeneration: generation,
              },
              { ...refs, observedGeneration: generation },
            ],
          },
        ],
      },
    },
  );
}

export function role(resources: readonly string[]): Built {
  return object(
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      namespace: SPACE,
      name: 'oxbow-watcher',
      created: CREATED,
    },
    {
      rules: [
        { apiGroups: [''], resources: ['services'], verbs: ['get', 'list', 'watch'] },
        ...(resources.length === 0
          ? []
          : [{ apiGroups: ['discovery.k8s.io'], resources, verbs: ['get', 'list', 'watch'] }]),
      ],
    },
  );
}

const plain: readonly Built[] = [
  ...['oxbow', 'quillon', 'tamarack'].map((name) => serviceAccount(HOME, name)),
  role(['endpointslices']),
  object(
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      namespace: SPACE,
      name: 'oxbow-watcher',
      created: CREATED,
    },
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'oxbow-watcher' },
      subjects: [{ kind: 'ServiceAccount', name: 'oxbow', namespace: SPACE }],
    },
  ),
  secret(HOME, 'dunlin-keys'),
  secret(HOME, 'tamarack-cookie'),
  configMap(HOME, 'whimbrel-conf', { 'nats.conf': NATS }),
  service(HOME, 'oxbow', markOf('oxbow'), [
    { name: 'grpc', port: 9090, target: 9090 },
    { name: 'http', port: 8090, target: 'http' },
  ]),
  service(HOME, 'tamarack', markOf('tamarack'), [{ name: 'web', port: 80, target: 'web' }]),
  service(HOME, 'dunlin', markOf('dunlin'), [{ name: 'mongo', port: 27017, target: 'mongo' }]),
  service(HOME, 'dunlin-members', markOf('dunlin'), [{ name: 'mongo', port: 27017 }], HEADLESS),
  service(HOME, 'whimbrel', markOf('whimbrel'), [{ name: 'client', port: 4222, target: 'client' }]),
  service(HOME, 'whimbrel-members', markOf('whimbrel'), [{ name: 'client', port: 4222 }], HEADLESS),
  ...boundClaim({ ...HOME, labels: markOf('dunlin') }, 'data-dunlin-0', {
    storage: '40Gi',
    storageClass: 'gp3',
    zone: 'eu-central-1c',
  }),
  ...boundClaim({ ...HOME, labels: markOf('whimbrel') }, 'data-whimbrel-0', {
    storage: '10Gi',
    storageClass: 'gp3',
    zone: 'eu-central-1a',
  }),
  budget(HOME, 'tamarack', markOf('tamarack'), 1, { healthy: 2, all: 2 }),
  route(
    'tamarack',
    condition(
      'ResolvedRefs',
      'True',
      'ResolvedRefs',
      'Resolved all the Object references for the Route',
      later(CREATED, 9),
    ),
  ),
  ...policies,
  application('Healthy'),
  ...aroundPlain,
];

/** The third application as it should be. */
export const mesh: Model = {
  ...surrounded({ namespace: SPACE, workloads: [...workloads, ...aroundWorkloads], jobs: [], plain }),
  finish: (objects) => objects.map(tracked),
};

const NOT_DECLARED = ['Pod', 'ReplicaSet', 'ControllerRevision', 'Event', 'PersistentVolumeClaim'];

/** What Argo CD writes on each object that it has put there. */
function tracked(each: Built): Built {
  const metadata = partOf(each, 'metadata');
  const name = textOf(metadata['name']);
  const isOurs = metadata['namespace'] === SPACE && listOf(metadata['ownerReferences']).length === 0;
  const isGiven = ['kube-root-ca.crt', 'default'].includes(name) || NOT_DECLARED.includes(textOf(each['kind']));
  if (!isOurs || isGiven) return each;
  const [group] = textOf(each['apiVersion']).includes('/') ? textOf(each['apiVersion']).split('/') : [''];
  const id = `vesperfold:${group ?? ''}/${textOf(each['kind'])}:${SPACE}/${name}`;
  const annotations = { ...partOf(metadata, 'annotations'), 'argocd.argoproj.io/tracking-id': id };
  return { ...each, metadata: { ...metadata, annotations } };
}

/** Every name of the third application. */
export const names = [
  'vesperfold',
  'oxbow',
  'quillon',
  'tamarack',
  'dunlin',
  'whimbrel',
  'causeway',
  'ferrywright',
  'gatewarden',
  'vesper.example',
] as const;
