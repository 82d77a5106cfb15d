import type { Probe } from '../model/probe.ts';
import { field, list, text } from './read.ts';

/**
 * Whether an address lies where the Services of a cluster have theirs. Their range is one block and is written nowhere that
 * every cluster serves; the smallest block that holds all addresses of Services that there are is a part of it (Kubernetes
 * documentation, "Service ClusterIP allocation"). IPv4 only.
 */
export const serviceRange: Probe = {
  name: 'service-range',
  computes: 'Whether an address lies in the range from which the Services of the cluster get theirs.',
  params: {
    address: { is: 'text', means: 'the address' },
    services: { is: 'list', means: 'all Services of the cluster' },
  },
  returns: {
    inside: 'whether it lies in the smallest block that holds the addresses of all Services',
    block: 'that block, as ADDRESS/LENGTH',
  },
  run({ address, services }) {
    const asked = numberOf(text(address));
    const taken = list(services)
      .map((each) => numberOf(text(field(each, 'spec.clusterIP'))))
      .filter((each) => each !== undefined);
    const [first] = taken;
    // One address is no range.
    if (asked === undefined || first === undefined || taken.length < 2) return undefined;
    const length = Math.min(...taken.map((each) => sharedBits(first, each)));
    const base = first - (first % 2 ** (BITS - length));
    return { inside: sharedBits(first, asked) >= length, block: `${textOf(base)}/${length}` };
  },
};

const BITS = 32;

/** An IPv4 address as one number; undefined for anything else, such as `None`. */
function numberOf(address: string): number | undefined {
  const parts = address.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN));
  if (parts.length !== 4 || parts.some((part) => !(part <= 255))) return undefined;
  return parts.reduce((whole, part) => whole * 256 + part, 0);
}

/** How many bits two addresses have in common from the left. */
function sharedBits(one: number, other: number): number {
  return Math.clz32((one ^ other) >>> 0);
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
