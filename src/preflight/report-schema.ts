import * as z from 'zod';
import {
  CHECK_RESULTS,
  PREFLIGHT_SCHEMA_VERSION,
  PREFLIGHT_VERDICTS,
  type Capacity,
  type Check,
  type ContextRow,
  type PlannedChange,
  type PreflightReport,
} from '../model/preflight.ts';
import type { Advice, UnknownRow } from '../model/report.ts';
import { ROLES } from '../model/workshop.ts';

/** A schema for every key of a model type, so that the compiler finds a key that is missing or that is too many. */
type ShapeOf<T> = { readonly [K in keyof Required<T>]: z.ZodType };

const text = z.string();
const texts = z.array(text);
const result = z.enum(CHECK_RESULTS);
const verdict = z.enum(PREFLIGHT_VERDICTS);
const blank = z.strictObject({ text, question: text });
const objectRef = z.strictObject({ apiVersion: text, kind: text, namespace: text.nullable(), name: text });

const advice = z.strictObject({
  id: text,
  tier: z.enum(['now', 'workaround', 'permanent']),
  title: text,
  recommended: z.boolean(),
  because: text,
  risk: z.enum(['reads', 'changes', 'interrupts', 'loses-data']),
  impact: text,
  pros: texts,
  cons: texts,
  change: z.strictObject({ object: objectRef.nullable(), file: text, owner: text, patch: text }).nullable(),
  commands: texts,
  verify: texts,
  blanks: z.array(blank),
} satisfies ShapeOf<Advice>);

const unknownRow = z.strictObject({
  lookup: text,
  state: z.enum(['absent', 'denied', 'failed', 'unanswered']),
  need: text,
  required: z.boolean(),
} satisfies ShapeOf<UnknownRow>);

const finding = z.strictObject({
  code: text,
  title: text,
  cause: text,
  severity: z.enum(['P0', 'P1', 'P2', 'P3']),
  confidence: z.enum(['confirmed', 'likely', 'possible']),
  object: text,
  accepted: z.exactOptional(z.strictObject({ reason: text, until: text })),
} satisfies ShapeOf<Check['findings'][number]>);

const check = z.strictObject({
  id: text,
  about: text,
  context: text.nullable(),
  result,
  summary: text,
  findings: z.array(finding),
  evidence: z.array(z.strictObject({ text, command: text.nullable() })),
  fix: advice.nullable(),
  owner: text.nullable(),
  covers: texts,
  unknown: z.array(unknownRow),
} satisfies ShapeOf<Check>);

const contextRow = z.strictObject({
  context: text,
  role: z.union([z.enum(ROLES), z.literal('')]),
  now: text.nullable(),
  serverVersion: text.nullable(),
  unreachable: text,
} satisfies ShapeOf<ContextRow>);

const change = z.strictObject({
  context: text.nullable(),
  owner: text,
  fix: advice,
  mends: texts,
  sure: z.enum(['computed', 'expected']),
} satisfies ShapeOf<PlannedChange>);

const capacity = z.strictObject({
  context: text,
  running: z.number(),
  room: z.number(),
  possible: z.number().nullable(),
  needed: z.number(),
} satisfies ShapeOf<Capacity>);

const handOver = z.strictObject({ what: text, holds: text, commands: texts, blanks: z.array(blank) });

/** The JSON of a preflight. */
export const preflightSchema = z.strictObject({
  schemaVersion: z.literal(PREFLIGHT_SCHEMA_VERSION),
  verdict,
  workshop: z.strictObject({
    participants: z.number(),
    window: z.strictObject({ start: text, end: text, zone: text }),
    workspace: z.strictObject({
      cpuMillicores: z.number().nullable(),
      memoryBytes: z.number().nullable(),
      storageBytes: z.number().nullable(),
      perParticipant: z.number(),
      namespace: text,
      images: texts,
    }),
  }),
  contexts: z.array(contextRow),
  checks: z.array(check),
  changes: z.array(change),
  after: z
    .strictObject({ verdict, open: z.array(z.strictObject({ id: text, context: text.nullable(), result })) })
    .nullable(),
  capacity: z.array(capacity),
  trials: z.array(z.strictObject({ context: text, trial: handOver })),
  notes: z.array(z.strictObject({ context: text, text })),
  given: z.array(z.strictObject({ context: text, values: z.record(text, z.unknown()) })),
} satisfies ShapeOf<PreflightReport>);

/** The identity; it compiles only while what the schema gives is a report of the model. */
export function asPreflight(checked: z.output<typeof preflightSchema>): PreflightReport {
  return checked;
}

/** The JSON Schema (draft 2020-12) of the JSON of a preflight. */
export function preflightJsonSchema(): object {
  const schema = z.toJSONSchema(preflightSchema, { target: 'draft-2020-12' });
  return { ...schema, title: 'kubedoc workshop preflight' };
}
