import { satisfies, valid } from 'semver';
import type { Probe } from '../model/probe.ts';
import { formatDuration } from '../text/duration.ts';
import { ageSeconds, parseTime } from '../text/time.ts';
import { entry, field, list, num, text } from './read.ts';
import { viewCondition } from './release/condition-view.ts';
import { isCurrent, isRelease, isSuspended } from './release/helm-release.ts';
import { readRevisions, type Revision } from './release/revisions.ts';
import { checkSteady, checkWarnings } from './release/time-checks.ts';
import { type Check, checkPods, checkWorkloads } from './release/workload-checks.ts';

/** Whether a release has really recovered: Ready alone can be stale and does not notice deleted objects. */
export const releaseVerification: Probe = {
  name: 'release-verification',
  computes: 'The list of checks that a recovered HelmRelease passes, with what was seen.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    now: { is: 'text', optional: true, means: 'the present time, RFC 3339, for the age of the revision' },
    secrets: { is: 'list', optional: true, means: "metadata of Helm's release Secrets" },
    source: { is: 'object', optional: true, means: 'the HelmChart or OCIRepository that it takes its chart from' },
    repository: { is: 'object', optional: true, means: 'the repository or bucket that the chart comes from' },
    workloads: { is: 'list', optional: true, means: 'its Deployments, StatefulSets and DaemonSets' },
    pods: { is: 'list', optional: true, means: 'the pods of its workloads' },
    events: { is: 'list', optional: true, means: 'events about it, its workloads and their pods' },
    lately: { is: 'number', means: 'for how long a warning counts, in seconds' },
    passOver: { is: 'list', optional: true, means: 'reasons of warnings that do not count here' },
    held: { is: 'text', optional: true, means: 'for how many seconds all of this has been so without a break' },
    steady: { is: 'text', optional: true, means: 'for how many seconds it has to be so, or `interval`; 0 without it' },
    since: { is: 'text', optional: true, means: 'when the fix was made, RFC 3339: the revision must be newer' },
  },
  returns: {
    checks: 'the checks: {name, holds: true | false | null if it could not be looked at, seen}',
    missing: 'one line per check that does not hold or could not be looked at',
    lasts: 'whether only time is missing: every other check holds',
    allHold: 'whether every check holds; one that could not be looked at does not',
  },
  run(args) {
    const { release, now, secrets, source, repository, workloads, pods, events } = args;
    const { lately, passOver, held, steady, since } = args;
    const seconds = num(lately);
    if (!isRelease(release) || seconds === undefined) return undefined;
    const checks = [
      ...checkConditions(release),
      ...checkRevision(release, readRevisions(release, secrets)[0], text(since), text(now)),
      ...checkSource(release, source),
      ...checkRepository(repository),
      ...checkWorkloads(release, workloads),
      checkPods(pods),
      ...checkWarnings(release, events, { now: text(now), seconds, passOver: list(passOver) }),
    ];
    const lasting = checkSteady(release, text(held), text(steady));
    const all = [...checks, ...lasting];
    const missing = all.filter((each) => each.holds !== true);
    const rest = checks.every((each) => each.holds === true);
    return {
      checks: all,
      missing: missing.map(toText),
      lasts: rest && missing.length > 0,
      allHold: missing.length === 0,
    };
  },
};

function toText({ name, holds, seen }: Check): string {
  return holds === null ? `${name}: not known (${seen})` : `${name}: ${seen}`;
}

function checkConditions(release: unknown): readonly Check[] {
  const generation = num(field(release, 'metadata.generation')) ?? 'unknown';
  const observed = num(field(release, 'status.observedGeneration')) ?? 'none';
  const ready = viewCondition(release, 'Ready');
  const succeeded = ready.status === 'True' && /^(?:Install|Upgrade|Test)Succeeded$/.test(ready.reason);
  return [
    {
      name: 'the status is about the present spec',
      holds: isCurrent(release),
      seen: `generation ${generation}, observed ${observed}`,
    },
    {
      name: 'the release is not suspended',
      holds: !isSuspended(release),
      seen: isSuspended(release) ? 'spec.suspend is true, so its conditions are history' : 'spec.suspend is not set',
    },
    ...checkRequest(release),
    {
      name: 'Ready after a success',
      holds: succeeded,
      seen: `Ready ${ready.status || 'absent'} ${ready.reason}`.trim(),
    },
    absent(release, 'Stalled'),
    absent(release, 'Remediated'),
    absent(release, 'Reconciling'),
  ];
}

