import { describe, expect, it } from 'vitest';
import { securityGroupPath } from '../../../src/probes/aws/security-group-path.ts';
import { fc } from '../../support/random.ts';

type Part = Readonly<Record<string, unknown>>;

const NODE = 'sg-0node';
const DB = 'sg-0db';
const OWN = '111122223333';
const EVERYTHING = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

/** What describe-security-groups tells of one group. */
function group(id: string, into: unknown, out: unknown = [EVERYTHING], more: Part = {}): Part {
  return { GroupId: id, OwnerId: OWN, VpcId: 'vpc-1', IpPermissions: into, IpPermissionsEgress: out, ...more };
}

const tcp = (more: Part): Part => ({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, ...more });
const fromGroup = (id: string, more: Part = {}): Part => ({
  UserIdGroupPairs: [{ GroupId: id, UserId: OWN, ...more }],
});
const fromRange = (range: string): Part => ({ IpRanges: [{ CidrIp: range }] });
const pods = { groups: [NODE], address: '10.0.1.20' };

interface Asked extends Part {
  readonly into?: unknown;
  readonly out?: unknown;
}

/** The path from a pod on a node to the database, with these rules into the one and out of the other. */
function path({ into = [], out, ...more }: Asked = {}): Part {
  const groups = [group(DB, into), group(NODE, [], out)];
  const args = { sources: [pods], destination: [DB], target: '10.0.9.5', port: 5432, groups, ...more };
  return { ...(securityGroupPath.run(args) as Part) };
}

const verdict = (asked: Asked): unknown => path(asked)['verdict'];
const codes = (asked: Asked): unknown => (path(asked)['doubts'] as readonly Part[]).map(({ code }) => code);

