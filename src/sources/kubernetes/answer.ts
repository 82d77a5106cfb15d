import { STATUS_CODES } from 'node:http';
import { isRecord } from '../../text/record.ts';
import { isProtobuf } from './protobuf/frame.ts';
import { decodeStatus } from './protobuf/status.ts';
import { TroubleError } from './trouble.ts';
import type { WireResponse } from './exchange.ts';

/**
 * The JSON object in a 200 answer. Throws `TroubleError` for every other status and for everything that is no JSON
 * object: a login page, a cut-off body, a list or text.
 */
export function jsonOf(response: WireResponse): Readonly<Record<string, unknown>> {
  if (response.status !== 200) throw statusTrouble(response);
  return objectIn(response);
}

/** The same whatever the status is. */
export function objectIn(response: WireResponse): Readonly<Record<string, unknown>> {
  if (isHtml(response)) throw htmlTrouble(response.status);
  const parsed = parse(response.text);
  if (!isRecord(parsed)) throw wrongShape('the answer is no JSON object');
  return parsed;
}

/** The `Status` object of a refusal; undefined where something else came. Never throws. */
export function statusOf(response: WireResponse): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = isProtobuf(response.bytes) ? decodeStatus(response.bytes) : JSON.parse(response.text);
    return isRecord(parsed) && parsed['kind'] === 'Status' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * True when the API server itself says that a path leads nowhere: with a Status, or in the plain words of Go's router.
 * A 404 page of something in between does not count.
 */
export function isNotFound(response: WireResponse): boolean {
  if (response.status !== 404) return false;
  return statusOf(response) !== undefined || response.text.trim() === '404 page not found';
}

/** A 403 of the API server; a refusal page of something in between does not count. */
export function isForbidden(response: WireResponse): boolean {
  return response.status === 403 && !isHtml(response);
}

/** The answer began well, and is not whole. */
export function brokenOff(how: string): TroubleError {
  return new TroubleError(`the answer of the API server breaks off in the middle (${how})`, PROXY_HINT);
}

/** The answer came, but is not what the API of Kubernetes promises. */
export function wrongShape(what: string): TroubleError {
  return new TroubleError(`the API server sent an answer of the wrong shape: ${what}`, PROXY_HINT);
}

const PROXY_HINT =
  'a proxy or login page may sit in front of the API server: check server in the kubeconfig, and sign in to the VPN';

/** The trouble that a status other than 200 means. Bodies are not quoted: they hold addresses. */
export function statusTrouble(response: WireResponse): TroubleError {
  const { status } = response;
  if (isHtml(response)) return htmlTrouble(status);
  if (status === NOT_IMPLEMENTED && statusOf(response)?.['reason'] === 'NotHeld') return notHeld();
  const named = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  if (status >= 300 && status < 400)
    return new TroubleError(`the API server answers with a redirect (${named}), ${NOT_FOLLOWED}`, PROXY_HINT);
  const hint = HINTS[status] ?? (status >= 500 ? SERVER_HINT : 'check server in the kubeconfig');
  return new TroubleError(`the API server answers ${named}`, hint);
}

const NOT_FOLLOWED = 'which is never followed: the credential would go along';

/**
 * The same for an answer about one API group. Where an add-on serves the group (metrics, for instance), the API server
 * only passes requests on, and says in these words that it cannot (kube-aggregator, handler_proxy.go; apimachinery,
 * proxy/transport.go): then the group is down, and the cluster is not.
 */
export function groupTrouble(response: WireResponse, group: string): TroubleError {
  const said = statusOf(response)?.['message'] ?? response.text;
  if (group === '' || response.status !== 503 || typeof said !== 'string' || !ADD_ON_DOWN.test(said)) {
    return statusTrouble(response);
  }
  return new TroubleError(
    `the API group ${group} is registered, but the add-on that serves it does not answer (503 Service Unavailable)`,
    'kubectl get apiservices says which one is not available and why; then look at its pods',
  );
}

const ADD_ON_DOWN = /^(service unavailable\s*$|error trying to reach service\b)/;

/** How a folder that stands in for a cluster says that it knows nothing of a kind; no real API server does. */
const NOT_IMPLEMENTED = 501;

function notHeld(): TroubleError {
  return new TroubleError(
    'this capture does not hold it',
    'capture it as well, or name it in complete of snapshot.yaml',
  );
}

const SERVER_HINT =
  'check the health of the control plane, and kubectl get apiservices for an API that is served by an add-on';

const HINTS: Readonly<Record<number, string>> = {
  407: 'the proxy asks for a user and a password in its address: check HTTP_PROXY, or proxy-url in the kubeconfig',
  404: 'check the path in server of the kubeconfig',
  410: 'the cluster changes faster than it can be read; narrow the look with -n or -l',
  429: 'the API server is shedding load; wait a little and try again',
};

function htmlTrouble(status: number): TroubleError {
  return new TroubleError(
    `an HTML page came back instead of an answer of the API server (status ${status})`,
    PROXY_HINT,
  );
}

function isHtml({ headers, text }: WireResponse): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html|head|body)\b/i.test(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const begins = /^\s*[{[]/.test(text);
    throw begins ? brokenOff('truncated JSON') : wrongShape(text.trim() === '' ? 'it is empty' : 'it is not JSON');
  }
}
