import type { Fact } from '../../model/fact.ts';
import type { LogsQuery } from '../../model/query.ts';
import { isForbidden, isNotFound, statusOf, statusTrouble } from './answer.ts';
import { needOf } from './need.ts';
import { resourcePath, withParameters } from './resource-path.ts';
import { cleanText, TroubleError } from './trouble.ts';
import type { Transport } from './transport.ts';
import type { WireResponse } from './exchange.ts';

/** Most of a log that is ever fetched, in bytes. */
const LIMIT_BYTES = 256 * 1024;

/**
 * Reads the end of a container's log. The value is its text; a container that has no log (yet, or no previous run) is an
 * absent object. Throws what `explain` can explain.
 */
export async function lookUpLogs(
  query: LogsQuery,
  wire: { readonly transport: Transport; readonly signal: AbortSignal },
): Promise<Fact> {
  let tailLines = query.tailLines;
  for (;;) {
    const response = await wire.transport.send({ method: 'GET', path: pathOf(query, tailLines) }, wire.signal);
    // The kubelet counts lines back from the end, then cuts at the limit: a full answer lacks the newest lines.
    const isCut = response.status === 200 && Buffer.byteLength(response.text) >= LIMIT_BYTES;
    if (!isCut || tailLines <= 1) return factOf(query, response);
    tailLines = Math.ceil(tailLines / 8);
  }
}

function pathOf(query: LogsQuery, tailLines: number): string {
  const { namespace, pod } = query;
  const path = resourcePath({ groupVersion: 'v1', namespace, plural: 'pods', name: pod, subresource: 'log' });
  return withParameters(path, {
    container: query.container,
    previous: query.previous ? 'true' : undefined,
    timestamps: query.timestamps === true ? 'true' : undefined,
    tailLines: String(tailLines),
    limitBytes: String(LIMIT_BYTES),
  });
}

function factOf(query: LogsQuery, response: WireResponse): Fact {
  if (isNotFound(response) || hasNoLog(response)) return { state: 'absent', what: 'object' };
  if (isForbidden(response)) return { state: 'denied', need: needOf(query) };
  if (response.status === 200 && isPlainText(response)) return { state: 'known', value: response.text };
  if (response.status === 500 && statusOf(response)) throw kubeletSilent();
  throw refused(response) ?? statusTrouble(response);
}

/** A request that was understood and not granted: why not stands in the Status, and no kubeconfig would change it. */
function refused(response: WireResponse): TroubleError | undefined {
  const message = response.status === 400 ? statusOf(response)?.['message'] : undefined;
  if (typeof message !== 'string' || message.trim() === '') return undefined;
  return new TroubleError(
    `the API server gives no log of it (400: ${cleanText(message)})`,
    'kubectl describe pod says how its containers fared',
  );
}

/** What the API server and the kubelet say when a container never ran, or its log was removed with it. */
const NO_LOG = [
  /^container .* in pod .* is (waiting to start|terminated)/,
  /^(previous )?terminated container .* in pod .* not found/,
  /^container .* is not valid for pod /,
  /^container .* in pod .* is not available/,
];

function hasNoLog(response: WireResponse): boolean {
  if (response.status === 200) return /^unable to retrieve container logs for \S+\s*$/.test(response.text);
  const message = response.status === 400 ? statusOf(response)?.['message'] : undefined;
  return typeof message === 'string' && NO_LOG.some((pattern) => pattern.test(message));
}

/** A page in HTML is no log, whatever a log may contain. */
function isPlainText({ headers }: WireResponse): boolean {
  return !/^text\/html\b/i.test(headers['content-type'] ?? '');
}

function kubeletSilent(): TroubleError {
  return new TroubleError(
    'the API server could not get the log from the kubelet of the node (500)',
    'check the state of the node, and the way from the control plane to its port 10250',
  );
}
