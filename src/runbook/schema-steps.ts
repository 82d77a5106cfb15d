import * as z from 'zod';
import type {
  AskOption,
  AskStep,
  BranchSpec,
  Case,
  CasesStep,
  CheckStep,
  EnterStep,
  PickSpec,
  CapSpec,
  MatchStep,
  PatternCase,
} from '../model/runbook.ts';
import { evidence, ruledOut } from './schema-facts.ts';
import { expression, identifier, kebab, text, words, type ShapeOf } from './schema-parts.ts';

const branchSpec = z.strictObject({
  finding: z.exactOptional(kebab).describe('The cause that this answer names.'),
  note: z.exactOptional(kebab).describe('Something worth saying that is no problem.'),
  go: z.exactOptional(kebab).describe('Where to go on: a step, next, healthy, unclear or end.'),
  say: z.exactOptional(words).describe('Shown behind the answer.'),
  'rules-out': z.exactOptional(z.array(ruledOut).min(1)).describe('Causes that this answer excludes.'),
  advise: z.exactOptional(z.array(kebab).min(1)).describe('Advice added to what the entered runbook found.'),
} satisfies ShapeOf<BranchSpec>);

const branch = z.union([kebab.describe('A step, next, healthy, unclear or end.'), branchSpec]);

const base = {
  step: kebab.describe('The name that branches and answers use.'),
  question: words.min(1).describe('What is asked, in words.'),
  say: z.exactOptional(words).describe('Shown behind the answer.'),
  evidence: z.exactOptional(z.array(evidence)).describe('What the answer rests on.'),
  optional: z.exactOptional(z.boolean()).describe('Not knowing the answer does not stand in the way of "healthy".'),
};

const unknown = branch.describe('Where it goes when the answer is not known.');

const check = z.strictObject({
  ...base,
  check: expression.describe('Holds, does not hold, or is not known.'),
  good: z.exactOptional(z.enum(['yes', 'no', 'either'])).describe('Which answer is the good one; yes if left out.'),
  yes: branch.describe('Where it goes when it holds.'),
  no: branch.describe('Where it goes when it does not hold.'),
  unknown,
} satisfies ShapeOf<CheckStep>);

const patternCase = z.strictObject({
  is: text.describe('An RE2 pattern; its named groups become `matched`.'),
  class: text.describe('What this text is called: the answer, and `matched.class`.'),
  then: branch.describe('Where it goes when the pattern matches.'),
} satisfies ShapeOf<PatternCase>);

const match = z.strictObject({
  ...base,
  match: expression.describe('The text that is held against the patterns.'),
  patterns: z.array(patternCase).min(1).describe('Patterns in order; the first that matches leads on.'),
  otherwise: branch.describe('Where it goes when no pattern matches.'),
  unknown,
} satisfies ShapeOf<MatchStep>);

const oneCase = z.strictObject({
  when: expression.describe('The condition: one line of CEL.'),
  answer: text.describe('The answer of the step when it holds.'),
  then: branch.describe('Where it goes when it holds.'),
} satisfies ShapeOf<Case>);

const cases = z.strictObject({
  ...base,
  cases: z.array(oneCase).min(1).describe('Conditions in order; the first that holds leads on.'),
  otherwise: branch.describe('Where it goes when none holds.'),
  unknown,
} satisfies ShapeOf<CasesStep>);

const pick = z.strictObject({
  label: words.describe('One line per element, in words with placeholders; `item` is the element.'),
  hint: words.describe('What is shown behind the label, in words with placeholders.'),
  value: words.describe('What a flag or an answer file calls the element, in words with placeholders.'),
  'left-out': z
    .exactOptional(words.min(1))
    .describe('Noted of those that were not chosen, before their labels; the walk then cannot end healthy.'),
} satisfies ShapeOf<PickSpec>);

const cap = z.strictObject({
  is: z.enum(['likely', 'possible']).describe('The most that a finding can be that was come upon this way.'),
  needs: words.min(1).describe('What would settle that it was right to go there.'),
} satisfies ShapeOf<CapSpec>);

const enter = z.strictObject({
  ...base,
  enter: kebab.describe('The runbook that is walked.'),
  with: z.record(identifier, expression).default({}).describe('Its inputs.'),
  each: z.exactOptional(expression).describe('Entered once per element, which is `item` in `with` and `pick`.'),
  ahead: z
    .exactOptional(z.literal(true))
    .describe('Its look-ups are started with those of this runbook; for what is entered whatever else is found.'),
  pick: z.exactOptional(pick).describe('Asks which element; all are walked when nobody answers.'),
  'at-most': z
    .exactOptional(cap)
    .describe('For a step that goes there on a guess: what is found is no surer than this, however well it is proven.'),
  found: branch.describe('Where it goes when the entered runbook named a cause.'),
  progressing: z.exactOptional(branch).describe('Where it goes when it is only on its way; as `clean` if left out.'),
  clean: branch.describe('Where it goes when it named none.'),
  unknown,
} satisfies ShapeOf<EnterStep>);

const option = z.strictObject({
  answer: kebab.describe('The word of the answer, as `answers.STEP` gives it.'),
  label: words.describe('What a person reads, in words with placeholders.'),
  then: branch.describe('Where it goes with this answer.'),
} satisfies ShapeOf<AskOption>);

const ask = z.strictObject({
  ...base,
  ask: z.array(option).min(1).describe('The possible answers.'),
  unknown,
} satisfies ShapeOf<AskStep>);

/** The forms of a step, each under the key that tells it. */
export const STEP_FORMS = { check, match, cases, enter, ask };

/** A step of any form. */
export const step = z.union([check, match, cases, enter, ask]);
