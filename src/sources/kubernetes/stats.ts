import type { Fact } from '../../model/fact.ts';
import type { StatsQuery } from '../../model/query.ts';
import { isForbidden, isNotFound, jsonOf, statusOf, statusTrouble, wrongShape } from './answer.ts';
import { needOf } from './need.ts';
import { nodeStatsOf } from './node-stats.ts';
import { resourcePath } from './resource-path.ts';
import type { Transport } from './transport.ts';
import { TroubleError } from './trouble.ts';
import type { WireResponse } from './exchange.ts';

/**
 * Reads what the kubelet of a node measures, through the API server. The value is a `NodeStats`; a node that does not exist is
 * an absent object, and a folder that was captured without counts as not asked. Throws what `explain` can explain.
 */
export async function lookUpStats(
  query: StatsQuery,
  wire: { readonly transport: Transport; readonly signal: AbortSignal },
): Promise<Fact> {
  const place = { groupVersion: 'v1', namespace: null, plural: 'nodes', name: query.node, subresource: 'proxy' };
  const response = await wire.transport.send(
    { method: 'GET', path: `${resourcePath(place)}/stats/summary` },
    wire.signal,
  );
  if (isNotFound(response) && statusOf(response) !== undefined) return { state: 'absent', what: 'object' };
  if (isForbidden(response)) return { state: 'denied', need: needOf(query) };
  if (isNotHeld(response)) return NOT_ASKED;
  if (response.status >= 500) throw kubeletSilent(response.status);
  if (response.status !== 200) throw statusTrouble(response);
  const stats = nodeStatsOf(jsonOf(response));
  if (stats.node !== query.node) throw wrongShape('the figures of another node than the one asked for');
  return { state: 'known', value: stats };
}

const NOT_ASKED: Fact = {
  state: 'failed',
  reason: 'the capture does not hold what the kubelet measured',
  hint: 'add stats/NODE.json to it',
  unasked: true,
};

/** How a folder that stands in for a cluster says so; no real API server does. */
function isNotHeld(response: WireResponse): boolean {
  return response.status === 501 && statusOf(response)?.['reason'] === 'NotHeld';
}

/** The API server passes the request on; whatever 5xx comes back is about the way to the kubelet, or the kubelet itself. */
function kubeletSilent(status: number): TroubleError {
  return new TroubleError(
    `the kubelet of the node does not tell what it measures (${status})`,
    'check the state of the node, and the way from the control plane to its port 10250',
  );
}
