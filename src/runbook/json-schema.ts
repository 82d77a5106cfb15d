import * as z from 'zod';
import { runbookSchema } from './schema.ts';

/** The JSON Schema (draft 2020-12) of a runbook file, for editors. It knows the shape; the rules know the rest. */
export function runbookJsonSchema(): object {
  const schema = z.toJSONSchema(runbookSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'kubedoc runbook' };
}
