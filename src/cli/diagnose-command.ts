import { Option } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { CommandSpec } from './command-spec.ts';
import { clusterOptions, commonOf, lookOptions, type CommonOptions } from './common-options.ts';
import { parseTreeFormat, type TreeFormat } from './show-command.ts';
import { parseSecretKey, readSince } from './values.ts';

/** What `diagnose` is to do. */
export interface DiagnoseIntent {
  /** What is asked about; undefined where the person did not say. */
  readonly topic: string | undefined;
  /** The one object that is asked about, as it was typed. */
  readonly target: string | undefined;
  /** From when on changes are told, as it was typed: a length of time or an RFC 3339 time; undefined: not at all. */
  readonly since: string | undefined;
  /** Print the trees that were walked instead of the report. */
  readonly tree: TreeFormat | undefined;
  /** Whether hosts may be asked over HTTP and names in DNS; undefined where nothing was said. */
  readonly network: boolean | undefined;
  /** The profile; undefined: the one that is found. */
  readonly profile: string | undefined;
  readonly options: CommonOptions;
}

/** `kubedoc diagnose [TOPIC] [[NAMESPACE/]KIND/]NAME]` */
export const diagnoseCommand: CommandSpec<DiagnoseIntent> = {
  name: 'diagnose',
  summary: 'find what is wrong with any application',
  description:
    'Finds what is in trouble in a namespace (-n), in all of them (-A) or on one workload, and follows each trouble to its cause. Alone it lists the topics and what each looks at.',
  looksAt: 'cluster',
  examples: [
    { args: ['diagnose', '-n', 'coder'], means: 'everything in a namespace' },
    { args: ['diagnose', '-A', '-o', 'json'], means: 'everything, for a program' },
    { args: ['diagnose', 'coder'], means: 'Coder, wherever its parts run' },
    { args: ['diagnose', 'workload', '-n', 'coder', '--no-input'], means: 'the troubled workloads of a namespace' },
    { args: ['diagnose', 'workload', 'coder/deployment/coder'], means: 'one workload' },
    { args: ['diagnose', 'workload', 'deploy/coder', '-n', 'coder'], means: 'the same' },
    { args: ['diagnose', 'workload', 'coder', '-n', 'coder', '-v'], means: 'the same, with the steps on stderr' },
    { args: ['diagnose', '-n', 'coder', '--since', '2h'], means: 'and what was changed in the last two hours' },
    {
      args: ['diagnose', '-n', 'coder', '--network'],
      means: 'everything in a namespace, and whether its hosts answer from here',
    },
    { args: ['diagnose', '-n', 'coder', '--tree'], means: 'the questions and the path taken' },
  ],
  define(command) {
    command
      .argument('[topic]', 'what to ask about; without it the topics are listed')
      .argument('[name]', 'one object: [[namespace/]kind/]name, or namespace/name');
    lookOptions(clusterOptions(command))
      .addOption(new Option('--tree [format]', 'print the path taken: text or mermaid').argParser(parseTreeFormat))
      .addOption(
        new Option('--since <time>', 'tell what was changed since: 2h, 3d or an RFC 3339 time').argParser(readSince),
      )
      .option('--network', 'ask hosts (HTTP) and names (DNS) from here; default with one workload')
      .option('--no-network', 'ask nobody but the API server')
      .addOption(
        new Option('--read-secret <ns/name/key>', 'of coder: read where its database is there').argParser(
          parseSecretKey,
        ),
      )
      .option('--terraform <folder>', "of coder: hold Terraform's state against its templates")
      .option(
        '--profile <file>',
        'accepted findings and whom to call (default: kubedoc.yaml here, or in ~/.config/kubedoc)',
      );
  },
  read([topic, target], command) {
    const { tree, since, network, profile } = command.opts<{
      tree?: TreeFormat | true;
      since?: string;
      network?: boolean;
      profile?: string;
    }>();
    const options = commonOf(command);
    if (tree !== undefined && options.output !== 'table')
      throw new UsageError(
        `--tree and -o ${options.output} contradict each other`,
        'a tree is --tree or --tree=mermaid',
      );
    return {
      topic: topic as string | undefined,
      target: target as string | undefined,
      since,
      tree: tree === true ? 'text' : tree,
      network,
      profile,
      options,
    };
  },
};
