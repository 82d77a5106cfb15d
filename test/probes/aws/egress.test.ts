import { describe, expect, it } from 'vitest';
import { egress } from '../../../src/probes/aws/egress.ts';
import { vpcAddress } from '../../../src/probes/aws/vpc-address.ts';

const endpoint = (service: string, more: object = {}): object => ({
  VpcEndpointId: `vpce-${service}`,
  VpcEndpointType: 'Interface',
  ServiceName: `com.amazonaws.eu-central-1.${service}`,
  State: 'available',
  PrivateDnsEnabled: true,
  Groups: [{ GroupId: 'sg-endpoints', GroupName: 'endpoints' }],
  ...more,
});
const gatewayEndpoint = (...tables: readonly string[]): object =>
  endpoint('s3', { VpcEndpointType: 'Gateway', PrivateDnsEnabled: false, RouteTableIds: tables, Groups: [] });
const nat = (State: string, more: object = {}): object => ({ NatGatewayId: 'nat-1', State, VpcId: 'vpc-1', ...more });
const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };
const out = (more: object): object => ({ DestinationCidrBlock: '0.0.0.0/0', State: 'active', ...more });
const table = (id: string, subnets: readonly string[], ...routes: readonly object[]): object => ({
  RouteTableId: id,
  Routes: [local, ...routes],
  Associations: subnets.map((SubnetId) => (SubnetId === 'main' ? { Main: true } : { Main: false, SubnetId })),
});
const SERVICES = ['ecr.api', 'ecr.dkr', 's3'];
const closed = table('rtb-1', ['subnet-a']);
const open = table('rtb-1', ['subnet-a'], out({ NatGatewayId: 'nat-1' }));

interface Vpc {
  readonly endpoints?: readonly object[];
  readonly gateways?: readonly object[];
  readonly tables?: readonly object[];
  readonly subnets?: readonly string[];
}

function look({ endpoints = [], gateways = [], tables = [closed], subnets = ['subnet-a'] }: Vpc): unknown {
  return egress.run({
    endpoints: { VpcEndpoints: endpoints },
    gateways: { NatGateways: gateways },
    tables: { RouteTables: tables },
    subnets,
    services: SERVICES,
  });
}

