import { setImmediate } from 'node:timers/promises';
import type { Fact } from '../model/fact.ts';
import type { KubeObject } from '../model/object.ts';
import type { Note, Report } from '../model/report.ts';
import type { LintReleasesIntent } from '../cli/lint-releases-command.ts';
import { acceptFindings } from '../profile/accept-findings.ts';
import type { Profile } from '../profile/load-profile.ts';
import type { Cluster } from './cluster.ts';
import { LINT_ENTRY } from './entries.ts';
import { EXIT } from './exit.ts';
import type { InteractiveInput } from './interactive.ts';
import { introduce } from './introduce.ts';
import type { Io } from './io.ts';
import { placesOf } from './lint-places.ts';
import type { lintWalk } from './lint-walk.ts';
import { PATH, readManifests, type Manifests } from './manifests.ts';
import { meet } from './meet.ts';
import { openCluster } from './open-cluster.ts';
import { readProfile } from './profile-file.ts';
import { refuseAnswers } from './refuse-answers.ts';
import type { runUnattended } from './run-unattended.ts';
import { parseTarget, refuseUnknown, type Target } from './target.ts';
import { limitedLookUp, worldOf } from './world.ts';
import { IN_FULL } from './write-report.ts';

/** `kubedoc helmrelease lint`: gives the exit code. Throws `UsageError` for what makes no sense. */
export async function lintReleases(intent: LintReleasesIntent, io: Io): Promise<number> {
  const { options } = intent;
  const places = placesOf(intent.words, options);
  const target = parseTarget(places.target, options.namespace);
  const profile = readProfile(intent.profile, io);
  if (profile === undefined) return EXIT.usage;
  await refuseAnswers(options, io);
  if (options.plan !== 'no') {
    const { printPlan } = await import('./print-plan.ts');
    return printPlan(io.runbooks(), [LINT_ENTRY], options, io);
  }
  const manifests = places.files.length === 0 ? undefined : readManifests(places.files);
  const cluster = await open(manifests, intent, io);
  try {
    return await lintIn(cluster, { intent, target, profile, manifests }, io);
  } finally {
    await cluster.close();
  }
}

/** What is looked at, and what somebody has accepted of it. */
interface Job {
  readonly intent: LintReleasesIntent;
  readonly target: Target;
  readonly profile: Profile;
  readonly manifests: Manifests | undefined;
}

async function open(manifests: Manifests | undefined, { options }: LintReleasesIntent, io: Io): Promise<Cluster> {
  if (manifests === undefined) return openCluster(options, io);
  const { openManifests } = await import('./manifest-cluster.ts');
  return openManifests(manifests, options, io);
}

async function lintIn(cluster: Cluster, job: Job, io: Io): Promise<number> {
  const { options } = job.intent;
  const { target } = job;
  const lookUp = limitedLookUp(cluster, options.timeLimit, io);
  const [greeted, walk] = await Promise.all([meet(cluster, lookUp, target.namespace, io), loadWalk()]);
  if (typeof greeted === 'number') return greeted;
  refuseUnknown(target, greeted);
  if (options.verbose) await introduce(cluster, lookUp, io);
  const releases = releasesIn(greeted, target);
  const walker: InteractiveInput['walk'] = async (answers, person) => {
    const report = await walk.lintWalk(job, io.runbooks(), worldOf(answers, person));
    return accepted(withPatches(report, job.manifests), job, releases);
  };
  // The steps of many releases are a long way to the first finding.
  const style = { ...IN_FULL, path: options.verbose || (releases ?? []).length < 2 };
  return walk.runUnattended({ walk: walker, lookUp, cluster, options }, io, style);
}

/** Loads the rest of the program once the first requests have gone out, as `recover` does. */
async function loadWalk(): Promise<{
  readonly lintWalk: typeof lintWalk;
  readonly runUnattended: typeof runUnattended;
}> {
  await setImmediate();
  const [walk, run] = await Promise.all([import('./lint-walk.ts'), import('./run-unattended.ts')]);
  return { lintWalk: walk.lintWalk, runUnattended: run.runUnattended };
}

/** The releases that are looked at; undefined where they are not known. */
function releasesIn(fact: Fact, { name }: Target): readonly KubeObject[] | undefined {
  if (fact.state !== 'known' || !Array.isArray(fact.value)) return undefined;
  const all = fact.value as readonly KubeObject[];
  return name === null ? all : all.filter(({ metadata }) => metadata.name === name);
}

/** Patches of overlays are not applied: what they change is not what was looked at. */
function withPatches(report: Report, manifests: Manifests | undefined): Report {
  if (manifests === undefined || manifests.patches.length === 0) return report;
  const where = manifests.patches.map(({ metadata }) => metadata.annotations?.[PATH] ?? '');
  const text = `Not looked at, being patches of an overlay: ${where.join(', ')}. kustomize build gives what they come to.`;
  const note: Note = { kind: 'scope', object: null, text };
  return { ...report, notes: [...report.notes, note] };
}

/** The day is the server's where there is one: a capture is as old as it is. */
function accepted(report: Report, job: Job, releases: readonly KubeObject[] | undefined): Report {
  const { profile, target, manifests } = job;
  const names = (releases ?? []).map(({ metadata }) => `HelmRelease/${metadata.namespace ?? ''}/${metadata.name}`);
  const everything = releases !== undefined && target.namespace === null && manifests === undefined;
  return acceptFindings(report, {
    entries: profile.accepted,
    today: (report.now ?? new Date().toISOString()).slice(0, 10),
    lookedAt: (object) => everything || names.includes(object),
    complete: manifests === undefined && report.unknown.length === 0,
  });
}
