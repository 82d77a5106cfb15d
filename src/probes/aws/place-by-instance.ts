import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, isRecord, text } from '../read.ts';
import { listIn } from './answer.ts';
import { CLUSTER_NAME, HANDED_ON } from './place-parts.ts';

/**
 * The place of a cluster whose name no kubeconfig tells, by what EC2 says of one of its nodes: EKS and eksctl mark the machines that
 * they start, Karpenter and the guides of EKS mark theirs with `kubernetes.io/cluster/NAME`, and the owner of a machine is the
 * account (Amazon EKS User Guide, resource tagging; Amazon EC2 API, Reservation).
 */
export const placeByInstance: Probe = {
  name: 'place-by-instance',
  computes:
    'The place of a cluster, with the name and the account that an instance of it tells where nothing else did.',
  params: {
    place: { is: 'object', means: 'The place as `aws-place` has it.' },
    told: {
      is: 'object',
      optional: true,
      means: 'What `ec2 describe-instances` says of one node; left out where it was not asked.',
    },
  },
  returns: {
    ...HANDED_ON,
    account: 'That of `aws-place`, else the owner of the instance; empty where neither is known.',
    cluster: 'That of `aws-place`, else by the tags of the instance; empty where neither is known.',
  },
  run: readPlace,
};

function readPlace({ place, told }: ProbeArgs): ProbeResult | undefined {
  if (!isRecord(place)) return undefined;
  const reservation = listIn(told, 'Reservations')?.[0];
  const tags = listIn(listIn(reservation, 'Instances')?.[0], 'Tags') ?? [];
  return {
    ...place,
    account: text(place['account']) || text(entry(reservation, 'OwnerId')),
    cluster: text(place['cluster']) || nameIn(tags),
  };
}

const NAMED = ['aws:eks:cluster-name', 'eks:cluster-name', 'alpha.eksctl.io/cluster-name'];
const OWNED = 'kubernetes.io/cluster/';

/** The one name that the tags agree upon; empty where a machine is shared, or marked for two. */
function nameIn(tags: readonly Readonly<Record<string, unknown>>[]): string {
  const pairs = tags.map((tag) => [text(tag['Key']), text(tag['Value'])] as const);
  const named = pairs.filter(([key]) => NAMED.includes(key)).map(([, value]) => value);
  const owned = pairs
    .filter(([key, value]) => key.startsWith(OWNED) && value === 'owned')
    .map(([key]) => key.slice(OWNED.length));
  const [only = '', another] = [...new Set([...named, ...owned])].filter((name) => CLUSTER_NAME.test(name));
  return another === undefined ? only : '';
}