describe('egress', () => {
  it('lacks ecr.api where a private subnet has the other two endpoints', () => {
    const found = look({ endpoints: [endpoint('ecr.dkr'), gatewayEndpoint('rtb-1')] });
    expect(found).toMatchObject({
      lacking: ['ecr.api'],
      services: [
        { service: 'ecr.api', code: 'none', endpoint: '' },
        { service: 'ecr.dkr', code: 'endpoint', groups: ['sg-endpoints'] },
        { service: 's3', code: 'endpoint', endpoint: 'vpce-s3' },
      ],
      subnets: [{ subnet: 'subnet-a', table: 'rtb-1', main: false, way: 'none', by: '' }],
      cut: [{ subnet: 'subnet-a' }],
    });
  });

  it('lacks nothing where a NAT gateway leads out, or all endpoints are there', () => {
    expect(look({ tables: [open], gateways: [nat('available')] })).toMatchObject({
      lacking: [],
      cut: [],
      services: SERVICES.map((service) => ({ service, code: 'out' })),
      subnets: [{ way: 'nat', by: 'nat-1', state: 'available' }],
    });
    const all = [endpoint('ecr.api'), endpoint('ecr.dkr', { State: 'Available' }), gatewayEndpoint('rtb-1')];
    expect(look({ endpoints: all })).toMatchObject({ lacking: [], cut: [{ way: 'none' }] });
  });

  it('lists deleted endpoints apart, and counts the live one beside them', () => {
    const deleted = endpoint('ecr.api', { VpcEndpointId: 'vpce-old', State: 'deleted' });
    const others = [endpoint('ecr.dkr'), gatewayEndpoint('rtb-1')];
    expect(look({ endpoints: [deleted, endpoint('ecr.api'), ...others] })).toMatchObject({
      lacking: [],
      gone: [{ service: 'ecr.api', endpoint: 'vpce-old', state: 'deleted' }],
      services: [{ service: 'ecr.api', endpoint: 'vpce-ecr.api', fault: '' }, {}, {}],
    });
    expect(look({ endpoints: [deleted, ...others] })).toMatchObject({ lacking: ['ecr.api'] });
  });

  it.each([
    ['it is not accepted yet', endpoint('ecr.api', { State: 'pendingAcceptance' }), 'state'],
    ['it failed', endpoint('ecr.api', { State: 'Failed' }), 'state'],
    ['names do not lead to it', endpoint('ecr.api', { PrivateDnsEnabled: false }), 'private-dns'],
  ])('does not count an endpoint where %s', (_why, own, fault) => {
    expect(look({ endpoints: [own, endpoint('ecr.dkr'), gatewayEndpoint('rtb-1')] })).toMatchObject({
      lacking: ['ecr.api'],
      services: [{ code: 'none', fault, endpoint: 'vpce-ecr.api' }, {}, {}],
    });
  });

  it('counts a gateway endpoint only where the tables of all subnets lead to it', () => {
    const tables = [closed, table('rtb-2', ['subnet-b'])];
    const two = { tables, subnets: ['subnet-a', 'subnet-b'] };
    expect(look({ ...two, endpoints: [gatewayEndpoint('rtb-1')] })).toMatchObject({
      services: [{}, {}, { service: 's3', code: 'none', fault: 'route-table' }],
    });
    expect(look({ ...two, endpoints: [gatewayEndpoint('rtb-1', 'rtb-2')] })).toMatchObject({
      services: [{}, {}, { service: 's3', code: 'endpoint' }],
    });
  });

  it('does not take an endpoint of another service for one that begins alike', () => {
    const api = endpoint('ecr.api', { ServiceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-0.ecr.api' });
    expect(look({ endpoints: [api] })).toMatchObject({ services: [{ code: 'none', endpoint: '' }, {}, {}] });
    const cn = endpoint('ecr.api', { ServiceName: 'cn.com.amazonaws.cn-north-1.ecr.api' });
    expect(look({ endpoints: [cn] })).toMatchObject({ services: [{ code: 'endpoint' }, {}, {}] });
  });

  it.each([
    ['the gateway was deleted', [open], [nat('deleted')], 'gateway-gone'],
    ['the gateway failed', [open], [nat('FAILED', { FailureCode: 'InsufficientFreeAddresses' })], 'gateway-gone'],
    [
      'the route is a blackhole',
      [table('rtb-1', ['subnet-a'], out({ NatGatewayId: 'nat-1', State: 'blackhole' }))],
      [],
      'blackhole',
    ],
    ['there is no route', [closed], [nat('available')], 'none'],
  ])('is cut off where %s', (_why, tables, gateways, way) => {
    expect(look({ tables, gateways })).toMatchObject({ cut: [{ way }], lacking: SERVICES });
  });

  it.each([
    ['an internet gateway', { GatewayId: 'igw-1' }, [], 'internet'],
    ['a transit gateway', { TransitGatewayId: 'tgw-1' }, [], 'other'],
    ['a private NAT gateway', { NatGatewayId: 'nat-1' }, [nat('available', { ConnectivityType: 'private' })], 'other'],
    ['a NAT gateway that is not listed', { NatGatewayId: 'nat-9' }, [nat('available')], 'other'],
  ])('may get out by %s', (_what, by, gateways, way) => {
    expect(look({ tables: [table('rtb-1', ['subnet-a'], out(by))], gateways })).toMatchObject({
      cut: [],
      lacking: [],
      subnets: [{ way }],
      services: SERVICES.map(() => ({ code: 'perhaps' })),
    });
  });

  it('takes the main table for a subnet without one', () => {
    const tables = [table('rtb-main', ['main'], out({ NatGatewayId: 'nat-1' })), closed];
    const found = look({ tables, gateways: [nat('available')], subnets: ['subnet-a', 'subnet-z'] });
    expect(found).toMatchObject({
      subnets: [
        { subnet: 'subnet-a', table: 'rtb-1', main: false, way: 'none' },
        { subnet: 'subnet-z', table: 'rtb-main', main: true, way: 'nat' },
      ],
      lacking: SERVICES,
    });
  });

  it('tells every route that leads to nothing', () => {
    const dead = { DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-1', State: 'blackhole' };
    const tables = [table('rtb-1', ['subnet-a', 'subnet-b'], out({ NatGatewayId: 'nat-1' }), dead)];
    expect(look({ tables, gateways: [nat('available')], subnets: ['subnet-a', 'subnet-b'] })).toMatchObject({
      cut: [],
      blackholes: [{ table: 'rtb-1', to: '10.9.0.0/16', by: 'pcx-1' }],
    });
  });

  it('tells why a gateway failed', () => {
    const failed = nat('failed', {
      FailureCode: 'Gateway.NotAttached',
      FailureMessage: 'Network vpc-1 has no gateway',
    });
    expect(look({ gateways: [failed] })).toMatchObject({
      gateways: [
        { id: 'nat-1', state: 'failed', code: 'Gateway.NotAttached', message: 'Network vpc-1 has no gateway' },
      ],
    });
  });

  it('knows nothing without subnets, without a table for one, or of an answer of another shape', () => {
    expect(look({ subnets: [] })).toBeUndefined();
    expect(look({ subnets: ['subnet-z'] })).toBeUndefined();
    const args = { tables: { RouteTables: [closed] }, subnets: ['subnet-a'], services: SERVICES };
    const [endpoints, gateways] = [{ VpcEndpoints: [] }, { NatGateways: [] }];
    expect(egress.run({ ...args, endpoints, gateways })).toBeDefined();
    expect(egress.run({ ...args, endpoints: {}, gateways })).toBeUndefined();
    expect(egress.run({ ...args, endpoints: { VpcEndpoints: [null] }, gateways })).toBeUndefined();
    expect(egress.run({ ...args, endpoints, gateways: null })).toBeUndefined();
    expect(egress.run({ ...args, endpoints, gateways, tables: { RouteTables: 'none' } })).toBeUndefined();
  });
});

describe('vpc-address', () => {
  const block = (CidrBlock: string, State = 'associated'): object => ({ CidrBlock, CidrBlockState: { State } });
  const vpc = {
    VpcId: 'vpc-1',
    CidrBlock: '10.0.0.0/16',
    CidrBlockAssociationSet: [block('10.0.0.0/16'), block('100.64.0.0/16'), block('10.7.0.0/16', 'disassociated')],
    Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } }],
  };
  const said = (address: string): string =>
    `failed to do request: Head "https://registry.example/v2/": dial tcp ${address.includes(':') ? `[${address}]` : address}:443: i/o timeout`;
  const look = (words: string, vpcs: unknown = [vpc]): unknown => vpcAddress.run({ answer: { Vpcs: vpcs }, words });

  it.each([
    ['10.0.3.9', true, '10.0.0.0/16'],
    ['100.64.9.1', true, '100.64.0.0/16'],
    ['2001:db8::7', true, '2001:db8::/56'],
    ['10.7.0.1', false, ''],
    ['192.168.1.1', false, ''],
    ['172.16.0.1', false, ''],
    ['52.95.110.1', false, ''],
  ])('says of %s that inside is %s', (address, inside, range) => {
    expect(look(said(address))).toMatchObject({ address, inside, range });
  });

  it('lists each range once', () => {
    expect(look(said('1.1.1.1'))).toMatchObject({ ranges: '10.0.0.0/16, 100.64.0.0/16, 2001:db8::/56' });
  });

  it.each([['net/http: TLS handshake timeout'], ['dial tcp: lookup registry.example: i/o timeout'], ['']])(
    'finds no address in %j',
    (words) => expect(look(words)).toMatchObject({ address: '', inside: false }),
  );

  it.each([
    ['no VPC', []],
    ['several VPCs', [vpc, vpc]],
    ['a VPC without ranges', [{}]],
    ['another shape', {}],
  ])('knows nothing with %s', (_what, vpcs) => expect(look(said('10.0.0.1'), vpcs)).toBeUndefined());
});
