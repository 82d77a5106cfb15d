import { INSTALLED, JUST_NOW, mediumNode, settled } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { gateway, gatewayClass, ingress, ingressClass, route, service, sliceOf, tlsSecret } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Certificates that cert-manager keeps for an Ingress or a Gateway, and whose Secret is there. */
const app = settled({});
const web = service('web');
const fine = [mediumNode('node-1'), ...app.all, web, sliceOf(web, [app.newPod])];
const tls = { tls: [{ hosts: ['shop.example.org'], secretName: 'shop-tls' }] };
const doors = [ingressClass(), ingress('web', tls), tlsSecret('shop-tls')];

function about(name: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(`traffic-of-namespace/${name}`, summary, scene, expected, {
    runbook: 'traffic-of-namespace',
    inputs: { onlyNamespace: 'shop' },
  });
}

function itself(name: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(`kept-certificate/${name}`, summary, scene, expected, {
    runbook: 'kept-certificate',
    inputs: { certificate: 'Certificate/shop/shop-tls' },
  });
}

/** What cert-manager keeps in the Secret of the Ingress and of the Gateway, and what it says of it. */
function kept(ready: Change, status: Change, secretName = 'shop-tls'): Built {
  return object(
    { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', namespace: 'shop', name: secretName, created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: {
        secretName,
        dnsNames: ['shop.example.org'],
        issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      },
      status: {
        conditions: [{ type: 'Ready', lastTransitionTime: INSTALLED, observedGeneration: 1, ...ready }],
        ...status,
      },
    },
  );
}

const issuer = (ready: Change): Built =>
  object(
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      namespace: null,
      name: 'letsencrypt',
      created: INSTALLED,
    },
    {
      metadata: { generation: 1 },
      spec: { acme: { server: 'https://acme.example.org/directory', privateKeySecretRef: { name: 'letsencrypt' } } },
      status: { conditions: [{ type: 'Ready', lastTransitionTime: INSTALLED, observedGeneration: 1, ...ready }] },
    },
  );
const secured = gateway({
  listeners: [
    {
      name: 'http',
      port: 443,
      protocol: 'HTTPS',
      tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'public-tls' }] },
      allowedRoutes: { namespaces: { from: 'Same' } },
    },
  ],
});
const GOOD = { status: 'True', reason: 'Ready', message: 'Certificate is up to date and has not expired' };
const REGISTERED = issuer({
  status: 'True',
  reason: 'ACMEAccountRegistered',
  message: 'The ACME account was registered with the ACME server',
});
const UNREGISTERED = issuer({
  status: 'False',
  reason: 'ErrRegisterACMEAccount',
  message: 'Failed to register ACME account: context deadline exceeded',
});
const later = {
  notBefore: '2025-10-01T00:00:00Z',
  notAfter: '2025-12-30T00:00:00Z',
  renewalTime: '2025-11-30T00:00:00Z',
};
const OVER = {
  notBefore: '2025-08-15T09:00:00Z',
  notAfter: '2025-11-13T09:00:00Z',
  renewalTime: '2025-10-14T09:00:00Z',
};
const EXPIRED = {
  status: 'False',
  reason: 'Expired',
  message: 'Certificate expired on Thu, 13 Nov 2025 09:00:00 UTC',
  lastTransitionTime: '2025-11-13T09:00:00Z',
};
const expired = kept(EXPIRED, OVER);
const dueFor = (hours: string, attempts: Change = {}): Built =>
  kept(GOOD, { ...later, notAfter: '2025-12-15T00:00:00Z', renewalTime: hours, ...attempts });
const overdue = deepMerge(dueFor('2025-11-14T08:00:00Z', { failedIssuanceAttempts: 4 }), {
  status: {
    lastFailureTime: '2025-11-15T16:00:00Z',
    conditions: [
      { type: 'Ready', lastTransitionTime: INSTALLED, observedGeneration: 1, ...GOOD },
      {
        type: 'Issuing',
        status: 'False',
        reason: 'Failed',
        message:
          'The certificate request has failed to complete and will be retried: Failed to wait for order resource "shop-tls-2-1093871" to become ready: order is in "invalid" state: ',
        lastTransitionTime: '2025-11-15T16:00:00Z',
        observedGeneration: 1,
      },
    ],
  },
});
const challenge = object(
  {
    apiVersion: 'acme.cert-manager.io/v1',
    kind: 'Challenge',
    namespace: 'shop',
    name: 'shop-tls-2-1093871-2984712',
    created: '2025-11-15T16:00:00Z',
  },
  {
    spec: {
      dnsName: 'shop.example.org',
      type: 'DNS-01',
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
      wildcard: false,
    },
    status: {
      presented: true,
      processing: true,
      reason: 'Waiting for DNS-01 challenge propagation: DNS record for "shop.example.org" not yet propagated',
      state: 'pending',
    },
  },
);
const changed = (since: string): Built =>
  kept(
    {
      status: 'False',
      reason: 'RequestChanged',
      message: 'Fields on existing CertificateRequest resource not up to date: [spec.dnsNames]',
      lastTransitionTime: since,
    },
    later,
  );

