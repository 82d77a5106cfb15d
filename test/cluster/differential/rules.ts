import type { Dice } from './dice.ts';
import { HOSTNAME, ZONE } from './nodes.ts';

/** The namespaces of every case; the subject is in the first. */
export const NAMESPACES = ['diff-one', 'diff-two'] as const;

/** Labels of a pod, of which selectors speak. */
export function podLabels(dice: Dice): Readonly<Record<string, string>> {
  return {
    app: dice.pick(['web', 'cache', 'batch']),
    ...dice.maybe(0.5, () => ({ tier: dice.pick(['x', 'y']) })),
  };
}

/** A label selector: of one app, of several, of a tier, of everything. */
function selector(dice: Dice): object {
  const app = dice.pick(['web', 'cache', 'batch']);
  return dice.pick([
    { matchLabels: { app } },
    { matchLabels: { app } },
    { matchLabels: { app, tier: 'x' } },
    { matchExpressions: [{ key: 'app', operator: 'In', values: [app, 'web'] }] },
    { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['x'] }] },
    { matchExpressions: [{ key: 'tier', operator: dice.pick(['Exists', 'DoesNotExist']) }] },
    {},
  ]);
}

const topology = (dice: Dice): string => dice.pick([HOSTNAME, HOSTNAME, ZONE, ZONE, 'disk']);

/** Required terms of affinity or anti-affinity between pods. */
export function peerTerms(dice: Dice): object {
  const term = (): object => ({
    topologyKey: topology(dice),
    labelSelector: selector(dice),
    ...dice.maybe(0.2, () => ({ namespaces: [dice.pick(NAMESPACES)] })),
    ...dice.maybe(0.2, () => ({
      namespaceSelector: dice.pick([{}, { matchLabels: { team: 'one' } }, { matchLabels: { team: 'two' } }]),
    })),
    ...dice.maybe(0.15, () => ({ [dice.pick(['matchLabelKeys', 'mismatchLabelKeys'])]: ['rev'] })),
  });
  return { requiredDuringSchedulingIgnoredDuringExecution: dice.chance(0.2) ? [term(), term()] : [term()] };
}

/** Topology spread constraints, one or two. */
export function spreadConstraints(dice: Dice): readonly object[] {
  const constraint = (topologyKey: string): object => ({
    topologyKey,
    maxSkew: dice.between(1, 2),
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: selector(dice),
    ...dice.maybe(0.2, () => ({ minDomains: dice.between(1, 4) })),
    ...dice.maybe(0.2, () => ({ nodeAffinityPolicy: dice.pick(['Honor', 'Ignore']) })),
    ...dice.maybe(0.2, () => ({ nodeTaintsPolicy: dice.pick(['Honor', 'Ignore']) })),
    ...dice.maybe(0.2, () => ({ matchLabelKeys: ['rev'] })),
  });
  const keys = dice.pick([[ZONE], [ZONE], [HOSTNAME], ['disk'], [ZONE, HOSTNAME], [HOSTNAME, 'disk']]);
  return keys.map(constraint);
}

/** Required affinity to nodes, by labels or by name. */
export function nodeTerms(dice: Dice, nodes: readonly string[]): object {
  const expression = (): object =>
    dice.pick([
      { key: 'disk', operator: 'In', values: ['ssd'] },
      { key: 'disk', operator: 'NotIn', values: ['ssd'] },
      { key: ZONE, operator: 'In', values: ['a', 'b'] },
      { key: ZONE, operator: dice.pick(['Exists', 'DoesNotExist']) },
      { key: 'size', operator: dice.pick(['Gt', 'Lt']), values: ['4'] },
    ]);
  const name = (): object => ({
    key: 'metadata.name',
    operator: dice.pick(['In', 'In', 'NotIn']),
    values: [dice.pick(nodes)],
  });
  const term = (): object => ({
    ...dice.maybe(0.8, () => ({ matchExpressions: dice.chance(0.3) ? [expression(), expression()] : [expression()] })),
    ...dice.maybe(0.2, () => ({ matchFields: [name()] })),
  });
  const nodeSelectorTerms = dice.chance(0.3) ? [term(), term()] : [term()];
  return { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
}

/** Tolerations of taints that nodes may have. */
export function tolerations(dice: Dice): readonly object[] {
  return dice.pick([
    [{ key: 'dedicated', operator: 'Exists' }],
    [{ key: 'dedicated', operator: 'Equal', value: 'batch', effect: 'NoSchedule' }],
    [{ key: 'dedicated', value: 'db' }],
    [{ operator: 'Exists', effect: 'NoSchedule' }],
    [{ operator: 'Exists' }],
    [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }],
    [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' }],
  ]);
}
