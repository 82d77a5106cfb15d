import type { KubeObject } from '../model/object.ts';
import { resourceName, splitApiVersion } from './api-resource.ts';
import type { Catalogue } from './catalogue.ts';
import { asText, at, isMapping, type Mapping } from './narrow.ts';

/**
 * The objects of one document: itself, or what a list (`List`, `PodList`, …) holds. What has no apiVersion, kind and
 * name is no object and is left out. `isEmptyList` tells a list that holds nothing.
 */
export function objectsOf(value: unknown): { objects: readonly KubeObject[]; isEmptyList: boolean } {
  if (!isMapping(value)) return { objects: [], isEmptyList: false };
  const items = value['items'];
  const kind = asText(value['kind']);
  if (!kind.endsWith('List') || !Array.isArray(items))
    return { objects: isKubeObject(value) ? [value] : [], isEmptyList: false };
  const named = items.filter(isMapping).map((item) => withListKind(item, asText(value['apiVersion']), kind));
  return { objects: named.filter(isKubeObject), isEmptyList: items.length === 0 };
}

/** The items of a typed list (as `kubectl get --raw` prints it) carry no apiVersion and kind of their own. */
function withListKind(item: Mapping, apiVersion: string, listKind: string): Mapping {
  if ('kind' in item || listKind === 'List') return item;
  return { apiVersion, kind: listKind.slice(0, -'List'.length), ...item };
}

function isKubeObject(value: Mapping): value is Mapping & KubeObject {
  const texts = [value['apiVersion'], value['kind'], at(value, 'metadata', 'name')];
  return texts.every((text) => typeof text === 'string' && text !== '');
}

/**
 * The objects as an API server would hold them: each once (the one with the newest resourceVersion, else the one that was
 * read last) and namespaced ones in `default` where they name no namespace, as when a manifest is applied.
 */
export function storedObjects(objects: readonly KubeObject[], catalogue: Catalogue): readonly KubeObject[] {
  const stored = new Map<string, KubeObject>();
  for (const object of objects.map((object) => withNamespace(object, catalogue))) {
    const { namespace = '', name } = object.metadata;
    const key = `${resourceName(catalogue.ofObject(object))}/${namespace}/${name}`;
    const before = stored.get(key);
    if (before === undefined || resourceVersionOf(object) >= resourceVersionOf(before)) stored.set(key, object);
  }
  return [...stored.values()];
}

function withNamespace(object: KubeObject, catalogue: Catalogue): KubeObject {
  if (object.metadata.namespace !== undefined || !catalogue.ofObject(object).namespaced) return object;
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } };
}

/** The number in `metadata.resourceVersion`; 0 where there is none. */
export function resourceVersionOf(object: KubeObject): number {
  const version = Number(object.metadata['resourceVersion'] ?? 0);
  return Number.isFinite(version) ? version : 0;
}

/** Whether an object is of this group and kind. */
export function isOfKind(object: KubeObject, group: string, kind: string): boolean {
  return object.kind === kind && splitApiVersion(object.apiVersion).group === group;
}
