import { condition, entry, field, nameOf } from '../read.ts';
import { matchesNodeSelector } from './node-selector.ts';
import { hardTaints, taintText, tolerates } from './tolerations.ts';
import { isUsableOn } from './volume-nodes.ts';

/** Why a pod cannot go to a node, whatever the room there. */
export interface Exclusion {
  readonly cordoned: boolean;
  readonly notReady: boolean;
  /** Untolerated taints as text, without those that only repeat `cordoned` and `notReady`. */
  readonly taints: readonly string[];
  readonly selector: boolean;
  /** Names of bound PersistentVolumes that cannot be used on the node. */
  readonly volumes: readonly string[];
}

const CORDON = { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' };
const NOT_READY = { key: 'node.kubernetes.io/not-ready', value: '', effect: 'NoSchedule' };
const UNREACHABLE = { key: 'node.kubernetes.io/unreachable', value: '', effect: 'NoSchedule' };

/**
 * Holds one node against the scheduler's filters that do not depend on other pods: NodeUnschedulable, TaintToleration,
 * NodeAffinity, the node affinity of bound volumes, and readiness (which the control plane turns into a taint).
 */
export function exclusionOf(pod: unknown, node: unknown, volumes: readonly unknown[]): Exclusion {
  const cordoned = field(node, 'spec.unschedulable') === true && !tolerates(pod, CORDON);
  const notReady = isNotReady(node) && !toleratesNotReady(pod, node);
  return {
    cordoned,
    notReady,
    taints: untolerated(pod, node, cordoned, notReady),
    selector: !matchesNodeSelector(pod, node),
    volumes: volumes.filter((volume) => !isUsableOn(volume, node)).map(nameOf),
  };
}

/** The exclusion in words; nothing where only room matters. */
export function exclusionTexts(exclusion: Exclusion): readonly string[] {
  return [
    ...(exclusion.cordoned ? ['cordoned'] : []),
    ...(exclusion.notReady ? ['not ready'] : []),
    ...exclusion.taints.map((taint) => `taint ${taint}`),
    ...(exclusion.selector ? ['node selector or affinity'] : []),
    ...exclusion.volumes.map((volume) => `volume ${volume} is bound to other nodes`),
  ];
}

/** A node without any Ready condition is taken as ready: nothing is known against it. */
function isNotReady(node: unknown): boolean {
  const ready = condition(node, 'Ready');
  return ready !== undefined && entry(ready, 'status') !== 'True';
}

function toleratesNotReady(pod: unknown, node: unknown): boolean {
  const isSilent = entry(condition(node, 'Ready'), 'status') === 'Unknown';
  return tolerates(pod, isSilent ? UNREACHABLE : NOT_READY);
}

function untolerated(pod: unknown, node: unknown, cordoned: boolean, notReady: boolean): readonly string[] {
  const said = [...(cordoned ? [CORDON.key] : []), ...(notReady ? [NOT_READY.key, UNREACHABLE.key] : [])];
  return hardTaints(node)
    .filter((taint) => !said.includes(taint.key) && !tolerates(pod, taint))
    .map(taintText);
}
