import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, field, isRecord, list, num, text } from '../read.ts';
import { issuesOf, issueWords, statusOf } from './issues.ts';

/**
 * How a managed node group stands, and what has to be asked for so that it has more nodes (`eks describe-nodegroup`).
 * EKS refuses a desired number above the maximum and a minimum above the desired number, each with
 * InvalidParameterException, and keeps what a change leaves out (aws-kubernetes 1.4), so what is named here is always whole.
 */
export const nodeGroupRoom: Probe = {
  name: 'node-group-room',
  computes:
    'How many nodes a managed node group of EKS has and may have, what is wrong with it, and what makes it larger.',
  params: {
    group: { is: 'object', means: 'What `aws eks describe-nodegroup` said.' },
    more: { is: 'number', optional: true, means: 'How many nodes more are wanted; one if it does not say.' },
  },
  returns: {
    name: 'Its name.',
    status: 'Its status in capitals, such as `ACTIVE` or `DEGRADED`.',
    min: 'How many nodes it has at least.',
    max: 'How many it may have.',
    desired: 'How many it is to have now.',
    room: 'How many more it may get (a count).',
    atMax: 'Whether it may get none.',
    wanted: 'What the desired number has to be so that it gets those that are wanted; never under the minimum.',
    enough: 'What the maximum has to be for that; never under what it is.',
    issuesKnown: 'Whether it says what is wrong with it at all.',
    issues: 'What EKS says is wrong with it: code, message, resources.',
    codes: 'The codes of these.',
    issueText: 'These as one line.',
    scalingGroups: 'The names of its Auto Scaling groups.',
    subnets: 'The ids of its subnets.',
    types: 'The types of its machines; empty where a launch template names them.',
    market: '`spot` or `on-demand`.',
  },
  run: readGroup,
};

interface Sizes {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}

function readGroup({ group, more }: ProbeArgs): ProbeResult | undefined {
  const own = entry(group, 'nodegroup');
  const sizes = sizesOf(own);
  const status = statusOf(own);
  if (!isRecord(own) || sizes === undefined || status === '') return undefined;
  const issues = issuesOf(own);
  const known = issues ?? [];
  return {
    name: text(own['nodegroupName']),
    status,
    ...sizes,
    ...growth(sizes, wantedMore(more)),
    issuesKnown: issues !== undefined,
    issues: known,
    codes: known.map(({ code }) => code),
    issueText: issueWords(known),
    scalingGroups: list(field(own, 'resources.autoScalingGroups')).map((each) => text(entry(each, 'name'))),
    subnets: texts(own['subnets']),
    types: texts(own['instanceTypes']),
    market: text(own['capacityType']).toUpperCase() === 'SPOT' ? 'spot' : 'on-demand',
  };
}

function sizesOf(group: unknown): Sizes | undefined {
  const [min, max, desired] = ['minSize', 'maxSize', 'desiredSize'].map((key) =>
    num(entry(entry(group, 'scalingConfig'), key)),
  );
  return min === undefined || max === undefined || desired === undefined ? undefined : { min, max, desired };
}

function wantedMore(more: unknown): number {
  return Math.max(1, Math.ceil(num(more) ?? 1));
}

/** What AWS takes: the minimum at most the desired number, and that at most the maximum. */
function growth({ min, max, desired }: Sizes, more: number) {
  const wanted = Math.max(desired + more, min);
  return { room: Math.max(0, max - desired), atMax: desired >= max, wanted, enough: Math.max(max, wanted) };
}

function texts(value: unknown): readonly string[] {
  return list(value).map(text).filter(Boolean);
}
