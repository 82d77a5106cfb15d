import { describe, expect, it } from 'vitest';
import { networkPolicyVerdict } from '../../src/probes/network-policy-verdict.ts';

type Spec = Readonly<Record<string, unknown>>;

const namespaces = [
  { metadata: { name: 'shop', labels: { 'kubernetes.io/metadata.name': 'shop', team: 'web' } } },
  { metadata: { name: 'cart', labels: { 'kubernetes.io/metadata.name': 'cart', team: 'pay' } } },
];

function pod(namespace: string, name: string, labels: Spec, spec: Spec = {}): Spec {
  const ports = [{ name: 'http', containerPort: 8080 }];
  return {
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: { containers: [{ name, ports }], ...spec },
    status: { podIP: '10.1.2.3' },
  };
}

const web = pod('shop', 'web', { app: 'web' });
const cart = pod('cart', 'cart', { app: 'cart' });
const sibling = pod('shop', 'cart', { app: 'cart' });

function policy(namespace: string, spec: Spec): Spec {
  return { kind: 'NetworkPolicy', metadata: { namespace, name: 'p' }, spec: { podSelector: {}, ...spec } };
}

const into = (...ingress: readonly Spec[]): Spec => policy('shop', { policyTypes: ['Ingress'], ingress });
const outOf = (...egress: readonly Spec[]): Spec => policy('cart', { policyTypes: ['Egress'], egress });

function asked(policies: readonly Spec[], more: Spec = {}): unknown {
  const result = networkPolicyVerdict.run({ policies, source: cart, target: web, port: '8080', namespaces, ...more });
  return result === undefined ? 'unknown' : result['side'] === '' ? 'passes' : result['side'];
}

describe('network-policy-verdict', () => {
  it.each<[string, readonly Spec[], Spec, string]>([
    ['no policy', [], {}, 'passes'],
    ['a policy that lets nobody in', [into()], {}, 'ingress'],
    ['an empty rule', [into({})], {}, 'passes'],
    ['a policy of other pods', [policy('shop', { podSelector: { matchLabels: { app: 'db' } } })], {}, 'passes'],
    ['a policy of another namespace', [policy('other', {})], {}, 'passes'],
    ['policyTypes left out means ingress', [policy('shop', {})], {}, 'ingress'],
    ['policyTypes left out is no egress', [policy('cart', {})], {}, 'passes'],
    ['policyTypes left out with egress rules', [policy('cart', { egress: [{ ports: [{ port: 53 }] }] })], {}, 'egress'],
    ['policyTypes Egress leaves ingress open', [policy('shop', { policyTypes: ['Egress'] })], {}, 'passes'],
    ['pods of its own namespace only', [into({ from: [{ podSelector: {} }] })], {}, 'ingress'],
    ['pods of its own namespace, from there', [into({ from: [{ podSelector: {} }] })], { source: sibling }, 'passes'],
    ['every namespace', [into({ from: [{ namespaceSelector: {} }] })], {}, 'passes'],
    ['every namespace, unseen', [into({ from: [{ namespaceSelector: {} }] })], { namespaces: [] }, 'passes'],
    ['a team', [into({ from: [{ namespaceSelector: { matchLabels: { team: 'pay' } } }] })], {}, 'passes'],
    ['another team', [into({ from: [{ namespaceSelector: { matchLabels: { team: 'web' } } }] })], {}, 'ingress'],
    [
      'a team whose namespace is not seen',
      [into({ from: [{ namespaceSelector: { matchLabels: { team: 'pay' } } }] })],
      { namespaces: [] },
      'unknown',
    ],
    [
      'both selectors of one peer have to hold',
      [into({ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } }] })],
      {},
      'ingress',
    ],
    [
      'one of two peers has to hold',
      [into({ from: [{ namespaceSelector: {} }, { podSelector: { matchLabels: { app: 'web' } } }] })],
      {},
      'passes',
    ],
    [
      'an expression',
      [
        into({
          from: [{ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['pay'] }] } }],
        }),
      ],
      {},
      'ingress',
    ],
    ['the port', [into({ ports: [{ port: 8080 }] })], {}, 'passes'],
    ['another port', [into({ ports: [{ port: 80 }] })], {}, 'ingress'],
    ['another protocol', [into({ ports: [{ port: 8080, protocol: 'UDP' }] })], {}, 'ingress'],
    ['a protocol without a port', [into({ ports: [{ protocol: 'TCP' }] })], {}, 'passes'],
    ['the name of the port', [into({ ports: [{ port: 'http' }] })], {}, 'passes'],
    ['a name that nobody has', [into({ ports: [{ port: 'web' }] })], {}, 'ingress'],
    ['asked by name', [into({ ports: [{ port: 8080 }] })], { port: 'http' }, 'passes'],
    ['a range', [into({ ports: [{ port: 8000, endPort: 8080 }] })], {}, 'passes'],
    ['a range that ends before', [into({ ports: [{ port: 8000, endPort: 8079 }] })], {}, 'ingress'],
    ['one of two policies lets it in', [into(), into({})], {}, 'passes'],
    ['the caller may not leave', [outOf()], {}, 'egress'],
    ['the name of a port of the far end', [outOf({ ports: [{ port: 'http' }] })], {}, 'passes'],
    ['both sides have to let it pass', [outOf({}), into()], {}, 'ingress'],
    [
      'a target on the network of its node',
      [into()],
      { target: pod('shop', 'web', {}, { hostNetwork: true }) },
      'passes',
    ],
    [
      'a caller on the network of its node is no pod',
      [into({ from: [{ namespaceSelector: {} }] })],
      { source: pod('cart', 'cart', {}, { hostNetwork: true }) },
      'ingress',
    ],
    [
      'an address in a range',
      [outOf({ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] })],
      { target: undefined, address: '203.0.113.9' },
      'passes',
    ],
    [
      'an address that is excepted',
      [outOf({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.0/24'] } }] })],
      { target: undefined, address: '203.0.113.9' },
      'egress',
    ],
    [
      'an address of IPv6',
      [outOf({ to: [{ ipBlock: { cidr: '2001:db8::/32' } }] })],
      { target: undefined, address: '2001:db8:1::9' },
      'passes',
    ],
    [
      'a caller from outside',
      [into({ from: [{ podSelector: {} }] })],
      { source: undefined, address: '203.0.113.9' },
      'ingress',
    ],
  ])('%s', (_, policies, more, wanted) => {
    expect(asked(policies, more)).toBe(wanted);
  });

  it('names the policy and the rule that is missing, without labels that pass', () => {
    const source = pod('cart', 'cart', { app: 'cart', 'pod-template-hash': '5d7f' });
    expect(
      networkPolicyVerdict.run({ policies: [into()], source, target: web, port: '8080', namespaces }),
    ).toMatchObject({
      names: 'shop/p',
      rule: 'TCP 8080 from pods of namespace cart with app=cart',
      sourceLabels: { app: 'cart' },
      allowed: false,
    });
  });

  it('knows nothing without an end', () => {
    expect(networkPolicyVerdict.run({ policies: [] })).toBeUndefined();
  });
});

