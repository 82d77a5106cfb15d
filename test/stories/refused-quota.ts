import { INSTALLED, JUST_NOW, mediumNode, rollout, settled, SINCE } from './build/app.ts';
import { failedCreate, forbidden, LAST_TRY, limitRange, namespace, quota, refusedWith } from './build/admission.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { condition, event, object, ownedBy, pod, template, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { done } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import type { Story } from './story.ts';

/** Pods that a quota or a LimitRange refuses. */
const node: Built = mediumNode('node-1');
const QUOTA =
  'exceeded quota: team, requested: requests.memory=512Mi, used: requests.memory=3840Mi, limited: requests.memory=4Gi';

function tenant(name: string, memory: string): Built {
  const own = { name, namespace: 'shop', image: `registry.example/${name}:1`, created: INSTALLED };
  return pod(null, { ...own, pod: `${name}-0`, node: 'node-1', requests: { cpu: '100m', memory } });
}

const tenants = [tenant('search', '2Gi'), tenant('cache', '1280Mi')];
const full = quota('team', { 'requests.memory': '4Gi', pods: '20' }, { 'requests.memory': '3840Mi', pods: '3' });
const roomy = quota('team', { 'requests.memory': '8Gi', pods: '20' }, { 'requests.memory': '3840Mi', pods: '3' });
const app = refusedWith(forbidden(QUOTA));
const ready = settled({});
/** After a rollback the conditions are gone, and only the event about the ReplicaSet is left. */
const eventOnly = app.all.map((each) => (each === app.deployment ? withoutRefusal(each) : each));

function withoutRefusal(owner: Built): Built {
  const { conditions } = owner['status'] as { conditions: readonly Change[] };
  return deepMerge(owner, { status: { conditions: conditions.filter(({ type }) => type !== 'ReplicaFailure') } });
}

const refusals: readonly Story[] = [
  workloadStory(
    'refused/quota',
    'The quota of the namespace is used up, and two other applications hold most of it.',
    { objects: [node, ...app.all, ...tenants, full, failedCreate(app.newSet, forbidden(QUOTA))] },
    problem('pods-refused-by-quota', 'confirmed', {
      says: ['3.8Gi of 4Gi used, 512Mi asked for', 'search-0 2Gi, cache-0 1.3Gi', 'requests.memory: \\"4352Mi\\"'],
      never: ['What Pod Security asks'],
    }),
  ),
  workloadStory(
    'refused/quota-healthy',
    'The same quota with room for everything that runs.',
    { objects: [node, ...ready.all, ...tenants, roomy] },
    healthy,
  ),
  workloadStory(
    'refused/quota-decoy',
    'The quota refused the pods until it was raised a moment ago; the controller waits for its next attempt.',
    { objects: [node, ...app.all, ...tenants, roomy, failedCreate(app.newSet, forbidden(QUOTA))] },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/quota-denied',
    'The quota may not be looked at: only the refusal speaks.',
    { objects: [node, ...app.all, ...tenants, full], denied: ['resourcequotas'] },
    problem('pods-refused-by-quota', 'likely', { says: ['requests.memory=4Gi', 'resourcequotas'] }),
  ),
  workloadStory(
    'refused/quota-event-only',
    'Only the event about the ReplicaSet tells of the quota, and the quota is still full.',
    { objects: [node, ...eventOnly, ...tenants, full, failedCreate(app.newSet, forbidden(QUOTA))] },
    problem('pods-refused-by-quota', 'confirmed', { says: ['3.8Gi of 4Gi used'] }),
  ),
  workloadStory(
    'refused/quota-events-denied',
    'The conditions are gone and the events out of reach: pods are missing, and nothing says why.',
    { objects: [node, ...eventOnly, full], denied: ['events'] },
    problem('workload-not-ready', 'possible', { says: ['events'] }),
  ),
  workloadStory(
    'refused/quota-raised-events-denied',
    'The quota has room by now; whether the controller tries again cannot be seen.',
    { objects: [node, ...app.all, ...tenants, roomy], denied: ['events'] },
    problem('workload-not-ready', 'possible', { says: ['events'] }),
  ),
  workloadStory(
    'refused/quota-not-retried',
    'The quota was raised long ago, and the last attempt to create the pods lies three quarters of an hour back.',
    { objects: [node, ...app.all, ...tenants, roomy, failedCreate(app.newSet, forbidden(QUOTA), SINCE)] },
    problem('pods-not-retried', 'likely', { says: ['kube-controller-manager'] }),
  ),
  workloadStory(
    'refused/quota-no-trace',
    'The quota has room, and no event is left that tells of an attempt.',
    { objects: [node, ...app.all, ...tenants, roomy] },
    problem('pods-not-retried', 'likely', { says: ['kube-controller-manager'] }),
  ),
];

