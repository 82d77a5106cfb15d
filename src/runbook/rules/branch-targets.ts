import type { Runbook } from '../../model/runbook.ts';
import { ENDINGS, outcomesOf, targetPath, type Outcome } from '../branches.ts';
import { suggestion } from '../suggest.ts';
import type { Flaw, Rule } from './rule.ts';

/** A branch leads to something that exists. */
export const branchTargets: Rule = {
  name: 'branch-target',
  says: 'A branch goes to a step that exists or to an ending, and the last step has no next.',
  check({ runbook }) {
    return runbook.steps.flatMap((step, index) =>
      outcomesOf(step, index).flatMap((outcome) => flawOf(outcome, index, runbook)),
    );
  },
};

function flawOf(outcome: Outcome, index: number, runbook: Runbook): readonly Flaw[] {
  const { go } = outcome.branch;
  if (go === undefined || ENDINGS.includes(go)) return [];
  const place = { path: targetPath(outcome), on: 'value' } as const;
  if (go === 'next') {
    const last = index === runbook.steps.length - 1;
    return last ? [{ ...place, message: 'there is no next step: this is the last one' }] : [];
  }
  const steps = runbook.steps.map(({ step }) => step);
  if (steps.includes(go)) return [];
  const message = `there is no step "${go}"${suggestion(go, [...steps, 'next', ...ENDINGS])}`;
  return [{ ...place, message }];
}
