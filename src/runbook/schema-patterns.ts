import * as z from 'zod';
import {
  PATTERN_GROUPS,
  PATTERN_KINDS,
  PATTERNS_FORMAT,
  SUGGESTIONS,
  type JsonFormat,
  type LineFormat,
  type LogPattern,
  type PatternExample,
  type PatternSet,
  type TraceSpec,
  type TraceTelling,
} from '../model/log-pattern.ts';
import { kebab, listOf, text, type ShapeOf } from './schema-parts.ts';

const pattern = text.describe('RE2: no look-around and no back-references.');

const json = z.strictObject({
  message: text.describe('The field of the message, as a dotted path.'),
  time: z.exactOptional(text).describe('The field of the time.'),
  level: z.exactOptional(text).describe('The field of the level.'),
  more: z.exactOptional(z.array(text).min(1)).describe('Fields that belong to the message: an error, a stack trace.'),
} satisfies ShapeOf<JsonFormat>);

const lineFormat = z.strictObject({
  name: kebab.describe('Its name.'),
  json: z.exactOptional(json).describe('For lines that are JSON: which field holds what.'),
  line: z.exactOptional(pattern).describe('For other lines: RE2 with the groups message, time and level.'),
  example: text.describe('A line as the program writes it.'),
} satisfies ShapeOf<LineFormat>);

const telling = z.strictObject({
  error: pattern.describe('RE2 of a line that names an error, with the group error; the last one says what it was.'),
  frame: pattern.describe('RE2 of a frame, with the groups file and line.'),
  outside: pattern.describe('RE2 of frames of libraries and of the runtime.'),
  innermost: z.enum(['first', 'last']).describe('Which frame is nearest to the error.'),
} satisfies ShapeOf<TraceTelling>);

const trace = z.strictObject({
  name: kebab.describe('Its name.'),
  starts: pattern.describe('RE2 of its first line.'),
  'goes-on': pattern.describe('RE2 of the lines that go on.'),
  closes: z.exactOptional(z.boolean()).describe('The first line that does not go on is its last one.'),
  chains: z.exactOptional(pattern).describe('RE2 of a line that hangs another trace on.'),
  tells: z.exactOptional(telling).describe('Which lines say what it was, and where in the program.'),
} satisfies ShapeOf<TraceSpec>);

const groups = Object.fromEntries(
  PATTERN_GROUPS.map((name) => [name, z.exactOptional(z.string()).describe(`The group ${name}.`)]),
);

const example = z.strictObject({
  line: text.describe('A line as the program writes it.'),
  gives: z.exactOptional(z.strictObject(groups)).describe('What the named groups are in it.'),
} satisfies ShapeOf<PatternExample>);

const logPattern = z.strictObject({
  name: kebab.describe('Its name, unique among all files.'),
  is: pattern.describe('RE2 over the message; named groups are host, port, name, user, file and detail.'),
  kind: z
    .enum(PATTERN_KINDS)
    .describe('Whether it tells of trouble, of a client that was turned away, of success, or only looks like trouble.'),
  suggests: z.exactOptional(z.enum(SUGGESTIONS)).describe('What it points to.'),
  means: text.describe('What it means, in words; {host} and other groups are filled in.'),
  source: text.describe('The program and the file or document that the message is from.'),
  seen: text.describe('Where its words were looked up: a file of a source, a document, a run; or "unverified".'),
  since: z.exactOptional(text).describe('The version that began to say so.'),
  generic: z.exactOptional(z.boolean()).describe('It says that something went wrong and not what.'),
  ending: z.exactOptional(z.boolean()).describe('Of a generic one: it says that the program ended, and not why.'),
  examples: z.array(example).min(1).describe('Lines that it matches.'),
  others: z.array(text).min(1).describe('Lines that look like it and that it does not match.'),
} satisfies ShapeOf<LogPattern>);

/** The shape of a file of log patterns. */
export const patternsSchema = z.strictObject({
  format: z.literal(PATTERNS_FORMAT).describe('The version of this format.'),
  patterns: kebab.describe('The name by which runbooks ask for them, which is that of the file.'),
  title: text.describe('Whose messages these are.'),
  formats: listOf(lineFormat, 'How lines say when they were written.'),
  traces: listOf(trace, 'Lines that belong to one event.'),
  lines: z.array(logPattern).min(1).describe('The messages.'),
} satisfies ShapeOf<PatternSet>);

/** The identity; it compiles only while what the schema gives is a PatternSet of the model. */
export function asPatternSet(checked: z.output<typeof patternsSchema>): PatternSet {
  return checked;
}

/** The JSON Schema (draft 2020-12) of a file of log patterns, for editors. */
export function patternsJsonSchema(): object {
  const schema = z.toJSONSchema(patternsSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'kubedoc log patterns' };
}
