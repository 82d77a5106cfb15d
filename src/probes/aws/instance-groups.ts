import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, field, list, optionalList, text } from '../read.ts';
import { holds, interfaceOf, type NetworkInterface } from './network-interface.ts';

/**
 * With which security groups and which address a pod on an instance of EC2 speaks to others. The groups stand on the interface
 * that holds the address of the pod: with custom networking (ENIConfig) they are not those of the instance, and a pod of a
 * SecurityGroupPolicy has an interface of its own, which no instance lists (EKS user guide, "Security groups for pods").
 */
export const instanceGroups: Probe = {
  name: 'instance-groups',
  computes:
    'The security groups and the address with which a pod, or an instance itself, sends, as EC2 tells of its interfaces.',
  params: {
    instances: { is: 'object', means: 'What describe-instances told.' },
    pod: { is: 'object', optional: true, means: 'The pod that sends; without one the instances send themselves.' },
    interfaces: {
      is: 'object',
      optional: true,
      means: 'What describe-network-interfaces told of the interface that the pod has for itself.',
    },
  },
  returns: {
    sources: 'What it can be, one per possibility: `groups` (ids), `address`, `interface` (its id).',
    outside: 'What it is where the address of the node takes the place of that of the pod, in the same form.',
    groups: 'The ids of all of these groups.',
    vpc: 'The VPC of the instances; empty where there are several or none.',
    how: '`own-interface`, `address` (the interface that holds its address), `node`, `any-interface` (nothing tells which), or empty.',
    doubt: 'Empty, `no-instance`, `own-interface-unread` or `not-running`.',
  },
  run: readGroups,
};

/** What the resource controller of the VPC writes on a pod that it gave an interface (vpc-resource-controller). */
export const OWN_INTERFACE = 'vpc.amazonaws.com/pod-eni';

/** How the groups were found: codes for which a runbook has the words. */
export const WAYS: readonly string[] = ['address', 'any-interface', 'node', 'own-interface'];

/** Why they are doubtful: codes, too. */
export const GROUP_DOUBTS: readonly string[] = ['no-instance', 'not-running', 'own-interface-unread'];

interface Source {
  readonly groups: readonly string[];
  readonly address: string;
  readonly interface: string;
}

function readGroups({ instances, pod, interfaces }: ProbeArgs): ProbeResult | undefined {
  const told = instancesIn(instances);
  const all = told?.map((each) => optionalList(entry(each, 'NetworkInterfaces'))?.map(interfaceOf));
  if (told === undefined || all === undefined) return undefined;
  const known = all.flatMap((each) => each ?? [undefined]);
  if (known.includes(undefined)) return undefined;
  const own = known.filter((each) => each !== undefined);
  const found = pod === undefined || pod === null ? ofInstances(own) : ofPod(own, pod, interfaces);
  const groups = [...found.sources, ...found.outside].flatMap((each) => each.groups);
  const vpcs = new Set(own.map(({ vpc }) => vpc));
  const running = told.every((each) => text(field(each, 'State.Name')).toLowerCase() === 'running');
  return {
    ...found,
    groups: [...new Set(groups)].toSorted(compareText),
    vpc: vpcs.size === 1 ? [...vpcs].join('') : '',
    doubt: found.doubt === '' ? doubtOf(told.length, running) : found.doubt,
  };
}

function doubtOf(count: number, running: boolean): string {
  if (count === 0) return 'no-instance';
  return running ? '' : 'not-running';
}

/** All instances of all reservations; undefined where either is no list. */
function instancesIn(answer: unknown): readonly unknown[] | undefined {
  const reservations = optionalList(entry(answer, 'Reservations'))?.map((each) =>
    optionalList(entry(each, 'Instances')),
  );
  return reservations?.every((each) => each !== undefined) === true ? reservations.flat() : undefined;
}

interface Found {
  readonly sources: readonly Source[];
  readonly outside: readonly Source[];
  readonly how: string;
  readonly doubt: string;
}

function ofInstances(all: readonly NetworkInterface[]): Found {
  const sources = all.filter(({ first }) => first).map(asSource);
  return { sources, outside: [], how: sources.length === 0 ? '' : 'node', doubt: '' };
}

function ofPod(all: readonly NetworkInterface[], pod: unknown, interfaces: unknown): Found {
  const outside = ofInstances(all).sources;
  if (entry(field(pod, 'metadata.annotations'), OWN_INTERFACE) !== undefined) return ofOwnInterface(pod, interfaces);
  if (field(pod, 'spec.hostNetwork') === true) return ofInstances(all);
  const address = text(field(pod, 'status.podIP'));
  const holder = all.find((each) => holds(each, address));
  if (holder !== undefined) return { sources: [{ ...asSource(holder), address }], outside, how: 'address', doubt: '' };
  return { sources: anyOf(all, address), outside, how: all.length === 0 ? '' : 'any-interface', doubt: '' };
}

/**
 * An address that no interface holds is one of an overlay: it leaves the node as it is, or behind that of the node. Before a
 * pod has an address it may come to be on each of them.
 */
function anyOf(all: readonly NetworkInterface[], address: string): readonly Source[] {
  if (address === '') return all.map((each) => ({ ...asSource(each), address: '' }));
  return all.flatMap((each) => [asSource(each), { ...asSource(each), address }]);
}

/** Its packets keep the address of the pod wherever they go (EKS user guide: source NAT is off for such pods). */
function ofOwnInterface(pod: unknown, interfaces: unknown): Found {
  const ids = ownInterfaces(pod);
  const told = list(entry(interfaces, 'NetworkInterfaces')).map(interfaceOf);
  const sources = ids
    .flatMap((id) => told.filter((each) => each?.id === id))
    .flatMap((each) => (each === undefined ? [] : [asSource(each)]));
  const whole = sources.length > 0 && sources.length === ids.length;
  return {
    sources: whole ? sources : [],
    outside: [],
    how: 'own-interface',
    doubt: whole ? '' : 'own-interface-unread',
  };
}

/** The ids of the interfaces that a pod has for itself, as its annotation lists them. */
export function ownInterfaces(pod: unknown): readonly string[] {
  const written = text(entry(field(pod, 'metadata.annotations'), OWN_INTERFACE));
  try {
    const value: unknown = JSON.parse(written);
    return list(value)
      .map((each) => text(entry(each, 'eniId')))
      .filter((id) => /^eni-[0-9a-f]+$/.test(id));
  } catch {
    return [];
  }
}

function asSource({ groups, address, id }: NetworkInterface): Source {
  return { groups, address, interface: id };
}