/** A generator of numbers below a bound, the same for the same seed (Park and Miller). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

const SELECTORS = [
  {},
  { matchLabels: { app: 'cart' } },
  { matchLabels: { app: 'web' } },
  { matchLabels: { app: 'db' } },
];
const SPACES = [{}, { matchLabels: { team: 'pay' } }, { matchLabels: { team: 'web' } }];

/** A policy made of a seed: any of its parts may be left out. */
function randomPolicy(pick: (below: number) => number): Spec {
  const some = <Value>(values: readonly Value[]): Value | undefined => values[pick(values.length + 1)];
  const peer = (): Spec => ({ podSelector: some(SELECTORS), namespaceSelector: some(SPACES) });
  const filled = (): readonly Spec[] =>
    Array.from({ length: pick(3) }, peer).filter((one) => Object.values(one).some(Boolean));
  const rule = (way: 'from' | 'to'): Spec => ({
    [way]: filled(),
    ports: some([[{ port: 8080 }], [{ port: 53 }], []]) ?? [],
  });
  const rules = (way: 'from' | 'to'): readonly Spec[] => Array.from({ length: pick(3) }, () => rule(way));
  return policy(some(['shop', 'cart']) ?? 'shop', {
    podSelector: some(SELECTORS) ?? {},
    policyTypes: some([['Ingress'], ['Egress'], ['Ingress', 'Egress']]) ?? [],
    ingress: rules('from'),
    egress: rules('to'),
  });
}

