import type { KubeObject } from '../model/object.ts';
import { resourceName, type ApiResource } from './api-resource.ts';
import { fullNameOf, type Capture } from './capture.ts';
import { compareText } from './narrow.ts';
import { resourceVersionOf } from './read-objects.ts';

/** A capture made ready to answer requests. */
export interface View {
  readonly capture: Capture;
  /**
   * Kinds that the server lists: those that something shows to exist and, unless the capture says that it left nothing
   * out, those that may well exist beside them.
   */
  readonly served: readonly ApiResource[];
  /** The newest resourceVersion, as the lists carry it. */
  readonly resourceVersion: string;
  /** Seconds since 1970; goes on from request to request where the server's clock runs. */
  readonly now: number;
  /** Whether reading it is refused: `plural.group`, or `plural.group/log`. */
  isDenied(resource: string): boolean;
  /** The objects of a kind, by namespace and then by name. */
  objectsOf(resource: Pick<ApiResource, 'plural' | 'group'>): readonly KubeObject[];
}

/** The kind that defines other kinds. */
export const CRD_RESOURCE = { plural: 'customresourcedefinitions', group: 'apiextensions.k8s.io' } as const;

/**
 * Prepares a capture. `deny` names resources that are refused in addition to those the capture says are; `clock` tells
 * the milliseconds since 1970, those of the capture where it is left out.
 */
export function viewOf(
  capture: Capture,
  deny: readonly string[] = [],
  clock: () => number = () => Date.parse(capture.now),
): View {
  const denied = new Set([...capture.denied, ...deny.map((name) => fullNameOf(capture.catalogue, name))]);
  const byKind = groupByKind(capture);
  return {
    capture,
    served: capture.complete ? capture.catalogue.served : [...capture.catalogue.served, ...capture.catalogue.siblings],
    resourceVersion: String(capture.objects.reduce((newest, object) => Math.max(newest, resourceVersionOf(object)), 1)),
    get now() {
      return Math.floor(clock() / 1000);
    },
    isDenied: (resource) => denied.has(resource),
    objectsOf: (resource) => byKind.get(resourceName(resource)) ?? [],
  };
}

function groupByKind(capture: Capture): ReadonlyMap<string, readonly KubeObject[]> {
  const groups = new Map<string, KubeObject[]>();
  for (const object of [...capture.objects].sort(byNamespaceAndName)) {
    const name = resourceName(capture.catalogue.ofObject(object));
    const group = groups.get(name) ?? [];
    group.push(object);
    groups.set(name, group);
  }
  return groups;
}

function byNamespaceAndName(a: KubeObject, b: KubeObject): number {
  return (
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') || compareText(a.metadata.name, b.metadata.name)
  );
}
