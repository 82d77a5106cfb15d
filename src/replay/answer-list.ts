import type { KubeObject } from '../model/object.ts';
import type { VersionedResource } from './api-resource.ts';
import type { ApiRequest } from './api-request.ts';
import { answerWatch, isWatch } from './answer-watch.ts';
import { parseFieldSelector } from './field-selector.ts';
import type { HttpAnswer } from './http-answer.ts';
import { parseLabelSelector } from './label-selector.ts';
import { refusedOptions } from './list-options.ts';
import { pageOf } from './list-page.ts';
import { unsupportedField } from './selectable-fields.ts';
import { listAnswer } from './shaped-answers.ts';
import { badRequest } from './status-answers.ts';
import type { View } from './view.ts';

/** The list of a kind's objects, in one namespace or all: selected, in pages, and in the shape that was asked for. */
export function answerList(
  view: View,
  kind: VersionedResource,
  namespace: string | undefined,
  request: ApiRequest,
): HttpAnswer {
  const { query } = request;
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fieldSelector = query.get('fieldSelector') ?? '';
  const fields = parseFieldSelector(fieldSelector);
  const wrong = [labels, fields].find((selection) => 'wrong' in selection);
  if (wrong !== undefined) return badRequest(wrong.wrong);
  const refused = refusedOptions(query, view.resourceVersion);
  if (refused !== undefined) return refused;
  const unknownField = unsupportedField(view, kind, fieldSelector);
  if (unknownField !== undefined) return badRequest(unknownField);
  const isSelected = (object: KubeObject): boolean =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    [labels, fields].every((selection) => 'selects' in selection && selection.selects(object));
  const found = view.objectsOf(kind.resource).filter(isSelected);
  if (isWatch(request)) return answerWatch(view, kind, found, request);
  const page = pageOf(found, query, view.resourceVersion);
  return 'refused' in page ? page.refused : listAnswer(view, kind, page, request);
}
