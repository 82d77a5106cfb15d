import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, field, list, text } from '../read.ts';
import { isInRange } from '../traffic/cidr.ts';
import { listIn, stateIn } from './answer.ts';

/**
 * Whether an address belongs to a VPC, by the ranges that the VPC has. Private ranges (RFC 1918) are no test: other networks use
 * them too, and a VPC may have others.
 */
export const vpcAddress: Probe = {
  name: 'vpc-address',
  computes: 'Whether an address lies in the ranges of a VPC.',
  params: {
    answer: { is: 'object', means: 'What `aws ec2 describe-vpcs` printed of the one VPC.' },
    address: { is: 'text', means: 'The address, IPv4 or IPv6.' },
  },
  returns: {
    inside: 'Whether it lies in one of them.',
    range: 'The range that it lies in; empty without one.',
    ranges: 'All ranges of the VPC, as one line.',
  },
  run: findRange,
};

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;

function findRange({ answer, address }: ProbeArgs): ProbeResult | undefined {
  const vpcs = listIn(answer, 'Vpcs');
  const ranges = vpcs?.length === 1 ? rangesOf(vpcs[0]) : [];
  if (ranges.length === 0 || !ADDRESS.test(text(address))) return undefined;
  const range = ranges.find((each) => isInRange(text(address), each)) ?? '';
  return { inside: range !== '', range, ranges: ranges.join(', ') };
}

/** The first range stands by itself too; one that is being taken away or failed is none. */
function rangesOf(vpc: unknown): readonly string[] {
  const v4 = list(entry(vpc, 'CidrBlockAssociationSet')).filter((each) => isThere(each, 'CidrBlockState'));
  const v6 = list(entry(vpc, 'Ipv6CidrBlockAssociationSet')).filter((each) => isThere(each, 'Ipv6CidrBlockState'));
  const all = [
    text(entry(vpc, 'CidrBlock')),
    ...v4.map((each) => text(entry(each, 'CidrBlock'))),
    ...v6.map((each) => text(entry(each, 'Ipv6CidrBlock'))),
  ];
  return [...new Set(all)].filter((each) => each !== '');
}

function isThere(association: unknown, key: string): boolean {
  return stateIn(field(association, key), 'State') === 'associated';
}
