import type { Runbook } from '../../model/runbook.ts';
import { targetPath } from '../branches.ts';
import { findCycles } from '../cycles.ts';
import { stepEdges, type StepEdge } from '../step-graph.ts';
import type { Flaw, Rule } from './rule.ts';

/** No walk goes round in circles. */
export const stepCycles: Rule = {
  name: 'step-cycle',
  says: 'No answers lead back to a step that was walked before.',
  check({ runbook }) {
    const edges = stepEdges(runbook);
    const cycles = findCycles([...runbook.steps.keys()], (from) => targetsOf(from, edges));
    return cycles.flatMap((cycle) => flawOf(cycle, edges, runbook));
  },
};

function targetsOf(from: number, edges: readonly StepEdge[]): readonly number[] {
  return [...new Set(edges.filter((edge) => edge.from === from).map(({ to }) => to))];
}

/** The branch that leads back is the one to change. */
function flawOf(cycle: readonly number[], edges: readonly StepEdge[], runbook: Runbook): readonly Flaw[] {
  const [first] = cycle;
  const back = edges.find(({ from, to }) => from === cycle.at(-1) && to === first);
  if (back === undefined) return [];
  const names = [...cycle, back.to].map((index) => runbook.steps[index]?.step);
  return [{ path: targetPath(back.outcome), on: 'value', message: `the walk comes back here: ${names.join(' → ')}` }];
}
