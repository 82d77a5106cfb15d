import * as z from 'zod';
import type { CheckSpec } from '../model/check.ts';
import { handOver } from './schema-escalation.ts';
import { expression, identifier, kebab, text, type ShapeOf } from './schema-parts.ts';

/** What makes a runbook a check of `kubedoc workshop preflight`. */
export const check = z.strictObject({
  about: text.describe('What it looks at, in a few words.'),
  order: z.int().min(1).describe('Its place among the checks; smaller is earlier.'),
  fails: z.enum(['P0', 'P1', 'P2', 'P3']).describe('Findings that are this severe or worse fail; others warn.'),
  team: kebab.describe('Who mends what it finds where the object has no owner.'),
  gives: z
    .exactOptional(z.record(identifier, expression))
    .describe('Values for the checks across contexts, by the names of their inputs.'),
  across: z.literal(true).exactOptional().describe('Walked once, over what the checks of all contexts gave.'),
  trial: z.exactOptional(z.array(handOver)).describe('Commands by which a person tries it.'),
} satisfies ShapeOf<CheckSpec>);
