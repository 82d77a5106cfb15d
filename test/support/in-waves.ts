import { setImmediate } from 'node:timers/promises';
import type { LookUp } from '../../src/engine/memo.ts';
import type { Query } from '../../src/model/query.ts';

/** Turns of the event loop without a further question after which whoever asks waits for answers. */
const QUIET_TURNS = 20;

/**
 * Holds answers back until nobody asks anything more, and then gives them all: what was asked together is one wave, and the
 * number of waves is how many answers were waited for one after the other.
 */
export function inWaves(lookUp: LookUp): { readonly lookUp: LookUp; readonly waves: readonly (readonly Query[])[] } {
  const waves: Query[][] = [];
  let wave: Query[] = [];
  let [pending, held]: [number, (() => void)[]] = [0, []];
  async function releaseWhenQuiet(): Promise<void> {
    const before = wave.length;
    for (let turn = 0; turn < QUIET_TURNS; turn += 1) await setImmediate();
    if (pending > 0 || wave.length !== before) return;
    const freed = held;
    waves.push(wave);
    [wave, held] = [[], []];
    for (const free of freed) free();
  }
  return {
    waves,
    async lookUp(query) {
      wave.push(query);
      pending += 1;
      const fact = await lookUp(query);
      pending -= 1;
      await new Promise<void>((resolve) => {
        held.push(resolve);
        if (pending === 0) void releaseWhenQuiet();
      });
      return fact;
    },
  };
}
