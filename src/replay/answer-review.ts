import { fullNameOf } from './capture.ts';
import { resourceName } from './api-resource.ts';
import { jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { asText, at, isMapping } from './narrow.ts';
import { parseReviewBody } from './review-body.ts';
import { badRequest, methodNotAllowed } from './status-answers.ts';
import type { View } from './view.ts';

const READ_VERBS: readonly string[] = ['get', 'list', 'watch'];

/** `POST …/self…reviews`: who the reader of this capture is and what may be done. */
export function answerReview(view: View, plural: string, body: Buffer): HttpAnswer {
  if (plural === 'selfsubjectreviews') return answerWhoAmI();
  if (plural === 'selfsubjectrulesreviews') return reviewed('SelfSubjectRulesReview', {}, rulesStatus(view));
  if (plural !== 'selfsubjectaccessreviews') return methodNotAllowed();
  const review = parseReviewBody(body);
  if (review === undefined) return badRequest('the body of the request is no access review');
  return reviewed('SelfSubjectAccessReview', review['spec'], accessStatus(view, review['spec']));
}

/** Nobody signs in here; `reader` is the name that refusals use. */
function answerWhoAmI(): HttpAnswer {
  const userInfo = { username: 'reader', groups: ['system:authenticated'] };
  const metadata = {};
  const apiVersion = 'authentication.k8s.io/v1';
  return jsonAnswer({ kind: 'SelfSubjectReview', apiVersion, metadata, status: { userInfo } }, 201);
}

function reviewed(kind: string, spec: unknown, status: object): HttpAnswer {
  const metadata = {};
  return jsonAnswer({ kind, apiVersion: 'authorization.k8s.io/v1', metadata, spec, status }, 201);
}

/** Reading is allowed but for what is denied or not held; nothing else ever is. */
function accessStatus(view: View, spec: unknown): object {
  const asked = at(spec, 'resourceAttributes');
  if (!isMapping(asked)) return { allowed: at(spec, 'nonResourceAttributes', 'verb') === 'get' };
  const name = resourceName({ plural: asText(asked['resource']), group: asText(asked['group']) });
  const part = asText(asked['subresource']);
  const full = fullNameOf(view.capture.catalogue, part === '' ? name : `${name}/${part}`);
  if (!READ_VERBS.includes(asText(asked['verb'])) || view.isDenied(full)) return { allowed: false };
  return view.capture.isHeld(name)
    ? { allowed: true }
    : { allowed: false, reason: `this capture does not hold ${name}` };
}

function rulesStatus(view: View): object {
  const readable = view.served.filter((resource) => {
    const name = resourceName(resource);
    return view.capture.isHeld(name) && !view.isDenied(name);
  });
  return {
    resourceRules: readable.map(({ group, plural }) => ({
      verbs: READ_VERBS,
      apiGroups: [group],
      resources: [plural],
    })),
    nonResourceRules: [
      { verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/version'] },
    ],
    incomplete: false,
  };
}
