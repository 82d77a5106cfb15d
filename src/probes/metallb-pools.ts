import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, nameOf, namespaceOf, record, text } from './read.ts';
import { isInSpan, spanOf, type Span } from './traffic/cidr.ts';

/** Why the pools of MetalLB have no address for a Service (internal/allocator of metallb), and whether one is announced. */
export const metallbPools: Probe = {
  name: 'metallb-pools',
  computes: 'Whether the pools of MetalLB have an address for a Service, and whether they are announced.',
  params: {
    service: { is: 'object', means: 'The Service, of type LoadBalancer.' },
    services: { is: 'list', means: 'The Services of all namespaces, whose addresses are taken.' },
    pools: { is: 'list', means: 'The IPAddressPools.' },
    advertisements: { is: 'list', means: 'The L2Advertisements and BGPAdvertisements.' },
  },
  returns: {
    code: 'Empty where an address is to be had, else `no-pools`, `pool-unknown`, `outside`, `not-for-it`, `none-automatic` or `full`.',
    wanted: 'The pool or the addresses that the Service asks for, as one line; empty without.',
    pools: 'The pools with how many addresses each has and how many are taken, as one line.',
    pool: 'The pool that its address is of, or that would give it one; null without.',
    announced: 'Whether an advertisement covers that pool.',
  },
  run: readPools,
};

interface Pool {
  readonly object: unknown;
  readonly name: string;
  readonly spans: readonly Span[];
  readonly size: bigint;
  readonly taken: number;
}

function readPools({ service, services, pools, advertisements }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(service) === '' || !Array.isArray(services) || !Array.isArray(pools)) return undefined;
  const all = list(pools).map((pool) => poolOf(pool, list(services)));
  const asked = wishesOf(service);
  const { code, pool } = answer(service, asked, all);
  return {
    code,
    wanted: asked.pool || asked.addresses.join(', '),
    pools:
      all.map(({ name, size, taken }) => `${name}: ${String(taken)} of ${String(size)} taken`).join('; ') || 'none',
    pool: pool?.object ?? null,
    announced: pool !== undefined && list(advertisements).some((each) => covers(each, pool)),
  };
}

interface Wishes {
  readonly pool: string;
  readonly addresses: readonly string[];
}

/** The prefix is metallb.io from 0.14.9 on; the old one is still read. */
function wishesOf(service: unknown): Wishes {
  const annotations = field(service, 'metadata.annotations');
  const said = (key: string): string =>
    text(entry(annotations, `metallb.io/${key}`)) || text(entry(annotations, `metallb.universe.tf/${key}`));
  const addresses = said('loadBalancerIPs') || text(field(service, 'spec.loadBalancerIP'));
  return {
    pool: said('address-pool'),
    addresses: addresses
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  };
}

function addressesOf(service: unknown): readonly string[] {
  return list(field(service, 'status.loadBalancer.ingress')).map((each) => text(entry(each, 'ip')));
}

function poolOf(object: unknown, services: readonly unknown[]): Pool {
  const spans = list(field(object, 'spec.addresses')).flatMap((each) => spanOf(text(each)) ?? []);
  const taken = new Set(services.flatMap(addressesOf).filter((each) => spans.some((span) => isInSpan(each, span))));
  const buggy = field(object, 'spec.avoidBuggyIPs') === true;
  const size = spans.reduce((sum, span) => sum + sizeOf(span, buggy), 0n);
  return { object, name: nameOf(object), spans, size, taken: taken.size };
}

/** Without those that end in 0 or 255, where the pool leaves them out. */
function sizeOf({ bits, first, last }: Span, buggy: boolean): bigint {
  const size = last - first + 1n;
  if (!buggy || bits === 128) return size;
  const upTo = (end: bigint, rest: bigint): bigint => (end < rest ? 0n : (end - rest) / 256n + 1n);
  const ends = [0n, 255n].map((rest) => upTo(last, rest) - upTo(first - 1n, rest));
  return ends.reduce((left, each) => left - each, size);
}

function answer(service: unknown, asked: Wishes, pools: readonly Pool[]): { code: string; pool?: Pool | undefined } {
  const own = pools.find(({ spans }) =>
    addressesOf(service).some((each) => spans.some((span) => isInSpan(each, span))),
  );
  if (own !== undefined) return { code: '', pool: own };
  if (pools.length === 0) return { code: 'no-pools' };
  if (asked.pool !== '' && !pools.some(({ name }) => name === asked.pool)) return { code: 'pool-unknown' };
  if (asked.addresses.length > 0) return ofAddresses(asked.addresses, pools);
  return ofPools(
    service,
    asked.pool === '' ? pools : pools.filter(({ name }) => name === asked.pool),
    asked.pool !== '',
  );
}

function ofAddresses(addresses: readonly string[], pools: readonly Pool[]): { code: string; pool?: Pool | undefined } {
  const of = (address: string): Pool | undefined =>
    pools.find(({ spans }) => spans.some((span) => isInSpan(address, span)));
  return addresses.every((each) => of(each) !== undefined)
    ? { code: '', pool: of(addresses[0] ?? '') }
    : { code: 'outside' };
}

/** A pool that does not assign by itself serves those that name it. */
function ofPools(service: unknown, pools: readonly Pool[], named: boolean): { code: string; pool?: Pool | undefined } {
  const open = pools.filter(({ object }) => named || field(object, 'spec.autoAssign') !== false);
  if (open.length === 0) return { code: 'none-automatic' };
  const meant = open.filter(({ object }) => isFor(object, service));
  if (meant.length === 0) return { code: 'not-for-it' };
  const free = meant.find(({ size, taken }) => BigInt(taken) < size);
  return free === undefined ? { code: 'full', pool: meant[0] } : { code: '', pool: free };
}

/** By selectors it may be; by names of namespaces alone it can be told. */
function isFor(pool: unknown, service: unknown): boolean {
  const allocation = field(pool, 'spec.serviceAllocation');
  const names = list(entry(allocation, 'namespaces'));
  if (names.length === 0 || list(entry(allocation, 'namespaceSelectors')).length > 0) return true;
  return names.includes(namespaceOf(service));
}

/** Without names and selectors an advertisement is for every pool. */
function covers(advertisement: unknown, { name, object }: Pool): boolean {
  const names = list(field(advertisement, 'spec.ipAddressPools'));
  const selectors = list(field(advertisement, 'spec.ipAddressPoolSelectors'));
  if (names.length === 0 && selectors.length === 0) return true;
  return names.includes(name) || selectors.some((each) => selects(each, field(object, 'metadata.labels')));
}

function selects(selector: unknown, labels: unknown): boolean {
  if (list(entry(selector, 'matchExpressions')).length > 0) return true;
  return Object.entries(record(entry(selector, 'matchLabels'))).every(([key, value]) => entry(labels, key) === value);
}
