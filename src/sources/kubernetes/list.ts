import type { Fact } from '../../model/fact.ts';
import type { KubeObject } from '../../model/object.ts';
import type { ListQuery } from '../../model/query.ts';
import { groupTrouble, isForbidden, isNotFound } from './answer.ts';
import { createListReader, type ListReader } from './list-reader.ts';
import { needOf } from './need.ts';
import { readPages, type PageRequest } from './paging.ts';
import { parseResource } from './resource-name.ts';
import { resourcePath, withParameters } from './resource-path.ts';
import type { Transport } from './transport.ts';

/**
 * Reads all objects of a kind in one version of its group. The value is `KubeObject[]`; each page is projected before
 * the next one is read. Throws what `explain` can explain.
 */
export async function lookUpList(
  query: ListQuery,
  groupVersion: string,
  wire: { readonly transport: Transport; readonly pageSize: number; readonly signal: AbortSignal },
): Promise<Fact> {
  const { plural, group } = parseResource(query.resource);
  const path = resourcePath({ groupVersion, namespace: query.namespace, plural });
  const metadataOnly = query.as === 'metadata';
  const reader = createListReader({ resource: query.resource, groupVersion, metadataOnly }, query.keep);

  const listed = await readPages<KubeObject>({
    ask: (token, stop) => {
      const target = withParameters(path, {
        limit: String(wire.pageSize * reader.pageFactor),
        labelSelector: query.labelSelector,
        fieldSelector: query.fieldSelector,
        continue: token,
      });
      const signal = AbortSignal.any([wire.signal, stop]);
      return askPage(wire.transport, { path: target, urgent: token !== undefined }, reader, signal);
    },
    read: reader.read,
  });
  if ('items' in listed) return { state: 'known', value: listed.items };
  if (isNotFound(listed.refusal)) return { state: 'absent', what: 'kind' };
  if (isForbidden(listed.refusal)) return { state: 'denied', need: needOf(query) };
  throw groupTrouble(listed.refusal, group);
}

function askPage(
  transport: Transport,
  request: { readonly path: string; readonly urgent: boolean },
  { accept, sizeFactor, streamFor }: ListReader,
  signal: AbortSignal,
): PageRequest {
  let seeHead: (token: string | undefined) => void = () => undefined;
  const head = new Promise<string | undefined>((resolve) => (seeHead = resolve));
  const wanted = accept === undefined ? {} : { accept };
  const takerOf = (contentType: string) => streamFor(contentType, seeHead);
  const body = transport.send({ method: 'GET', ...request, sizeFactor, takerOf, ...wanted }, signal);
  const settled = () => seeHead(undefined);
  body.then(settled, settled);
  return { head, body };
}
