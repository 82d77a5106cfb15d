import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, field, isRecord, list, text } from '../read.ts';
import { OWN_INTERFACE } from './instance-groups.ts';

/**
 * With which security groups a pod sends, where whoever asks may not see the instance of its node: those that whoever makes the
 * nodes gives them. Karpenter and Auto Mode write them on the class of the node; machines of a managed node group have the
 * group of the cluster, unless its launch template names others (EKS user guide, "Security group requirements"; Karpenter, EC2NodeClass).
 */
export const assumedGroups: Probe = {
  name: 'assumed-groups',
  computes:
    'The security groups that a pod most likely sends with, by what made its node and not by the instance itself.',
  params: {
    node: { is: 'object', means: 'The node.' },
    pod: { is: 'object', means: 'The pod that sends.' },
    class: { is: 'object', optional: true, means: 'The EC2NodeClass or NodeClass of the node, if Karpenter made it.' },
    cluster: { is: 'object', optional: true, means: 'What `eks describe-cluster` told.' },
    group: { is: 'object', optional: true, means: 'What `eks describe-nodegroup` told of the group of the node.' },
  },
  returns: {
    sources: 'As `instance-groups` has it: with its own address, and with that of the node.',
    outside: 'As `instance-groups` has it.',
    groups: 'The ids of these groups.',
    vpc: 'The VPC of the cluster; empty where it is not told.',
    how: '`node-class`, `cluster-group`, `launch-template` (the same, and a template may say otherwise), `group-unread` (whether there is one is not known), or empty.',
    doubt: 'Empty, `own-interface-unread` or `nothing-tells`.',
  },
  run: readGroups,
};

/** By what the groups were taken: codes for which a runbook has the words. */
export const ASSUMED_BY: readonly string[] = ['cluster-group', 'group-unread', 'launch-template', 'node-class'];

/** Why there are none: codes, too. */
export const ASSUMED_DOUBTS: readonly string[] = ['nothing-tells', 'own-interface-unread'];

function readGroups({ node, pod, class: made, cluster, group }: ProbeArgs): ProbeResult | undefined {
  if (!isRecord(node) || !isRecord(pod)) return undefined;
  const placed = field(cluster, 'cluster.resourcesVpcConfig');
  const vpc = text(entry(placed, 'vpcId'));
  const nothing = { sources: [], outside: [], groups: [], vpc, how: '' };
  if (entry(field(pod, 'metadata.annotations'), OWN_INTERFACE) !== undefined)
    return { ...nothing, doubt: 'own-interface-unread' };
  const { how, groups } = isManaged(node) ? ofNodeGroup(placed, group) : ofClass(made);
  if (groups.length === 0) return { ...nothing, doubt: 'nothing-tells' };
  const own = text(field(pod, 'status.podIP'));
  const outside = { groups, address: addressOf(node), interface: '' };
  const isOnNode = field(pod, 'spec.hostNetwork') === true || own === '' || own === outside.address;
  const sources = isOnNode ? [outside] : [outside, { ...outside, address: own }];
  return { sources, outside: [], groups, vpc, how, doubt: '' };
}

interface Made {
  readonly how: string;
  readonly groups: readonly string[];
}

function isManaged(node: unknown): boolean {
  return text(entry(field(node, 'metadata.labels'), 'eks.amazonaws.com/nodegroup')) !== '';
}

/** `securityGroupIds` of a cluster are for its control plane alone; the machines have the one that EKS made. */
function ofNodeGroup(placed: unknown, answer: unknown): Made {
  const own = text(entry(placed, 'clusterSecurityGroupId'));
  const group = field(answer, 'nodegroup');
  if (!isRecord(group)) return { how: 'group-unread', groups: ids([own]) };
  if (isRecord(group['launchTemplate'])) return { how: 'launch-template', groups: ids([own]) };
  return { how: 'cluster-group', groups: ids([own, text(field(group, 'resources.remoteAccessSecurityGroup'))], own) };
}

function ofClass(made: unknown): Made {
  const groups = list(field(made, 'status.securityGroups')).map((each) => text(entry(each, 'id')));
  return { how: 'node-class', groups: ids(groups) };
}

const ID = /^sg-[0-9a-f]{8,17}$/;

/** The ids among some texts, sorted; none where the one without which the others say nothing is missing. */
function ids(told: readonly string[], needed = told[0] ?? ''): readonly string[] {
  return ID.test(needed) ? [...new Set(told.filter((each) => ID.test(each)))].toSorted(compareText) : [];
}

function addressOf(node: unknown): string {
  const internal = list(field(node, 'status.addresses')).find((each) => text(entry(each, 'type')) === 'InternalIP');
  return text(entry(internal, 'address'));
}
