import * as z from 'zod';
import type { ProgramFlags } from '../model/query.ts';
import type { Equivalent, ProgramSpec } from '../model/program.ts';
import { conditionalWords } from './schema-endings.ts';
import { text, words, type ShapeOf } from './schema-parts.ts';

/** The name of a program, as it is typed. */
export const programName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'is the name of a program without a path, such as "flux"');

const flag = text.regex(/^--[a-z-]+$/, 'is a long option, such as "--context"');

const cluster = z.strictObject({
  context: flag.describe('The option that names the context.'),
  kubeconfig: flag.describe('The option that names the kubeconfig.'),
  as: flag.describe('The option that names whom to impersonate.'),
  'as-group': flag.describe('The option that names a group to impersonate.'),
  without: z
    .exactOptional(text)
    .describe('What the names of environment variables begin with that would tell it otherwise.'),
} satisfies ShapeOf<ProgramFlags>);

const equivalent = z.strictObject({
  of: text.describe('A command of the program; <name> stands for one word, or a part of it.'),
  use: words.min(1).describe('The command that does the same, in words with placeholders and the same <name>s.'),
  since: z.exactOptional(text).describe('The versions that know the command, as a semver range.'),
} satisfies ShapeOf<Equivalent>);

/** A program of the machine. */
export const program = z.strictObject({
  version: z.array(text).min(1).describe('The words that make it say its version, without asking anybody.'),
  reads: text.describe('Where the version stands in what it prints: RE2 with the group `version`.'),
  absent: words.min(1).describe('Said where it is not installed; `item` is {name, version, why}.'),
  silent: words.min(1).describe('Said where it does not tell its version; `item.why` says why.'),
  unfit: z.exactOptional(z.array(conditionalWords)).describe('Versions that are of no use here; the first that holds.'),
  instead: z.exactOptional(z.array(equivalent)).describe('Commands that do the same without it.'),
  cluster: z.exactOptional(cluster).describe('How it is told which cluster to ask, and as whom.'),
} satisfies ShapeOf<ProgramSpec>);
