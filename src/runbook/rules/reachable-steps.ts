import { reachableFrom, stepEdges } from '../step-graph.ts';
import type { Rule } from './rule.ts';

/** Every step can be reached from the first. */
export const reachableSteps: Rule = {
  name: 'unreachable',
  says: 'Every step can be reached from the first.',
  check({ runbook }) {
    const reached = reachableFrom([0], stepEdges(runbook));
    return runbook.steps.flatMap(({ step }, index) =>
      reached.has(index)
        ? []
        : [{ path: ['steps', index, 'step'], on: 'value' as const, message: `no answer leads to the step "${step}"` }],
    );
  },
};
