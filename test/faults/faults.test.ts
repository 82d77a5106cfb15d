import { beforeAll, describe, expect, test } from 'vitest';
import { drivenCommands } from './commands.ts';
import { driveProgram, driveQuickly } from './drive.ts';
import { exitOf, flawsOf, lineOf, type Usual } from './judge.ts';
import { onStage } from './stage.ts';
import { faultTable } from './table.ts';
import { usualOf } from './usual.ts';

/** `npm run faults` drives the built program at its own limits; `npm test` and `-- --quick` drive it here, without waiting. */
const drive = process.env['KUBEDOC_FAULTS'] === 'program' ? driveProgram : driveQuickly;

declare module 'vitest' {
  interface TaskMeta {
    /** A cell of the table of faults, for its printer. */
    fault?: { readonly fault: string; readonly command: string; readonly exit: number; readonly line: string };
  }
}

describe.each(drivenCommands)('$name', (command) => {
  let usual: Usual;

  beforeAll(async () => {
    usual = await usualOf(command, drive);
  });

  test('finds what is wrong where nothing is in the way', () => {
    expect(usual.exit).toBe(1);
  });

  test.concurrent.for(faultTable)('$name', { timeout: 120_000 }, async (fault, { task }) => {
    const outcome = await onStage(usual, async (stage) =>
      drive(command, await fault.set(stage), fault.atDefaultLimits),
    );
    task.meta.fault = {
      fault: fault.name,
      command: command.name,
      exit: exitOf(fault.ends, usual),
      line: typeof fault.ends === 'number' ? lineOf(outcome.stderr) : '',
    };
    expect(flawsOf(outcome, fault, usual, command)).toEqual([]);
  });
});
