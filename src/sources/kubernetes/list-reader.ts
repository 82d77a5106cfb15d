import type { KubeObject } from '../../model/object.ts';
import { brokenOff, jsonOf } from './answer.ts';
import type { WireResponse } from './exchange.ts';
import { listPageOf, type Expected, type ListPage } from './objects.ts';
import { createProjection } from './projection.ts';
import { messageOf } from './protobuf/kinds.ts';
import { ListStream, PROTOBUF, PROTOBUF_OR_JSON } from './protobuf/list.ts';
import { planOf, type Plan } from './protobuf/plan.ts';
import { BrokenProtobuf } from './protobuf/wire.ts';
import { parseResource } from './resource-name.ts';

/** How the pages of one list are asked for and read. */
export interface ListReader {
  /** The `Accept` header; undefined for JSON. */
  readonly accept: string | undefined;
  /** How many times the usual number of objects a page has. */
  readonly pageFactor: number;
  /** Reads a page of this content type while it arrives; undefined for one that is to be read as a whole. */
  readonly streamFor: (contentType: string, seeToken: (token: string) => void) => ListStream | undefined;
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
  const asJson = { pageFactor: 1, streamFor: () => undefined, read: readJson };
  if (expected.metadataOnly) return { ...asJson, accept: METADATA_LIST };
  const plan = keep === undefined ? undefined : planFor(expected, keep);
  if (plan === undefined) return { ...asJson, accept: undefined };
  return {
    accept: PROTOBUF_OR_JSON,
    pageFactor: LARGE_PAGES,
    streamFor: (contentType, seeToken) =>
      contentType.startsWith(PROTOBUF) ? new ListStream(plan, seeToken) : undefined,
    read: (response) => (response.taker instanceof ListStream ? pageOf(response.taker, expected) : readJson(response)),
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
function pageOf(stream: ListStream, expected: Expected): ListPage {
  try {
    if (stream.type !== undefined) listPageOf({ ...stream.type, items: [] }, expected);
    return listPageOf({ ...stream.end() }, expected);
  } catch (error) {
    throw error instanceof BrokenProtobuf ? brokenOff(error.message) : error;
  }
}
