import { byPreference, joinApiVersion, type ApiResource } from './api-resource.ts';
import type { ApiRequest } from './api-request.ts';
import { jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { notAcceptable, shapeFor, type Offer } from './media-types.ts';
import { noSuchPath, nothingThere, notHeld } from './status-answers.ts';
import type { View } from './view.ts';

const VERBS = ['get', 'list', 'watch'];

/** `/api` and `/apis`: the versions and groups, or everything at once for a client that can read that. */
export function answerRoot(view: View, root: 'core-versions' | 'groups', request: ApiRequest): HttpAnswer {
  const shape = shapeFor(request, AGGREGATED);
  if (shape === undefined) return notAcceptable();
  const groups = groupsOf(view).filter((group) => (group === '') === (root === 'core-versions'));
  if (shape.as !== undefined) return answerAggregated(view, groups, shape.version);
  if (root === 'groups') {
    return jsonAnswer({
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map((group) => groupDocument(view, group)),
    });
  }
  return jsonAnswer({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
}

/** The document that holds everything at once. Kubernetes 1.34 has v2 only; older clients ask for v2beta1. */
const AGGREGATED: Offer = {
  group: 'apidiscovery.k8s.io',
  kinds: ['APIGroupDiscoveryList'],
  versions: ['v2', 'v2beta1'],
};

/** `/apis/GROUP`: its versions. Whether a group exists that nothing shows is known to a complete capture only. */
export function answerGroup(view: View, group: string): HttpAnswer {
  if (groupsOf(view).includes(group))
    return jsonAnswer({ kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(view, group) });
  return view.capture.complete ? noSuchPath() : notHeld(group);
}

/** `/api/v1` and `/apis/GROUP/VERSION`: the kinds in it. */
export function answerResources(view: View, group: string, version: string): HttpAnswer {
  const resources = resourcesIn(view, group, version);
  if (resources.length === 0) return groupsOf(view).includes(group) ? nothingThere(group) : answerGroup(view, group);
  const groupVersion = joinApiVersion(group, version);
  // The core group answers in the older form, which does not say its own version.
  const apiVersion = group === '' ? {} : { apiVersion: 'v1' };
  return jsonAnswer({ kind: 'APIResourceList', ...apiVersion, groupVersion, resources: resources.flatMap(listed) });
}

function groupsOf(view: View): readonly string[] {
  return [...new Set(view.served.map((resource) => resource.group))];
}

function versionsOf(view: View, group: string): readonly string[] {
  return byPreference(view.served.filter((one) => one.group === group).flatMap((one) => one.versions));
}

function resourcesIn(view: View, group: string, version: string): readonly ApiResource[] {
  return view.served.filter((resource) => resource.group === group && resource.versions.includes(version));
}

function groupDocument(view: View, group: string): object {
  const versions = versionsOf(view, group).map((version) => ({
    groupVersion: joinApiVersion(group, version),
    version,
  }));
  return { name: group, versions, preferredVersion: versions[0] };
}

function listed(resource: ApiResource): object[] {
  const { plural, kind, namespaced, shortNames, categories } = resource;
  const own = {
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: VERBS,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
  return [
    own,
    ...subresourcesOf(resource).map((name) => ({
      name: `${plural}/${name}`,
      singularName: '',
      namespaced,
      kind,
      verbs: ['get'],
    })),
  ];
}

function subresourcesOf({ group, plural }: ApiResource): readonly string[] {
  return group === '' && plural === 'pods' ? ['log'] : [];
}

/** Source: Kubernetes API concepts, "Aggregated discovery" (apidiscovery.k8s.io). */
function answerAggregated(view: View, groups: readonly string[], version: string): HttpAnswer {
  const items = groups.map((group) => ({
    metadata: group === '' ? {} : { name: group },
    versions: versionsOf(view, group).map((one) => ({
      version: one,
      resources: resourcesIn(view, group, one).map((resource) => aggregated(resource, one)),
      freshness: 'Current',
    })),
  }));
  const body = { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
  return jsonAnswer(body, 200, `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`);
}

function aggregated(resource: ApiResource, version: string): object {
  // The kinds of Kubernetes itself leave out what stands around them in the document.
  const responseKind = resource.builtIn
    ? { group: '', version: '', kind: resource.kind }
    : { group: resource.group, version, kind: resource.kind };
  const parts = subresourcesOf(resource);
  return {
    resource: resource.plural,
    responseKind,
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.kind.toLowerCase(),
    verbs: VERBS,
    ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
    ...(resource.categories.length > 0 && { categories: resource.categories }),
    ...(parts.length > 0 && {
      subresources: parts.map((subresource) => ({ subresource, responseKind, verbs: ['get'] })),
    }),
  };
}
