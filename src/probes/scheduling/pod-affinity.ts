import { entry, text } from '../read.ts';
import { type AffinityTerm, affinityTerms, type NamespaceLabels } from './affinity-term.ts';
import type { Neighbour } from './neighbours.ts';
import { labelsOf } from './pods.ts';

/** A required affinity of the pod that a node does not meet. */
export interface UnmetAffinity {
  /** What it wants to be beside, in words. */
  readonly wants: string;
  readonly topologyKey: string;
  /** Whether the node lacks the label that says to which domain it belongs. */
  readonly isUnlabelled: boolean;
}

/**
 * Which required affinities to other pods a node does not meet (`satisfyPodAffinity`, interpodaffinity/filtering.go).
 * A pod counts for a term only when all terms select it. Where no pod in the cluster does, and the pod selects itself,
 * it is the first of its group and may go to any node that has the labels. Undefined when a match is not known.
 */
export function affinityFilter(
  pod: unknown,
  neighbours: readonly Neighbour[],
  namespaces: NamespaceLabels,
): ((node: unknown) => readonly UnmetAffinity[]) | undefined {
  const terms = affinityTerms(pod, 'podAffinity', namespaces);
  if (terms.length === 0) return () => [];
  const matched = neighbours.map(({ pod: other, node }) => ({ node, fits: matchesAll(terms, other) }));
  const isFirst = matchesAll(terms, pod);
  if (isFirst === undefined || matched.some(({ fits }) => fits === undefined)) return undefined;
  const beside = matched.filter(({ fits }) => fits).map(({ node }) => node);
  const domains = terms.map(({ topologyKey }) => new Set(beside.map((node) => domainOf(node, topologyKey))));
  const isAlone = isFirst && terms.every(({ topologyKey }) => beside.every((n) => domainOf(n, topologyKey) === ''));
  return (node) =>
    terms
      .filter(({ topologyKey }, at) => {
        const domain = domainOf(node, topologyKey);
        return domain === '' || (!isAlone && domains[at]?.has(domain) !== true);
      })
      .map(({ text: wants, topologyKey }) => ({
        wants,
        topologyKey,
        isUnlabelled: domainOf(node, topologyKey) === '',
      }));
}

/** The value of a topology label on a node; an empty text without the label. */
export function domainOf(node: unknown, topologyKey: string): string {
  return text(entry(labelsOf(node), topologyKey));
}

/** False as soon as one term says no, undefined when none does and one cannot tell. */
function matchesAll(terms: readonly AffinityTerm[], pod: unknown): boolean | undefined {
  const answers = terms.map((term) => term.matches(pod));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}
