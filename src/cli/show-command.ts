import { InvalidArgumentError, Option } from 'commander';
import type { CommandSpec } from './command-spec.ts';
import { RUNBOOK } from './groups.ts';

/** What `runbook show` is to do. */
export interface ShowIntent {
  /** The runbook; undefined: list them. */
  readonly name: string | undefined;
  readonly format: TreeFormat;
}

/** How a tree is drawn. */
export const TREE_FORMATS = ['text', 'mermaid'] as const;
export type TreeFormat = (typeof TREE_FORMATS)[number];

/** `kubedoc runbook show [NAME]` */
export const showCommand: CommandSpec<ShowIntent> = {
  group: RUNBOOK,
  name: 'show',
  summary: 'print the tree of a runbook',
  description:
    'Prints the decision tree of a runbook: its questions, the answers and where they lead. helmrelease recover --tree prints it with the path that a walk took.',
  looksAt: 'files',
  examples: [
    { args: ['runbook', 'show'], means: 'which runbooks there are' },
    { args: ['runbook', 'show', 'helmrelease'], means: 'one of them' },
    { args: ['runbook', 'show', 'helmrelease', '--format', 'mermaid'], means: 'for a page that draws Mermaid' },
  ],
  define(command) {
    command
      .argument('[name]', 'the runbook; without it they are listed')
      .addOption(new Option('--format <format>', 'text or mermaid').argParser(parseTreeFormat).default('text', 'text'));
  },
  read([name], command) {
    const { format } = command.opts<{ format: TreeFormat }>();
    return { name: name as string | undefined, format };
  },
};

/** Reads a format of trees. */
export function parseTreeFormat(text: string): TreeFormat {
  const known = TREE_FORMATS.find((format) => format === text);
  if (known === undefined) throw new InvalidArgumentError(`Formats: ${TREE_FORMATS.join(', ')}.`);
  return known;
}
