import { entry, field, list, namespaceOf, nameOf, record, text } from '../read.ts';
import { lets, type Connection, type Direction } from './policy-rules.ts';

/** A policy that would let a connection pass if it were about the pod, and what it asks of its pods that none has. */
export interface Meant {
  readonly policy: unknown;
  /** As `key=value`. */
  readonly stale: readonly string[];
}

/**
 * The policies of a namespace that let exactly this connection pass, and are about other pods: by name a peer, so that
 * one that opens everything for somebody else is none. Of several that with a label that no pod has comes first: it was
 * renamed on one side.
 */
export function meantPolicies(
  policies: readonly unknown[],
  around: { readonly pod: unknown; readonly pods: readonly unknown[] },
  direction: Direction,
  connection: Connection,
): readonly Meant[] {
  const here = around.pods.filter((each) => namespaceOf(each) === namespaceOf(around.pod));
  return namingPolicies(policies, around.pod, direction)
    .filter((policy) => lets(policy, direction, connection) === true)
    .map((policy) => ({ policy, stale: staleLabels(policy, here) }))
    .toSorted((a, b) => b.stale.length - a.stale.length || (nameOf(a.policy) < nameOf(b.policy) ? -1 : 1));
}

/** Whether there is one, or may be one where the labels of a namespace are not known. */
export function maybeMeant(
  policies: readonly unknown[],
  pod: unknown,
  direction: Direction,
  connection: Connection,
): boolean {
  return namingPolicies(policies, pod, direction).some((policy) => lets(policy, direction, connection) !== false);
}

function namingPolicies(policies: readonly unknown[], pod: unknown, direction: Direction): readonly unknown[] {
  return policies.filter((policy) => namespaceOf(policy) === namespaceOf(pod) && namesEnds(policy, direction));
}

function namesEnds(policy: unknown, direction: Direction): boolean {
  const [rules, ends] =
    direction === 'Ingress' ? [field(policy, 'spec.ingress'), 'from'] : [field(policy, 'spec.egress'), 'to'];
  return list(rules).every((rule) => list(entry(rule, ends)).length > 0);
}

/** What the policy asks of its pods and no pod of the namespace has; nothing where no pod was seen. */
function staleLabels(policy: unknown, pods: readonly unknown[]): readonly string[] {
  if (pods.length === 0) return [];
  const has = (key: string, value: string): boolean =>
    pods.some((pod) => text(entry(field(pod, 'metadata.labels'), key)) === value);
  const selector = field(policy, 'spec.podSelector');
  const plain = Object.entries(record(entry(selector, 'matchLabels'))).map(
    ([key, value]) => [key, text(value)] as const,
  );
  const listed = list(entry(selector, 'matchExpressions'))
    .filter((each) => text(entry(each, 'operator')) === 'In')
    .flatMap((each) => list(entry(each, 'values')).map((value) => [text(entry(each, 'key')), text(value)] as const));
  return [...plain, ...listed].filter(([key, value]) => !has(key, value)).map(([key, value]) => `${key}=${value}`);
}
