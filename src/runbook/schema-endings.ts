import * as z from 'zod';
import { LAYERS, NOTE_KINDS } from '../model/report.ts';
import type { LeadSpec, LeadsSpec } from '../model/leads-spec.ts';
import type {
  AdviceSpec,
  ChangeSpec,
  ConditionalWords,
  Confirmation,
  FindingSpec,
  NoteSpec,
  ObservationSpec,
  SeverityRule,
  TableSpec,
  TimelineSpec,
} from '../model/runbook.ts';
import { evidence, ruledOut } from './schema-facts.ts';
import { expression, kebab, listOf, words, type ShapeOf } from './schema-parts.ts';

const severityRule = z.strictObject({
  is: z.enum(['P0', 'P1', 'P2', 'P3']).describe('The severity; P0 is the worst.'),
  when: z.exactOptional(expression).describe('When it is this severe: one line of CEL. The last rule has none.'),
  rule: words.min(1).describe('Why it is this severity.'),
} satisfies ShapeOf<SeverityRule>);

/** Words that are said only where something holds. */
export const conditionalWords = z.strictObject({
  when: expression.describe('Said only where this is known to hold: one line of CEL.'),
  words: words.min(1).describe('The sentence, in words with placeholders.'),
} satisfies ShapeOf<ConditionalWords>);

const confirmation = z.strictObject({
  when: expression.describe('What has to hold: one line of CEL.'),
  needs: words.min(1).describe('What would confirm it, in words.'),
} satisfies ShapeOf<Confirmation>);

/** A finding. */
export const finding = z.strictObject({
  layer: z.enum(LAYERS).describe('Where in the machinery the cause sits.'),
  on: expression.describe('The object that the cause sits on.'),
  same: z
    .exactOptional(expression)
    .describe('A text by which findings on several objects are one cause, such as the host that none of them reaches.'),
  'told-by': z
    .exactOptional(z.array(kebab).min(1))
    .describe('Codes of findings that tell the same cause: with one of them on the same object this one is not told.'),
  title: words.min(1).describe('The cause in one line, in words with placeholders.'),
  cause: words.min(1).describe('What is wrong and why, in words with placeholders.'),
  also: z.exactOptional(z.array(conditionalWords)).describe('Further sentences of the cause, each where it holds.'),
  severity: z.array(severityRule).min(1).describe('Rules in order; the last has no condition.'),
  confirmed: z.exactOptional(z.array(confirmation)).describe('What must hold for "confirmed".'),
  likely: z.exactOptional(z.array(confirmation)).describe('What must hold for "likely".'),
  'at-most': z.exactOptional(z.enum(['likely', 'possible'])).describe('The most that this finding can ever be.'),
  evidence: z.exactOptional(z.array(evidence)).describe('The fields that prove it.'),
  'rules-out': z.exactOptional(z.array(ruledOut).min(1)).describe('Causes that this one excludes.'),
  headroom: z.exactOptional(expression).describe('Rows of node headroom.'),
  advice: listOf(kebab, 'Ways to mend it, by id.'),
} satisfies ShapeOf<FindingSpec>);

const recommendation = z.strictObject({
  when: expression.describe('When it is the recommended one: one line of CEL.'),
  because: words.min(1).describe('Why it is then, in words with placeholders.'),
});
const change = z.strictObject({
  of: z.exactOptional(expression).describe('The object that is changed; left out where the patch is a new object.'),
  file: words.describe('The file that is changed, in words with placeholders.'),
  owner: words.describe('Who owns that file, in words with placeholders.'),
  patch: words.describe('What it has to say, in words with placeholders.'),
} satisfies ShapeOf<ChangeSpec>);
const blanks = z
  .record(kebab, words.min(1))
  .describe('Questions to whoever follows it, by the name that stands as <name> in the patch and the commands.');

/** One way to mend a finding. */
export const advice = z.strictObject({
  tier: z.enum(['now', 'workaround', 'permanent']).describe('Whether it helps now, for a while or for good.'),
  title: words.min(1).describe('What to do in one line, in words with placeholders.'),
  risk: z.enum(['reads', 'changes', 'interrupts', 'loses-data']).describe('What it does to the cluster.'),
  impact: z.exactOptional(words).describe('What is interrupted or lost.'),
  when: z.exactOptional(expression).describe('Offered only if this holds.'),
  recommended: z.exactOptional(z.array(recommendation)).describe('Rules by which it is the recommended one.'),
  pros: z.exactOptional(z.array(words)).describe('What speaks for it.'),
  cons: z.exactOptional(z.array(words)).describe('What speaks against it.'),
  change: z.exactOptional(change).describe("A change where the object's truth lives."),
  commands: z.exactOptional(z.array(words.min(1))).describe('Commands to type, without a context.'),
  verify: z.exactOptional(z.array(words.min(1))).describe('Commands that show whether it helped; they only read.'),
  blanks: z.exactOptional(blanks),
} satisfies ShapeOf<AdviceSpec>);

/** An ending that is no problem. */
export const note = z.strictObject({
  kind: z.enum(NOTE_KINDS).describe('What it tells.'),
  on: expression.describe('The object that it is about, or null.'),
  text: words.min(1).describe('The note, in words with placeholders.'),
} satisfies ShapeOf<NoteSpec>);

/** Something worth saying beside the diagnosis. */
export const observation = z.strictObject({
  when: expression.describe('Said only if this holds: one line of CEL.'),
  on: expression.describe('The object that it is about, or null.'),
  text: words.min(1).describe('What is worth saying, in words with placeholders.'),
} satisfies ShapeOf<ObservationSpec>);

const columns = z
  .record(z.string().min(1), words)
  .refine((cells) => Object.keys(cells).length > 0, 'needs at least one column');

/** A table of facts. */
export const table = z.strictObject({
  title: words.min(1).describe('What the table shows, in words with placeholders.'),
  always: z
    .literal(true)
    .exactOptional()
    .describe('Told wherever the runbook was walked, even where nothing was found.'),
  each: expression.describe('One row per element, which is `item`.'),
  columns: columns.describe('The cells by the heading of their column.'),
} satisfies ShapeOf<TableSpec>);

/** Entries of the timeline. */
export const timeline = z.strictObject({
  each: expression.describe('One entry per element, which is `item`.'),
  at: expression.describe('When it happened, RFC 3339.'),
  of: z.exactOptional(expression).describe('The object that it is about.'),
  text: words.min(1).describe('What happened, in words with placeholders.'),
} satisfies ShapeOf<TimelineSpec>);

const lead = z.strictObject({
  each: expression.describe('One change per element, which is `item`.'),
  at: expression.describe('When it was made, RFC 3339.'),
  of: expression.describe('The object that was changed.'),
  text: words.min(1).describe('What was changed, in words with placeholders.'),
  writer: expression.describe('Who wrote it, a text.'),
} satisfies ShapeOf<LeadSpec>);

/** What was changed in some time. */
export const leads = z.strictObject({
  since: expression.describe('From when on, RFC 3339.'),
  onset: expression.describe('The first sign of trouble, RFC 3339, or null.'),
  told: z.array(conditionalWords).min(1).describe('What that rests on; the first that holds is said.'),
  kinds: z.array(lead).min(1).describe('The changes, one kind after the other.'),
  'at-once': z.int().min(0).describe('What one writer does in the same words within so many seconds is told as one.'),
  most: z.int().min(2).describe('How many are shown on a screen; half as many in a short report.'),
} satisfies ShapeOf<LeadsSpec>);
