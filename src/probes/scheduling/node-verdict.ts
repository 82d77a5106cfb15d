import type { Amounts } from './amounts.ts';
import { type Exclusion, exclusionOf, exclusionTexts } from './exclusion.ts';
import { lackingOn, type NodeRoom, nodeRooms } from './node-room.ts';

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
}

/**
 * Holds every node against the pod. Undefined when a node that could take it does not say what is allocatable: then
 * nothing can be said about room.
 */
export function judgeNodes({ pod, demand, nodes, pods, volumes }: Search): readonly NodeVerdict[] | undefined {
  const verdicts = nodeRooms(nodes, pods).map((room) => ({
    room,
    exclusion: exclusionOf(pod, room.node, volumes),
    lacking: lackingOn(room, demand),
  }));
  return verdicts.some((verdict) => isCandidate(verdict) && verdict.room.allocatable === undefined)
    ? undefined
    : verdicts;
}

/** Whether only room matters on this node. */
export function isCandidate({ exclusion }: NodeVerdict): boolean {
  return exclusionTexts(exclusion).length === 0;
}

/** Whether the node takes the pod now. */
export function takes(verdict: NodeVerdict): boolean {
  return isCandidate(verdict) && verdict.lacking.length === 0;
}
