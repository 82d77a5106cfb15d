import { answerList } from './answer-list.ts';
import { answerLog } from './answer-log.ts';
import { answerStats } from './answer-stats.ts';
import { isWatch } from './answer-watch.ts';
import { resourceName, type ApiResource, type VersionedResource } from './api-resource.ts';
import type { ApiRequest } from './api-request.ts';
import { definedVersion, deprecationOf } from './defined-versions.ts';
import type { HttpAnswer } from './http-answer.ts';
import { refusedVersion } from './list-options.ts';
import { at } from './narrow.ts';
import type { ResourceRoute } from './route.ts';
import { objectAnswer } from './shaped-answers.ts';
import { forbidden, methodNotAllowed, nothingThere, notFound, notHeld } from './status-answers.ts';
import type { View } from './view.ts';

/** Answers a GET on objects: a list, an object, or a pod's log. Being allowed comes before being there, as it does in RBAC. */
export function answerObjects(view: View, route: ResourceRoute, request: ApiRequest): HttpAnswer {
  const name = resourceName(route);
  if (isDenied(view, route)) return forbidden(route, verbOf(route, request));
  const resource = view.served.find((one) => one.plural === route.plural && one.group === route.group);
  if (!view.capture.isHeld(name)) return notHeld(name, route);
  if (resource === undefined || !isServedAt(resource, route)) return nothingThere(route.group);
  const kind = { resource, version: route.version };
  const answer =
    route.name === undefined ? answerList(view, kind, route.namespace, request) : answerOne(view, kind, route, request);
  const warning = deprecationOf(view, kind);
  return warning === undefined ? answer : { ...answer, headers: { ...answer.headers, warning: `299 - "${warning}"` } };
}

/** Who may not read an object may not read its status either; logs are a right of their own. */
function isDenied(view: View, route: ResourceRoute): boolean {
  const name = resourceName(route);
  if (route.subresource === undefined) return view.isDenied(name);
  return view.isDenied(`${name}/${route.subresource}`) || (route.subresource !== 'log' && view.isDenied(name));
}

function verbOf(route: ResourceRoute, request: ApiRequest): string {
  if (route.name !== undefined) return 'get';
  return isWatch(request) ? 'watch' : 'list';
}

/** The version has to be served and the scope has to fit; a list of all namespaces is asked for without one. */
function isServedAt(resource: ApiResource, { version, namespace, name }: ResourceRoute): boolean {
  if (!resource.versions.includes(version)) return false;
  return resource.namespaced ? namespace !== undefined || name === undefined : namespace === undefined;
}

/** Subresources that are a way into the pod, node or service itself: there is none behind a recording. */
const CONNECTIONS: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward', 'proxy']);

function answerOne(view: View, kind: VersionedResource, route: ResourceRoute, request: ApiRequest): HttpAnswer {
  const isWanted = (one: { name: string; namespace?: string }): boolean =>
    one.name === route.name && (route.namespace === undefined || one.namespace === route.namespace);
  const object = view.objectsOf(kind.resource).find((one) => isWanted(one.metadata));
  if (route.subresource === 'log' && resourceName(kind.resource) === 'pods') {
    return answerLog(view, object, route, request);
  }
  if (object === undefined) return notFound(route);
  if (route.beyond === 'stats/summary') return answerStats(view, object.metadata.name);
  const refused = refusedPart(view, kind, route) ?? refusedVersion(request.query, view.resourceVersion, 'get');
  return refused ?? objectAnswer(view, kind, object, request);
}

/** The refusal of a part that there is not; undefined for the object itself and for parts that come with all of it. */
function refusedPart(view: View, kind: VersionedResource, route: ResourceRoute): HttpAnswer | undefined {
  if (CONNECTIONS.has(route.subresource ?? '')) return methodNotAllowed();
  if (route.subresource === undefined || hasPart(view, kind, route.subresource)) return undefined;
  return kind.resource.builtIn ? nothingThere(route.group) : notFound(route);
}

function hasPart(view: View, kind: VersionedResource, part: string): boolean {
  if (part === 'ephemeralcontainers' || part === 'resize') return resourceName(kind.resource) === 'pods';
  if (part !== 'status') return false;
  const defined = definedVersion(view, kind);
  return defined === undefined || at(defined, 'subresources', 'status') !== undefined;
}
