import { Option } from 'commander';
import type { CommandSpec } from './command-spec.ts';
import { HELMRELEASE } from './groups.ts';
import { clusterOptions, commonOf, lookOptions, type CommonOptions } from './common-options.ts';
import { parseTreeFormat, TREE_FORMATS, type TreeFormat } from './show-command.ts';
import { parseSeconds } from './values.ts';
import { UsageError } from '../model/errors.ts';

/** What `helmrelease recover` is to do. */
export interface RecoverIntent {
  readonly target: string | undefined;
  /** Seconds to wait for the recovery; undefined: diagnose instead. */
  readonly verify: number | undefined;
  /** Seconds that it has to stay recovered, or one interval of the release; undefined: seen so once is enough. */
  readonly steady: number | 'interval' | undefined;
  /** Print the trees that were walked instead of the report. */
  readonly tree: TreeFormat | undefined;
  /** Let helm read the content of release Secrets, for what it noted of each revision. */
  readonly helmHistory: boolean;
  readonly options: CommonOptions;
}

/** How long `--verify` waits where no time is given, in seconds. */
const VERIFY_SECONDS = 600;

/** `kubedoc helmrelease recover [NAMESPACE/NAME]` */
export const recoverCommand: CommandSpec<RecoverIntent> = {
  group: HELMRELEASE,
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
    { args: ['hr', 'recover', 'coder/coder', '--verify=20m', '--steady'], means: 'and stays so for one interval' },
    { args: ['hr', 'recover', 'coder/coder', '--tree'], means: 'the questions and the path taken' },
    { args: ['hr', 'recover', 'coder/coder', '--tree=mermaid'], means: 'the same as a diagram' },
  ],
  prepare: (argv) => withSteadyTime(withVerifyTime(withTreeFormat(argv))),
  define(command) {
    command
      .argument('[namespace/name]', 'one HelmRelease; without it every one in trouble')
      .addOption(
        new Option('--verify [duration]', 'wait until it has recovered (default: 10m)').argParser(parseSeconds),
      )
      .addOption(new Option('--steady [duration]', 'and stays so (default: one interval)').argParser(parseSteady));
    lookOptions(clusterOptions(command))
      .addOption(new Option('--tree [format]', 'print the path taken: text or mermaid').argParser(parseTreeFormat))
      .option('--read-helm-history', 'let helm read its Secrets for the errors in them');
  },
  read([target], command) {
    const { verify, steady, tree, readHelmHistory } = command.opts<{
      verify?: number | true;
      steady?: number | 'interval' | true;
      tree?: TreeFormat | true;
      readHelmHistory?: true;
    }>();
    const options = commonOf(command);
    if (steady !== undefined && verify === undefined) throw steadyAlone();
    refuseHistoryBeside(readHelmHistory === true, verify !== undefined, options);
    refuseTreeBeside(tree !== undefined, verify !== undefined, options);
    return {
      target: target as string | undefined,
      verify: verify === true ? VERIFY_SECONDS : verify,
      steady: steady === true ? 'interval' : steady,
      tree: tree === true ? 'text' : tree,
      helmHistory: readHelmHistory === true,
      options,
    };
  },
};

function steadyAlone(): UsageError {
  return new UsageError('--steady is about --verify', 'kubedoc helmrelease recover NAMESPACE/NAME --verify --steady');
}

/** What reads the history is helm, and the waiting has no use for it. */
function refuseHistoryBeside(history: boolean, verify: boolean, { programs }: CommonOptions): void {
  if (history && !programs)
    throw new UsageError('--read-helm-history starts helm, and --no-programs forbids it', 'use one of them');
  if (history && verify) throw new UsageError('--read-helm-history has no place beside --verify', 'use one of them');
}

/** The tree stands in place of the report, so nothing else can be wanted in that place. */
function refuseTreeBeside(tree: boolean, verify: boolean, { output }: CommonOptions): void {
  if (tree && verify) throw new UsageError('--tree and --verify contradict each other', 'use one of them');
  if (tree && output !== 'table')
    throw new UsageError(`--tree and -o ${output} contradict each other`, 'a tree is --tree or --tree=mermaid');
}

/** `--tree` may stand before the name, which is no format: `--tree NAMESPACE/NAME`. */
function withTreeFormat(argv: readonly string[]): readonly string[] {
  return argv.map((word, index) => {
    const isFormat = TREE_FORMATS.some((format) => format === argv[index + 1]);
    return word === '--tree' && !isFormat ? '--tree=text' : word;
  });
}

/** `--verify` may stand before the name, which is no duration: `--verify NAMESPACE/NAME`. */
function withVerifyTime(argv: readonly string[]): readonly string[] {
  return argv.map((word, index) => {
    const next = argv[index + 1];
    return word === '--verify' && next !== undefined && !/^\d/.test(next) ? `--verify=${VERIFY_SECONDS}` : word;
  });
}

/** The same for `--steady NAMESPACE/NAME`. */
function withSteadyTime(argv: readonly string[]): readonly string[] {
  return argv.map((word, index) => {
    const next = argv[index + 1];
    return word === '--steady' && next !== undefined && !/^\d|^interval$/.test(next) ? '--steady=interval' : word;
  });
}

function parseSteady(text: string): number | 'interval' {
  return text === 'interval' ? text : parseSeconds(text);
}
