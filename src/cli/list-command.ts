import type { CommandSpec } from './command-spec.ts';
import { HELMRELEASE } from './groups.ts';
import { clusterOptions, commonOf, lookOptions, type CommonOptions } from './common-options.ts';

/** What `helmrelease list` is to do. */
export interface ListIntent {
  readonly options: CommonOptions;
}

/** `kubedoc helmrelease list` */
export const listCommand: CommandSpec<ListIntent> = {
  group: HELMRELEASE,
  name: 'list',
  summary: 'every release with its state in plain words',
  description:
    'Lists all HelmReleases with their state in plain words, the worst first; those that wait for the same thing stand together. It looks at no workload: recover does.',
  looksAt: 'cluster',
  examples: [
    { args: ['helmrelease', 'list'], means: 'all of them' },
    { args: ['hr', 'list', '-n', 'coder'], means: 'one namespace' },
    { args: ['hr', 'list', '-A', '-o', 'json'], means: 'for a program' },
    { args: ['hr', 'list', '-o', 'markdown'], means: 'for a page' },
  ],
  define(command) {
    lookOptions(clusterOptions(command));
  },
  read(_args, command) {
    return { options: commonOf(command) };
  },
};
