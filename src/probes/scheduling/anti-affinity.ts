import { compareText, nameOf } from '../read.ts';
import { type AffinityTerm, affinityTerms, type NamespaceLabels } from './affinity-term.ts';
import { grouped } from './grouped.ts';
import type { Neighbour } from './neighbours.ts';
import { domainOf } from './pod-affinity.ts';
import { podKey } from './pods.ts';

/** A pod that keeps another away from the topology domain that it is in. */
export interface Opponent {
  /** `namespace/name`. */
  readonly pod: string;
  /** The node that it is on. */
  readonly node: string;
  readonly topologyKey: string;
  readonly domain: string;
  /** Whose rule it is: the placed pod's, or that of the pod which is there. */
  readonly rule: 'own' | 'theirs';
}

/**
 * Which pods keep this one from a node by required anti-affinity, its own or theirs (`satisfyPodAntiAffinity`,
 * `satisfyExistingPodsAntiAffinity`, interpodaffinity/filtering.go). A node without the topology label is in no domain and
 * free. Where both sides have the rule it is told once, as the pod's own. Undefined when a match is not known.
 */
export function antiAffinityFilter(
  pod: unknown,
  neighbours: readonly Neighbour[],
  namespaces: NamespaceLabels,
): ((node: unknown) => readonly Opponent[]) | undefined {
  const terms = affinityTerms(pod, 'podAntiAffinity', namespaces);
  const found = neighbours.map((neighbour) => {
    const own = opposed(terms, neighbour.pod, neighbour, 'own');
    const theirs = opposed(affinityTerms(neighbour.pod, 'podAntiAffinity', namespaces), pod, neighbour, 'theirs');
    if (own === undefined || theirs === undefined) return undefined;
    return [...own, ...theirs.filter(({ topologyKey }) => !own.some((each) => each.topologyKey === topologyKey))];
  });
  if (found.includes(undefined)) return undefined;
  const byDomain = grouped(
    found.flatMap((each) => each ?? []).toSorted((a, b) => compareText(a.pod, b.pod)),
    ({ topologyKey, domain }) => `${topologyKey}=${domain}`,
  );
  const keys = [...new Set([...byDomain.values()].flat().map(({ topologyKey }) => topologyKey))].toSorted(compareText);
  return (node) => keys.flatMap((key) => byDomain.get(`${key}=${domainOf(node, key)}`) ?? []);
}

/** The terms that hold against a pod, told of the neighbour that stands in the domain. */
function opposed(
  terms: readonly AffinityTerm[],
  about: unknown,
  { pod, node }: Neighbour,
  rule: Opponent['rule'],
): readonly Opponent[] | undefined {
  const answers = terms
    .map(({ topologyKey, matches }) => ({ topologyKey, domain: domainOf(node, topologyKey), matches }))
    .filter(({ domain }) => domain !== '')
    .map(({ topologyKey, domain, matches }) => ({ topologyKey, domain, holds: matches(about) }));
  if (answers.some(({ holds }) => holds === undefined)) return undefined;
  return answers
    .filter(({ holds }) => holds)
    .map(({ topologyKey, domain }) => ({ pod: podKey(pod), node: nameOf(node), topologyKey, domain, rule }));
}