describe('security-group-path into the destination', () => {
  it.each<[string, unknown, string]>([
    ['no rule', [], 'denied'],
    ['the group of the source', [tcp(fromGroup(NODE))], 'allowed'],
    ['another group', [tcp(fromGroup('sg-0other'))], 'denied'],
    ['another group and the one of the source', [tcp(fromGroup('sg-0other')), tcp(fromGroup(NODE))], 'allowed'],
    ['a range with the address', [tcp(fromRange('10.0.0.0/16'))], 'allowed'],
    ['a range without it', [tcp(fromRange('10.9.0.0/16'))], 'denied'],
    ['one address that is it', [tcp(fromRange('10.0.1.20/32'))], 'allowed'],
    ['everybody', [tcp(fromRange('0.0.0.0/0'))], 'allowed'],
    ['everybody by IPv6, which is not how it comes', [tcp({ Ipv6Ranges: [{ CidrIpv6: '::/0' }] })], 'denied'],
    ['all traffic from the group', [{ IpProtocol: '-1', ...fromGroup(NODE) }], 'allowed'],
    ['all traffic from another', [{ IpProtocol: '-1', ...fromGroup('sg-0other') }], 'denied'],
    ['the protocol by its number', [{ ...tcp(fromGroup(NODE)), IpProtocol: '6' }], 'allowed'],
    ['the protocol in capitals', [{ ...tcp(fromGroup(NODE)), IpProtocol: 'TCP' }], 'allowed'],
    ['udp', [{ ...tcp(fromGroup(NODE)), IpProtocol: 'udp' }], 'denied'],
    ['icmp', [{ IpProtocol: 'icmp', FromPort: -1, ToPort: -1, ...fromGroup(NODE) }], 'denied'],
    ['a range of ports around it', [{ ...tcp(fromGroup(NODE)), FromPort: 5000, ToPort: 6000 }], 'allowed'],
    ['the port as the first of a range', [{ ...tcp(fromGroup(NODE)), ToPort: 5440 }], 'allowed'],
    ['ports beside it', [{ ...tcp(fromGroup(NODE)), FromPort: 5433, ToPort: 5440 }], 'denied'],
    ['tcp without ports', [{ IpProtocol: 'tcp', ...fromGroup(NODE) }], 'allowed'],
    ['tcp from a port on', [{ IpProtocol: 'tcp', FromPort: 1024, ...fromGroup(NODE) }], 'allowed'],
    ['tcp up to a port', [{ IpProtocol: 'tcp', ToPort: 1024, ...fromGroup(NODE) }], 'denied'],
    ['a group over a peering', [tcp(fromGroup(NODE, { PeeringStatus: 'active' }))], 'allowed'],
    ['a group over a peering that is gone', [tcp(fromGroup(NODE, { PeeringStatus: 'deleted' }))], 'denied'],
    ['a group of another account', [tcp(fromGroup('sg-0far', { UserId: '444455556666' }))], 'unknown'],
    ['the group of the source, of another account', [tcp(fromGroup(NODE, { UserId: '444455556666' }))], 'allowed'],
    ['a prefix list that nobody read', [tcp({ PrefixListIds: [{ PrefixListId: 'pl-1' }] })], 'unknown'],
    ['rules that are no list', 'none', 'unknown'],
    ['a rule that is no rule', ['tcp'], 'unknown'],
    ['a rule without a protocol', [{ FromPort: 5432, ToPort: 5432, ...fromGroup(NODE) }], 'unknown'],
    ['ports that are texts', [{ ...tcp(fromGroup(NODE)), FromPort: '5432' }], 'unknown'],
    ['groups that are no list', [tcp({ UserIdGroupPairs: NODE })], 'unknown'],
    ['a group without an id', [tcp({ UserIdGroupPairs: [{ GroupName: 'nodes' }] })], 'unknown'],
    ['a range that is none', [tcp(fromRange('10.0.1.20'))], 'unknown'],
    ['a range that is none, and one that lets it in', [tcp(fromRange('x')), tcp(fromGroup(NODE))], 'allowed'],
  ])('%s', (_, into, expected) => {
    expect(verdict({ into })).toBe(expected);
  });

  it('reads a prefix list that is given', () => {
    const into = [tcp({ PrefixListIds: [{ PrefixListId: 'pl-1' }] })];
    const listed = (...ranges: readonly string[]): Part => ({
      into,
      prefixLists: [{ id: 'pl-1', entries: ranges.map((Cidr) => ({ Cidr })) }],
    });
    expect(verdict(listed('10.7.0.0/16', '10.0.0.0/16'))).toBe('allowed');
    expect(verdict(listed('10.7.0.0/16'))).toBe('denied');
    expect(verdict(listed())).toBe('denied');
    expect(verdict({ into, prefixLists: [{ id: 'pl-1', entries: null }] })).toBe('unknown');
    expect(path({ into })['unread']).toEqual(['pl-1']);
    expect(path({ into: [...into, tcp(fromGroup(NODE))] })['unread']).toEqual([]);
  });

  it('names the rule that lets it in, who else is let in, and groups that let everybody in', () => {
    const into = [tcp(fromGroup('sg-0other')), { IpProtocol: '6', ...fromGroup(NODE) }, tcp(fromRange('0.0.0.0/0'))];
    expect(path({ into })).toMatchObject({
      rule: { group: DB, protocol: '6', ports: 'all', source: NODE },
      egressRule: { group: NODE, protocol: '-1', ports: 'all', source: '0.0.0.0/0' },
      offers: [
        { group: DB, protocol: 'tcp', ports: '5432', from: 'sg-0other' },
        { group: DB, protocol: '6', ports: 'all', from: NODE },
        { group: DB, protocol: 'tcp', ports: '5432', from: '0.0.0.0/0' },
      ],
      world: [DB],
    });
  });

  it('takes an IPv6 address', () => {
    const sources = [{ groups: [NODE], address: 'fd00:1::7' }];
    expect(verdict({ sources, into: [tcp({ Ipv6Ranges: [{ CidrIpv6: 'fd00:1::/64' }] })] })).toBe('allowed');
    expect(verdict({ sources, into: [tcp(fromRange('0.0.0.0/0'))] })).toBe('denied');
  });
});

