import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, field, isRecord, list, num, optionalList, record, text } from '../read.ts';

/**
 * What a machine of a managed node group would be as a node, for groups of which the cluster has none: what EKS writes on
 * its nodes, the taints of the group, and so much of its type as is left for pods. A group whose launch template says what
 * its machines are is named instead: EKS does not tell then. Machines with Windows are left out.
 */
export const nodeGroupMachines: Probe = {
  name: 'node-group-machines',
  computes: 'What machines of managed node groups of EKS that have no node would be as nodes.',
  params: {
    told: {
      is: 'list',
      means: 'What `aws eks describe-nodegroup` said of each, as a look-up with `each` gives it.',
    },
    types: { is: 'object', optional: true, means: 'What `aws ec2 describe-instance-types` said of their types.' },
    podLimits: {
      is: 'list',
      means:
        'The most pods of one node: rows of `vcpus`, from which on it holds, and `pods`; the last that holds counts.',
    },
    usable: {
      is: 'number',
      optional: true,
      means: 'The part of a machine that pods can have, from 0 to 1; all of it without.',
    },
    storage: {
      is: 'number',
      optional: true,
      means: 'How much ephemeral storage a pod asks for, in bytes: a group whose disk is not told is unclear then.',
    },
  },
  returns: {
    types: 'The types of their machines, each once.',
    nodes: 'One node per group and type, by name.',
    unclear: 'The names of the groups of which it is not told what their machines are.',
    unseen: 'The names of the groups that AWS did not tell of, though there may be such.',
  },
  run: readMachines,
};

interface Group {
  readonly name: string;
  readonly told: unknown;
  readonly types: readonly string[];
}

/** What holds of every machine: the part of it that is for pods, and how many of them EKS lets on it. */
interface Limits {
  readonly share: number;
  readonly podLimits: readonly unknown[];
}

function readMachines({ told, types, podLimits, usable, storage }: ProbeArgs): ProbeResult | undefined {
  const all = optionalList(told);
  if (all === undefined) return undefined;
  const groups = all
    .filter((one) => isRecord(entry(one, 'answer')))
    .map(groupOf)
    .filter(({ told: own }) => !/^WINDOWS/.test(text(entry(own, 'amiType'))))
    .toSorted((a, b) => compareText(a.name, b.name));
  const shapes = new Map(list(entry(types, 'InstanceTypes')).map((each) => [text(entry(each, 'InstanceType')), each]));
  const limits: Limits = { share: num(usable) ?? 1, podLimits: list(podLimits) };
  const isClear = (group: Group): boolean =>
    group.types.length > 0 &&
    group.types.every((type) => isDescribed(shapes.get(type))) &&
    ((num(storage) ?? 0) === 0 || diskOf(group) > 0);
  return {
    types: [...new Set(groups.flatMap((group) => group.types))].toSorted(compareText),
    nodes: groups
      .filter(isClear)
      .flatMap((group) => group.types.map((type) => nodeOf(group, type, shapes.get(type), limits))),
    unclear: groups.filter((group) => !isClear(group)).map(({ name }) => name),
    unseen: all.filter((one) => !isRecord(entry(one, 'answer'))).map((one) => text(entry(one, 'of'))),
  };
}

function groupOf(one: unknown): Group {
  const told = field(one, 'answer.nodegroup');
  const types = list(entry(told, 'instanceTypes')).map(text).filter(Boolean);
  return { name: text(entry(one, 'of')), told, types: types.toSorted(compareText) };
}

function isDescribed(shape: unknown): boolean {
  return vcpusOf(shape) > 0 && mebibytesOf(shape) > 0;
}

function vcpusOf(shape: unknown): number {
  return num(field(shape, 'VCpuInfo.DefaultVCpus')) ?? 0;
}

function mebibytesOf(shape: unknown): number {
  return num(field(shape, 'MemoryInfo.SizeInMiB')) ?? 0;
}

/** In GiB; EKS tells it where no launch template does. */
function diskOf({ told }: Group): number {
  return num(entry(told, 'diskSize')) ?? 0;
}

function nodeOf(group: Group, type: string, shape: unknown, { share, podLimits }: Limits): ProbeResult {
  const pods = podsOf(shape, podLimits);
  const disk = diskOf(group);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `${group.name}/${type}`, labels: labelsOf(group, type, shape) },
    spec: { taints: list(entry(group.told, 'taints')).map(taintOf) },
    status: {
      allocatable: {
        cpu: `${Math.floor(vcpusOf(shape) * 1000 * share)}m`,
        memory: `${Math.floor(mebibytesOf(shape) * share)}Mi`,
        ...(disk > 0 ? { 'ephemeral-storage': `${Math.floor(disk * 1024 * share)}Mi` } : {}),
        ...(pods > 0 ? { pods: String(pods) } : {}),
      },
    },
  };
}

/** What the kubelet and EKS write on every node of a group, beside the group's own labels. */
function labelsOf({ name, told }: Group, type: string, shape: unknown): Readonly<Record<string, unknown>> {
  const isArm = list(field(shape, 'ProcessorInfo.SupportedArchitectures')).includes('arm64');
  return {
    ...record(entry(told, 'labels')),
    'eks.amazonaws.com/nodegroup': name,
    'eks.amazonaws.com/capacityType': text(entry(told, 'capacityType')),
    'node.kubernetes.io/instance-type': type,
    'kubernetes.io/arch': isArm ? 'arm64' : 'amd64',
    'kubernetes.io/os': 'linux',
  };
}

/** `NO_SCHEDULE` of the API of EKS is `NoSchedule` on the node. */
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
};

function taintOf(taint: unknown): Readonly<Record<string, unknown>> {
  const effect = text(entry(taint, 'effect'));
  return { ...record(taint), effect: EFFECTS[effect] ?? effect };
}

/**
 * How many pods a machine takes: an address each on its network interfaces, of which the first of each is the interface's
 * own, and two pods on the network of the node (Amazon EKS, max-pods-calculator), within the limits. 0 where it is not told.
 */
function podsOf(shape: unknown, podLimits: readonly unknown[]): number {
  const interfaces = num(field(shape, 'NetworkInfo.MaximumNetworkInterfaces')) ?? 0;
  const addresses = num(field(shape, 'NetworkInfo.Ipv4AddressesPerInterface')) ?? 0;
  if (interfaces === 0 || addresses === 0) return 0;
  const limit = podLimits.findLast((row) => vcpusOf(shape) >= (num(entry(row, 'vcpus')) ?? 0));
  return Math.min(interfaces * (addresses - 1) + 2, num(entry(limit, 'pods')) ?? Infinity);
}
