import type { Report } from '../model/report.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import type { LookUp } from '../engine/memo.ts';
import { createPrompter } from '../terminal/prompter.ts';
import { exitCodeOf as exitCodeOfEnd, runSession } from '../terminal/session.ts';
import { wantsColor } from '../terminal/streams.ts';
import type { Cluster } from './cluster.ts';
import { EXIT } from './exit.ts';
import { finish } from './finish.ts';
import type { Io } from './io.ts';
import { createProgressFor } from './progress-for.ts';
import { patientLookUp, type Person } from './world.ts';

/** A walk with a person at the terminal. */
export interface InteractiveInput {
  readonly walk: (lookUp: LookUp, person: Person) => Promise<Report>;
  /** What was looked up so far; looking again starts afresh. */
  readonly lookUp: LookUp;
  readonly cluster: Cluster;
  readonly options: CommonOptions;
}

/** Runs the session and gives the exit code: of the last report, or of the interruption. */
export async function runInteractively(input: InteractiveInput, io: Io): Promise<number> {
  const { options, cluster } = input;
  let lookUp = input.lookUp;
  let code: number = EXIT.incomplete;
  const end = await runSession({
    presets: { ...cluster.answers, ...options.answers },
    prompter: createPrompter(io, io.env, io.signal),
    progress: createProgressFor(io, options),
    stderr: io.stderr,
    color: wantsColor(io.stderr, io.env),
    signal: io.signal,
    walk(ask, tell, fresh) {
      if (fresh) lookUp = patientLookUp(cluster, options.timeLimit, io);
      return input.walk(lookUp, { ask, tell });
    },
    async show(report) {
      code = await finish({ report, cluster, options }, io, { path: false, mode: 'short' });
    },
  });
  return exitCodeOfEnd(end) ?? code;
}
