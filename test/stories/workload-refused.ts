import { JUST_NOW, mediumNode, refused, rollout, settled, SINCE, type App } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { event, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import type { Story } from './story.ts';

/** Workloads whose pods are refused, and workloads as a whole. */
const nodes: readonly Built[] = [mediumNode('node-1')];
const QUOTA =
  'exceeded quota: team, requested: requests.memory=512Mi, used: requests.memory=3840Mi, limited: requests.memory=4Gi';

/** Name, summary, what the API server says, the finding, and words that it has to hold. */
const REFUSALS: readonly (readonly [name: string, summary: string, why: string, code: string, says: string])[] = [
  ['quota', 'The quota of the namespace is used up.', QUOTA, 'pods-refused-by-quota', 'limited to requests.memory=4Gi'],
  [
    'quota-wants-limits',
    'The quota counts limits, and the pod has none.',
    'failed quota: team: must specify limits.cpu for: web; limits.memory for: web',
    'pods-name-no-amounts',
    'must specify limits.cpu',
  ],
  [
    'pod-security',
    'The namespace admits restricted pods alone.',
    'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false)',
    'pods-refused-by-pod-security',
    'restricted:latest',
  ],
  [
    'limit-range',
    'A LimitRange caps what a container may ask for.',
    'maximum memory usage per Container is 256Mi, but limit is 512Mi',
    'pods-refused-by-limit-range',
    '256Mi',
  ],
  [
    'other',
    'A reason that no rule knows is quoted.',
    'pod rejected: no runtime handler "gvisor"',
    'pods-refused',
    'gvisor',
  ],
];

const refusals = REFUSALS.map(([name, summary, why, code, says]) =>
  workloadStory(
    `workload/refused-${name}`,
    summary,
    { objects: [...nodes, ...refused({}, why).all] },
    problem(code, code === 'pods-refused' ? 'likely' : 'confirmed', { says: [says] }),
  ),
);

/** A refusal whose words are not those of "forbidden". */
function refusedWith(message: string): App {
  const app = refused({}, '');
  const condition = {
    type: 'ReplicaFailure',
    status: 'True',
    reason: 'FailedCreate',
    message,
    lastTransitionTime: SINCE,
  };
  const owner = deepMerge(app.deployment, { status: { conditions: [condition] } });
  return { ...app, deployment: owner, all: app.all.map((each) => (each === app.deployment ? owner : each)) };
}

const noAccount = refused({}, 'error looking up service account shop/web: serviceaccount "web" not found');
const webhook = refusedWith(
  'admission webhook "policy.example.com" denied the request: images must come from registry.example',
);
const webhookAway = refusedWith(
  'Internal error occurred: failed calling webhook "policy.example.com": failed to call webhook: Post "https://policy.policy.svc:443/pods?timeout=10s": no endpoints available for service "policy"',
);
const quota = refused({}, QUOTA);
/** After a rollback the conditions are gone, and only the event about the ReplicaSet is left. */
const eventOnly: readonly Built[] = quota.all.map((each) =>
  each === quota.deployment ? deepMerge(each, { status: { conditions: withoutRefusal(each) } }) : each,
);
function withoutRefusal(owner: Built): readonly Change[] {
  const { conditions } = owner['status'] as { conditions: readonly Change[] };
  return conditions.filter(({ type }) => type !== 'ReplicaFailure');
}

const refusalEvent = event(quota.newSet, {
  reason: 'FailedCreate',
  message: `Error creating: pods "web-5d7f9b8c6-q5w9b" is forbidden: ${QUOTA}`,
  at: '2025-11-15T18:10:00Z',
  by: 'replicaset-controller',
  count: 19,
});
const ready = settled({});

const asked: readonly Story[] = [
  workloadStory(
    'workload/refused-no-service-account',
    'The pods name a ServiceAccount that does not exist.',
    { objects: [...nodes, ...noAccount.all] },
    problem('pods-refused-no-service-account', 'confirmed', { says: ['ServiceAccount web'] }),
  ),
  workloadStory(
    'workload/refused-by-webhook',
    'A policy refuses the image.',
    { objects: [...nodes, ...webhook.all] },
    problem('pods-refused-by-webhook', 'confirmed', { says: ['policy.example.com', 'images must come from'] }),
  ),
  workloadStory(
    'workload/refused-webhook-away',
    'The service behind a webhook has no endpoints.',
    { objects: [...nodes, ...webhookAway.all] },
    problem('pods-webhook-away', 'confirmed', { says: ['no endpoints available'] }),
  ),
  workloadStory(
    'workload/refused-event-only',
    'Only the event about the ReplicaSet tells of the quota.',
    { objects: [...nodes, ...eventOnly, refusalEvent] },
    problem('pods-refused-by-quota', 'likely', { says: ['requests.memory=4Gi'] }),
  ),
  workloadStory(
    'workload/refused-events-denied',
    'The conditions are gone and the events out of reach: pods are missing, and nothing says why.',
    { objects: [...nodes, ...eventOnly], denied: ['events'] },
    problem('workload-not-ready', 'possible', { says: ['events'] }),
  ),
  workloadStory(
    'workload/refused-decoy',
    'The quota refused the pods for a while; the workload has been complete since.',
    {
      objects: [
        ...nodes,
        ...ready.all,
        event(ready.newSet, {
          reason: 'FailedCreate',
          message: `Error creating: ${QUOTA}`,
          at: SINCE,
          by: 'replicaset-controller',
        }),
      ],
    },
    healthy,
  ),
];

const closing = rollout({ since: JUST_NOW, deployment: { status: { readyReplicas: 2 } } }, {});
const closed: Story = workloadStory(
  'workload/refused-event-of-yesterday',
  'A rollout is about to end; that its pods were once refused is history.',
  {
    objects: [
      ...nodes,
      ...closing.all,
      event(closing.newSet, {
        reason: 'FailedCreate',
        message: `Error creating: ${QUOTA}`,
        at: JUST_NOW,
        by: 'replicaset-controller',
      }),
    ],
  },
  inProgress(),
);

/** Refusals first to last. */
export const workloadRefused: readonly Story[] = [...refusals, ...asked, closed];
