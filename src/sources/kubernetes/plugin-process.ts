import { spawn, type ChildProcess } from 'node:child_process';
import type { ExecEntry } from './kubeconfig-file.ts';

/** How a plugin came to its end. */
export interface PluginEnd {
  /** `late`: killed at the deadline; `flood`: killed because it printed without end. */
  readonly how: 'exited' | 'late' | 'flood';
  /** Null for one that was killed, by whomever. */
  readonly exit: number | null;
  readonly stdout: string;
  /** The end of it. */
  readonly stderr: string;
}

/** A plugin prints a few kilobytes; what prints more than this many characters is no plugin. */
const MAX_OUTPUT = 1024 * 1024;

/**
 * Runs a plugin without a shell and without a terminal, in a process group of its own, which the deadline kills: no child
 * of it stays behind. Throws Node's error where it cannot be started.
 */
export function runPluginProcess(plugin: ExecEntry, env: NodeJS.ProcessEnv, deadline: AbortSignal): Promise<PluginEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(plugin.command, plugin.args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const output = { stdout: '', stderr: '' };
    const end = (how: PluginEnd['how']) => {
      deadline.removeEventListener('abort', late);
      // Not waiting for the pipes to close: something that was started and goes on may hold them for ever.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ how, exit: child.exitCode, ...output });
    };
    const kill = (how: 'late' | 'flood') => {
      killGroup(child);
      // One that had failed by itself before is a failure, whatever it left behind.
      end(how === 'late' && child.exitCode !== null && child.exitCode !== 0 ? 'exited' : how);
    };
    const late = () => kill('late');
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
      if (output.stdout.length > MAX_OUTPUT) kill('flood');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr = (output.stderr + text).slice(-MAX_OUTPUT);
    });
    child.on('error', reject);
    child.on('close', () => end('exited'));
    // A helper that goes on in the background may keep stderr open: what was printed is complete without it.
    const printed = () => child.exitCode === 0 && child.stdout.readableEnded && output.stdout !== '' && end('exited');
    child.on('exit', printed);
    child.stdout.on('end', printed);
    deadline.addEventListener('abort', late, { once: true });
    if (deadline.aborted) late();
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}
