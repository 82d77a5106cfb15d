import { expect, test } from 'vitest';
import type { Fact } from '../../../src/model/fact.ts';
import { needOf, type KubernetesQuery } from '../../../src/sources/kubernetes/need.ts';
import { json, PODS, podList, refuse, sourceFor, startApi, type Handler } from './fake-api.ts';

const GET_POD = { from: 'get', resource: 'pods', namespace: 'shop', name: 'a' } as const;
const LOGS = { from: 'logs', namespace: 'shop', pod: 'a', container: 'main', previous: false, tailLines: 50 } as const;
const RELEASES = { from: 'list', resource: 'helmreleases.helm.toolkit.fluxcd.io', namespace: null } as const;
const SECRETS = { from: 'list', resource: 'secrets', namespace: 'shop', as: 'metadata' } as const;

async function ask(query: KubernetesQuery, handler: Handler) {
  const api = await startApi(handler);
  const source = sourceFor(api.url, { user: { token: 't' } });
  const fact = await source.lookUp(query);
  return { fact, source, api, urls: api.requests.map(({ url }) => url) };
}

/** Answers by path, 404 as Go's router does elsewhere. */
function routes(table: Readonly<Record<string, unknown>>): Handler {
  return (request, response) => {
    const body = table[new URL(request.url ?? '', 'http://x').pathname];
    if (body === undefined) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found\n');
    else json(response, body);
  };
}

test('list items get the kind and version that the API leaves out', async () => {
  const { fact } = await ask({ ...PODS, namespace: 'shop' }, (_q, response) => json(response, podList(['a'])));
  expect(fact).toEqual({
    state: 'known',
    value: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' }, spec: { nodeName: 'n1' } }],
  });
});

test('an empty list is known', async () => {
  expect((await ask(PODS, (_q, response) => json(response, podList([])))).fact).toEqual({ state: 'known', value: [] });
});

test('paths of core and other groups, with and without a namespace', async () => {
  const { source, api } = await ask(GET_POD, routes({}));
  await source.lookUp({ from: 'list', resource: 'deployments.apps', namespace: 'shop' });
  await source.lookUp({ from: 'get', resource: 'nodes', namespace: null, name: 'n1' });
  await source.lookUp({ from: 'get', resource: 'storageclasses.storage.k8s.io', namespace: null, name: 'fast' });
  expect(api.requests.map(({ url }) => url)).toEqual([
    '/api/v1/namespaces/shop/pods/a',
    '/apis/apps/v1/namespaces/shop/deployments?limit=500',
    '/api/v1/nodes/n1',
    '/apis/storage.k8s.io/v1/storageclasses/fast',
  ]);
});

test('a get answers with the object as it came', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, brandNew: { field: 1 } };
  expect((await ask(GET_POD, (_q, response) => json(response, pod))).fact).toEqual({ state: 'known', value: pod });
});

test.each([
  ['another kind', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } }],
  ['another version', { apiVersion: 'v2', kind: 'Pod', metadata: { name: 'a' } }],
  ['another name', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } }],
  ['a list', podList(['a'])],
])('a get that answers with %s fails', async (_what, body) => {
  expect((await ask(GET_POD, (_q, response) => json(response, body))).fact).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('wrong shape') as string,
  });
});

test('a missing object is not a missing kind', async () => {
  const missing: Handler = (_q, response) => refuse(response, 404, { details: { name: 'a', kind: 'pods' } });
  expect((await ask(GET_POD, missing)).fact).toEqual({ state: 'absent', what: 'object' });
  expect((await ask(GET_POD, routes({}))).fact).toEqual({ state: 'absent', what: 'kind' });
  expect((await ask(GET_POD, (_q, response) => refuse(response, 404))).fact).toEqual({ state: 'absent', what: 'kind' });
  expect((await ask(PODS, routes({}))).fact).toEqual({ state: 'absent', what: 'kind' });
});

