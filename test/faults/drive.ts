import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { deadline as realDeadline } from '../../src/commands/pause.ts';
import type { Pause } from '../../src/commands/io.ts';
import { builtProgram } from '../support/program.ts';
import { runCommand, type Outcome } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';
import type { DrivenCommand } from './commands.ts';
import type { Scene } from './fault.ts';

/** Runs a command line in a scene; `silent` says that the fault keeps answers back, so that limits are waited for. */
export type Drive = (command: DrivenCommand, scene: Scene, silent?: boolean) => Promise<Outcome>;

/**
 * A request that gets no answer is given up after this long where limits are shortened and the scene gives no other. Several
 * preflights at once in one process keep it busy for a while, with every check of each on its way. Where answers come, a
 * busy machine must not make them too late.
 */
function shortLimit({ name }: DrivenCommand, silent: boolean): readonly string[] {
  const limit = name.startsWith('workshop preflight') ? '2s' : '300ms';
  return ['--request-timeout', silent ? limit : '4s'];
}

/** In this process: pauses between attempts and the time of `--verify` are over at once, limits of requests are short. */
export const driveQuickly: Drive = async (command, scene, silent = false) => {
  await import('./inject.mjs');
  const { env = {} } = scene;
  return runCommand([...command.args, ...shortLimit(command, silent), ...scene.args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    deadline,
  });
};

/** No limit of the whole look is longer than this; the time of `--verify=10s` is over at once. */
const FAULT_LIMIT_MS = 10_000;
const deadline: Pause = (ms, signal) =>
  ms === VERIFY_MS ? Promise.resolve() : realDeadline(Math.min(ms, FAULT_LIMIT_MS), signal);
const VERIFY_MS = 10_000;

const INJECTION = fileURLToPath(new URL('./inject.mjs', import.meta.url));
/** Far beyond every limit of the program: whatever runs so long hangs. */
const HANGS_MS = 90_000;

/** As the person does: the built program in a process of its own, at its default limits and with real pauses. */
export const driveProgram: Drive = async ({ args }, scene) => {
  const child = spawn(process.execPath, ['--import', INJECTION, await builtProgram(), ...args, ...scene.args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...scene.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: HANGS_MS,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exit: exit ?? -1, stdout: stdout(), stderr: stderr() };
};

function textOf(stream: NodeJS.ReadableStream): () => string {
  const chunks: string[] = [];
  stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}
