import { mediumNode, tenant } from './build/app.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { container, event, unschedulable, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { attempt, done, endedWith, gaveUp, job, OUT_OF_ATTEMPTS, OUT_OF_TIME } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import { pressedNode } from './build/node-state.ts';
import type { Story } from './story.ts';

/** Jobs: attempts, their limit, their deadline, and those that look like it. */
const nodes: readonly Built[] = [mediumNode('node-1')];
const JOB = 'Job/shop/migrate';
const ERROR = 'ERROR: relation "orders" already exists\n';
const IMAGE = 'registry.example/shop/migrate:1.5.0';

/** Four attempts, the delay between them growing as the controller lets it grow. */
const TIMES = [
  ['a4f7q', '2025-11-15T18:00:00Z', '2025-11-15T18:00:09Z'],
  ['b8t2m', '2025-11-15T18:00:20Z', '2025-11-15T18:00:28Z'],
  ['c5x9r', '2025-11-15T18:00:50Z', '2025-11-15T18:00:58Z'],
  ['d2k6w', '2025-11-15T18:01:40Z', '2025-11-15T18:01:49Z'],
] as const;
function failedAttempts(of: Built, howMany: number): readonly Built[] {
  return TIMES.slice(0, howMany).map(([suffix, from, to]) => attempt(of, suffix, from, endedWith(1, from, to)));
}
const LAST_LOG = { 'shop/migrate-d2k6w/migrate': ERROR };
const TRIES = { failed: 4, at: '2025-11-15T18:01:52Z' };

const outOfAttempts = job(gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, TRIES.at, TRIES.failed));
const doneAtOnce = job(done('2025-11-15T18:00:40Z'));
const doneLate = job(done('2025-11-15T18:01:52Z', 3));
const well = (of: Built, from: string, to: string): Built => attempt(of, 'd2k6w', from, endedWith(0, from, to));

/** An event about a Job of the same name that somebody has deleted since. */
const ofEarlierJob = (reason: string, message: string): Built =>
  event(deepMerge(doneLate, { metadata: { uid: 'uid-of-an-earlier-job' } }), {
    reason,
    message,
    at: '2025-11-15T17:40:00Z',
    by: 'job-controller',
  });

const LIMITED = { activeDeadlineSeconds: 600 };
const outOfTime = job(gaveUp('DeadlineExceeded', OUT_OF_TIME, '2025-11-15T18:10:02Z', 1), LIMITED);
const inItsTime = job(done('2025-11-15T18:08:11Z'), LIMITED);
const doneBefore = job(done('2025-11-15T18:02:00Z'), { activeDeadlineSeconds: 300 });
const NOT_PULLED = `Failed to pull image "${IMAGE}": rpc error: code = NotFound desc = failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": ${IMAGE}: not found`;
/** What is left of the pod that was deleted with the deadline. */
const ofGonePod = (message: string, reason: string): Built =>
  event(attempt(outOfTime, 'a4f7q', '2025-11-15T18:00:00Z'), { reason, message, at: '2025-11-15T18:08:40Z', count: 6 });

const restarted = job(gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, TRIES.at, 1), {
  template: { spec: { restartPolicy: 'OnFailure' } },
});
const BACK_OFF =
  'Back-off restarting failed container migrate in pod migrate-a4f7q_shop(9b1c7d52-0000-4000-8000-9b1c7d529b1c)';
