import { resourceName } from '../../src/replay/api-resource.ts';
import { parseRoute } from '../../src/replay/route.ts';
import type { RecordedRequest, ReplayOptions } from '../../src/replay/server.ts';

/** How a look-up goes without an answer: forbidden, the server is overloaded, or a proxy's login page comes instead. */
export const WAYS = ['forbidden', 'overloaded', 'login page'] as const;
export type Way = (typeof WAYS)[number];

/** Kinds (`deployments.apps`, `pods/log`) that get no answer, and the way in which they do not. */
export interface Denial {
  readonly resources: readonly string[];
  readonly way: Way;
}

/** The kinds that a walk asked for, each once, in alphabetical order; discovery and `/version` are none. */
export function askedFor(requests: readonly RecordedRequest[]): readonly string[] {
  return [...new Set(requests.flatMap(({ path }) => resourceOf(path) ?? []))].sort();
}

/** What the server has to do so that these kinds get no answer, whatever is asked of them. */
export function optionsFor({ resources, way }: Denial): ReplayOptions {
  if (way === 'forbidden') return { deny: resources };
  const match = new RegExp(`^(?:${resources.map(pathOf).join('|')})(?:\\?|$)`);
  return { fault: way === 'overloaded' ? { kind: 'status', status: 503, match } : { kind: 'html', match } };
}

function resourceOf(path: string): string | undefined {
  const route = parseRoute(path.replace(/\?.*/, ''));
  if (route.to !== 'objects') return undefined;
  return `${resourceName(route)}${route.subresource === undefined ? '' : `/${route.subresource}`}`;
}

/** The paths of a kind's lists, or of its objects, as a pattern. */
function pathOf(resource: string): string {
  const [name = '', subresource] = resource.split('/');
  const [plural = '', ...group] = name.split('.');
  const version = group.length === 0 ? '/api/v1' : `/apis/${group.join('[.]')}/[^/]+`;
  const namespace = plural === 'namespaces' ? '' : '(?:/namespaces/[^/?]+)?';
  const object = subresource === undefined ? '(?:/[^/?]+)?' : `/[^/?]+/${subresource}`;
  return `${version}${namespace}/${plural}${object}`;
}
