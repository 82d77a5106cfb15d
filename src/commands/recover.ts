import { setImmediate } from 'node:timers/promises';
import { UsageError } from '../model/errors.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import type { RecoverIntent } from '../cli/recover-command.ts';
import type { LookUp } from '../engine/memo.ts';
import { canPrompt } from '../terminal/streams.ts';
import type { Cluster } from './cluster.ts';
import { RECOVER_ENTRY, VERIFY_ENTRY, WITHOUT_FLUX_ENTRY } from './entries.ts';
import { introduce } from './introduce.ts';
import type { Io } from './io.ts';
import { meet } from './meet.ts';
import { openCluster } from './open-cluster.ts';
import { refuseAnswers } from './refuse-answers.ts';
import { parseTarget, refuseUnknown, type Target } from './target.ts';
import type { walkCluster } from './walk-cluster.ts';
import { lookWithoutFlux } from './without-flux.ts';
import { limitedLookUp, patientLookUp } from './world.ts';

/** `kubedoc helmrelease recover`: gives the exit code. Throws `UsageError` for what makes no sense. */
export async function recover(intent: RecoverIntent, io: Io): Promise<number> {
  const { options, verify } = intent;
  const target = parseTarget(intent.target, options.namespace);
  if (verify !== undefined && target.name === null) throw verifyWithoutName();
  await refuseAnswers(options, io);
  if (options.plan !== 'no') return planOnly(options, verify !== undefined, target, io);
  const cluster = await openCluster(options, io);
  try {
    return await recoverIn(cluster, target, intent, io);
  } finally {
    await cluster.close();
  }
}

function verifyWithoutName(): UsageError {
  return new UsageError(
    '--verify needs the name of a HelmRelease',
    'kubedoc helmrelease recover NAMESPACE/NAME --verify',
  );
}

/**
 * The role covers the walk and the waiting; the list of look-ups is that of what was asked for. A release that is named
 * may turn out to be none of Flux.
 */
async function planOnly(options: CommonOptions, verify: boolean, { name }: Target, io: Io): Promise<number> {
  const { printPlan } = await import('./print-plan.ts');
  if (options.plan === 'role')
    return printPlan(io.runbooks(), [RECOVER_ENTRY, WITHOUT_FLUX_ENTRY, VERIFY_ENTRY], options, io);
  const beside = name === null ? [] : [WITHOUT_FLUX_ENTRY];
  return printPlan(io.runbooks(), [verify ? VERIFY_ENTRY : RECOVER_ENTRY, ...beside], options, io);
}

async function recoverIn(cluster: Cluster, target: Target, intent: RecoverIntent, io: Io): Promise<number> {
  const { options, verify, tree } = intent;
  const asks =
    verify === undefined && tree === undefined && options.output === 'table' && options.input && canPrompt(io, io.env);
  const lookUp = (asks ? patientLookUp : limitedLookUp)(cluster, options.timeLimit, io);
  const [greeted, walk] = await Promise.all([greet(cluster, lookUp, target, io), loadWalk()]);
  if (typeof greeted === 'number') return greeted;
  if (asks || options.verbose) await introduce(cluster, lookUp, io);
  return walk.walkCluster({ intent, target, cluster, lookUp, asks, entry: greeted }, io);
}

/** Loads the rest of the program once the first requests have gone out: loading it takes longer than sending them. */
async function loadWalk(): Promise<{ readonly walkCluster: typeof walkCluster }> {
  await setImmediate();
  return import('./walk-cluster.ts');
}

/**
 * Makes sure that there is a cluster, and that the release that was named exists; gives the runbook to begin with, or the
 * exit code where there is nothing to walk.
 */
async function greet(cluster: Cluster, lookUp: LookUp, target: Target, io: Io): Promise<number | string> {
  const releases = await meet(cluster, lookUp, target.namespace, io);
  if (typeof releases === 'number') return releases;
  const beside = await lookWithoutFlux(target, releases, lookUp, io);
  refuseUnknown(target, releases, beside);
  return beside?.found === true ? WITHOUT_FLUX_ENTRY : RECOVER_ENTRY;
}
