import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, field, isRecord, list, nameOf, optionalList } from './read.ts';
import { barredNodes } from './scheduling/bars.ts';
import { few } from './scheduling/few.ts';
import { headroomRows } from './scheduling/headroom.ts';
import { demandOf, fitsWhenEmpty } from './scheduling/node-room.ts';
import {
  isCandidate,
  judgeNodes,
  type NodeVerdict,
  type Search,
  spreadDomains,
  takes,
} from './scheduling/node-verdict.ts';
import { peerRows } from './scheduling/peer-rows.ts';
import { podKey } from './scheduling/pods.ts';
import { selectorText } from './scheduling/selector-text.ts';
import { shortageOf } from './scheduling/shortage.ts';
import { takersOf } from './scheduling/takers.ts';
import { boundVolumes, volumeRows } from './scheduling/volume-nodes.ts';

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
    namespaces: { is: 'list', optional: true, means: 'All namespaces; needed where a rule picks them by labels.' },
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
    volumes:
      'Bound volumes that cannot be used everywhere: `{name, places, gone}`, where they can be used, and which of these nodes are not there.',
    selectorText: 'The node selector and required affinity as one line; empty without any.',
    alone:
      'By kind of reason (cordoned, notReady, taint, selector, ports, capacity, tooSmall, volume, volumeZone, spread, affinity, antiAffinity), the nodes that nothing else bars.',
    first: 'How many nodes the scheduler would name each kind for: `{kind, count}`.',
    foremost: 'Of ports, antiAffinity, spread and capacity the kind that alone bars the most nodes; empty without one.',
    portsTaken: 'Ports of nodes that other pods hold: `{node, port, pod}`.',
    opponents: 'Pods that anti-affinity keeps it away from: `{pod, node, rule, key}`; the rule is its own or theirs.',
    unmet: 'Required pod affinities that nodes do not meet: `{wants, key, unlabelled}`.',
    metOn: 'Names of nodes where its required affinity to other pods is met.',
    domains:
      'The domains of its topology spread constraints, those with the fewest pods first: `{key, domain, count, nodes, closed}`.',
    takers: 'Pods that hold the bottleneck (or memory), those with the most first: `{pod, node, amount}`.',
    more: 'How many rows of portsTaken, opponents, domains and takers are left out; eight of each are told.',
    offered: 'Names of nodes that have any of the bottleneck (of memory when nothing is short) to give.',
  },
  run: placePod,
};

function placePod({ pod, nodes, pods, claims, volumes, namespaces, metrics }: ProbeArgs): ProbeResult | undefined {
  if (!isRecord(field(pod, 'spec'))) return undefined;
  const others = nameOf(pod) === '' ? list(pods) : list(pods).filter((other) => podKey(other) !== podKey(pod));
  const demand = demandOf(pod);
  const bound = boundVolumes(pod, list(claims), list(volumes));
  const search = {
    pod,
    demand,
    nodes: list(nodes),
    pods: others,
    volumes: bound,
    namespaces: optionalList(namespaces),
  };
  const verdicts = judgeNodes(search);
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
    volumes: volumeRows(bound, list(nodes)),
    selectorText: selectorText(pod),
    ...barredNodes(verdicts, demand),
    ...rowsOf(search, verdicts, resource),
  };
}

function rowsOf(search: Search, verdicts: readonly NodeVerdict[], resource: string): ProbeResult {
  const rows = peerRows(verdicts, spreadDomains(search));
  const offering = verdicts.filter(({ room }) => (room.allocatable?.get(resource) ?? 0) > 0);
  const offered = offering.map(({ room }) => room.name).toSorted(compareText);
  const takers = few(takersOf(search.pods, offered, resource));
  return { ...rows, offered, takers: takers.rows, more: { ...rows.more, takers: takers.more } };
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
    volumeMismatch: names(({ exclusion }) => exclusion.volumes.length + exclusion.volumeZones.length > 0),
  };
}
