import { compareText, entry, field, list, text } from '../read.ts';
import { isWithin, namedBy, secondsOf, type Change, type Window } from './change.ts';
import { changedFields } from './changed-fields.ts';
import { writerNear } from './writes.ts';

/** What rollouts are told by. */
export interface RolloutFacts {
  /** Deployments, StatefulSets and DaemonSets. */
  readonly workloads: readonly unknown[];
  /** Their ReplicaSets and ControllerRevisions: what is left of each revision. */
  readonly revisions: readonly unknown[];
}

/** How many changed fields are named. */
const NAMED = 5;

/**
 * The rollouts in a window, each with the fields of the pods' template in which it differs from the one before. A revision
 * that was gone back to keeps the time at which it was first made (deployment controller, statefulset history), so the way
 * back is told by the time at which its number was written.
 */
export function rollouts(facts: RolloutFacts, window: Window, settles: number): readonly Change[] {
  return facts.workloads.flatMap((workload) => {
    const own = facts.revisions.filter((revision) => isOf(revision, workload)).toSorted(byMaking);
    const object = namedBy(workload);
    const made = own.flatMap((revision, index) => {
      const at = field(revision, 'metadata.creationTimestamp');
      if (!isWithin(at, window)) return [];
      const by = writerNear(workload, at, settles);
      return [{ at, object, by, revision: numberOf(revision), ...againstBefore(revision, own[index - 1]) }];
    });
    return [...made, ...wentBack(own, workload, window)];
  });
}

function againstBefore(revision: unknown, before: unknown): { readonly code: string } {
  return before === undefined ? { code: 'first-rollout' } : { code: 'rollout', ...differences(before, revision) };
}

/** The newest number on a revision that is not the newest. */
function wentBack(own: readonly unknown[], workload: unknown, window: Window): readonly Change[] {
  const current = own.toSorted((a, b) => Number(numberOf(b)) - Number(numberOf(a)))[0];
  const newest = own.at(-1);
  if (current === undefined || newest === undefined || current === newest) return [];
  const written = list(field(current, 'metadata.managedFields'))
    .filter((write) => text(entry(write, 'subresource')) === '')
    .map((write) => entry(write, 'time'))
    .filter((time) => isWithin(time, window))
    .toSorted((a, b) => secondsOf(b) - secondsOf(a));
  const [at] = written;
  if (at === undefined) return [];
  const object = namedBy(workload);
  return [{ code: 'went-back', at, object, by: '', revision: numberOf(current), ...differences(newest, current) }];
}

function differences(before: unknown, after: unknown): { fields: string; images: string } {
  const changed = changedFields(templateOf(before), templateOf(after), 'spec.template').filter(
    ({ path }) => !path.endsWith('.pod-template-hash'),
  );
  const isImage = ({ path }: { path: string }): boolean => path.endsWith('.image');
  const images = changed.filter(isImage).map(({ before: from, after: to }) => `${text(from)} → ${text(to)}`);
  const paths = changed.filter((one) => !isImage(one)).map(({ path }) => path);
  return {
    images: images.join(', '),
    fields: `${paths.slice(0, NAMED).join(', ')}${paths.length > NAMED ? ', …' : ''}`,
  };
}

/** A ReplicaSet has the template in its spec, a ControllerRevision in the patch that it keeps. */
function templateOf(revision: unknown): unknown {
  return field(revision, 'spec.template') ?? field(revision, 'data.spec.template');
}

function numberOf(revision: unknown): string {
  const annotated = entry(field(revision, 'metadata.annotations'), 'deployment.kubernetes.io/revision');
  const own = entry(revision, 'revision');
  return typeof own === 'number' || typeof own === 'bigint' ? String(own) : text(annotated);
}

function isOf(revision: unknown, workload: unknown): boolean {
  const owner = list(field(revision, 'metadata.ownerReferences')).find((each) => entry(each, 'controller') === true);
  return (
    owner !== undefined &&
    entry(owner, 'kind') === entry(workload, 'kind') &&
    entry(owner, 'name') === field(workload, 'metadata.name') &&
    field(revision, 'metadata.namespace') === field(workload, 'metadata.namespace')
  );
}

function byMaking(a: unknown, b: unknown): number {
  const [one, other] = [a, b].map((each) => text(field(each, 'metadata.creationTimestamp')));
  return compareText(one ?? '', other ?? '') || Number(numberOf(a)) - Number(numberOf(b));
}
