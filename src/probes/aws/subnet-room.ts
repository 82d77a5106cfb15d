import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, num, optionalList, text } from '../read.ts';

/** AWS keeps the first four addresses and the last one of each subnet to itself. */
const KEPT = 5;

/**
 * How many addresses subnets have left (`ec2 describe-subnets`). A subnet of IPv6 alone has none of IPv4 to lose, and is
 * left out. That some are free does not say that a block of sixteen is, which prefix delegation takes (aws-kubernetes 1.4).
 */
export const subnetRoom: Probe = {
  name: 'subnet-room',
  computes: 'How many addresses subnets of AWS have left.',
  params: {
    subnets: { is: 'object', means: 'What `aws ec2 describe-subnets` said.' },
    share: { is: 'number', means: 'Under which share of its addresses a subnet is short, in percent.' },
  },
  returns: {
    rows: 'One row per subnet with IPv4, the emptiest first: id, zone, cidr, free, size (both counts), percent.',
    none: 'The ids of those with no free address.',
    low: 'The ids of those that are short and not yet without.',
    full: 'Whether all of them have none.',
    free: 'How many addresses are free in all (a count).',
    words: 'One line per subnet.',
    missing: 'Whether no subnet with IPv4 is among them.',
  },
  run: readSubnets,
};

interface Row {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  readonly free: number;
  readonly size: number;
  readonly percent: number;
}

function readSubnets({ subnets, share }: ProbeArgs): ProbeResult | undefined {
  const all = optionalList(entry(subnets, 'Subnets'));
  const limit = num(share);
  if (all === undefined || limit === undefined) return undefined;
  const ours = all.filter((subnet) => entry(subnet, 'Ipv6Native') !== true);
  const rows = ours.flatMap(rowOf).toSorted((a, b) => a.percent - b.percent || a.free - b.free);
  if (rows.length < ours.length) return undefined;
  const none = rows.filter(({ free }) => free === 0);
  return {
    rows,
    none: none.map(({ id }) => id),
    low: rows.filter(({ free, percent }) => free > 0 && percent < limit).map(({ id }) => id),
    full: rows.length > 0 && none.length === rows.length,
    free: rows.reduce((sum, { free }) => sum + free, 0),
    words: rows.map(lineOf).join('\n'),
    missing: rows.length === 0,
  };
}

function rowOf(subnet: unknown): readonly Row[] {
  const free = num(entry(subnet, 'AvailableIpAddressCount'));
  const cidr = text(entry(subnet, 'CidrBlock'));
  const size = sizeOf(cidr);
  if (free === undefined || size === undefined) return [];
  const named = { id: text(entry(subnet, 'SubnetId')), zone: text(entry(subnet, 'AvailabilityZone')), cidr };
  return [{ ...named, free, size, percent: Math.floor((100 * free) / size) }];
}

/** AWS makes subnets of /16 to /28. */
function sizeOf(cidr: string): number | undefined {
  const length = Number(/^\d+\.\d+\.\d+\.\d+\/(\d{1,2})$/.exec(cidr)?.[1]);
  return length >= 8 && length <= 28 ? 2 ** (32 - length) - KEPT : undefined;
}

function lineOf({ id, zone, cidr, free, size }: Row): string {
  return `${id} (${zone}, ${cidr}): ${free} of ${size} free`;
}
