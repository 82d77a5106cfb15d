import type { Fact } from '../../model/fact.ts';
import type { ServerInfo } from '../../model/query.ts';
import { isForbidden, isNotFound, jsonOf } from './answer.ts';
import type { WireResponse } from './exchange.ts';
import type { KubeContext } from './kube-context.ts';
import { TroubleError } from './trouble.ts';
import type { Transport } from './transport.ts';

/**
 * Reads the server's version and clock. The value is a `ServerInfo`; a server that denies or lacks `/version` still has
 * a clock. Throws what `explain` can explain.
 */
export async function lookUpServer(
  context: Pick<KubeContext, 'name' | 'namespace' | 'eks'>,
  wire: { readonly transport: Transport; readonly signal: AbortSignal },
): Promise<Fact> {
  const response = await wire.transport.send({ method: 'GET', path: '/version' }, wire.signal);
  const version = isForbidden(response) || isNotFound(response) ? null : versionOf(response);
  const { name, namespace, eks } = context;
  const about = eks === undefined ? {} : { eks };
  const value: ServerInfo = { context: name, namespace, version, now: clockOf(response), ...about };
  return { state: 'known', value };
}

function versionOf(response: WireResponse): string | null {
  const version = jsonOf(response)['gitVersion'];
  return typeof version === 'string' ? version : null;
}

function clockOf(response: WireResponse): string {
  const time = Date.parse(response.headers.date ?? '');
  if (!Number.isNaN(time)) return new Date(time).toISOString().replace('.000Z', 'Z');
  throw new TroubleError('the API server sent no Date header', 'check whether a proxy in front of it removes headers');
}
