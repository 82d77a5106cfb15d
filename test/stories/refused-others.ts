import { firstStart, mediumNode, settled, SINCE } from './build/app.ts';
import { failedCreate, LAST_TRY, limitRange, quota } from './build/admission.ts';
import { storyOf, workloadStory, type Scene } from './build/ask.ts';
import { event, unschedulable, type Built, type Change } from './build/build.ts';
import { cronJob, runOf } from './build/cron-job.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { done, job } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import { database, member } from './build/statefulset.ts';
import { claim } from './build/storage.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** What a LimitRange refuses of StatefulSets and Jobs, and what quotas refuse that count other things than pods. */
const node = mediumNode('node-1');
const DB = 'StatefulSet/shop/db';
const JOB = 'Job/shop/migrate';

/** The container of a pod template with these amounts. */
function withResources(of: Built, resources: Change): Built {
  const { template } = of['spec'] as { template: { spec: { containers: readonly Change[] } } };
  const containers = template.spec.containers.map((each) => ({ ...each, resources }));
  return deepMerge(of, { spec: { template: { spec: { containers } } } });
}

const OWN = { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '400m', memory: '512Mi' } };
const DATA: Change = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, storageClassName: 'gold' },
};
const short = { replicas: 1, readyReplicas: 1, availableReplicas: 1, currentReplicas: 1, updatedReplicas: 1 };
const shortSet = withResources(database(short, { volumeClaimTemplates: [DATA] }), OWN);
const wholeSet = withResources(database({}, { volumeClaimTemplates: [DATA] }), OWN);
const first = member(shortSet, 0);
const all = [0, 1, 2].map((index) => member(wholeSet, index));
const said = (of: Built, message: string, when = LAST_TRY): Built =>
  event(of, { reason: 'FailedCreate', message, at: when, by: 'statefulset-controller', count: 14 });
const podRefused = (why: string): Built =>
  said(shortSet, `create Pod db-1 in StatefulSet db failed error: pods "db-1" is forbidden: ${why}`);
const claimRefused = (why: string): Built =>
  said(
    shortSet,
    `create Claim data-db-1 for Pod db-1 in StatefulSet db failed error: persistentvolumeclaims "data-db-1" is forbidden: ${why}`,
  );
const bounds = (limit: Change): Built => limitRange('bounds', { type: 'Container', ...limit });
const ofClaims = (limit: Change): Built => limitRange('bounds', { type: 'PersistentVolumeClaim', ...limit });

const RATIO = 'cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000';
const MIN = 'minimum memory usage per Container is 512Mi, but request is 256Mi';
const MAX = 'maximum memory usage per Container is 256Mi, but limit is 512Mi';
const CLAIM_MAX = 'maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 10Gi';

const about = (name: string, summary: string, scene: Scene, expected: Expected, workload = DB): Story =>
  workloadStory(`refused/${name}`, summary, scene, expected, workload);

