import type { Probe, ProbeResult } from '../model/probe.ts';
import { containerState } from './container-state.ts';
import { selects } from './label-selector.ts';
import { compareText, condition, entry, field, fullName, list, namespaceOf, num, text } from './read.ts';
import { hasEnded, labelsOf } from './scheduling/pods.ts';

/** Of many pods those of some workloads that wait for a node, were evicted, or do not get on with their containers. */
export const podsOf: Probe = {
  name: 'pods-of',
  computes:
    'Which pods of some workloads found no node, were evicted, or have a container that crashes or cannot start.',
  params: {
    workloads: { is: 'list', means: 'Workloads whose selector tells their pods.' },
    pods: { is: 'list', means: 'Pods of all namespaces.' },
    more: { is: 'list', means: 'Further pods that count, whatever made them.' },
    each: { is: 'number', means: 'How many of each sort are followed; the first tell the cause of all.' },
  },
  returns: {
    all: 'How many pods they have (a count).',
    pending: 'Those that the scheduler found no node for, by namespace and name.',
    evicted: 'Those that a kubelet evicted.',
    crashing: 'Those with a container that crashes, or that cannot be started.',
    first: 'The first few of each sort, each once.',
    left: 'How many more there are (a count).',
  },
  run({ workloads, pods, more, each }): ProbeResult | undefined {
    const most = num(each);
    if (!Array.isArray(workloads) || !Array.isArray(pods) || most === undefined) return undefined;
    const own = list(pods).filter((pod) => list(workloads).some((workload) => isOf(workload, pod)));
    const all = [...new Map([...own, ...list(more)].map((pod) => [fullName(pod), pod])).values()].toSorted((a, b) =>
      compareText(fullName(a), fullName(b)),
    );
    const sorts = [all.filter(isPending), all.filter(isCrashing), all.filter(isEvicted)];
    const first = new Set(sorts.flatMap((sort) => sort.slice(0, most)));
    return {
      all: all.length,
      pending: sorts[0],
      crashing: sorts[1],
      evicted: sorts[2],
      first: [...first],
      left: new Set(sorts.flat()).size - first.size,
    };
  },
};

function isOf(workload: unknown, pod: unknown): boolean {
  return namespaceOf(workload) === namespaceOf(pod) && selects(field(workload, 'spec.selector'), labelsOf(pod));
}

/** Pods that pull their image or start are pending, too: only the scheduler's word tells that a node is missing. */
function isPending(pod: unknown): boolean {
  const scheduled = condition(pod, 'PodScheduled');
  return entry(scheduled, 'status') === 'False' && entry(scheduled, 'reason') === 'Unschedulable';
}

function isEvicted(pod: unknown): boolean {
  return field(pod, 'status.phase') === 'Failed' && field(pod, 'status.reason') === 'Evicted';
}

/** Reasons that a container which is only starting does not have. */
const STARTING = ['', 'ContainerCreating', 'PodInitializing', 'Completed'];

function isCrashing(pod: unknown): boolean {
  if (hasEnded(pod) || field(pod, 'metadata.deletionTimestamp') !== undefined) return false;
  const trouble = containerState.run({ pod })?.['trouble'];
  return text(entry(trouble, 'state')) !== 'running' && !STARTING.includes(text(entry(trouble, 'reason')));
}
