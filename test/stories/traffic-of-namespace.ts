import { firstStart, mediumNode, settled } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Change } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import {
  gateway,
  gatewayClass,
  ingress,
  ingressClass,
  networkPolicy,
  route,
  rule,
  service,
  sliceOf,
  tlsSecret,
} from './build/traffic.ts';
import { database, member } from './build/statefulset.ts';
import type { Expected, Story } from './story.ts';

/** Everything that leads traffic in a namespace at once. */
const app = settled({});
const shop = settled({ name: 'shop' });
const broken = firstStart({}, { change: waiting('CreateContainerConfigError', 'secret "web-db" not found') });
const web = service('web');
const byName = service('shop', { selector: { 'app.kubernetes.io/name': 'shop' } });
const typo = service('shop', { selector: { 'app.kubernetes.io/name': 'shpo' } });
const nodes = [mediumNode('node-1')];
const nginx = ingressClass();
const tls = { tls: [{ hosts: ['shop.example.org'], secretName: 'shop-tls' }] };
const fine = [
  ...nodes,
  ...app.all,
  ...shop.all,
  web,
  byName,
  sliceOf(web, [app.newPod]),
  sliceOf(byName, [shop.newPod]),
];
const doors = [nginx, ingress('web', tls), tlsSecret('shop-tls'), gatewayClass(), gateway(), route()];

function about(name: string, summary: string, scene: Scene, expected: Expected, inputs: Change = {}): Story {
  return storyOf(`traffic-of-namespace/${name}`, summary, scene, expected, {
    runbook: 'traffic-of-namespace',
    inputs: { onlyNamespace: 'shop', ...(inputs as Record<string, string>) },
  });
}

const OTHERS: Change = { 'app.kubernetes.io/name': 'web' };
const others = service('db', { clusterIP: 'None', selector: OTHERS });
const ofOthers = [sliceOf(others, [app.newPod])];
const headless = service('db', { clusterIP: 'None', selector: { 'app.kubernetes.io/name': 'db' } });

const unready = [...nodes, ...broken.all, web, sliceOf(web, [broken.newPod]), ...doors];

export const trafficOfNamespace: readonly Story[] = [
  about('healthy', 'All of it leads somewhere.', { objects: [...fine, ...doors] }, healthy),
  about('everywhere-healthy', 'The same, asked of every namespace.', { objects: [...fine, ...doors] }, healthy, {
    onlyNamespace: '',
  }),
  about('bare-healthy', 'A cluster without the Gateway API and without an Ingress.', { objects: fine }, healthy),
  about(
    'headless-missing-decoy',
    'A StatefulSet names a Service that is not there: its pods run, and it is worth a word.',
    { objects: [...fine, ...doors, database()] },
    { ...healthy, says: ['shop/db (db)', 'a name such as db-0.db is not found'] },
  ),
  about(
    'headless-not-its-own-decoy',
    'The Service that a StatefulSet names chooses other pods.',
    { objects: [...fine, ...doors, database(), others, ...ofOthers] },
    { ...healthy, says: ['shop/db (db)'] },
  ),
  about(
    'headless-healthy',
    'The headless Service of a StatefulSet chooses its pods.',
    { objects: [...fine, ...doors, database(), headless, sliceOf(headless, [member(database(), 0)])] },
    { ...healthy, never: ['shop/db (db)'] },
  ),
  about(
    'ten-symptoms',
    'The pods of the app wait for a Secret: Service, Ingress and route suffer from one cause.',
    { objects: unready },
    problem('secret-missing', 'confirmed', { says: ['Secret shop/web-db'] }),
  ),
  about(
    'several-causes',
    'A Service with a wrong selector, and an Ingress to a Service that does not exist.',
    {
      objects: [
        ...nodes,
        ...app.all,
        ...shop.all,
        web,
        typo,
        sliceOf(web, [app.newPod]),
        sliceOf(typo, []),
        nginx,
        ingress('web', { rules: [rule('shop.example.org', 'wbe')] }),
      ],
    },
    problems([
      ['ingress-service-missing', 'confirmed'],
      ['service-selects-nothing', 'confirmed'],
    ]),
  ),
  about(
    'one-workload',
    'The same, and only one workload is asked about, which is well.',
    {
      objects: [...nodes, ...app.all, ...shop.all, web, typo, sliceOf(web, [app.newPod]), sliceOf(typo, [])],
    },
    healthy,
    { workload: 'Deployment/shop/web' },
  ),
  about(
    'one-workload-missed',
    'The Service of the workload that is asked about misses it by a letter.',
    {
      objects: [...nodes, ...app.all, ...shop.all, web, typo, sliceOf(web, [app.newPod]), sliceOf(typo, [])],
    },
    problem('service-selects-nothing', 'confirmed'),
    { workload: 'Deployment/shop/shop' },
  ),
  about(
    'policy-decoy',
    'A policy that lets nobody in, and nobody who says so.',
    {
      objects: [
        ...fine,
        ...doors,
        networkPolicy('shop', 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
      ],
    },
    healthy,
  ),
  about(
    'slices-denied',
    'The EndpointSlices may not be looked at.',
    { objects: [...fine, ...doors], denied: ['endpointslices.discovery.k8s.io'] },
    incomplete({ says: ['endpointslices'] }),
  ),
  about(
    'secrets-denied',
    'Whether the certificates are there may not be looked at.',
    { objects: [...fine, ...doors], denied: ['secrets'] },
    incomplete({ says: ['secrets'] }),
  ),
];