const sets: readonly Story[] = [
  about(
    'limit-range-stateful-set',
    'The limit of a container is four times its request, and a LimitRange allows for twice.',
    { objects: [node, shortSet, first, bounds({ maxLimitRequestRatio: { cpu: '2' } }), podRefused(RATIO)] },
    problem('pods-refused-by-limit-range', 'confirmed', {
      says: ['container db has a cpu limit of 4.0 times its request, at most 2 times the request per Container'],
      never: ['Ask for claims'],
    }),
  ),
  about(
    'limit-range-stateful-set-healthy',
    'The same StatefulSet within the bounds.',
    { objects: [node, wholeSet, ...all, bounds({ maxLimitRequestRatio: { cpu: '4' } })] },
    healthy,
  ),
  about(
    'limit-range-stateful-set-decoy',
    'The LimitRange was widened since; the controller waits for its next attempt.',
    { objects: [node, shortSet, first, bounds({ maxLimitRequestRatio: { cpu: '4' } }), podRefused(RATIO)] },
    inProgress({ says: ['tries again'] }),
  ),
  about(
    'limit-range-stateful-set-denied',
    'The LimitRanges may not be looked at.',
    {
      objects: [node, shortSet, first, bounds({ maxLimitRequestRatio: { cpu: '2' } }), podRefused(RATIO)],
      denied: ['limitranges'],
    },
    problem('pods-refused-by-limit-range', 'likely', { says: ['provided ratio is 4.000000', 'limitranges'] }),
  ),
  about(
    'limit-range-claim',
    'A LimitRange allows for smaller claims than the template of the StatefulSet asks for.',
    { objects: [node, shortSet, first, ofClaims({ max: { storage: '5Gi' } }), claimRefused(CLAIM_MAX)] },
    problem('pods-refused-by-limit-range', 'confirmed', {
      says: ['claim data asks for 10Gi of storage, at most 5Gi per PersistentVolumeClaim', 'Ask for claims within'],
      never: ['Keep requests and limits within'],
    }),
  ),
  about(
    'limit-range-claim-denied',
    'The same, and the LimitRanges may not be looked at.',
    {
      objects: [node, shortSet, first, ofClaims({ max: { storage: '5Gi' } }), claimRefused(CLAIM_MAX)],
      denied: ['limitranges'],
    },
    problem('pods-refused-by-limit-range', 'likely', { says: ['but request is 10Gi'] }),
  ),
  about(
    'limit-range-claim-decoy',
    'The claims are within the bounds; a pod was refused for a limit that has been widened since.',
    {
      objects: [
        node,
        shortSet,
        first,
        ofClaims({ max: { storage: '5Gi' } }),
        podRefused('maximum memory usage per Container is 256Mi, but limit is 512Mi'),
      ],
    },
    inProgress({ says: ['tries again'], never: ['claim data asks'] }),
  ),
];

const stuckJob = withResources(job({}), OWN);
const doneJob = withResources(job(done(LAST_TRY)), OWN);
const jobRefused = (of: Built, why: string): Built =>
  failedCreate(of, `pods "migrate-x7k2p" is forbidden: ${why}`, LAST_TRY, 'job-controller');
const jobs: readonly Story[] = [
  about(
    'limit-range-job',
    'A container of a Job asks for less memory than a LimitRange wants, and may use more than it allows.',
    {
      objects: [
        node,
        stuckJob,
        bounds({ min: { memory: '512Mi' }, max: { memory: '256Mi' } }),
        jobRefused(stuckJob, `[${MIN}, ${MAX}]`),
      ],
    },
    problem('pods-refused-by-limit-range', 'confirmed', {
      says: [
        'container migrate asks for a memory request of 256Mi, at least 512Mi per Container',
        'container migrate has a memory limit of 512Mi, at most 256Mi per Container',
      ],
      never: ['rollout restart'],
    }),
    JOB,
  ),
  about(
    'limit-range-job-decoy',
    'It was refused at first and is done now, though the LimitRange would refuse it again.',
    { objects: [node, doneJob, bounds({ min: { memory: '512Mi' } }), jobRefused(doneJob, MIN)] },
    healthy,
    JOB,
  ),
  about(
    'limit-range-job-denied',
    'The LimitRanges may not be looked at.',
    {
      objects: [node, stuckJob, bounds({ min: { memory: '512Mi' } }), jobRefused(stuckJob, MIN)],
      denied: ['limitranges'],
    },
    problem('pods-refused-by-limit-range', 'likely', { says: [MIN, 'limitranges'] }),
    JOB,
  ),
];

const GOLD = 'gold.storageclass.storage.k8s.io/persistentvolumeclaims';
const CLAIM_COUNT = `exceeded quota: disks, requested: ${GOLD}=1, used: ${GOLD}=2, limited: ${GOLD}=2`;
const claims = [
  claim('data-db-0', 'Bound', 'gold', 'pvc-0'),
  claim('uploads', 'Bound', 'gold', 'pvc-1'),
  claim('scratch', 'Bound', 'silver', 'pvc-2'),
];
const disks = (hard: string): Built => quota('disks', { [GOLD]: hard }, { [GOLD]: '2' });
const STORAGE =
  'exceeded quota: disks, requested: requests.storage=10Gi, used: requests.storage=30Gi, limited: requests.storage=35Gi';
const storage = quota('disks', { 'requests.storage': '35Gi' }, { 'requests.storage': '30Gi' });

