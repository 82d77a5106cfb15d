import type { ServedKind } from '../kinds.ts';
import { rootOf } from '../kinds.ts';
import { ACCEPT, type Question, read } from '../question.ts';

/** What is served at all: versions, groups, kinds, health; the older documents, one by one, and the aggregated one. */
export function discoveryQuestions(kinds: readonly ServedKind[]): readonly Question[] {
  const roots = [...new Set(kinds.map(rootOf))];
  const groups = [...new Set(kinds.map(({ group }) => group))].filter((group) => group !== '');
  return [
    ...ROOTS.map((path) => read(path)),
    ...groups.map((group) => read(`/apis/${group}`)),
    ...roots.map((root) => read(root)),
    ...['/api', '/apis'].flatMap((path) => AGGREGATED.map((accept) => read(path, accept))),
    ...['/api', '/apis', '/api/v1', '/version', '/healthz'].map((path) => read(path, '')),
    ...NOWHERE.map((path) => read(path)),
  ];
}

const AGGREGATED = [
  ACCEPT.aggregated,
  ACCEPT['aggregated-v2beta1'],
  'application/json;g=apidiscovery.k8s.io;v=v7;as=APIGroupDiscoveryList',
];

const ROOTS = [
  '/',
  '/api',
  '/apis',
  '/api/',
  '/apis/',
  '/version',
  '/healthz',
  '/healthz/ping',
  '/livez',
  '/livez?verbose',
  '/readyz',
  '/readyz?verbose',
  '/openapi/v2',
  '/openapi/v3',
  '/metrics/cadvisor',
];

const NOWHERE = [
  '/nowhere',
  '/version/x',
  '/api/v2',
  '/api/v2/pods',
  '/apis/nowhere.example.com',
  '/apis/nowhere.example.com/v1',
  '/apis/nowhere.example.com/v1/things',
  '/apis/nowhere.example.com/v1/namespaces/shop/things/one',
  '/apis/apps/v9',
  '/apis/apps/v9/deployments',
  '/apis/apps/v1beta1/deployments',
  '/apis/metrics.k8s.io',
  '/apis/metrics.k8s.io/v1beta1',
  '/apis/metrics.k8s.io/v1beta1/pods',
  '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods',
  '/apis/metrics.k8s.io/v1beta1/nodes/kyrion',
  '/apis/example.com/v1alpha1',
  '/apis/example.com/v1alpha1/widgets',
  '/apis/example.com/v1/gadgets',
];
