import * as z from 'zod';
import { RUNBOOK_FORMAT, type Runbook } from '../model/runbook.ts';
import { check } from './schema-check.ts';
import { derived, input, lookup, topic } from './schema-facts.ts';
import { advice, finding, leads, note, observation, table, timeline } from './schema-endings.ts';
import { escalation } from './schema-escalation.ts';
import { expression, identifier, kebab, listOf, mapOf, text, type ShapeOf } from './schema-parts.ts';
import { program, programName } from './schema-programs.ts';
import { step } from './schema-steps.ts';

/**
 * The shape of a runbook file. Lists and maps that are left out become empty. What a shape cannot say (names that
 * exist, steps that can be reached) is left to the rules.
 */
export const runbookSchema = z.strictObject({
  format: z.literal(RUNBOOK_FORMAT).describe('The version of this format.'),
  name: kebab.describe('The name by which the runbook is started and entered.'),
  title: text.describe('The question that it answers.'),
  summary: text.describe('What it does, in a sentence.'),
  covers: listOf(text, 'The ids that it covers.'),
  sources: listOf(text, 'Where the knowledge comes from.'),
  topic: z.exactOptional(topic).describe('Makes it a topic of `kubedoc diagnose`.'),
  check: z.exactOptional(check).describe('Makes it a check of `kubedoc workshop preflight`.'),
  inputs: mapOf(identifier, input, 'What it is about; the first is the object whose trouble is explained.'),
  lookups: mapOf(identifier, lookup, 'What is looked up.'),
  derive: mapOf(
    identifier,
    derived,
    'Named values: an expression, a probe with its arguments, or what another runbook gives.',
  ),
  gives: z
    .exactOptional(z.record(identifier, expression))
    .describe('In place of steps: values for the runbooks that name it under `given-by`.'),
  steps: z.array(step).min(1).default([]).describe('The questions, from top to bottom.'),
  findings: mapOf(kebab, finding, 'The causes by their code.'),
  advice: mapOf(kebab, advice, 'Ways to mend them by id.'),
  notes: mapOf(kebab, note, 'Endings that are no problem.'),
  observations: listOf(observation, 'Things worth saying beside the diagnosis.'),
  tables: mapOf(kebab, table, 'Tables of facts.'),
  timeline: listOf(timeline, 'What happened when.'),
  leads: z.exactOptional(leads).describe('What was changed; told wherever the runbook was walked.'),
  escalation: z.exactOptional(escalation).describe('Whom to call about what was found, and with what.'),
  programs: mapOf(programName, program, 'Programs that commands begin with.'),
} satisfies ShapeOf<Runbook>);

/** The identity; it compiles only while what the schema gives is a Runbook of the model. */
export function asRunbook(checked: z.output<typeof runbookSchema>): Runbook {
  return checked;
}
