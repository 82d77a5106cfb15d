import type { KubeObject, ObjectMeta } from '../../model/object.ts';
import { wrongShape } from './answer.ts';
import { isRecord } from '../../text/record.ts';
import { wellKnownKind } from '../../text/well-known-kinds.ts';

/** What was asked for, so that the answer can be held against it. */
export interface Expected {
  /** `plural.group`. */
  readonly resource: string;
  readonly groupVersion: string;
  readonly metadataOnly: boolean;
}

/** One page of a list. */
export interface ListPage {
  readonly items: readonly KubeObject[];
  /** The token for the next page; undefined on the last. */
  readonly next: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

const METADATA_VERSION = 'meta.k8s.io/v1';
const METADATA_KIND = 'PartialObjectMetadata';

/**
 * Reads a page of a list. Items get the apiVersion and kind that the API leaves out. Throws `TroubleError` for another
 * kind than was asked for, for `items` that is no list, and for an item without a name: an answer of the wrong shape
 * must never look like an empty one.
 */
export function listPageOf(body: Json, expected: Expected): ListPage {
  const itemKind = itemKindOf(body, expected);
  const items = itemsOf(body, expected);
  const metadata = body['metadata'];
  const next = isRecord(metadata) ? metadata['continue'] : undefined;
  const apiVersion = expected.groupVersion;
  return {
    items: items.map((item) => itemOf(item, { apiVersion, kind: itemKind }, expected)),
    next: typeof next === 'string' && next !== '' ? next : undefined,
  };
}

/** An empty list of metadata comes as `null` (kube-apiserver 1.34: a Go slice that was never made); others as `[]`. */
function itemsOf(body: Json, { metadataOnly }: Expected): readonly unknown[] {
  const items = body['items'];
  if (metadataOnly && body['kind'] === `${METADATA_KIND}List` && items === null) return [];
  if (!Array.isArray(items)) throw wrongShape('a list without items');
  return items;
}

/** Reads one object. Throws `TroubleError` for another kind or another name than was asked for. */
export function objectOf(body: Json, name: string, expected: Expected): KubeObject {
  const object = itemOf(body, objectTypeOf(body, expected), expected);
  if (object.metadata.name !== name) throw wrongShape('an object of another name than the one asked for');
  return object;
}

/** The type that an object gets in place of the one it came with, which says nothing in the metadata-only form. */
function objectTypeOf({ apiVersion, kind }: Json, expected: Expected): ItemType {
  const known = wellKnownKind(expected.resource)?.kind;
  if (expected.metadataOnly && apiVersion === METADATA_VERSION && kind === METADATA_KIND) {
    return { apiVersion: expected.groupVersion, kind: known };
  }
  if (apiVersion === expected.groupVersion && typeof kind === 'string' && (known ?? kind) === kind) {
    return { apiVersion, kind };
  }
  throw wrongShape('another kind of object than the one asked for');
}

/** Without a kind, an item is named as the metadata that it is. */
interface ItemType {
  readonly apiVersion: string;
  readonly kind: string | undefined;
}

const METADATA_TYPE = { apiVersion: METADATA_VERSION, kind: METADATA_KIND };

/** The kind of the items, from the list's (`PodList`) or from the table. */
function itemKindOf({ apiVersion, kind }: Json, expected: Expected): string | undefined {
  const known = wellKnownKind(expected.resource)?.kind;
  if (expected.metadataOnly && apiVersion === METADATA_VERSION && kind === `${METADATA_KIND}List`) return known;
  const own = typeof kind === 'string' ? /^(\w+)List$/.exec(kind)?.[1] : undefined;
  if (own === undefined || apiVersion !== expected.groupVersion || (known ?? own) !== own) {
    throw wrongShape('another kind than the list asked for');
  }
  return own;
}

/**
 * The item with its type. It was made for this answer alone and is as good as new, so it gets the type itself: of many
 * thousand a copy would cost as much as reading them.
 */
function itemOf(item: unknown, type: ItemType, expected: Expected): KubeObject {
  if (!isRecord(item)) throw wrongShape('a list item that is no object');
  const metadata = metadataOf(item['metadata'], expected);
  const identity = type.kind === undefined ? METADATA_TYPE : { apiVersion: type.apiVersion, kind: type.kind };
  // A server that does not know the metadata-only form sends everything: the rest is dropped here.
  return expected.metadataOnly ? { ...identity, metadata } : Object.assign(item, identity, { metadata });
}

function metadataOf(value: unknown, expected: Expected): ObjectMeta {
  if (!isNamed(value)) throw wrongShape('an object without a name');
  return expected.resource === 'secrets' ? withoutAppliedCopy(value) : value;
}

function isNamed(value: unknown): value is ObjectMeta {
  return isRecord(value) && typeof value['name'] === 'string' && value['name'] !== '';
}

const APPLIED_COPY = 'kubectl.kubernetes.io/last-applied-configuration';

/** `kubectl apply` leaves a full copy of a Secret, values included, in an annotation of it. */
function withoutAppliedCopy(metadata: ObjectMeta): ObjectMeta {
  const { annotations } = metadata;
  if (!isRecord(annotations) || !(APPLIED_COPY in annotations)) return metadata;
  const kept = Object.entries(annotations).filter(([key]) => key !== APPLIED_COPY);
  return { ...metadata, annotations: Object.fromEntries(kept) };
}
