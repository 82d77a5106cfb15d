import type { Who } from './users.ts';

/** One request that both servers are sent. */
export interface Question {
  readonly who: Who;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** The `Accept` header; empty for none. */
  readonly accept: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** The media types that are asked for, by the word that stands for them in {@link labelOf}. */
export const ACCEPT = {
  json: 'application/json',
  table: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  'table-v1beta1': 'application/json;as=Table;v=v1beta1;g=meta.k8s.io',
  metadata: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json',
  'metadata-list': 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json',
  aggregated: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json',
  'aggregated-v2beta1': 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json',
} as const;

/** A GET of `reader` that takes JSON, unless the rest says otherwise. */
export function read(path: string, accept: string = ACCEPT.json, who: Who = 'reader'): Question {
  return { who, method: 'GET', path, accept };
}

/** How the request is called where its answers differ: `limited GET /api/v1/pods as table`. */
export function labelOf({ who, method, path, accept, body }: Question): string {
  const word = Object.entries(ACCEPT).find(([, type]) => type === accept)?.[0] ?? (accept === '' ? 'anything' : accept);
  const user = who === 'reader' ? '' : `${who} `;
  return `${user}${method} ${path}${word === 'json' ? '' : ` as ${word}`}${body === undefined ? '' : ` with ${body}`}`;
}
