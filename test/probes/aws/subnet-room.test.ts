import { describe, expect, it } from 'vitest';
import { subnetRoom } from '../../../src/probes/aws/subnet-room.ts';

type Part = Readonly<Record<string, unknown>>;

function subnet(SubnetId: string, CidrBlock: string, AvailableIpAddressCount: unknown, more: Part = {}): Part {
  return { SubnetId, CidrBlock, AvailableIpAddressCount, AvailabilityZone: 'eu-central-1a', ...more };
}

const look = (...Subnets: readonly unknown[]): Part | undefined => subnetRoom.run({ subnets: { Subnets }, share: 10n });

describe('subnet-room', () => {
  it('counts without the five addresses that AWS keeps', () => {
    expect(look(subnet('subnet-0a', '10.0.1.0/24', 100))).toMatchObject({
      rows: [{ id: 'subnet-0a', size: 251, free: 100, percent: 39 }],
      ...{ none: [], low: [], full: false, free: 100, missing: false },
      words: 'subnet-0a (eu-central-1a, 10.0.1.0/24): 100 of 251 free',
    });
  });

  it.each([
    ['10.0.1.0/24', 26, false],
    ['10.0.1.0/24', 25, true],
    ['10.0.1.0/27', 3, false],
    ['10.0.1.0/27', 2, true],
    ['10.0.0.0/16', 6553, true],
    ['10.0.0.0/16', 6554, false],
  ])('calls %s with %i free short: %s', (cidr, free, short) => {
    expect(look(subnet('subnet-0a', cidr, free))).toMatchObject({ low: short ? ['subnet-0a'] : [], none: [] });
  });

  it('tells one without any from one that is short, the emptiest first', () => {
    const [most, low, none] = [
      subnet('subnet-0a', '10.0.1.0/24', 200),
      subnet('subnet-0b', '10.0.2.0/24', 3),
      subnet('subnet-0c', '10.0.3.0/24', 0),
    ];
    const seen = look(most, low, none);
    expect(seen).toMatchObject({ none: ['subnet-0c'], low: ['subnet-0b'], full: false, free: 203 });
    expect(String(seen?.['words']).split('\n')).toHaveLength(3);
    expect(String(seen?.['words'])).toMatch(/^subnet-0c/);
    expect(look(none)).toMatchObject({ full: true });
  });

  it('leaves out a subnet of IPv6 alone, which has no address of IPv4 to lose', () => {
    const six = { SubnetId: 'subnet-06', Ipv6Native: true, AvailableIpAddressCount: 0 };
    expect(look(six)).toMatchObject({ none: [], full: false, missing: true });
    expect(look(six, subnet('subnet-0a', '10.0.1.0/24', 200))).toMatchObject({ none: [], full: false, missing: false });
  });

  it('finds no subnet among none', () => {
    expect(look()).toMatchObject({ rows: [], full: false, missing: true });
  });

  it.each([
    ['a count that is none', [subnet('subnet-0a', '10.0.1.0/24', '0')]],
    ['no range', [subnet('subnet-0a', '', 7)]],
    ['a range that is none', [subnet('subnet-0a', '10.0.1.0/99', 7)]],
    ['no object', ['subnet-0a']],
  ])('says nothing of %s', (_, subnets) => {
    expect(look(...subnets)).toBeUndefined();
  });

  it('says nothing without a list', () => {
    expect(subnetRoom.run({ subnets: { Subnets: 'none' }, share: 10 })).toBeUndefined();
    expect(subnetRoom.run({ subnets: undefined, share: 10 })).toBeUndefined();
  });
});