describe('security-group-path out of the source', () => {
  const into = [tcp(fromGroup(NODE))];

  it.each<[string, unknown, string]>([
    ['no rule', [], 'denied'],
    ['everything', [EVERYTHING], 'allowed'],
    ['https alone', [{ ...tcp(fromRange('0.0.0.0/0')), FromPort: 443, ToPort: 443 }], 'denied'],
    ['the group of the destination', [tcp(fromGroup(DB))], 'allowed'],
    ['a range with the destination', [tcp(fromRange('10.0.9.0/24'))], 'allowed'],
    ['a range without it', [tcp(fromRange('10.0.8.0/24'))], 'denied'],
    ['nothing that could be read', undefined, 'allowed'],
    ['no list', 7, 'unknown'],
  ])('%s', (_, out, expected) => {
    expect(path(out === undefined ? { into } : { into, out })).toMatchObject({ verdict: expected, ingress: 'allowed' });
  });

  it('does not know it where the address of the destination is not known and a rule names ranges', () => {
    const narrow = { into, out: [tcp(fromRange('10.0.9.0/24'))], target: '' };
    expect(path(narrow)).toMatchObject({ verdict: 'unknown', egress: 'unknown' });
    expect(codes(narrow)).toEqual(['no-address']);
    expect(verdict({ into, target: '' })).toBe('allowed');
  });
});

describe('security-group-path', () => {
  const into = [tcp(fromGroup(NODE))];

  it('is unknown where a group was not seen, unless another lets it in', () => {
    const destination = [DB, 'sg-0unseen'];
    expect(verdict({ destination, into })).toBe('allowed');
    expect(path({ destination })).toMatchObject({
      verdict: 'unknown',
      doubts: [{ code: 'group', of: 'sg-0unseen' }],
    });
  });

  it('says only what holds for every source that it may have', () => {
    const both = [pods, { groups: ['sg-0eni'], address: '10.0.2.9' }];
    const groups = [group(DB, into), group(NODE, []), group('sg-0eni', [])];
    expect(codes({ sources: both, groups })).toEqual(['sources-differ']);
    expect(verdict({ sources: both, groups: [group(DB, []), ...groups.slice(1)] })).toBe('denied');
    expect(codes({ sources: [] })).toEqual(['no-source']);
    expect(codes({ sources: [pods], destination: [] })).toEqual(['no-destination']);
  });

  it('is unknown between two VPCs, but by a peering or a rule for everybody', () => {
    const across = (rules: readonly Part[]): Asked => ({
      groups: [group(DB, rules, [], { VpcId: 'vpc-2' }), group(NODE, [])],
    });
    expect(codes(across([]))).toEqual(['other-vpc']);
    expect(codes(across([tcp(fromRange('10.0.0.0/8'))]))).toEqual(['other-vpc']);
    expect(verdict(across([tcp(fromGroup(NODE, { PeeringStatus: 'active' }))]))).toBe('allowed');
    expect(verdict(across([tcp(fromRange('0.0.0.0/0'))]))).toBe('allowed');
  });

  it('knows nothing of what is no list', () => {
    for (const wrong of [null, 'sg-1', { groups: [] }]) {
      expect(securityGroupPath.run({ sources: wrong, destination: [], port: 5432, groups: [] })).toBeUndefined();
      expect(securityGroupPath.run({ sources: [], destination: [], port: 5432, groups: wrong })).toBeUndefined();
    }
    expect(securityGroupPath.run({ sources: [], destination: [], port: 'x', groups: [] })).toBeUndefined();
  });
});

/** Addresses of eight hosts, and ranges over them: what holds can be counted out. */
const HOSTS = Array.from({ length: 8 }, (_, at) => `10.0.0.${String(at)}`);
const host = fc.constantFrom(...HOSTS);
const someGroup = fc.constantFrom('sg-a', 'sg-b', 'sg-c');
const range = fc
  .tuple(fc.constantFrom(0, 2, 4, 6), fc.constantFrom(30, 31, 32))
  .map(([base, length]) => `10.0.0.${String(base - (base % 2 ** (32 - length)))}/${String(length)}`);
const rule = fc
  .record({
    protocol: fc.constantFrom('tcp', '6', '-1', 'udp'),
    from: fc.constantFrom(1, 5432, 6000),
    span: fc.constantFrom(0, 10, 5000),
    groups: fc.array(someGroup, { maxLength: 2 }),
    ranges: fc.array(range, { maxLength: 2 }),
    lists: fc.array(fc.constantFrom('pl-1', 'pl-2'), { maxLength: 1 }),
  })
  .map(({ protocol, from, span, groups, ranges, lists }): Part => ({
    IpProtocol: protocol,
    ...(protocol === '-1' ? {} : { FromPort: from, ToPort: from + span }),
    UserIdGroupPairs: groups.map((GroupId) => ({ GroupId, UserId: OWN })),
    IpRanges: ranges.map((CidrIp) => ({ CidrIp })),
    PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId })),
  }));
