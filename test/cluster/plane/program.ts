import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Keeper } from './keeper.ts';

/** What to start. */
export interface Start {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The file that gets its output; it is appended to. */
  readonly log: string;
  /** The file that gets what it writes to stdout instead. */
  readonly output?: string;
}

/** A program that runs. */
export interface Program {
  readonly name: string;
  readonly log: string;
  /** How it ended, in words, once it has. */
  readonly ended: Promise<string>;
  isRunning(): boolean;
  /** Ends it, first politely, and waits until its whole process group has gone. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** Starts a program in a process group of its own: a Ctrl-C meant for the harness does not reach it. */
export function startProgram({ name, file, args, env = {}, log, output = log }: Start, keeper: Keeper): Program {
  const stdout = openSync(output, 'a');
  const stderr = openSync(log, 'a');
  const child = spawn(file, args, {
    detached: true,
    stdio: ['ignore', stdout, stderr],
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
  });
  closeSync(stdout);
  closeSync(stderr);
  if (child.pid !== undefined) keeper.running(child.pid);
  let running = true;
  const ended = endOf(child).then((how) => {
    running = false;
    return how;
  });
  const end = async (signals: readonly NodeJS.Signals[]): Promise<void> => {
    await endGroup(child, ended, signals);
    if (child.pid !== undefined) keeper.gone(child.pid);
  };
  return {
    name,
    log,
    ended,
    isRunning: () => running,
    stop: () => end(['SIGTERM', 'SIGKILL']),
    kill: () => end(['SIGKILL']),
  };
}

/** The last line of a log that says something, for a message. */
export function lastLine(log: string): string {
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.findLast((line) => line.trim() !== '')?.slice(0, 300) ?? '';
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal === null ? `ended with ${code ?? 0}` : `ended by ${signal}`));
  });
}

const POLITE_MS = 3000;

async function endGroup(
  child: ChildProcess,
  ended: Promise<unknown>,
  signals: readonly NodeJS.Signals[],
): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  for (const signal of signals) {
    if (!send(pid, signal)) break;
    await Promise.race([ended.then(() => groupGone(pid)), sleep(POLITE_MS, undefined, { ref: false })]);
  }
  await ended;
  await groupGone(pid);
}

/** What the program started itself may outlive it for a moment. */
async function groupGone(pid: number): Promise<void> {
  while (send(pid, 0)) {
    send(pid, 'SIGKILL');
    await sleep(20);
  }
}

/** Whether the group was there to be told. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