const POD_COUNT = 'exceeded quota: few, requested: pods=1, used: pods=2, limited: pods=2';
const counted = refusedWith(forbidden(POD_COUNT));
const WANTS = 'failed quota: limits: must specify limits.cpu for: web; limits.memory for: web';
const wanting = refusedWith(forbidden(WANTS), {}, { resources: { limits: undefined, requests: undefined } });
const limiting = quota(
  'limits',
  { 'limits.cpu': '8', 'limits.memory': '8Gi' },
  { 'limits.cpu': '0', 'limits.memory': '0' },
);
const defaults = limitRange('defaults', {
  type: 'Container',
  default: { cpu: '500m', memory: '512Mi' },
  defaultRequest: { cpu: '100m', memory: '128Mi' },
});
const UNCOUNTED = 'status unknown for quota: team, resources: pods,requests.memory';
const uncounted = refusedWith(forbidden(UNCOUNTED));
const SCOPES =
  'insufficient quota to match these scopes: [{PriorityClass In [system-node-critical system-cluster-critical]}]';
const critical = refusedWith(forbidden(SCOPES), { priorityClassName: 'system-cluster-critical' });

const otherQuotas: readonly Story[] = [
  workloadStory(
    'refused/quota-of-pods',
    'A quota counts pods; one that has ended does not count.',
    {
      objects: [
        node,
        ...counted.all,
        tenant('search', '2Gi'),
        deepMerge(tenant('import', '1Gi'), { status: { phase: 'Succeeded' } }),
        quota('few', { pods: '2' }, { pods: '2' }, { scopes: ['NotTerminating'] }),
      ],
    },
    problem('pods-refused-by-quota', 'confirmed', {
      says: ['ReplicaSet/web-74b9c6d5f8 1', 'search-0 1', 'NotTerminating'],
      never: ['import-0'],
    }),
  ),
  workloadStory(
    'refused/quota-wants-limits',
    'The quota counts limits, and the container names none.',
    { objects: [node, ...wanting.all, limiting] },
    problem('pods-name-no-amounts', 'confirmed', { says: ['must specify limits.cpu', 'No LimitRange'] }),
  ),
  workloadStory(
    'refused/quota-wants-limits-decoy',
    'A LimitRange fills in the limits by now; the controller waits for its next attempt.',
    { objects: [node, ...wanting.all, limiting, defaults, failedCreate(wanting.newSet, forbidden(WANTS))] },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/quota-not-counted',
    'The quota is so new that nobody has counted it.',
    {
      objects: [node, ...uncounted.all, quota('team', { pods: '20', 'requests.memory': '8Gi' }, {})],
    },
    problem('quota-not-counted', 'confirmed', { says: ['pods,requests.memory'] }),
  ),
  workloadStory(
    'refused/quota-for-priority',
    'Pods of a critical priority class are admitted only where a quota covers them.',
    { objects: [node, ...critical.all] },
    problem('pods-need-a-quota', 'likely', { says: ['system-cluster-critical', 'The namespace has no quota'] }),
  ),
];

