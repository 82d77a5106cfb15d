import { compareText } from './narrow.ts';

/** One kind as the API serves it. */
export interface ApiResource {
  /** `pods`, `helmreleases`. */
  readonly plural: string;
  /** Empty for the core group. */
  readonly group: string;
  /** The versions it is served in, the preferred one first. */
  readonly versions: readonly string[];
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Whether Kubernetes itself brings it; the others exist only where something shows it. */
  readonly builtIn: boolean;
}

/** A kind in the version that was asked for. */
export interface VersionedResource {
  readonly resource: ApiResource;
  readonly version: string;
}

/** The name by which queries and captures call a kind: `pods`, `deployments.apps`. */
export function resourceName(resource: { readonly plural: string; readonly group: string }): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

/** Splits `plural.group` at its first dot; the core group is the empty string. */
export function splitResourceName(name: string): { plural: string; group: string } {
  const dot = name.indexOf('.');
  return dot < 0 ? { plural: name, group: '' } : { plural: name.slice(0, dot), group: name.slice(dot + 1) };
}

/** Splits an `apiVersion` into group and version; `v1` is of the core group. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** Joins group and version to an `apiVersion`. */
export function joinApiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The regular English plural by which Kubernetes names a kind: `Policy` → `policies`, `Ingress` → `ingresses`. */
export function regularPlural(kind: string): string {
  const singular = kind.toLowerCase();
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(singular) ? `${singular}es` : `${singular}s`;
}

/** A kind for a plural that nothing else explains: `widgets` → `Widget`. */
export function kindOfPlural(plural: string): string {
  const singular = plural
    .replace(/ies$/, 'y')
    .replace(/(s|x|z|ch|sh)es$/, '$1')
    .replace(/s$/, '');
  return singular.charAt(0).toUpperCase() + singular.slice(1);
}

/**
 * Versions in the order in which an API server prefers them: stable before beta before alpha, higher numbers first,
 * names that follow no scheme last. Source: the ordering rule for versions of custom resources in the Kubernetes docs.
 */
export function byPreference(versions: Iterable<string>): string[] {
  return [...new Set(versions)].sort((a, b) => {
    const [left, right] = [rankOf(a), rankOf(b)];
    const at = left.findIndex((number, index) => number !== right[index]);
    return at < 0 ? compareText(a, b) : (right[at] ?? 0) - (left[at] ?? 0);
  });
}

function rankOf(version: string): readonly [number, number, number] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return [0, 0, 0];
  const stage = match[2] === undefined ? 3 : match[2] === 'beta' ? 2 : 1;
  return [stage, Number(match[1]), Number(match[3] ?? 0)];
}
