import type { Fact } from '../../model/fact.ts';
import type { GetQuery } from '../../model/query.ts';
import { groupTrouble, isForbidden, isNotFound, jsonOf, statusOf } from './answer.ts';
import type { WireResponse } from './exchange.ts';
import { isRecord } from '../../text/record.ts';
import { needOf } from './need.ts';
import { objectOf } from './objects.ts';
import { parseResource } from './resource-name.ts';
import { resourcePath } from './resource-path.ts';
import type { Transport } from './transport.ts';

/** Content negotiation for an object whose content stays on the server. */
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** Reads one object in one version of its group. The value is a `KubeObject`. Throws what `explain` can explain. */
export async function lookUpGet(
  query: GetQuery,
  groupVersion: string,
  wire: { readonly transport: Transport; readonly signal: AbortSignal },
): Promise<Fact> {
  const { plural, group, subresource } = parseResource(query.resource);
  const below = subresource === undefined ? {} : { subresource };
  const path = resourcePath({ groupVersion, namespace: query.namespace, plural, name: query.name, ...below });
  const metadataOnly = query.as === 'metadata';
  const accept = metadataOnly ? { accept: METADATA } : {};
  const response = await wire.transport.send({ method: 'GET', path, ...accept }, wire.signal);
  if (isNotFound(response)) return { state: 'absent', what: namesObject(response, query.name) ? 'object' : 'kind' };
  if (isForbidden(response)) return { state: 'denied', need: needOf(query) };
  if (response.status !== 200) throw groupTrouble(response, group);
  return {
    state: 'known',
    value: objectOf(jsonOf(response), query.name, { resource: query.resource, groupVersion, metadataOnly }),
  };
}

/** The Status of a missing object carries its name; that of a missing kind carries none. */
function namesObject(response: WireResponse, name: string): boolean {
  const details = statusOf(response)?.['details'];
  return isRecord(details) && details['name'] === name;
}
