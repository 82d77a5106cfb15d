import { parseArguments } from '../cli/parse.ts';
import { UsageError } from '../model/errors.ts';
import { say } from '../terminal/chatter.ts';
import { endingOf, listenForInterrupts, type Interrupts, type SignalSource } from '../terminal/interrupts.ts';
import { hearErrors, writeOut } from '../terminal/streams.ts';
import { reportBug } from './bug.ts';
import { shippedRunbooks } from './catalogue.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { deadline, wait } from './pause.ts';
import { registry } from './registry.ts';

/** The streams, the environment and the signals of the process. */
export type Machine = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'> & SignalSource;

/** What a test replaces: the person's files, how time goes by, the resolver of names, and the runbooks. */
export type Surroundings = Pick<Io, 'home'> &
  Partial<Pick<Io, 'wait' | 'deadline' | 'runbooks' | 'readFile' | 'lookup'>>;

/** Parses the arguments and runs the command that they choose; every failure ends in one line and a documented code. */
export async function runChosen(
  argv: readonly string[],
  machine: Machine,
  surroundings: Surroundings,
): Promise<number> {
  hearErrors(machine.stdout);
  hearErrors(machine.stderr);
  const interrupts = listenForInterrupts(machine, machine.stderr);
  const { stdin, stdout, stderr, env } = machine;
  const real = { wait, deadline, runbooks: shippedRunbooks };
  const io: Io = { stdin, stdout, stderr, env, signal: interrupts.signal, ...real, ...surroundings };
  try {
    const code = await runTyped(argv, io);
    return interrupts.signal.aborted ? codeOfInterrupt(interrupts) : code;
  } catch (error) {
    return interrupts.signal.aborted ? codeOfInterrupt(interrupts) : explain(error, io);
  } finally {
    interrupts.release();
  }
}

async function runTyped(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseArguments(argv, registry);
  if (parsed.is === 'chosen') return parsed.choice(io);
  return (await writeOut(io.stdout, parsed.text)) === 'failed' ? EXIT.notWritten : EXIT.fine;
}

function explain(error: unknown, io: Io): number {
  if (!(error instanceof UsageError)) return reportBug(error, io);
  say(io.stderr, `kubedoc: ${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`);
  return EXIT.usage;
}

function codeOfInterrupt(interrupts: Interrupts): number {
  return endingOf(interrupts.signal) === 'terminated' ? EXIT.terminated : EXIT.interrupted;
}
