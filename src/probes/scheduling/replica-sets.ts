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
  const youngest = others.filter((set) => replicasOf(set) === 0).toSorted((a, b) => byMaking(b, a))[0];
  return youngest !== undefined && byMaking(youngest, current) > 0 ? youngest : null;
}

/**
 * ReplicaSets of one Deployment in the order of their making. An API server notes whole seconds; two of one second are
 * told apart by the revision that each had first (`deployment.kubernetes.io/revision-history`, deployment_util.go).
 */
export function byMaking(a: unknown, b: unknown): number {
  return createdAt(a) - createdAt(b) || firstRevisionOf(a) - firstRevisionOf(b);
}

function revisionOf(set: unknown): number {
  return annotatedNumber(set, 'deployment.kubernetes.io/revision') ?? -1;
}

/** A set that a rollback came back to keeps the revisions it had before, the first one first: `1,3`. */
function firstRevisionOf(set: unknown): number {
  return annotatedNumber(set, 'deployment.kubernetes.io/revision-history') ?? revisionOf(set);
}

/** The number that the value of an annotation begins with. */
function annotatedNumber(set: unknown, annotation: string): number | undefined {
  const value = Number.parseInt(text(entry(field(set, 'metadata.annotations'), annotation)), 10);
  return Number.isNaN(value) ? undefined : value;
}

function replicasOf(set: unknown): number {
  return Math.max(num(field(set, 'spec.replicas')) ?? 0, num(field(set, 'status.replicas')) ?? 0);
}

function createdAt(set: unknown): number {
  const time = Date.parse(text(field(set, 'metadata.creationTimestamp')));
  return Number.isNaN(time) ? 0 : time;
}
