import type { Step } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import type { Flaw, Rule } from './rule.ts';

/** The first that fits leads on, so what stands there twice is reached once. */
export const shadowed: Rule = {
  name: 'shadowed',
  says: 'No pattern and no case of a step says what one above it says already.',
  check({ runbook }) {
    return runbook.steps.flatMap((step, index) => flawsOf(step, ['steps', index]));
  },
};

function flawsOf(step: Step, path: Path): readonly Flaw[] {
  if ('match' in step)
    return repeated(
      step.patterns.map(({ is }) => is),
      (at) => ({ path: [...path, 'patterns', at, 'is'], word: 'pattern' }),
    );
  if (!('cases' in step)) return [];
  return repeated(
    step.cases.map(({ when }) => when),
    (at) => ({ path: [...path, 'cases', at, 'when'], word: 'condition' }),
  );
}

function repeated(texts: readonly string[], placeOf: (at: number) => { path: Path; word: string }): readonly Flaw[] {
  return texts.flatMap((text, at) => {
    const first = texts.indexOf(text);
    if (first === at) return [];
    const { path, word } = placeOf(at);
    const message = `this is never reached: the same ${word} is number ${first + 1} of this step`;
    return [{ path, on: 'value' as const, message }];
  });
}