const once = job(gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, '2025-11-15T18:00:32Z', 1), { backoffLimit: 0 });
const FROM = '2025-11-15T18:00:00Z';
const LOW = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 81Mi. ';
const evictedAt = (at: string): Change => ({
  status: {
    phase: 'Failed',
    reason: 'Evicted',
    message: LOW,
    conditions: [
      {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'TerminationByKubelet',
        message: LOW,
        lastTransitionTime: at,
      },
    ],
    containerStatuses: undefined,
  },
});
const evicted = evictedAt(FROM);
const EARLY = '2025-11-15T13:00:00Z';
const longGone = job(
  { ...gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, '2025-11-15T13:00:05Z', 1), startTime: EARLY },
  { backoffLimit: 0 },
  { creationTimestamp: EARLY },
);
/** What the kubelet leaves of a pod that it does not take in (pkg/kubelet/lifecycle/predicate.go). */
const refusedForRoom: Change = {
  status: {
    phase: 'Failed',
    reason: 'OutOfmemory',
    message:
      "Pod was rejected: Node didn't have enough resource: memory, requested: 134217728, used: 17112760320, capacity: 17179869184",
    startTime: FROM,
    conditions: undefined,
    containerStatuses: undefined,
  },
};
const POLICY = 'Container migrate for pod shop/migrate-a4f7q failed with exit code 42 matching FailJob rule at index 0';
const byPolicy = job(gaveUp('PodFailurePolicy', POLICY, '2025-11-15T18:00:12Z', 1), {
  podFailurePolicy: {
    rules: [{ action: 'FailJob', onExitCodes: { containerName: 'migrate', operator: 'In', values: [42] } }],
  },
});
const suspended = job({ startTime: undefined }, { suspend: true });
const atWork = job({ active: 1, ready: 1, failed: 1 }, { activeDeadlineSeconds: 3600 });
const backingOff = job({ failed: 3 });
const waitsForImage = job({ active: 1 });
const heldUp = job({ active: 1, ready: 0 });
/** A pod with a second container, which runs on after the first was done. */
const withHelper = (doneAt: string): Change => {
  const status = (name: string, ready: boolean, state: Change): Change => ({
    name,
    image: IMAGE,
    imageID: `${IMAGE}@sha256:0`,
    ready,
    started: ready,
    restartCount: 0,
    lastState: {},
    state,
  });
  const no = { status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [migrate]' };
  return {
    status: {
      conditions: [
        { type: 'Initialized', status: 'True' },
        { type: 'Ready', ...no },
        { type: 'ContainersReady', ...no },
        { type: 'PodScheduled', status: 'True' },
      ],
      containerStatuses: [
        status('migrate', false, {
          terminated: { exitCode: 0, reason: 'Completed', startedAt: FROM, finishedAt: doneAt },
        }),
        status('proxy', true, { running: { startedAt: FROM } }),
      ],
    },
  };
};
const noRoom = attempt(waitsForImage, 'a4f7q', FROM, {
  spec: { nodeName: undefined },
  status: {
    ...(unschedulable(
      '0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
      FROM,
    )['status'] as Change),
    containerStatuses: undefined,
    startTime: undefined,
  },
});
const forgotten = job({ active: 0 });
/** The third failure, thirteen seconds before the captures: forty have to go by. */
const justFailed = attempt(
  backingOff,
  'f9p3s',
  '2025-11-15T18:14:41Z',
  endedWith(1, '2025-11-15T18:14:41Z', '2025-11-15T18:14:50Z'),
);

/** One story per way in which a Job can end, wait or go on. */
export const workloadJob: readonly Story[] = [
  workloadStory(
    'workload/job-back-off',
    'Every attempt of a Job ended with an error, and there are no more; the last pod tells why.',
    { objects: [...nodes, outOfAttempts, ...failedAttempts(outOfAttempts, 4)], logs: LAST_LOG },
    problem('job-attempt-failed', 'confirmed', {
      says: [OUT_OF_ATTEMPTS, '4 of 4 attempts failed', 'migrate-d2k6w', 'orders', 'Attempts of Job shop/migrate'],
      never: ['Pods of Job shop/migrate', '--previous'],
    }),
    JOB,
  ),
  workloadStory(
    'workload/job-back-off-healthy',
    'The Job was done at its first attempt.',
    { objects: [...nodes, doneAtOnce, well(doneAtOnce, '2025-11-15T18:00:00Z', '2025-11-15T18:00:38Z')] },
    healthy,
    JOB,
  ),
  workloadStory(
    'workload/job-back-off-decoy',
    'Three attempts failed and the fourth was done; an earlier Job of this name had used up its attempts.',
    {
      objects: [
        ...nodes,
        doneLate,
        ...failedAttempts(doneLate, 3),
        well(doneLate, '2025-11-15T18:01:40Z', '2025-11-15T18:01:49Z'),
        ofEarlierJob('BackoffLimitExceeded', OUT_OF_ATTEMPTS),
      ],
    },
    healthy,
    JOB,
  ),
  workloadStory(
    'workload/job-back-off-denied',
    'The Job has used up its attempts, and its pods may not be looked at.',
    { objects: [...nodes, outOfAttempts, ...failedAttempts(outOfAttempts, 4)], denied: ['pods'] },
    problem('job-out-of-attempts', 'likely', { says: [OUT_OF_ATTEMPTS, 'could not be looked at'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-deadline',
    'The Job ran into its deadline; its pod is gone, and only an event tells what it waited for.',
    { objects: [...nodes, outOfTime, ofGonePod(NOT_PULLED, 'Failed')] },
    problem('job-past-deadline', 'confirmed', {
      says: [OUT_OF_TIME, '10m', 'not found', 'does not start by itself'],
    }),
    JOB,
  ),
  workloadStory(
    'workload/job-deadline-healthy',
    'The Job was done two minutes before its deadline.',
    { objects: [...nodes, inItsTime, well(inItsTime, '2025-11-15T18:00:00Z', '2025-11-15T18:08:10Z')] },
    healthy,
    JOB,
  ),
  workloadStory(
    'workload/job-deadline-decoy',
    'Its deadline lies in the past, but it was done before; an earlier Job of this name was stopped by it.',
    {
      objects: [
        ...nodes,
        doneBefore,
        well(doneBefore, '2025-11-15T18:00:00Z', '2025-11-15T18:01:58Z'),
        ofEarlierJob('DeadlineExceeded', OUT_OF_TIME),
      ],
    },
    healthy,
    JOB,
  ),
  workloadStory(
    'workload/job-deadline-denied',
    'The Job ran into its deadline, and whether a pod of it is left cannot be seen.',
    { objects: [...nodes, outOfTime], denied: ['pods'] },
    problem('job-past-deadline', 'likely', { says: [OUT_OF_TIME] }),
    JOB,
  ),
  workloadStory(
    'workload/job-back-off-log-denied',
    'The Job has used up its attempts, and the log of the last may not be read.',
    { objects: [...nodes, outOfAttempts, ...failedAttempts(outOfAttempts, 4)], denied: ['pods/log'] },
    problem('job-attempt-failed', 'likely', { says: [OUT_OF_ATTEMPTS, 'exit code 1', 'Its log could not be read'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-out-of-memory',
    'The only attempt of the Job was killed at its memory limit.',
    {
      objects: [
        ...nodes,
        once,
        attempt(once, 'a4f7q', FROM, endedWith(137, FROM, '2025-11-15T18:00:30Z', 'OOMKilled')),
      ],
      logs: { 'shop/migrate-a4f7q/migrate': 'copying 4000000 rows\n' },
    },
    problem('job-attempt-out-of-memory', 'confirmed', { says: ['128Mi', '1 of 1 attempt failed', '4000000 rows'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-evicted',
    'The node put the pod of the only attempt out.',
    { objects: [...nodes, once, attempt(once, 'a4f7q', FROM, evicted)] },
    problem('evicted-for-the-node', 'likely', {
      says: ['ran low on memory', '81Mi', OUT_OF_ATTEMPTS, 'does not start by itself', 'what the Job was to do'],
    }),
    JOB,
  ),
  workloadStory(
    'workload/job-evicted-now',
    'The same, and the node is still short of memory.',
    { objects: [pressedNode('node-1', 'MemoryPressure'), once, attempt(once, 'a4f7q', FROM, evicted)] },
    problem('evicted-for-the-node', 'confirmed', { says: ['under pressure still'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-evicted-long-ago',
    'The node put the pod of the only attempt out hours ago, and is well again.',
    { objects: [...nodes, longGone, attempt(longGone, 'a4f7q', EARLY, evictedAt(EARLY))] },
    problem('job-attempt-stopped', 'likely', { says: ['Evicted', 'low on resource: memory'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-evicted-decoy',
    'An earlier attempt was evicted; the last one failed by itself.',
    {
      objects: [
        ...nodes,
        outOfAttempts,
        attempt(outOfAttempts, 'a4f7q', FROM, evicted),
        ...failedAttempts(outOfAttempts, 4).slice(1),
      ],
      logs: LAST_LOG,
    },
    problem('job-attempt-failed', 'confirmed', { says: ['orders'], never: ['low on memory'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-refused-by-kubelet',
    'The kubelet had no room for the pod of the only attempt when it arrived.',
    { objects: [...nodes, once, attempt(once, 'a4f7q', FROM, refusedForRoom)] },
    problem('refused-for-room', 'confirmed', { says: ['OutOfmemory', OUT_OF_ATTEMPTS, 'does not start by itself'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-pod-gone',
    'The container was started again and again; when there were no more starts its pod was deleted.',
    {
      objects: [
        ...nodes,
        restarted,
        event(attempt(restarted, 'a4f7q', '2025-11-15T18:00:00Z'), {
          reason: 'BackOff',
          message: BACK_OFF,
          at: '2025-11-15T18:01:40Z',
          count: 5,
        }),
      ],
    },
    problem('job-out-of-attempts', 'likely', { says: ['OnFailure', 'Back-off restarting', 'restartPolicy: Never'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-failure-policy',
    'A rule of the Job says that this exit code ends it at once; the pod is gone.',
    { objects: [...nodes, byPolicy] },
    problem('job-failed', 'likely', { says: ['exit code 42 matching FailJob rule at index 0'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-suspended-healthy',
    'The Job is suspended: nobody wants its pods now.',
    { objects: [...nodes, suspended] },
    { ...healthy, says: ['is suspended (spec.suspend)'] },
    JOB,
  ),
  workloadStory(
    'workload/job-at-work',
    'The second attempt is at work.',
    {
      objects: [
        ...nodes,
        atWork,
        ...failedAttempts(atWork, 1),
        attempt(atWork, 'b8t2m', '2025-11-15T18:00:20Z', { status: { phase: 'Running' } }),
      ],
    },
    inProgress({ says: ['1 of 4 attempts failed', '2025-11-15 19:00:00 UTC'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-held-by-helper',
    'The work is done, and a helper in the same pod runs on.',
    { objects: [...nodes, heldUp, attempt(heldUp, 'a4f7q', FROM, withHelper('2025-11-15T18:04:00Z'))] },
    problem('job-held-by-container', 'likely', {
      says: ['migrate of Job', 'proxy keeps its pod running', 'sidecar'],
      never: [' ; 0 of', 'the old one are ready'],
    }),
    JOB,
  ),
  workloadStory(
    'workload/job-helper-ends-too',
    'The work was done a moment ago, and the helper in the same pod is about to end as well.',
    { objects: [...nodes, heldUp, attempt(heldUp, 'a4f7q', FROM, withHelper('2025-11-15T18:14:30Z'))] },
    inProgress({ says: ['0 of 4 attempts failed'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-no-room',
    'No node has room for the pod of the Job.',
    { objects: [mediumNode('node-1'), tenant('node-1', '16300Mi'), waitsForImage, noRoom] },
    problem('no-room', 'confirmed', { says: ['128Mi'], never: ['needs unknown'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-no-room-denied',
    'The same, and nodes may not be looked at.',
    { objects: [mediumNode('node-1'), tenant('node-1', '16300Mi'), waitsForImage, noRoom], denied: ['nodes'] },
    problem('unschedulable', 'likely', { says: ['Insufficient memory'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-backing-off',
    'Three attempts failed, and the next has not begun.',
    {
      objects: [...nodes, backingOff, ...failedAttempts(backingOff, 2), justFailed],
      logs: { 'shop/migrate-f9p3s/migrate': ERROR },
    },
    problem('job-attempt-failed', 'confirmed', {
      says: ['The next begins about 2025-11-15 18:15:30 UTC', 'orders', '3 of 4 attempts failed'],
    }),
    JOB,
  ),
  workloadStory(
    'workload/job-image-missing',
    'The image of the Job does not exist.',
    {
      objects: [
        ...nodes,
        waitsForImage,
        attempt(
          waitsForImage,
          'a4f7q',
          '2025-11-15T18:00:00Z',
          container('migrate', IMAGE, { waiting: { reason: 'ErrImagePull', message: NOT_PULLED } }),
        ),
      ],
    },
    problem('image-not-found', 'confirmed', { says: ['migrate:1.5.0'] }),
    JOB,
  ),
  workloadStory(
    'workload/job-not-started',
    'The Job is a quarter of an hour old and has no pod; nobody says why.',
    { objects: [...nodes, forgotten] },
    problem('job-not-started', 'possible'),
    JOB,
  ),
  storyOf(
    'job/complete-healthy',
    'The Job is done.',
    { objects: [...nodes, doneAtOnce, well(doneAtOnce, '2025-11-15T18:00:00Z', '2025-11-15T18:00:38Z')] },
    healthy,
    { runbook: 'job', inputs: { job: JOB } },
  ),
  storyOf(
    'job/pods-denied',
    'Whether the Job has left pods behind cannot be seen.',
    { objects: [...nodes, doneAtOnce], denied: ['pods'] },
    incomplete({ says: ['pods'] }),
    { runbook: 'job', inputs: { job: JOB } },
  ),
];
