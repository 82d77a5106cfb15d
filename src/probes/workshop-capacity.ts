import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, num, record, text } from './read.ts';
import type { Amounts } from './scheduling/amounts.ts';
import { exclusionOf, exclusionTexts } from './scheduling/exclusion.ts';
import { headroomRows } from './scheduling/headroom.ts';
import { type PoolRoom, poolRoom, raisedLimits } from './scheduling/node-pool.ts';
import { freeOn, lackingOn, nodeRooms, slotsOn } from './scheduling/node-room.ts';
import { isCandidate, type NodeVerdict } from './scheduling/node-verdict.ts';

/** How many pods of one shape fit beside what runs, and how many more on nodes that Karpenter may add. */
export const workshopCapacity: Probe = {
  name: 'workshop-capacity',
  computes: 'How many more pods of one shape fit on each node, and how many the limits of NodePools leave room for.',
  params: {
    nodes: { is: 'list', means: 'All nodes.' },
    pods: { is: 'list', means: 'The pods of all namespaces with their node, phase and requests.' },
    like: { is: 'object', optional: true, means: 'A pod with the tolerations and node selector that all will have.' },
    cpu: { is: 'number', means: 'What one asks for, in millicores.' },
    memory: { is: 'number', means: 'The same in bytes.' },
    storage: { is: 'number', optional: true, means: 'Its ephemeral storage in bytes; not looked at where it is 0.' },
    wanted: { is: 'number', means: 'How many have to fit.' },
    pools: { is: 'list', means: 'The NodePools of Karpenter.' },
    usable: {
      is: 'number',
      optional: true,
      means: 'The part of a new node that pods can have, from 0 to 1; 1 without it.',
    },
  },
  returns: {
    room: 'How many more fit on the nodes that are there.',
    rows: 'One row per node, by name: node, fits, why (what keeps them away whatever the room; empty where only room matters), whole (how many an open one would take with nothing but its DaemonSets and static pods on it, else 0).',
    open: 'On how many nodes only room matters.',
    openNodes: 'These nodes.',
    bottleneck: 'The resource that leaves the least room; empty where no node is open.',
    headroom: 'One NodeHeadroom row per node for the bottleneck (memory without one), by name.',
    perNode:
      'How many the smallest open node would take with nothing but its DaemonSets and static pods on it; 0 without an open node.',
    missing: 'How many do not fit on the nodes that are there.',
    pools:
      'One row per NodePool, by name: name, closed (why it makes no node for them; empty where it may), possible (null without a limit), limitedBy.',
    possible: 'How many more the limits of the open NodePools leave room for; null where one of them has no limit.',
    unlimited: 'Names of open NodePools without a limit.',
    raise: 'The NodePool whose limits would have to be raised for all to fit; null where none would help.',
    limits: 'The limits that would do, as a flow map of YAML; empty where that cannot be told.',
  },
  run: measure,
};

function measure(args: ProbeArgs): ProbeResult | undefined {
  const [cpu, memory, wanted] = [num(args['cpu']), num(args['memory']), num(args['wanted'])];
  if (!Array.isArray(args['nodes']) || cpu === undefined || memory === undefined || wanted === undefined)
    return undefined;
  const demand: Amounts = new Map([
    ['cpu', cpu],
    ['memory', memory],
    ['ephemeral-storage', num(args['storage']) ?? 0],
    ['pods', 1],
  ]);
  const like = rulesOf(args['like']);
  const verdicts = verdictsOf(args, like, demand);
  if (verdicts === undefined) return undefined;
  const usable = num(args['usable']) ?? 1;
  const pools = list(args['pools'])
    .map((pool) => poolRoom(pool, like, demand, usable))
    .toSorted((a, b) => compareText(a.name, b.name));
  const onNodes = roomOnNodes(verdicts, demand, wholeNodes(verdicts, args['pods'], demand));
  const missing = Math.max(0, wanted - onNodes.room);
  return { ...onNodes, missing, ...poolFigures(pools, missing, demand, usable) };
}

/** Which node it may go to is decided by these alone: what a pod has to do with its neighbours may differ for the next. */
function rulesOf(pod: unknown): unknown {
  const spec = record(field(pod, 'spec'));
  const nodeAffinity = field(spec, 'affinity.nodeAffinity');
  return {
    metadata: {},
    spec: {
      tolerations: spec['tolerations'],
      nodeSelector: spec['nodeSelector'],
      ...(nodeAffinity === undefined ? {} : { affinity: { nodeAffinity } }),
    },
  };
}

