import type { KubeObject } from '../../model/object.ts';
import { brokenOff, jsonOf } from './answer.ts';
import type { BodyTaker } from './body.ts';
import type { WireResponse } from './exchange.ts';
import { listPageOf, type Expected, type ListPage } from './objects.ts';
import { isRecord } from '../../text/record.ts';
import { JsonListStream } from './json-list.ts';
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
  /** How many times the usual number of objects a page has, and how many times the usual size it may have. */
  readonly pageFactor: number;
  readonly sizeFactor: number;
  /** What reads a page of this content type while it arrives. */
  readonly streamFor: (contentType: string, seeToken: (token: string) => void) => BodyTaker;
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
  const keptOf = keeperOf(expected, keep);
  const plan = keep === undefined || expected.metadataOnly ? undefined : planFor(expected, keep);
  return {
    accept: plan === undefined ? (expected.metadataOnly ? METADATA_LIST : undefined) : PROTOBUF_OR_JSON,
    pageFactor: plan === undefined ? 1 : LARGE_PAGES,
    sizeFactor: plan === undefined ? 1 : LARGE_SIZE,
    streamFor: (contentType, seeToken) =>
      plan !== undefined && contentType.startsWith(PROTOBUF)
        ? new ListStream(plan, seeToken)
        : new JsonListStream(keptOf, seeToken),
    read: (response) => {
      const { taker } = response;
      if (taker instanceof ListStream) return pageOf(taker, expected);
      return listPageOf(taker instanceof JsonListStream ? bodyOf(response, taker) : jsonOf(response), expected);
    },
  };
}

/** What is kept of an element before it is looked at; one that is no object stays, to be found wanting. */
function keeperOf({ metadataOnly }: Expected, keep: readonly string[] | undefined): (item: unknown) => unknown {
  // A server that does not know the metadata-only form sends everything.
  if (metadataOnly) return (item) => (isRecord(item) ? { metadata: item['metadata'] } : item);
  if (keep === undefined) return (item) => item;
  const project = createProjection(keep);
  return (item) => (isRecord(item) ? project(item as unknown as KubeObject) : item);
}

function bodyOf(response: WireResponse, stream: JsonListStream): Readonly<Record<string, unknown>> {
  const { text, items } = stream.end();
  const body = jsonOf({ ...response, text });
  return items === undefined ? body : { ...body, items };
}

/**
 * Large pages cost a server less than many, and each takes its time until it begins; where little is kept they cost no
 * memory here. 5,000 pods are 23 MB on the way, and of pods with long environments five times as much.
 */
const LARGE_PAGES = 10;
/** What arrives is read and let go, so it may be more than what has to be held. */
const LARGE_SIZE = 4;

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
