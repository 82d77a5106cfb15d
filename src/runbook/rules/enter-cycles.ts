import type { Runbook } from '../../model/runbook.ts';
import type { Rule } from './rule.ts';

/** No runbook enters itself; a cluster with a loop in it would be walked for ever. */
export const enterCycles: Rule = {
  name: 'enter-cycle',
  says: 'No runbook enters itself, directly or through others.',
  check({ runbook, runbooks }) {
    return runbook.steps.flatMap((step, index) => {
      if (!('enter' in step) || !leadsTo(step.enter, runbook.name, runbooks)) return [];
      const message =
        step.enter === runbook.name ? 'a runbook cannot enter itself' : `runbook ${step.enter} enters this one again`;
      return [{ path: ['steps', index, 'enter'], on: 'value' as const, message }];
    });
  },
};

function leadsTo(from: string, wanted: string, runbooks: ReadonlyMap<string, Runbook>): boolean {
  const reached = new Set([from]);
  for (const name of reached)
    for (const step of runbooks.get(name)?.steps ?? []) if ('enter' in step) reached.add(step.enter);
  return reached.has(wanted);
}
