/** Where a path of the Kubernetes API leads. */
export type Route =
  | { readonly to: 'version' | 'health' | 'core-versions' | 'groups' | 'openapi' }
  /** `below` is the group that the path begins with, where it does. */
  | { readonly to: 'nowhere'; readonly below?: string }
  | { readonly to: 'group'; readonly group: string }
  | { readonly to: 'resources'; readonly group: string; readonly version: string }
  | ResourceRoute;

/** A path to objects. */
export interface ResourceRoute {
  readonly to: 'objects';
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** Undefined for a cluster-scoped kind and for all namespaces. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** What stands behind a proxy to a node: `stats/summary`. */
  readonly beyond?: string;
}

/** Reads the path of a URL (without its query). */
export function parseRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  const [root = '', ...rest] = parts.map(decode);
  if (root === 'version') return rest.length === 0 ? { to: 'version' } : { to: 'nowhere', below: '' };
  if (['healthz', 'readyz', 'livez'].includes(root)) return { to: 'health' };
  if (root === 'openapi') return { to: 'openapi' };
  if (root === 'api') return fromVersion('', rest, { to: 'core-versions' });
  if (root !== 'apis') return { to: 'nowhere' };
  const [group, ...below] = rest;
  return group === undefined ? { to: 'groups' } : fromVersion(group, below, { to: 'group', group });
}

function fromVersion(group: string, [version, ...rest]: readonly string[], itself: Route): Route {
  if (version === undefined) return itself;
  if (rest.length === 0) return { to: 'resources', group, version };
  const [plural = '', ...below] = rest;
  const inNamespace = plural === 'namespaces' && below.length >= 2 && !NAMESPACE_PARTS.has(below[1] ?? '');
  const [namespace, names] = inNamespace ? [below[0], below.slice(1)] : [undefined, rest];
  const [kind = '', name, subresource, ...beyond] = names;
  const route: ResourceRoute = { to: 'objects', group, version, plural: kind, namespace, name, subresource };
  return beyond.length === 0 ? route : throughNode(route, beyond);
}

/** Only behind the proxy to a node something goes on. */
function throughNode(route: ResourceRoute, beyond: readonly string[]): Route {
  const isThrough = route.plural === 'nodes' && route.subresource === 'proxy';
  return isThrough ? { ...route, beyond: beyond.join('/') } : { to: 'nowhere', below: route.group };
}

/** `/namespaces/x/status` is a part of the namespace, not a kind of objects inside it. */
const NAMESPACE_PARTS: ReadonlySet<string> = new Set(['status', 'finalize']);

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