const NO_PEERS = { ports: [], spread: [], affinity: [], opponents: [] };

/** Undefined where a node that is open to them does not say what it has to give. */
function verdictsOf({ nodes, pods }: ProbeArgs, like: unknown, demand: Amounts): readonly NodeVerdict[] | undefined {
  const verdicts = nodeRooms(list(nodes), list(pods)).map((room) => ({
    room,
    exclusion: exclusionOf(like, room.node, [], NO_PEERS),
    lacking: lackingOn(room, demand),
  }));
  return verdicts.some((verdict) => isCandidate(verdict) && verdict.room.allocatable === undefined)
    ? undefined
    : verdicts;
}

/** How many an open node takes with what comes with every node alone: a machine that is added has that on it, too. */
function wholeNodes(verdicts: readonly NodeVerdict[], pods: unknown, demand: Amounts): ReadonlyMap<string, number> {
  const open = verdicts.filter(isCandidate).map(({ room }) => room.node);
  const rooms = nodeRooms(open, list(pods).filter(comesWithNode));
  return new Map(rooms.map((room) => [room.name, slotsOn(room, demand)]));
}

function comesWithNode(pod: unknown): boolean {
  return list(field(pod, 'metadata.ownerReferences')).some((owner) =>
    ['DaemonSet', 'Node'].includes(text(entry(owner, 'kind'))),
  );
}

function roomOnNodes(
  verdicts: readonly NodeVerdict[],
  demand: Amounts,
  whole: ReadonlyMap<string, number>,
): ProbeResult & { readonly room: number } {
  const open = verdicts.filter(isCandidate);
  const slots = (verdict: NodeVerdict): number => (isCandidate(verdict) ? slotsOn(verdict.room, demand) : 0);
  const rows = verdicts
    .map((verdict) => ({
      node: verdict.room.name,
      fits: slots(verdict),
      why: exclusionTexts(verdict.exclusion).join(', '),
      whole: whole.get(verdict.room.name) ?? 0,
    }))
    .toSorted((a, b) => compareText(a.node, b.node));
  const bottleneck = open.length === 0 ? '' : scarcest(open, demand);
  return {
    room: rows.reduce((sum, { fits }) => sum + fits, 0),
    rows,
    open: open.length,
    openNodes: open.map(({ room }) => room.node),
    perNode: open.length === 0 ? 0 : Math.min(...whole.values()),
    bottleneck,
    headroom: headroomRows(verdicts, bottleneck || 'memory', demand, []),
  };
}

/** The resource of which the open nodes together have the fewest portions; memory, then cpu, where they are equal. */
function scarcest(open: readonly NodeVerdict[], demand: Amounts): string {
  const portions = ['memory', 'cpu', 'ephemeral-storage', 'pods']
    .map((resource) => ({ resource, each: demand.get(resource) ?? 0 }))
    .filter(({ each }) => each > 0)
    .map(({ resource, each }) => ({
      resource,
      count: open.reduce((sum, { room }) => sum + Math.max(0, Math.floor(freeOn(room, resource) / each)), 0),
    }));
  return portions.toSorted((a, b) => a.count - b.count)[0]?.resource ?? '';
}

function poolFigures(pools: readonly PoolRoom[], missing: number, demand: Amounts, usable: number): ProbeResult {
  const open = pools.filter(({ closed }) => closed === '');
  const unlimited = open.filter(({ possible }) => possible === null).map(({ name }) => name);
  const sum = open.reduce((total, { possible }) => total + (possible ?? 0), 0);
  const roomiest = open.toSorted((a, b) => (b.possible ?? 0) - (a.possible ?? 0))[0];
  const share = missing - (sum - (roomiest?.possible ?? 0));
  const limits = roomiest === undefined ? undefined : raisedLimits(roomiest.pool, share, demand, usable);
  return {
    pools: pools.map(({ name, closed, possible, limitedBy }) => ({ name, closed, possible, limitedBy })),
    possible: unlimited.length > 0 ? null : sum,
    unlimited,
    raise: limits === undefined ? null : (roomiest?.pool ?? null),
    limits: limits ?? '',
  };
}
