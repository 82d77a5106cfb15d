import type { KubeObject } from '../model/object.ts';
import type { ApiRequest } from './api-request.ts';
import { joinApiVersion, type ApiResource, type VersionedResource } from './api-resource.ts';
import { jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { metadataOnly, type Page } from './list-page.ts';
import { notAcceptable, OBJECT_OFFER, shapeFor, type Shape } from './media-types.ts';
import { asText } from './narrow.ts';
import { tableOf, type TableWish } from './table.ts';
import type { View } from './view.ts';

/** One object, in the shape that was asked for. */
export function objectAnswer(view: View, kind: VersionedResource, object: KubeObject, request: ApiRequest): HttpAnswer {
  const shape = shapeFor(request, OBJECT_OFFER);
  if (shape === undefined) return notAcceptable();
  const metadata = { resourceVersion: asText(object.metadata['resourceVersion']) || view.resourceVersion };
  if (shape.as === 'Table')
    return jsonAnswer(tableOf(view, kind, { metadata, objects: [object] }, wishOf(request, shape)));
  if (shape.as === 'PartialObjectMetadata') return jsonAnswer(metadataOnly(object, shape.version));
  if (shape.as !== undefined) return notAcceptable(misfit(shape.as, 'is not a list', kind.resource, ''));
  return jsonAnswer({ ...object, apiVersion: apiVersionOf(kind) });
}

/** The `apiVersion` of a kind in the version that was asked for. */
export function apiVersionOf({ resource, version }: VersionedResource): string {
  return joinApiVersion(resource.group, version);
}

/** A part of a list, in the shape that was asked for. */
export function listAnswer(view: View, kind: VersionedResource, page: Page, request: ApiRequest): HttpAnswer {
  const shape = shapeFor(request, OBJECT_OFFER);
  if (shape === undefined) return notAcceptable();
  if (shape.as === 'Table') return jsonAnswer(tableOf(view, kind, page, wishOf(request, shape)));
  if (shape.as === 'PartialObjectMetadata') return notAcceptable(misfit(shape.as, 'is a list', kind.resource, 'List'));
  const { metadata, objects } = page;
  if (shape.as === 'PartialObjectMetadataList') {
    // An empty one is null and not [], as the API server has it.
    const items = objects.length === 0 ? null : objects.map((object) => metadataOnly(object, shape.version));
    return jsonAnswer({
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${shape.version}`,
      metadata,
      items,
    });
  }
  const apiVersion = apiVersionOf(kind);
  const items = objects.map((object) => listItem(kind.resource, object, apiVersion));
  // Lists of custom resources have the field even where there is no further page.
  const more = kind.resource.builtIn ? {} : { continue: '' };
  return jsonAnswer({ kind: `${kind.resource.kind}List`, apiVersion, metadata: { ...more, ...metadata }, items });
}

function wishOf({ query }: ApiRequest, { version }: Shape): TableWish {
  return { version, include: query.get('includeObject') };
}

/** The server names the type by which it knows the kind inside. */
function misfit(as: string, isWhat: string, { builtIn, group, kind }: ApiResource, list: 'List' | ''): string {
  const [family = ''] = group.split('.');
  const type = builtIn ? `${family || 'core'}.${kind}${list}` : `unstructured.Unstructured${list}`;
  return `you requested ${as}, but the requested object ${isWhat} (*${type})`;
}

/** The items of typed lists have no apiVersion and kind on the wire; those of custom resources have. */
function listItem(resource: ApiResource, object: KubeObject, apiVersion: string): object {
  if (!resource.builtIn) return { ...object, apiVersion };
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return rest;
}
