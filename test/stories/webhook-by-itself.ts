import { failedCreate, namespace, refusedWith, serviceFor, webhookConfiguration } from './build/admission.ts';
import { firstStart, mediumNode, settled, type App } from './build/app.ts';
import { crashedContainer } from './build/app-status.ts';
import { storyOf } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { cronJob } from './build/cron-job.ts';
import { healthy, incomplete, NOW, problem, problems } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Admission webhooks that do not answer, whether or not anybody has been refused yet. */
const WEBHOOK = 'images.policy.example';
const CALL = 'failed to call webhook: Post "https://policy.policy.svc:443/validate?timeout=10s"';
const calling = (why: string): string =>
  `Internal error occurred: failed calling webhook "${WEBHOOK}": ${CALL}: ${why}`;
const AWAY = calling('no endpoints available for service "policy"');
const SLOW = calling('context deadline exceeded');
const UNTRUSTED = calling('tls: failed to verify certificate: x509: certificate signed by unknown authority');

const podsOf = ({ all }: App): readonly Built[] => all.filter(({ kind }) => kind === 'Pod');
const base: readonly Built[] = [mediumNode('node-1'), namespace('shop', { team: 'shop' }), ...settled({}).all];
const hook = (change: Change = {}): Built =>
  webhookConfiguration('house', WEBHOOK, { namespace: 'policy', name: 'policy' }, change);
const front = serviceFor('policy', 'policy');
const backend = settled({ name: 'policy', namespace: 'policy' });
const answering = [...backend.all, front, sliceOf(front, podsOf(backend))];
const stopped = [
  deepMerge(backend.deployment, {
    spec: { replicas: 0 },
    status: { replicas: undefined, readyReplicas: undefined, updatedReplicas: undefined, availableReplicas: undefined },
  }),
  front,
  sliceOf(front, []),
];
const crashing = firstStart(
  { name: 'policy', namespace: 'policy' },
  {
    change: crashedContainer(
      'policy',
      'registry.example/policy/policy:1.5.0',
      13,
      'policy-5d7f9b8c6-q5w9b_policy(1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f)',
    ),
  },
);
const logs = { 'policy/policy-5d7f9b8c6-q5w9b/policy.previous': 'fatal: no policy bundle at /policies\n' };

/** What the CronJob controller leaves when it could not make a Job. */
const nightly = cronJob();
const refusedJob = (why: string): Built =>
  deepMerge(failedCreate(nightly, '', NOW, 'cronjob-controller'), { message: `Error creating job: ${why}` });

interface Case {
  readonly name: string;
  readonly summary: string;
  readonly objects: readonly Built[];
  readonly expected: Expected;
  readonly denied?: string;
  readonly logs?: Readonly<Record<string, string>>;
  readonly runbook?: string;
}

function about({ name, summary, objects, expected, denied, logs: said, runbook = 'cluster-services' }: Case): Story {
  const scene = {
    objects: [...base, ...objects],
    ...(said === undefined ? {} : { logs: said }),
    ...(denied === undefined ? {} : { denied: [denied] }),
  };
  return storyOf(`${runbook}/${name}`, summary, scene, expected, { runbook, inputs: { onlyNamespace: 'shop' } });
}

