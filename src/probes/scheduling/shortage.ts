import { type Amounts, unitOf } from './amounts.ts';
import { freeOn, type NodeRoom } from './node-room.ts';
import { isCandidate, type NodeVerdict } from './node-verdict.ts';

/** What is missing on the node that comes nearest to taking the pod; in the resource's unit. */
export interface Shortage {
  /** The resource that is short there; empty when nothing is, or when no node comes into question. */
  readonly bottleneck: string;
  /** The resource that the figures are about: the bottleneck, or memory. */
  readonly resource: string;
  readonly unit: string;
  readonly needed: number;
  readonly largestFree: number;
  readonly short: number;
}

/**
 * Among the nodes where only room matters, the best is the one that lacks the fewest resources, and of those the one
 * that lacks the smallest part of the demand. `largestFree` is that node's room: another node may have more of this
 * resource but lacks others as well.
 */
export function shortageOf(verdicts: readonly NodeVerdict[], demand: Amounts): Shortage {
  const candidates = verdicts.filter(isCandidate);
  const best = candidates.toSorted((a, b) => compareByLack(a, b, demand))[0];
  const bottleneck = best === undefined ? '' : worstLack(best, demand);
  const resource = bottleneck || 'memory';
  const needed = demand.get(resource) ?? 0;
  const largestFree = best === undefined ? 0 : mostFree(candidates, best, resource);
  const short = bottleneck === '' ? 0 : needed - largestFree;
  return { bottleneck, resource, unit: unitOf(resource), needed, largestFree, short };
}

function mostFree(candidates: readonly NodeVerdict[], best: NodeVerdict, resource: string): number {
  const alike = best.lacking.length === 0 ? candidates.filter(({ lacking }) => lacking.length === 0) : [best];
  return Math.max(...alike.map(({ room }) => freeOn(room, resource)));
}

function compareByLack(a: NodeVerdict, b: NodeVerdict, demand: Amounts): number {
  return a.lacking.length - b.lacking.length || largestLack(a, demand) - largestLack(b, demand);
}

function largestLack({ room, lacking }: NodeVerdict, demand: Amounts): number {
  return Math.max(0, ...lacking.map((resource) => lackOf(room, resource, demand)));
}

/** Missing memory comes before cpu, cpu before the rest, where both lack the same part. */
function worstLack({ room, lacking }: NodeVerdict, demand: Amounts): string {
  const order = ['memory', 'cpu', ...lacking].filter((resource) => lacking.includes(resource));
  return order.toSorted((a, b) => lackOf(room, b, demand) - lackOf(room, a, demand))[0] ?? '';
}

/** The missing part of the demand: 0 is none, 1 all of it, more on an overbooked node. */
function lackOf(room: NodeRoom, resource: string, demand: Amounts): number {
  const needed = demand.get(resource) ?? 0;
  return (needed - freeOn(room, resource)) / needed;
}
