import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { answerRequest } from './answer-request.ts';
import type { ApiRequest } from './api-request.ts';
import type { Capture } from './capture.ts';
import { befalls, MISBEHAVIOURS, type Fault } from './faults.ts';
import type { HttpAnswer } from './http-answer.ts';
import { viewOf } from './view.ts';

/** How the server is to behave. */
export interface ReplayOptions {
  /** Milliseconds that every answer is held back. */
  readonly delayMs?: number;
  /** Resources (`pods`, `deployments.apps`, `pods/log`) that are answered 403, beside those the capture names. */
  readonly deny?: readonly string[];
  readonly fault?: Fault;
  /** Never more than so many objects a page, whatever the client's limit; as it asks where it is missing. */
  readonly pageSize?: number;
  /** The port to listen on; any free one where it is missing or 0. */
  readonly port?: number;
}

/** A request as it came in. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** What the client wanted to have; empty where it did not say. */
  readonly accept: string;
}

/** A running replay server. */
export interface ReplayServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  /** All requests so far, in the order in which they came. */
  requests(): readonly RecordedRequest[];
  /** Ends all connections and the server. */
  close(): Promise<void>;
}

/**
 * Serves a capture as a Kubernetes API over plain HTTP on the loopback interface. Its clock (the `Date` header) stands at
 * the moment of the capture. Rejects when the port is taken.
 */
export async function serveCapture(capture: Capture, options: ReplayOptions = {}): Promise<ReplayServer> {
  const requests: RecordedRequest[] = [];
  const answer = answering(capture, options);
  // Idle connections stay open: a client that is about to use one must not find it closed.
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    requests.push(recordOf(incoming));
    // A client that goes away while its request is read is no failure of the server's.
    answer(incoming, response).catch(() => response.destroy());
  });
  const port = await listen(server, options.port ?? 0);
  return { url: `http://127.0.0.1:${port}`, port, requests: () => [...requests], close: () => close(server) };
}

function recordOf({ method = 'GET', url = '/', headers }: IncomingMessage): RecordedRequest {
  return { method, path: url, accept: headers.accept ?? '' };
}

type Answering = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

function answering(capture: Capture, { delayMs = 0, deny = [], fault, pageSize }: ReplayOptions): Answering {
  const view = viewOf(capture, deny);
  const date = new Date(capture.now).toUTCString();
  const isFaulty = fault && befalls(fault);
  return async (incoming, response) => {
    const request = await readRequest(incoming);
    if (pageSize !== undefined) request.query.set('limit', String(pageSize));
    const answer = answerRequest(view, request);
    await wait(delayMs, response);
    response.setHeader('date', date);
    const send = (what: HttpAnswer): void => sendAnswer(response, what);
    if (fault && isFaulty?.(request, incoming.url ?? '/')) MISBEHAVIOURS[fault.kind](fault, answer, response, send);
    else send(answer);
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const [, path = '/', query = ''] = /^([^?]*)\??(.*)$/.exec(incoming.url ?? '/') ?? [];
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    accept: (incoming.headers.accept ?? '').split(',').map((type) => type.trim()),
    body: await buffer(incoming),
  };
}

/** Resolves early when the client hangs up. */
function wait(milliseconds: number, response: ServerResponse): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function sendAnswer(response: ServerResponse, { status, contentType, body, headers }: HttpAnswer): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { 'content-type': contentType, 'content-length': length, ...headers }).end(body);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
