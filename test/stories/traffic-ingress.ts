import { INSTALLED, mediumNode, settled } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { object, pod, unschedulable, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { ingress, ingressClass, rule, service, sliceOf, tlsSecret, unserved } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Ingresses that lead nowhere, and why; and those that only look like it. */
const app = settled({});
const web = service('web');
const base = [mediumNode('node-1'), ...app.all, web, sliceOf(web, [app.newPod])];
const tls = { tls: [{ hosts: ['shop.example.org'], secretName: 'shop-tls' }] };
const nginx = ingressClass();
const NGINX_LABELS = {
  'app.kubernetes.io/component': 'controller',
  'app.kubernetes.io/instance': 'ingress-nginx',
  'app.kubernetes.io/name': 'ingress-nginx',
};
const ofNginx = {
  name: 'controller',
  namespace: 'ingress-nginx',
  image: 'registry.k8s.io/ingress-nginx/controller:v1.13.9',
  created: INSTALLED,
  pod: 'ingress-nginx-controller-0',
};
const controller = pod(null, { ...ofNginx, node: 'node-1' }, { metadata: { labels: NGINX_LABELS } });
const NO_ROOM =
  '0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
const waitingController = deepMerge(
  pod(null, { ...ofNginx, requests: { cpu: '100m', memory: '64Gi' } }, unschedulable(NO_ROOM, '2025-11-15T17:30:00Z')),
  { metadata: { labels: NGINX_LABELS } },
);
const certificate = object(
  { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', namespace: 'shop', name: 'shop-tls', created: INSTALLED },
  {
    spec: {
      secretName: 'shop-tls',
      dnsNames: ['shop.example.org'],
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
    },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'DoesNotExist',
          message: 'Issuing certificate as Secret does not exist',
          lastTransitionTime: INSTALLED,
          observedGeneration: 1,
        },
      ],
    },
  },
);
/** What cert-manager waits for while an ACME server looks whether the host is ours. */
const challenge = (dnsName: string, of = 'shop'): Built =>
  object(
    {
      apiVersion: 'acme.cert-manager.io/v1',
      kind: 'Challenge',
      namespace: 'shop',
      name: `${of}-tls-1-2268860154-3847392`,
      created: INSTALLED,
    },
    {
      spec: { dnsName, type: 'HTTP-01', issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' }, wildcard: false },
      status: {
        presented: true,
        processing: true,
        reason: "Waiting for HTTP-01 challenge propagation: wrong status code '404', expected '200'",
        state: 'pending',
      },
    },
  );
const ASKED = { network: 'yes' };
const found = { dns: 'shop.example.org', records: ['203.0.113.10'] };
const trust = {
  names: ['shop.example.org'],
  validFrom: '2025-10-01T00:00:00Z',
  validTo: '2025-12-30T00:00:00Z',
  subject: 'shop.example.org',
  issuer: 'R12',
  protocol: 'TLSv1.3',
};

function about(name: string, summary: string, scene: Scene, expected: Expected, inputs: Change = {}): Story {
  const given = { ingress: 'Ingress/shop/web', ...(inputs as Record<string, string>) };
  return storyOf(`ingress/${name}`, summary, scene, expected, { runbook: 'ingress', inputs: given });
}

function one(own: Built, ...more: readonly Built[]): Scene {
  return { objects: [...base, nginx, controller, own, ...more] };
}

const missing = ingress('web', { rules: [rule('shop.example.org', 'wbe')] });
const noPort = ingress('web', { rules: [rule('shop.example.org', 'web', { number: 81 })] });
const old = { metadata: { creationTimestamp: '2025-10-20T09:00:00Z' } };
const shop = service('shop', {});

export const trafficIngress: readonly Story[] = [
  about(
    'healthy',
    'An Ingress in front of an app as it should be.',
    one(ingress('web', tls), tlsSecret('shop-tls')),
    healthy,
  ),
  about(
    'service-missing',
    'One letter of the name of the Service is wrong.',
    one(missing),
    problem('ingress-service-missing', 'confirmed', {
      says: ['shop.example.org/ → wbe', 'It most likely means web'],
    }),
  ),
  about(
    'service-missing-denied',
    'The same, and the Services may not be looked at.',
    { ...one(missing), denied: ['services'] },
    incomplete({ says: ['services'] }),
  ),
  about(
    'service-missing-class-denied',
    'The same, and whether its class exists may not be looked at; its address says that somebody serves it.',
    { ...one(missing), denied: ['ingressclasses.networking.k8s.io'] },
    problem('ingress-service-missing', 'confirmed'),
  ),
  about(
    'port-missing',
    'The Service has no such port.',
    one(noPort),
    problem('ingress-port-missing', 'confirmed', { says: ['shop.example.org/ → web:81', '80 (http)'] }),
  ),
  about(
    'port-name-missing',
    'The Service has no port of that name.',
    one(ingress('web', { rules: [rule('shop.example.org', 'web', { name: 'htpp' })] })),
    problem('ingress-port-missing', 'confirmed', { says: ['htpp', 'port 80'] }),
  ),
  about(
    'target-port-decoy',
    'ingress-nginx takes the target port of a Service for its port.',
    one(ingress('web', { rules: [rule('shop.example.org', 'web', { number: 8080 })] })),
    healthy,
  ),
  about(
    'class-missing',
    'The class is misspelt, and no controller has taken it up.',
    one(ingress('web', { ingressClassName: 'ngnix' }, unserved)),
    problem('ingress-class-missing', 'confirmed', { says: ['It most likely means nginx', 'ingressClassName: nginx'] }),
  ),
  about(
    'class-missing-denied',
    'The same, and the classes may not be looked at.',
    {
      ...one(ingress('web', { ingressClassName: 'ngnix' }, unserved)),
      denied: ['ingressclasses.networking.k8s.io'],
    },
    incomplete({ says: ['ingressclasses'] }),
  ),
  about(
    'class-of-others-decoy',
    'The class does not exist as an object, and a controller serves it all the same.',
    one(ingress('web', { ingressClassName: 'traefik' })),
    healthy,
  ),
  about(
    'without-class',
    'It names no class, and there is no default.',
    one(ingress('web', { ingressClassName: undefined }, unserved)),
    problem('ingress-without-class', 'confirmed', { says: ['There are: nginx'] }),
  ),
  about(
    'default-class-healthy',
    'It was made before there was a default class, and is served.',
    {
      objects: [
        ...base,
        controller,
        ingressClass('nginx', { metadata: { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } }),
        ingress('web', { ingressClassName: undefined }),
      ],
    },
    healthy,
  ),
  about(
    'controller-gone',
    'The class is left, and what served it was removed.',
    { objects: [...base, nginx, ingress('web', {}, unserved)] },
    problem('ingress-controller-missing', 'confirmed', { says: ['app.kubernetes.io/instance=ingress-nginx'] }),
  ),
  about(
    'controller-waits',
    'What serves the class has no room on any node.',
    { objects: [...base, nginx, waitingController, ingress('web', {}, unserved)] },
    problem('larger-than-any-node', 'confirmed'),
  ),
  about(
    'empty-address-decoy',
    'Its controller runs and gives no addresses, as one on node ports does.',
    one(ingress('web', {}, unserved)),
    healthy,
  ),
  about(
    'certificate-missing',
    'The Secret of its certificate does not exist, and cert-manager says why.',
    one(ingress('web', tls), certificate),
    problem('ingress-certificate-missing', 'confirmed', {
      says: ['Secret shop-tls', 'Issuing certificate as Secret does not exist'],
    }),
  ),
  about(
    'certificate-challenged',
    'The same, and the challenge of its ACME server is not met: that is what holds it up.',
    one(ingress('web', tls), certificate, challenge('shop.example.org'), challenge('other.example.org', 'other')),
    problem('ingress-certificate-missing', 'confirmed', {
      says: [
        'challenge HTTP-01 for shop.example.org',
        "wrong status code '404'",
        'challenges.acme.cert-manager.io shop-',
      ],
      never: ['for other.example.org'],
    }),
  ),
  about(
    'certificate-denied',
    'Whether the Secret exists may not be looked at.',
    { ...one(ingress('web', tls), certificate), denied: ['secrets'] },
    incomplete({ says: ['secrets'] }),
  ),
  about(
    'certificate-opaque-decoy',
    'The Secret is of another type, which ingress-nginx does not mind.',
    one(ingress('web', tls), deepMerge(tlsSecret('shop-tls'), { type: 'Opaque' })),
    healthy,
  ),
  about(
    'rule-taken',
    'An older Ingress has the same host and path, and leads to another Service.',
    one(ingress('web'), deepMerge(ingress('shop', { rules: [rule('shop.example.org', 'shop')] }), old), shop),
    problem('ingress-rule-taken', 'likely', { says: ['Ingress shop/shop had a rule for shop.example.org/'] }),
  ),
  about(
    'canary-decoy',
    'Another Ingress has the same rule as a canary of ingress-nginx.',
    one(
      ingress('web'),
      deepMerge(ingress('shop', { rules: [rule('shop.example.org', 'shop')] }), {
        metadata: {
          creationTimestamp: '2025-10-20T09:00:00Z',
          annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' },
        },
      }),
      shop,
    ),
    healthy,
  ),
  about(
    'host-unknown',
    'DNS does not know the host.',
    {
      ...one(ingress('web')),
      commands: [
        { dns: 'shop.example.org', outcome: 'no-such-name' },
        { get: 'http://shop.example.org/', outcome: 'no-such-name' },
      ],
    },
    problem('ingress-host-unknown', 'likely', { says: ['203.0.113.10'] }),
    ASKED,
  ),
  about(
    'certificate-expired',
    'The host shows a certificate that has expired.',
    {
      ...one(ingress('web', tls), tlsSecret('shop-tls')),
      commands: [
        found,
        {
          get: 'https://shop.example.org/',
          outcome: 'untrusted',
          tls: { ...trust, distrust: 'expired', validTo: '2025-11-01T00:00:00Z' },
        },
      ],
    },
    problem('ingress-certificate-bad', 'confirmed', { says: ['expired', 'R12'] }),
    ASKED,
  ),
  about(
    'answers-502',
    'All that it refers to is there, and the host answers with 502.',
    { ...one(ingress('web')), commands: [found, { get: 'http://shop.example.org/', status: 502 }] },
    problem('ingress-answers-badly', 'possible', { says: ['answers 502'] }),
    ASKED,
  ),
  about(
    'answers-healthy',
    'The host answers with a redirect to its login page.',
    {
      ...one(ingress('web', tls), tlsSecret('shop-tls')),
      commands: [found, { get: 'https://shop.example.org/', status: 302, tls: trust }],
    },
    healthy,
    ASKED,
  ),
  about(
    'two-faults',
    'Neither the Service nor the Secret of the certificate exists.',
    one(ingress('web', { ...tls, rules: [rule('shop.example.org', 'wbe')] })),
    problems([
      ['ingress-certificate-missing', 'confirmed'],
      ['ingress-service-missing', 'confirmed'],
    ]),
  ),
];
