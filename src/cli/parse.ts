import { CommanderError, type Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { OutputFormat } from '../render/format.ts';
import { nearest } from '../text/similar.ts';
import type { CommonOptions, Intent } from './intent.ts';
import { buildProgram } from './program.ts';

const VERIFY_SECONDS = 600;

/** Reads the arguments (without node and script). Throws `UsageError` with one line for what makes no sense. */
export function parseIntent(argv: readonly string[]): Intent {
  let intent: Intent | undefined;
  const printed: string[] = [];
  const program = buildProgram({
    recover(target, command) {
      const { verify } = command.opts<{ verify?: number | true }>();
      intent = {
        command: 'recover',
        target,
        verify: verify === true ? VERIFY_SECONDS : verify,
        options: commonOf(command),
      };
    },
    demo(name, command) {
      const { serve = false } = command.opts<{ serve?: boolean }>();
      intent = { command: 'demo', name, serve, options: commonOf(command) };
    },
  });
  quietly(program, printed);
  try {
    const group = groupAskedFor(program, argv);
    if (group === undefined) program.parse(withVerifyTime(argv), { from: 'user' });
    else group.outputHelp();
  } catch (error) {
    return printOrRefuse(error, printed);
  }
  return intent ?? { command: 'print', text: printed.join('') };
}

/** Nothing is printed and nothing ends the process while parsing; both are the caller's. */
function quietly(command: Command, printed: string[]): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => printed.push(text),
    writeErr: () => undefined,
    outputError: () => undefined,
  });
  for (const child of command.commands) quietly(child, printed);
}

/** The command that only holds others, where nothing more was typed: its help is what the person needs next. */
function groupAskedFor(command: Command, argv: readonly string[]): Command | undefined {
  const [first, ...rest] = argv;
  if (command.commands.length === 0) return undefined;
  if (first === undefined) return command;
  const child = command.commands.find((one) => one.name() === first || one.aliases().includes(first));
  if (child !== undefined) return groupAskedFor(child, rest);
  if (!first.startsWith('-')) throw unknownCommand(command, first);
  return undefined;
}

function unknownCommand(command: Command, word: string): UsageError {
  const known = command.commands.map((one) => one.name());
  const meant = nearest(word, known);
  const hint = meant === undefined ? `commands: ${known.join(', ')}` : `did you mean ${meant}?`;
  return new UsageError(`there is no command ${word}`, hint);
}

/** `--verify` may stand before the name, which is no duration: `--verify NAMESPACE/NAME`. */
function withVerifyTime(argv: readonly string[]): readonly string[] {
  return argv.map((word, index) => {
    const next = argv[index + 1];
    return word === '--verify' && next !== undefined && !/^\d/.test(next) ? `--verify=${VERIFY_SECONDS}` : word;
  });
}

function printOrRefuse(error: unknown, printed: readonly string[]): Intent {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return { command: 'print', text: printed.join('') };
  throw new UsageError(error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '), 'kubedoc --help');
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
  readonly plan?: boolean;
  readonly role?: boolean;
  readonly verbose?: boolean;
}

function commonOf(command: Command): CommonOptions {
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