describe('network-policy-verdict over random policies', () => {
  const seeds = Array.from({ length: 400 }, (_, index) => index + 1);
  const passes = (policies: readonly Spec[]): boolean => asked(policies) === 'passes';
  const random = (seed: number): readonly Spec[] => {
    const pick = numbers(seed * 7919);
    return Array.from({ length: 1 + pick(4) }, () => randomPolicy(pick));
  };

  it('does not depend on their order', () => {
    const wrong = seeds.filter((seed) => asked(random(seed)) !== asked(random(seed).toReversed()));
    expect(wrong).toEqual([]);
  });

  it('lets everything pass once every pod is named by a rule for all', () => {
    const open = ['shop', 'cart'].map((place) =>
      policy(place, { policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] }),
    );
    expect(seeds.filter((seed) => !passes([...random(seed), ...open]))).toEqual([]);
  });

  it('never lets less pass with a rule more', () => {
    const more = (one: Spec): Spec => {
      const spec = one['spec'] as { ingress: readonly Spec[]; policyTypes: readonly string[]; egress: readonly Spec[] };
      const types =
        spec.policyTypes.length > 0 ? spec.policyTypes : spec.egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
      return { ...one, spec: { ...spec, policyTypes: types, ingress: [...spec.ingress, { ports: [{ port: 8080 }] }] } };
    };
    expect(seeds.filter((seed) => passes(random(seed)) && !passes(random(seed).map(more)))).toEqual([]);
  });

  it('stops what no policy names once all is denied by default, and nothing else changes that', () => {
    const deny = policy('shop', { policyTypes: ['Ingress'] });
    const alone = (seed: number): readonly Spec[] =>
      random(seed).filter((one) => (one['metadata'] as { namespace: string }).namespace !== 'shop');
    expect(seeds.filter((seed) => passes([...alone(seed), deny]))).toEqual([]);
  });

  it('meets both answers often enough to mean something', () => {
    const open = seeds.filter((seed) => passes(random(seed))).length;
    expect(open).toBeGreaterThan(60);
    expect(seeds.length - open).toBeGreaterThan(60);
  });
});

describe('of several policies that stop it', () => {
  const named = (name: string, ...egress: readonly Spec[]): Spec => {
    const one = outOf(...egress);
    return { ...one, metadata: { namespace: 'cart', name } };
  };
  const toShop = { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] };
  const onPort = (port: number): Spec => ({ ports: [{ port, protocol: 'TCP' }] });
  const closed = named('a-closed');
  const anybody = named('b-anybody', onPort(443));
  const elsewhere = named('c-elsewhere', { to: [{ podSelector: {} }], ...onPort(8080) });
  const otherPort = named('d-other-port', { ...toShop, ...onPort(9090) });

  it.each([
    ['names the far end and another port', [closed, anybody, elsewhere, otherPort], 'cart/d-other-port'],
    ['names the port and another end', [closed, anybody, elsewhere], 'cart/c-elsewhere'],
    ['names another port for anybody', [closed, anybody], 'cart/b-anybody'],
    ['is the only one', [closed], 'cart/a-closed'],
  ])('the one comes first that %s', (_, policies, name) => {
    const result = networkPolicyVerdict.run({ policies, source: cart, target: web, port: '8080', namespaces });
    expect(result?.['name']).toBe(name);
    expect(String(result?.['names']).split(', ').length).toBe(policies.length);
  });
});

describe('the policy that is meant to let it pass', () => {
  const closed = { ...outOf(), metadata: { namespace: 'cart', name: 'closed' } };
  const rule = { to: [{ namespaceSelector: { matchLabels: { team: 'web' } } }], ports: [{ port: 8080 }] };
  const forPods = (podSelector: Spec, egress: Spec = rule): Spec => ({
    kind: 'NetworkPolicy',
    metadata: { namespace: 'cart', name: 'meant' },
    spec: { podSelector, policyTypes: ['Egress'], egress: [egress] },
  });
  const judged = (policies: readonly Spec[]): unknown => {
    const result = networkPolicyVerdict.run({
      policies,
      source: cart,
      target: web,
      port: '8080',
      namespaces,
      pods: [cart, web],
    });
    const meant = result?.['meant'] as { metadata: { name: string } } | null | undefined;
    return [meant?.metadata.name, result?.['stale']];
  };

  it.each<[string, Spec, readonly unknown[]]>([
    ['by a label that no pod has', forPods({ matchLabels: { app: 'trolley' } }), ['meant', 'app=trolley']],
    [
      'by one of several values',
      forPods({ matchExpressions: [{ key: 'app', operator: 'In', values: ['trolley', 'cart2'] }] }),
      ['meant', 'app=trolley, app=cart2'],
    ],
    ['that opens everything', forPods({ matchLabels: { app: 'trolley' } }, {}), [undefined, '']],
    [
      'to another port',
      forPods({ matchLabels: { app: 'trolley' } }, { ...rule, ports: [{ port: 9 }] }),
      [undefined, ''],
    ],
  ])('is one %s', (_, policyOf, found) => {
    expect(judged([closed, policyOf])).toEqual(found);
  });

  it('is none of another namespace than that of the pod', () => {
    const elsewhere = { ...forPods({ matchLabels: { app: 'x' } }), metadata: { namespace: 'shop', name: 'meant' } };
    expect(judged([closed, elsewhere])).toEqual([undefined, '']);
  });
});
