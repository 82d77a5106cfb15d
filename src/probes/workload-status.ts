import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { condition, entry, field, list, num, text } from './read.ts';
import { hasEnded, isReady } from './scheduling/pods.ts';

/**
 * How far a workload has come, as `kubectl rollout status` (polymorphichelpers/rollout_status.go) and, for ReplicaSet and
 * Job, kstatus (sigs.k8s.io/cli-utils) judge it.
 */
export const workloadStatus: Probe = {
  name: 'workload-status',
  computes: 'Whether a workload has all its pods in the wanted version, and what it says is wrong.',
  params: {
    workload: { is: 'object', means: 'A Deployment, StatefulSet, DaemonSet, ReplicaSet or Job.' },
    pods: { is: 'list', optional: true, means: 'Its pods; counted while its controller has not looked at it.' },
  },
  returns: {
    kind: "The workload's kind.",
    observed: 'Whether the status is about the present spec.',
    desired: 'Wanted number of pods; for a Job of successful ones.',
    updated: 'Pods of the wanted version.',
    ready: 'Ready pods; for a Job successful ones.',
    available: 'Pods that have been ready long enough; for a Job successful ones.',
    complete: 'Whether nothing is left to wait for.',
    failed: 'Whether the workload says that it failed.',
    reason: 'The reason of what is wrong; empty when nothing is said.',
    message: 'Its message.',
    text: 'Ready and wanted pods in words.',
  },
  run: judgeWorkload,
};

interface Counts {
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  /** Whether the counts leave nothing to wait for. */
  readonly settled: boolean;
}

function judgeWorkload({ workload, pods }: ProbeArgs): ProbeResult | undefined {
  const kind = text(entry(workload, 'kind'));
  if (kind === 'Job') return judgeJob(workload);
  const counts = countsOf(kind, workload);
  if (counts === undefined) return undefined;
  const observed = isObserved(workload);
  const { settled, ...numbers } = { ...counts, ready: readyPods(workload, counts.ready, pods) };
  const trouble = troubleOf(workload);
  const failed = trouble !== undefined && trouble.fails;
  return {
    kind,
    observed,
    ...numbers,
    complete: observed && settled && !failed,
    failed,
    reason: text(entry(trouble?.condition, 'reason')),
    message: text(entry(trouble?.condition, 'message')),
    text: `${numbers.ready} of ${numbers.desired} ${numbers.desired === 1 ? 'pod' : 'pods'} ready`,
  };
}

function countsOf(kind: string, workload: unknown): Counts | undefined {
  switch (kind) {
    case 'Deployment':
      return deploymentCounts(workload);
    case 'StatefulSet':
      return statefulSetCounts(workload);
    case 'DaemonSet':
      return daemonSetCounts(workload);
    case 'ReplicaSet':
      return replicaSetCounts(workload);
    default:
      return undefined;
  }
}

function deploymentCounts(workload: unknown): Counts {
  const desired = num(field(workload, 'spec.replicas')) ?? 1;
  const updated = count(workload, 'updatedReplicas');
  const available = count(workload, 'availableReplicas');
  const settled = updated >= desired && count(workload, 'replicas') <= updated && available >= updated;
  return { desired, updated, ready: count(workload, 'readyReplicas'), available, settled };
}

function statefulSetCounts(workload: unknown): Counts {
  const desired = num(field(workload, 'spec.replicas')) ?? 1;
  const updated = count(workload, 'updatedReplicas');
  const ready = count(workload, 'readyReplicas');
  const available = num(field(workload, 'status.availableReplicas')) ?? ready;
  const partition = num(field(workload, 'spec.updateStrategy.rollingUpdate.partition')) ?? 0;
  const waitsForUpdate = field(workload, 'spec.updateStrategy.type') !== 'OnDelete' && updated < desired - partition;
  return { desired, updated, ready, available, settled: ready >= desired && !waitsForUpdate };
}

function daemonSetCounts(workload: unknown): Counts {
  const desired = count(workload, 'desiredNumberScheduled');
  const updated = count(workload, 'updatedNumberScheduled');
  const available = count(workload, 'numberAvailable');
  const waitsForUpdate = field(workload, 'spec.updateStrategy.type') !== 'OnDelete' && updated < desired;
  const settled = !waitsForUpdate && available >= desired;
  return { desired, updated, ready: count(workload, 'numberReady'), available, settled };
}

/** Every pod of a ReplicaSet is of its one version. */
function replicaSetCounts(workload: unknown): Counts {
  const desired = num(field(workload, 'spec.replicas')) ?? 1;
  const replicas = count(workload, 'replicas');
  const ready = count(workload, 'readyReplicas');
  const available = count(workload, 'availableReplicas');
  const settled = replicas === desired && available >= desired && ready >= desired;
  return { desired, updated: replicas, ready, available, settled };
}

/** Counts of zero are left out of a status. */
function count(workload: unknown, name: string): number {
  return num(field(workload, `status.${name}`)) ?? 0;
}

function isObserved(workload: unknown): boolean {
  const generation = num(field(workload, 'metadata.generation')) ?? 0;
  return generation <= (num(field(workload, 'status.observedGeneration')) ?? 0);
}

/** Without any status the pods themselves are counted. */
function readyPods(workload: unknown, stated: number, pods: unknown): number {
  if (field(workload, 'status.observedGeneration') !== undefined || !Array.isArray(pods)) return stated;
  return list(pods).filter((pod) => !hasEnded(pod) && isReady(pod)).length;
}

interface Trouble {
  readonly condition: unknown;
  readonly fails: boolean;
}

/** Refused pods come first: they say why the deadline passed. Missing availability alone is no failure. */
function troubleOf(workload: unknown): Trouble | undefined {
  const refused = condition(workload, 'ReplicaFailure');
  if (entry(refused, 'status') === 'True') return { condition: refused, fails: true };
  const progressing = condition(workload, 'Progressing');
  if (entry(progressing, 'status') === 'False') return { condition: progressing, fails: true };
  const available = condition(workload, 'Available');
  return entry(available, 'status') === 'False' ? { condition: available, fails: false } : undefined;
}

function judgeJob(job: unknown): ProbeResult {
  const desired = num(field(job, 'spec.completions')) ?? 1;
  const succeeded = count(job, 'succeeded');
  const complete = entry(condition(job, 'Complete'), 'status') === 'True';
  const said = ['Failed', 'FailureTarget', 'Suspended']
    .map((type) => condition(job, type))
    .find((each) => entry(each, 'status') === 'True');
  return {
    kind: 'Job',
    observed: true,
    desired,
    updated: succeeded + count(job, 'active'),
    ready: succeeded,
    available: succeeded,
    complete,
    failed: said !== undefined && entry(said, 'type') !== 'Suspended',
    reason: text(entry(said, 'reason')),
    message: text(entry(said, 'message')),
    text: `${succeeded} of ${desired} ${desired === 1 ? 'pod' : 'pods'} succeeded`,
  };
}
