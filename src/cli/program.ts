import { Command } from 'commander';
import { VERSION } from '../model/version.ts';
import type { CommandExample, CommandGroup, RegisteredCommand } from './command-spec.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** The commands with their flags and their help, under the words that hold them; `chosen` hears which was typed. */
export function buildProgram<Choice>(
  registered: readonly RegisteredCommand<Choice>[],
  chosen: (choice: Choice) => void,
): Command {
  const program = newCommand('kubedoc')
    .description('Walks decision trees over a live cluster and prints the root cause, its evidence and the fix.')
    .version(VERSION, '--version', 'print the version')
    .enablePositionalOptions();
  for (const entry of registered) parentOf(entry.spec.group, program).addCommand(commandOf(entry, chosen));
  return program;
}

function newCommand(name: string, examples: readonly CommandExample[] = []): Command {
  return new Command(name)
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .addHelpText('after', `${examplesText(examples)}${EXIT_CODES}`)
    .showSuggestionAfterError(true)
    .configureHelp({ helpWidth: 80 });
}

function parentOf(group: CommandGroup | undefined, program: Command): Command {
  if (group === undefined) return program;
  const present = program.commands.find((one) => one.name() === group.name);
  if (present !== undefined) return present;
  const created = newCommand(group.name).description(group.description);
  if (group.alias !== undefined) created.alias(group.alias);
  program.addCommand(created);
  return created;
}

function commandOf<Choice>(entry: RegisteredCommand<Choice>, chosen: (choice: Choice) => void): Command {
  const { spec } = entry;
  const command = newCommand(spec.name, spec.examples).summary(spec.summary).description(spec.description);
  spec.define(command);
  return command.action(() => {
    chosen(entry.choose(command.processedArgs as readonly unknown[], command));
  });
}

function examplesText(examples: readonly CommandExample[]): string {
  if (examples.length === 0) return '';
  const lines = examples.map(({ args, means }) => `  kubedoc ${args.join(' ')}\n      ${means}\n`);
  return `\nExamples:\n${lines.join('')}`;
}
