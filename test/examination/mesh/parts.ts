import { condition, object, type Built, type Change } from '../../stories/build/build.ts';
import { listOf, partOf, textOf } from '../../stories/build/json-parts.ts';
import { surrounded, type Model } from '../kit/model.ts';
import { later } from '../kit/moment.ts';
import { boundClaim, budget, configMap, HEADLESS, secret, service, serviceAccount } from '../kit/plain.ts';
import { application, aroundPlain, aroundWorkloads } from './around.ts';
import { CREATED, HOME, markOf, SPACE } from './home.ts';
import { policies } from './policies.ts';
import { workloads } from './workloads.ts';

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
