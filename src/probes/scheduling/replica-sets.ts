import { entry, field, num, text } from '../read.ts';

/** Newest revision first; what has no revision comes last (`deployment.kubernetes.io/revision`, deployment_util.go). */
export function byRevision(sets: readonly unknown[]): readonly unknown[] {
  return sets.toSorted((a, b) => revisionOf(b) - revisionOf(a));
}

/** Of older sets, newest first, the one that has pods; without such a one the newest; null where there is none. */
export function previousOf(older: readonly unknown[], hasPods: (set: unknown) => boolean): unknown {
  return older.find((set) => replicasOf(set) > 0 || hasPods(set)) ?? older[0] ?? null;
}

/**
 * A rollback goes back to the ReplicaSet of the old template and scales that of the failed one to zero. So the set that
 * was created last is the failed one when it is not in use, is empty and is younger than the one in use; null otherwise.
 * In an ordinary history the one in use is the youngest.
 */
export function failedAtZero(current: unknown, others: readonly unknown[]): unknown {
  const youngest = others.filter((set) => replicasOf(set) === 0).toSorted((a, b) => createdAt(b) - createdAt(a))[0];
  return youngest !== undefined && createdAt(youngest) > createdAt(current) ? youngest : null;
}

function revisionOf(set: unknown): number {
  const annotations = field(set, 'metadata.annotations');
  const revision = Number.parseInt(text(entry(annotations, 'deployment.kubernetes.io/revision')), 10);
  return Number.isNaN(revision) ? -1 : revision;
}

function replicasOf(set: unknown): number {
  return Math.max(num(field(set, 'spec.replicas')) ?? 0, num(field(set, 'status.replicas')) ?? 0);
}

function createdAt(set: unknown): number {
  const time = Date.parse(text(field(set, 'metadata.creationTimestamp')));
  return Number.isNaN(time) ? 0 : time;
}
