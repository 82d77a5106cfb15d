import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, optionalList, text } from '../read.ts';
import { holds, interfaceOf, type NetworkInterface } from './network-interface.ts';

/**
 * What stands behind an address inside of a VPC, as EC2 tells of network interfaces. The same address can be in several
 * VPCs; that of the one that asks is meant, for its own range comes first in every route table.
 */
export const addressInterface: Probe = {
  name: 'address-interface',
  computes: 'Which network interface of AWS has an address, with its groups, and whether RDS had it made.',
  params: {
    interfaces: { is: 'object', means: 'What describe-network-interfaces told of the address.' },
    address: { is: 'text', means: 'The address.' },
    vpc: { is: 'text', optional: true, means: 'The VPC from which it is asked for; empty where that is not known.' },
  },
  returns: {
    found: 'How many interfaces have it (a count): in that VPC, where one there has it.',
    id: 'Its id; empty unless it is one.',
    vpc: 'The VPC of it.',
    groups: 'The ids of its groups.',
    database: 'Whether RDS had it made.',
    description: 'Its description.',
  },
  run: readInterface,
};

function readInterface({ interfaces, address, vpc }: ProbeArgs): ProbeResult | undefined {
  const told = optionalList(entry(interfaces, 'NetworkInterfaces'))?.map(interfaceOf);
  if (told === undefined || told.includes(undefined)) return undefined;
  const all = told.filter((each) => each !== undefined).filter((each) => holds(each, text(address)));
  const here = all.filter((each) => each.vpc !== '' && each.vpc === text(vpc));
  const meant = here.length > 0 ? here : all;
  const one = meant.length === 1 ? meant[0] : undefined;
  if (one === undefined) return { ...NOBODY, found: meant.length };
  const { id, groups, description } = one;
  return { found: 1, id, vpc: one.vpc, groups, database: isOfRds(one), description };
}

const NOBODY = { id: '', vpc: '', groups: [], database: false, description: '' };

function isOfRds({ requester, description }: NetworkInterface): boolean {
  return requester === 'amazon-rds' || description.startsWith('RDSNetworkInterface');
}
