import type { Manifest } from '../../plane/manifest.ts';
import { app, service, untilComplete } from './apps.ts';
import type { Fault } from './fault.ts';

const selectsNothing: Fault = {
  name: 'selects-nothing',
  objects: [app('selects-nothing'), service('selects-nothing', { selector: { app: 'shop-web' } })],
  until: (cluster) => untilComplete(cluster, 'selects-nothing'),
  expected: { code: 'service-selects-nothing', confidence: ['confirmed'], on: 'Service/shop' },
  workload: 'deployment/shop',
  cure: { advice: ['correct-selector'] },
};

const portNotNamed: Fault = {
  name: 'port-not-named',
  objects: [
    app('port-not-named'),
    service('port-not-named', { ports: [{ name: 'http', port: 80, targetPort: 'web' }] }),
  ],
  until: (cluster) => untilComplete(cluster, 'port-not-named'),
  expected: { code: 'service-target-port-missing', confidence: ['confirmed'], on: 'Service/shop' },
  workload: 'deployment/shop',
  cure: { advice: ['correct-target-port'] },
};

function ingress(namespace: string, backend: string): Manifest {
  const path = { path: '/', pathType: 'Prefix', backend: { service: { name: backend, port: { name: 'http' } } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop', namespace },
    spec: { ingressClassName: 'web', rules: [{ host: 'shop.example', http: { paths: [path] } }] },
  };
}

const CLASS: Manifest = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'web' },
  spec: { controller: 'example.com/web' },
};

const ingressLeadsNowhere: Fault = {
  name: 'ingress-leads-nowhere',
  objects: [
    CLASS,
    app('ingress-leads-nowhere'),
    service('ingress-leads-nowhere'),
    ingress('ingress-leads-nowhere', 'shop-web'),
  ],
  until: (cluster) => untilComplete(cluster, 'ingress-leads-nowhere'),
  expected: { code: 'ingress-service-missing', confidence: ['confirmed'], on: 'Ingress/shop' },
  cure: { advice: ['correct-service'], edits: 's/name: shop-web/name: shop/' },
};

/** Its Service of no address is not there; the pods run all the same, and are reached by another one. */
const withoutHeadless: Fault = {
  name: 'without-headless',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'without-headless' },
      spec: {
        serviceName: 'db-pods',
        replicas: 2,
        selector: { matchLabels: { app: 'db' } },
        template: {
          metadata: { labels: { app: 'db' } },
          spec: {
            containers: [
              { name: 'db', image: 'registry.example/db:1.0', ports: [{ name: 'http', containerPort: 5432 }] },
            ],
          },
        },
      },
    },
    service('without-headless', {}, 'db'),
  ],
  expected: null,
};

const reached: Fault = {
  name: 'reached',
  objects: [CLASS, app('reached', { replicas: 2 }), service('reached'), ingress('reached', 'shop')],
  expected: null,
};

/** What keeps traffic from its pods, and two in which all arrives. */
export const TRAFFIC: readonly Fault[] = [selectsNothing, portNotNamed, ingressLeadsNowhere, withoutHeadless, reached];
