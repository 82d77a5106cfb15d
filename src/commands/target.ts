import { UsageError } from '../model/errors.ts';
import type { Fact } from '../model/fact.ts';
import { nearest } from '../text/similar.ts';

/** Which HelmReleases are meant; null where the person did not say. */
export interface Target {
  readonly namespace: string | null;
  readonly name: string | null;
}

/** Names of HelmReleases are DNS subdomains, names of namespaces DNS labels (Kubernetes: Object Names and IDs). */
export const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Reads `namespace/name`, or a name beside `-n`. Throws `UsageError` for anything else. */
export function parseTarget(text: string | undefined, namespace: string | undefined): Target {
  if (namespace !== undefined) refuseNoNamespace(namespace);
  if (text === undefined) return { namespace: namespace ?? null, name: null };
  const [place, name] = splitTarget(text, namespace);
  if (!NAME.test(name))
    throw new UsageError(`"${text}" is not the name of a HelmRelease`, 'write it as NAMESPACE/NAME');
  if (place === undefined)
    throw new UsageError(`in which namespace is ${name}?`, `write NAMESPACE/${name}, or add -n NAMESPACE`);
  refuseNoNamespace(place);
  if (namespace !== undefined && place !== namespace)
    throw new UsageError(`${text} and -n ${namespace} name different namespaces`, 'use one of them');
  return { namespace: place, name };
}

/** What stands before and behind the slash; more slashes stay in the name, which no name fits. */
function splitTarget(text: string, namespace: string | undefined): readonly [place: string | undefined, name: string] {
  const slash = text.indexOf('/');
  return slash < 0 ? [namespace, text] : [text.slice(0, slash), text.slice(slash + 1)];
}

/** Throws `UsageError` for a text that can be the name of no namespace. */
export function refuseNoNamespace(text: string): void {
  if (!NAMESPACE.test(text))
    throw new UsageError(`"${text}" is not the name of a namespace`, 'small letters, digits and hyphens');
}

/** Releases of a namespace that no HelmRelease makes. */
export interface WithoutFlux {
  /** Whether the release that is meant is one of them. */
  readonly found: boolean;
  readonly names: readonly string[];
  /** What could not be seen of them, in words; empty where all could. */
  readonly unseen: string;
  /** Which Kustomization is the probable reason that there is none, in words; empty without one. */
  readonly above: string;
}

const NOTHING_BESIDE: WithoutFlux = { found: false, names: [], unseen: '', above: '' };

/**
 * Throws `UsageError` when the HelmReleases of the namespace are known and the one that was named is neither among them nor
 * among the releases beside them.
 */
export function refuseUnknown({ namespace, name }: Target, releases: Fact, beside = NOTHING_BESIDE): void {
  if (name === null || releases.state !== 'known' || !Array.isArray(releases.value)) return;
  const own = releases.value.map((release: { metadata: { name: string } }) => release.metadata.name);
  if (own.includes(name) || beside.found) return;
  const unseen = beside.unseen === '' ? '' : `; what there is without Flux could not all be seen: ${beside.unseen}`;
  const above = beside.above === '' ? '' : `; ${beside.above}`;
  throw new UsageError(
    `there is no HelmRelease ${namespace ?? ''}/${name}${above}${unseen}`,
    nearestHint(name, namespace ?? '', [...own, ...beside.names]),
  );
}

function nearestHint(name: string, namespace: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  if (meant !== undefined) return `did you mean ${namespace}/${meant}?`;
  return names.length === 0 ? `there is no HelmRelease in namespace ${namespace}` : `there: ${names.join(', ')}`;
}
