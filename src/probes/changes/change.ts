import type { ObjectMeta } from '../../model/object.ts';
import { parseTime } from '../../text/time.ts';
import { entry, field, text } from '../read.ts';

/** One change, by a code for which the runbook has the words, with what the words may name. */
export interface Change {
  readonly code: string;
  /** RFC 3339. */
  readonly at: string;
  /** The object that was changed, by its name alone. */
  readonly object: Named;
  /** Who wrote it; empty where nobody is told. */
  readonly by: string;
  readonly [fact: string]: unknown;
}

/** An object by its name. */
interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Pick<ObjectMeta, 'name' | 'namespace'>;
}

/** The time that is looked at, in seconds since 1970, both ends being in it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Whether a time lies in the window; what is no time does not. */
export function isWithin(time: unknown, { from, to }: Window): time is string {
  const at = parseTime(text(time));
  return at !== undefined && at >= from && at <= to;
}

/** An object by its name. */
export function namedBy(object: unknown): Named {
  const namespace = text(field(object, 'metadata.namespace'));
  return {
    apiVersion: text(entry(object, 'apiVersion')),
    kind: text(entry(object, 'kind')),
    metadata: { name: text(field(object, 'metadata.name')), ...(namespace === '' ? {} : { namespace }) },
  };
}

/** A text that is equal for changes of one object. */
export function keyOfChanged({ kind, metadata }: Named): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Seconds since 1970; 0 for what is no time. */
export function secondsOf(time: unknown): number {
  return parseTime(text(time)) ?? 0;
}
