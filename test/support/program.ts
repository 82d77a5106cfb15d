import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { digestOf } from './digest.ts';
import { cacheFolder, removeOld } from './kept.ts';
import { root } from './root.ts';

/** How a run of the program ended. */
export interface Ended {
  readonly exit: number | null;
  /** The signal that killed it; null where it ended by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run finds around it. */
export interface RunOptions {
  /** The whole environment beside PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly cwd?: string;
  /** Where stdout goes instead of a pipe: an open file. */
  readonly stdout?: number;
}

/** A program under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until this has been printed on stdout, and gives the first group of the pattern. */
  printed(pattern: RegExp): Promise<string>;
}

/**
 * The program as it is packed, built from the tree as it is now: `bin/kubedoc.js` beside `dist/`. It lies in a folder
 * named after what it was built from, so that one build serves every test file, and nobody's `dist/` is touched.
 */
export function builtProgram(): Promise<string> {
  built ??= buildOnce();
  return built;
}

let built: Promise<string> | undefined;

async function buildOnce(): Promise<string> {
  const cache = cacheFolder('kubedoc-program');
  const home = join(cache, digestOf(SOURCES));
  if (!existsSync(home)) await buildInto(cache, home);
  return join(home, 'bin', 'kubedoc.js');
}

/** Runs the built program to its end; it is killed with the test at the latest. */
export async function runProgram(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return (await startProgram(args, options)).ended;
}

/** Starts the built program. */
export async function startProgram(args: readonly string[], options: RunOptions = {}): Promise<Running> {
  const { env = {}, stdin = '', cwd = root, stdout = 'pipe' } = options;
  const child = spawn(process.execPath, [await builtProgram(), ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    stdio: ['pipe', stdout, 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin?.on('error', () => undefined).end(stdin);
  return watch(child);
}

function watch(child: ChildProcess): Running {
  const texts = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
      wake();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exit, signal) => {
      resolve({ exit, signal, ...texts });
      wake();
    });
  });
  const printed = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        const found = pattern.exec(texts.stdout);
        if (found !== null) resolve(found[1] ?? found[0]);
        else if (child.exitCode !== null) reject(new Error(`ended without ${String(pattern)}:\n${texts.stderr}`));
      };
      waiting.add(check);
      check();
    });
  return { child, ended, printed };
}

/** Another test file may build the same at the same moment: who renames first wins, and the result is the same. */
async function buildInto(cache: string, home: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const place = mkdtempSync(join(cache, 'new-'));
  try {
    await promisify(execFile)(process.execPath, [join(root, 'scripts', 'build.mjs'), join(place, 'dist')]);
    cpSync(join(root, 'bin'), join(place, 'bin'), { recursive: true });
    cpSync(join(root, 'package.json'), join(place, 'package.json'));
    symlinkSync(join(root, 'examples'), join(place, 'examples'));
    if (!existsSync(home)) renameSync(place, home);
    removeOld(cache);
  } catch (error) {
    if (!existsSync(home)) throw error;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const SOURCES = ['src', 'runbooks', 'bin', 'scripts', 'package.json', 'package-lock.json'];
