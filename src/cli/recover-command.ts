import { Option } from 'commander';
import type { CommandSpec } from './command-spec.ts';
import { clusterOptions, commonOf, lookOptions, type CommonOptions } from './common-options.ts';
import { parseSeconds } from './values.ts';

/** What `helmrelease recover` is to do. */
export interface RecoverIntent {
  readonly target: string | undefined;
  /** Seconds to wait for the recovery; undefined: diagnose instead. */
  readonly verify: number | undefined;
  readonly options: CommonOptions;
}

/** How long `--verify` waits where no time is given, in seconds. */
const VERIFY_SECONDS = 600;

/** `kubedoc helmrelease recover [NAMESPACE/NAME]` */
export const recoverCommand: CommandSpec<RecoverIntent> = {
  group: { name: 'helmrelease', alias: 'hr', description: 'HelmReleases of Flux' },
  name: 'recover',
  summary: 'find the root cause and the way out',
  description:
    'Walks from the conditions of a HelmRelease to the root cause, and names the verb that gets it going again.',
  looksAt: 'cluster',
  examples: [
    { args: ['helmrelease', 'recover'], means: 'every release in trouble' },
    { args: ['helmrelease', 'recover', 'coder/coder'], means: 'one release' },
    { args: ['hr', 'recover', '-n', 'coder', '-o', 'json'], means: 'one namespace, for a program' },
    { args: ['hr', 'recover', '-o', 'markdown', '-v'], means: 'a report, with the steps on stderr' },
    { args: ['hr', 'recover', 'coder/coder', '--verify=10s'], means: 'wait until it has recovered' },
  ],
  prepare: withVerifyTime,
  define(command) {
    command
      .argument('[namespace/name]', 'one HelmRelease; without it every one in trouble')
      .addOption(
        new Option('--verify [duration]', 'wait until it has recovered (default: 10m)').argParser(parseSeconds),
      );
    lookOptions(clusterOptions(command));
  },
  read([target], command) {
    const { verify } = command.opts<{ verify?: number | true }>();
    return {
      target: target as string | undefined,
      verify: verify === true ? VERIFY_SECONDS : verify,
      options: commonOf(command),
    };
  },
};

/** `--verify` may stand before the name, which is no duration: `--verify NAMESPACE/NAME`. */
function withVerifyTime(argv: readonly string[]): readonly string[] {
  return argv.map((word, index) => {
    const next = argv[index + 1];
    return word === '--verify' && next !== undefined && !/^\d/.test(next) ? `--verify=${VERIFY_SECONDS}` : word;
  });
}
