import { formatBytes, formatMillicores } from '../../text/quantity.ts';
import { entry } from '../read.ts';
import { readAmount, unitOf } from '../scheduling/amounts.ts';

/** What a quota's resource name counts: `requests.cpu` counts cpu, `gold.storageclass.storage.k8s.io/requests.storage` storage. */
export function countedResource(name: string): string {
  return name.replace(/^.*\.storageclass\.storage\.k8s\.io\//, '').replace(/^(?:requests|limits)\./, '');
}

/** The amount of one quota resource in a ResourceList, in its unit; undefined where it is not there or no quantity. */
export function quotaAmount(amounts: unknown, name: string): number | undefined {
  const value = entry(amounts, name);
  return value === undefined ? undefined : readAmount(countedResource(name), value);
}

/** The unit in which a quota resource is counted here. */
export function quotaUnit(name: string): 'bytes' | 'millicores' | 'count' {
  return unitOf(countedResource(name));
}

/** An amount of a resource for people: `512Mi`, `250m`, `3`. */
export function amountWords(amount: number, unit: 'bytes' | 'millicores' | 'count'): string {
  if (unit === 'bytes') return formatBytes(amount);
  return unit === 'millicores' ? formatMillicores(amount) : String(amount);
}

/** An amount as a manifest takes it, never less than it is: whole Mi, millicores, a count. */
export function amountToWrite(amount: number, unit: 'bytes' | 'millicores' | 'count'): string {
  if (unit === 'bytes') return `${Math.ceil(amount / MEBIBYTE)}Mi`;
  return unit === 'millicores' ? formatMillicores(amount) : String(amount);
}

const MEBIBYTE = 1024 * 1024;

/** Reads what the quota plugin prints, `requests.cpu=1,requests.memory=2Gi` (`prettyPrint` in resourcequota/resource_access.go). */
export function readPrinted(printed: string): Readonly<Record<string, string>> {
  const pairs = printed.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at <= 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
