import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { readBody, type BodyOptions, type BodyTaker } from './body.ts';

/** One request on the wire. */
export interface WireRequest extends Omit<BodyOptions, 'taker'> {
  readonly method: 'GET' | 'POST';
  /** Where to connect to. */
  readonly url: URL;
  /** The request line's target: a path, or a whole address for a plain HTTP proxy. */
  readonly target: string;
  readonly headers: OutgoingHttpHeaders;
  readonly content: string | undefined;
  readonly agent: http.Agent;
  readonly lookup: LookupFunction | undefined;
  /** Who takes the body of a 200 answer of this type while it arrives; undefined where it is kept. */
  readonly takerOf: ((contentType: string) => BodyTaker) | undefined;
  /** Ends the exchange wherever it stands: while connecting, waiting or reading. */
  readonly signal: AbortSignal;
}

/** A complete answer. */
export interface WireResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Empty where a taker took them. */
  readonly bytes: Buffer;
  readonly taker: BodyTaker | undefined;
  /** The same as UTF-8; made when it is first looked at, since not every answer is text. */
  readonly text: string;
}

/** Sends one request and reads the whole answer, whatever its status. Throws what Node throws, or `TroubleError`. */
export async function exchange(request: WireRequest): Promise<WireResponse> {
  const response = await send(request);
  const status = response.statusCode ?? 0;
  const taker = status === 200 ? request.takerOf?.(response.headers['content-type'] ?? '') : undefined;
  try {
    const bytes = await readBody(response, { maxBytes: request.maxBytes, taker });
    return new Answer(status, response.headers, bytes, taker);
  } finally {
    // After a complete body this is a no-op; otherwise it frees the connection.
    if (!response.complete) response.destroy();
  }
}

class Answer implements WireResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly taker: BodyTaker | undefined;
  #text: string | undefined;

  constructor(status: number, headers: IncomingHttpHeaders, bytes: Buffer, taker: BodyTaker | undefined) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
    this.taker = taker;
  }

  get text(): string {
    this.#text ??= this.bytes.toString('utf8');
    return this.#text;
  }
}

function send(request: WireRequest): Promise<IncomingMessage> {
  const { url, method, target, headers, agent, signal, lookup, content } = request;
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? https : http).request({
      method,
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      path: target,
      headers,
      agent,
      signal,
      ...(lookup ? { lookup } : {}),
    });
    outgoing.on('response', resolve);
    // Stays attached: an error after the answer began is reported here too, and nobody else listens.
    outgoing.on('error', reject);
    // Node reports an abort only once there is a socket, and a proxy may take its time to give one.
    const aborted = () => reject(new Error('aborted'));
    signal.addEventListener('abort', aborted, { once: true });
    outgoing.on('close', () => signal.removeEventListener('abort', aborted));
    outgoing.end(content);
  });
}
