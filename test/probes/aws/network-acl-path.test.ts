import { describe, expect, test } from 'vitest';
import { networkAclPath } from '../../../src/probes/aws/network-acl-path.ts';

type Ports = readonly [from: number, to: number];

function rule(
  RuleNumber: number,
  RuleAction: string,
  ports: Ports | null = null,
  {
    cidr = '0.0.0.0/0',
    protocol = ports === null ? '-1' : '6',
  }: { readonly cidr?: string; readonly protocol?: string } = {},
): object {
  const range = cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr };
  const PortRange = ports === null ? undefined : { From: ports[0], To: ports[1] };
  return { RuleNumber, RuleAction, Protocol: protocol, ...range, ...(PortRange === undefined ? {} : { PortRange }) };
}

const LAST = rule(32767, 'deny');
const OPEN = [rule(100, 'allow'), LAST];

interface Sides {
  readonly out?: readonly object[];
  readonly in?: readonly object[];
  readonly backOut?: readonly object[];
  readonly backIn?: readonly object[];
}

function acl(NetworkAclId: string, SubnetId: string, egress: readonly object[], ingress: readonly object[]): object {
  const Entries = [
    ...ingress.map((each) => ({ ...each, Egress: false })),
    ...egress.map((each) => ({ ...each, Egress: true })),
  ];
  return { NetworkAclId, Associations: [{ SubnetId }], Entries };
}

function judged(sides: Sides, change: object = {}) {
  const acls = [
    acl('acl-pod', 'subnet-pod', sides.out ?? OPEN, sides.backIn ?? OPEN),
    acl('acl-db', 'subnet-db', sides.backOut ?? OPEN, sides.in ?? OPEN),
  ];
  const ends = {
    subnet: 'subnet-pod',
    address: '10.0.1.20',
    target: 'subnet-db',
    targetAddress: '10.0.9.40',
    port: 5432,
  };
  return networkAclPath.run({ acls, ...ends, ...change });
}

const allowed = { verdict: 'allowed', leg: '', acl: '', rule: '', ports: '' };

