import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, field, isRecord, list, num, optionalList, text } from './read.ts';
import type { Amounts } from './scheduling/amounts.ts';
import { few } from './scheduling/few.ts';
import { grouped } from './scheduling/grouped.ts';
import { demandOf, lackingOn, type NodeRoom, nodeRooms } from './scheduling/node-room.ts';
import { isCandidate, judgeNodes } from './scheduling/node-verdict.ts';
import { hasEnded, nodeOf, podKey } from './scheduling/pods.ts';
import { boundVolumes } from './scheduling/volume-nodes.ts';

/** Classes of users end here; above it are those of the system (`HighestUserDefinablePriority`, apis/scheduling/types.go). */
const HIGHEST_OF_USERS = 1_000_000_000;

/** Whether pods of another priority hold the room that a pod lacks (defaultpreemption/default_preemption.go). */
export const preemptionOutlook: Probe = {
  name: 'preemption-outlook',
  computes: 'Whether a pod could have room if pods of lower, or of higher, priority were away.',
  params: {
    pod: { is: 'object', means: 'The pod to be placed.' },
    nodes: { is: 'list', means: 'All nodes.' },
    pods: { is: 'list', means: 'The pods of all namespaces with their node, phase, requests and priority.' },
    claims: { is: 'list', optional: true, means: 'PersistentVolumeClaims.' },
    volumes: { is: 'list', optional: true, means: 'PersistentVolumes.' },
    namespaces: { is: 'list', optional: true, means: 'All namespaces; needed where a rule picks them by labels.' },
  },
  returns: {
    priority: "The pod's priority.",
    policy: 'PreemptLowerPriority or Never.',
    lower: 'Names of nodes that would take it if their pods of lower priority went.',
    higher:
      'Pods of higher priority, those of the system left out, on nodes that would take it without them: `{pod, node, priority}`, highest first.',
    more: 'How many pods of higher priority are left out; eight are told.',
    ending: 'Pods of lower priority that end on the node it is nominated for: `{pod, node, until}`.',
  },
  run: outlookOf,
};

type Row = Readonly<Record<string, string | number>>;

function outlookOf(args: ProbeArgs): ProbeResult | undefined {
  const { pod } = args;
  const priority = priorityOf(pod);
  const pods = list(args['pods']).filter((other) => podKey(other) !== podKey(pod));
  const short = shortRooms(args, pods);
  if (short === undefined || priority === undefined) return undefined;
  const byNode = grouped(pods, nodeOf);
  const names = (gone: (other: number) => boolean) =>
    short
      .filter((room) => takesWithout(room, demandOf(pod), byNode.get(room.name) ?? [], gone))
      .map(({ name }) => name);
  const isHigher = (other: number) => other > priority && other <= HIGHEST_OF_USERS;
  const holders = names(isHigher).flatMap((node) => byNode.get(node) ?? []);
  const higher = few(rowsOf(holders.filter((other) => !hasEnded(other) && isHigher(priorityOf(other) ?? 0))));
  return {
    priority,
    policy: text(field(pod, 'spec.preemptionPolicy')) || 'PreemptLowerPriority',
    lower: names((other) => other < priority).toSorted(compareText),
    higher: higher.rows,
    more: higher.more,
    ending: endingOn(text(field(pod, 'status.nominatedNodeName')), pods, priority),
  };
}

/** The nodes where nothing but room keeps the pod away. */
function shortRooms(args: ProbeArgs, pods: readonly unknown[]): readonly NodeRoom[] | undefined {
  const { pod, nodes, claims, volumes, namespaces } = args;
  if (!isRecord(field(pod, 'spec'))) return undefined;
  return judgeNodes({
    pod,
    demand: demandOf(pod),
    nodes: list(nodes),
    pods,
    volumes: boundVolumes(pod, list(claims), list(volumes)),
    namespaces: optionalList(namespaces),
  })
    ?.filter((each) => isCandidate(each) && each.lacking.length > 0)
    .map(({ room }) => room);
}

/** Whether the node would have the room without those of its pods whose priority is gone. */
function takesWithout(
  { node }: NodeRoom,
  demand: Amounts,
  there: readonly unknown[],
  gone: (priority: number) => boolean,
): boolean {
  const staying = there.filter((other) => !gone(priorityOf(other) ?? 0));
  return nodeRooms([node], staying).every((left) => lackingOn(left, demand).length === 0);
}

/** A template that names a class has no number yet: the class would have to be read. Without a class it is 0 here. */
function priorityOf(pod: unknown): number | undefined {
  const stated = num(field(pod, 'spec.priority'));
  if (stated !== undefined) return stated;
  return text(field(pod, 'spec.priorityClassName')) === '' ? 0 : undefined;
}

function rowsOf(pods: readonly unknown[]): readonly Row[] {
  return pods
    .map((pod) => ({ pod: podKey(pod), node: nodeOf(pod), priority: priorityOf(pod) ?? 0 }))
    .toSorted((a, b) => b.priority - a.priority || compareText(a.pod, b.pod));
}

/** Pods that make room on a node for the pod that was nominated for it; until when their grace lasts, RFC 3339. */
function endingOn(nominated: string, pods: readonly unknown[], priority: number): readonly Row[] {
  return pods
    .filter((other) => nominated !== '' && nodeOf(other) === nominated && (priorityOf(other) ?? 0) < priority)
    .map((other) => ({ pod: podKey(other), node: nominated, until: text(field(other, 'metadata.deletionTimestamp')) }))
    .filter(({ until }) => until !== '')
    .toSorted((a, b) => compareText(a.pod, b.pod));
}
