import { nearest } from '../../text/similar.ts';
import { compareText, entry, field, nameOf, num, record, text } from '../read.ts';
import { choosesLabels } from './service-port.ts';

/** A workload whose pods a Service does not choose, and by which labels it misses them. */
export interface NearMiss {
  readonly workload: unknown;
  /** The labels of the selector that the pods do not have so, with the value that they have; empty without one. */
  readonly differs: readonly { readonly key: string; readonly wanted: string; readonly found: string }[];
}

/** Whether the pods that a workload makes would be chosen by a Service. */
export function wouldChoose(service: unknown, workload: unknown): boolean {
  return choosesLabels(field(service, 'spec.selector'), field(workload, 'spec.template.metadata.labels'));
}

/** How many pods a workload wants; a DaemonSet as many as there are nodes for it. */
export function wantedPods(workload: unknown): number {
  if (entry(workload, 'kind') === 'DaemonSet') return num(field(workload, 'status.desiredNumberScheduled')) ?? 1;
  return num(field(workload, 'spec.replicas')) ?? 1;
}

/**
 * The workload that a Service most likely means: one whose labels differ in one of several, or in a value that looks
 * alike, or that has the Service's name. The fewest differences win, then the Service's own name, then the first by name.
 */
export function nearestMiss(service: unknown, workloads: readonly unknown[]): NearMiss | undefined {
  const near = workloads.map((workload) => missOf(service, workload)).filter((miss) => isNear(service, miss));
  const rank = ({ workload, differs }: NearMiss): number =>
    differs.length * 2 + (nameOf(workload) === nameOf(service) ? 0 : 1);
  return near.toSorted((a, b) => rank(a) - rank(b) || compareText(nameOf(a.workload), nameOf(b.workload)))[0];
}

function missOf(service: unknown, workload: unknown): NearMiss {
  const labels = field(workload, 'spec.template.metadata.labels');
  const differs = Object.entries(record(field(service, 'spec.selector')))
    .map(([key, wanted]) => ({ key, wanted: text(wanted), found: text(entry(labels, key)) }))
    .filter(({ wanted, found }) => wanted !== found);
  return { workload, differs };
}

function isNear(service: unknown, { workload, differs }: NearMiss): boolean {
  const all = Object.keys(record(field(service, 'spec.selector'))).length;
  if (all === 0 || differs.length === 0) return false;
  if (nameOf(workload) === nameOf(service)) return true;
  const [only] = differs;
  if (differs.length > 1 || only === undefined) return false;
  return all > 1 || (only.found !== '' && nearest(only.wanted, [only.found]) !== undefined);
}
