import { UNITS } from '../../text/format-value.ts';
import { suggestion } from '../suggest.ts';
import type { Rule } from './rule.ts';

/** The unit of a placeholder exists. */
export const units: Rule = {
  name: 'unknown-unit',
  says: 'The unit of a placeholder is one that the renderer knows, or a path to the text that says it.',
  check({ mentions }) {
    const known = Object.keys(UNITS);
    return mentions.flatMap((each) =>
      each.units
        .filter(({ name }) => !known.includes(name))
        .map((unit) => ({
          path: each.text.path,
          on: 'value',
          range: unit,
          message: `"${unit.name}" is no unit${suggestion(unit.name, known)}`,
        })),
    );
  },
};
