import type { DiagnoseIntent } from '../cli/diagnose-command.ts';
import { diagnose, type Request } from '../engine/diagnose.ts';
import type { LookUp } from '../engine/memo.ts';
import type { Report } from '../model/report.ts';
import { probes } from '../probes/index.ts';
import { acceptFindings } from '../profile/accept-findings.ts';
import type { Profile } from '../profile/load-profile.ts';
import { nameContacts } from '../profile/name-contacts.ts';
import type { Cluster } from './cluster.ts';
import type { Met } from './diagnose-meet.ts';
import type { DiagnoseTarget } from './diagnose-target.ts';
import { folderOf } from './asked-folder.ts';
import { secretText } from './asked-secret.ts';
import { asksNetwork } from './asks-network.ts';
import { runInteractively, type InteractiveInput } from './interactive.ts';
import type { Io } from './io.ts';
import { runUnattended } from './run-unattended.ts';
import type { TopicEntry } from './topics.ts';
import { treeForms } from './tree-forms.ts';
import { worldOf } from './world.ts';
import { IN_FULL } from './write-report.ts';

/** A cluster that answers, what is to be walked there, and whether a person is there to ask. */
export interface DiagnoseJob {
  readonly intent: DiagnoseIntent;
  readonly topic: TopicEntry;
  readonly target: DiagnoseTarget | undefined;
  readonly met: Met;
  readonly cluster: Cluster;
  readonly lookUp: LookUp;
  readonly asks: boolean;
  /** What is accepted, and whom to call; undefined where there is none. */
  readonly profile: Profile | undefined;
}

/** Walks the runbook of a topic and gives the exit code. Everything that a walk needs is loaded with this file. */
export function walkTopic(job: DiagnoseJob, io: Io): Promise<number> {
  const { intent, cluster, lookUp } = job;
  const { options, tree } = intent;
  const runbooks = io.runbooks();
  const walk: InteractiveInput['walk'] = async (answers, person) => {
    const report = await diagnose({ runbooks, probes, world: worldOf(answers, person), ...beginning(job) });
    return job.profile === undefined ? report : settled(report, job.profile);
  };
  const input = { walk, lookUp, cluster, options };
  if (job.asks) return runInteractively(input, io);
  return runUnattended(input, io, tree === undefined ? IN_FULL : { ...IN_FULL, forms: treeForms(tree, runbooks) });
}

/**
 * The report with what the profile says of it. The day is the server's where there is one: a capture is as old as it is. A
 * topic asks other things than the next, so that it found nothing says nothing of an entry.
 */
function settled(report: Report, profile: Profile): Report {
  const today = (report.now ?? new Date().toISOString()).slice(0, 10);
  const accepted = acceptFindings(report, {
    entries: profile.accepted,
    today,
    lookedAt: () => false,
    complete: false,
  });
  return nameContacts(accepted, profile);
}

/** The runbook to begin with, its inputs, and what is walked behind it. */
function beginning(job: DiagnoseJob): Pick<Request, 'entry' | 'inputs' | 'changes'> {
  const { topic, met, intent } = job;
  const { since } = intent;
  if (topic.changes === undefined || since === undefined) return inFront(job);
  const inputs = { onlyNamespace: met.namespace, since, workload: met.workload ?? null };
  return { ...inFront(job), changes: { entry: topic.changes, inputs } };
}

function inFront(job: DiagnoseJob): Pick<Request, 'entry' | 'inputs'> {
  const { topic, target, met } = job;
  const { namespace, workload } = met;
  const network = asksNetwork(job.intent, job.cluster) ? 'yes' : '';
  const readSecret = secretText(job.intent.options.readSecret);
  const terraform = folderOf(job.intent.options);
  const mirrors = job.profile?.mirrors ?? [];
  if (target === undefined || topic.named === undefined)
    return { entry: topic.entry, inputs: { onlyNamespace: namespace, network, readSecret, terraform, mirrors } };
  const typed = { onlyKind: target.kind?.kind ?? '', onlyName: target.name };
  return {
    entry: topic.named,
    inputs: { workload, onlyNamespace: namespace, network, readSecret, terraform, mirrors, ...typed },
  };
}
