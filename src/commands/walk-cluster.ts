import type { Runbook } from '../model/runbook.ts';
import type { RecoverIntent } from '../cli/recover-command.ts';
import { diagnose } from '../engine/diagnose.ts';
import type { LookUp } from '../engine/memo.ts';
import { probes } from '../probes/index.ts';
import type { Cluster } from './cluster.ts';
import { runInteractively, type InteractiveInput } from './interactive.ts';
import type { Io } from './io.ts';
import { runUnattended } from './run-unattended.ts';
import type { Target } from './target.ts';
import { treeForms } from './tree-forms.ts';
import { verifyRecovery } from './verify.ts';
import { worldOf } from './world.ts';
import { IN_FULL, type ReportStyle } from './write-report.ts';

/** A cluster that answers, what is to be walked there, and whether a person is there to ask. */
export interface Job {
  readonly intent: RecoverIntent;
  readonly target: Target;
  readonly cluster: Cluster;
  readonly lookUp: LookUp;
  readonly asks: boolean;
  /** The runbook to begin with. */
  readonly entry: string;
}

/**
 * Walks, or waits for the recovery, and gives the exit code. Everything that a walk needs is loaded with this file, while
 * the first requests are on their way.
 */
export function walkCluster(job: Job, io: Io): Promise<number> {
  const { intent, cluster, lookUp, target } = job;
  const { options, verify, steady } = intent;
  const runbooks = io.runbooks();
  if (verify !== undefined) return verifyRecovery({ runbooks, target, cluster, options, seconds: verify, steady }, io);
  const input = { walk: walker(runbooks, job), lookUp, cluster, options };
  if (job.asks) return runInteractively(input, io);
  return runUnattended(input, io, styleOf(intent, runbooks));
}

/** Walks the runbooks over answers and a person. */
function walker(runbooks: ReadonlyMap<string, Runbook>, { target, entry, intent }: Job): InteractiveInput['walk'] {
  return (lookUp, person) =>
    diagnose({
      runbooks,
      probes,
      world: worldOf(lookUp, person),
      entry,
      inputs: {
        onlyNamespace: target.namespace,
        onlyName: target.name,
        ...(intent.helmHistory ? { helmHistory: 'yes' } : {}),
      },
    });
}

function styleOf({ tree }: RecoverIntent, runbooks: ReadonlyMap<string, Runbook>): ReportStyle {
  return tree === undefined ? IN_FULL : { ...IN_FULL, forms: treeForms(tree, runbooks) };
}
