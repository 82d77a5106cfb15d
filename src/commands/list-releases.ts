import type { ListIntent } from '../cli/list-command.ts';
import { diagnose } from '../engine/diagnose.ts';
import { probes } from '../probes/index.ts';
import { listRenders } from '../render/index.ts';
import { LIST_ENTRY } from './entries.ts';
import { introduce } from './introduce.ts';
import type { Io } from './io.ts';
import { meet } from './meet.ts';
import { openCluster } from './open-cluster.ts';
import { printPlan } from './print-plan.ts';
import { refuseAnswers } from './refuse-answers.ts';
import { runUnattended } from './run-unattended.ts';
import { parseTarget } from './target.ts';
import { limitedLookUp, worldOf, type Person } from './world.ts';
import { IN_FULL } from './write-report.ts';

/** `kubedoc helmrelease list`: gives the exit code. Throws `UsageError` for what makes no sense. */
export async function listReleases({ options }: ListIntent, io: Io): Promise<number> {
  const { namespace } = parseTarget(undefined, options.namespace);
  await refuseAnswers(options, io);
  if (options.plan !== 'no') return printPlan(io.runbooks(), [LIST_ENTRY], options, io);
  const cluster = await openCluster(options, io);
  try {
    const lookUp = limitedLookUp(cluster, options.timeLimit, io);
    const met = await meet(cluster, lookUp, namespace, io);
    if (typeof met === 'number') return met;
    if (options.verbose) await introduce(cluster, lookUp, io);
    const runbooks = io.runbooks();
    const inputs = { onlyNamespace: namespace };
    return await runUnattended(
      {
        lookUp,
        cluster,
        options,
        walk: (answers, person) =>
          diagnose({
            runbooks,
            probes,
            world: worldOf(answers, options.verbose ? person : quiet(person)),
            entry: LIST_ENTRY,
            inputs,
          }),
      },
      io,
      { ...IN_FULL, forms: listRenders },
    );
  } finally {
    await cluster.close();
  }
}

/** The steps of a list are of no interest; that it waits for an answer is. */
function quiet(person: Person): Person {
  return {
    ...person,
    tell(event) {
      if (event.event === 'waiting' || event.event === 'arrived') person.tell(event);
    },
  };
}