describe('network ACLs of two subnets', () => {
  test.each<[string, Sides, object]>([
    ['that nobody has touched', {}, allowed],
    ['with a rule for the port', { in: [rule(100, 'allow', [5432, 5432]), LAST] }, allowed],
    ['with a rule for a range of ports', { in: [rule(100, 'allow', [1024, 65535]), LAST] }, allowed],
    [
      'with a rule for the range of the pod',
      { in: [rule(100, 'allow', [5432, 5432], { cidr: '10.0.1.0/24' }), LAST] },
      allowed,
    ],
    ['that deny UDP', { in: [rule(50, 'deny', [5432, 5432], { protocol: '17' }), ...OPEN] }, allowed],
    ['that deny after they allow', { in: [rule(100, 'allow', [5432, 5432]), rule(200, 'deny'), LAST] }, allowed],
    ['whose rules are not in order', { in: [rule(200, 'deny'), rule(100, 'allow', [5432, 5432]), LAST] }, allowed],
    ['that deny other addresses', { in: [rule(50, 'deny', null, { cidr: '10.0.2.0/24' }), ...OPEN] }, allowed],
    ['that deny IPv6', { in: [rule(50, 'deny', null, { cidr: '::/0' }), ...OPEN] }, allowed],
    [
      'whose answers are let out by the range that every system uses',
      { backOut: [rule(100, 'allow', [1024, 65535]), LAST] },
      allowed,
    ],
    [
      'that allow the ports of answers in two parts',
      { backIn: [rule(100, 'allow', [1024, 40000]), rule(110, 'allow', [40001, 65535]), LAST] },
      allowed,
    ],
    [
      'that let nothing out to the port',
      { out: [rule(100, 'allow', [443, 443]), LAST] },
      { verdict: 'denied', leg: 'out', acl: 'acl-pod', rule: '*', ports: '5432' },
    ],
    ['without any rule', { in: [] }, { verdict: 'denied', leg: 'in', acl: 'acl-db', rule: '*', ports: '5432' }],
    [
      'that deny by an earlier rule',
      { in: [rule(50, 'deny', [5000, 6000]), ...OPEN] },
      { verdict: 'denied', leg: 'in', acl: 'acl-db', rule: '50', ports: '5432' },
    ],
    [
      'whose ports end right before it',
      { in: [rule(100, 'allow', [5000, 5431]), LAST] },
      { verdict: 'denied', leg: 'in', acl: 'acl-db', rule: '*', ports: '5432' },
    ],
    [
      'that let no answer out',
      { backOut: [rule(100, 'allow', [5432, 5432]), LAST] },
      { verdict: 'denied', leg: 'back-out', acl: 'acl-db', rule: '*', ports: '32768-60999' },
    ],
    [
      'that let no answer in from there',
      { backIn: [rule(50, 'deny', [1024, 65535], { cidr: '10.0.9.0/24' }), ...OPEN] },
      { verdict: 'denied', leg: 'back-in', acl: 'acl-pod', rule: '50', ports: '32768-60999' },
    ],
    [
      'that let some answers in',
      { backIn: [rule(100, 'allow', [49152, 65535]), LAST] },
      { verdict: 'partly', leg: 'back-in', acl: 'acl-pod', rule: '*', ports: '32768-49151' },
    ],
    [
      'that let some answers in and none out',
      { backIn: [rule(100, 'allow', [49152, 65535]), LAST], backOut: [LAST] },
      { verdict: 'denied', leg: 'back-out', acl: 'acl-db', rule: '*', ports: '32768-60999' },
    ],
  ])('%s', (_, sides, wanted) => {
    expect(judged(sides)).toEqual(wanted);
  });

  test.each<[string, Sides, object]>([
    ['a rule for it', { in: [rule(101, 'allow', [5432, 5432], { cidr: '2001:db8::/32' }), LAST] }, allowed],
    ['rules for IPv4 alone', {}, { verdict: 'denied', leg: 'out', acl: 'acl-pod', rule: '*', ports: '5432' }],
  ])('over IPv6 with %s', (_, sides, wanted) => {
    const both = [rule(100, 'allow'), rule(101, 'allow', null, { cidr: '::/0' }), LAST];
    const open = { out: both, in: both, backOut: both, backIn: both };
    const change = { address: '2001:db8:1::5', targetAddress: '2001:db8:9::7' };
    expect(judged(Object.keys(sides).length === 0 ? {} : { ...open, ...sides }, change)).toEqual(wanted);
  });

  test('in one subnet none is asked', () => {
    expect(judged({ in: [LAST] }, { target: 'subnet-pod' })).toEqual(allowed);
  });

  test.each<[string, Sides, object]>([
    ['the subnet of the pod is not', {}, { subnet: '' }],
    ['the address of the database is not', {}, { targetAddress: '' }],
    ['an ACL of one of them was not told of', {}, { target: 'subnet-other' }],
    ['a rule is written in another way', { in: [{ RuleNumber: 'x' }, ...OPEN] }, {}],
    ['an action is neither', { in: [rule(50, 'ask'), ...OPEN] }, {}],
    ['ports are no ports', { in: [{ ...rule(50, 'deny', [5, 6]), PortRange: { From: 6, To: 5 } }, ...OPEN] }, {}],
  ])('where %s known, it is not known', (_, sides, change) => {
    expect(judged(sides, change)).toMatchObject({ verdict: 'unknown' });
  });

  test('what one denies is denied, whatever is not known of the other', () => {
    expect(judged({ in: [LAST], out: [{ RuleNumber: 'x' }] })).toMatchObject({ verdict: 'denied', leg: 'in' });
  });

  test.each([[null], ['x'], [{}]])('%j is no answer', (acls) => {
    expect(judged({}, { acls })).toBeUndefined();
  });
});