test.each(['', '..', '.', 'a/b', 'a%2e'])('the name %j is never sent', async (name) => {
  const { fact, api } = await ask({ ...GET_POD, name }, (_q, response) => json(response, podList([])));
  expect(fact.state).toBe('failed');
  expect(api.requests).toEqual([]);
});

test('a name with other odd characters stays one segment', async () => {
  const { urls } = await ask(
    { ...GET_POD, resource: 'roles.rbac.authorization.k8s.io', name: 'system:a?b#c' },
    routes({}),
  );
  expect(urls).toEqual(['/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles/system%3Aa%3Fb%23c']);
});

test.each<[KubernetesQuery, string]>([
  [PODS, 'list pods in all namespaces'],
  [{ ...PODS, namespace: 'x' }, 'list pods in namespace x'],
  [{ from: 'list', resource: 'nodes', namespace: null }, 'list nodes'],
  [{ from: 'list', resource: 'deployments.apps', namespace: 'x' }, 'list deployments.apps in namespace x'],
  [{ from: 'get', resource: 'secrets', namespace: 'y', name: 'x' }, 'get secrets x in namespace y'],
  [{ from: 'get', resource: 'nodes', namespace: null, name: 'n1' }, 'get nodes n1'],
  [LOGS, 'get pods/log a in namespace shop'],
])('403 on %j needs %s', async (query, need) => {
  expect((await ask(query, (_q, response) => refuse(response, 403))).fact).toEqual({ state: 'denied', need });
  expect(needOf(query)).toBe(need);
});

test('metadata only: asks for it, names the real kind, and drops what is more', async () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":"SECRET"}', note: 'n' };
  const metadata = { name: 'db', annotations };
  const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
  const expected = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', annotations: { note: 'n' } } };
  const list =
    (kind: string, apiVersion: string, items: object[]): Handler =>
    (_q, response) =>
      json(response, { kind, apiVersion, metadata: {}, items });

  const right = await ask(SECRETS, list('PartialObjectMetadataList', 'meta.k8s.io/v1', [partial]));
  expect(right.fact).toEqual({ state: 'known', value: [expected] });
  expect(right.api.requests[0]?.headers.accept).toBe(
    'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  );

  const ignored = await ask(SECRETS, list('SecretList', 'v1', [{ metadata, data: { password: 'SECRET' } }]));
  expect(ignored.fact).toEqual({ state: 'known', value: [expected] });

  const get = { from: 'get', resource: 'secrets', namespace: 'shop', name: 'db', as: 'metadata' } as const;
  const one = await ask(get, (_q, response) => json(response, partial));
  expect(one.fact).toEqual({ state: 'known', value: expected });
  expect(one.api.requests[0]?.headers.accept).toBe('application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1');
});

test('an empty list of metadata comes without items; any other list without items is none', async () => {
  const body = (kind: string, apiVersion: string) => ({
    kind,
    apiVersion,
    metadata: { resourceVersion: '1' },
    items: null,
  });
  const empty = await ask(SECRETS, (_q, response) =>
    json(response, body('PartialObjectMetadataList', 'meta.k8s.io/v1')),
  );
  expect(empty.fact).toEqual({ state: 'known', value: [] });
  const odd = await ask(SECRETS, (_q, response) => json(response, body('SecretList', 'v1')));
  expect(odd.fact).toMatchObject({ state: 'failed' });
});

test('metadata of a kind that is not in the table keeps the name that came', async () => {
  const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'a' } };
  const group = {
    kind: 'APIGroup',
    name: 'acme.io',
    versions: [{ groupVersion: 'acme.io/v1' }],
    preferredVersion: { groupVersion: 'acme.io/v1' },
  };
  const table = {
    '/apis/acme.io': group,
    '/apis/acme.io/v1/widgets': { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', items: [partial] },
  };
  const query = { from: 'list', resource: 'widgets.acme.io', namespace: null, as: 'metadata' } as const;
  expect((await ask(query, routes(table))).fact).toEqual({ state: 'known', value: [partial] });
});

