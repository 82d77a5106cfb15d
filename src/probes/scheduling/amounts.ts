import { parseQuantity, toBytes, toMillicores } from '../../text/quantity.ts';
import { num, record, text } from '../read.ts';

/** Amounts by resource name: `cpu` in millicores, everything else in its base unit (bytes, or a count). */
export type Amounts = ReadonlyMap<string, number>;

/** Reads a ResourceList such as `{cpu: "500m", memory: "4Gi"}`; what is no quantity is left out. */
export function readAmounts(resources: unknown): Amounts {
  const amounts = new Map<string, number>();
  for (const [resource, value] of Object.entries(record(resources))) {
    const amount = readAmount(resource, value);
    if (amount !== undefined) amounts.set(resource, amount);
  }
  return amounts;
}

/** One quantity (text, or a plain number as YAML has it) in the resource's unit; undefined when it is none. */
export function readAmount(resource: string, value: unknown): number | undefined {
  const quantity = parseQuantity(text(value) || String(num(value) ?? ''));
  if (quantity === undefined) return undefined;
  return resource === 'cpu' ? toMillicores(quantity) : toBytes(quantity);
}

/** The sum per resource. */
export function plus(a: Amounts, b: Amounts): Amounts {
  const sum = new Map(a);
  for (const [resource, amount] of b) sum.set(resource, (sum.get(resource) ?? 0) + amount);
  return sum;
}

/** The larger of both per resource. */
export function larger(a: Amounts, b: Amounts): Amounts {
  const most = new Map(a);
  for (const [resource, amount] of b) most.set(resource, Math.max(most.get(resource) ?? 0, amount));
  return most;
}

/** In which unit a resource is counted here. */
export function unitOf(resource: string): 'bytes' | 'millicores' | 'count' {
  if (resource === 'cpu') return 'millicores';
  const isBytes = ['memory', 'ephemeral-storage', 'storage'].includes(resource) || resource.startsWith('hugepages-');
  return isBytes ? 'bytes' : 'count';
}
