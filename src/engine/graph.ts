import type { KubeObject, ObjectRef } from '../model/object.ts';
import type { Relation } from '../model/runbook.ts';
import { compareText } from '../text/compare-text.ts';

/** How two objects hang together. */
export type LinkKind = 'owner' | 'selector' | 'reference' | 'mount' | 'node' | 'event';

/** What each relation of a look-up says about the objects it ties. */
export const LINK_OF_RELATION: Readonly<Record<Relation, LinkKind>> = {
  'owned-by': 'owner',
  'applied-by': 'owner',
  'selected-by': 'selector',
  about: 'event',
  'referenced-by': 'reference',
  'awaited-by': 'reference',
  'mounted-by': 'mount',
  'placed-by': 'node',
};

/** One link, from the object that was looked at first to the one that follows from it. */
export interface Link {
  readonly from: ObjectRef;
  readonly to: ObjectRef;
  readonly kind: LinkKind;
}

/** All objects that a run has seen and how they hang together; chains are read from it. */
export class Graph {
  readonly #links = new Map<string, Map<string, Link>>();

  /** Adds a link; adding it twice changes nothing. */
  link(from: ObjectRef, to: ObjectRef, kind: LinkKind): void {
    const links = this.#links.get(keyOf(from)) ?? new Map<string, Link>();
    links.set(keyOf(to), { from, to, kind });
    this.#links.set(keyOf(from), links);
  }

  /** Every link, in the order in which they were added. */
  links(): readonly Link[] {
    return [...this.#links.values()].flatMap((links) => [...links.values()]);
  }

  /** The shortest way from a symptom to a cause along the links, both included; both alone where no way is known. */
  chain(from: ObjectRef, to: ObjectRef): readonly ObjectRef[] {
    if (keyOf(from) === keyOf(to)) return [from];
    return this.#shortest(from, to) ?? [from, to];
  }

  #shortest(from: ObjectRef, to: ObjectRef): readonly ObjectRef[] | undefined {
    const seen = new Set([keyOf(from)]);
    let paths: ObjectRef[][] = [[from]];
    while (paths.length > 0) {
      const longer = paths.flatMap((path) => this.#extend(path, seen));
      const arrived = longer.find((path) => keyOf(lastOf(path)) === keyOf(to));
      if (arrived !== undefined) return arrived;
      paths = longer;
    }
    return undefined;
  }

  #extend(path: readonly ObjectRef[], seen: Set<string>): ObjectRef[][] {
    const links = [...(this.#links.get(keyOf(lastOf(path))) ?? new Map<string, Link>()).values()];
    // Links come in the order of answers, which differs from run to run; of two ways equally short, always the same.
    const fresh = links
      .filter((link) => !seen.has(keyOf(link.to)))
      .toSorted((a, b) => compareText(keyOf(a.to), keyOf(b.to)));
    for (const link of fresh) seen.add(keyOf(link.to));
    return fresh.map((link) => [...path, link.to]);
  }
}

function lastOf(path: readonly ObjectRef[]): ObjectRef {
  const last = path.at(-1);
  if (last === undefined) throw new Error('a path holds at least its start');
  return last;
}

/** A text that is equal for the same object. The API version is left out: one object is served in several. */
export function keyOf(ref: ObjectRef): string {
  return [groupOf(ref.apiVersion), ref.kind, ref.namespace ?? '', ref.name].join('|');
}

/** The API group of `group/version`; empty for the core group's `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The identity of an object. */
export function refOf(object: KubeObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  return { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name };
}

/** Whether a value is an object of a cluster. */
export function isObject(value: unknown): value is KubeObject {
  if (value === null || typeof value !== 'object') return false;
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && isNamed(metadata);
}

function isNamed(metadata: unknown): boolean {
  return metadata !== null && typeof metadata === 'object' && 'name' in metadata && typeof metadata.name === 'string';
}
