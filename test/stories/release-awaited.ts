import { mediumNode, rollout, settled, SINCE } from './build/app.ts';
import { crashLoop } from './build/app-status.ts';
import { storyOf } from './build/ask.ts';
import { type Built, type Change, condition, event, object, ownedBy } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { controller, managerContainer, releaseSecret, revision } from './build/flux.ts';
import { leaderLease } from './build/flux-process.ts';
import { deepMerge } from './build/merge.ts';
import { claim, storageClass } from './build/storage.ts';
import { appliedBy, chartOf, flux, ready, retrying, stalled } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** Helm's wait failed for something that is no pod. */
const labels = appliedBy();
const complete = settled({ labels }).all;
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];
/** Flux 2.9, whose helm-controller names what it waited for. */
const flux29: readonly Built[] = [
  mediumNode('node-1'),
  controller('helm-controller', '1.6.3'),
  controller('source-controller', '1.9.4'),
  ...flux.slice(2),
  chartOf(),
];
const named = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };
const FAILED_AT = '2025-11-15T17:34:58Z';

/** A wait that named its objects and ran out of time, at rest. */
function waitedFor(objects: string): Built {
  const said = `Helm upgrade failed for release shop/web with chart web@1.5.0: timeout waiting for: [${objects}]`;
  return deepMerge(stalled(), {
    status: {
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', FAILED_AT),
        condition('Ready', 'False', 'UpgradeFailed', said, FAILED_AT),
        condition('Released', 'False', 'UpgradeFailed', said, FAILED_AT),
      ],
    },
  });
}

/** A Service that asks for a load balancer, as the API server completes it. */
function balanced(name: string, change: Change = {}, created = SINCE): Built {
  return object(
    { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name, created },
    {
      metadata: { labels },
      spec: {
        allocateLoadBalancerNodePorts: true,
        clusterIP: '10.96.210.40',
        clusterIPs: ['10.96.210.40'],
        externalTrafficPolicy: 'Cluster',
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [{ name: 'http', nodePort: 31_829, port: 80, protocol: 'TCP', targetPort: 'http' }],
        selector: { 'app.kubernetes.io/name': 'web' },
        sessionAffinity: 'None',
        type: 'LoadBalancer',
      },
      status: { loadBalancer: {} },
    },
    change,
  );
}

const pending = balanced('nginx-testing-1-tomcat');
const addressed = balanced('web', { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'VIP' }] } } });
const NO_SUBNET =
  'Failed build model due to unable to resolve at least one subnet (0 match VPC and tags: [kubernetes.io/role/elb])';
const refusedBalancer = balanced('web', {
  metadata: { finalizers: ['service.k8s.aws/resources'] },
  spec: { loadBalancerClass: 'service.k8s.aws/nlb' },
});
const NEVER_BOUND = { metadata: { labels } };

function story(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  return storyOf(`awaited-object/${name}`, summary, { objects, denied }, expected);
}

const balancers: readonly Story[] = [
  story(
    'address-pending',
    'All pods run, and Helm waited for the address of a load balancer that nobody gives (fluxcd/helm-controller#701, #174).',
    [stalled(), pending, ...complete, ...around],
    problem('address-missing', 'confirmed', {
      says: ['EXTERNAL-IP as pending', 'no load balancer controller runs', 'value: ClusterIP', '--reset'],
      never: ['timeout: 1', 'disableWait: true'],
    }),
  ),
  story(
    'address-pending-denied',
    'The same, and Services may not be looked at.',
    [stalled(), pending, ...complete, ...around],
    problem('unexplained', 'possible', { says: ['services'] }),
    ['services'],
  ),
  story(
    'address-pending-events-denied',
    'The same, and events may not be looked at: whether somebody cares for it is not known.',
    [stalled(), pending, ...complete, ...around],
    problem('address-missing', 'confirmed', { never: ['no load balancer controller runs'] }),
    ['events'],
  ),
  storyOf(
    'awaited-object/address-pending-decoy',
    'The load balancer has its address by now and the release is Ready; the warning of an hour ago is left.',
    {
      objects: [
        ready(),
        addressed,
        event(addressed, {
          reason: 'FailedBuildModel',
          message: NO_SUBNET,
          at: '2025-11-15T17:20:00Z',
          by: 'service',
        }),
        ...complete,
        ...around,
      ],
    },
    healthy,
    named,
  ),
  storyOf(
    'awaited-object/address-quiet',
    'On Flux 2.9 the release is Ready, and nobody reaches its Service: its load balancer controller could not make one.',
    {
      objects: [
        ready(),
        refusedBalancer,
        event(refusedBalancer, {
          reason: 'FailedBuildModel',
          message: NO_SUBNET,
          at: '2025-11-15T18:10:00Z',
          by: 'service',
          count: 22,
        }),
        ...complete,
        ...flux29,
      ],
    },
    problem('address-missing', 'confirmed', {
      says: ['kubernetes.io/role/elb', 'service.k8s.aws/resources', 'class service.k8s.aws/nlb'],
      never: ['no load balancer controller runs'],
    }),
    named,
  ),
  storyOf(
    'awaited-object/address-soon',
    'The Service was made two minutes ago; a cloud takes its time for an address.',
    { objects: [ready(), balanced('web', {}, '2025-11-15T18:13:03Z'), ...complete, ...flux29] },
    inProgress({ says: ['has no address yet'] }),
    named,
  ),
  storyOf(
    'awaited-object/quiet-denied',
    'The release is Ready; whether it has a load balancer without an address may not be looked at.',
    { objects: [ready(), addressed, ...complete, ...flux29], denied: ['services'] },
    incomplete({ says: ['services'] }),
    named,
  ),
];

