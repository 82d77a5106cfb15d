import { condition, entry, field, nameOf } from '../read.ts';
import { isLeftOutByName, matchesNodeSelector } from './node-selector.ts';
import { type PeerBars, peerTexts } from './peers.ts';
import { hardTaints, taintText, tolerates } from './tolerations.ts';
import { type VolumeBar, volumeBar } from './volume-nodes.ts';

/** Why a pod cannot go to a node, whatever the room there. */
export interface Exclusion {
  readonly cordoned: boolean;
  readonly notReady: boolean;
  /** Untolerated taints as text, without those that only repeat `cordoned` and `notReady`. */
  readonly taints: readonly string[];
  readonly selector: boolean;
  /** Whether the affinity names other nodes, which the scheduler looks at before everything else. */
  readonly leftOut: boolean;
  /** Names of bound PersistentVolumes that can be used in other zones only. */
  readonly volumeZones: readonly string[];
  /** Names of bound PersistentVolumes that can be used on other nodes only. */
  readonly volumes: readonly string[];
  /** What other pods have to do with it. */
  readonly peers: PeerBars;
}

const CORDON = { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' };
const NOT_READY = { key: 'node.kubernetes.io/not-ready', value: '', effect: 'NoSchedule' };
const UNREACHABLE = { key: 'node.kubernetes.io/unreachable', value: '', effect: 'NoSchedule' };

/**
 * Holds one node against the scheduler's filters: NodeUnschedulable, TaintToleration, NodeAffinity, the node affinity and
 * zone of bound volumes, readiness (which the control plane turns into a taint), and what other pods bar.
 */
export function exclusionOf(pod: unknown, node: unknown, volumes: readonly unknown[], peers: PeerBars): Exclusion {
  const barred = (bar: VolumeBar) => volumes.filter((volume) => volumeBar(volume, node) === bar).map(nameOf);
  const cordoned = field(node, 'spec.unschedulable') === true && !tolerates(pod, CORDON);
  const notReady = isNotReady(node) && !toleratesNotReady(pod, node);
  return {
    cordoned,
    notReady,
    taints: untolerated(pod, node, cordoned, notReady),
    selector: !matchesNodeSelector(pod, node),
    leftOut: isLeftOutByName(pod, node),
    volumeZones: barred('zone'),
    volumes: barred('nodes'),
    peers,
  };
}

/** The exclusion in words; nothing where only room matters. */
export function exclusionTexts(exclusion: Exclusion): readonly string[] {
  return [
    ...(exclusion.cordoned ? ['cordoned'] : []),
    ...(exclusion.notReady ? ['not ready'] : []),
    ...exclusion.taints.map((taint) => `taint ${taint}`),
    ...(exclusion.selector ? ['node selector or affinity'] : []),
    ...exclusion.volumeZones.map((volume) => `volume ${volume} is in another zone`),
    ...exclusion.volumes.map((volume) => `volume ${volume} is bound to other nodes`),
    ...peerTexts(exclusion.peers),
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
