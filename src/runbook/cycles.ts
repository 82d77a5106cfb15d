/**
 * The cycles of a graph, each as the nodes in the order of its arrows, beginning with the node that was met first. One
 * cycle for every arrow that leads back; the order follows the order of the nodes.
 */
export function findCycles<T>(nodes: readonly T[], next: (node: T) => readonly T[]): readonly (readonly T[])[] {
  const done = new Set<T>();
  const cycles: (readonly T[])[] = [];
  const visit = (node: T, way: readonly T[]): void => {
    const met = way.indexOf(node);
    if (met >= 0) cycles.push(way.slice(met));
    if (met >= 0 || done.has(node)) return;
    for (const target of next(node)) visit(target, [...way, node]);
    done.add(node);
  };
  for (const node of nodes) visit(node, []);
  return cycles;
}
