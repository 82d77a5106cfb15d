import { isRecord } from '../../text/record.ts';
import type { KubeObject } from '../../model/object.ts';

/** Keeps the wanted part of an object; identity is always kept. */
export type Projection = (object: KubeObject) => KubeObject;

/** What every object keeps, whatever was asked for. */
const IDENTITY = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

/** Each key's own sub-tree; 'all' keeps the value as it is. `[]` is the key for "every element". */
type Wanted = 'all' | Map<string, Wanted>;

/**
 * Makes a projection from dotted paths (`spec.containers[].resources.requests`). A path keeps everything below it; one
 * that an object does not have, or that expects a list where there is none, keeps nothing but its parents. Elements keep
 * their places.
 */
export function createProjection(paths: readonly string[]): Projection {
  const wanted = new Map<string, Wanted>();
  for (const path of [...IDENTITY, ...paths]) add(wanted, path.replaceAll('[]', '.[]').split('.'));
  return (object) => {
    const { apiVersion, kind, metadata } = object;
    const kept = pick(object, wanted);
    return { apiVersion, kind, metadata, ...(isRecord(kept) ? kept : {}) };
  };
}

function add(tree: Map<string, Wanted>, steps: readonly string[]): void {
  const [first, ...rest] = steps;
  if (first === undefined) return;
  const there = tree.get(first);
  if (there === 'all') return;
  if (rest.length === 0) {
    tree.set(first, 'all');
    return;
  }
  const below = there ?? new Map<string, Wanted>();
  tree.set(first, below);
  add(below, rest);
}

/** Undefined means that nothing here is wanted. */
function pick(value: unknown, wanted: Wanted): unknown {
  if (wanted === 'all') return value;
  const each = wanted.get('[]');
  if (Array.isArray(value)) {
    return each === undefined ? undefined : value.map((element) => pick(element, each) ?? emptyLike(element));
  }
  if (!isRecord(value)) return undefined;
  const kept = [...wanted].flatMap(([key, below]) => {
    const part = Object.hasOwn(value, key) ? pick(value[key], below) : undefined;
    return part === undefined ? [] : [[key, part] as const];
  });
  return Object.fromEntries(kept);
}

/** An element of which nothing is wanted still counts. */
function emptyLike(element: unknown): unknown {
  return isRecord(element) ? {} : null;
}
