import { nameOf } from '../read.ts';
import { hasEnded, nodeOf } from './pods.ts';

/** A pod and the node that it is on. */
export interface Neighbour {
  readonly pod: unknown;
  readonly node: unknown;
}

/**
 * The pods that the scheduler counts: those that were put on one of the nodes and have not ended. A pod that ends is
 * still there (NodeInfo, pkg/scheduler/framework/types.go).
 */
export function neighboursOf(nodes: readonly unknown[], pods: readonly unknown[]): readonly Neighbour[] {
  const byName = new Map(nodes.map((node) => [nameOf(node), node]));
  return pods.flatMap((pod) => {
    const node = byName.get(nodeOf(pod));
    return node === undefined || hasEnded(pod) ? [] : [{ pod, node }];
  });
}
