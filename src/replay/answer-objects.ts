import { answerList, answerObject, isWatch } from './answer-list.ts';
import { answerLog } from './answer-log.ts';
import { resourceName, type ApiResource, type VersionedResource } from './api-resource.ts';
import type { ApiRequest } from './api-request.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { ResourceRoute } from './route.ts';
import { forbidden, methodNotAllowed, noSuchPath, notFound, notHeld } from './status-answers.ts';
import type { View } from './view.ts';

/** Answers a GET on objects: a list, an object, or a pod's log. Being allowed comes before being there, as it does in RBAC. */
export function answerObjects(view: View, route: ResourceRoute, request: ApiRequest): HttpAnswer {
  const name = resourceName(route);
  const part = route.subresource === undefined ? name : `${name}/${route.subresource}`;
  if (view.isDenied(part)) return forbidden(route, verbOf(route, request));
  const resource = view.served.find((one) => one.plural === route.plural && one.group === route.group);
  if (!view.capture.isHeld(name)) return notHeld(name, route);
  if (resource === undefined || !isServedAt(resource, route)) return noSuchPath();
  const kind = { resource, version: route.version };
  return route.name === undefined
    ? answerList(view, kind, route.namespace, request)
    : answerOne(view, kind, route, request);
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
  if (object === undefined) return notFound(route);
  if (route.subresource === 'log' && resourceName(kind.resource) === 'pods')
    return answerLog(view, object, request.query);
  if (CONNECTIONS.has(route.subresource ?? '')) return methodNotAllowed();
  const isObject = route.subresource === undefined || route.subresource === 'status';
  return isObject ? answerObject(view, kind, object, request) : noSuchPath();
}
