import { answerGroup, answerResources, answerRoot } from './answer-discovery.ts';
import { answerObjects } from './answer-objects.ts';
import { answerReview } from './answer-review.ts';
import type { ApiRequest } from './api-request.ts';
import { jsonAnswer, textAnswer, type HttpAnswer } from './http-answer.ts';
import { notAcceptable, shapeFor } from './media-types.ts';
import { parseRoute, type Route } from './route.ts';
import { mayNotImpersonate, methodNotAllowed, noOpenApi, noSuchPath, nothingThere } from './status-answers.ts';
import type { View } from './view.ts';

/** Answers one request as a Kubernetes API server with the objects of the capture would. */
export function answerRequest(view: View, request: ApiRequest): HttpAnswer {
  const route = parseRoute(request.path);
  if (request.impersonates !== undefined) return mayNotImpersonate(request.impersonates);
  if (request.method === 'GET') {
    const isDocument = ['version', 'group', 'resources'].includes(route.to);
    return isDocument && shapeFor(request) === undefined ? notAcceptable() : answerGet(view, route, request);
  }
  const isReview = request.method === 'POST' && route.to === 'objects' && REVIEW_GROUPS.includes(route.group);
  return isReview ? answerReview(view, route.plural, request.body) : methodNotAllowed();
}

const REVIEW_GROUPS: readonly string[] = ['authorization.k8s.io', 'authentication.k8s.io'];

function answerGet(view: View, route: Route, request: ApiRequest): HttpAnswer {
  switch (route.to) {
    case 'version':
      return answerVersion(view);
    case 'health':
      return textAnswer('ok');
    case 'core-versions':
    case 'groups':
      return answerRoot(view, route.to, request);
    case 'group':
      return answerGroup(view, route.group);
    case 'resources':
      return answerResources(view, route.group, route.version);
    case 'objects':
      return answerObjects(view, route, request);
    case 'openapi':
      return noOpenApi();
    case 'nowhere':
      return route.below === undefined ? noSuchPath() : nothingThere(route.below);
  }
}

/** A capture that does not say which server it is from leaves `gitVersion` out: a made-up one would be believed. */
function answerVersion({ capture }: View): HttpAnswer {
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(capture.version ?? '') ?? [];
  return jsonAnswer({ major, minor, ...(capture.version !== null && { gitVersion: capture.version }) });
}