const FLUX = 'helm.toolkit.fluxcd.io';
const group = (name: string, ...versions: string[]) => ({
  kind: 'APIGroup',
  apiVersion: 'v1',
  name,
  versions: versions.map((version) => ({ groupVersion: `${name}/${version}`, version })),
  preferredVersion: { groupVersion: `${name}/${versions[0] ?? ''}`, version: versions[0] },
});
const releases = (version: string) => ({
  kind: 'HelmReleaseList',
  apiVersion: `${FLUX}/${version}`,
  metadata: {},
  items: [],
});

test('a group is asked once for its preferred version', async () => {
  const table = { [`/apis/${FLUX}`]: group(FLUX, 'v2', 'v2beta1'), [`/apis/${FLUX}/v2/helmreleases`]: releases('v2') };
  const api = await startApi(routes(table));
  const source = sourceFor(api.url);
  const facts = await Promise.all([source.lookUp(RELEASES), source.lookUp(RELEASES), source.lookUp(RELEASES)]);
  expect(facts.map(({ state }) => state)).toEqual(['known', 'known', 'known']);
  expect(api.requests.filter(({ url }) => url === `/apis/${FLUX}`)).toHaveLength(1);
});

test('a kind that only an older version of its group has is found there', async () => {
  const table = {
    [`/apis/${FLUX}`]: group(FLUX, 'v2', 'v2beta1'),
    [`/apis/${FLUX}/v2beta1/helmreleases`]: releases('v2beta1'),
  };
  expect((await ask(RELEASES, routes(table))).fact).toEqual({ state: 'known', value: [] });
});

test('a CRD that is absent from a group that exists is an absent kind, for a list as for one object', async () => {
  const sources = 'ocirepositories.source.toolkit.fluxcd.io';
  const table = { '/apis/source.toolkit.fluxcd.io': group('source.toolkit.fluxcd.io', 'v1', 'v1beta2') };
  const listed = await ask({ from: 'list', resource: sources, namespace: 'shop' }, routes(table));
  expect(listed.fact).toEqual({ state: 'absent', what: 'kind' });
  expect(listed.urls.slice(1)).toEqual([
    '/apis/source.toolkit.fluxcd.io/v1/namespaces/shop/ocirepositories?limit=500',
    '/apis/source.toolkit.fluxcd.io/v1beta2/namespaces/shop/ocirepositories?limit=500',
  ]);
  const one = await ask({ from: 'get', resource: sources, namespace: 'shop', name: 'a' }, routes(table));
  expect(one.fact).toEqual({ state: 'absent', what: 'kind' });
  const missing: Handler = (request, response, count) =>
    request.url?.endsWith('/a')
      ? refuse(response, 404, { details: { name: 'a' } })
      : routes(table)(request, response, count);
  expect((await ask({ from: 'get', resource: sources, namespace: 'shop', name: 'a' }, missing)).fact).toEqual({
    state: 'absent',
    what: 'object',
  });
});

test('a group that is absent, denied or broken', async () => {
  const absent = await ask(RELEASES, routes({}));
  expect(absent.fact).toEqual({ state: 'absent', what: 'kind' });
  await absent.source.lookUp(RELEASES);
  expect(absent.api.requests).toHaveLength(1);
  expect((await ask(RELEASES, (_q, response) => refuse(response, 403))).fact).toEqual({
    state: 'denied',
    need: `get /apis/${FLUX}`,
  });
  for (const body of [{ kind: 'APIGroup', name: 'x', versions: [] }, group(FLUX, '../../api'), podList([])]) {
    const broken = await ask(RELEASES, routes({ [`/apis/${FLUX}`]: body }));
    expect(broken.fact).toMatchObject({ state: 'failed', reason: expect.stringContaining('API group') as string });
    expect(broken.api.requests).toHaveLength(1);
  }
});

