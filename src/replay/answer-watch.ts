import type { KubeObject } from '../model/object.ts';
import type { VersionedResource } from './api-resource.ts';
import type { ApiRequest } from './api-request.ts';
import type { HttpAnswer } from './http-answer.ts';
import { notAcceptable, OBJECT_OFFER, shapeFor } from './media-types.ts';
import { isSet } from './query-values.ts';
import { apiVersionOf, objectAnswer } from './shaped-answers.ts';
import { withoutDefinitions } from './table.ts';
import type { View } from './view.ts';

/** Whether a list is asked for as a stream of changes. */
export function isWatch({ query }: ApiRequest): boolean {
  return isSet(query, 'watch');
}

/** How long an API server keeps a watch open whose client sets no time: half an hour at least (`--min-request-timeout`). */
const WATCH_SECONDS = 1800;

/**
 * A capture never changes: a watch from a known state on stays open without an event until its time is up, one from
 * nowhere begins with all objects, and a streaming list ends with its bookmark. Source: Kubernetes API concepts,
 * "Semantics for watch" and "Streaming lists".
 */
export function answerWatch(
  view: View,
  kind: VersionedResource,
  found: readonly KubeObject[],
  request: ApiRequest,
): HttpAnswer {
  const shape = shapeFor(request, OBJECT_OFFER);
  if (shape === undefined) return notAcceptable();
  const bodies = beginsWithAll(request.query)
    ? found.map((object) => objectAnswer(view, kind, object, request).body)
    : [];
  // Only the first table of a stream says which columns there are.
  const told =
    shape.as === 'Table' ? bodies.map((body, index) => (index === 0 ? body : withoutDefinitions(body))) : bodies;
  const lines = told.map((body) => `{"type":"ADDED","object":${body}}\n`);
  const seconds = Number(request.query.get('timeoutSeconds') ?? 0) || WATCH_SECONDS;
  const body = [...lines, ...(wantsBookmark(request.query) ? [endOfInitialEvents(view, kind)] : [])].join('');
  return { status: 200, contentType: 'application/json', body, openFor: seconds * 1000 };
}

function beginsWithAll(query: URLSearchParams): boolean {
  if (query.has('sendInitialEvents')) return isSet(query, 'sendInitialEvents');
  return ['', '0'].includes(query.get('resourceVersion') ?? '');
}

function wantsBookmark(query: URLSearchParams): boolean {
  return isSet(query, 'sendInitialEvents') && isSet(query, 'allowWatchBookmarks');
}

function endOfInitialEvents(view: View, kind: VersionedResource): string {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  const metadata = { resourceVersion: view.resourceVersion, annotations };
  const object = { kind: kind.resource.kind, apiVersion: apiVersionOf(kind), metadata };
  return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
}
