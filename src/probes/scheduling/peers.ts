import { namespaceLabels } from './affinity-term.ts';
import { antiAffinityFilter, type Opponent } from './anti-affinity.ts';
import { fewNames } from './few.ts';
import { grouped } from './grouped.ts';
import { portFilter, type PortConflict } from './host-ports.ts';
import { neighboursOf } from './neighbours.ts';
import { affinityFilter, type UnmetAffinity } from './pod-affinity.ts';
import { type SpreadConflict, spreadOf } from './topology-spread.ts';

/** What other pods have to do with it that a pod cannot go to a node. */
export interface PeerBars {
  readonly ports: readonly PortConflict[];
  readonly spread: readonly SpreadConflict[];
  readonly affinity: readonly UnmetAffinity[];
  readonly opponents: readonly Opponent[];
}

/** The scheduler's filters that depend on other pods, made once for all nodes. */
export interface Peers {
  readonly barsOn: (node: unknown) => PeerBars;
}

/**
 * Makes the filters for one pod. `namespaces` is the list of all, or undefined where it could not be read; then nothing
 * can be said where a rule picks namespaces by their labels, and the answer is undefined.
 */
export function peersOf(
  pod: unknown,
  nodes: readonly unknown[],
  pods: readonly unknown[],
  namespaces: readonly unknown[] | undefined,
): Peers | undefined {
  const neighbours = neighboursOf(nodes, pods);
  const labels = namespaces === undefined ? undefined : namespaceLabels(namespaces);
  const unmetOn = affinityFilter(pod, neighbours, labels);
  const opponentsOn = antiAffinityFilter(pod, neighbours, labels);
  if (unmetOn === undefined || opponentsOn === undefined) return undefined;
  const takenOn = portFilter(pod, neighbours);
  const { conflictsOn } = spreadOf(pod, nodes, neighbours);
  return {
    barsOn: (node) => ({
      ports: takenOn(node),
      spread: conflictsOn(node),
      affinity: unmetOn(node),
      opponents: opponentsOn(node),
    }),
  };
}

/** The bars in words; nothing where no other pod matters. */
export function peerTexts({ ports, spread, affinity, opponents }: PeerBars): readonly string[] {
  return [
    ...ports.map(({ port, pod }) => `port ${port} is taken by ${pod}`),
    ...spread.map(spreadText),
    ...affinity.map(unmetText),
    ...opponentTexts(opponents),
  ];
}

/** One text per rule and domain: a zone may hold hundreds of the pods that it speaks of. */
function opponentTexts(opponents: readonly Opponent[]): readonly string[] {
  const alike = grouped(opponents, ({ rule, topologyKey, domain }) => `${rule} ${topologyKey}=${domain}`);
  return [...alike.values()].map((group) => {
    const [{ rule, topologyKey, domain } = { rule: '', topologyKey: '', domain: '' }] = group;
    const names = fewNames(group.map(({ pod }) => pod));
    const place = `${shortKey(topologyKey)} ${domain}`;
    return rule === 'own' ? `anti-affinity: ${names} in ${place}` : `anti-affinity of ${names} in ${place}`;
  });
}

/** `topology.kubernetes.io/zone` as people say it: `zone`; the host name is the node. */
export function shortKey(topologyKey: string): string {
  if (topologyKey === 'kubernetes.io/hostname') return 'node';
  return topologyKey.split('/').at(-1) ?? topologyKey;
}

function spreadText({ topologyKey, domain, count, fewest, maxSkew }: SpreadConflict): string {
  if (domain === '') return `topology spread: no label ${topologyKey}`;
  return `topology spread: ${shortKey(topologyKey)} ${domain} has ${count}, the emptiest ${fewest}, maxSkew ${maxSkew}`;
}

function unmetText({ wants, topologyKey, isUnlabelled }: UnmetAffinity): string {
  if (isUnlabelled) return `pod affinity: no label ${topologyKey}`;
  return `pod affinity: no pod with ${wants} in its ${shortKey(topologyKey)}`;
}