test('a failed discovery is tried again by the next look-up', async () => {
  const table = routes({ [`/apis/${FLUX}`]: group(FLUX, 'v2'), [`/apis/${FLUX}/v2/helmreleases`]: releases('v2') });
  const api = await startApi((request, response, count) =>
    count <= 3 ? refuse(response, 503) : table(request, response, count),
  );
  const source = sourceFor(api.url);
  expect((await source.lookUp(RELEASES)).state).toBe('failed');
  expect((await source.lookUp(RELEASES)).state).toBe('known');
});

test('a log is text, with its limits in the request', async () => {
  const { fact, urls } = await ask({ ...LOGS, previous: true }, (_q, response) =>
    response.end('<b>one</b>\n{"two":2}\n'),
  );
  expect(fact).toEqual({ state: 'known', value: '<b>one</b>\n{"two":2}\n' });
  expect(urls).toEqual([
    '/api/v1/namespaces/shop/pods/a/log?container=main&previous=true&tailLines=50&limitBytes=262144',
  ]);
});

test('the times of the lines are asked for where they are wanted', async () => {
  const { urls } = await ask({ ...LOGS, timestamps: true }, (_q, response) => response.end('x'));
  expect(urls).toEqual([
    '/api/v1/namespaces/shop/pods/a/log?container=main&timestamps=true&tailLines=50&limitBytes=262144',
  ]);
});

test('a log cut at the limit is asked for again with fewer lines, since the newest would be missing', async () => {
  const { fact, urls } = await ask(LOGS, (request, response) =>
    response.end(request.url?.includes('tailLines=7&') ? 'newest' : 'x'.repeat(256 * 1024)),
  );
  expect(fact).toEqual({ state: 'known', value: 'newest' });
  expect(urls).toHaveLength(2);
});

