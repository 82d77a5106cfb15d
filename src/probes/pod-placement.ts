import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, field, isRecord, list, nameOf } from './read.ts';
import { headroomRows } from './scheduling/headroom.ts';
import { demandOf, fitsWhenEmpty } from './scheduling/node-room.ts';
import { isCandidate, judgeNodes, type NodeVerdict, takes } from './scheduling/node-verdict.ts';
import { podKey } from './scheduling/pods.ts';
import { selectorText } from './scheduling/selector-text.ts';
import { shortageOf } from './scheduling/shortage.ts';
import { boundVolumes } from './scheduling/volume-nodes.ts';

/** Which node could take a pod, by the arithmetic and the static filters of kube-scheduler. */
export const podPlacement: Probe = {
  name: 'pod-placement',
  computes: 'Which nodes would take a pod, and what keeps it from each of the others.',
  params: {
    pod: { is: 'object', means: 'The pod to be placed.' },
    nodes: { is: 'list', means: 'All nodes.' },
    pods: { is: 'list', means: 'The pods of all namespaces with their node, phase and requests.' },
    claims: { is: 'list', optional: true, means: 'PersistentVolumeClaims.' },
    volumes: { is: 'list', optional: true, means: 'PersistentVolumes.' },
    metrics: { is: 'list', optional: true, means: 'NodeMetrics.' },
  },
  returns: {
    fits: 'Whether some node takes the pod now.',
    fitsEmpty: 'Whether some node that is not excluded would take it if nothing else ran there.',
    nodesTotal: 'Number of nodes.',
    candidates: 'Number of nodes where only room matters.',
    bottleneck: 'The resource of which the nearest node has too little; empty when none is short or no node qualifies.',
    needed: 'What the pod needs of the bottleneck (of memory when nothing is short), in `unit`.',
    unit: 'bytes, millicores or count.',
    largestFree: 'What the nearest node has free of it, in `unit`.',
    short: 'needed − largestFree where something is short, else 0; in `unit`.',
    headroom: 'One NodeHeadroom row per node for the bottleneck (memory when nothing is short), by name.',
    untolerated: 'Nodes with a taint that the pod does not tolerate: `{node, taint}`.',
    selectorMismatch: 'Names of nodes that the node selector or affinity leaves out.',
    cordoned: 'Names of cordoned nodes.',
    notReady: 'Names of nodes that are not ready.',
    tooManyPods: 'Names of nodes, not excluded otherwise, that hold as many pods as they may.',
    volumeMismatch: 'Names of nodes where a bound volume cannot be used.',
    selectorText: 'The node selector and required affinity as one line; empty without any.',
  },
  run: placePod,
};

function placePod({ pod, nodes, pods, claims, volumes, metrics }: ProbeArgs): ProbeResult | undefined {
  if (!isRecord(field(pod, 'spec'))) return undefined;
  const others = nameOf(pod) === '' ? list(pods) : list(pods).filter((other) => podKey(other) !== podKey(pod));
  const demand = demandOf(pod);
  const bound = boundVolumes(pod, list(claims), list(volumes));
  const verdicts = judgeNodes({ pod, demand, nodes: list(nodes), pods: others, volumes: bound });
  if (verdicts === undefined) return undefined;
  const candidates = verdicts.filter(isCandidate);
  const { resource, ...shortage } = shortageOf(verdicts, demand);
  return {
    fits: verdicts.some(takes),
    fitsEmpty: candidates.some(({ room }) => fitsWhenEmpty(room, demand)),
    nodesTotal: verdicts.length,
    candidates: candidates.length,
    ...shortage,
    headroom: headroomRows(verdicts, resource, demand, list(metrics)),
    ...exclusionsByKind(verdicts),
    selectorText: selectorText(pod),
  };
}

function exclusionsByKind(verdicts: readonly NodeVerdict[]): ProbeResult {
  const sorted = verdicts.toSorted((a, b) => compareText(a.room.name, b.room.name));
  const names = (holds: (verdict: NodeVerdict) => boolean) => sorted.filter(holds).map(({ room }) => room.name);
  return {
    untolerated: sorted.flatMap(({ room, exclusion }) => exclusion.taints.map((taint) => ({ node: room.name, taint }))),
    selectorMismatch: names(({ exclusion }) => exclusion.selector),
    cordoned: names(({ exclusion }) => exclusion.cordoned),
    notReady: names(({ exclusion }) => exclusion.notReady),
    tooManyPods: names((verdict) => isCandidate(verdict) && verdict.lacking.includes('pods')),
    volumeMismatch: names(({ exclusion }) => exclusion.volumes.length > 0),
  };
}
