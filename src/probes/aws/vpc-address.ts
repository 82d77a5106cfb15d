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
  computes: 'Whether the address that a message says nobody answers at lies in the ranges of a VPC.',
  params: {
    answer: { is: 'object', means: 'What `aws ec2 describe-vpcs` printed of the one VPC.' },
    words: { is: 'text', means: 'The message, with `dial tcp ADDRESS:PORT` in it.' },
  },
  returns: {
    address: 'The address; empty where the message has none, and then it lies in no range.',
    inside: 'Whether it lies in one of them.',
    range: 'The range that it lies in; empty without one.',
    ranges: 'All ranges of the VPC, as one line.',
  },
  run: findRange,
};

/** As Go writes it: IPv6 in brackets. A name instead of an address was not even looked up. */
const DIAL = /dial (?:tcp|udp) (?:\[([0-9a-f:.]+)\]|(\d{1,3}(?:\.\d{1,3}){3})):\d+/i;

function findRange({ answer, words }: ProbeArgs): ProbeResult | undefined {
  const vpcs = listIn(answer, 'Vpcs');
  const ranges = vpcs?.length === 1 ? rangesOf(vpcs[0]) : [];
  if (ranges.length === 0) return undefined;
  const [, v6, v4] = DIAL.exec(text(words)) ?? [];
  const address = v6 ?? v4 ?? '';
  const range = ranges.find((each) => isInRange(address, each)) ?? '';
  return { address, inside: range !== '', range, ranges: ranges.join(', ') };
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
