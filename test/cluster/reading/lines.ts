import { Command } from 'commander';
import type { CommandSpec } from '../../../src/cli/command-spec.ts';

/** A command as far as driving it needs to know it. */
export type Drivable = Pick<CommandSpec<unknown>, 'name' | 'looksAt' | 'examples' | 'define'>;

/** A line to be typed behind `kubedoc`, and what it may do. */
export interface Line {
  readonly args: readonly string[];
  /** The same line with `--plan`, where the line looks at a cluster and so has to announce what it asks. */
  readonly plan: readonly string[] | undefined;
  /** It goes on until somebody ends it. */
  readonly stays: boolean;
}

/** What the variants name: files of the person, and somebody to ask as. */
export interface Surroundings {
  readonly kubeconfig: string;
  readonly context: string;
  /** A folder of objects for `--from`. */
  readonly captured: string;
  /** A `kubedoc.yaml`. */
  readonly profile: string;
  /** A file that may be written. */
  readonly output: string;
}

/** How many examples of a command are driven with every option. */
const WITH_OPTIONS = 2;

/**
 * Every example of a command, and the first of them once more with each way of giving each option that the command has.
 * Throws for an option that nobody has said how to give: it would go untried.
 */
export function linesOf(command: Drivable, around: Surroundings): readonly Line[] {
  const variants = variantsOf(command, around);
  const lines = command.examples.flatMap(({ args }, index) => {
    const more = index < WITH_OPTIONS ? variants : [];
    return [[], ...more].map((added) => toLine(command, [...args, ...added]));
  });
  return [...new Map(lines.map((line) => [line.args.join('\0'), line])).values()];
}

/**
 * Of all commands together as few lines as hold everything once: the first example of each, and each way of giving each
 * option with the first command that has it. For a second look, where `linesOf` has had all of them before.
 */
export function fewLinesOf(commands: readonly Drivable[], around: Surroundings): readonly Line[] {
  const given = new Set<string>();
  const seen = new Set<string>();
  const isFresh = (args: readonly string[]): boolean => {
    const words = args.filter((word) => word.startsWith('-'));
    const fresh = words.some((word) => !seen.has(word));
    for (const word of words) seen.add(word);
    return fresh;
  };
  return commands.flatMap((command) => {
    const [first, ...others] = command.examples.map(({ args }) => args);
    const added = variantsOf(command, around).filter((variant) => !given.has(variant.join(' ')));
    for (const variant of added) given.add(variant.join(' '));
    const driven = [[], ...added].map((variant) => [...(first ?? []), ...variant]);
    for (const args of driven) isFresh(args);
    return [...driven, ...others.filter(isFresh)].map((args) => toLine(command, args));
  });
}

function variantsOf({ name, define }: Drivable, around: Surroundings): readonly (readonly string[])[] {
  const ways = waysToGive(around);
  return optionsOf(define).flatMap((flag) => {
    const found = ways[flag];
    if (found === undefined) throw new Error(`${name} has the option ${flag}, and no variant says how to give it`);
    return found;
  });
}

/** The long form of each option. */
function optionsOf(define: Drivable['define']): readonly string[] {
  const command = new Command();
  define(command);
  return command.options.map(({ long }) => long ?? '');
}

function waysToGive(around: Surroundings): Readonly<Record<string, readonly (readonly string[])[]>> {
  const { kubeconfig, context, captured, profile, output } = around;
  return {
    '--context': [['--context', context]],
    '--kubeconfig': [['--kubeconfig', kubeconfig]],
    '--as': [['--as', 'nobody']],
    '--as-group': [['--as', 'nobody', '--as-group', 'system:masters']],
    '--from': [['--from', captured]],
    '--namespace': [
      ['-n', 'coder'],
      ['-n', 'default'],
    ],
    '--all-namespaces': [['-A']],
    '--request-timeout': [['--request-timeout', '30s']],
    '--time-limit': [['--time-limit', '2m']],
    '--output': [
      ['-o', 'table'],
      ['-o', 'json'],
      ['-o', 'markdown'],
    ],
    '--report': [['--report', output]],
    '--profile': [['--profile', profile]],
    '--answer': [
      ['--answer', 'interruption=yes'],
      ['--answer', 'interruption=no'],
    ],
    '--no-input': [['--no-input']],
    '--no-programs': [['--no-programs']],
    '--since': [
      ['--since', '2h'],
      ['--since', '2020-01-01T00:00:00Z'],
    ],
    '--read-secret': [['--read-secret', 'coder/coder-db-url/url']],
    // Without a configuration of AWS there is no profile, and the line is refused.
    '--aws-profile': [['--aws-profile', 'default']],
    '--aws-region': [['--aws-region', 'eu-central-1']],
    // There is no configuration of Terraform in it, and the line is refused.
    '--terraform': [['--terraform', captured]],
    '--node-stats': [['--node-stats']],
    '--network': [['--network']],
    '--no-network': [['--no-network']],
    '--plan': [['--plan']],
    '--role': [['--plan', '--role']],
    '--read-helm-history': [['--read-helm-history']],
    '--tree': [['--tree'], ['--tree=mermaid']],
    '--format': [['--format', 'mermaid']],
    '--verbose': [['-v']],
    '--verify': [['--verify=1s']],
    '--steady': [['--verify=2s', '--steady=1s']],
    '--serve': [['--serve']],
    '--force': [['--force']],
    '--participants': [['--participants', '3']],
    '--start': [['--start', 'now']],
    '--duration': [['--duration', '1h']],
    '--zone': [['--zone', 'Europe/Berlin']],
    '--workshop': [['--workshop', 'december']],
    '--threshold': [['--threshold', 'participants-per-provisioner=3']],
    '--workspace-cpu': [['--workspace-cpu', '500m']],
    '--workspace-memory': [['--workspace-memory', '1Gi']],
    '--workspace-storage': [['--workspace-storage', '1Gi']],
    '--workspaces-per-participant': [['--workspaces-per-participant', '2']],
    '--workspace-namespace': [['--workspace-namespace', 'coder']],
    '--workspace-image': [['--workspace-image', 'registry.example/workspace:1']],
    '--context-role': [['--context-role', 'control-plane']],
    '--domain': [['--domain', 'ai.example.com']],
    '--wildcard': [['--wildcard', '*.ai.example.com']],
    '--join': [['--join', output]],
    '--watch': [['--watch=1s', '--watch-limit', '2s']],
    '--watch-limit': [['--watch=1s', '--watch-limit', '1s']],
    '--strict': [['--strict']],
  };
}

function toLine({ looksAt }: Drivable, args: readonly string[]): Line {
  const asks = looksAt.startsWith('cluster') && !args.includes('--plan') && !args.includes('--from');
  return { args, plan: asks ? [...args, '--plan'] : undefined, stays: args.includes('--serve') };
}
