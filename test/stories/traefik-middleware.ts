import { INSTALLED, mediumNode, settled } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { object, pod, type Built } from './build/build.ts';
import { definition } from './build/definition.ts';
import { deepMerge } from './build/merge.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { ingress, ingressClass, service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** An Ingress names a middleware of Traefik, which leaves the whole router out where there is none of that name. */
const app = settled({});
const web = service('web');
const LABELS = { 'app.kubernetes.io/instance': 'traefik-traefik', 'app.kubernetes.io/name': 'traefik' };
const traefik = pod(
  null,
  {
    name: 'traefik',
    namespace: 'traefik',
    image: 'docker.io/traefik:v3.5.1',
    created: INSTALLED,
    pod: 'traefik-0',
    node: 'node-1',
  },
  { metadata: { labels: LABELS } },
);
const kind = deepMerge(
  definition({ group: 'traefik.io', plural: 'middlewares', kind: 'Middleware', created: INSTALLED }),
  { spec: { versions: [{ name: 'v1alpha1', served: true, storage: true }] }, status: { storedVersions: ['v1alpha1'] } },
);
const middleware = (name: string, namespace = 'shop'): Built =>
  object(
    { apiVersion: 'traefik.io/v1alpha1', kind: 'Middleware', namespace, name, created: INSTALLED },
    { metadata: { generation: 1 }, spec: { headers: { frameDeny: true } } },
  );
const naming = (reference: string): Built =>
  ingress(
    'web',
    { ingressClassName: 'traefik' },
    { metadata: { annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': reference } } },
  );
const base = [
  mediumNode('node-1'),
  ...app.all,
  web,
  sliceOf(web, [app.newPod]),
  deepMerge(ingressClass('traefik'), {
    metadata: { labels: { ...LABELS, 'app.kubernetes.io/component': undefined } },
    spec: { controller: 'traefik.io/ingress-controller' },
  }),
  traefik,
  kind,
];
const SAID =
  '2025-11-15T18:11:47Z ERR error="middleware \\"shop-headers@kubernetescrd\\" does not exist" entryPointName=websecure routerName=shop-web-shop-example-org@kubernetes\n';
const WANTED = naming('shop-headers@kubernetescrd');

function story(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  rest: { readonly denied?: readonly string[]; readonly log?: string } = {},
): Story {
  const { denied = [], log = '' } = rest;
  const scene = { objects: [...base, ...objects], denied, logs: { 'traefik/traefik-0/traefik': log } };
  const inputs = { onlyNamespace: 'shop' };
  return storyOf(`traefik-middleware/${name}`, summary, scene, expected, { runbook: 'traffic-of-namespace', inputs });
}

/** The middleware is not there, is of another namespace, is there, or may not be looked at. */
export const traefikMiddleware: readonly Story[] = [
  story(
    'missing',
    'The middleware does not exist, and Traefik says so.',
    [WANTED, middleware('header')],
    problem('middleware-missing', 'confirmed', {
      says: ['so Traefik answers 404', 'There is one that is called nearly so: header', 'The log of Traefik says'],
    }),
    { log: SAID },
  ),
  story('there', 'The middleware exists.', [WANTED, middleware('headers')], healthy, { log: SAID }),
  story(
    'of-another-namespace',
    'What begins with the name of the namespace is a middleware of another one.',
    [naming('shop-extra-headers@kubernetescrd'), middleware('headers', 'shop-extra')],
    healthy,
  ),
  story(
    'of-a-file',
    'It is declared in a file of Traefik, of which the cluster knows nothing.',
    [naming('headers@file')],
    healthy,
  ),
  story(
    'missing-denied',
    'The middleware does not exist, and middlewares may not be looked at.',
    [WANTED],
    incomplete({ says: ['middlewares.traefik.io'] }),
    { denied: ['middlewares.traefik.io'], log: SAID },
  ),
  story(
    'missing-log-denied',
    'The middleware does not exist, and logs may not be read.',
    [WANTED],
    problem('middleware-missing', 'likely', { never: ['The log of Traefik says'] }),
    { denied: ['pods/log'] },
  ),
];