const cache = deepMerge(claim('web-cache', 'Pending', 'local-disks'), NEVER_BOUND);
const waitsForPod = event(cache, {
  reason: 'WaitForFirstConsumer',
  message: 'waiting for first consumer to be created before binding',
  type: 'Normal',
  at: '2025-11-15T18:14:00Z',
  by: 'persistentvolume-controller',
  count: 180,
});
const waitedForClaim = waitedFor("PersistentVolumeClaim/shop/web-cache status: 'InProgress'");

const claims: readonly Story[] = [
  story(
    'claim-without-pod',
    'The chart renders a claim that no pod mounts, and its class waits for one.',
    [waitedForClaim, cache, waitsForPod, storageClass('local-disks', 'WaitForFirstConsumer'), ...complete, ...flux29],
    problem('claim-without-pod', 'confirmed', { says: ['WaitForFirstConsumer', '$patch: delete', 'it holds no data'] }),
  ),
  story(
    'claim-without-pod-legacy',
    'The same on Flux 2.7, whose error names nothing.',
    [stalled(), cache, waitsForPod, storageClass('local-disks', 'WaitForFirstConsumer'), ...complete, ...around],
    problem('claim-without-pod', 'confirmed'),
  ),
  story(
    'claim-without-pod-denied',
    'The same, and storage classes may not be looked at.',
    [waitedForClaim, cache, waitsForPod, storageClass('local-disks', 'WaitForFirstConsumer'), ...complete, ...flux29],
    problem('awaited-claim-unbound', 'likely', { says: ['storageclasses'] }),
    ['storageclasses.storage.k8s.io'],
  ),
  story(
    'claim-of-missing-class',
    'The chart renders a claim of a storage class that this cluster does not have.',
    [
      waitedForClaim,
      deepMerge(cache, { spec: { storageClassName: 'fast' } }),
      storageClass('local-disks', 'WaitForFirstConsumer'),
      ...complete,
      ...flux29,
    ],
    problem('awaited-claim-unbound', 'confirmed', { says: ['no storage class fast', 'local-disks'] }),
  ),
  story(
    'claim-bound-since',
    'The claim was bound after Helm had given up; only the retry counter is in the way.',
    [
      waitedForClaim,
      deepMerge(claim('web-cache', 'Bound', 'local-disks', 'pv-1'), NEVER_BOUND),
      storageClass('local-disks', 'Immediate'),
      ...complete,
      ...flux29,
    ],
    problem('only-the-counter', 'confirmed'),
  ),
];

