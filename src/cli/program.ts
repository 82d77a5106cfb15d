import { Command, Option } from 'commander';
import { VERSION } from '../model/version.ts';
import { collect, collectAnswer, parseOutput, parseSeconds } from './values.ts';

const EXIT_CODES = `
Exit codes:
  0    nothing wrong, or an action is in progress within its time
  1    a problem was found
  2    wrong usage: a flag, a name, a file or a runbook
  3    incomplete: nothing was found, but something required went unseen
  4    the cluster cannot be reached, or nothing may be read there
  74   the output could not be written
  130  interrupted (143 by SIGTERM)
`;

/** What each command does when it is chosen; they note the choice, the work is done elsewhere. */
export interface Actions {
  recover(target: string | undefined, command: Command): void;
  demo(name: string | undefined, command: Command): void;
}

/** The commands, their flags and their help. Flags use kubectl's words. */
export function buildProgram(actions: Actions): Command {
  const program = newCommand('kubedoc')
    .description('Walks decision trees over a live cluster and prints the root cause, its evidence and the fix.')
    .version(VERSION, '--version', 'print the version')
    .enablePositionalOptions();
  const releases = newCommand('helmrelease').alias('hr').description('HelmReleases of Flux');
  program.addCommand(releases);
  releases.addCommand(recoverCommand(actions));
  program.addCommand(demoCommand(actions));
  return program;
}

function newCommand(name: string): Command {
  return new Command(name)
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES)
    .showSuggestionAfterError(true)
    .configureHelp({ helpWidth: 80 });
}

function recoverCommand(actions: Actions): Command {
  const command = newCommand('recover')
    .summary('find the root cause and the way out')
    .description(
      'Walks from the conditions of a HelmRelease to the root cause, and names the verb that gets it going again.',
    )
    .argument('[namespace/name]', 'one HelmRelease; without it every one in trouble')
    .addOption(new Option('--verify [duration]', 'wait until it has recovered (default: 10m)').argParser(parseSeconds));
  lookOptions(clusterOptions(command));
  return command.action((target: string | undefined) => {
    actions.recover(target, command);
  });
}

function demoCommand(actions: Actions): Command {
  const command = newCommand('demo')
    .summary('the main job on a bundled cluster')
    .description('Runs helmrelease recover on a bundled cluster: no cluster needed, the same code as on a live one.')
    .argument('[name]', 'the bundled cluster; without it they are listed')
    .option('--serve', 'keep it up, and write a kubeconfig for kubectl');
  lookOptions(command);
  return command.action((name: string | undefined) => {
    actions.demo(name, command);
  });
}

/** Which cluster, and as whom. */
function clusterOptions(command: Command): Command {
  return command
    .option('--context <name>', 'the context of the kubeconfig')
    .option('--kubeconfig <file>', 'the kubeconfig file')
    .option('--as <user>', 'impersonate this user')
    .option('--as-group <group>', 'impersonate this group (repeatable)', collect)
    .option('--from <folder>', 'read a folder of objects instead of a cluster');
}

const REQUEST_TIMEOUT_SECONDS = 10;
const TIME_LIMIT_SECONDS = 60;

/** What to look at, and what becomes of it. */
function lookOptions(command: Command): Command {
  return command
    .option('-n, --namespace <name>', 'look in this namespace only')
    .option('-A, --all-namespaces', 'look in every namespace (as without -n)')
    .addOption(duration('--request-timeout', 'limit for one request', REQUEST_TIMEOUT_SECONDS))
    .addOption(duration('--time-limit', 'unseen by then is unknown', TIME_LIMIT_SECONDS))
    .addOption(
      new Option('-o, --output <format>', 'table, json or markdown').argParser(parseOutput).default('table', 'table'),
    )
    .option('--report <file>', 'write a Markdown report to a file as well')
    .option('--answer <key=value>', 'answer a question in advance (repeatable)', collectAnswer)
    .option('--no-input', 'never ask, even in a terminal')
    .option('--plan', 'print what would be looked up, without looking')
    .option('--role', 'with --plan: print the ClusterRole for it')
    .option('-v, --verbose', 'tell each step on stderr');
}

function duration(flag: string, description: string, seconds: number): Option {
  return new Option(`${flag} <duration>`, description).argParser(parseSeconds).default(seconds, `${seconds}s`);
}