const NO_SET =
  'Failed to create new replica set "web-5d7f9b8c6": replicasets.apps "web-5d7f9b8c6" is forbidden: exceeded quota: counts, requested: count/replicasets.apps=1, used: count/replicasets.apps=10, limited: count/replicasets.apps=10';
/** A Deployment that may not even have a ReplicaSet for its new revision. */
const withoutSet = app.all
  .filter((each) => each !== app.newSet)
  .map((each) =>
    each === app.deployment
      ? deepMerge(each, {
          status: { conditions: [condition('Progressing', 'False', 'ReplicaSetCreateError', NO_SET, SINCE)] },
        })
      : each,
  );
const sets: readonly Story[] = [
  workloadStory(
    'refused/quota-of-replica-sets',
    'A quota counts ReplicaSets, so the Deployment gets none for its new revision.',
    {
      objects: [
        node,
        ...withoutSet,
        quota('counts', { 'count/replicasets.apps': '10' }, { 'count/replicasets.apps': '10' }),
      ],
    },
    problem('pods-refused-by-quota', 'confirmed', { says: ['count/replicasets.apps: 10 of 10 used, 1 asked for'] }),
  ),
];

/** A Job that creates its pods one after the other. */
function job(status: Change): Built {
  const own = { name: 'web', namespace: 'shop', image: 'registry.example/shop/import:3', created: SINCE };
  const labels = { 'batch.kubernetes.io/job-name': 'import', 'job-name': 'import' };
  return object(
    { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'import', created: SINCE },
    {
      metadata: { generation: 1, labels },
      spec: {
        backoffLimit: 6,
        completionMode: 'NonIndexed',
        completions: 1,
        parallelism: 1,
        suspend: false,
        template: deepMerge(template(own), { metadata: { labels }, spec: { restartPolicy: 'Never' } }),
      },
      status: { startTime: SINCE, uncountedTerminatedPods: {}, ...status },
    },
  );
}

const stuckJob = job({ ready: 0, terminating: 0 });
const doneJob = job({ ready: 0, terminating: 0, ...done(LAST_TRY) });
const JOB_QUOTA =
  'exceeded quota: team, requested: requests.memory=128Mi, used: requests.memory=4Gi, limited: requests.memory=4Gi';
const jobRefused = (about: Built): Built =>
  failedCreate(about, `pods "import-x7k2p" is forbidden: ${JOB_QUOTA}`, LAST_TRY, 'job-controller');
const spent = quota('team', { 'requests.memory': '4Gi' }, { 'requests.memory': '4Gi' });

const jobs: readonly Story[] = [
  workloadStory(
    'refused/quota-job',
    'A Job has no pod, since the quota is used up; a Job has no condition for that, only the event.',
    { objects: [node, stuckJob, ...tenants, spent, jobRefused(stuckJob)] },
    problem('pods-refused-by-quota', 'confirmed', { says: ['4Gi of 4Gi used, 128Mi asked for', 'Job'] }),
    'Job/shop/import',
  ),
  workloadStory(
    'refused/quota-job-healthy',
    'The same Job where the quota has room.',
    { objects: [node, doneJob, roomy] },
    healthy,
    'Job/shop/import',
  ),
  workloadStory(
    'refused/quota-job-decoy',
    'The Job was refused at first and is done now, though the quota is full again.',
    { objects: [node, doneJob, spent, jobRefused(doneJob)] },
    healthy,
    'Job/shop/import',
  ),
  workloadStory(
    'refused/quota-job-denied',
    'The quota may not be looked at: only the event speaks.',
    { objects: [node, stuckJob, spent, jobRefused(stuckJob)], denied: ['resourcequotas'] },
    problem('pods-refused-by-quota', 'likely', { says: ['resourcequotas'] }),
    'Job/shop/import',
  ),
];

