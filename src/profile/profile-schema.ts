import * as z from 'zod';
import { LEVELS } from '../model/escalation.ts';
import { parseTime } from '../text/time.ts';
import { mirrorEntry } from './mirror-schema.ts';
import { contextEntry, namedWorkshop, workshop } from './workshop-schema.ts';

/** `Kind/namespace/name`, or `Kind/name` for what has no namespace (Kubernetes: Object Names and IDs). */
const OBJECT = /^[A-Z][A-Za-z0-9]*(\/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?\/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

const acceptedEntry = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is the code of a finding, such as drift-undetected')
    .describe('The code of the finding.'),
  object: z
    .string()
    .regex(OBJECT, 'is written as Kind/namespace/name, such as HelmRelease/coder/coder')
    .describe('What the finding is about, as Kind/namespace/name.'),
  reason: z.string().min(1).describe('Why it is accepted, for whoever reads the report.'),
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'is a day such as 2026-03-31')
    .refine((day) => parseTime(`${day}T00:00:00Z`) !== undefined, 'there is no such day')
    .describe('The last day (UTC) on which it is accepted.'),
});

/** It stands behind the name of the team, in one line of the report. */
const contact = z
  .string()
  .regex(/^\S[^\n]{0,199}$/, 'is one line of at most 200 characters, such as "#dba, or +1 555 0100"')
  .describe('How the team is reached.');

const level = z.exactOptional(z.enum(LEVELS));

const escalation = z.strictObject({
  begin: z
    .strictObject({ P0: level, P1: level, P2: level, P3: level })
    .optional()
    .describe('With which level to begin, by the severity of a finding.'),
});

/** The shape of `kubedoc.yaml`. A further part of the profile is a further key here. */
export const profileSchema = z.strictObject({
  accepted: z.array(acceptedEntry).optional().describe('Findings that somebody knows of and lives with, for a time.'),
  contacts: z
    .record(z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'is the name of a team, such as database'), contact)
    .optional()
    .describe('How the teams are reached that a report names, by their names in the runbooks.'),
  escalation: escalation.optional().describe('Whom to call first.'),
  contexts: z.array(contextEntry).optional().describe('The clusters of workshops.'),
  workshop: workshop.optional().describe('The next workshop.'),
  workshops: z.array(namedWorkshop).optional().describe('The next workshops, where there are several.'),
  mirrors: z.array(mirrorEntry).optional().describe('From where images are copied that pods pull elsewhere.'),
  thresholds: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'is that of a threshold, such as participants-per-provisioner'),
      z.number().min(0).max(1e15),
    )
    .optional()
    .describe('Numbers in place of those of the checks of a preflight.'),
});

/** What a profile of the right shape says. */
export type ProfileKeys = z.output<typeof profileSchema>;

/** A finding that is accepted until the end of a day. */
export type AcceptedEntry = z.output<typeof acceptedEntry>;

/** The JSON Schema (draft 2020-12) of a profile, for editors. */
export function profileJsonSchema(): object {
  const schema = z.toJSONSchema(profileSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'kubedoc profile' };
}
