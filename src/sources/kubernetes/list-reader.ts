import type { KubeObject } from '../../model/object.ts';
import { brokenOff, jsonOf } from './answer.ts';
import type { WireResponse } from './exchange.ts';
import { listPageOf, type Expected, type ListPage } from './objects.ts';
import { createProjection } from './projection.ts';
import { frameOf, isProtobuf } from './protobuf/frame.ts';
import { messageOf } from './protobuf/kinds.ts';
import { decodeList, PROTOBUF_OR_JSON } from './protobuf/list.ts';
import { planOf, type Plan } from './protobuf/plan.ts';
import { BrokenProtobuf } from './protobuf/wire.ts';
import { parseResource } from './resource-name.ts';

/** How the pages of one list are asked for and read. */
export interface ListReader {
  /** The `Accept` header; undefined for JSON. */
  readonly accept: string | undefined;
  /** How many times the usual number of objects a page has. */
  readonly pageFactor: number;
  /** Reads one page and keeps what is wanted of its items. Throws `TroubleError` for one of the wrong shape. */
  readonly read: (response: WireResponse) => ListPage;
}

/** Content negotiation for lists whose objects' content stays on the server. */
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/**
 * Chooses the form of a list. Where little is kept of a kind of which a cluster has thousands, it is the API's own
 * encoding: what is not wanted is passed over in it unread, and in JSON it all has to be read. A server that answers in
 * JSON all the same is understood.
 */
export function createListReader(expected: Expected, keep: readonly string[] | undefined): ListReader {
  const project = keep === undefined ? (object: KubeObject) => object : createProjection(keep);
  const readJson = (response: WireResponse): ListPage => {
    const page = listPageOf(jsonOf(response), expected);
    return keep === undefined ? page : { ...page, items: page.items.map(project) };
  };
  if (expected.metadataOnly) return { accept: METADATA_LIST, pageFactor: 1, read: readJson };
  const plan = keep === undefined ? undefined : planFor(expected, keep);
  if (plan === undefined) return { accept: undefined, pageFactor: 1, read: readJson };
  return {
    accept: PROTOBUF_OR_JSON,
    pageFactor: LARGE_PAGES,
    read: (response) => (isProtobuf(response.bytes) ? pageOf(response.bytes, plan, expected) : readJson(response)),
  };
}

/**
 * Large pages cost a server less than many, and where little is kept they cost little memory here: 2,000 pods are 9 MB on
 * the way.
 */
const LARGE_PAGES = 4;

/** Of every object its name, namespace and uid; the type is that of the list. */
const IDENTITY = ['metadata.name', 'metadata.namespace', 'metadata.uid'];

function planFor({ resource, groupVersion }: Expected, keep: readonly string[]): Plan | undefined {
  const message = messageOf(groupVersion, parseResource(resource).plural);
  return message === undefined ? undefined : planOf(message, [...IDENTITY, ...keep]);
}

/** Its type is looked at before its items: those of another kind are read as broken ones. */
function pageOf(bytes: Buffer, plan: Plan, expected: Expected): ListPage {
  try {
    const { apiVersion, kind } = frameOf(bytes);
    listPageOf({ apiVersion, kind, items: [] }, expected);
    return listPageOf({ ...decodeList(bytes, plan) }, expected);
  } catch (error) {
    throw error instanceof BrokenProtobuf ? brokenOff(error.message) : error;
  }
}
