import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, field, list, optionalList, text } from '../read.ts';

/** What kinds of machines `ec2 describe-instances` told of, and where they are. */
export const instancesInUse: Probe = {
  name: 'instances-in-use',
  computes: 'Of which types machines of AWS are, and in which subnets.',
  params: { instances: { is: 'object', means: 'What `aws ec2 describe-instances` said.' } },
  returns: {
    types: 'Their types, each once.',
    subnets: 'The ids of their subnets and of those of their network interfaces, each once.',
    count: 'How many they are (a count).',
  },
  run: ({ instances }) => readInstances(instances),
};

function readInstances(instances: ProbeArgs[string]): ProbeResult | undefined {
  const reservations = optionalList(entry(instances, 'Reservations'));
  if (reservations === undefined) return undefined;
  const all = reservations.flatMap((each) => list(entry(each, 'Instances')));
  const interfaces = all.flatMap((each) => list(field(each, 'NetworkInterfaces')));
  return {
    types: distinct(all.map((each) => entry(each, 'InstanceType'))),
    subnets: distinct([...all, ...interfaces].map((each) => entry(each, 'SubnetId'))),
    count: all.length,
  };
}

function distinct(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.map(text).filter(Boolean))].toSorted(compareText);
}
