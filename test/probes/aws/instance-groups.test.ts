import { describe, expect, it } from 'vitest';
import { addressInterface } from '../../../src/probes/aws/address-interface.ts';
import { instanceGroups } from '../../../src/probes/aws/instance-groups.ts';
import { podInterfaces } from '../../../src/probes/aws/pod-interfaces.ts';

type Part = Readonly<Record<string, unknown>>;

/** An interface with these groups; the first address is its own. */
function eni(id: string, groups: readonly string[], addresses: readonly string[], more: Part = {}): Part {
  return {
    NetworkInterfaceId: id,
    VpcId: 'vpc-1',
    Groups: groups.map((GroupId) => ({ GroupId, GroupName: 'any' })),
    PrivateIpAddress: addresses[0],
    PrivateIpAddresses: addresses.map((PrivateIpAddress) => ({ PrivateIpAddress })),
    Attachment: { DeviceIndex: 1, Status: 'attached' },
    ...more,
  };
}

const FIRST = eni('eni-1', ['sg-node'], ['10.0.1.4', '10.0.1.5'], { Attachment: { DeviceIndex: 0 } });
const SECOND = eni('eni-2', ['sg-pods'], ['10.0.7.4', '10.0.7.5'], {
  Ipv4Prefixes: [{ Ipv4Prefix: '10.0.7.16/28' }],
});

function told(interfaces: unknown = [FIRST, SECOND], state = 'running'): Part {
  const one = { InstanceId: 'i-1', State: { Name: state }, NetworkInterfaces: interfaces, SecurityGroups: [] };
  return { Reservations: [{ Instances: [one] }] };
}

function pod(podIP: string, more: Part = {}, annotations: Part = {}): Part {
  return {
    metadata: { namespace: 'coder', name: 'coder-0', labels: { app: 'coder' }, annotations },
    spec: { ...more },
    status: podIP === '' ? {} : { podIP },
  };
}

const run = (args: Part): Part => ({ ...(instanceGroups.run(args) as Part) });
const OWN = { 'vpc.amazonaws.com/pod-eni': '[{"eniId":"eni-0abc","privateIp":"10.0.8.8","vlanId":1}]' };
const NODE = { groups: ['sg-node'], address: '10.0.1.4', interface: 'eni-1' };

