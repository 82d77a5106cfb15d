import { execa } from 'execa';
import type { Fact } from '../model/fact.ts';
import type { RunResult } from '../model/query.ts';

/** The largest output that is read, in bytes; what is longer is a failure, not an answer. */
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/**
 * Runs a program of this machine: no shell, standard input closed, in a session of its own (so that nothing can prompt on
 * the terminal), ended after `timeoutMs` with all that it has started. The value is a `RunResult`; a program that is
 * hangs or prints too much is a failed fact with a hint, one that is missing is absent. Its environment is the one that is
 * given, else that of this process. Never throws.
 */
export async function runProgram(
  argv: readonly string[],
  timeoutMs: number,
  signal?: AbortSignal,
  env?: NodeJS.ProcessEnv,
): Promise<Fact> {
  const [program = '', ...args] = argv;
  if (signal?.aborted === true) return ended(program);
  const late = AbortSignal.timeout(timeoutMs);
  const running = execa(program, args, {
    reject: false,
    stdin: 'ignore',
    detached: true,
    maxBuffer: MAX_OUTPUT_BYTES,
    stripFinalNewline: false,
    ...(env === undefined ? {} : { env, extendEnv: false }),
  });
  const release = endGroupAt(signal === undefined ? late : AbortSignal.any([late, signal]), running.pid);
  const result = await running;
  release();
  if (running.pid === undefined) return neverRan(program, result.code);
  if (result.isMaxBuffer) return failed(`${program} printed more than can be read`, `run ${program} by hand`);
  if (late.aborted) return failed(`${program} gave no answer in ${timeoutMs / 1000} s`, `run ${program} by hand`);
  if (result.exitCode === undefined) return ended(program);
  const value: RunResult = { exit: result.exitCode, stdout: result.stdout, stderr: result.stderr };
  return { state: 'known', value };
}

/** How long a program that is asked to end may take for it. */
const GRACE_MS = 1000;

/**
 * Ends the group of processes that the program leads when the signal comes: what it has started would otherwise go on, and
 * hold its output open. Gives the function that calls this off.
 */
function endGroupAt(stop: AbortSignal, leader: number | undefined): () => void {
  let force: NodeJS.Timeout | undefined;
  const end = () => {
    signalGroup(leader, 'SIGTERM');
    force = setTimeout(signalGroup, GRACE_MS, leader, 'SIGKILL');
  };
  stop.addEventListener('abort', end, { once: true });
  return () => {
    stop.removeEventListener('abort', end);
    clearTimeout(force);
  };
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended by itself in the meantime.
  }
}

function neverRan(program: string, code: string | undefined): Fact {
  if (code === 'ENOENT') return { state: 'absent', what: 'program' };
  return failed(`${program} cannot be run (${code ?? 'no reason given'})`, `run ${program} by hand`);
}

function ended(program: string): Fact {
  return failed(`${program} was ended`, `run ${program} by hand`);
}

function failed(reason: string, hint: string): Fact {
  return { state: 'failed', reason, hint };
}
