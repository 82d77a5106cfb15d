import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { answerRequest } from './answer-request.ts';
import type { ApiRequest } from './api-request.ts';
import type { Capture } from './capture.ts';
import { befalls, MISBEHAVIOURS, type Fault } from './faults.ts';
import type { HttpAnswer } from './http-answer.ts';
import { moveLogTimes, moveTimes } from './move-times.ts';
import { viewOf } from './view.ts';

/** How the server is to behave. */
export interface ReplayOptions {
  /** Milliseconds that every answer is held back. */
  readonly delayMs?: number;
  /** Resources (`pods`, `deployments.apps`, `pods/log`) that are answered 403, beside those the capture names. */
  readonly deny?: readonly string[];
  readonly fault?: Fault;
  /**
   * Which time it is. `recorded` (the default): the moment of the capture, for ever, so that the same question has the
   * same answer tomorrow. `running`: the capture's moment is the start of the server and time goes on from there; every
   * recorded time moves along. That is for clients that count ages by their own clock, as `kubectl describe` does; kubedoc,
   * which goes by the server's clock, is answered as by `recorded`.
   */
  readonly clock?: 'recorded' | 'running';
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

/** A capture at a time: what is served, and the clock that goes with it. */
interface Side {
  readonly view: ReturnType<typeof viewOf>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

function answering(recorded: Capture, options: ReplayOptions): Answering {
  const { delayMs = 0, fault, pageSize } = options;
  const sideFor = sidesOf(recorded, options);
  const isFaulty = fault && befalls(fault);
  return async (incoming, response) => {
    const request = await readRequest(incoming);
    const { view, now } = sideFor(incoming);
    if (pageSize !== undefined) request.query.set('limit', String(pageSize));
    const answer = answerRequest(view, request);
    await wait(delayMs, response);
    response.setHeader('date', new Date(now()).toUTCString());
    const send = (what: HttpAnswer): void => sendAnswer(response, what);
    if (fault && isFaulty?.(request, incoming.url ?? '/')) MISBEHAVIOURS[fault.kind](fault, answer, response, send);
    else send(answer);
  };
}

/** The side that a client is shown. */
function sidesOf(recorded: Capture, { deny = [], clock = 'recorded' }: ReplayOptions): (of: IncomingMessage) => Side {
  const then = (): number => Date.parse(recorded.now);
  const still: Side = { view: viewOf(recorded, deny, then), now: then };
  if (clock === 'recorded') return () => still;
  const running: Side = { view: viewOf(startingNow(recorded), deny, Date.now), now: Date.now };
  return ({ headers }) => (headers['user-agent'] === OWN_CLIENT ? still : running);
}

/** What kubedoc says it is (`sources/kubernetes/attempt.ts`). */
const OWN_CLIENT = 'kubedoc';

/** The capture as if it had been made this very second. */
function startingNow(capture: Capture): Capture {
  const start = Math.floor(Date.now() / 1000);
  const seconds = start - Date.parse(capture.now) / 1000;
  return {
    ...capture,
    now: `${new Date(start * 1000).toISOString().slice(0, 19)}Z`,
    objects: moveTimes(capture.objects, seconds),
    logs: new Map([...capture.logs].map(([key, log]) => [key, moveLogTimes(log, seconds)])),
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
    impersonates: textOf(incoming.headers['impersonate-user']),
  };
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
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

function sendAnswer(response: ServerResponse, answer: HttpAnswer): void {
  const { status, contentType, body, headers, openFor } = answer;
  const length = openFor === undefined ? { 'content-length': Buffer.byteLength(body) } : {};
  const type = contentType === '' ? {} : { 'content-type': contentType };
  response.writeHead(status, { ...type, ...length, ...headers });
  if (openFor === undefined) response.end(body);
  else keepOpen(response, body, openFor);
}

/** The head goes out at once even where there is nothing to say yet: a client takes that for a watch that began. */
function keepOpen(response: ServerResponse, body: string, milliseconds: number): void {
  response.flushHeaders();
  response.write(body);
  void wait(milliseconds, response).then(() => response.end());
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
