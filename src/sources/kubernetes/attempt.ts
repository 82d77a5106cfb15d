import type { OutgoingHttpHeaders } from 'node:http';
import type { Connection } from './connection.ts';
import { exchange, type WireResponse } from './exchange.ts';
import type { KubeContext } from './kube-context.ts';
import { createLimiter } from '../limiter.ts';
import type { Credentials } from './credentials.ts';
import type { Request, TransportOptions } from './request.ts';
import { TroubleError } from './trouble.ts';

/** Sends a request once. Throws `TroubleError` at the deadline or the end of the run, else what Node throws. */
export type Attempt = (request: Request, by: AttemptBy) => Promise<WireResponse>;

/** With which credentials, on which way, and until when. */
export interface AttemptBy {
  readonly credentials: Credentials;
  readonly connection: Connection;
  readonly signal: AbortSignal;
}

/** At most this many requests to one API server at a time: more gain nothing and trip its fairness limits. */
const MAX_CONCURRENT = 4;

/** One attempt at a time per place; the deadline runs from when a place is free to the last byte of the answer. */
export function createAttempt(options: TransportOptions): Attempt {
  const deadline = options.deadline ?? timeoutSignal;
  const limit = createLimiter(MAX_CONCURRENT);
  return (request, by) => {
    const once = async (): Promise<WireResponse> => {
      const late = deadline(options.requestTimeoutMs);
      try {
        return await sendOnce(request, by, AbortSignal.any([by.signal, late]), options);
      } catch (error) {
        if (by.signal.aborted) throw stopped();
        throw late.aborted ? tooSlow(options.requestTimeoutMs, by.connection.isProxied) : error;
      }
    };
    return limit(once, request.method === 'GET' && request.urgent === true);
  };
}

function sendOnce(
  request: Request,
  by: AttemptBy,
  signal: AbortSignal,
  options: TransportOptions,
): Promise<WireResponse> {
  const { url, target, headers } = by.connection.route(request.path);
  return exchange({
    method: request.method,
    url,
    target,
    headers: { ...headersOf(request, options.context), ...headers, ...by.credentials.headers },
    content: request.method === 'POST' ? JSON.stringify(request.review) : undefined,
    agent: by.connection.agentFor(by.credentials),
    lookup: options.lookup,
    signal,
    maxBytes: options.maxBodyBytes * (request.method === 'GET' ? (request.sizeFactor ?? 1) : 1),
    takerOf: request.method === 'GET' ? request.takerOf : undefined,
  });
}

function headersOf(request: Request, context: KubeContext): OutgoingHttpHeaders {
  const accept = request.method === 'GET' ? request.accept : undefined;
  return {
    Accept: accept ?? 'application/json',
    'User-Agent': 'kubedoc',
    // On this machine too: it may be the near end of a tunnel, and a server that writes a list object by object sends
    // thousands of small pieces, which cost more to receive than to unpack (decision 9).
    'Accept-Encoding': 'gzip',
    ...(request.method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
    ...context.impersonation,
  };
}

/** The real deadline: aborts after so many milliseconds, without keeping the process alive. */
export function timeoutSignal(ms: number): AbortSignal {
  return AbortSignal.timeout(ms);
}

function stopped(): TroubleError {
  return new TroubleError('the look-up was stopped before its answer came', 'allow more time with --time-limit');
}

function tooSlow(timeoutMs: number, isProxied: boolean): TroubleError {
  const way = isProxied ? 'the proxy and the network on the way' : 'the VPN or network on the way';
  return new TroubleError(
    `the API server did not answer completely within ${timeoutMs / 1000} s${isProxied ? ' through the proxy' : ''}`,
    `check ${way}, or allow more time with --request-timeout`,
  );
}
