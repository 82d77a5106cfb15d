import * as z from 'zod';
import {
  KNOWN_PROGRAM_FORMAT,
  type KnownProgram,
  type ProgramFailure,
  type RegionNames,
  type SaidByProgram,
} from '../model/known-program.ts';
import { kebab, text, type ShapeOf } from './schema-parts.ts';

const patterns = z.array(text).min(1);

const said = z.strictObject({
  code: z.exactOptional(text).describe('The code, where the service that was asked gave one.'),
  says: text.describe('The line that says what is wrong.'),
} satisfies ShapeOf<SaidByProgram>);

const failure = z.strictObject({
  name: kebab.describe('Its name, unique in the file.'),
  codes: z.exactOptional(patterns).describe('RE2: one has to match the whole code.'),
  words: z.exactOptional(patterns).describe('RE2: one has to match in the message, in capitals or not.'),
  reason: text.describe('Why there is no answer, in our own words.'),
  hint: text.describe('What a person can do about it.'),
  quiet: z.exactOptional(z.boolean()).describe('What the program said is not repeated: it can hold what is secret.'),
  examples: z.array(said).min(1).describe('What the program says then.'),
} satisfies ShapeOf<ProgramFailure>);

const regions = z.strictObject({
  areas: z.array(text).min(1).describe('The parts that names begin with.'),
  directions: z.array(text).min(1).describe('The parts behind them.'),
} satisfies ShapeOf<RegionNames>);

/** The shape of a file of `runbooks/programs`. */
export const programSchema = z.strictObject({
  format: z.literal(KNOWN_PROGRAM_FORMAT).describe('The version of this format.'),
  program: kebab.describe('The name of the program, which is that of the file.'),
  title: text.describe('Which program that is.'),
  denied: z.exactOptional(patterns).describe('RE2: codes that say that whoever asks may not.'),
  absent: z.exactOptional(patterns).describe('RE2: codes that say that there is no such thing.'),
  failures: z.array(failure).min(1).describe('What keeps it from an answer; the first that fits counts.'),
  regions: z.exactOptional(regions).describe('What the names of regions are made of.'),
} satisfies ShapeOf<KnownProgram>);

/** The identity; it compiles only while what the schema gives is a KnownProgram of the model. */
export function asKnownProgram(checked: z.output<typeof programSchema>): KnownProgram {
  return checked;
}

/** The JSON Schema (draft 2020-12) of a file of `runbooks/programs`, for editors. */
export function programJsonSchema(): object {
  const schema = z.toJSONSchema(programSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'What kubedoc knows of a program' };
}
