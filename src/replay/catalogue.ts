import type { KubeObject } from '../model/object.ts';
import {
  byPreference,
  kindOfPlural,
  regularPlural,
  resourceName,
  splitApiVersion,
  splitResourceName,
  type ApiResource,
} from './api-resource.ts';
import { ADD_ON_KINDS, BUILT_IN_KINDS, LATER_KINDS, type KindRow, type KindTable } from './known-kinds.ts';
import { asList, asText, at, compareText, isMapping } from './narrow.ts';

/** All kinds that a capture knows by name, and which of them its cluster is seen to serve. */
export interface Catalogue {
  /** The kind of an object; kinds that nothing explains get a regular plural. */
  ofObject(object: KubeObject): ApiResource;
  /**
   * The full name (`plural.group`) of what a person may have written: a full name, a plural, a short name or a kind.
   * Names that nothing explains come back as they are.
   */
  readonly fullName: (name: string) => string;
  /** The full name of the kind that a file is named for (`pods`, `deployments.apps`); undefined where it is for none. */
  nameOfFile(name: string): string | undefined;
  /** Kinds that the cluster is seen to serve: built in, defined, with an object, or claimed by the capture. */
  readonly served: readonly ApiResource[];
  /** Kinds that are known to belong to a group of which `served` has some, in the versions of that group. */
  readonly siblings: readonly ApiResource[];
}

/**
 * Builds the catalogue: the well-known kinds, those that CustomResourceDefinitions among the objects define, and those
 * that only an object shows. `claimed` names kinds (as a person wrote them) of which the capture itself says something;
 * `minor` is the minor version of its server, 0 where it does not say.
 */
export function buildCatalogue(objects: readonly KubeObject[], claimed: readonly string[] = [], minor = 0): Catalogue {
  const names = nameTable(objects.flatMap(definedResource));
  const seen = new Map<string, ApiResource>();
  const see = (resource: ApiResource): void => void seen.set(resourceName(resource), resource);
  for (const resource of [...BUILT_IN, ...laterKinds(minor)]) see(resource);
  for (const resource of objects.flatMap(definedResource)) see(resource);
  for (const [resource, versions] of versionsOfObjects(objects, names)) see({ ...resource, versions });
  const fullName = (name: string): string => findByName(names, name) ?? name;
  for (const name of claimed.map(fullName)) if (!seen.has(name)) see(names.get(name) ?? unexplained(name));
  const served = [...seen.values()].sort(byName);
  return {
    ofObject: (object) => resourceOf(object, names),
    fullName,
    nameOfFile: (name) => nameOfFile(names, name),
    served,
    siblings: siblingsOf(served),
  };
}

type NameTable = ReadonlyMap<string, ApiResource>;

const BUILT_IN = rows(BUILT_IN_KINDS, true);
const ADD_ONS = rows(ADD_ON_KINDS, false);

/** The kinds that came since, as far as a server of this minor version has them. */
function laterKinds(minor: number): ApiResource[] {
  const tables = Object.entries(LATER_KINDS).filter(([since]) => Number(since) <= minor);
  return tables.flatMap(([, table]) => rows(table, true));
}

function rows(table: KindTable, builtIn: boolean): ApiResource[] {
  return Object.entries(table).flatMap(([apiVersion, kinds]) => kinds.map((row) => fromRow(apiVersion, row, builtIn)));
}

function fromRow(
  apiVersion: string,
  [plural, kind, scope, shortNames, categories]: KindRow,
  builtIn: boolean,
): ApiResource {
  const { group, version } = splitApiVersion(apiVersion);
  const words = (text = ''): string[] => text.split(',').filter((word) => word !== '');
  return {
    plural,
    group,
    versions: [version],
    kind,
    namespaced: scope === 'N',
    shortNames: words(shortNames),
    categories: words(categories),
    builtIn,
  };
}

function nameTable(defined: readonly ApiResource[]): NameTable {
  const known = [...BUILT_IN, ...laterKinds(Number.POSITIVE_INFINITY), ...ADD_ONS];
  return new Map([...known, ...defined].map((resource) => [resourceName(resource), resource]));
}

