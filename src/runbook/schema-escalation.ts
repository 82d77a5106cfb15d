import * as z from 'zod';
import { LEVELS, type EscalationSpec, type HandOverSpec, type TurnSpec } from '../model/escalation.ts';
import { expression, kebab, listOf, mapOf, words, type ShapeOf } from './schema-parts.ts';

const level = z.enum(LEVELS).describe('The level.');
const LAST = 'The last rule has no condition, so that somebody is named whatever was found.';

const begin = z.strictObject({
  level,
  when: z.exactOptional(expression).describe('When to begin there; `item` is the finding.'),
  because: words.min(1).describe('Why, in words with placeholders.'),
} satisfies ShapeOf<EscalationSpec['begin'][number]>);

const turn = z.strictObject({
  team: kebab.describe('Whose turn it is: a name of `teams`.'),
  when: z.exactOptional(expression).describe('When it is theirs; `item` is the finding.'),
  does: words.min(1).describe('What they do, in words with placeholders.'),
} satisfies ShapeOf<TurnSpec>);

/** Something that a person does or hands over, as commands that kubedoc prints. */
export const handOver = z.strictObject({
  what: words.min(1).describe('What it is, in words with placeholders.'),
  each: z.exactOptional(expression).describe('One per element, which is `item`.'),
  when: z.exactOptional(expression).describe('Only where this is known to hold.'),
  holds: words.min(1).describe('What is in it, and what to see to before it is given away.'),
  commands: z.array(words.min(1)).min(1).describe('The commands that make it; kubedoc prints them and runs none.'),
  blanks: z
    .exactOptional(z.record(z.string().regex(/^[a-z][a-z-]*$/, 'has small letters and hyphens'), words))
    .describe('What a person fills in, by the name that stands as <name> in the commands.'),
} satisfies ShapeOf<HandOverSpec>);

/** Rules of which the first that holds counts. */
function rulesOf<T extends z.ZodType<{ readonly when?: string }>>(rule: T, says: string) {
  return z
    .array(rule)
    .refine((rules) => rules.length > 0 && rules.at(-1)?.when === undefined, LAST)
    .describe(says);
}

/** Whom to call about what was found, and with what. */
export const escalation = z
  .strictObject({
    begin: rulesOf(begin, 'The level to begin with.'),
    levels: z
      .strictObject({ L1: rulesOf(turn, 'On call.'), L2: rulesOf(turn, 'The team.'), L3: rulesOf(turn, 'The makers.') })
      .describe('Whose turn it is at each level.'),
    teams: mapOf(kebab, words.min(1), 'Who the teams are, by the names that a profile gives contacts to.'),
    'hand-over': listOf(handOver, 'What the next level needs.'),
  } satisfies ShapeOf<EscalationSpec>)
  .superRefine(({ levels, teams }, context) => {
    for (const name of LEVELS)
      levels[name].forEach(({ team }, index) => {
        if (Object.hasOwn(teams, team)) return;
        context.addIssue({
          code: 'custom',
          path: ['levels', name, index, 'team'],
          message: `there is no team "${team}" below teams`,
        });
      });
  });