/** A StatefulSet that lacks its second pod, and the claim of that pod. */
const database = object(
  { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db', created: INSTALLED },
  {
    metadata: { generation: 2 },
    spec: {
      replicas: 2,
      serviceName: 'db',
      selector: { matchLabels: { 'app.kubernetes.io/name': 'db' } },
      template: template({ name: 'db', namespace: 'shop', image: 'registry.example/db:17', created: INSTALLED }),
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    },
    status: {
      observedGeneration: 2,
      replicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      currentReplicas: 1,
      updatedReplicas: 1,
      currentRevision: 'db-5b9',
      updateRevision: 'db-5b9',
    },
  },
);
const member = pod(
  null,
  { name: 'db', namespace: 'shop', image: 'registry.example/db:17', created: INSTALLED, pod: 'db-0', node: 'node-1' },
  ownedBy(database),
);
const CLAIM =
  'create Claim data-db-1 for Pod db-1 in StatefulSet db failed error: persistentvolumeclaims "data-db-1" is forbidden: exceeded quota: disks, requested: requests.storage=10Gi, used: requests.storage=10Gi, limited: requests.storage=15Gi';

const statefulSets: readonly Story[] = [
  workloadStory(
    'refused/quota-of-storage',
    'The claim of the second pod of a StatefulSet exceeds the quota of storage, so the pod is not made.',
    {
      objects: [
        node,
        database,
        member,
        quota('disks', { 'requests.storage': '15Gi' }, { 'requests.storage': '10Gi' }),
        event(database, {
          reason: 'FailedCreate',
          message: CLAIM,
          at: LAST_TRY,
          by: 'statefulset-controller',
          count: 14,
        }),
      ],
    },
    problem('pods-refused-by-quota', 'confirmed', { says: ['10Gi of 15Gi used, 10Gi asked for'] }),
    'StatefulSet/shop/db',
  ),
];

const LIMIT = 'maximum memory usage per Container is 256Mi, but limit is 512Mi';
const bounded = refusedWith(forbidden(LIMIT));
const narrow = limitRange('bounds', { type: 'Container', max: { memory: '256Mi' } });
const wide = limitRange('bounds', { type: 'Container', max: { memory: '1Gi' } });
const unlimited = refusedWith(
  forbidden(
    '[maximum memory usage per Pod is 1Gi, but limit is 2Gi, minimum cpu usage per Container is 200m, but request is 100m]',
  ),
  {},
  { resources: { limits: undefined, requests: undefined } },
);
const generous = limitRange(
  'generous',
  { type: 'Container', min: { cpu: '200m' }, default: { memory: '2Gi' }, defaultRequest: { cpu: '100m' } },
  { type: 'Pod', max: { memory: '1Gi' } },
);
const CLASH =
  'Pod "web-5d7f9b8c6-q5w9b" is invalid: spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit of 512Mi';
const clash = refusedWith(CLASH, {}, { resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: undefined } });
const MUTATED = 'Pod "web-5d7f9b8c6-q5w9b" is invalid: spec.containers[1].image: Required value';
const mutated = refusedWith(MUTATED);

