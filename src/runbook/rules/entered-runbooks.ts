import type { EnterStep, Runbook } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import { suggestion } from '../suggest.ts';
import { inputFlaws } from './input-flaws.ts';
import type { Flaw, Rule } from './rule.ts';

/** A runbook that is entered exists and gets its inputs. */
export const enteredRunbooks: Rule = {
  name: 'enter',
  says: 'A runbook that is entered exists, gets its required inputs and no others.',
  check({ runbook, runbooks, unreadable }) {
    return runbook.steps.flatMap((step, index) =>
      'enter' in step && !unreadable.has(step.enter) ? flawsOf(step, ['steps', index], runbooks) : [],
    );
  },
};

function flawsOf(step: EnterStep, path: Path, runbooks: ReadonlyMap<string, Runbook>): readonly Flaw[] {
  const entered = runbooks.get(step.enter);
  if (entered?.gives !== undefined) {
    const message = `runbook ${entered.name} gives values and has no steps: name it under given-by`;
    return [{ path: [...path, 'enter'], on: 'value', message }];
  }
  if (entered !== undefined) return inputFlaws(step.with, [...path, 'enter'], entered);
  const message = `there is no runbook "${step.enter}"${suggestion(step.enter, [...runbooks.keys()])}`;
  return [{ path: [...path, 'enter'], on: 'value', message }];
}