const rules = fc.array(rule, { maxLength: 4 });
const lists = fc.record({ 'pl-1': fc.array(range, { maxLength: 2 }), 'pl-2': fc.array(range, { maxLength: 2 }) });
const estate = fc.record({ into: rules, out: rules, own: someGroup, there: someGroup, from: host, to: host, lists });
type Estate = typeof estate extends fc.Arbitrary<infer T> ? T : never;

/** Hosts of a range of at most four addresses, written out. */
function hostsOf(cidr: string): readonly string[] {
  const [base = '', length = ''] = cidr.split('/');
  const first = Number(base.split('.')[3]);
  return Array.from({ length: 2 ** (32 - Number(length)) }, (_, at) => `10.0.0.${String(first + at)}`);
}

/** The same question, asked of one rule after the other without any of the code that is tested. */
function passes(all: readonly Part[], peer: string, address: string, read: Estate['lists']): boolean {
  return all.some((each) => {
    const named = (key: string, name: string): readonly string[] =>
      (each[key] as readonly Readonly<Record<string, string>>[]).map((one) => one[name] ?? '');
    const [from, to] = [Number(each['FromPort'] ?? 0), Number(each['ToPort'] ?? 65_535)];
    const about = each['IpProtocol'] === '-1' || (each['IpProtocol'] !== 'udp' && from <= 5432 && to >= 5432);
    const ranges = [
      ...named('IpRanges', 'CidrIp'),
      ...named('PrefixListIds', 'PrefixListId').flatMap((id) => read[id as 'pl-1' | 'pl-2']),
    ];
    const meant = named('UserIdGroupPairs', 'GroupId').includes(peer) || ranges.flatMap(hostsOf).includes(address);
    return about && meant;
  });
}

const isTold = (id: string, { lists: read }: Estate): Part => ({
  id,
  entries: read[id as 'pl-1' | 'pl-2'].map((Cidr) => ({ Cidr })),
});

function ask(each: Estate, change: Part = {}): Part {
  const args = {
    sources: [{ groups: ['sg-src', each.own], address: each.from }],
    destination: ['sg-dst', each.there],
    target: each.to,
    port: 5432,
    groups: [
      group('sg-src', [], each.out),
      group('sg-dst', each.into, []),
      group('sg-a', [], []),
      group('sg-b', [], []),
      group('sg-c', [], []),
    ],
    prefixLists: [isTold('pl-1', each), isTold('pl-2', each)],
    ...change,
  };
  return { ...(securityGroupPath.run(args) as Part) };
}

describe('security-group-path, for any rules', () => {
  it('says what counting out says', () => {
    fc.assert(
      fc.property(estate, (each) => {
        const into = passes(each.into, each.own, each.from, each.lists);
        const out = passes(each.out, each.there, each.to, each.lists);
        expect(ask(each)['verdict']).toBe(into && out ? 'allowed' : 'denied');
      }),
    );
  });

  it('does not mind the order of groups and rules', () => {
    fc.assert(
      fc.property(estate, (each) => {
        const turned = { ...each, into: each.into.toReversed(), out: each.out.toReversed() };
        expect(ask(turned)['verdict']).toBe(ask(each)['verdict']);
      }),
    );
  });

  it('never becomes surer, and never turns round, by knowing less', () => {
    const less = fc.constantFrom<Part>(
      { prefixLists: [] },
      { target: '' },
      { groups: [group('sg-a', [], []), group('sg-b', [], []), group('sg-c', [], [])] },
      { groups: [] },
      { destination: [] },
      { sources: [] },
    );
    fc.assert(
      fc.property(estate, less, (each, change) => {
        expect([ask(each)['verdict'], 'unknown']).toContain(ask(each, change)['verdict']);
      }),
    );
  });

  it('is never kept out by a rule that is added', () => {
    fc.assert(
      fc.property(estate, rule, (each, more) => {
        if (ask(each)['verdict'] !== 'allowed') return;
        expect(ask({ ...each, into: [more, ...each.into], out: [more, ...each.out] })['verdict']).toBe('allowed');
      }),
    );
  });
});
