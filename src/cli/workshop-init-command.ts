import type { CommandSpec } from './command-spec.ts';
import { commonOf, limitOptions, type CommonOptions } from './common-options.ts';
import { WORKSHOP } from './groups.ts';
import { collect } from './values.ts';

/** What `workshop init` is to do. */
export interface WorkshopInitIntent {
  /** The file to write; `-` is stdout. */
  readonly profile: string;
  /** Whether a file that is there may be replaced without a question. */
  readonly force: boolean;
  /** Contexts of the kubeconfig to look at; none: all. */
  readonly contexts: readonly string[];
  /** Without a context: each has its own. */
  readonly options: CommonOptions;
}

/** Who waits for a list of clusters does not wait long, in seconds. */
const TIME_LIMIT_SECONDS = 10;

/** `kubedoc workshop init` */
export const workshopInitCommand: CommandSpec<WorkshopInitIntent> = {
  group: WORKSHOP,
  name: 'init',
  summary: 'write a profile for workshops',
  description:
    'Looks which clusters of the kubeconfig run Coder or a workspace proxy, asks what no cluster knows, and writes kubedoc.yaml with comments. Without a terminal what is not known stands there as a comment.',
  looksAt: 'clusters',
  // Each can be typed anywhere, again and again: none writes a file.
  examples: [
    { args: ['workshop', 'init', '--profile', '-'], means: 'show what would be written' },
    { args: ['workshop', 'init', '--profile', '-', '--no-input'], means: 'the same without questions' },
  ],
  define(command) {
    command
      .option('--profile <file>', 'the file to write, or - for stdout', 'kubedoc.yaml')
      .option('--force', 'replace a file that is there')
      .option('--context <name>', 'a context to look at (repeatable; default: all)', collect)
      .option('--kubeconfig <file>', 'the kubeconfig file')
      .option('--as <user>', 'impersonate this user')
      .option('--as-group <group>', 'impersonate this group (repeatable)', collect);
    limitOptions(command, TIME_LIMIT_SECONDS)
      .option('--no-input', 'never ask, even in a terminal')
      .option('--plan', 'print what would be looked up, without looking')
      .option('--role', 'with --plan: print the ClusterRole for it');
  },
  read(_args, command) {
    const { profile, force, context } = command.opts<{ profile: string; force?: true; context?: readonly string[] }>();
    return {
      profile,
      force: force ?? false,
      contexts: [...new Set(context)],
      // Contexts are several here, and what is written has one form.
      options: { ...commonOf(command), context: undefined, output: 'table', programs: false },
    };
  },
};
