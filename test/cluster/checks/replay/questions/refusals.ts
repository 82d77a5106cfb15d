import { ACCEPT, type Question, read } from '../question.ts';

const ACCEPTED = [
  '',
  '*/*',
  'application/*',
  'text/html',
  'text/html, application/json;q=0.9',
  'application/json;charset=utf-8',
  'application/json;pretty=1',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v2;g=meta.k8s.io',
  'application/json;as=Table;v=v2;g=meta.k8s.io,application/json',
  'application/json;as=Chair;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/json, application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;stream=watch',
];

const CONFIGMAPS = '/api/v1/namespaces/shop/configmaps';
const MADE = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made' } });

/** What a server turns down: strangers, methods, media types, and every kind of write. */
export const REFUSAL_QUESTIONS: readonly Question[] = [
  ...(['anonymous', 'unknown'] as const).flatMap((who) =>
    ['/api', '/apis', '/version', '/healthz', '/api/v1/pods', '/api/v1/namespaces/shop/pods/talker', '/nowhere'].map(
      (path) => read(path, ACCEPT.json, who),
    ),
  ),
  ...ACCEPTED.map((accept) => read('/api/v1/namespaces/shop/configmaps', accept)),
  ...ACCEPTED.map((accept) => read('/apis/example.com/v1/widgets', accept)),
  ...['text/html', 'application/yaml'].flatMap((accept) =>
    ['/api', '/apis', '/api/v1', '/version', '/api/v1/namespaces/shop/configmaps/settings'].map((path) =>
      read(path, accept),
    ),
  ),
  ...writes(),
];

/** Writes of somebody who may read only: none of them changes anything on the real server either. */
function writes(): readonly Question[] {
  const patch = (contentType: string): Question => ({
    who: 'reader',
    method: 'PATCH',
    path: `${CONFIGMAPS}/settings`,
    accept: ACCEPT.json,
    body: '{}',
    contentType,
  });
  const write = (method: string, path: string, body?: string): Question => ({
    who: 'reader',
    method,
    path,
    accept: ACCEPT.json,
    ...(body !== undefined && { body }),
  });
  return [
    write('POST', CONFIGMAPS, MADE),
    write('POST', `${CONFIGMAPS}?dryRun=All`, MADE),
    write('PUT', `${CONFIGMAPS}/settings`, MADE),
    write('DELETE', `${CONFIGMAPS}/settings`),
    write('DELETE', CONFIGMAPS),
    patch('application/merge-patch+json'),
    patch('application/apply-patch+yaml'),
    write('POST', '/api/v1/namespaces/shop/pods/talker/eviction', '{}'),
    write('POST', '/api/v1/namespaces/shop/pods/talker/exec?command=ls'),
    write('PUT', '/apis/apps/v1/namespaces/shop/deployments/web/scale', '{}'),
    write('POST', `${CONFIGMAPS}/settings`, MADE),
    write('PUT', CONFIGMAPS, MADE),
    write('POST', '/version'),
    write('POST', '/api'),
    write('DELETE', '/nowhere'),
    write('OPTIONS', CONFIGMAPS),
    write('HEAD', CONFIGMAPS),
  ];
}
