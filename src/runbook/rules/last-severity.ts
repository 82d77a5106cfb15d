import type { SeverityRule } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import type { Flaw, Rule } from './rule.ts';

/** Every finding has a severity, whatever holds. */
export const lastSeverity: Rule = {
  name: 'severity',
  says: 'The last rule of a severity has no condition, and only the last.',
  check({ runbook }) {
    return Object.entries(runbook.findings).flatMap(([code, { severity }]) =>
      severity.flatMap((rule, index) =>
        flawOf(rule, ['findings', code, 'severity', index], index === severity.length - 1),
      ),
    );
  },
};

function flawOf({ when }: SeverityRule, path: Path, last: boolean): readonly Flaw[] {
  if (!last && when === undefined)
    return [{ path, on: 'value', message: 'the rules below this one are never reached: it has no condition' }];
  if (last && when !== undefined)
    return [
      { path: [...path, 'when'], on: 'key', message: 'the last rule has no condition, so that one always holds' },
    ];
  return [];
}
