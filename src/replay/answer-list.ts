import type { KubeObject } from '../model/object.ts';
import { joinApiVersion, type ApiResource, type VersionedResource } from './api-resource.ts';
import { acceptedAs, type ApiRequest } from './api-request.ts';
import { jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { asText } from './narrow.ts';
import { metadataOnly, pageOf, type Page } from './list-page.ts';
import { parseFieldSelector, parseLabelSelector, type Selects } from './selectors.ts';
import { unsupportedField } from './selectable-fields.ts';
import { badRequest, continueExpired } from './status-answers.ts';
import { tableOf } from './table.ts';
import type { View } from './view.ts';

/** The list of a kind's objects, in one namespace or all: selected, in pages, and in the shape that was asked for. */
export function answerList(
  view: View,
  kind: VersionedResource,
  namespace: string | undefined,
  request: ApiRequest,
): HttpAnswer {
  const labels = parseLabelSelector(request.query.get('labelSelector') ?? '');
  if (labels === undefined)
    return badRequest(`unable to parse requirement: ${request.query.get('labelSelector') ?? ''}`);
  const fieldSelector = request.query.get('fieldSelector') ?? '';
  const fields = parseFieldSelector(fieldSelector);
  if (fields === undefined) return badRequest(`invalid selector: ${fieldSelector}`);
  const unknownField = unsupportedField(view, kind, fieldSelector);
  if (unknownField !== undefined) return badRequest(unknownField);
  const inScope: Selects = (object) => namespace === undefined || object.metadata.namespace === namespace;
  const found = view.objectsOf(kind.resource).filter((object) => inScope(object) && labels(object) && fields(object));
  if (isWatch(request)) return answerWatch(view, kind, found, request);
  const page = pageOf(found, request.query, view.resourceVersion);
  return page === undefined ? continueExpired() : shaped(view, kind, page, request);
}

/** Whether a list is asked for as a stream of changes. */
export function isWatch({ query }: ApiRequest): boolean {
  return query.get('watch') === 'true' || query.get('watch') === '1';
}

/** One object, in the shape that was asked for. */
export function answerObject(view: View, kind: VersionedResource, object: KubeObject, request: ApiRequest): HttpAnswer {
  const as = acceptedAs(request).get('as');
  const metadata = { resourceVersion: asText(object.metadata['resourceVersion']) || view.resourceVersion };
  if (as === 'Table') return jsonAnswer(tableOf(view, kind, { metadata, objects: [object] }, request));
  if (as === 'PartialObjectMetadata') return jsonAnswer(metadataOnly(object));
  return jsonAnswer({ ...object, apiVersion: apiVersionOf(kind) });
}

/** How long an API server keeps a watch open whose client sets no time: half an hour at least (`--min-request-timeout`). */
const WATCH_SECONDS = 1800;

/**
 * A capture never changes: a watch from a known state on stays open without an event until its time is up, one from
 * nowhere begins with all objects, and a streaming list ends with its bookmark. Source: Kubernetes API concepts,
 * "Semantics for watch" and "Streaming lists".
 */
function answerWatch(
  view: View,
  kind: VersionedResource,
  found: readonly KubeObject[],
  request: ApiRequest,
): HttpAnswer {
  const since = request.query.get('resourceVersion') ?? '';
  const events = since === '' || since === '0' || isStreamingList(request) ? found : [];
  const lines = events.map((object) => `{"type":"ADDED","object":${answerObject(view, kind, object, request).body}}\n`);
  const seconds = Number(request.query.get('timeoutSeconds') ?? 0) || WATCH_SECONDS;
  const body = [...lines, ...(isStreamingList(request) ? [endOfInitialEvents(view, kind)] : [])].join('');
  return { status: 200, contentType: 'application/json', body, openFor: seconds * 1000 };
}

function isStreamingList({ query }: ApiRequest): boolean {
  return query.get('sendInitialEvents') === 'true';
}

function endOfInitialEvents(view: View, kind: VersionedResource): string {
  const metadata = {
    resourceVersion: view.resourceVersion,
    creationTimestamp: null,
    annotations: { 'k8s.io/initial-events-end': 'true' },
  };
  const object = { kind: kind.resource.kind, apiVersion: apiVersionOf(kind), metadata };
  return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
}

function shaped(view: View, kind: VersionedResource, page: Page, request: ApiRequest): HttpAnswer {
  const as = acceptedAs(request).get('as');
  if (as === 'Table') return jsonAnswer(tableOf(view, kind, page, request));
  const { metadata, objects } = page;
  if (as === 'PartialObjectMetadataList') {
    // An empty one is null and not [], as the API server has it.
    const items = objects.length === 0 ? null : objects.map(metadataOnly);
    return jsonAnswer({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items });
  }
  const apiVersion = apiVersionOf(kind);
  const items = objects.map((object) => listItem(kind.resource, object, apiVersion));
  return jsonAnswer({ kind: `${kind.resource.kind}List`, apiVersion, metadata, items });
}

function apiVersionOf({ resource, version }: VersionedResource): string {
  return joinApiVersion(resource.group, version);
}

/** The items of typed lists have no apiVersion and kind on the wire; those of custom resources have. */
function listItem(resource: ApiResource, object: KubeObject, apiVersion: string): object {
  if (!resource.builtIn) return { ...object, apiVersion };
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return rest;
}
