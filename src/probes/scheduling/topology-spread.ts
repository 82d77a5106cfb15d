import { compareText, entry, field, list, namespaceOf, nameOf, num, record, text } from '../read.ts';
import { grouped } from './grouped.ts';
import { selects } from '../label-selector.ts';
import type { Neighbour } from './neighbours.ts';
import { matchesNodeSelector } from './node-selector.ts';
import { domainOf } from './pod-affinity.ts';
import { labelsOf } from './pods.ts';
import { hardTaints, tolerates } from './tolerations.ts';

/** A topology spread constraint that keeps the pod from a node. */
export interface SpreadConflict {
  readonly topologyKey: string;
  /** The domain of the node; empty where the node has no such label. */
  readonly domain: string;
  /** Matching pods there. */
  readonly count: number;
  /** The fewest in any domain. */
  readonly fewest: number;
  readonly maxSkew: number;
}

/** How many matching pods a domain holds, and on which nodes it stands. */
export interface SpreadDomain {
  readonly topologyKey: string;
  readonly domain: string;
  readonly count: number;
  readonly nodes: readonly string[];
}

/** The constraints of a pod against the nodes and pods of now. */
export interface Spread {
  readonly conflictsOn: (node: unknown) => readonly SpreadConflict[];
  /** Every domain that counts, by key and name. */
  readonly domains: readonly SpreadDomain[];
}

interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly matches: (pod: unknown) => boolean;
  /** Whether it asks for no label: the scheduler then counts no pod but the one to be placed. */
  readonly isEmpty: boolean;
  /** Whether the node's domain takes part. */
  readonly counts: (node: unknown) => boolean;
}

/** A constraint against the pods of now: the fewest in any domain, and whether the pod itself counts (1 or 0). */
interface Counted {
  readonly constraint: Constraint;
  readonly domains: ReadonlyMap<string, SpreadDomain>;
  readonly fewest: number;
  readonly self: number;
}

/**
 * The `DoNotSchedule` constraints (podtopologyspread/filtering.go and common.go): a node passes when the matching pods of
 * its domain, with this one if it matches itself, are at most `maxSkew` more than the fewest in any domain. Domains of
 * nodes that the pod does not select are left out unless `nodeAffinityPolicy` is Ignore, those of tainted nodes only if
 * `nodeTaintsPolicy` is Honor; so are nodes that lack the label of any constraint. With fewer domains than `minDomains`
 * the fewest counts as 0. Pods that end do not count.
 */
export function spreadOf(pod: unknown, nodes: readonly unknown[], neighbours: readonly Neighbour[]): Spread {
  const constraints = constraintsOf(pod);
  if (constraints.length === 0) return { domains: [], conflictsOn: () => [] };
  const labelled = nodes.filter((node) => constraints.every(({ topologyKey }) => domainOf(node, topologyKey) !== ''));
  const counted = constraints.map((constraint) => {
    const domains = domainsOf(constraint, pod, labelled, neighbours);
    return { constraint, domains, fewest: fewestOf(constraint, domains), self: constraint.matches(pod) ? 1 : 0 };
  });
  return {
    domains: counted.flatMap(({ domains }) => [...domains.values()]),
    conflictsOn: (node) => counted.flatMap((each) => conflictOn(node, each) ?? []),
  };
}

function constraintsOf(pod: unknown): readonly Constraint[] {
  return list(field(pod, 'spec.topologySpreadConstraints'))
    .filter((each) => entry(each, 'whenUnsatisfiable') !== 'ScheduleAnyway')
    .map((each) => ({
      topologyKey: text(entry(each, 'topologyKey')),
      maxSkew: num(entry(each, 'maxSkew')) ?? 1,
      minDomains: num(entry(each, 'minDomains')) ?? 1,
      matches: (other) => isMatched(each, pod, other),
      isEmpty: isEmptySelector(each, pod),
      counts: (node) =>
        (entry(each, 'nodeAffinityPolicy') === 'Ignore' || matchesNodeSelector(pod, node)) &&
        (entry(each, 'nodeTaintsPolicy') !== 'Honor' || hardTaints(node).every((taint) => tolerates(pod, taint))),
    }));
}

/** `matchLabelKeys` narrows the selector to pods that share the pod's value; a label that the pod lacks is passed over. */
function isMatched(constraint: unknown, pod: unknown, other: unknown): boolean {
  const own = labelsOf(pod);
  const keys = list(entry(constraint, 'matchLabelKeys')).map(text);
  return (
    selects(entry(constraint, 'labelSelector'), labelsOf(other)) &&
    keys.every((key) => entry(own, key) === undefined || entry(labelsOf(other), key) === entry(own, key))
  );
}

/** `countPodsMatchSelector` (podtopologyspread/common.go) counts 0 for an empty selector; `matchLabelKeys` add to it. */
function isEmptySelector(constraint: unknown, pod: unknown): boolean {
  const selector = entry(constraint, 'labelSelector');
  const asked = [...Object.keys(record(entry(selector, 'matchLabels'))), ...list(entry(selector, 'matchExpressions'))];
  const keys = list(entry(constraint, 'matchLabelKeys')).filter((key) => entry(labelsOf(pod), text(key)) !== undefined);
  return asked.length + keys.length === 0;
}

function domainsOf(
  { topologyKey, isEmpty, counts, matches }: Constraint,
  pod: unknown,
  labelled: readonly unknown[],
  neighbours: readonly Neighbour[],
): ReadonlyMap<string, SpreadDomain> {
  const taking = new Set(labelled.filter(counts));
  const found = isEmpty
    ? []
    : neighbours.filter(({ node, pod: other }) => taking.has(node) && countsAs(other, pod) && matches(other));
  const nodesByDomain = grouped([...taking], (node) => domainOf(node, topologyKey));
  const podsByDomain = grouped(found, ({ node }) => domainOf(node, topologyKey));
  const names = [...nodesByDomain.keys()].toSorted(compareText);
  return new Map(
    names.map((domain) => [
      domain,
      {
        topologyKey,
        domain,
        count: podsByDomain.get(domain)?.length ?? 0,
        nodes: (nodesByDomain.get(domain) ?? []).map(nameOf).toSorted(compareText),
      },
    ]),
  );
}

function countsAs(other: unknown, pod: unknown): boolean {
  return namespaceOf(other) === namespaceOf(pod) && text(field(other, 'metadata.deletionTimestamp')) === '';
}

function fewestOf({ minDomains }: Constraint, domains: ReadonlyMap<string, SpreadDomain>): number {
  if (domains.size < minDomains) return 0;
  return [...domains.values()].reduce((fewest, { count }) => Math.min(fewest, count), Infinity);
}

function conflictOn(node: unknown, { constraint, domains, fewest, self }: Counted): SpreadConflict | undefined {
  const { topologyKey, maxSkew } = constraint;
  const domain = domainOf(node, topologyKey);
  const count = domains.get(domain)?.count ?? 0;
  return domain === '' || count + self - fewest > maxSkew ? { topologyKey, domain, count, fewest, maxSkew } : undefined;
}
