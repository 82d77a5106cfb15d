import type { Probe, ProbeResult } from '../model/probe.ts';
import { selects } from './label-selector.ts';
import { entry, field, list, namespaceOf, num, record } from './read.ts';

/** Which workloads have a PodDisruptionBudget, by the labels of their templates. */
export const budgetCover: Probe = {
  name: 'budget-cover',
  computes: 'Which of some workloads have a PodDisruptionBudget, and which of several replicas have none.',
  params: {
    workloads: { is: 'list', means: 'Deployments or StatefulSets' },
    budgets: { is: 'list', means: 'the PodDisruptionBudgets' },
  },
  returns: {
    bare: 'those with several replicas and no budget (list)',
    selector: 'the selector of the first of those, as JSON; empty without one',
    budgets: 'the budgets that guard one of them, each once (list)',
  },
  run({ workloads, budgets }): ProbeResult | undefined {
    if (!Array.isArray(workloads) || !Array.isArray(budgets)) return undefined;
    const several = list(workloads).filter((each) => (num(field(each, 'spec.replicas')) ?? 1) > 1);
    const bare = several.filter((each) => !list(budgets).some((budget) => guards(budget, each)));
    return {
      bare,
      selector: bare.length === 0 ? '' : JSON.stringify(field(bare[0], 'spec.selector') ?? {}),
      budgets: list(budgets).filter((budget) => list(workloads).some((each) => guards(budget, each))),
    };
  },
};

function guards(budget: unknown, workload: unknown): boolean {
  const labels = record(entry(field(workload, 'spec.template.metadata'), 'labels'));
  return namespaceOf(budget) === namespaceOf(workload) && selects(field(budget, 'spec.selector'), labels);
}
