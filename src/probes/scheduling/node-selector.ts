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

/**
 * Whether the required affinity is for nodes by their names, and this is none of them (`NodeAffinity.PreFilter`,
 * nodeaffinity/node_affinity.go). The scheduler leaves such a node out before it asks anything else of it. A term that
 * names no node, or only what the node must not be called, speaks of all nodes.
 */
export function isLeftOutByName(pod: unknown, node: unknown): boolean {
  const terms = list(entry(requiredAffinity(pod), 'nodeSelectorTerms'));
  const named = terms.map((term) => list(entry(term, 'matchFields')).filter(isName));
  return (
    terms.length > 0 &&
    named.every((names) => names.length > 0 && !names.every((each) => requirementHolds(each, nameOf(node))))
  );
}

function isName(requirement: unknown): boolean {
  return entry(requirement, 'key') === 'metadata.name' && entry(requirement, 'operator') === 'In';
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
