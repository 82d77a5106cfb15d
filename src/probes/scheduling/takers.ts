import { compareText } from '../read.ts';
import { effectiveRequest } from './effective-request.ts';
import { hasEnded, nodeOf, podKey } from './pods.ts';

/** A pod that holds some of a resource. */
export interface Taker {
  readonly pod: string;
  readonly node: string;
  /** In the resource's unit. */
  readonly amount: number;
}

/** The pods that hold a resource on these nodes, those with the most of it first. */
export function takersOf(pods: readonly unknown[], nodes: readonly string[], resource: string): readonly Taker[] {
  const there = new Set(nodes);
  return pods
    .filter((pod) => there.has(nodeOf(pod)) && !hasEnded(pod))
    .map((pod) => ({ pod: podKey(pod), node: nodeOf(pod), amount: effectiveRequest(pod).get(resource) ?? 0 }))
    .filter(({ amount }) => amount > 0)
    .toSorted((a, b) => b.amount - a.amount || compareText(a.pod, b.pod));
}
