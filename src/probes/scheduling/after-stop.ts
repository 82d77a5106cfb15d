import { entry } from '../read.ts';
import type { Amounts } from './amounts.ts';
import { freeOn, slotsOn } from './node-room.ts';
import { isCandidate, judgeNodes, type NodeVerdict, type Search, takes } from './node-verdict.ts';
import { nodeOf, podKey } from './pods.ts';
import { shortageOf } from './shortage.ts';
import type { UpdateStrategy } from './update-strategy.ts';

/** Everything that the question "does one more pod of this workload fit?" is about. */
export interface Rollout extends Search {
  readonly workload: unknown;
  readonly update: UpdateStrategy;
  /** The workload's running pods of an older revision; they are among `pods`. */
  readonly old: readonly unknown[];
}

/** What holds once an old pod has gone; room is that of the same resource, in its unit. */
export interface AfterStop {
  readonly fits: boolean;
  readonly free: number;
  /** A node that takes the pod then; empty without one. */
  readonly node: string;
}

/**
 * Takes old pods away and asks again: every one of them for `Recreate` (then all replicas must find a place), else the
 * one whose going helps most. Undefined where there is none.
 */
export function afterStop(rollout: Rollout, resource: string): AfterStop | undefined {
  if (rollout.old.length === 0) return undefined;
  if (rollout.update.strategy === 'Recreate') return afterAll(rollout, resource);
  const outcomes = rollout.old.map((pod) => afterOne(rollout, pod, resource));
  return {
    fits: outcomes.some(({ fits }) => fits),
    free: Math.max(...outcomes.map(({ free }) => free)),
    node: outcomes.find(({ fits }) => fits)?.node ?? '',
  };
}

function afterAll(rollout: Rollout, resource: string): AfterStop {
  const verdicts = judgeWithout(rollout, rollout.old).filter(isCandidate);
  const places = verdicts.reduce((sum, { room }) => sum + slotsOn(room, rollout.demand), 0);
  return { fits: places >= Math.max(1, rollout.update.replicas), free: mostFree(verdicts, resource), node: '' };
}

/** The new pod of a DaemonSet can only go where the old one was. */
function afterOne(rollout: Rollout, stopped: unknown, resource: string): AfterStop {
  const staysThere = entry(rollout.workload, 'kind') === 'DaemonSet';
  const verdicts = judgeWithout(rollout, [stopped])
    .filter(isCandidate)
    .filter(({ room }) => !staysThere || room.name === nodeOf(stopped));
  const taking = verdicts.find(takes);
  return {
    fits: taking !== undefined,
    free: nearestFree(verdicts, rollout.demand, resource),
    node: taking?.room.name ?? '',
  };
}

function judgeWithout(rollout: Rollout, gone: readonly unknown[]): readonly NodeVerdict[] {
  const keys = new Set(gone.map(podKey));
  const pods = rollout.pods.filter((pod) => !keys.has(podKey(pod)));
  return judgeNodes({ ...rollout, pods }) ?? [];
}

/** The room on the node that takes the pod, or that comes nearest to it. */
function nearestFree(verdicts: readonly NodeVerdict[], demand: Amounts, resource: string): number {
  const taking = verdicts.filter(takes);
  if (taking.length > 0) return mostFree(taking, resource);
  const shortage = shortageOf(verdicts, demand);
  return shortage.resource === resource ? shortage.largestFree : mostFree(verdicts, resource);
}

function mostFree(verdicts: readonly NodeVerdict[], resource: string): number {
  return verdicts.length === 0 ? 0 : Math.max(...verdicts.map(({ room }) => freeOn(room, resource)));
}
