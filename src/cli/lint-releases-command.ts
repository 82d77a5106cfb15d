import type { CommandSpec } from './command-spec.ts';
import { HELMRELEASE } from './groups.ts';
import { clusterOptions, commonOf, lookOptions, type CommonOptions } from './common-options.ts';

/** What `helmrelease lint` is to do. */
export interface LintReleasesIntent {
  /** A HelmRelease, and files or folders to look at instead of a cluster, in any order. */
  readonly words: readonly string[];
  /** The profile; undefined: the one that is found. */
  readonly profile: string | undefined;
  readonly options: CommonOptions;
}

/** `kubedoc helmrelease lint [NAMESPACE/NAME] [FILE…]` */
export const lintReleasesCommand: CommandSpec<LintReleasesIntent> = {
  group: HELMRELEASE,
  name: 'lint',
  summary: 'find what may go wrong, before it does',
  description:
    'Holds HelmReleases against their own history, their workloads and what is around them: on a cluster, or in manifests (kubedoc hr lint apps/).',
  looksAt: 'cluster',
  examples: [
    { args: ['helmrelease', 'lint'], means: 'every release of the cluster' },
    { args: ['helmrelease', 'lint', 'coder/coder'], means: 'one release' },
    { args: ['hr', 'lint', '-n', 'coder', '-o', 'json'], means: 'one namespace, for a program' },
  ],
  define(command) {
    command
      .argument('[namespace/name|file...]', 'one HelmRelease; YAML files or folders instead of a cluster')
      .option('--profile <file>', 'accepted findings (default: kubedoc.yaml here, or in ~/.config/kubedoc)');
    lookOptions(clusterOptions(command));
  },
  read([words], command) {
    const { profile } = command.opts<{ profile?: string }>();
    return { words: words as readonly string[], profile, options: commonOf(command) };
  },
};