function definedResource(object: KubeObject): ApiResource[] {
  if (object.kind !== 'CustomResourceDefinition') return [];
  const spec = object['spec'];
  const [group, plural, kind] = [at(spec, 'group'), at(spec, 'names', 'plural'), at(spec, 'names', 'kind')].map(asText);
  if (!group || !plural || !kind) return [];
  return [
    {
      plural,
      group,
      versions: servedVersions(spec),
      kind,
      namespaced: at(spec, 'scope') !== 'Cluster',
      shortNames: asList(at(spec, 'names', 'shortNames')).map(asText),
      categories: asList(at(spec, 'names', 'categories')).map(asText),
      builtIn: false,
    },
  ];
}

function servedVersions(spec: unknown): readonly string[] {
  const served = asList(at(spec, 'versions')).filter((version) => isMapping(version) && version['served'] !== false);
  return byPreference(served.map((version) => asText(at(version, 'name'))));
}

/**
 * A kind with objects is served in the versions that its definition names, or else in those of its objects: nothing here
 * could convert them into the shape of another version.
 */
function versionsOfObjects(objects: readonly KubeObject[], names: NameTable): Map<ApiResource, readonly string[]> {
  const found = new Map<string, { resource: ApiResource; versions: Set<string> }>();
  for (const object of objects) {
    const resource = resourceOf(object, names);
    const entry = found.get(resourceName(resource)) ?? { resource, versions: new Set<string>() };
    entry.versions.add(splitApiVersion(object.apiVersion).version);
    found.set(resourceName(resource), entry);
  }
  const defined = new Set(objects.flatMap(definedResource).map(resourceName));
  const versionsOf = (resource: ApiResource, shown: Set<string>): Iterable<string> =>
    defined.has(resourceName(resource)) ? [...resource.versions, ...shown] : shown;
  return new Map(
    [...found.values()].map(({ resource, versions }) => [resource, byPreference(versionsOf(resource, versions))]),
  );
}

function resourceOf(object: KubeObject, names: NameTable): ApiResource {
  const { group, version } = splitApiVersion(object.apiVersion);
  const known = kindIndex(names).get(`${group}/${object.kind}`);
  return (
    known ?? {
      plural: regularPlural(object.kind),
      group,
      versions: [version],
      kind: object.kind,
      namespaced: object.metadata.namespace !== undefined,
      shortNames: [],
      categories: [],
      builtIn: false,
    }
  );
}

const kindIndexes = new WeakMap<NameTable, ReadonlyMap<string, ApiResource>>();

function kindIndex(names: NameTable): ReadonlyMap<string, ApiResource> {
  const known = kindIndexes.get(names);
  if (known !== undefined) return known;
  const index = new Map([...names.values()].map((resource) => [`${resource.group}/${resource.kind}`, resource]));
  kindIndexes.set(names, index);
  return index;
}

function findByName(names: NameTable, name: string): string | undefined {
  if (names.has(name)) return name;
  const { plural, group } = splitResourceName(name.toLowerCase());
  const fits = (resource: ApiResource): boolean =>
    (group === '' || resource.group === group) &&
    [resource.plural, resource.kind.toLowerCase(), ...resource.shortNames].includes(plural);
  const found = [...names.values()].find(fits);
  return found && resourceName(found);
}

/** Short names are no file names: `app.yaml` is about an app, not about Argo CD. */
function nameOfFile(names: NameTable, name: string): string | undefined {
  if (names.has(name)) return name;
  const { plural, group } = splitResourceName(name);
  if (group !== '') return group.includes('.') ? name : undefined;
  const found = [...names.values()].find((resource) => resource.plural === plural);
  return found && resourceName(found);
}

function unexplained(name: string): ApiResource {
  const { plural, group } = splitResourceName(name);
  const kind = kindOfPlural(plural);
  return { plural, group, versions: ['v1'], kind, namespaced: true, shortNames: [], categories: [], builtIn: false };
}

function siblingsOf(served: readonly ApiResource[]): readonly ApiResource[] {
  const versions = new Map<string, string[]>();
  for (const { group, versions: own } of served) versions.set(group, [...(versions.get(group) ?? []), ...own]);
  const names = new Set(served.map(resourceName));
  const absent = ADD_ONS.filter((resource) => versions.has(resource.group) && !names.has(resourceName(resource)));
  return absent.map((resource) => ({ ...resource, versions: byPreference(versions.get(resource.group) ?? []) }));
}

function byName(a: ApiResource, b: ApiResource): number {
  return compareText(a.group, b.group) || compareText(a.plural, b.plural);
}
