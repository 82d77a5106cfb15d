import type { KubeObject } from '../model/object.ts';

/** A part of a list. */
export interface Page {
  /** `ListMeta`: resourceVersion, continue, remainingItemCount. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly objects: readonly KubeObject[];
}

/** The `PartialObjectMetadata` of an object. */
export function metadataOnly({ metadata }: KubeObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}

/**
 * The page that `limit` and `continue` ask for, out of all that was found; undefined for a token that is not ours. Source:
 * Kubernetes API concepts, "Retrieving large results sets in chunks".
 */
export function pageOf(
  found: readonly KubeObject[],
  query: URLSearchParams,
  resourceVersion: string,
): Page | undefined {
  const start = startOf(query.get('continue') ?? '');
  if (start === undefined) return undefined;
  const limit = Number(query.get('limit') ?? 0);
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

function startOf(token: string): number | undefined {
  if (token === '') return 0;
  const start = /^\{"v":"capture","start":(\d+)\}$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return start === undefined ? undefined : Number(start);
}
