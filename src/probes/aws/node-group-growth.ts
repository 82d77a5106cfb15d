import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, isRecord, list, nameOf, num, optionalList, text } from '../read.ts';
import { nodeGroupRoom } from './node-group-room.ts';
import { nodeGroupOf, nodePoolOf } from './node-labels.ts';

/**
 * How many more pods fit on machines that managed node groups may still get. A group in trouble is not counted upon, and
 * nothing is reckoned for one that AWS told nothing of: it is named instead.
 */
export const nodeGroupGrowth: Probe = {
  name: 'node-group-growth',
  computes:
    'How many more pods of one shape the machines would take that managed node groups of EKS may still get, by themselves or by hand.',
  params: {
    names: { is: 'list', means: 'The names of the node groups.' },
    told: {
      is: 'list',
      optional: true,
      means: 'What `aws eks describe-nodegroup` said of each, as a look-up with `each` gives it.',
    },
    nodes: { is: 'list', means: 'Nodes that take such pods.' },
    rows: { is: 'list', means: 'The rows of `workshop-capacity`, which say how many a whole node takes.' },
    scaled: { is: 'list', optional: true, means: 'The Auto Scaling groups that an autoscaler sets the size of.' },
    missing: { is: 'number', means: 'For how many more pods room is wanted.' },
  },
  returns: {
    rows: 'One row per group that AWS told of, by name: group, status, min, max, desired, room (how many machines more; 0 where it is sick), fits (how many pods a machine of it takes), possible (how many more pods), scaled, sick, issues (one line), subnets.',
    unseen: 'The names of those that AWS did not tell of.',
    gone: 'The names of those that AWS does not know as groups of EKS.',
    sick: 'The names of those of which EKS says that something is wrong, or does not say whether.',
    subnets: 'The ids of the subnets of those that are well, each once.',
    possible: 'How many more pods fit on machines that come by themselves (a count).',
    others: 'How many of the nodes belong to none of the groups, and to no NodePool of Karpenter (a count).',
    byHand: 'How many more fit on those that somebody would have to ask for (a count).',
    raise: 'The name of the group that is to be made larger so that all of them fit; empty where none would help.',
    raised: 'What AWS told of that group; null without one.',
    machines: 'How many machines more than it is to have now that group needs (a count).',
  },
  run: readGroups,
};

interface Row {
  readonly group: string;
  readonly fits: number;
  readonly room: number;
  readonly possible: number;
  readonly scaled: boolean;
  readonly sick: boolean;
  readonly subnets: unknown;
  readonly told: unknown;
}

function readGroups(args: ProbeArgs): ProbeResult | undefined {
  const [names, nodes, missing] = [optionalList(args['names']), optionalList(args['nodes']), num(args['missing'])];
  if (names === undefined || nodes === undefined || missing === undefined) return undefined;
  const all = names.map(text).toSorted(compareText);
  const whole = wholeByGroup(nodes, list(args['rows']));
  const told = optionalList(args['told']);
  const answers = new Map(told?.map((one) => [text(entry(one, 'of')), entry(one, 'answer')]));
  const rows = all.flatMap((name) => rowOf(name, answers.get(name), whole.get(name) ?? 0, list(args['scaled'])));
  // What does not exist has no row, and what gave no answer a row without one.
  const gone = told === undefined ? [] : all.filter((name) => !answers.has(name));
  const seen = new Set([...rows.map(({ group }) => group), ...gone]);
  return {
    rows: rows.map(({ told: _, ...row }) => row),
    unseen: all.filter((name) => !seen.has(name)),
    gone,
    sick: rows.filter(({ sick }) => sick).map(({ group }) => group),
    subnets: [...new Set(rows.filter(({ sick }) => !sick).flatMap((row) => list(row.subnets).map(text)))],
    possible: sumOf(rows.filter(({ scaled }) => scaled)),
    byHand: sumOf(rows.filter(({ scaled }) => !scaled)),
    others: nodes.filter((node) => !all.includes(nodeGroupOf(node)) && nodePoolOf(node) === '').length,
    ...enlarged(rows, missing),
  };
}

/** How many pods the smallest node of each group takes. */
function wholeByGroup(nodes: readonly unknown[], rows: readonly unknown[]): ReadonlyMap<string, number> {
  const wholes = new Map(rows.map((row) => [text(entry(row, 'node')), num(entry(row, 'whole')) ?? 0]));
  const least = new Map<string, number>();
  for (const node of nodes) {
    const [group, whole] = [nodeGroupOf(node), wholes.get(nameOf(node)) ?? 0];
    least.set(group, Math.min(least.get(group) ?? whole, whole));
  }
  return least;
}

function rowOf(name: string, told: unknown, fits: number, scaled: readonly unknown[]): readonly Row[] {
  const own = isRecord(told) ? nodeGroupRoom.run({ group: told }) : undefined;
  if (own === undefined) return [];
  const sick = own['issuesKnown'] !== true || list(own['issues']).length > 0 || !ABLE.includes(text(own['status']));
  const room = sick ? 0 : (num(own['room']) ?? 0);
  const isScaled = list(own['scalingGroups']).some((each) => scaled.includes(each));
  const { status, min, max, desired, issueText: issues, subnets } = own;
  const figures = { status, min, max, desired, issues, subnets };
  return [{ group: name, ...figures, fits, room, possible: room * fits, scaled: isScaled, sick, told }];
}

/** Of any other status no machine comes. */
const ABLE: readonly string[] = ['ACTIVE', 'UPDATING', 'CREATING'];

function sumOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { possible }) => sum + possible, 0);
}

/** Of those that are well the one whose machines take most, beside what the others bring by themselves. */
function enlarged(rows: readonly Row[], missing: number): ProbeResult {
  const [best] = rows.filter(({ sick, fits }) => !sick && fits > 0).toSorted((a, b) => b.fits - a.fits);
  if (best === undefined) return { raise: '', raised: null, machines: 0 };
  const others = sumOf(rows.filter((row) => row.scaled && row !== best));
  const machines = Math.ceil(Math.max(0, missing - others) / best.fits);
  return { raise: best.group, raised: best.told, machines };
}
