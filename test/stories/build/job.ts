import { condition, object, ownedBy, pod, template, uidOf, type Built, type Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** When the Job of the stories was made: a quarter of an hour before the captures. */
export const STARTED = '2025-11-15T18:00:00Z';
const IMAGE = 'registry.example/shop/migrate:1.5.0';
const SKETCH = { name: 'migrate', namespace: 'shop', image: IMAGE, created: STARTED };
const UID = uidOf('Job', 'shop', 'migrate');
const LABELS = {
  'batch.kubernetes.io/controller-uid': UID,
  'batch.kubernetes.io/job-name': 'migrate',
  'controller-uid': UID,
  'job-name': 'migrate',
};

/** A Job with one completion and four attempts, as the API server returns it (defaults of batch/v1). */
export function job(status: Change, spec: Change = {}, metadata: Change = {}): Built {
  const base = template(SKETCH) as { metadata: Change; spec: Change };
  return object(
    { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'migrate', created: STARTED },
    {
      metadata: { generation: 1, labels: { 'app.kubernetes.io/name': 'migrate' }, ...metadata },
      spec: deepMerge(
        {
          backoffLimit: 3,
          completionMode: 'NonIndexed',
          completions: 1,
          manualSelector: false,
          parallelism: 1,
          podReplacementPolicy: 'TerminatingOrFailed',
          selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': UID } },
          suspend: false,
          template: deepMerge(base, { metadata: { labels: LABELS }, spec: { restartPolicy: 'Never' } }),
        },
        spec,
      ),
      status: { ready: 0, startTime: STARTED, terminating: 0, uncountedTerminatedPods: {}, ...status },
    },
  );
}

/** The status of a Job that is done, after some attempts that failed. */
export function done(at: string, failed = 0): Change {
  const said = 'Reached expected number of succeeded pods';
  return {
    succeeded: 1,
    ...(failed > 0 ? { failed } : {}),
    completionTime: at,
    conditions: ['SuccessCriteriaMet', 'Complete'].map((type) => probed(type, 'CompletionsReached', said, at)),
  };
}

/** The status of a Job that its controller has given up. */
export function gaveUp(reason: string, message: string, at: string, failed: number): Change {
  return {
    failed,
    conditions: ['FailureTarget', 'Failed'].map((type) => probed(type, reason, message, at)),
  };
}

/** The Job controller writes when it looked beside when the condition came to hold. */
function probed(type: string, reason: string, message: string, at: string): Change {
  return { ...condition(type, 'True', reason, message, at), lastProbeTime: at };
}

export const OUT_OF_ATTEMPTS = 'Job has reached the specified backoff limit';
export const OUT_OF_TIME = 'Job was active longer than specified deadline';

/** A pod of the Job: on its node and at work unless the change says otherwise. */
export function attempt(of: Built, suffix: string, created: string, change: Change = {}): Built {
  const base = pod(null, { ...SKETCH, created, pod: `migrate-${suffix}`, node: 'node-1' }, ownedBy(of));
  const labelled = deepMerge(base, { metadata: { labels: LABELS }, spec: { restartPolicy: 'Never' } });
  return deepMerge(labelled, change);
}

/** The status of a pod whose only container has ended. */
export function endedWith(exitCode: number, startedAt: string, finishedAt: string, reason?: string): Change {
  const well = exitCode === 0;
  const why = well ? 'PodCompleted' : 'PodFailed';
  const no = (type: string): Change => ({ type, status: 'False', reason: why, lastTransitionTime: finishedAt });
  const yes = (type: string): Change => ({ type, status: 'True', lastTransitionTime: startedAt });
  const terminated = {
    containerID: 'containerd://0',
    exitCode,
    finishedAt,
    reason: reason ?? (well ? 'Completed' : 'Error'),
    startedAt,
  };
  return {
    status: {
      phase: well ? 'Succeeded' : 'Failed',
      conditions: [
        no('PodReadyToStartContainers'),
        yes('Initialized'),
        no('Ready'),
        no('ContainersReady'),
        yes('PodScheduled'),
      ],
      containerStatuses: [
        {
          name: 'migrate',
          image: IMAGE,
          imageID: `${IMAGE}@sha256:0`,
          containerID: 'containerd://0',
          ready: false,
          started: false,
          restartCount: 0,
          lastState: {},
          state: { terminated },
        },
      ],
    },
  };
}
