import { statesIn } from '../mentions.ts';
import { suggestion } from '../suggest.ts';
import type { Rule } from './rule.ts';

/** `state.NAME` names a look-up. */
export const lookupStates: Rule = {
  name: 'unknown-lookup',
  says: 'state.NAME names a look-up.',
  check({ runbook, mentions }) {
    const lookups = Object.keys(runbook.lookups);
    return mentions.flatMap((each) =>
      statesIn(each)
        .filter(({ field }) => !lookups.includes(field))
        .map((state) => ({
          path: each.text.path,
          on: 'value',
          range: state,
          message: `"${state.field}" is no look-up, so it has no state${suggestion(state.field, lookups)}`,
        })),
    );
  },
};
