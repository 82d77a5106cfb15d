import type { KubeObject } from '../model/object.ts';
import type { HttpAnswer } from './http-answer.ts';
import { isMapping } from './narrow.ts';
import { numberOf } from './query-values.ts';
import { badRequest, continueExpired } from './status-answers.ts';

/** A part of a list. */
export interface Page {
  /** `ListMeta`: resourceVersion, continue, remainingItemCount. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly objects: readonly KubeObject[];
}

/** The `PartialObjectMetadata` of an object, in a version of `meta.k8s.io`. */
export function metadataOnly({ metadata }: KubeObject, version = 'v1'): object {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata };
}

/**
 * The page that `limit` and `continue` ask for, out of all that was found; the refusal of a token that is not ours.
 * Source: Kubernetes API concepts, "Retrieving large results sets in chunks". A list at the resource version 0 comes from
 * the server's cache, which knows no pages.
 */
export function pageOf(
  found: readonly KubeObject[],
  query: URLSearchParams,
  resourceVersion: string,
): Page | { readonly refused: HttpAnswer } {
  const start = startOf(query.get('continue') ?? '');
  if (typeof start !== 'number') return { refused: start };
  const limit = query.get('resourceVersion') === '0' ? 0 : (numberOf(query, 'limit') ?? 0);
  const end = limit > 0 ? start + limit : found.length;
  const rest = found.length - end;
  const hasSelector = [query.get('labelSelector'), query.get('fieldSelector')].some(Boolean);
  const more = rest > 0 ? { continue: continueToken(end), ...(!hasSelector && { remainingItemCount: rest }) } : {};
  return { metadata: { resourceVersion, ...more }, objects: found.slice(start, end) };
}

/** A token that this server can make in any state: nothing in a capture ever changes between two pages. */
function continueToken(start: number): string {
  return Buffer.from(JSON.stringify({ v: 'capture', start })).toString('base64url');
}

/** A token of the server that was captured may have been good: its list is gone. Anything else never was a token. */
function startOf(text: string): number | HttpAnswer {
  if (text === '') return 0;
  const token = tokenOf(text);
  if (token?.['v'] === 'capture' && typeof token['start'] === 'number') return token['start'];
  if (token?.['v'] === 'meta.k8s.io/v1') return continueExpired();
  const why =
    token === undefined ? 'not a token' : `server does not recognize this encoded version ${String(token['v'])}`;
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}

function tokenOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return isMapping(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
