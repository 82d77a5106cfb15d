import { outcomesOf } from '../branches.ts';
import { reachableFrom, stepEdges } from '../step-graph.ts';
import type { Rule } from './rule.ts';

/** Advice is added to what an entered runbook found, so one must have been entered. */
export const misplacedAdvice: Rule = {
  name: 'misplaced-advice',
  says: 'A branch adds advice only behind a step that enters another runbook.',
  check({ runbook }) {
    const entering = [...runbook.steps.keys()].filter((index) => 'enter' in (runbook.steps[index] ?? {}));
    const behind = reachableFrom(entering, stepEdges(runbook));
    return runbook.steps.flatMap((step, index) =>
      outcomesOf(step, index)
        .filter(({ branch }) => branch.advise !== undefined && !behind.has(index))
        .map(({ path }) => ({
          path: [...path, 'advise'],
          on: 'key',
          message: 'nothing was entered before this step, so there is no finding to add advice to',
        })),
    );
  },
};
