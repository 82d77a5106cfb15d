import { homedir } from 'node:os';
import type { Machine } from './commands/run.ts';
import { VERSION } from './model/version.ts';

/** The exit code for output that could not be written; the others are in `commands/exit.ts`, which would load more. */
const NOT_WRITTEN = 74;

/**
 * Runs the program on its arguments (without node and script) and gives the exit code. The version is told without
 * loading anything else; every command loads what it needs when it is chosen.
 */
export async function run(argv: readonly string[], machine: Machine): Promise<number> {
  if (argv.length === 1 && argv[0] === '--version') return tellVersion(machine);
  const { runChosen } = await import('./commands/run.ts');
  return runChosen(argv, machine, { home: homedir() });
}

/** A reader that has gone away is no failure; a full disk is one. */
function tellVersion({ stdout }: Machine): Promise<number> {
  stdout.on('error', () => undefined);
  return new Promise((resolve) => {
    stdout.write(`${VERSION}\n`, (error) => {
      const gone = error !== null && error !== undefined && 'code' in error && error.code === 'EPIPE';
      resolve(error && !gone ? NOT_WRITTEN : 0);
    });
  });
}
