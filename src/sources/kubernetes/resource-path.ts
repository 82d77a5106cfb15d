import { TroubleError } from './trouble.ts';

/** Where a resource lives. */
export interface ResourcePlace {
  /** `v1`, `apps/v1`. */
  readonly groupVersion: string;
  readonly namespace: string | null;
  readonly plural: string;
  readonly name?: string;
  readonly subresource?: string;
}

/**
 * The path of a list or an object, without a query string. Throws `TroubleError` for a name that cannot be one segment
 * of a path: an empty one would turn the read of one object into the read of all.
 */
export function resourcePath(place: ResourcePlace): string {
  const root = place.groupVersion.includes('/') ? 'apis' : 'api';
  const segments = [root, ...place.groupVersion.split('/')];
  if (place.namespace !== null) segments.push('namespaces', place.namespace);
  segments.push(place.plural);
  if (place.name !== undefined) segments.push(place.name);
  if (place.subresource !== undefined) segments.push(place.subresource);
  return `/${segments.map(segment).join('/')}`;
}

/** Adds a query string, leaving out what is undefined. */
export function withParameters(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** Kubernetes: a path segment name is not '.' or '..' and holds neither '/' nor '%'. */
function segment(text: string): string {
  if (text !== '' && text !== '.' && text !== '..' && !/[/%]/.test(text)) return encodeURIComponent(text);
  throw new TroubleError(
    'the look-up names something that no Kubernetes object can be called',
    'check the name that was given',
  );
}
