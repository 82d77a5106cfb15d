import { spawn } from 'node:child_process';

/** Told which process groups run, so that they end even where the harness itself is killed. */
export interface Keeper {
  running(group: number): void;
  gone(group: number): void;
  /** Nothing is left to look after: it ends by itself. */
  dismiss(): Promise<void>;
}

/** Starts the keeper (`keeper.mjs`); when it has to end others, it removes `folder` as well. */
export function startKeeper(script: string, folder: string): Keeper {
  const child = spawn(process.execPath, [script, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin.on('error', () => undefined);
  return {
    running: (group) => void child.stdin.write(`+${group}\n`),
    gone: (group) => void child.stdin.write(`-${group}\n`),
    dismiss: () => {
      child.stdin.end();
      return ended;
    },
  };
}