const claimQuotas: readonly Story[] = [
  about(
    'quota-of-claims',
    'A quota counts the claims of one class, and an older application holds one of them.',
    { objects: [node, shortSet, first, ...claims, disks('2'), claimRefused(CLAIM_COUNT)] },
    problem('pods-refused-by-quota', 'confirmed', {
      says: ['The volume claim does not exist', 'data-db-0 1, uploads 1', 'for one more volume claim'],
      never: ['scratch 1', 'by scaling down what is not needed'],
    }),
  ),
  about(
    'quota-of-claims-storage',
    'A quota of storage is used up by claims of which some may be used by nobody.',
    { objects: [node, shortSet, first, ...claims, storage, claimRefused(STORAGE)] },
    problem('pods-refused-by-quota', 'confirmed', {
      says: ['data-db-0 10Gi, scratch 10Gi, uploads 10Gi', 'scaling down frees none'],
    }),
  ),
  about(
    'quota-of-claims-decoy',
    'The quota was raised since; the controller waits for its next attempt.',
    { objects: [node, shortSet, first, ...claims, disks('3'), claimRefused(CLAIM_COUNT)] },
    inProgress({ says: ['tries again'] }),
  ),
  about(
    'quota-of-claims-denied',
    'Neither the quota nor the claims may be looked at.',
    {
      objects: [node, shortSet, first, ...claims, disks('2'), claimRefused(CLAIM_COUNT)],
      denied: ['resourcequotas', 'persistentvolumeclaims'],
    },
    problem('pods-refused-by-quota', 'likely', { says: ['resourcequotas'] }),
  ),
];

/** A pod with a volume that comes and goes with it. */
const CLAIM_NAME = 'web-5d7f9b8c6-q5w9b-scratch';
const scratch: Change = { volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: DATA['spec'] } } }] };
const WAITS = `0/1 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "${CLAIM_NAME}". not found`;
const waits = firstStart({ spec: scratch }, { node: null, change: unschedulable(WAITS, SINCE) });
const runs = settled({ spec: scratch });
const ofPod = (pod: Built, why: string, when = LAST_TRY): Built =>
  event(pod, {
    reason: 'FailedBinding',
    message: `ephemeral volume scratch: create PVC ${CLAIM_NAME}: persistentvolumeclaims "${CLAIM_NAME}" is forbidden: ${why}`,
    at: when,
    by: 'ephemeral_volume',
    count: 9,
  });

const ephemeral: readonly Story[] = [
  about(
    'ephemeral-volume',
    'The claim of a volume that comes and goes with its pod exceeds a quota, so the pod waits for a node.',
    { objects: [node, ...waits.all, ...claims, storage, ofPod(waits.newPod, STORAGE)] },
    problem('pods-refused-by-quota', 'confirmed', {
      says: ['The volume claim does not exist', '30Gi of 35Gi used, 10Gi asked for'],
      never: ['Then have the pods created at once'],
    }),
    'Deployment/shop/web',
  ),
  about(
    'ephemeral-volume-limit-range',
    'A LimitRange allows for smaller claims than that volume asks for.',
    {
      objects: [node, ...waits.all, ofClaims({ max: { storage: '5Gi' } }), ofPod(waits.newPod, CLAIM_MAX)],
    },
    problem('pods-refused-by-limit-range', 'confirmed', { says: ['claim scratch asks for 10Gi of storage'] }),
    'Deployment/shop/web',
  ),
  about(
    'ephemeral-volume-decoy',
    'It was refused at first, and the pod runs.',
    { objects: [node, ...runs.all, storage, ofPod(runs.newPod, STORAGE)] },
    healthy,
    'Deployment/shop/web',
  ),
  about(
    'ephemeral-volume-denied',
    'Events may not be looked at: why the claim is missing cannot be told.',
    { objects: [node, ...waits.all, storage, ofPod(waits.newPod, STORAGE)], denied: ['events'] },
    problem('unschedulable', 'likely', { says: ['events', 'ephemeral volume controller'] }),
    'Deployment/shop/web',
  ),
];

const daily = cronJob({ schedule: '30 3 * * *' }, { lastScheduleTime: '2025-11-13T03:30:00Z' });
const oldRun = runOf(daily, 'migrate-29383400', '2025-11-13T03:30:00Z', done('2025-11-13T03:31:00Z'));
const JOBS =
  'Error creating job: jobs.batch "migrate-29383410" is forbidden: exceeded quota: jobs, requested: count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5';
