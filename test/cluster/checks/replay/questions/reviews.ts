import { ACCEPT, type Question } from '../question.ts';
import type { Who } from '../users.ts';

const AUTHORIZATION = '/apis/authorization.k8s.io/v1';

const ASKED = [
  { verb: 'list', resource: 'pods', namespace: 'shop' },
  { verb: 'list', resource: 'pods' },
  { verb: 'get', resource: 'pods', subresource: 'log', namespace: 'shop' },
  { verb: 'get', resource: 'pods', subresource: 'log', namespace: 'shop', name: 'talker' },
  { verb: 'list', resource: 'secrets', namespace: 'shop' },
  { verb: 'watch', group: 'apps', resource: 'deployments' },
  { verb: 'get', group: 'apps', resource: 'deployments', version: 'v1', namespace: 'shop', name: 'web' },
  { verb: 'get', group: 'example.com', resource: 'widgets', namespace: 'shop' },
  { verb: 'get', group: 'nowhere.example.com', resource: 'things' },
  { verb: 'create', resource: 'pods', namespace: 'shop' },
  { verb: 'delete', group: 'apps', resource: 'deployments', namespace: 'shop' },
  { verb: '*', group: '*', resource: '*' },
  { verb: 'get', resource: '*' },
];

const PATHS = ['/healthz', '/version', '/metrics', '/nowhere'];

/** Who am I, what may I do. */
export const REVIEW_QUESTIONS: readonly Question[] = [
  post('/apis/authentication.k8s.io/v1/selfsubjectreviews', { kind: 'SelfSubjectReview' }),
  ...(['reader', 'limited'] as const).flatMap((who) => [
    ...ASKED.map((attributes) => mayI(who, { resourceAttributes: attributes })),
    ...PATHS.map((path) => mayI(who, { nonResourceAttributes: { path, verb: 'get' } })),
    rules(who, 'shop'),
  ]),
  rules('reader', ''),
  mayI('reader', {}),
  { ...mayI('reader', {}), body: 'nonsense' },
  { ...mayI('reader', {}), body: '' },
  post(`${AUTHORIZATION}/subjectaccessreviews`, { kind: 'SubjectAccessReview', spec: { user: 'ann' } }),
  post('/apis/authentication.k8s.io/v1/tokenreviews', { kind: 'TokenReview', spec: { token: 'x' } }),
  { who: 'reader', method: 'GET', path: `${AUTHORIZATION}/selfsubjectaccessreviews`, accept: ACCEPT.json },
];

function mayI(who: Who, spec: object): Question {
  return { ...post(`${AUTHORIZATION}/selfsubjectaccessreviews`, { kind: 'SelfSubjectAccessReview', spec }), who };
}

function rules(who: Who, namespace: string): Question {
  return {
    ...post(`${AUTHORIZATION}/selfsubjectrulesreviews`, { kind: 'SelfSubjectRulesReview', spec: { namespace } }),
    who,
  };
}

/** The version of the body is the one of the path. */
function post(path: string, body: object): Question {
  const [, , group = '', version = ''] = path.split('/');
  const text = JSON.stringify({ apiVersion: `${group}/${version}`, ...body });
  return { who: 'reader', method: 'POST', path, accept: ACCEPT.json, body: text };
}
