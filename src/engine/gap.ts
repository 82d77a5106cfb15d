import type { Fact } from '../model/fact.ts';
import type { LogsLookup } from '../model/lookup-forms.ts';
import type { Query, RunResult } from '../model/query.ts';
import { readField } from '../text/field-path.ts';
import { describeQuery } from '../text/query-text.ts';
import { isObject } from './graph.ts';
import type { Gap } from './settled.ts';

/**
 * Why a fact has no value; undefined for a value, and for an object that is known not to exist. An answer that is not
 * of the kind that the query asks for counts as a failure: an empty list must never come out of it.
 */
export function gapOf(fact: Fact, query: Query): Gap | undefined {
  switch (fact.state) {
    case 'known':
      if (isFailedRun(fact.value, query)) return gap(query, 'failed', lastLineOf(fact.value as RunResult));
      return isOfKind(fact.value, query) ? undefined : gap(query, 'failed', 'the answer makes no sense');
    case 'absent':
      return fact.what === 'object' && query.from !== 'list' ? undefined : gap(query, 'absent', notServed(query));
    case 'denied':
      return gap(query, 'denied', fact.need);
    case 'failed':
      return gap(query, 'failed', [fact.reason, fact.hint].filter((text) => text !== '').join('; '));
  }
}

/**
 * Why the log of a pod is no answer, though the kubelet gave one or said that there is none: its program says something when
 * it starts (`never-empty`), the pod is ready, and there is not a word. Rotated away or sent elsewhere, it was not seen.
 */
export function silenceOf(fact: Fact, query: Query, pod: unknown, spec: LogsLookup | undefined): Gap | undefined {
  if (spec?.['never-empty'] !== true || !isObject(pod)) return undefined;
  if (readField(pod, 'status.conditions[type=Ready].status') !== 'True') return undefined;
  const isSilent = fact.state === 'absent' || (fact.state === 'known' && fact.value === '');
  return isSilent
    ? gap(query, 'absent', 'the log is empty or gone, though the program says something when it starts')
    : undefined;
}

function gap(query: Query, state: Gap['state'], need: string): Gap {
  return { of: 'look-up', lookup: describeQuery(query), state, need };
}

/** What a program says of the cluster is an answer only where it ended well; a right that it lacks ends it as an error does. */
function isFailedRun(value: unknown, query: Query): boolean {
  return query.from === 'run' && query.inCluster !== undefined && (value as RunResult | null)?.exit !== 0;
}

/** The last line of an error says what is wrong; it comes from outside, so not all of it is taken. */
function lastLineOf({ exit, stderr }: RunResult): string {
  const line = stderr.split('\n').findLast((each) => each.trim() !== '');
  return line === undefined ? `it ended with ${exit}` : line.trim().slice(0, 200);
}

function isOfKind(value: unknown, query: Query): boolean {
  if (query.from === 'list') return Array.isArray(value) && value.every(isObject);
  if (query.from === 'get') return isObject(value);
  return query.from === 'logs' ? typeof value === 'string' : value !== null && typeof value === 'object';
}

function notServed(query: Query): string {
  if (query.from === 'run') return `${query.argv[0] ?? ''} is not installed on this machine`;
  return `the API ${'resource' in query ? query.resource : query.from} is not served by this cluster`;
}
