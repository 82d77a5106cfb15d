import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { selects } from './label-selector.ts';
import { entry, field, list, nameOf, namespaceOf, record, text } from './read.ts';
import { hasEnded, isReady } from './scheduling/pods.ts';

/** Which pods a PodDisruptionBudget guards, and which of them are on a node that somebody is emptying. */
export const budgetReach: Probe = {
  name: 'budget-reach',
  computes:
    'The pods that a PodDisruptionBudget guards, those on nodes that are being emptied, and budgets for the same pods.',
  params: {
    budget: { is: 'object', means: 'The PodDisruptionBudget.' },
    budgets: { is: 'list', means: 'The budgets of its namespace.' },
    pods: { is: 'list', means: 'The pods of its namespace.' },
    nodes: { is: 'list', means: 'The nodes.' },
  },
  returns: {
    pods: 'The pods that it guards and that have not ended.',
    unready: 'Those of them that are not ready.',
    held: 'Those of them on a node that is closed to new pods, and that nobody deletes.',
    nodes: 'These nodes.',
    marked: 'Whether one of these nodes bears the mark of a program that takes nodes away.',
    rivals: 'Other budgets that guard one of its pods.',
    shared: 'The pods that they guard together.',
  },
  run: reach,
};

/** Taints of cluster-autoscaler (utils/taints) and of Karpenter (apis/v1/taints.go) on a node that they take away. */
const MARKS = ['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted', 'karpenter.sh/disruption'];

function reach({ budget, budgets, pods, nodes }: ProbeArgs): ProbeResult | undefined {
  if (entry(budget, 'kind') !== 'PodDisruptionBudget') return undefined;
  if (!Array.isArray(pods) || !Array.isArray(nodes) || !Array.isArray(budgets)) return undefined;
  const guarded = list(pods).filter((pod) => guards(budget, pod) && !hasEnded(pod));
  const closed = list(nodes).filter((node) => field(node, 'spec.unschedulable') === true || isMarked(node));
  const names = new Set(closed.map(nameOf));
  const held = guarded.filter(
    (pod) => names.has(text(field(pod, 'spec.nodeName'))) && field(pod, 'metadata.deletionTimestamp') === undefined,
  );
  const bearing = closed.filter((node) => held.some((pod) => field(pod, 'spec.nodeName') === nameOf(node)));
  const others = list(budgets).filter((other) => nameOf(other) !== nameOf(budget));
  return {
    pods: guarded,
    unready: guarded.filter((pod) => !isReady(pod)),
    held,
    nodes: bearing,
    marked: bearing.some(isMarked),
    rivals: others.filter((other) => guarded.some((pod) => guards(other, pod))),
    shared: guarded.filter((pod) => others.some((other) => guards(other, pod))),
  };
}

function guards(budget: unknown, pod: unknown): boolean {
  const isNear = namespaceOf(budget) === namespaceOf(pod);
  return isNear && selects(field(budget, 'spec.selector'), record(field(pod, 'metadata.labels')));
}

function isMarked(node: unknown): boolean {
  return list(field(node, 'spec.taints')).some((taint) => MARKS.includes(text(entry(taint, 'key'))));
}
