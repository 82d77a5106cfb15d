import { describe, expect, it } from 'vitest';
import { instancesInUse } from '../../../src/probes/aws/instances-in-use.ts';

const machine = (InstanceType: string, SubnetId: string, ...others: readonly string[]): unknown => ({
  Instances: [{ InstanceType, SubnetId, NetworkInterfaces: others.map((each) => ({ SubnetId: each })) }],
});
const look = (instances: unknown): unknown => instancesInUse.run({ instances });

describe('instances-in-use', () => {
  it('tells each type and each subnet once, those of further network interfaces too', () => {
    const Reservations = [
      machine('m6i.large', 'subnet-0b', 'subnet-0b', 'subnet-0c'),
      machine('c6i.large', 'subnet-0a', 'subnet-0a'),
      machine('m6i.large', 'subnet-0b'),
    ];
    expect(look({ Reservations })).toEqual({
      ...{ types: ['c6i.large', 'm6i.large'], subnets: ['subnet-0a', 'subnet-0b', 'subnet-0c'], count: 3 },
    });
  });

  it('finds none among none, and says nothing of what is no list', () => {
    expect(look({ Reservations: [] })).toEqual({ types: [], subnets: [], count: 0 });
    expect(look({ Reservations: 'none' })).toBeUndefined();
    expect(look(undefined)).toBeUndefined();
  });
});
