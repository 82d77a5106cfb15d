import { compareText, condition, entry, field, list, namespaceOf, nameOf, text } from '../read.ts';
import { isReady } from '../scheduling/pods.ts';
import { answersFor } from './answering.ts';

/**
 * The pods in trouble that none of some workloads answers for: of those that one controller made and that show the same
 * signs the first by name stands for all, as in the tree of a workload.
 */
export function strayPods(pods: readonly unknown[], answering: ReadonlySet<string>): readonly unknown[] {
  const first = new Map<string, unknown>();
  for (const pod of pods) {
    if (!isTroubled(pod)) continue;
    const owner = answersFor(pod);
    if (owner !== undefined && answering.has(owner)) continue;
    const sign = JSON.stringify([owner ?? `${namespaceOf(pod)}/${nameOf(pod)}`, ...signsOf(pod)]);
    const before = first.get(sign);
    if (before === undefined || compareText(nameOf(pod), nameOf(before)) < 0) first.set(sign, pod);
  }
  return [...first.values()];
}

/** A pod that has done its work is well; every other one that is not ready, or is to go, is to be looked at. */
function isTroubled(pod: unknown): boolean {
  if (text(field(pod, 'status.phase')) === 'Succeeded') return false;
  return !isReady(pod) || field(pod, 'metadata.deletionTimestamp') !== undefined;
}

function signsOf(pod: unknown): readonly string[] {
  const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap((key) => list(field(pod, `status.${key}`)));
  return [
    text(field(pod, 'status.phase')),
    field(pod, 'metadata.deletionTimestamp') === undefined ? '' : 'going',
    text(entry(condition(pod, 'PodScheduled'), 'reason')),
    ...statuses.map((status) => text(field(status, 'state.waiting.reason'))),
  ];
}