const away: readonly Story[] = [
  {
    name: 'webhook-away',
    summary: 'Somebody scaled the backend of a webhook to none; nobody has asked for a pod since.',
    objects: [hook(), ...stopped],
    expected: problem('admission-webhook-away', 'likely', {
      says: ['nobody is seen to have been refused yet', 'policy/policy behind Service policy/policy is scaled to 0'],
    }),
  },
  {
    name: 'webhook-away-witnessed',
    summary: 'The same, and a CronJob could not make its Job.',
    objects: [hook(), ...stopped, nightly, refusedJob(AWAY)],
    expected: problem('admission-webhook-away', 'confirmed', { says: ['no endpoints available for service'] }),
  },
  {
    name: 'webhook-healthy',
    summary: 'The same webhook, which answers.',
    objects: [hook(), ...answering],
    expected: healthy,
  },
  {
    name: 'webhook-ignored-decoy',
    summary: 'A webhook is away that nobody is refused by (failurePolicy Ignore).',
    objects: [hook({ failurePolicy: 'Ignore' }), ...stopped],
    expected: healthy,
  },
  {
    name: 'webhook-elsewhere-decoy',
    summary: 'A webhook is away that leaves this namespace out.',
    objects: [hook({ namespaceSelector: { matchLabels: { team: 'lab' } } }), ...stopped],
    expected: healthy,
  },
  {
    name: 'webhook-of-the-cluster-decoy',
    summary: 'A webhook is away that is asked about objects of no namespace alone.',
    objects: [
      hook({
        rules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['namespaces'], scope: 'Cluster' },
        ],
      }),
      ...stopped,
    ],
    expected: healthy,
  },
  {
    name: 'webhook-by-name-decoy',
    summary:
      'The Service behind a webhook stands for a name outside of the cluster, so it has no endpoints and needs none.',
    objects: [
      hook(),
      deepMerge(front, {
        spec: { type: 'ExternalName', externalName: 'policy.example', clusterIP: undefined, selector: undefined },
      }),
    ],
    expected: healthy,
  },
  {
    name: 'webhook-by-name-denied',
    summary: 'The same, and Services may not be looked at: nobody complains, and nobody knows whether it is away.',
    objects: [
      hook(),
      deepMerge(front, {
        spec: { type: 'ExternalName', externalName: 'policy.example', clusterIP: undefined, selector: undefined },
      }),
    ],
    denied: 'services',
    expected: incomplete({ says: ['get services policy'], never: ['admission-webhook-away'] }),
  },
  {
    name: 'webhook-without-service',
    summary: 'A webhook was left behind when its Service was removed.',
    objects: [hook()],
    expected: problem('admission-webhook-away', 'likely', { says: ['Service policy/policy does not exist'] }),
  },
  {
    name: 'webhook-crashing',
    summary: 'The only pod behind a webhook crashes.',
    objects: [hook(), ...crashing.all, front, sliceOf(front, podsOf(crashing))],
    logs,
    expected: problems([
      ['admission-webhook-away', 'likely'],
      ['container-crashes', 'confirmed'],
    ]),
  },
  {
    name: 'webhooks-denied',
    summary: 'The webhook configurations may not be looked at.',
    objects: [hook(), ...stopped],
    denied: 'validatingwebhookconfigurations.admissionregistration.k8s.io',
    expected: incomplete({ says: ['validatingwebhookconfigurations'] }),
  },
  {
    name: 'webhook-endpoints-denied',
    summary: 'What stands behind the webhooks may not be looked at.',
    objects: [hook(), ...stopped],
    denied: 'endpointslices.discovery.k8s.io',
    expected: incomplete({ says: ['endpointslices'] }),
  },
].map(about);

const trust: readonly Story[] = [
  {
    name: 'webhook-without-ca',
    summary: 'Nobody has filled in the CA of a webhook.',
    objects: [hook({ clientConfig: { caBundle: undefined } }), ...answering],
    expected: problem('admission-webhook-not-trusted', 'likely', { says: ['names no CA'] }),
  },
  {
    name: 'webhook-without-ca-witnessed',
    summary: 'The same, and a CronJob could not make its Job.',
    objects: [hook({ clientConfig: { caBundle: undefined } }), ...answering, nightly, refusedJob(UNTRUSTED)],
    expected: problem('admission-webhook-not-trusted', 'confirmed', { says: ['unknown authority'] }),
  },
  {
    name: 'webhook-without-ca-decoy',
    summary: 'A webhook was configured a minute ago; its CA is filled in by its operator.',
    objects: [
      deepMerge(hook({ clientConfig: { caBundle: undefined } }), {
        metadata: { creationTimestamp: '2025-11-15T18:14:00Z' },
      }),
      ...answering,
    ],
    expected: healthy,
  },
  {
    name: 'webhook-slow',
    summary: 'A webhook with ready endpoints did not answer in time when a CronJob made its Job.',
    objects: [hook(), ...answering, nightly, refusedJob(SLOW)],
    expected: problem('admission-webhook-unreachable', 'likely', { says: ['context deadline exceeded'] }),
  },
  {
    name: 'webhook-slow-events-denied',
    summary: 'The same, and events may not be looked at, which alone would tell.',
    objects: [hook(), ...answering, nightly, refusedJob(SLOW)],
    denied: 'events',
    expected: incomplete({ says: ['events'] }),
  },
].map(about);

const refused = refusedWith(AWAY);
const together: readonly Story[] = [
  storyOf(
    'namespace/webhook-away',
    'A webhook is away, and the pods of a Deployment are refused: that is one finding.',
    {
      objects: [
        mediumNode('node-1'),
        namespace('shop'),
        ...refused.all,
        failedCreate(refused.newSet, AWAY),
        hook(),
        ...stopped,
      ],
    },
    problem('pods-webhook-away', 'confirmed'),
    { runbook: 'namespace', inputs: { onlyNamespace: 'shop' } },
  ),
];

/** Webhooks that a look at a namespace finds by themselves. */
export const webhookByItself: readonly Story[] = [...away, ...trust, ...together];
