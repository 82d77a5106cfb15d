import type { EnterStep, Runbook } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import { suggestion } from '../suggest.ts';
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
  if (entered !== undefined) return [...strangeInputs(step, path, entered), ...missingInputs(step, path, entered)];
  const message = `there is no runbook "${step.enter}"${suggestion(step.enter, [...runbooks.keys()])}`;
  return [{ path: [...path, 'enter'], on: 'value', message }];
}

function strangeInputs(step: EnterStep, path: Path, entered: Runbook): readonly Flaw[] {
  const known = Object.keys(entered.inputs);
  return Object.keys(step.with)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: [...path, 'with', name],
      on: 'key',
      message: `runbook ${entered.name} has no input "${name}"${suggestion(name, known)}`,
    }));
}

function missingInputs(step: EnterStep, path: Path, entered: Runbook): readonly Flaw[] {
  return Object.entries(entered.inputs)
    .filter(([name, input]) => input.optional !== true && !Object.hasOwn(step.with, name))
    .map(([name, input]) => ({
      path: [...path, 'enter'],
      on: 'value',
      message: `runbook ${entered.name} needs the input "${name}" (${input.kind})`,
    }));
}
