import * as z from 'zod';
import { LAYERS } from '../model/report.ts';
import type {
  AdviceSpec,
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
  is: z.enum(['P0', 'P1', 'P2', 'P3']),
  when: z.exactOptional(expression),
  rule: words.min(1).describe('Why it is this severity.'),
} satisfies ShapeOf<SeverityRule>);

const conditionalWords = z.strictObject({
  when: expression,
  words: words.min(1),
} satisfies ShapeOf<ConditionalWords>);

const confirmation = z.strictObject({
  when: expression,
  needs: words.min(1).describe('What would confirm it, in words.'),
} satisfies ShapeOf<Confirmation>);

/** A finding. */
export const finding = z.strictObject({
  layer: z.enum(LAYERS).describe('Where in the machinery the cause sits.'),
  on: expression.describe('The object that the cause sits on.'),
  title: words.min(1),
  cause: words.min(1),
  also: z.exactOptional(z.array(conditionalWords)).describe('Further sentences of the cause, each where it holds.'),
  severity: z.array(severityRule).min(1).describe('Rules in order; the last has no condition.'),
  confirmed: z.exactOptional(z.array(confirmation)).describe('What must hold for "confirmed".'),
  likely: z.exactOptional(z.array(confirmation)).describe('What must hold for "likely".'),
  'at-most': z.exactOptional(z.enum(['likely', 'possible'])).describe('The most that this finding can ever be.'),
  evidence: z.exactOptional(z.array(evidence)),
  'rules-out': z.exactOptional(z.array(ruledOut).min(1)),
  headroom: z.exactOptional(expression).describe('Rows of node headroom.'),
  advice: listOf(kebab, 'Ways to mend it, by id.'),
} satisfies ShapeOf<FindingSpec>);

const recommendation = z.strictObject({ when: expression, because: words.min(1) });
const change = z.strictObject({ file: words, owner: words, patch: words });

/** One way to mend a finding. */
export const advice = z.strictObject({
  tier: z.enum(['now', 'workaround', 'permanent']),
  title: words.min(1),
  risk: z.enum(['reads', 'changes', 'interrupts', 'loses-data']).describe('What it does to the cluster.'),
  impact: z.exactOptional(words).describe('What is interrupted or lost.'),
  when: z.exactOptional(expression).describe('Offered only if this holds.'),
  recommended: z.exactOptional(z.array(recommendation)).describe('Rules by which it is the recommended one.'),
  pros: z.exactOptional(z.array(words)),
  cons: z.exactOptional(z.array(words)),
  change: z.exactOptional(change).describe("A change where the object's truth lives."),
  commands: z.exactOptional(z.array(words.min(1))).describe('Commands to type, without a context.'),
  verify: z.exactOptional(z.array(words.min(1))).describe('Commands that show whether it helped; they only read.'),
} satisfies ShapeOf<AdviceSpec>);

/** An ending that is no problem. */
export const note = z.strictObject({
  kind: z.enum(['suspended', 'in-progress', 'history', 'observation', 'scope', 'deleting']),
  on: expression.describe('The object that it is about, or null.'),
  text: words.min(1),
} satisfies ShapeOf<NoteSpec>);

/** Something worth saying beside the diagnosis. */
export const observation = z.strictObject({
  when: expression,
  on: expression,
  text: words.min(1),
} satisfies ShapeOf<ObservationSpec>);

const columns = z
  .record(z.string().min(1), words)
  .refine((cells) => Object.keys(cells).length > 0, 'needs at least one column');

/** A table of facts. */
export const table = z.strictObject({
  title: words.min(1),
  each: expression.describe('One row per element, which is `item`.'),
  columns: columns.describe('The cells by the heading of their column.'),
} satisfies ShapeOf<TableSpec>);

/** Entries of the timeline. */
export const timeline = z.strictObject({
  each: expression.describe('One entry per element, which is `item`.'),
  at: expression.describe('When it happened, RFC 3339.'),
  of: z.exactOptional(expression).describe('The object that it is about.'),
  text: words.min(1),
} satisfies ShapeOf<TimelineSpec>);
