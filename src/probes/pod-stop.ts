import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { condition, entry, field, list, text } from './read.ts';

/** Who stopped a pod that has failed for good, by what its status says (PodStatus, core/v1). */
export const podStop: Probe = {
  name: 'pod-stop',
  computes:
    'Who stopped a failed pod: the kubelet, the drain of its node, the scheduler, a deadline, its own containers.',
  params: { pod: { is: 'object', means: 'The pod with its status.' } },
  returns: {
    by:
      'evicted, no-room (the kubelet refused it for lack of a resource), refused, shutdown, deadline, taint, drain, ' +
      'preempted, node-gone, lost (its node or its containers could not be found), containers; empty while it has not failed.',
    reason: 'The reason that its status or its condition DisruptionTarget gives; empty without one.',
    message: 'The words to it; empty without any.',
    at: 'When it stopped, RFC 3339; empty when nothing says so.',
    exits: 'Its containers that ended with another code than 0, as one text.',
  },
  run: readStop,
};

function readStop({ pod }: ProbeArgs): ProbeResult | undefined {
  const phase = text(field(pod, 'status.phase'));
  if (phase === '') return undefined;
  const disruption = disruptionOf(pod);
  const reason = text(field(pod, 'status.reason')) || text(entry(disruption, 'reason'));
  const message = text(field(pod, 'status.message')) || text(entry(disruption, 'message'));
  const by = phase === 'Failed' ? stopperOf(pod, reason, message) : '';
  return { by, reason, message, at: endOf(pod, disruption), exits: exitsOf(pod) };
}

/** The condition by which the one who ends a pod says so (Kubernetes documentation, "Pod disruption conditions"). */
function disruptionOf(pod: unknown): unknown {
  const found = condition(pod, 'DisruptionTarget');
  return entry(found, 'status') === 'True' ? found : undefined;
}

/**
 * Reasons as they stand in pkg/kubelet/eviction (Evicted), pkg/kubelet/lifecycle/predicate.go (OutOf…, refusals),
 * pkg/kubelet/nodeshutdown, pkg/kubelet/active_deadline.go, pkg/kubelet/preemption, and of DisruptionTarget in
 * tainteviction, podgc, the eviction API and the scheduler.
 */
const BY_REASON: Readonly<Record<string, string>> = {
  Evicted: 'evicted',
  NodeShutdown: 'shutdown',
  Shutdown: 'shutdown',
  Terminated: 'shutdown',
  DeadlineExceeded: 'deadline',
  Preempting: 'preempted',
  NodeLost: 'lost',
  DeletionByTaintManager: 'taint',
  EvictionByEvictionAPI: 'drain',
  PreemptionByScheduler: 'preempted',
  DeletionByPodGC: 'node-gone',
  NodeAffinity: 'refused',
  NodeName: 'refused',
  NodePorts: 'refused',
  TaintToleration: 'refused',
  UnexpectedAdmissionError: 'refused',
  UnexpectedPredicateFailureType: 'refused',
  UnknownReason: 'refused',
  InvalidNodeInfo: 'refused',
  PodOSSelectorNodeLabelDoesNotMatch: 'refused',
  PodOSNotSupported: 'refused',
  SupplementalGroupsPolicyNotSupported: 'refused',
  InitContainerRestartPolicyForbidden: 'refused',
  TopologyAffinityError: 'refused',
  AppArmor: 'refused',
};

function stopperOf(pod: unknown, reason: string, message: string): string {
  if (/^OutOf[a-z]/.test(reason)) return 'no-room';
  if (reason === 'TerminationByKubelet') return message.includes('node shutdown') ? 'shutdown' : 'evicted';
  const known = Object.hasOwn(BY_REASON, reason) ? BY_REASON[reason] : undefined;
  if (known !== undefined) return known;
  if (message.startsWith('Pod was rejected: ')) return 'refused';
  return ends(pod).some((end) => entry(end, 'reason') === 'ContainerStatusUnknown') ? 'lost' : 'containers';
}

/** When a pod that is over stopped, RFC 3339; empty where nothing says so. */
export function endOfPod(pod: unknown): string {
  return endOf(pod, disruptionOf(pod));
}

/** The last thing that happened to it; a container that was not found has no time. */
function endOf(pod: unknown, disruption: unknown): string {
  const finished = ends(pod).map((end) => text(entry(end, 'finishedAt')));
  const changed = [disruption, condition(pod, 'Ready')].map((each) => text(entry(each, 'lastTransitionTime')));
  const times = [...finished, ...changed].filter((time) => time !== '' && !time.startsWith('0001'));
  return times.toSorted().at(-1) ?? text(field(pod, 'status.startTime'));
}

function exitsOf(pod: unknown): string {
  return statusesOf(pod)
    .flatMap((status) => {
      const end = field(status, 'state.terminated');
      const code = entry(end, 'exitCode');
      if (typeof code !== 'number' || code === 0) return [];
      return [`${text(entry(status, 'name'))} with ${String(code)} (${text(entry(end, 'reason'))})`];
    })
    .join(', ');
}

function ends(pod: unknown): readonly unknown[] {
  return statusesOf(pod)
    .map((status) => field(status, 'state.terminated'))
    .filter((end) => end !== undefined);
}

function statusesOf(pod: unknown): readonly unknown[] {
  return ['initContainerStatuses', 'containerStatuses'].flatMap((key) => list(field(pod, `status.${key}`)));
}
