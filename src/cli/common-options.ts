import { Option, type Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { OutputFormat } from '../render/format.ts';
import { parseProfile, parseRegion } from './aws-values.ts';
import { collect, collectAnswer, parseOutput, parseSeconds, type SecretKey } from './values.ts';

/** What the flags that every diagnosing command takes have said. */
export interface CommonOptions {
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly allNamespaces: boolean;
  readonly kubeconfig: string | undefined;
  readonly as: string | undefined;
  readonly asGroups: readonly string[];
  /** Seconds for one request. */
  readonly requestTimeout: number;
  /** Seconds after which what was not seen is unknown. */
  readonly timeLimit: number;
  readonly output: OutputFormat;
  /** A folder that stands in for the cluster. */
  readonly from: string | undefined;
  /** A file that gets a Markdown report besides. */
  readonly report: string | undefined;
  readonly answers: Readonly<Record<string, string>>;
  readonly input: boolean;
  /** Whether programs of this machine may be started. */
  readonly programs: boolean;
  /** The profile of the AWS configuration, and the region, to ask AWS with; both are found where they are left out. */
  readonly awsProfile: string | undefined;
  readonly awsRegion: string | undefined;
  /** Whether kubelets of ill nodes may be asked what they measure, which takes the right to `nodes/proxy`. */
  readonly nodeStats: boolean;
  /** The one key of a Secret whose content may be read, for the address in it; only some commands take it. */
  readonly readSecret: SecretKey | undefined;
  /** The folder whose state of Terraform is held against Coder's templates; only some commands take it. */
  readonly terraform: string | undefined;
  /** Print what would be looked up, or the ClusterRole that it needs, instead of looking. */
  readonly plan: 'no' | 'lookups' | 'role';
  readonly verbose: boolean;
}

/** Adds the flags that say which cluster, and as whom. */
export function clusterOptions(command: Command): Command {
  return command
    .option('--context <name>', 'the context of the kubeconfig')
    .option('--kubeconfig <file>', 'the kubeconfig file')
    .option('--as <user>', 'impersonate this user')
    .option('--as-group <group>', 'impersonate this group (repeatable)', collect)
    .option('--from <folder>', 'read a folder of objects instead of a cluster');
}

const REQUEST_TIMEOUT_SECONDS = 10;
const TIME_LIMIT_SECONDS = 60;

/** Adds the flags that say what to look at, and what becomes of it. */
export function lookOptions(command: Command): Command {
  limitOptions(
    command
      .option('-n, --namespace <name>', 'look in this namespace only')
      .option('-A, --all-namespaces', 'look in every namespace (as without -n)'),
  );
  outputOptions(command).option('--answer <key=value>', 'answer a question in advance (repeatable)', collectAnswer);
  return mannerOptions(command);
}

/** Adds the limits of requests; the time limit is in seconds. */
export function limitOptions(command: Command, timeLimit = TIME_LIMIT_SECONDS): Command {
  return command
    .addOption(duration('--request-timeout', 'limit for one request', REQUEST_TIMEOUT_SECONDS))
    .addOption(duration('--time-limit', 'unseen by then is unknown', timeLimit));
}

/** Adds the flags that say what becomes of the report. */
export function outputOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-o, --output <format>', 'table, json or markdown').argParser(parseOutput).default('table', 'table'),
    )
    .option('--report <file>', 'write a Markdown report to a file as well');
}

/** Adds the flags that say in which manner it is looked. */
export function mannerOptions(command: Command): Command {
  return command
    .option('--no-input', 'never ask, even in a terminal')
    .option('--no-programs', 'start no program, such as flux')
    .option('--aws-profile <name>', 'ask AWS with this profile', parseProfile)
    .option('--aws-region <name>', 'the region of the cluster', parseRegion)
    .option('--node-stats', 'ask an ill node what fills it (nodes/proxy)')
    .option('--plan', 'print what would be looked up, without looking')
    .option('--role', 'with --plan: print the ClusterRole for it')
    .option('-v, --verbose', 'tell each step on stderr');
}

function duration(flag: string, description: string, seconds: number): Option {
  return new Option(`${flag} <duration>`, description).argParser(parseSeconds).default(seconds, `${seconds}s`);
}

/** What commander has read; flags that a command does not take, or that were not given, are missing. */
interface RawOptions {
  readonly context?: string;
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly kubeconfig?: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly requestTimeout: number;
  readonly timeLimit: number;
  readonly output: OutputFormat;
  readonly from?: string;
  readonly report?: string;
  readonly answer?: Readonly<Record<string, string>>;
  readonly input: boolean;
  readonly programs: boolean;
  readonly awsProfile?: string;
  readonly awsRegion?: string;
  readonly nodeStats?: boolean;
  readonly readSecret?: SecretKey;
  readonly terraform?: string;
  readonly plan?: boolean;
  readonly role?: boolean;
  readonly verbose?: boolean;
}

/** Reads the flags of a command that has them. Throws `UsageError` where they contradict each other. */
export function commonOf(command: Command): CommonOptions {
  const raw = command.opts<RawOptions>();
  refuseContradictions(raw);
  return {
    context: raw.context,
    namespace: raw.namespace,
    allNamespaces: raw.allNamespaces ?? false,
    kubeconfig: raw.kubeconfig,
    as: raw.as,
    asGroups: raw.asGroup ?? [],
    requestTimeout: raw.requestTimeout,
    timeLimit: raw.timeLimit,
    output: raw.output,
    from: raw.from,
    report: raw.report,
    answers: raw.answer ?? {},
    input: raw.input,
    programs: raw.programs,
    awsProfile: raw.awsProfile,
    awsRegion: raw.awsRegion,
    nodeStats: raw.nodeStats ?? false,
    readSecret: raw.readSecret,
    terraform: raw.terraform,
    plan: planOf(raw),
    verbose: raw.verbose ?? false,
  };
}

function planOf({ plan, role }: RawOptions): CommonOptions['plan'] {
  if (plan !== true) return 'no';
  return role === true ? 'role' : 'lookups';
}

function refuseContradictions(raw: RawOptions): void {
  if (raw.namespace !== undefined && raw.allNamespaces === true)
    throw new UsageError('-n and -A contradict each other', 'use one of them');
  if (raw.role === true && raw.plan !== true)
    throw new UsageError('--role goes with --plan', 'kubedoc … --plan --role');
  const beside = CLUSTER_FLAGS.find(({ given }) => given(raw))?.flag;
  if (raw.from !== undefined && beside !== undefined) {
    throw new UsageError(
      `--from reads a folder instead of a cluster, so ${beside} has no place beside it`,
      'use one of them',
    );
  }
}

/** The flags that say which cluster, and as whom. */
const CLUSTER_FLAGS: readonly { readonly flag: string; readonly given: (raw: RawOptions) => boolean }[] = [
  { flag: '--kubeconfig', given: ({ kubeconfig }) => kubeconfig !== undefined },
  { flag: '--context', given: ({ context }) => context !== undefined },
  { flag: '--as', given: ({ as }) => as !== undefined },
  { flag: '--as-group', given: ({ asGroup = [] }) => asGroup.length > 0 },
];
