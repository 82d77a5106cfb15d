import { setTimeout as sleep } from 'node:timers/promises';
import { PlaneError } from './plane-error.ts';

/** How long to wait, and what ends the wait before. */
export interface Patience {
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. */
  readonly every?: number;
}

/**
 * Looks again and again until there is an answer. What throws is looked at again as well; the last of it is told when
 * the time is up. The abort of the signal ends the wait with its reason.
 */
export async function until<Answer>(
  what: string,
  look: () => Promise<Answer | undefined | false>,
  { seconds, signal, every = 200 }: Patience,
): Promise<Answer> {
  const deadline = Date.now() + seconds * 1000;
  let last = '';
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    try {
      const answer = await look();
      if (answer !== undefined && answer !== false) return answer;
      last = '';
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(every, signal);
  }
  throw new PlaneError(`waited ${seconds} s for ${what}${last === '' ? '' : `: ${last}`}`);
}

/** A pause that ends at once, with the reason, where the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
