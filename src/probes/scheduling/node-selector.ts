import { entry, field, isRecord, list, nameOf, record, text } from '../read.ts';
import { labelsOf } from './pods.ts';

/**
 * Whether a node passes the pod's `nodeSelector` and required node affinity, both of which must hold (NodeAffinity
 * plugin, `GetRequiredNodeAffinity` in k8s.io/component-helpers/scheduling).
 */
export function matchesNodeSelector(pod: unknown, node: unknown): boolean {
  const labels = labelsOf(node);
  const wanted = Object.entries(record(field(pod, 'spec.nodeSelector')));
  if (!wanted.every(([key, value]) => entry(labels, key) === value)) return false;
  return matchesTerms(requiredAffinity(pod), node);
}

/** `requiredDuringSchedulingIgnoredDuringExecution` of the pod's node affinity; undefined without one. */
export function requiredAffinity(pod: unknown): unknown {
  return field(pod, 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution');
}

/**
 * Whether a node passes a NodeSelector: one term is enough, in a term everything must hold, a term without any condition
 * holds for no node. No selector at all holds for every node.
 */
export function matchesTerms(selector: unknown, node: unknown): boolean {
  if (!isRecord(selector)) return true;
  return list(entry(selector, 'nodeSelectorTerms')).some((term) => matchesTerm(term, node));
}

function matchesTerm(term: unknown, node: unknown): boolean {
  const expressions = list(entry(term, 'matchExpressions'));
  const fields = list(entry(term, 'matchFields'));
  if (expressions.length + fields.length === 0) return false;
  const labels = labelsOf(node);
  return (
    expressions.every((each) => holds(each, labelValue(labels, each))) &&
    fields.every((each) => entry(each, 'key') === 'metadata.name' && holds(each, nameOf(node)))
  );
}

function labelValue(labels: Readonly<Record<string, unknown>>, requirement: unknown): string | undefined {
  const value = entry(labels, text(entry(requirement, 'key')));
  return typeof value === 'string' ? value : undefined;
}

/** `labels.Requirement.Matches`: a missing label passes `NotIn` and `DoesNotExist` only. */
function holds(requirement: unknown, value: string | undefined): boolean {
  const values = list(entry(requirement, 'values')).map(text);
  switch (entry(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return compareIntegers(value, values, (a, b) => a > b);
    case 'Lt':
      return compareIntegers(value, values, (a, b) => a < b);
    default:
      return false;
  }
}

function compareIntegers(
  value: string | undefined,
  values: readonly string[],
  holdsFor: (label: bigint, bound: bigint) => boolean,
): boolean {
  const [bound, ...more] = values;
  if (value === undefined || bound === undefined || more.length > 0) return false;
  const integer = /^[+-]?\d{1,19}$/;
  if (!integer.test(value) || !integer.test(bound)) return false;
  return holdsFor(BigInt(value.replace('+', '')), BigInt(bound.replace('+', '')));
}
