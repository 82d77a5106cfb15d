import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { field, isRecord, list, num, optionalList } from './read.ts';
import { afterStop, type Rollout } from './scheduling/after-stop.ts';
import { larger } from './scheduling/amounts.ts';
import { barsOn } from './scheduling/bars.ts';
import { podFromTemplate } from './scheduling/daemon-template.ts';
import { headroomRows } from './scheduling/headroom.ts';
import { demandOf } from './scheduling/node-room.ts';
import { isCandidate, judgeNodes, type NodeVerdict, takes } from './scheduling/node-verdict.ts';
import { livePodsOf, stoppable, together, waitingPodOf } from './scheduling/own-pods.ts';
import { nodeOf } from './scheduling/pods.ts';
import { shortageOf } from './scheduling/shortage.ts';
import { type UpdateStrategy, updateStrategyOf } from './scheduling/update-strategy.ts';
import { boundVolumes } from './scheduling/volume-nodes.ts';

/** Whether an update of a workload finds room, by its strategy's arithmetic and that of kube-scheduler. */
export const rolloutFits: Probe = {
  name: 'rollout-fits',
  computes: 'Whether the next pod of an update fits on a node, now or once an old pod has stopped.',
  params: {
    workload: { is: 'object', means: 'A Deployment, StatefulSet or DaemonSet.' },
    pods: { is: 'list', means: 'The pods of all namespaces with their node, phase and requests.' },
    nodes: { is: 'list', means: 'All nodes.' },
    template: { is: 'object', optional: true, means: "Another pod template, such as a failed ReplicaSet's." },
    metrics: { is: 'list', optional: true, means: 'NodeMetrics.' },
    claims: { is: 'list', optional: true, means: 'PersistentVolumeClaims.' },
    volumes: { is: 'list', optional: true, means: 'PersistentVolumes.' },
    namespaces: { is: 'list', optional: true, means: 'All namespaces; needed where a rule picks them by labels.' },
    ownPods: { is: 'list', optional: true, means: "The workload's pods in full." },
  },
  returns: {
    strategy: 'RollingUpdate, Recreate or OnDelete.',
    replicas: 'Wanted number of pods.',
    surge: 'Pods beyond that number during an update.',
    unavailable: 'Pods that may be missing during an update.',
    surgeText: 'The arithmetic of both as one line.',
    fits: 'Whether one more pod fits on some node now.',
    fitsAfterStop: 'Whether it fits once an old pod (for Recreate every one) has stopped; null when not known.',
    advances: 'Whether the update can go on; null when not known.',
    single: 'Whether the cluster has exactly one node.',
    bottleneck: 'The resource of which the nearest node has too little; empty when none is short or no node qualifies.',
    unit: 'bytes, millicores or count.',
    needed: 'What one pod needs of the bottleneck (of memory when nothing is short), in `unit`.',
    largestFree: 'What the nearest node has free of it, in `unit`.',
    short: 'needed − largestFree where something is short, else 0; in `unit`.',
    freeAfterStop: 'What is free of it on the best node once old pods have stopped, in `unit`; null when not known.',
    headroom: 'One NodeHeadroom row per node for the bottleneck (memory when nothing is short), by name.',
    candidates: 'Number of nodes where only room matters.',
    nodesTotal: 'Number of nodes.',
    heldBy:
      'What the stop of an old pod would lift (capacity, ports, antiAffinity, spread …) where only that helps; else empty.',
    heldOn: 'The node where that is; empty without one.',
    elsewhere: 'Whether a node that is excluded for another reason would have the room.',
  },
  run(args) {
    const rollout = rolloutOf(args);
    if (rollout === undefined) return undefined;
    const verdicts = judgeNodes(rollout);
    return verdicts === undefined ? undefined : tell(rollout, verdicts, list(args['metrics']), livePods(args));
  },
};

function rolloutOf(args: ProbeArgs): Rollout | undefined {
  const { workload, nodes, pods, claims, volumes } = args;
  const update = updateStrategyOf(workload);
  const template = args['template'] ?? field(workload, 'spec.template');
  if (update === undefined || !isRecord(field(template, 'spec'))) return undefined;
  const own = livePods(args);
  const waiting = waitingPodOf(template, own);
  const pod = podToPlace(workload, template, waiting);
  return {
    workload,
    pod,
    demand: waiting === undefined ? demandOf(pod) : larger(demandOf(pod), demandOf(waiting)),
    update,
    nodes: list(nodes),
    pods: together(list(pods), own),
    volumes: boundVolumes(pod, list(claims), list(volumes)),
    namespaces: optionalList(args['namespaces']),
    old: stoppable(own),
  };
}

/** A DaemonSet's waiting pod says on which node it must run; its template does not. */
function podToPlace(workload: unknown, template: unknown, waiting: unknown): unknown {
  const isBound = field(workload, 'kind') === 'DaemonSet' && waiting !== undefined;
  return isBound ? waiting : podFromTemplate(workload, template);
}

function livePods({ workload, ownPods, pods }: ProbeArgs): readonly unknown[] {
  return livePodsOf(workload, ownPods, list(pods));
}

function tell(
  rollout: Rollout,
  verdicts: readonly NodeVerdict[],
  metrics: readonly unknown[],
  own: readonly unknown[],
): ProbeResult {
  const { update, demand } = rollout;
  const { resource, ...shortage } = shortageOf(verdicts, demand);
  const fits = verdicts.some(takes);
  const after = afterStop(rollout, resource) ?? { fits, free: shortage.largestFree, node: '' };
  const isKnown = areOldPodsKnown(rollout, own);
  const fitsAfterStop = fits || (isKnown ? after.fits : null);
  return {
    strategy: update.strategy,
    replicas: update.replicas,
    surge: update.surge,
    unavailable: update.unavailable,
    surgeText: update.text,
    fits,
    fitsAfterStop,
    advances: fits || (mayStop(update, own) && fitsAfterStop),
    single: verdicts.length === 1,
    ...shortage,
    freeAfterStop: isKnown ? after.free : null,
    headroom: headroomRows(verdicts, resource, demand, metrics),
    candidates: verdicts.filter(isCandidate).length,
    nodesTotal: verdicts.length,
    ...heldBack(rollout, verdicts, isKnown && !fits && after.fits ? after.node : ''),
    elsewhere: verdicts.some((verdict) => !isCandidate(verdict) && verdict.lacking.length === 0),
  };
}

/** What bars the pod now from the node that it would find once an old pod has gone. */
function heldBack({ demand }: Rollout, verdicts: readonly NodeVerdict[], node: string): ProbeResult {
  const verdict = verdicts.find(({ room }) => room.name === node);
  return { heldBy: verdict === undefined ? [] : barsOn(verdict, demand), heldOn: node };
}

/** A workload that has pods by its status, of which none is in the lists: what stopping one would free is not known. */
function areOldPodsKnown({ workload }: Rollout, own: readonly unknown[]): boolean {
  const stated = num(field(workload, 'status.replicas')) ?? num(field(workload, 'status.currentNumberScheduled')) ?? 0;
  return own.length > 0 || stated === 0;
}

/**
 * Whether the strategy lets another old pod stop. As in `reconcileOldReplicaSets` (deployment/rolling.go) pods that wait
 * without a node have used up part of what may be missing.
 */
function mayStop({ strategy, replicas, unavailable }: UpdateStrategy, own: readonly unknown[]): boolean {
  if (strategy === 'Recreate') return true;
  if (own.length === 0) return unavailable >= 1;
  const waiting = own.filter((pod) => nodeOf(pod) === '').length;
  return own.length - waiting - (replicas - unavailable) >= 1;
}