/** A reset or a force counts once it is echoed; what was asked for and is not taken up may change everything yet. */
function checkRequest(release: unknown): readonly Check[] {
  const asked = text(entry(field(release, 'metadata.annotations'), 'reconcile.fluxcd.io/requestedAt'));
  if (asked === '') return [];
  const handled = text(field(release, 'status.lastHandledReconcileAt'));
  const seen = `asked at ${asked}, taken up ${handled || 'never'}`;
  return [{ name: 'the last request to reconcile was taken up', holds: handled === asked, seen }];
}

function absent(release: unknown, type: string): Check {
  const { status, reason } = viewCondition(release, type);
  return {
    name: `not ${type}`,
    holds: status !== 'True',
    seen: status === '' ? `no condition ${type}` : `${type} ${status} ${reason}`.trim(),
  };
}

function checkRevision(release: unknown, newest: Revision | undefined, since: string, now: string): readonly Check[] {
  const seen =
    newest === undefined ? 'no revision' : `revision ${newest.revision} is ${newest.status}${ageOf(newest, now)}`;
  const checks: Check[] = [
    { name: 'the newest Helm revision is deployed', holds: newest?.status === 'deployed', seen },
    checkVersion(release, newest),
  ];
  const start = parseTime(since);
  if (start === undefined) return checks;
  const deployed = parseTime(newest?.deployedAt ?? '');
  const when = newest?.deployedAt ? `revision ${newest.revision} is of ${newest.deployedAt}` : 'no time of a revision';
  const holds = newest === undefined ? false : deployed === undefined ? null : deployed >= start;
  return [...checks, { name: 'that revision is newer than the fix', holds, seen: when }];
}

function ageOf({ deployedAt }: Revision, now: string): string {
  const seconds = ageSeconds(deployedAt, parseTime(now) ?? Number.NaN);
  return seconds === undefined || Number.isNaN(seconds) ? '' : `, ${formatDuration(seconds)} old`;
}

/** The wanted version is the one that was attempted last, and must lie inside the policy of a Helm repository. */
function checkVersion(release: unknown, newest: Revision | undefined): Check {
  const name = 'the wanted chart version is deployed';
  const attempted = text(field(release, 'status.lastAttemptedRevision'));
  const version = newest?.chartVersion ?? '';
  if (version === '') return { name, holds: null, seen: 'no chart version in the newest revision' };
  const policy = isFromRepository(release) ? text(field(release, 'spec.chart.spec.version')) || '*' : '';
  const allowed = policy === '' || valid(version) === null || satisfies(version, policy, { includePrerelease: true });
  const seen = `${version} deployed, ${attempted || 'unknown'} attempted last${policy === '' ? '' : `, policy ${policy}`}`;
  return { name, holds: allowed && (attempted === '' || attempted === version), seen };
}

function isFromRepository(release: unknown): boolean {
  return text(field(release, 'spec.chart.spec.sourceRef.kind')) === 'HelmRepository';
}

/** A source that failed keeps its old artifact, and the release stays Ready on it. */
function checkSource(release: unknown, source: unknown): readonly Check[] {
  if (source === undefined || source === null) return [];
  const ready = viewCondition(source, 'Ready');
  const kind = text(field(source, 'kind')) || 'source';
  const seen = `${kind} Ready ${ready.status || 'absent'} ${ready.reason}`.trim();
  const checks: Check[] = [
    { name: 'its source is ready', holds: ready.status === 'True' && isCurrent(source) !== false, seen },
  ];
  const revision = text(field(source, 'status.artifact.revision'));
  const attempted = text(field(release, 'status.lastAttemptedRevision'));
  if (kind !== 'HelmChart' || revision === '' || attempted === '') return checks;
  const name = "its source's chart version was taken";
  return [
    ...checks,
    { name, holds: revision === attempted, seen: `${revision} in the source, ${attempted} attempted` },
  ];
}

/** Behind a chart that was fetched once, its repository may be out of reach. One of type `oci` is never reconciled. */
function checkRepository(repository: unknown): readonly Check[] {
  if (repository === undefined || repository === null) return [];
  if (text(field(repository, 'spec.type')) === 'oci') return [];
  const ready = viewCondition(repository, 'Ready');
  const kind = text(field(repository, 'kind'));
  const seen = `${kind} Ready ${ready.status || 'absent'} ${ready.reason}`.trim();
  return [{ name: "its chart's repository is ready", holds: ready.status === 'True', seen }];
}
