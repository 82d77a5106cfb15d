import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, field, isRecord, list, text } from '../read.ts';
import { CLUSTER_NAME, HANDED_ON } from './place-parts.ts';

/**
 * The place of a cluster whose name neither the kubeconfig nor a machine of it tells, by the address of its API server: each
 * cluster of EKS has one of its own (Amazon EKS API, Cluster.endpoint), and its ARN names the account.
 */
export const placeByEndpoint: Probe = {
  name: 'place-by-endpoint',
  computes: 'The place of a cluster, with the name and the account of the one whose API server has its address.',
  params: {
    place: { is: 'object', means: 'The place as `aws-place` or `place-by-instance` has it.' },
    answers: {
      is: 'list',
      means: 'What `eks describe-cluster` says of clusters of the region: a list of `of`, `state` and `answer`.',
    },
  },
  returns: {
    ...HANDED_ON,
    account: 'That of the place, else the one in the ARN of that cluster; empty where neither is known.',
    cluster: 'That of the place, else the name of that cluster; empty where no answer is about one with this address.',
  },
  run: readPlace,
};

const ACCOUNT = /^arn:aws[a-z-]*:eks:[a-z0-9-]+:(?<account>\d{12}):cluster\//;

function readPlace({ place, answers }: ProbeArgs): ProbeResult | undefined {
  if (!isRecord(place)) return undefined;
  const { cluster: known, account, endpoint } = place;
  if (text(known) !== '' || text(endpoint) === '') return { ...place };
  const [ours, another] = list(answers)
    .map((row) => field(row, 'answer.cluster'))
    .filter((cluster) => hostOf(text(entry(cluster, 'endpoint'))) === text(endpoint).toLowerCase());
  const name = text(entry(ours, 'name'));
  // Two with one address there cannot be: what is said so is not understood.
  if (another !== undefined || !CLUSTER_NAME.test(name)) return { ...place };
  const owner = ACCOUNT.exec(text(entry(ours, 'arn')))?.groups?.['account'] ?? '';
  return { ...place, cluster: name, account: text(account) || owner };
}

/** The host of an address, in small letters; empty where it is none. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.toLowerCase() : '';
}
