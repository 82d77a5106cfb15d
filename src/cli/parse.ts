import { CommanderError, type Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import { nearest } from '../text/similar.ts';
import type { RegisteredCommand } from './command-spec.ts';
import { buildProgram } from './program.ts';

/** What was typed comes to: a command that was chosen, or a text that is to be printed. */
export type Parsed<Choice> = { readonly is: 'chosen'; readonly choice: Choice } | Printed;
interface Printed {
  readonly is: 'print';
  readonly text: string;
}

/** Reads the arguments (without node and script). Throws `UsageError` with one line for what makes no sense. */
export function parseArguments<Choice>(
  argv: readonly string[],
  registered: readonly RegisteredCommand<Choice>[],
): Parsed<Choice> {
  const chosen: Choice[] = [];
  const printed: string[] = [];
  const program = buildProgram(registered, (choice) => chosen.push(choice));
  quietly(program, printed);
  try {
    const group = groupAskedFor(program, argv);
    if (group === undefined) program.parse(prepared(argv, registered), { from: 'user' });
    else group.outputHelp();
  } catch (error) {
    return printOrRefuse(error, printed);
  }
  const [choice] = chosen;
  return choice === undefined ? { is: 'print', text: printed.join('') } : { is: 'chosen', choice };
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

/** Lets every command put its own words right before they are read. */
function prepared<Choice>(
  argv: readonly string[],
  registered: readonly RegisteredCommand<Choice>[],
): readonly string[] {
  return registered.reduce((words, { spec }) => spec.prepare?.(words) ?? words, argv);
}

function printOrRefuse(error: unknown, printed: readonly string[]): Printed {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return { is: 'print', text: printed.join('') };
  throw new UsageError(error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '), 'kubedoc --help');
}
