import type { Amounts } from './amounts.ts';
import { type Exclusion, exclusionOf, exclusionTexts } from './exclusion.ts';
import { neighboursOf } from './neighbours.ts';
import { lackingOn, type NodeRoom, nodeRooms } from './node-room.ts';
import { peersOf } from './peers.ts';
import { type SpreadDomain, spreadOf } from './topology-spread.ts';

/** One node held against one pod: what keeps it away whatever the room, and what it has too little of. */
export interface NodeVerdict {
  readonly room: NodeRoom;
  readonly exclusion: Exclusion;
  readonly lacking: readonly string[];
}

/** A pod in search of a node. */
export interface Search {
  readonly pod: unknown;
  readonly demand: Amounts;
  readonly nodes: readonly unknown[];
  /** All pods that may take room; the pod itself is not among them. */
  readonly pods: readonly unknown[];
  /** The PersistentVolumes that the pod is bound to. */
  readonly volumes: readonly unknown[];
  /** All namespaces; undefined where they could not be read. */
  readonly namespaces: readonly unknown[] | undefined;
}

/**
 * Holds every node against the pod. Undefined when a node that could take it does not say what is allocatable, or when a
 * rule about other pods hangs on namespaces that could not be read: then nothing can be said.
 */
export function judgeNodes(search: Search): readonly NodeVerdict[] | undefined {
  const { pod, demand, nodes, pods, volumes } = search;
  const peers = peersOf(pod, nodes, pods, search.namespaces);
  if (peers === undefined) return undefined;
  const verdicts = nodeRooms(nodes, pods).map((room) => ({
    room,
    exclusion: exclusionOf(pod, room.node, volumes, peers.barsOn(room.node)),
    lacking: lackingOn(room, demand),
  }));
  return verdicts.some((verdict) => isCandidate(verdict) && verdict.room.allocatable === undefined)
    ? undefined
    : verdicts;
}

/** The domains of the pod's topology spread constraints, as they are now. */
export function spreadDomains({ pod, nodes, pods }: Search): readonly SpreadDomain[] {
  return spreadOf(pod, nodes, neighboursOf(nodes, pods)).domains;
}

/** Whether only room matters on this node. */
export function isCandidate({ exclusion }: NodeVerdict): boolean {
  return exclusionTexts(exclusion).length === 0;
}

/** Whether the node takes the pod now. */
export function takes(verdict: NodeVerdict): boolean {
  return isCandidate(verdict) && verdict.lacking.length === 0;
}
