import { UsageError } from '../model/errors.ts';
import type { Fact } from '../model/fact.ts';
import { nearest } from '../text/similar.ts';

/** Which HelmReleases are meant; null where the person did not say. */
export interface Target {
  readonly namespace: string | null;
  readonly name: string | null;
}

/** Names of HelmReleases are DNS subdomains, names of namespaces DNS labels (Kubernetes: Object Names and IDs). */
const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
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

function refuseNoNamespace(text: string): void {
  if (!NAMESPACE.test(text))
    throw new UsageError(`"${text}" is not the name of a namespace`, 'small letters, digits and hyphens');
}

/** Throws `UsageError` when the HelmReleases of the namespace are known and the one that was named is not among them. */
export function refuseUnknown(target: Target, releases: Fact): void {
  if (target.name === null || releases.state !== 'known' || !Array.isArray(releases.value)) return;
  const names = releases.value.map((release: { metadata: { name: string } }) => release.metadata.name);
  if (names.includes(target.name)) return;
  const meant = nearest(target.name, names);
  const hint =
    names.length === 0
      ? `there is no HelmRelease in namespace ${target.namespace ?? ''}`
      : `there: ${names.join(', ')}`;
  throw new UsageError(
    `there is no HelmRelease ${target.namespace ?? ''}/${target.name}`,
    meant === undefined ? hint : `did you mean ${target.namespace ?? ''}/${meant}?`,
  );
}
