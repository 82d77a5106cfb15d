import { entry, field, list, nameOf, namespaceOf, record, text } from '../read.ts';
import { hasEnded, labelsOf, nodeOf, podKey, revisionHash } from './pods.ts';

/**
 * The pods of a workload that have not ended: the given ones, or else those that its `matchLabels` select. A list that
 * was cut down to requests has no labels, so nothing is selected from it.
 */
export function livePodsOf(workload: unknown, given: unknown, pods: readonly unknown[]): readonly unknown[] {
  const own = Array.isArray(given) ? list(given) : pods.filter((pod) => isSelected(workload, pod));
  return own.filter((pod) => !hasEnded(pod));
}

/**
 * The running pods that an update may stop. Where some pods wait without a node, pods of that same revision are new and
 * stay; without revision labels every running pod counts as old.
 */
export function stoppable(own: readonly unknown[]): readonly unknown[] {
  const waiting = own.filter((pod) => nodeOf(pod) === '').map(revisionHash);
  const isNew = (pod: unknown) => revisionHash(pod) !== '' && waiting.includes(revisionHash(pod));
  return own.filter((pod) => nodeOf(pod) !== '' && !isNew(pod));
}

/** All pods, each once; where both lists have it the workload's own, fuller copy counts. */
export function together(pods: readonly unknown[], own: readonly unknown[]): readonly unknown[] {
  const known = new Set(own.map(podKey));
  return [...own, ...pods.filter((pod) => !known.has(podKey(pod)))];
}

/** A waiting pod that already runs the template's images: it shows what admission made of the template. */
export function waitingPodOf(template: unknown, own: readonly unknown[]): unknown {
  return own.find((pod) => nodeOf(pod) === '' && imagesOf(template) !== '' && imagesOf(pod) === imagesOf(template));
}

function imagesOf(pod: unknown): string {
  return list(field(pod, 'spec.containers'))
    .map((container) => text(entry(container, 'image')))
    .join(' ');
}

function isSelected(workload: unknown, pod: unknown): boolean {
  const wanted = Object.entries(record(field(workload, 'spec.selector.matchLabels')));
  if (wanted.length === 0 || namespaceOf(pod) !== namespaceOf(workload) || nameOf(pod) === '') return false;
  return wanted.every(([key, value]) => entry(labelsOf(pod), key) === value);
}
