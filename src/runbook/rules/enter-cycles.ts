import type { Input, Runbook } from '../../model/runbook.ts';
import { DATA_KINDS } from './input-kinds.ts';
import type { Rule } from './rule.ts';

/**
 * Causes run in circles through a cluster, so runbooks may enter each other in circles too. The walk stops where it comes
 * to the same object again, so there has to be an object to know it by.
 */
export const enterCycles: Rule = {
  name: 'enter-cycle',
  says: 'A runbook that is entered from within itself takes an object as its first input.',
  check({ runbook, runbooks }) {
    const [subject] = Object.values(runbook.inputs);
    if (isObjectInput(subject)) return [];
    return runbook.steps.flatMap((step, index) => {
      if (!('enter' in step) || !leadsTo(step.enter, runbook.name, runbooks)) return [];
      const how =
        step.enter === runbook.name ? 'this runbook enters itself' : `runbook ${step.enter} enters this one again`;
      const message = `${how}, and its first input is no object by which the walk could tell that it has been here`;
      return [{ path: ['steps', index, 'enter'], on: 'value' as const, message }];
    });
  },
};

function isObjectInput(input: Input | undefined): boolean {
  return input !== undefined && !DATA_KINDS.includes(input.kind) && input.optional !== true;
}

function leadsTo(from: string, wanted: string, runbooks: ReadonlyMap<string, Runbook>): boolean {
  const reached = new Set([from]);
  for (const name of reached)
    for (const step of runbooks.get(name)?.steps ?? []) if ('enter' in step) reached.add(step.enter);
  return reached.has(wanted);
}
