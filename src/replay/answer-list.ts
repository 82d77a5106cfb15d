import type { KubeObject } from '../model/object.ts';
import { joinApiVersion, type ApiResource, type VersionedResource } from './api-resource.ts';
import { acceptedAs, type ApiRequest } from './api-request.ts';
import { jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { asText } from './narrow.ts';
import { metadataOnly, pageOf, type Page } from './list-page.ts';
import { parseFieldSelector, parseLabelSelector, type Selects } from './selectors.ts';
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
  const fields = parseFieldSelector(request.query.get('fieldSelector') ?? '');
  if (fields === undefined) return badRequest(`invalid selector: ${request.query.get('fieldSelector') ?? ''}`);
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

/**
 * A capture never changes: a watch from a known state on ends at once without an event, one from nowhere begins with all
 * objects. Source: Kubernetes API concepts, "Semantics for watch".
 */
function answerWatch(
  view: View,
  kind: VersionedResource,
  found: readonly KubeObject[],
  request: ApiRequest,
): HttpAnswer {
  const since = request.query.get('resourceVersion') ?? '';
  const events = since === '' || since === '0' ? found : [];
  const lines = events.map((object) => `{"type":"ADDED","object":${answerObject(view, kind, object, request).body}}\n`);
  return { status: 200, contentType: 'application/json', body: lines.join('') };
}

function shaped(view: View, kind: VersionedResource, page: Page, request: ApiRequest): HttpAnswer {
  const as = acceptedAs(request).get('as');
  if (as === 'Table') return jsonAnswer(tableOf(view, kind, page, request));
  const { metadata, objects } = page;
  if (as === 'PartialObjectMetadataList') {
    const items = objects.map(metadataOnly);
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