function certificate(status: string, reason: string, message: string): Built {
  return object(
    { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', namespace: 'shop', name: 'web-tls', created: SINCE },
    {
      metadata: { labels, generation: 1 },
      spec: {
        dnsNames: ['web.example'],
        issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
        secretName: 'web-tls',
      },
      status: {
        conditions: [{ ...condition('Ready', status, reason, message, SINCE), observedGeneration: 1 }],
      },
    },
  );
}

/** What cert-manager asks its issuer by. */
const request = object(
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    namespace: 'shop',
    name: 'web-tls-1',
    created: SINCE,
  },
  deepMerge(ownedBy(certificate('False', 'DoesNotExist', '')), {
    spec: { issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' }, request: '' },
    status: {
      conditions: [
        condition(
          'Approved',
          'True',
          'cert-manager.io',
          'Certificate request has been approved by cert-manager.io',
          SINCE,
        ),
        condition(
          'Ready',
          'False',
          'Pending',
          'Referenced "ClusterIssuer" not found: clusterissuer.cert-manager.io "letsencrypt" not found',
          SINCE,
        ),
      ],
    },
  }),
);

const waitedForCertificate = waitedFor("Certificate/shop/web-tls status: 'InProgress'");
const unissued = certificate('False', 'DoesNotExist', 'Issuing certificate as Secret does not exist');

const custom: readonly Story[] = [
  story(
    'certificate-unready',
    'The chart brings a certificate of an issuer that is not there.',
    [waitedForCertificate, unissued, request, ...complete, ...flux29],
    problem('custom-object-unready', 'confirmed', {
      says: [
        'Issuing certificate as Secret does not exist',
        'clusterissuer.cert-manager.io',
        'kubectl describe Certificate web-tls -n shop',
      ],
    }),
  ),
  story(
    'certificate-unready-denied',
    'The same, and certificates may not be looked at.',
    [waitedForCertificate, unissued, ...complete, ...flux29],
    problem('awaited-object-unready', 'likely', { says: ['certificates.cert-manager.io'] }),
    ['certificates.cert-manager.io'],
  ),
  story(
    'certificate-issued-late',
    'A certificate was issued long after Helm had given up; everything runs, and the release stays stalled (fluxcd/flux2#5592).',
    [
      waitedForCertificate,
      certificate('True', 'Ready', 'Certificate is up to date and has not expired'),
      ...complete,
      ...flux29,
    ],
    problem('only-the-counter', 'confirmed', { says: ['--reset'], never: ['delete helmrelease'] }),
  ),
  story(
    'object-of-unknown-kind',
    'The error names an object of a kind that no look-up is known for.',
    [waitedFor("Widget/shop/web status: 'InProgress'"), ...complete, ...flux29],
    problem('awaited-object-unready', 'likely', { says: ['Widget shop/web', 'kubectl describe Widget web -n shop'] }),
  ),
  story(
    'object-gone',
    'The claim that Helm waited for has gone.',
    [waitedForClaim, ...complete, ...flux29],
    problem('awaited-object-gone', 'likely'),
  ),
];

/** An app whose pod took twelve minutes to become ready. */
function slow(placedAt: string): readonly Built[] {
  const at = '2025-11-15T17:42:00Z';
  const yes = (type: string, since: string): Change => ({ type, status: 'True', lastTransitionTime: since });
  const { all, newPod } = settled({ labels });
  const late = deepMerge(newPod, {
    status: {
      conditions: [
        yes('PodReadyToStartContainers', placedAt),
        yes('Initialized', placedAt),
        yes('Ready', at),
        yes('ContainersReady', at),
        yes('PodScheduled', placedAt),
      ],
    },
  });
  return all.map((each) => (each === newPod ? late : each));
}

const slowStart = slow('2025-11-15T17:30:00Z');

const late: readonly Story[] = [
  storyOf(
    'helmrelease/slow-and-ready',
    'The pods took longer than Helm waits, and all runs by now.',
    { objects: [stalled(), ...slowStart, ...around] },
    problem('only-the-counter', 'confirmed', {
      says: ['took 12m', 'timeout: 18m0s', '--reset'],
      never: ['waited for a node'],
    }),
  ),
  storyOf(
    'helmrelease/slow-for-a-node',
    'The autoscaler brought a node only after Helm had given up (ministryofjustice/modernisation-platform-environments#17679).',
    { objects: [stalled(), ...slow('2025-11-15T17:40:30Z'), ...around] },
    problem('only-the-counter', 'confirmed', { says: ['waited for a node', 'timeout: 18m0s'] }),
  ),
  storyOf(
    'helmrelease/slow-and-ready-denied',
    'The pods took longer than Helm waits; pods may not be looked at.',
    { objects: [stalled(), ...slowStart, ...around], denied: ['pods'] },
    problem('unexplained', 'possible', { says: ['pods'], never: ['timeout: 18m0s'] }),
  ),
  storyOf(
    'helmrelease/slow-and-ready-decoy',
    'The release is Ready with a longer timeout; its pods are as slow as ever.',
    { objects: [ready({ spec: { timeout: '20m' } }), ...slowStart, ...around] },
    healthy,
    named,
  ),
  storyOf(
    'helmrelease/slow-and-retried',
    'The pods took longer than Helm waits, all runs by now, and Flux tries again by itself.',
    { objects: [retrying(), ...slowStart, ...around] },
    problem('waits-for-next-attempt', 'confirmed', { says: ['it was slow, not stuck', 'timeout: 18m0s'] }),
  ),
  storyOf(
    'helmrelease/registry-back',
    'The registry was away during the upgrade and is back; the retries are used up (fluxcd/helm-controller#297).',
    { objects: [stalled(), ...complete, ...around] },
    problem('only-the-counter', 'confirmed', { says: ['--reset'], never: ['delete helmrelease'] }),
  ),
];

const gated = {
  spec: {
    template: {
      spec: {
        containers: [
          deepMerge(managerContainer('helm-controller', '1.5.4'), {
            args: [
              '--watch-all-namespaces',
              '--feature-gates=DefaultToRetryOnFailure=true',
              '--enable-leader-election',
            ],
          }),
        ],
      },
    },
  },
};

const gate: readonly Story[] = [
  storyOf(
    'helmrelease/retries-without-end',
    'An upgrade is tried again and again and never rolled back, since a gate of helm-controller says so (fluxcd/flux2#5916).',
    {
      objects: [
        retrying({
          spec: { upgrade: { remediation: { retries: 1, remediateLastFailure: true } } },
          status: { upgradeFailures: 14, failures: 14 },
        }),
        ...rollout({ labels }, { change: crashLoop(1) }).all,
        mediumNode('node-1'),
        controller('helm-controller', '1.5.4', gated),
        ...flux.slice(1),
        chartOf(),
      ],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' },
    },
    problem('container-crashes', 'confirmed', {
      says: ['DefaultToRetryOnFailure', '14 times so far', 'RemediateOnFailure'],
      never: ['--reset'],
    }),
  ),
];

/** Still announcing an install that has long been done (helm-controller before 1.5). */
function notNoted(): Built {
  const running = "Running 'install' action with timeout of 5m0s";
  const at = '2025-11-15T17:30:00Z';
  return deepMerge(ready(), {
    status: {
      observedGeneration: -1,
      conditions: [
        condition('Reconciling', 'True', 'Progressing', running, at),
        condition('Ready', 'Unknown', 'Progressing', running, at),
      ],
      history: [
        revision(
          { namespace: 'shop', name: 'web', chart: 'web' },
          { version: 1, chartVersion: '1.5.0', status: 'deployed', at: '2025-11-15T17:30:02Z' },
        ),
      ],
      lastAttemptedReleaseAction: 'install',
    },
  });
}

const noted = releaseSecret('shop', 'web', 1, 'deployed', '2025-11-15T17:30:02Z');
const installed = event(notNoted(), {
  reason: 'InstallSucceeded',
  message: 'Helm install succeeded for release shop/web.v1 with chart web@1.5.0',
  type: 'Normal',
  at: '2025-11-15T17:30:41Z',
  by: 'helm-controller',
});

const lease = (renewed: string): Built => leaderLease('helm-controller-b4ffbcbf-hgqfb', renewed);

const announced = deepMerge(notNoted(), { status: { history: [] } });

const unnoticed: readonly Story[] = [
  storyOf(
    'helmrelease/success-not-noted',
    'The install went through, and helm-controller lost the end of it (fluxcd/helm-controller#1409).',
    { objects: [notNoted(), noted, installed, ...complete, ...around] },
    problem('success-not-noted', 'confirmed', {
      says: ['mended in 1.5.0', 'flux reconcile helmrelease web', 'Upgrade Flux'],
      never: ['uninstall web'],
    }),
  ),
  storyOf(
    'helmrelease/success-not-noted-denied',
    'The same, and what Helm stored may not be looked at.',
    { objects: [notNoted(), noted, ...complete, ...around], denied: ['secrets'] },
    problem('not-acted-on', 'possible', { says: ['secrets'] }),
  ),
  storyOf(
    'helmrelease/success-not-noted-decoy',
    'The status was written late, and is right by now.',
    {
      objects: [
        ready(),
        installed,
        releaseSecret('shop', 'web', 2, 'deployed', '2025-11-15T17:31:40Z'),
        ...complete,
        ...around,
      ],
    },
    healthy,
    named,
  ),
  storyOf(
    'helmrelease/controller-without-lead',
    'helm-controller runs, and none of its pods has held the lead for half an hour.',
    { objects: [announced, lease('2025-11-15T17:44:10Z'), ...complete, ...around] },
    problem('controller-without-lead', 'confirmed', { says: ['helm-controller-b4ffbcbf-hgqfb', 'rollout restart'] }),
  ),
  storyOf(
    'helmrelease/controller-with-lead',
    'An announced install should have ended long ago, and helm-controller holds the lead.',
    { objects: [announced, lease('2025-11-15T18:14:58Z'), ...complete, ...around] },
    problem('not-acted-on', 'possible'),
  ),
];

/** All of them. */
export const releaseAwaited: readonly Story[] = [...balancers, ...claims, ...custom, ...late, ...gate, ...unnoticed];
