import { parse } from 'yaml';
import type { Fact } from '../model/fact.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Query } from '../model/query.ts';
import type { Advice } from '../model/report.ts';
import { isRecord } from '../text/record.ts';

/** What is laid over one object, as `kubectl patch --type=merge` does (RFC 7386): null takes a key out. */
export interface Patch {
  readonly object: ObjectRef;
  readonly patch: Readonly<Record<string, unknown>>;
}

/** The patch of an advice; undefined where it has none that a program could lay over an object. */
export function patchOf({ change, blanks }: Advice): Patch | undefined {
  if (change?.object === null || change === null || blanks.length > 0) return undefined;
  try {
    const patch: unknown = parse(change.patch);
    return isRecord(patch) ? { object: change.object, patch } : undefined;
  } catch {
    return undefined;
  }
}

/** How a query is answered. */
export type LookUp = (query: Query) => Promise<Fact>;

/**
 * The same answers, as they will be with the patches laid over the objects in them. One that holds none of these objects
 * stays the very same fact.
 */
export function lookUpWith(patches: readonly Patch[], lookUp: LookUp): LookUp {
  if (patches.length === 0) return lookUp;
  // Many checks ask for the same lists, and these are long.
  const laid = new WeakMap<Fact, Fact>();
  return async (query) => {
    const fact = await lookUp(query);
    if (fact.state !== 'known' || (query.from !== 'list' && query.from !== 'get')) return fact;
    const now = laid.get(fact) ?? patchedFact(fact, patches);
    laid.set(fact, now);
    return now;
  };
}

function patchedFact(fact: Extract<Fact, { state: 'known' }>, patches: readonly Patch[]): Fact {
  const value = patched(fact.value, patches);
  return value === fact.value ? fact : { ...fact, value };
}

function patched(value: unknown, patches: readonly Patch[]): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => patched(item as unknown, patches));
    return items.some((item, index) => item !== value[index]) ? items : (value as unknown);
  }
  return patches
    .filter(({ object }) => isObject(value, object))
    .reduce<unknown>((now, { patch }) => settled(now, merge(now, patch)), value);
}

/** The counts in the status of a workload that has come to its end. */
const COUNTS = ['replicas', 'readyReplicas', 'availableReplicas', 'updatedReplicas'] as const;

/**
 * A workload whose replicas were all ready, with more of them: what its controller will have made of it. Whether they have room is
 * a question of its own, and one whose replicas are not ready now stays as it is.
 */
function settled(before: unknown, after: unknown): unknown {
  const [was, now] = [replicasOf(before), replicasOf(after)];
  if (was === undefined || now === undefined || was === now || !isRecord(after)) return after;
  const status = isRecord(after['status']) ? after['status'] : {};
  if (!COUNTS.every((count) => (status[count] ?? 0) === was)) return after;
  return { ...after, status: { ...status, ...Object.fromEntries(COUNTS.map((count) => [count, now])) } };
}

function replicasOf(value: unknown): number | undefined {
  const spec = isRecord(value) ? value['spec'] : undefined;
  const replicas = isRecord(spec) ? spec['replicas'] : undefined;
  return typeof replicas === 'number' ? replicas : undefined;
}

function isObject(value: unknown, { kind, namespace, name }: ObjectRef): boolean {
  if (!isRecord(value) || !isRecord(value['metadata'])) return false;
  const { metadata } = value;
  return value['kind'] === kind && metadata['name'] === name && (metadata['namespace'] ?? null) === namespace;
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged = new Map(Object.entries(isRecord(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}
