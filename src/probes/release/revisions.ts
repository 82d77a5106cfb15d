import { parseTime } from '../../text/time.ts';
import { compareText, entry, field, list, num, text } from '../read.ts';
import { releaseName } from './helm-release.ts';
import { toRfc3339 } from './rfc3339.ts';

/** One Helm revision of a release. Texts that its source does not hold are empty. */
export interface Revision {
  readonly revision: number;
  /** Helm's word: `deployed`, `superseded`, `failed`, `pending-upgrade`, `uninstalling`, … */
  readonly status: string;
  readonly chart: string;
  readonly chartVersion: string;
  readonly appVersion: string;
  /** RFC 3339. */
  readonly deployedAt: string;
  /** What made it (`install`, `upgrade`, `rollback`), where the controller notes that. */
  readonly action: string;
  readonly from: 'status' | 'secret';
}

/**
 * The revisions of a release, newest first: from `status.history`, completed by the labels of Helm's Secrets where
 * these could be listed. Helm's own label decides on the status of a revision that both know, because the controller
 * writes its copy only after an action. `status.history` is not sorted by itself.
 */
export function readRevisions(release: unknown, secrets: unknown): readonly Revision[] {
  const stored = new Map(readSecrets(release, secrets).map((each) => [each.revision, each]));
  const noted = list(field(release, 'status.history')).flatMap(fromSnapshot);
  const merged = new Map([...stored, ...noted.map((each) => [each.revision, settle(each, stored)] as const)]);
  return [...merged.values()].sort((a, b) => b.revision - a.revision);
}

/** The revisions that Helm's Secrets of this release stand for, newest first; other releases' Secrets are left out. */
export function readSecrets(release: unknown, secrets: unknown): readonly Revision[] {
  const name = releaseName(release);
  return list(secrets)
    .flatMap((secret) => fromSecret(secret, name))
    .sort((a, b) => b.revision - a.revision || compareText(a.deployedAt, b.deployedAt));
}

/** Whether Helm counts the revision as one that worked, so that one can go back to it. */
export function worked(revision: Revision): boolean {
  return revision.status === 'deployed' || revision.status === 'superseded';
}

/** Whether a Helm process holds the release, or died while it did. */
export function isPending(revision: Revision | undefined): boolean {
  return revision?.status.startsWith('pending-') ?? false;
}

function settle(noted: Revision, stored: ReadonlyMap<number, Revision>): Revision {
  return { ...noted, status: stored.get(noted.revision)?.status || noted.status };
}

function fromSnapshot(snapshot: unknown): readonly Revision[] {
  const revision = num(entry(snapshot, 'version'));
  if (revision === undefined) return [];
  return [
    {
      revision,
      status: text(entry(snapshot, 'status')),
      chart: text(entry(snapshot, 'chartName')),
      chartVersion: text(entry(snapshot, 'chartVersion')),
      appVersion: text(entry(snapshot, 'appVersion')),
      deployedAt: text(entry(snapshot, 'lastDeployed')),
      action: text(entry(snapshot, 'action')),
      from: 'status',
    },
  ];
}

function fromSecret(secret: unknown, name: string): readonly Revision[] {
  const labels = field(secret, 'metadata.labels');
  const revision = text(entry(labels, 'version'));
  if (entry(labels, 'owner') !== 'helm' || entry(labels, 'name') !== name || !/^\d{1,9}$/.test(revision)) return [];
  return [
    {
      revision: Number(revision),
      status: text(entry(labels, 'status')),
      chart: '',
      chartVersion: '',
      appVersion: '',
      deployedAt: latest([
        unixTime(text(entry(labels, 'modifiedAt'))),
        unixTime(text(entry(labels, 'createdAt'))),
        text(field(secret, 'metadata.creationTimestamp')),
      ]),
      action: '',
      from: 'secret',
    },
  ];
}

/**
 * helm-controller copies the labels of the revision before, times included (seen with 1.4 and 1.6), so a Secret can bear
 * labels that are older than itself.
 */
function latest(times: readonly string[]): string {
  return times.toSorted((a, b) => (parseTime(b) ?? 0) - (parseTime(a) ?? 0))[0] ?? '';
}

/** Helm writes its labels as Unix seconds. */
function unixTime(seconds: string): string {
  return /^\d{1,11}$/.test(seconds) ? toRfc3339(Number(seconds)) : '';
}