test.each<[string, Handler, Partial<Extract<Fact, object>>]>([
  [
    'waiting to start',
    (_q, r) => refuse(r, 400, { message: 'container "main" in pod "a" is waiting to start: ContainerCreating' }),
    { state: 'absent' },
  ],
  [
    'no previous run',
    (_q, r) => refuse(r, 400, { message: 'previous terminated container "main" in pod "a" not found' }),
    { state: 'absent' },
  ],
  [
    'no such container',
    (_q, r) => refuse(r, 400, { message: 'container x is not valid for pod a' }),
    { state: 'absent' },
  ],
  ['no such pod', (_q, r) => refuse(r, 404, { details: { name: 'a' } }), { state: 'absent' }],
  [
    'the log went with the container',
    (_q, r) => r.end('unable to retrieve container logs for containerd://abc'),
    { state: 'absent' },
  ],
  ['any other 400', (_q, r) => refuse(r, 400, { message: 'no' }), { state: 'failed' }],
  ['a login page', (_q, r) => r.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'), { state: 'failed' }],
  [
    'a kubelet that does not answer',
    (_q, r) => refuse(r, 500, { message: 'dial tcp 10.0.0.5:10250' }),
    { state: 'failed', reason: expect.stringContaining('kubelet of the node') as string },
  ],
])('the log of a container: %s', async (_what, handler, expected) => {
  const { fact } = await ask(LOGS, handler);
  expect(fact).toMatchObject(expected);
  expect(JSON.stringify(fact)).not.toContain('10.0.0.5');
});

const DATE = { Date: 'Wed, 02 Jan 2030 03:04:05 GMT' };

test('the server tells its version and time', async () => {
  const about = { context: 'test', namespace: 'shop', now: '2030-01-02T03:04:05Z' };
  const { fact } = await ask({ from: 'server' }, (_q, r) => json(r, { gitVersion: 'v1.34.1' }, 200, DATE));
  expect(fact).toEqual({ state: 'known', value: { ...about, version: 'v1.34.1' } });
  const denied = await ask({ from: 'server' }, (_q, r) => refuse(r, 403, {}, DATE));
  expect(denied.fact).toEqual({ state: 'known', value: { ...about, version: null } });
  const silent = await ask({ from: 'server' }, (_q, r) => {
    r.sendDate = false;
    json(r, { gitVersion: 'v1' });
  });
  expect(silent.fact).toMatchObject({ state: 'failed', reason: 'the API server sent no Date header' });
  expect((await ask({ from: 'server' }, (_q, r) => refuse(r, 503, {}, DATE))).fact.state).toBe('failed');
});

test('asks what the caller may do', async () => {
  const api = await startApi((_q, r) => json(r, { kind: 'SelfSubjectAccessReview', status: { allowed: true } }, 201));
  const source = sourceFor(api.url);
  expect(await source.canI('get', 'pods/log', 'shop')).toEqual({ state: 'known', value: true });
  await source.canI('list', 'helmreleases.helm.toolkit.fluxcd.io');
  const asked = api.requests.map(
    ({ body }) => (JSON.parse(body) as { spec: { resourceAttributes: object } }).spec.resourceAttributes,
  );
  expect(asked).toEqual([
    { verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace: 'shop' },
    { verb: 'list', group: FLUX, resource: 'helmreleases' },
  ]);
});

test.each<[string, Handler, string]>([
  ['denied', (_q, r) => refuse(r, 403), 'denied'],
  ['without a verdict', (_q, r) => json(r, { kind: 'SelfSubjectAccessReview', status: {} }, 201), 'failed'],
  ['of another kind', (_q, r) => json(r, { kind: 'Status', status: { allowed: true } }, 201), 'failed'],
])('an access review that is %s', async (_what, handler, state) => {
  const api = await startApi(handler);
  expect((await sourceFor(api.url).canI('list', 'pods')).state).toBe(state);
});

test('nothing but reads and access reviews ever arrives', async () => {
  const api = await startApi((request, response) =>
    request.url === '/version' ? json(response, {}) : refuse(response, 500),
  );
  const source = sourceFor(api.url);
  const queries: KubernetesQuery[] = [PODS, GET_POD, LOGS, RELEASES, SECRETS, { from: 'server' }];
  await Promise.all([...queries.map((query) => source.lookUp(query)), source.canI('delete', 'pods')]);
  const sent = new Set(api.requests.map(({ method, url }) => (method === 'GET' ? method : `${method} ${url}`)));
  expect(sent).toEqual(new Set(['GET', 'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews']));
});

const SERVER = { from: 'server' } as const;
const VERSION = { '/version': { gitVersion: 'v1' } };
const versionOnly =
  (status: number): Handler =>
  (request, response, count) =>
    request.url === '/version' ? routes(VERSION)(request, response, count) : refuse(response, status);

test.each<[string, KubernetesQuery[], Handler, string]>([
  ['nothing was asked', [], routes({}), 'untried'],
  ['one answer', [PODS], routes({ '/api/v1/pods': podList([]) }), 'answered'],
  ['absent is an answer', [PODS], routes({}), 'answered'],
  ['only the version was asked', [SERVER], routes(VERSION), 'answered'],
  ['the version, and all else denied', [SERVER, PODS, GET_POD], versionOnly(403), 'refused-all'],
  ['the version, and all else without credentials', [PODS, SERVER], versionOnly(401), 'refused-all'],
  [
    'one denied, one answered',
    [PODS, RELEASES],
    (q, r, c) => (q.url?.includes('pods') ? refuse(r, 403) : routes({})(q, r, c)),
    'answered',
  ],
  ['one denied, one failed', [PODS, RELEASES], (q, r) => refuse(r, q.url?.includes('pods') ? 403 : 503), 'unreachable'],
  ['all failed', [SERVER, PODS], (_q, r) => refuse(r, 503), 'unreachable'],
])('reach: %s', async (_what, queries, handler, expected) => {
  const api = await startApi(handler);
  const source = sourceFor(api.url);
  for (const query of queries) await source.lookUp(query);
  expect(source.reach()).toBe(expected);
});
