import type { ServerResponse } from 'node:http';
import type { ApiRequest } from './api-request.ts';
import { isMapping } from './narrow.ts';
import type { HttpAnswer } from './http-answer.ts';
import { continueExpired, statusAnswer } from './status-answers.ts';

/** The ways in which a server can go wrong. */
export type FaultKind =
  /** Takes the request and never answers. */
  | 'silent'
  /** Sends the answer byte by byte, one every `delayMs` (default 1000). */
  | 'drip'
  /** Resets the connection. */
  | 'reset'
  /** Answers 200 with a page of HTML, as a proxy's login page. */
  | 'html'
  /** Sends half of the answer, as if it were all. */
  | 'truncated'
  /** Answers a list whose `items` are null. */
  | 'items-null'
  /** Answers with an object of another kind. */
  | 'wrong-kind'
  /** Answers with an error status. */
  | 'status'
  /** Answers 410 to every request for a further page. */
  | 'page-gone'
  /** Gives every page a continue token, the last one too. */
  | 'endless-continue';

/** One misbehaviour and when it shows. */
export interface Fault {
  readonly kind: FaultKind;
  /** Requests whose path and query contain the text or match the pattern; all where it is missing. */
  readonly match?: string | RegExp;
  /** The code of a `status` fault; 500 where it is missing. */
  readonly status?: number;
  /** Seconds in the `Retry-After` header of a `status` fault. */
  readonly retryAfter?: number;
  /** How many requests it befalls; all where it is missing. */
  readonly times?: number;
  /** Milliseconds between the bytes of a `drip` fault. */
  readonly delayMs?: number;
}

/** Sends the (already made) answer. */
export type Send = (answer: HttpAnswer) => void;

/** Answers in place of the server, or lets `send` do it. */
export type Misbehave = (fault: Fault, answer: HttpAnswer, response: ServerResponse, send: Send) => void;

/** A fault counted down: says whether it befalls this request. */
export function befalls(fault: Fault): (request: ApiRequest, url: string) => boolean {
  let left = fault.times ?? Number.POSITIVE_INFINITY;
  return (request, url) => {
    const isWanted = matches(fault.match, url) && left > 0 && appliesTo(fault.kind, request);
    if (isWanted) left -= 1;
    return isWanted;
  };
}

/** What each fault does. */
export const MISBEHAVIOURS: Readonly<Record<FaultKind, Misbehave>> = {
  silent: () => undefined,
  drip: (fault, answer, response) => drip(response, answer, fault.delayMs ?? 1000),
  reset: (_fault, _answer, response) => void response.socket?.resetAndDestroy(),
  html: (_fault, _answer, _response, send) =>
    send({ status: 200, contentType: 'text/html', body: '<!doctype html><html><body>Sign in</body></html>' }),
  truncated: (_fault, answer, _response, send) =>
    send({ ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) }),
  'items-null': (_fault, answer, _response, send) => send(changed(answer, () => ({ items: null }))),
  'wrong-kind': (_fault, answer, _response, send) => send(changed(answer, otherKind)),
  status: (fault, _answer, _response, send) => send(failure(fault)),
  'page-gone': (_fault, _answer, _response, send) => send(continueExpired()),
  'endless-continue': (_fault, answer, _response, send) => send(changed(answer, withContinue)),
};

function matches(match: string | RegExp | undefined, url: string): boolean {
  if (match === undefined) return true;
  return typeof match === 'string' ? url.includes(match) : url.search(match) >= 0;
}

function appliesTo(kind: FaultKind, request: ApiRequest): boolean {
  return kind !== 'page-gone' || request.query.has('continue');
}

function drip(response: ServerResponse, answer: HttpAnswer, delayMs: number): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { 'content-type': answer.contentType });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, (sent += 1)));
    if (sent < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, delayMs);
  response.on('close', () => clearInterval(timer));
}

type Change = (body: Readonly<Record<string, unknown>>) => object;

/** The answer with some fields replaced; what is no JSON object stays as it is. */
function changed(answer: HttpAnswer, change: Change): HttpAnswer {
  if (!answer.contentType.startsWith('application/json')) return answer;
  const body: unknown = JSON.parse(answer.body);
  return isMapping(body) ? { ...answer, body: JSON.stringify({ ...body, ...change(body) }) } : answer;
}

function otherKind(body: Readonly<Record<string, unknown>>): object {
  return { kind: body['kind'] === 'ConfigMapList' ? 'SecretList' : 'ConfigMapList', apiVersion: 'v1' };
}

function withContinue(body: Readonly<Record<string, unknown>>): object {
  // The first page again: only a client that counts or compares will notice.
  const token = Buffer.from('{"v":"capture","start":0}').toString('base64url');
  const metadata = isMapping(body['metadata']) ? body['metadata'] : {};
  return Array.isArray(body['items']) || Array.isArray(body['rows'])
    ? { metadata: { ...metadata, continue: token } }
    : {};
}

function failure({ status = 500, retryAfter }: Fault): HttpAnswer {
  const [reason, message] = FAILURES[status] ?? ['InternalError', `Internal error occurred: status ${status}`];
  const answer = statusAnswer({
    code: status,
    reason,
    message,
    ...(retryAfter !== undefined && { details: { retryAfterSeconds: retryAfter } }),
  });
  return retryAfter === undefined ? answer : { ...answer, headers: { 'retry-after': String(retryAfter) } };
}

const FAILURES: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden: User "reader" cannot get path'],
  404: ['NotFound', 'the server could not find the requested resource'],
  410: ['Expired', 'The resourceVersion for the provided list is too old.'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'Internal error occurred: etcdserver: request failed'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'Timeout: request did not complete within the allotted timeout'],
};
