import { checkExpression } from '../../expression/expressions.ts';
import type { Rule } from './rule.ts';

/** Names can be used in expressions. */
export const reservedNames: Rule = {
  name: 'reserved-name',
  says: 'The name of an input, a look-up or a derived value is no word that CEL reserves, such as namespace or in.',
  check({ runbook }) {
    return (['inputs', 'lookups', 'derive'] as const).flatMap((section) =>
      Object.keys(runbook[section])
        .filter((name) => 'problem' in checkExpression(name))
        .map((name) => ({
          path: [section, name],
          on: 'key',
          message: `"${name}" cannot be a name: expressions reserve the word`,
        })),
    );
  },
};
