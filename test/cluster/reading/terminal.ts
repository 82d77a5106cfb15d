import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { KEYS, openTerminal } from '../../support/pty.ts';

/** A walk with a person: what is typed, after which question is on the screen. */
export interface Session {
  readonly args: readonly string[];
  readonly keys: readonly { readonly at: string; readonly press: string }[];
}

const QUESTION = 'May the application be away';
const DONE = 'What now?';

/** One that answers, shows the evidence, goes back, answers otherwise, and looks again; and one that finds all well. */
export const SESSIONS: Readonly<Record<'incident' | 'healthy', Session>> = {
  incident: {
    args: ['helmrelease', 'recover', 'coder/coder'],
    keys: [
      { at: QUESTION, press: KEYS.enter },
      { at: DONE, press: '?' },
      { at: DONE, press: 'b' },
      { at: QUESTION, press: 'u' },
      { at: DONE, press: 'r' },
      { at: DONE, press: 'q' },
    ],
  },
  healthy: {
    args: ['helmrelease', 'recover', 'coder/coder'],
    keys: [
      { at: DONE, press: 'r' },
      { at: DONE, press: 'q' },
    ],
  },
};

/** Holds a session in a real pseudo-terminal and gives the exit code. Throws with the screen where a question does not come. */
export async function holdSession({ plane }: Cluster, { args, keys }: Session): Promise<number> {
  const env = { KUBECONFIG: plane.kubeconfigs.kubedoc, HOME: plane.folder };
  const terminal = openTerminal(join(plane.folder, 'bin', 'kubedoc'), args, { env, rows: 200 });
  const abort = (): void => terminal.kill();
  plane.signal.addEventListener('abort', abort, { once: true });
  try {
    for (const { at, press } of keys) {
      await terminal.waitForPrompt(at);
      terminal.press(press);
    }
    return (await terminal.exit).exitCode;
  } finally {
    plane.signal.removeEventListener('abort', abort);
    terminal.kill();
  }
}
