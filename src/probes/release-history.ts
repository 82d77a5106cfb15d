import type { Probe, ProbeResult } from '../model/probe.ts';
import { formatGoDuration, parseGoDuration } from '../text/duration.ts';
import { field, num, text } from './read.ts';
import { viewCondition } from './release/condition-view.ts';
import { isRelease, lastAction } from './release/helm-release.ts';
import { isPending, readRevisions, type Revision, worked } from './release/revisions.ts';

/** What was tried on a release, what runs now, and what one could go back to. */
export const releaseHistory: Probe = {
  name: 'release-history',
  computes: 'The Helm revisions of a release, newest first, with versions, duration, retries and rollback target.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    secrets: { is: 'list', optional: true, means: "metadata of Helm's release Secrets" },
  },
  returns: {
    entries:
      'revisions, newest first: {revision, status, chart, chartVersion, appVersion, deployedAt, action, from: status|secret}',
    newest: 'the newest revision; null without any',
    attempted: 'chart version that was attempted last',
    deployedVersion: 'chart version of the newest revision that Helm counts as deployed',
    previousVersion: 'chart version that the last attempt came from',
    failedRevision: 'the newest failed revision; null without any',
    deployed: 'the newest deployed revision; null without any',
    rolledBack: 'whether what runs now came from a rollback of a newer attempt',
    uninstalling: 'whether the newest revision is stuck in, or at, its uninstall',
    locked: "whether Helm's newest revision is pending-*; null where only Secrets could tell",
    durationSeconds: 'seconds that the last install or upgrade took; null where not noted',
    durationText: 'the same for people; empty where not noted',
    retries: 'configured retries of that kind of action; negative means without end',
    failures: 'failures of any kind in a row, as the controller counts',
    upgradeFailures: 'failed upgrades that made a revision',
    installFailures: 'failed installs that made a revision',
    rollbackTarget: 'whether an earlier revision worked',
    rollbackRevision: 'the newest earlier revision that worked; null without any',
    remediationTarget: 'whether the controller itself could roll back: it looks at status.history alone',
    attemptedAt: 'when the last attempt made its revision, RFC 3339; empty where it made none',
  },
  run({ release, secrets }) {
    if (!isRelease(release)) return undefined;
    const entries = readRevisions(release, secrets);
    return {
      entries,
      newest: entries[0] ?? null,
      ...toVersions(release, entries),
      uninstalling: entries[0]?.status === 'uninstalling',
      locked: secrets === undefined && !isPending(entries[0]) ? null : isPending(entries[0]),
      ...toDuration(release),
      ...toCounters(release),
      ...toRollbackTarget(release, entries),
    };
  },
};

function toVersions(release: unknown, entries: readonly Revision[]): ProbeResult {
  const attempted = text(field(release, 'status.lastAttemptedRevision'));
  const deployed = entries.find((each) => each.status === 'deployed');
  const failed = entries.find((each) => each.status === 'failed');
  const rolledBack = isRolledBack(release, entries, attempted);
  const attempt = rolledBack ? failed : findAttempt(release, entries, attempted);
  return {
    attempted,
    deployedVersion: deployed?.chartVersion ?? '',
    previousVersion: attempt ? versionBelow(entries, attempt) : (deployed?.chartVersion ?? ''),
    failedRevision: failed ?? null,
    deployed: deployed ?? null,
    rolledBack,
    attemptedAt: attempt?.deployedAt ?? '',
  };
}

/** The revision of the last attempt. A failed attempt beside a deployed revision of its version never made one. */
function findAttempt(release: unknown, entries: readonly Revision[], attempted: string): Revision | undefined {
  const made = entries.filter((each) => each.action !== 'rollback');
  const found = made.find((each) => each.chartVersion === '' || each.chartVersion === attempted);
  const failedSince = found?.status === 'deployed' && viewCondition(release, 'Released').status === 'False';
  return failedSince ? undefined : found;
}

function versionBelow(entries: readonly Revision[], attempt: Revision): string {
  const below = entries.filter((each) => each.revision < attempt.revision);
  return below.find((each) => worked(each) && each.chartVersion !== '')?.chartVersion ?? '';
}

/**
 * The condition says so; where it has gone, the newest revision does. The attempted version tells a rollback from
 * somebody who went back to the old version in Git, which looks the same in the list of revisions.
 */
function isRolledBack(release: unknown, entries: readonly Revision[], attempted: string): boolean {
  const remediated = viewCondition(release, 'Remediated');
  if (remediated.status === 'True') return remediated.reason === 'RollbackSucceeded';
  const [newest, before] = entries;
  if (newest?.status !== 'deployed') return false;
  if (newest.action !== '') return newest.action === 'rollback';
  const known = newest.chartVersion !== '' && attempted !== '';
  return known && before?.status === 'failed' && newest.chartVersion !== attempted && before.chartVersion === attempted;
}

function toDuration(release: unknown): ProbeResult {
  const seconds = parseGoDuration(text(field(release, 'status.lastAttemptedReleaseActionDuration')));
  if (seconds === undefined) return { durationSeconds: null, durationText: '' };
  return { durationSeconds: seconds, durationText: formatGoDuration(seconds < 1 ? seconds : Math.round(seconds)) };
}

function toCounters(release: unknown): ProbeResult {
  return {
    retries: num(field(release, `spec.${lastAction(release)}.remediation.retries`)) ?? 0,
    failures: num(field(release, 'status.failures')) ?? 0,
    upgradeFailures: num(field(release, 'status.upgradeFailures')) ?? 0,
    installFailures: num(field(release, 'status.installFailures')) ?? 0,
  };
}

function toRollbackTarget(release: unknown, entries: readonly Revision[]): ProbeResult {
  const newest = entries[0]?.revision ?? 0;
  const target = entries.slice(1).find(worked);
  return {
    rollbackTarget: target !== undefined,
    rollbackRevision: target?.revision ?? null,
    remediationTarget: readRevisions(release, undefined).some((each) => worked(each) && each.revision < newest),
  };
}
