import { outcomesOf, targetPath, type Outcome } from '../branches.ts';
import type { Rule } from './rule.ts';

/** Not knowing is never fine. */
export const unknownBranches: Rule = {
  name: 'unknown-is-not-healthy',
  says: 'An unknown branch never ends as healthy.',
  check({ runbook }) {
    return runbook.steps.flatMap((step, index) =>
      outcomesOf(step, index)
        .filter(endsHealthy)
        .map((outcome) => ({
          path: outcome.branch.go === undefined ? outcome.path : targetPath(outcome),
          on: 'value',
          message: 'not knowing is not healthy: go on with next or a step, or end as unclear or end',
        })),
    );
  },
};

/** A note without more ends the walk as healthy, too. */
function endsHealthy({ answer, branch }: Outcome): boolean {
  if (answer !== 'unknown') return false;
  const { go, finding, advise, note } = branch;
  return go === 'healthy' || (note !== undefined && [go, finding, advise].every((key) => key === undefined));
}
