import type { EnterStep, Runbook } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import type { Flaw, Rule } from './rule.ts';

/** What is started before its step is reached cannot hang on what is found until then. */
export const ahead: Rule = {
  name: 'ahead',
  says: 'A runbook that is started ahead is entered once, with inputs of this runbook and nothing else.',
  check: ({ runbook }) =>
    runbook.steps.flatMap((step, index) =>
      'enter' in step && step.ahead === true ? flawsOf(step, ['steps', index], runbook) : [],
    ),
};

function flawsOf(step: EnterStep, path: Path, { inputs }: Runbook): readonly Flaw[] {
  const several: readonly Flaw[] =
    step.each === undefined
      ? []
      : [{ path: [...path, 'each'], on: 'key', message: 'it is started ahead, when nobody knows yet for what' }];
  const later = Object.entries(step.with).filter(([, expression]) => !Object.hasOwn(inputs, expression.trim()));
  return [
    ...several,
    ...later.map(([name]): Flaw => ({
      path: [...path, 'with', name],
      on: 'value',
      message: 'it is started ahead, so this has to be the name of an input',
    })),
  ];
}
