import { demoCommand } from '../cli/demo-command.ts';
import { diagnoseCommand } from '../cli/diagnose-command.ts';
import { register, type RegisteredCommand } from '../cli/command-spec.ts';
import { lintCommand } from '../cli/lint-command.ts';
import { listCommand } from '../cli/list-command.ts';
import { lintReleasesCommand } from '../cli/lint-releases-command.ts';
import { preflightCommand } from '../cli/preflight-command.ts';
import { recoverCommand } from '../cli/recover-command.ts';
import { showCommand } from '../cli/show-command.ts';
import { workshopInitCommand } from '../cli/workshop-init-command.ts';
import type { Io } from './io.ts';

/** A command that was chosen and knows what is wanted; gives the exit code. */
export type Chosen = (io: Io) => Promise<number>;

/**
 * Every command there is, in the order of the help. One that is added here is parsed, documented and, where it looks at a
 * cluster, driven through the table of faults. Each loads its code when it is run.
 */
export const registry: readonly RegisteredCommand<Chosen>[] = [
  register(recoverCommand, (intent) => async (io) => (await import('./recover.ts')).recover(intent, io)),
  register(listCommand, (intent) => async (io) => (await import('./list-releases.ts')).listReleases(intent, io)),
  register(diagnoseCommand, (intent) => async (io) => (await import('./diagnose.ts')).diagnoseTopic(intent, io)),
  register(preflightCommand, (intent) => async (io) => (await import('./preflight.ts')).preflight(intent, io)),
  register(showCommand, (intent) => async (io) => (await import('./show-runbook.ts')).showRunbook(intent, io)),
  register(
    lintReleasesCommand,
    (intent) => async (io) => (await import('./lint-releases.ts')).lintReleases(intent, io),
  ),
  register(lintCommand, (intent) => async (io) => (await import('./lint-runbooks.ts')).lintRunbooks(intent, io)),
  register(
    workshopInitCommand,
    (intent) => async (io) => (await import('./workshop-init.ts')).workshopInit(intent, io),
  ),
  register(demoCommand, (intent) => async (io) => (await import('./demo.ts')).demo(intent, io)),
];
