import { entry, field, isRecord, nameOf } from '../read.ts';
import { type Amounts, plus, readAmounts } from './amounts.ts';
import { effectiveRequest } from './effective-request.ts';
import { hasEnded, nodeOf } from './pods.ts';

/** One node and what is booked on it. The number of pods is counted as the resource `pods`. */
export interface NodeRoom {
  readonly node: unknown;
  readonly name: string;
  readonly capacity: Amounts;
  /** Undefined where the node does not say (yet). */
  readonly allocatable: Amounts | undefined;
  /** The sum of the effective requests of all pods on it that have not ended. */
  readonly requested: Amounts;
}

/**
 * What is allocatable and what is booked on every node. Like the scheduler's NodeInfo this counts requests, never
 * measured use; a pod without a node is booked nowhere.
 */
export function nodeRooms(nodes: readonly unknown[], pods: readonly unknown[]): readonly NodeRoom[] {
  const booked = bookedByNode(pods);
  return nodes.map((node) => {
    const allocatable = field(node, 'status.allocatable');
    return {
      node,
      name: nameOf(node),
      capacity: readAmounts(field(node, 'status.capacity')),
      allocatable: isRecord(allocatable) ? readAmounts(allocatable) : undefined,
      requested: booked.get(nameOf(node)) ?? new Map(),
    };
  });
}

/** What a pod needs on a node: its effective request and one place among the pods. */
export function demandOf(pod: unknown): Amounts {
  return plus(effectiveRequest(pod), ONE_POD);
}

/** allocatable − requested; a resource that the node does not name is not there at all. */
export function freeOn(room: NodeRoom, resource: string): number {
  return (room.allocatable?.get(resource) ?? 0) - (room.requested.get(resource) ?? 0);
}

/**
 * The resources of which the node has too little, in the order of the demand. As in the scheduler's NodeResourcesFit
 * (fit.go) an equal amount fits, and what is not requested is not tested, not even on an overbooked node. A node that
 * does not state how many pods it takes is not tested for it.
 */
export function lackingOn(room: NodeRoom, demand: Amounts): readonly string[] {
  return tested(room, demand)
    .filter(([resource, amount]) => amount > freeOn(room, resource))
    .map(([name]) => name);
}

/** Whether the node would take the pod if nothing else ran on it. */
export function fitsWhenEmpty(room: NodeRoom, demand: Amounts): boolean {
  return lackingOn({ ...room, requested: new Map() }, demand).length === 0;
}

/** How many pods of this demand the node takes now, one beside the other. */
export function slotsOn(room: NodeRoom, demand: Amounts): number {
  const counts = tested(room, demand).map(([resource, amount]) => Math.floor(freeOn(room, resource) / amount));
  return Math.max(0, Math.min(...counts));
}

const ONE_POD: Amounts = new Map([['pods', 1]]);

function tested(room: NodeRoom, demand: Amounts): readonly (readonly [string, number])[] {
  return [...demand].filter(
    ([resource, amount]) => amount > 0 && (resource !== 'pods' || room.allocatable?.has('pods') === true),
  );
}

function bookedByNode(pods: readonly unknown[]): ReadonlyMap<string, Amounts> {
  const booked = new Map<string, Amounts>();
  for (const pod of pods) {
    const node = nodeOf(pod);
    if (node === '' || hasEnded(pod)) continue;
    booked.set(node, plus(booked.get(node) ?? new Map(), demandOf(pod)));
  }
  return booked;
}

/** Measured use of a resource on a node from a list of NodeMetrics; null without a figure. */
export function usedOn(metrics: readonly unknown[], node: string, resource: string): number | null {
  const found = metrics.find((each) => nameOf(each) === node);
  return readAmounts(entry(found, 'usage')).get(resource) ?? null;
}
