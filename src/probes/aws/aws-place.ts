import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, field, list, text } from '../read.ts';
import { labelOf, nodeGroupOf, nodePoolOf } from './node-labels.ts';

/**
 * Where on AWS a cluster is, by what its nodes say of themselves (cloud-provider-aws writes the providerID, EKS the labels)
 * and what the kubeconfig says of the cluster.
 */
export const awsPlace: Probe = {
  name: 'aws-place',
  computes: 'Whether a cluster is on AWS, and in which region and account.',
  params: {
    nodes: { is: 'list', means: 'The nodes.' },
    server: { is: 'object', means: 'What is known of the API server.' },
  },
  returns: {
    onAws: 'Whether a node is an instance of AWS, or the kubeconfig tells of a cluster of EKS.',
    region: 'The region; empty where it is not known.',
    account: 'The account of the cluster, twelve digits; empty where it is not known.',
    cluster: 'The name of the cluster in EKS; empty where it is not known.',
    endpoint: 'The host of its API server where the kubeconfig has one that EKS gives; else empty.',
    instances: 'The ids of the instances that these nodes are.',
    nodeGroups: 'The names of the node groups that they belong to.',
    autoMode: 'Whether one of them is run by EKS Auto Mode.',
    karpenter: 'Whether one of them was started by Karpenter (Auto Mode counts).',
  },
  run: readPlace,
};

function readPlace({ nodes, server }: ProbeArgs): ProbeResult | undefined {
  if (!Array.isArray(nodes)) return undefined;
  const eks = field(server, 'eks');
  const ours = list(nodes).filter((node) => providerOf(node).startsWith('aws://'));
  const told = (key: string) => text(entry(eks, key));
  return {
    onAws: ours.length > 0 || told('cluster') !== '' || told('account') !== '',
    region: told('region') || mostOften(ours.map(regionOf)),
    account: told('account'),
    cluster: told('cluster') || mostOften(ours.map((node) => labelOf(node, 'alpha.eksctl.io/cluster-name'))),
    endpoint: told('endpoint'),
    instances: distinct(ours.map(instanceOf)),
    nodeGroups: distinct(ours.map(nodeGroupOf)),
    autoMode: ours.some((node) => labelOf(node, 'eks.amazonaws.com/compute-type') === 'auto'),
    karpenter: ours.some((node) => nodePoolOf(node) !== ''),
  };
}

/** `aws:///eu-central-1a/i-0123456789abcdef0`; of Fargate another id stands behind the zone. */
function providerOf(node: unknown): string {
  return text(field(node, 'spec.providerID'));
}

function instanceOf(node: unknown): string {
  return /\/(i-[0-9a-f]{8,17})$/.exec(providerOf(node))?.[1] ?? '';
}

/** The region by its label, else by the zone: `eu-central-1a`, of a Local Zone `us-west-2-lax-1a`. */
function regionOf(node: unknown): string {
  const zone = /^aws:\/\/\/([a-z0-9-]+)\//.exec(providerOf(node))?.[1] ?? '';
  return labelOf(node, 'topology.kubernetes.io/region') || (/^[a-z]{2,}(?:-[a-z]+)+-\d+/.exec(zone)?.[0] ?? '');
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((each) => each !== ''))].toSorted(compareText);
}

/** The text that stands there most often; of several the first by name, so that the order of nodes does not matter. */
function mostOften(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const each of texts.filter((one) => one !== '')) counts.set(each, (counts.get(each) ?? 0) + 1);
  const [first] = [...counts].toSorted(([a, many], [b, more]) => more - many || compareText(a, b));
  return first?.[0] ?? '';
}