const noJob = event(daily, {
  reason: 'FailedCreate',
  message: JOBS,
  at: '2025-11-15T03:30:00Z',
  by: 'cronjob-controller',
});
const jobQuota = (used: string): Built => quota('jobs', { 'count/jobs.batch': '5' }, { 'count/jobs.batch': used });
const clock = (name: string, summary: string, scene: Scene, expected: Expected): Story =>
  storyOf(`cron-job/${name}`, summary, scene, expected, {
    runbook: 'cron-job',
    inputs: { cronJob: 'CronJob/shop/migrate' },
  });

const cronJobs: readonly Story[] = [
  clock(
    'over-quota',
    'A quota counts Jobs, and those that have ended are still there.',
    { objects: [node, daily, oldRun, jobQuota('5'), noJob] },
    problem('cron-job-over-quota', 'confirmed', {
      says: ['5 of 5 used, 1 asked for', 'One of its own Jobs has ended', 'ttlSecondsAfterFinished: 3600'],
    }),
  ),
  clock(
    'over-quota-decoy',
    'The quota has room by now, so that it does not explain why no Job was made since.',
    { objects: [node, daily, oldRun, jobQuota('4'), noJob] },
    problem('cron-job-refused', 'likely', { says: ['exceeded quota: jobs'] }),
  ),
  clock(
    'over-quota-denied',
    'The quota may not be looked at.',
    { objects: [node, daily, oldRun, jobQuota('5'), noJob], denied: ['resourcequotas'] },
    problem('cron-job-refused', 'likely', { says: ['exceeded quota: jobs', 'resourcequotas'] }),
  ),
];

const ready = settled({});
const good = service('web');
const unwritten = [node, ...ready.all, good, sliceOf(good, [])];
const SLICES =
  'Error updating Endpoint Slices for Service shop/web: failed to create EndpointSlice for Service shop/web: endpointslices.discovery.k8s.io "web-7xk2p" is forbidden: exceeded quota: slices, requested: count/endpointslices.discovery.k8s.io=1, used: count/endpointslices.discovery.k8s.io=4, limited: count/endpointslices.discovery.k8s.io=4';
const SLICE_COUNT = 'count/endpointslices.discovery.k8s.io';
const sliceQuota = (hard: string): Built => quota('slices', { [SLICE_COUNT]: hard }, { [SLICE_COUNT]: '4' });
const refusedSlices = event(good, {
  reason: 'FailedToUpdateEndpointSlices',
  message: SLICES,
  at: LAST_TRY,
  by: 'endpoint-slice-controller',
  count: 12,
});
const way = (name: string, summary: string, scene: Scene, expected: Expected): Story =>
  storyOf(`service/${name}`, summary, scene, expected, {
    runbook: 'service',
    inputs: { service: 'Service/shop/web' },
  });

const slices: readonly Story[] = [
  way(
    'slices-over-quota',
    'A quota counts EndpointSlices, so that the addresses of ready pods are not written.',
    { objects: [...unwritten, sliceQuota('4'), refusedSlices] },
    problem('endpoints-over-quota', 'confirmed', {
      says: ['4 of 4 used, 1 asked for', 'endpointslices.discovery.k8s.io: \\"5\\"'],
    }),
  ),
  way(
    'slices-over-quota-decoy',
    'The quota was full for a while, and the addresses have been written since.',
    { objects: [node, ...ready.all, good, sliceOf(good, [ready.newPod]), sliceQuota('4'), refusedSlices] },
    healthy,
  ),
  way(
    'slices-over-quota-denied',
    'The quota may not be looked at: only the event speaks.',
    { objects: [...unwritten, sliceQuota('4'), refusedSlices], denied: ['resourcequotas'] },
    problem('endpoints-not-written', 'likely', { says: ['exceeded quota: slices', 'resourcequotas'] }),
  ),
];

/** Refusals of other kinds of workloads and of other things than pods. */
export const refusedOthers: readonly Story[] = [...sets, ...jobs, ...claimQuotas, ...ephemeral, ...cronJobs, ...slices];
