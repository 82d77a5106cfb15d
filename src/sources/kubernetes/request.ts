import type { LookupFunction } from 'node:net';
import type { BodyTaker } from './body.ts';
import type { KubeContext, ReadFile } from './kube-context.ts';

/** Everything that can be sent to an API server: there is no way to write anything. */
export type Request = GetRequest | AccessReviewRequest;

/** Reads one path, query string included. */
export interface GetRequest {
  readonly method: 'GET';
  readonly path: string;
  readonly accept?: string;
  /** How many times as large as others its answer may be; 1 where it is left out. */
  readonly sizeFactor?: number;
  /** Goes before what waits for a place: the rest of a list that has begun to arrive. */
  readonly urgent?: boolean;
  /** Who takes the body of a 200 answer of this type while it arrives; without it the body is kept. */
  readonly takerOf?: (contentType: string) => BodyTaker;
}

/** Asks what the caller may do. It is a POST, but creates nothing. */
export interface AccessReviewRequest {
  readonly method: 'POST';
  readonly path: typeof ACCESS_REVIEW_PATH;
  readonly review: unknown;
}

/** The one path that is ever posted to. */
export const ACCESS_REVIEW_PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** The way to one API server; the parts with a default are replaced by tests. */
export interface TransportOptions {
  readonly context: KubeContext;
  readonly env: NodeJS.ProcessEnv;
  readonly readFile: ReadFile;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** For one attempt, from connecting to the last byte, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** For a credential plugin, in milliseconds. */
  readonly signInTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly deadline?: (ms: number) => AbortSignal;
  readonly lookup?: LookupFunction;
  readonly now?: () => number;
}
