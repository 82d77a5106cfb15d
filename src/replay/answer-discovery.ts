import { byPreference, joinApiVersion, type ApiResource } from './api-resource.ts';
import { acceptedAs, type ApiRequest } from './api-request.ts';
import { jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { noSuchPath, notHeld } from './status-answers.ts';
import type { View } from './view.ts';

const VERBS = ['get', 'list', 'watch'];

/** `/api` and `/apis`: the versions and groups, or everything at once for a client that can read that. */
export function answerRoot(view: View, root: 'core-versions' | 'groups', request: ApiRequest): HttpAnswer {
  const wanted = acceptedAs(request);
  const groups = groupsOf(view).filter((group) => (group === '') === (root === 'core-versions'));
  if (wanted.get('as') === 'APIGroupDiscoveryList') return answerAggregated(view, groups, wanted.get('v') ?? 'v2');
  if (root === 'groups') {
    return jsonAnswer({
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map((group) => groupDocument(view, group)),
    });
  }
  return jsonAnswer({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
}

/** `/apis/GROUP`: its versions. Whether a group exists that nothing shows is known to a complete capture only. */
export function answerGroup(view: View, group: string): HttpAnswer {
  if (groupsOf(view).includes(group))
    return jsonAnswer({ kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(view, group) });
  return view.capture.complete ? noSuchPath() : notHeld(group);
}

/** `/api/v1` and `/apis/GROUP/VERSION`: the kinds in it. */
export function answerResources(view: View, group: string, version: string): HttpAnswer {
  const resources = resourcesIn(view, group, version);
  if (resources.length === 0) return groupsOf(view).includes(group) ? noSuchPath() : answerGroup(view, group);
  const groupVersion = joinApiVersion(group, version);
  return jsonAnswer({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: resources.flatMap(listed) });
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
    metadata: { name: group, creationTimestamp: null },
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
  const responseKind = { group: resource.group, version, kind: resource.kind };
  return {
    resource: resource.plural,
    responseKind,
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.kind.toLowerCase(),
    verbs: VERBS,
    ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
    ...(resource.categories.length > 0 && { categories: resource.categories }),
    subresources: subresourcesOf(resource).map((subresource) => ({ subresource, responseKind, verbs: ['get'] })),
  };
}
