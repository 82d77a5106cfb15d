import { describe, expect, it } from 'vitest';
import { metallbPools } from '../../src/probes/metallb-pools.ts';

type Part = Readonly<Record<string, unknown>>;

const pool = (name: string, spec: Part): Part => ({ metadata: { name, labels: { at: name } }, spec });
const service = (change: { annotations?: Part; ip?: string; name?: string } = {}): Part => ({
  metadata: { namespace: 'coder', name: change.name ?? 'coder', annotations: change.annotations ?? {} },
  spec: { type: 'LoadBalancer' },
  status: { loadBalancer: change.ip === undefined ? {} : { ingress: [{ ip: change.ip }] } },
});
const LAN = pool('lan', { addresses: ['192.168.80.100-192.168.80.101'] });

function told(
  pools: readonly Part[],
  own = service(),
  others: readonly Part[] = [],
  advertisements: readonly Part[] = [],
) {
  return { ...(metallbPools.run({ service: own, services: [own, ...others], pools, advertisements }) as Part) };
}

describe('metallb-pools', () => {
  it.each([
    ['no-pools', [], {}],
    ['', [LAN], {}],
    ['pool-unknown', [LAN], { 'metallb.io/address-pool': 'edge' }],
    ['pool-unknown', [LAN], { 'metallb.universe.tf/address-pool': 'edge' }],
    ['', [LAN], { 'metallb.io/address-pool': 'lan' }],
    ['outside', [LAN], { 'metallb.io/loadBalancerIPs': '192.168.80.105' }],
    ['', [LAN], { 'metallb.io/loadBalancerIPs': '192.168.80.101' }],
    ['none-automatic', [pool('lan', { addresses: ['10.0.0.0/28'], autoAssign: false })], {}],
    ['', [pool('lan', { addresses: ['10.0.0.0/28'], autoAssign: false })], { 'metallb.io/address-pool': 'lan' }],
    ['not-for-it', [pool('lan', { addresses: ['10.0.0.0/28'], serviceAllocation: { namespaces: ['shop'] } })], {}],
    ['', [pool('lan', { addresses: ['10.0.0.0/28'], serviceAllocation: { namespaces: ['coder'] } })], {}],
  ])('comes to "%s"', (code, pools, annotations) => {
    expect(told(pools, service({ annotations }))).toMatchObject({ code });
  });

  it('counts the addresses that are taken', () => {
    const others = [service({ name: 'a', ip: '192.168.80.100' }), service({ name: 'b', ip: '192.168.80.101' })];
    expect(told([LAN], service(), others)).toMatchObject({ code: 'full', pools: 'lan: 2 of 2 taken' });
    expect(told([LAN], service(), others.slice(0, 1))).toMatchObject({ code: '', pools: 'lan: 1 of 2 taken' });
  });

  it.each([
    ['10.0.0.0/24', true, '254'],
    ['10.0.0.0/24', false, '256'],
    ['10.0.0.250-10.0.1.1', true, '6'],
    ['10.0.0.7/32', true, '1'],
    ['fd00::/120', true, '256'],
    ['nonsense', true, '0'],
  ])('has %s with buggy addresses left out %s: %s', (range, avoidBuggyIPs, size) => {
    expect(told([pool('lan', { addresses: [range], avoidBuggyIPs })])).toMatchObject({
      pools: `lan: 0 of ${size} taken`,
    });
  });

  it('tells whether the pool is announced', () => {
    const l2 = (spec: Part): readonly Part[] => [{ kind: 'L2Advertisement', spec }];
    const own = service({ ip: '192.168.80.100' });
    expect(told([LAN], own, [], l2({}))).toMatchObject({ announced: true, pool: LAN });
    expect(told([LAN], own, [], l2({ ipAddressPools: ['edge'] }))).toMatchObject({ announced: false });
    const selector = { ipAddressPoolSelectors: [{ matchLabels: { at: 'lan' } }] };
    expect(told([LAN], own, [], l2(selector))).toMatchObject({ announced: true });
    expect(told([LAN], own)).toMatchObject({ announced: false });
  });

  it('says nothing without lists', () => {
    expect(metallbPools.run({ service: service(), services: [], pools: undefined })).toBeUndefined();
  });
});