describe('instance-groups', () => {
  it.each<[string, Part, Part]>([
    ['an address of the first interface', pod('10.0.1.5'), { groups: ['sg-node'], address: '10.0.1.5' }],
    ['one of another, whose groups differ (ENIConfig)', pod('10.0.7.5'), { groups: ['sg-pods'], address: '10.0.7.5' }],
    ['one of a delegated prefix', pod('10.0.7.19'), { groups: ['sg-pods'], address: '10.0.7.19' }],
    ['the network of the node', pod('10.0.1.4', { hostNetwork: true }), { groups: ['sg-node'], address: '10.0.1.4' }],
  ])('of %s are those of that interface', (_, own, source) => {
    expect(run({ instances: told(), pod: own })).toMatchObject({ sources: [source], vpc: 'vpc-1', doubt: '' });
  });

  it('leave the choice open where no interface has the address', () => {
    const found = run({ instances: told(), pod: pod('192.168.3.7') });
    expect(found).toMatchObject({ how: 'any-interface', groups: ['sg-node', 'sg-pods'], outside: [NODE] });
    const second = { groups: ['sg-pods'], address: '10.0.7.4', interface: 'eni-2' };
    const overlaid = { address: '192.168.3.7' };
    expect(found['sources']).toEqual([NODE, { ...NODE, ...overlaid }, second, { ...second, ...overlaid }]);
    const early = run({ instances: told(), pod: pod('') });
    expect((early['sources'] as readonly Part[]).map(({ address }) => address)).toEqual(['', '']);
  });

  it('are those of its own interface where it has one, and not known where that was not read', () => {
    const own = pod('10.0.8.8', {}, OWN);
    const interfaces = { NetworkInterfaces: [eni('eni-0abc', ['sg-coder'], ['10.0.8.8'])] };
    expect(run({ instances: told(), pod: own, interfaces })).toMatchObject({
      sources: [{ groups: ['sg-coder'], address: '10.0.8.8', interface: 'eni-0abc' }],
      outside: [],
      how: 'own-interface',
    });
    for (const unread of [
      undefined,
      { NetworkInterfaces: [] },
      { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-0abc' }] },
    ]) {
      const args = unread === undefined ? {} : { interfaces: unread };
      expect(run({ instances: told(), pod: own, ...args })).toMatchObject({
        sources: [],
        doubt: 'own-interface-unread',
      });
    }
    const garbled = pod('10.0.8.8', {}, { 'vpc.amazonaws.com/pod-eni': '[{' });
    expect(run({ instances: told(), pod: garbled })).toMatchObject({ sources: [], doubt: 'own-interface-unread' });
  });

  it('of instances are those of their first interfaces', () => {
    expect(run({ instances: told() })).toMatchObject({ sources: [NODE], how: 'node', groups: ['sg-node'] });
    expect(run({ instances: told([FIRST], 'stopped') })).toMatchObject({ doubt: 'not-running' });
    expect(run({ instances: { Reservations: [] } })).toMatchObject({ sources: [], doubt: 'no-instance', vpc: '' });
  });

  it.each<[string, unknown]>([
    ['no reservations', {}],
    ['reservations that are no list', { Reservations: 'none' }],
    ['instances that are no list', { Reservations: [{ Instances: null }] }],
    ['interfaces that are no list', told({ of: 'nobody' })],
    ['an interface without groups', told([FIRST, { NetworkInterfaceId: 'eni-9' }])],
  ])('are not known of %s', (_, instances) => {
    expect(instanceGroups.run({ instances, pod: pod('10.0.1.5') })).toBeUndefined();
  });
});

describe('pod-interfaces', () => {
  const policy = (name: string, spec: Part): Part => ({
    metadata: { name },
    spec: { securityGroups: { groupIds: ['sg-coder'] }, ...spec },
  });
  const byPod = policy('by-pod', { podSelector: { matchLabels: { app: 'coder' } } });
  const byAccount = policy('by-account', { serviceAccountSelector: { matchLabels: { team: 'dev' } } });
  const account = { metadata: { name: 'coder', labels: { team: 'dev' } } };

  it.each<[string, Part, Part]>([
    ['a policy by its labels', { policies: [byPod] }, { policies: ['by-pod'], groups: ['sg-coder'], missed: true }],
    [
      'a policy of other labels',
      { policies: [policy('x', { podSelector: { matchLabels: { app: 'x' } } })] },
      { policies: [], missed: false },
    ],
    ['a policy for all', { policies: [policy('all', { podSelector: {} })] }, { policies: ['all'] }],
    ['a policy with no selector', { policies: [policy('none', {})] }, { policies: [] }],
    ['a policy by its account', { policies: [byAccount], account }, { policies: ['by-account'], unclear: false }],
    ['a policy by an account that was not seen', { policies: [byAccount] }, { policies: [], unclear: true }],
    ['no policies seen', {}, { policies: [], unclear: true }],
  ])('of %s', (_, args, expected) => {
    expect(podInterfaces.run({ pod: pod('10.0.1.5'), ...args })).toMatchObject(expected);
  });

  it('reads the interfaces that it has for itself', () => {
    expect(podInterfaces.run({ pod: pod('10.0.8.8', {}, OWN), policies: [byPod] })).toMatchObject({
      own: ['eni-0abc'],
      missed: false,
    });
    expect(podInterfaces.run({ pod: null, policies: [] })).toBeUndefined();
  });
});

describe('address-interface', () => {
  const rds = eni('eni-db', ['sg-db'], ['10.0.9.5'], { Description: 'RDSNetworkInterface', RequesterId: 'amazon-rds' });
  const far = { ...eni('eni-far', ['sg-far'], ['10.0.9.5']), VpcId: 'vpc-2' };
  const at = (interfaces: unknown, vpc = 'vpc-1'): unknown =>
    addressInterface.run({ interfaces: { NetworkInterfaces: interfaces }, address: '10.0.9.5', vpc });

  it('is the one that has it', () => {
    expect(at([rds])).toEqual({
      found: 1,
      id: 'eni-db',
      vpc: 'vpc-1',
      groups: ['sg-db'],
      database: true,
      description: 'RDSNetworkInterface',
    });
    expect(at([far])).toMatchObject({ found: 1, id: 'eni-far', database: false });
  });

  it('is the one of the VPC that asks, and none where that does not settle it', () => {
    expect(at([far, rds])).toMatchObject({ id: 'eni-db' });
    expect(at([far, rds], '')).toMatchObject({ found: 2, id: '', groups: [] });
    expect(at([])).toMatchObject({ found: 0, id: '' });
    expect(at([eni('eni-x', ['sg-x'], ['10.0.9.55'])])).toMatchObject({ found: 0 });
  });

  it('is not known of what is no list', () => {
    expect(at('none')).toBeUndefined();
    expect(at([{ NetworkInterfaceId: 'eni-9' }])).toBeUndefined();
  });
});
