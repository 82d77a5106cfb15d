import { joinApiVersion, resourceName, type VersionedResource } from './api-resource.ts';
import { asList, asText, at } from './narrow.ts';
import { minorOf } from './server-minor.ts';
import { CRD_RESOURCE, type View } from './view.ts';

/** What the CustomResourceDefinition of a kind says of one version; undefined where the capture has none. */
export function definedVersion(view: View, { resource, version }: VersionedResource): unknown {
  const definition = view.objectsOf(CRD_RESOURCE).find((one) => one.metadata.name === resourceName(resource));
  return versionsIn(definition).find((one) => at(one, 'name') === version);
}

/** What the API server warns of when a kind is read in a version that is on its way out; undefined where it is not. */
export function deprecationOf(view: View, kind: VersionedResource): string | undefined {
  const { resource, version } = kind;
  if (resourceName(resource) === 'endpoints' && minorOf(view.capture.version) >= 33) {
    return 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';
  }
  const defined = definedVersion(view, kind);
  if (at(defined, 'deprecated') !== true) return undefined;
  const own = asText(at(defined, 'deprecationWarning'));
  if (own !== '') return own;
  const better = resource.versions.find((one) => one !== version && isGood(view, { resource, version: one }));
  const name = (one: string): string => `${joinApiVersion(resource.group, one)} ${resource.kind}`;
  return `${name(version)} is deprecated${better === undefined ? '' : `; use ${name(better)}`}`;
}

/** A version that is not deprecated itself, the first of which is the one to use. */
function isGood(view: View, kind: VersionedResource): boolean {
  return at(definedVersion(view, kind), 'deprecated') !== true;
}

function versionsIn(definition: unknown): readonly unknown[] {
  return asList(at(definition, 'spec', 'versions'));
}
