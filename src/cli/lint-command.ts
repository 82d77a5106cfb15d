import { InvalidArgumentError, Option } from 'commander';
import type { CommandSpec } from './command-spec.ts';
import { RUNBOOK } from './groups.ts';

/** What `runbook lint` is to do. */
export interface LintIntent {
  /** Files, folders of `*.yaml`, or `-` for stdin. */
  readonly places: readonly string[];
  readonly output: LintFormat;
}

const LINT_FORMATS = ['text', 'json'] as const;
export type LintFormat = (typeof LINT_FORMATS)[number];

/** `kubedoc runbook lint FILE…` */
export const lintCommand: CommandSpec<LintIntent> = {
  group: RUNBOOK,
  name: 'lint',
  summary: 'check runbooks of your own',
  description:
    'Checks runbook files: keys, names, types, steps that lead nowhere. Other runbooks that they enter are taken from the files given and from those that are shipped.',
  looksAt: 'files',
  examples: [
    { args: ['runbook', 'lint', 'mine.yaml'], means: 'one file' },
    { args: ['runbook', 'lint', 'runbooks/'], means: 'every .yaml of a folder' },
    { args: ['runbook', 'lint', '-o', 'json', '-'], means: 'stdin, for an editor' },
  ],
  define(command) {
    command
      .argument('<file...>', 'runbook files, folders of them, or - for stdin')
      .addOption(new Option('-o, --output <format>', 'text or json').argParser(parseFormat).default('text', 'text'));
  },
  read([places], command) {
    const { output } = command.opts<{ output: LintFormat }>();
    return { places: places as readonly string[], output };
  },
};

function parseFormat(text: string): LintFormat {
  const known = LINT_FORMATS.find((format) => format === text);
  if (known === undefined) throw new InvalidArgumentError(`Formats: ${LINT_FORMATS.join(', ')}.`);
  return known;
}
