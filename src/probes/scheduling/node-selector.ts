import { entry, field, isRecord, list, nameOf, record } from '../read.ts';
import { requirementHolds, valueFor } from '../requirement.ts';
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
    expressions.every((each) => requirementHolds(each, valueFor(each, labels))) &&
    fields.every((each) => entry(each, 'key') === 'metadata.name' && requirementHolds(each, nameOf(node)))
  );
}