export const keptCertificate: readonly Story[] = [
  about(
    'certificate-good-healthy',
    'cert-manager keeps the certificate of the Ingress, and it is good.',
    { objects: [...fine, ...doors, kept(GOOD, later), REGISTERED] },
    healthy,
  ),
  about(
    'certificate-over',
    'The Secret of the Ingress is there, and the certificate in it has expired.',
    { objects: [...fine, ...doors, expired, UNREGISTERED] },
    problem('kept-certificate-over', 'confirmed', {
      says: ['Certificate shop/shop-tls', 'Ingress shop/web', 'Failed to register ACME account'],
    }),
  ),
  about(
    'certificate-over-gateway',
    'A Gateway takes the expired certificate, and nothing is left of its issuer.',
    { objects: [...fine, gatewayClass(), secured, route(), kept(EXPIRED, OVER, 'public-tls')] },
    problem('kept-certificate-over', 'confirmed', {
      says: ['Gateway shop/public', 'ClusterIssuer letsencrypt, which is to issue it, does not exist'],
    }),
  ),
  about(
    'certificate-over-elsewhere-decoy',
    'A certificate that no Ingress and no Gateway shows has expired.',
    { objects: [...fine, ...doors, kept(EXPIRED, OVER, 'old-tls'), REGISTERED] },
    healthy,
  ),
  about(
    'certificate-overdue',
    'It is still good, and every renewal has failed since yesterday.',
    { objects: [...fine, ...doors, overdue, REGISTERED] },
    problem('kept-certificate-not-renewed', 'likely', { says: ['order is in \\"invalid\\" state', 'failed 4 times'] }),
  ),
  about(
    'certificate-overdue-challenged',
    'The same, and the challenge of its ACME server is not met.',
    { objects: [...fine, ...doors, overdue, REGISTERED, challenge] },
    problem('kept-certificate-not-renewed', 'likely', { says: ['challenge DNS-01 for shop.example.org: '] }),
  ),
  about(
    'certificate-due-decoy',
    'Its renewal was due a few minutes ago.',
    { objects: [...fine, ...doors, dueFor('2025-11-15T17:30:00Z'), REGISTERED] },
    healthy,
  ),
  about(
    'certificate-not-issued',
    'It was declared anew a day ago, and has not been issued since.',
    { objects: [...fine, ...doors, changed('2025-11-14T12:00:00Z'), REGISTERED] },
    problem('kept-certificate-not-issued', 'likely', { says: ['RequestChanged', 'spec.dnsNames'] }),
  ),
  about(
    'certificate-being-issued',
    'It was declared anew a moment ago.',
    { objects: [...fine, ...doors, changed(JUST_NOW), REGISTERED] },
    inProgress({ says: ['is being issued'] }),
  ),
  about(
    'certificates-denied',
    'Whether the certificates are good may not be looked at.',
    { objects: [...fine, ...doors, expired], denied: ['certificates.cert-manager.io'] },
    incomplete({ says: ['certificates.cert-manager.io'] }),
  ),
  itself('healthy', 'cert-manager keeps it, and it is good.', { objects: [kept(GOOD, later), REGISTERED] }, healthy),
  itself(
    'over-away',
    'It has expired, and cert-manager has not looked at it since.',
    { objects: [kept(GOOD, OVER), REGISTERED] },
    problem('kept-certificate-over', 'likely', { says: ['has not looked at it since it expired'] }),
  ),
  itself(
    'silent',
    'cert-manager has never said anything of it.',
    { objects: [kept({ type: 'Other', status: 'True', reason: 'Other', message: '' }, {}), REGISTERED] },
    problem('kept-certificate-not-issued', 'likely', { says: ['cert-manager has said nothing of it'] }),
  ),
  itself(
    'over-issuer-denied',
    'It has expired, and its issuer may not be looked at.',
    { objects: [expired, UNREGISTERED], denied: ['clusterissuers.cert-manager.io'] },
    problem('kept-certificate-over', 'confirmed', { never: ['does not exist', 'Failed to register'] }),
  ),
];
