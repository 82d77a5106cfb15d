import { afterAll, beforeAll } from 'vitest';
import { makeHome, startEmulator, type Emulator, type Home } from './harness.ts';

/** The emulator and an empty home, there while the tests of a group run. */
export interface Used {
  readonly emulator: Emulator;
  readonly home: Home;
}

/** Starts an emulator for the group of tests that this is called in, and ends it behind them. What it gives can be read in tests alone. */
export function useEmulator(): Used {
  let used: Used | undefined;
  const now = (): Used => {
    if (used === undefined) throw new Error('the emulator is there only while tests run');
    return used;
  };
  beforeAll(async () => {
    used = { emulator: await startEmulator(), home: makeHome() };
  });
  afterAll(async () => {
    await used?.emulator.close();
    used?.home.remove();
  });
  return {
    get emulator() {
      return now().emulator;
    },
    get home() {
      return now().home;
    },
  };
}
