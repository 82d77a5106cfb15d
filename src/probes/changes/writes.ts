import { entry, field, isRecord, list, text } from '../read.ts';
import { isWithin, namedBy, secondsOf, type Change, type Window } from './change.ts';

/** What is no change that anybody made. */
export interface Idle {
  /** Writers that only follow what others wrote. */
  readonly writers: readonly string[];
  /** Annotations that are written again and again, or that ask for nothing but a look. */
  readonly annotations: readonly string[];
}

/**
 * Who wrote to an object in a window, by its managed fields: the time there is that of the last write that changed
 * something (API reference, ManagedFieldsEntry). Which field that was they do not tell. What a controller says of an
 * object, which is its status, is none, nor is what only idle writers have made.
 */
export function writesTo(object: unknown, window: Window, idle: Idle): readonly Change[] {
  const made = text(field(object, 'metadata.creationTimestamp'));
  const named = namedBy(object);
  const all = list(field(object, 'metadata.managedFields'));
  const told = all.filter((write) => isChange(write, idle));
  const after = later(told, made, named, window);
  if (!isWithin(made, window) || (told.length === 0 && all.length > 0)) return after;
  return [{ code: 'made', at: made, object: named, by: writerOf(told.toSorted(byTime)[0]) }, ...after];
}

function later(told: readonly unknown[], made: string, object: Change['object'], window: Window): readonly Change[] {
  return told.flatMap((write) => {
    const at = entry(write, 'time');
    if (!isWithin(at, window) || secondsOf(at) <= secondsOf(made)) return [];
    const code = text(entry(write, 'subresource')) === 'scale' ? 'scaled' : 'changed';
    return [{ code, at, object, by: writerOf(write) }];
  });
}

function isChange(write: unknown, { writers, annotations }: Idle): boolean {
  if (text(entry(write, 'subresource')) === 'status' || writers.includes(writerOf(write))) return false;
  const fields = entry(write, 'fieldsV1');
  if (!isRecord(fields)) return true;
  const owned = Object.keys(fields).filter((key) => key !== 'f:status');
  if (owned.some((key) => key !== 'f:metadata')) return true;
  const metadata = entry(fields, 'f:metadata');
  const kept = isRecord(metadata) ? Object.keys(metadata) : [];
  // Finalizers and owners come and go with other objects.
  if (kept.some((key) => !['f:annotations', 'f:finalizers', 'f:ownerReferences'].includes(key))) return true;
  const noted = entry(metadata, 'f:annotations');
  return isRecord(noted) && Object.keys(noted).some((key) => key !== '.' && !annotations.includes(key));
}

/** Who wrote to an object last up to a time, and not longer before it than some seconds; empty where nobody did. */
export function writerNear(object: unknown, time: string, seconds: number): string {
  const near = list(field(object, 'metadata.managedFields')).filter(
    (write) =>
      text(entry(write, 'subresource')) === '' &&
      writerOf(write) !== OF_DEPLOYMENTS &&
      isUpTo(secondsOf(time) - secondsOf(entry(write, 'time')), seconds),
  );
  return writerOf(near.toSorted(byTime).at(-1));
}

function isUpTo(before: number, seconds: number): boolean {
  return before >= 0 && before <= seconds;
}

/** It numbers the revisions of a Deployment, and changes nothing by that. */
const OF_DEPLOYMENTS = 'kube-controller-manager';

function writerOf(write: unknown): string {
  return text(entry(write, 'manager'));
}

function byTime(a: unknown, b: unknown): number {
  return secondsOf(entry(a, 'time')) - secondsOf(entry(b, 'time'));
}
