import { setTimeout as sleep } from 'node:timers/promises';
import type { Pause } from './io.ts';

/** Waits, and keeps the program alive for it. */
export const wait: Pause = (milliseconds, signal) => pause(milliseconds, signal, true);

/** Waits as long as something else keeps the program alive. */
export const deadline: Pause = (milliseconds, signal) => pause(milliseconds, signal, false);

async function pause(milliseconds: number, signal: AbortSignal | undefined, ref: boolean): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { ref, ...(signal === undefined ? {} : { signal }) });
  } catch {
    // The person interrupted: whoever waits looks at the signal.
  }
}
