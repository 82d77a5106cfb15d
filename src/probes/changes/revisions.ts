import { entry, field, list, num, text } from '../read.ts';
import { isWithin, namedBy, type Change, type Window } from './change.ts';

/**
 * The Helm revisions that helm-controller has noted in a window (HelmRelease v2, status.history), each against the one
 * before it. The digest is that of all values.
 */
export function helmRevisions(release: unknown, window: Window): readonly Change[] {
  const history = list(field(release, 'status.history')).toSorted((a, b) => revisionOf(a) - revisionOf(b));
  return history.flatMap((snapshot, index) => {
    const at = entry(snapshot, 'lastDeployed');
    if (!isWithin(at, window)) return [];
    const before = history[index - 1];
    const chart = text(entry(snapshot, 'chartName'));
    const version = text(entry(snapshot, 'chartVersion'));
    const facts = { revision: String(revisionOf(snapshot)), chart, version, outcome: text(entry(snapshot, 'status')) };
    const previous = text(entry(before, 'chartVersion'));
    const same = { at, object: namedBy(release), by: '', ...facts, before: previous };
    return [{ ...same, code: codeOf(snapshot, before) }];
  });
}

function codeOf(snapshot: unknown, before: unknown): string {
  if (before === undefined) return revisionOf(snapshot) === 1 ? 'helm-first' : 'helm-revision';
  const chart = entry(snapshot, 'chartVersion') !== entry(before, 'chartVersion');
  const values = entry(snapshot, 'configDigest') !== entry(before, 'configDigest');
  if (chart) return values ? 'helm-chart-and-values' : 'helm-chart';
  return values ? 'helm-values' : 'helm-again';
}

function revisionOf(snapshot: unknown): number {
  return num(entry(snapshot, 'version')) ?? 0;
}

/**
 * Revisions that helm itself has kept, one Secret each (Helm 3, storage driver); those that a HelmRelease tells are left
 * out. Only the labels are read.
 */
export function helmRecords(
  secrets: readonly unknown[],
  releases: readonly unknown[],
  window: Window,
): readonly Change[] {
  const told = new Set(
    releases.flatMap((release) =>
      list(field(release, 'status.history')).map((each) => `${text(entry(each, 'name'))} ${String(revisionOf(each))}`),
    ),
  );
  return secrets.flatMap((secret) => {
    const labels = field(secret, 'metadata.labels');
    const [release, revision] = [text(entry(labels, 'name')), text(entry(labels, 'version'))];
    const at = field(secret, 'metadata.creationTimestamp');
    if (!isWithin(at, window) || told.has(`${release} ${revision}`)) return [];
    return [{ code: 'helm-record', at, object: namedBy(secret), by: '', release, revision }];
  });
}

/** Whether a Secret is what helm keeps of a revision, by the name and label that it gives it. */
export function isHelmRecord(secret: unknown): boolean {
  const owner = entry(field(secret, 'metadata.labels'), 'owner');
  return owner === 'helm' && text(field(secret, 'metadata.name')).startsWith('sh.helm.release.v1.');
}

/** The revision that a Flux source fetched in a window (source.toolkit.fluxcd.io, status.artifact). */
export function sourceRevision(source: unknown, window: Window): readonly Change[] {
  const at = field(source, 'status.artifact.lastUpdateTime');
  const revision = text(field(source, 'status.artifact.revision'));
  return isWithin(at, window) ? [{ code: 'source-revision', at, object: namedBy(source), by: '', revision }] : [];
}

/**
 * What a Kustomization applied for the first time in a window. Flux keeps that since 2.7 (status.history: one entry per
 * built content and outcome); before, it does not tell when.
 */
export function appliedRevisions(kustomization: unknown, window: Window): readonly Change[] {
  return list(field(kustomization, 'status.history')).flatMap((snapshot) => {
    const at = entry(snapshot, 'firstReconciled');
    if (!isWithin(at, window)) return [];
    const revision = text(field(snapshot, 'metadata.revision'));
    const outcome = text(entry(snapshot, 'lastReconciledStatus'));
    return [{ code: 'applied-revision', at, object: namedBy(kustomization), by: '', revision, outcome }];
  });
}