const limits: readonly Story[] = [
  workloadStory(
    'refused/limit-range',
    'A LimitRange caps what a container may use.',
    { objects: [node, ...bounded.all, narrow] },
    problem('pods-refused-by-limit-range', 'confirmed', {
      says: ['container web has a memory limit of 512Mi, at most 256Mi per Container'],
    }),
  ),
  workloadStory(
    'refused/limit-range-healthy',
    'The same LimitRange, and a container within its bounds.',
    { objects: [node, ...ready.all, wide] },
    healthy,
  ),
  workloadStory(
    'refused/limit-range-decoy',
    'The bound was widened since; the controller waits for its next attempt.',
    { objects: [node, ...bounded.all, wide, failedCreate(bounded.newSet, forbidden(LIMIT))] },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/limit-range-denied',
    'The LimitRanges may not be looked at.',
    { objects: [node, ...bounded.all, narrow], denied: ['limitranges'] },
    problem('pods-refused-by-limit-range', 'likely', {
      says: ['maximum memory usage per Container is 256Mi', 'limitranges'],
    }),
  ),
  workloadStory(
    'refused/limit-range-defaults',
    'A container names nothing, and what a LimitRange gives it breaks the bounds of that same LimitRange.',
    { objects: [node, ...unlimited.all, generous] },
    problem('pods-refused-by-limit-range', 'confirmed', {
      says: [
        'asks for a cpu request of 100m (a default of LimitRange generous), at least 200m per Container',
        'the pod has a memory limit of 2Gi, at most 1Gi per Pod',
      ],
    }),
  ),
  workloadStory(
    'refused/invalid-by-default',
    'The default limit of a LimitRange lies below what the container requests: such a pod is invalid.',
    { objects: [node, ...clash.all, defaults] },
    problem('pods-invalid', 'confirmed', {
      says: ['container web requests 1Gi of memory and may use 512Mi', 'LimitRange defaults'],
    }),
  ),
  workloadStory(
    'refused/invalid-after-change',
    'A webhook adds a container without an image: the template is valid, the pod is not.',
    { objects: [node, ...mutated.all] },
    problem('pods-invalid', 'likely', { says: ['spec.containers[1].image', 'mutating webhook'] }),
  ),
];

const closing = rollout({ since: JUST_NOW, deployment: { status: { readyReplicas: 2 } } }, {});

const history: readonly Story[] = [
  workloadStory(
    'refused/past-healthy',
    'The quota refused the pods for a while; the workload has been complete since.',
    { objects: [node, ...ready.all, full, failedCreate(ready.newSet, forbidden(QUOTA), SINCE)] },
    healthy,
  ),
  workloadStory(
    'refused/past-closing',
    'A rollout is about to end; that its pods were once refused is history.',
    { objects: [node, ...closing.all, full, failedCreate(closing.newSet, forbidden(QUOTA), JUST_NOW)] },
    inProgress(),
  ),
];

/** The same, for somebody who looks at the namespace and knows of no workload. */
const inShop = { runbook: 'namespace', inputs: { onlyNamespace: 'shop' } };
const shop = namespace('shop');
const nearlyFull = quota('team', { 'requests.memory': '4Gi', pods: '20' }, { 'requests.memory': '3840Mi', pods: '4' });
const byItself: readonly Story[] = [
  storyOf(
    'namespace/quota',
    'A quota is used up, and a Deployment that nobody declares by Helm gets no pods.',
    { objects: [node, shop, ...app.all, ...tenants, full, failedCreate(app.newSet, forbidden(QUOTA))] },
    problem('pods-refused-by-quota', 'confirmed', { says: ['3.8Gi of 4Gi used, 512Mi asked for'] }),
    inShop,
  ),
  storyOf(
    'namespace/quota-healthy',
    'The same namespace with room for everything.',
    { objects: [node, shop, ...ready.all, ...tenants, roomy] },
    { ...healthy, never: ['Nine tenths'] },
    inShop,
  ),
  storyOf(
    'namespace/quota-nearly-full-decoy',
    'A quota is nearly used up, and everything that is wanted runs.',
    { objects: [node, shop, ...ready.all, ...tenants, nearlyFull] },
    { ...healthy, says: ['shop/team (requests.memory 3840Mi of 4Gi)'] },
    inShop,
  ),
  storyOf(
    'namespace/quota-denied',
    'The quota may not be looked at: only the refusal speaks.',
    {
      objects: [node, shop, ...app.all, ...tenants, full, failedCreate(app.newSet, forbidden(QUOTA))],
      denied: ['resourcequotas'],
    },
    problem('pods-refused-by-quota', 'likely', { says: ['resourcequotas'] }),
    inShop,
  ),
];

/** Quotas and LimitRanges. */
export const refusedByQuota: readonly Story[] = [
  ...byItself,
  ...refusals,
  ...otherQuotas,
  ...sets,
  ...jobs,
  ...statefulSets,
  ...limits,
  ...history,
];
