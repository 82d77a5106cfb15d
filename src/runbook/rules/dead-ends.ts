import { outcomesOf } from '../branches.ts';
import type { Rule } from './rule.ts';

/** A branch leads somewhere. */
export const deadEnds: Rule = {
  name: 'dead-end',
  says: 'A branch names a finding, a note or advice, or says where to go: words alone would end the walk as healthy.',
  check({ runbook }) {
    return runbook.steps.flatMap((step, index) =>
      outcomesOf(step, index)
        .filter(({ branch: { go, finding, note, advise } }) =>
          [go, finding, note, advise].every((key) => key === undefined),
        )
        .map(({ path }) => ({
          path,
          on: 'key',
          message: 'this branch leads nowhere: add go, finding or note',
        })),
    );
  },
};
