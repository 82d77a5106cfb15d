import { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { loadKubeContext } from '../../../src/sources/kubernetes/kubeconfig.ts';
import {
  goodTls,
  json,
  PODS,
  podList,
  readFrom,
  refuse,
  sourceFor,
  startApi,
  tlsFile,
  type Handler,
} from './fake-api.ts';
import { createKubernetesSource } from '../../../src/sources/kubernetes/kubernetes.ts';
import { counter, FOR_EVER, LOGIN, plugin } from './plugins.ts';

const ANSWER: Handler = (_request, response) => json(response, podList(['a']));

test('a static token that is refused is not sent twice', async () => {
  const api = await startApi((_request, response) => refuse(response, 401));
  const fact = await sourceFor(api.url, { user: { token: 't' } }).lookUp(PODS);
  expect(fact).toMatchObject({
    state: 'failed',
    reason: 'the API server does not accept these credentials (401 Unauthorized)',
  });
  expect(api.requests).toHaveLength(1);
});

test('a client certificate, from the kubeconfig or from a plugin, reaches the server', async () => {
  const names: string[] = [];
  const tls = { ...goodTls(), ca: tlsFile('ca.crt'), requestCert: true };
  const api = await startApi((request, response) => {
    if (request.socket instanceof TLSSocket) names.push(String(request.socket.getPeerCertificate().subject.CN));
    json(response, podList([]));
  }, tls);
  const cluster = { 'certificate-authority-data': Buffer.from(tlsFile('ca.crt')).toString('base64') };
  const user = { 'client-certificate': 'c.crt', 'client-key': 'c.key' };
  const files = { '/k/c.crt': tlsFile('client.crt'), '/k/c.key': tlsFile('client.key') };
  await sourceFor(api.url, { cluster, user, files }).lookUp(PODS);
  await sourceFor(api.url, { cluster, user: plugin(['certificate']) }, { deadline: FOR_EVER }).lookUp(PODS);
  expect(names).toEqual(['alice', 'alice']);
});

test('tokenFile is read, wins over a token, and is read again when it changes', async () => {
  const api = await startApi(ANSWER);
  let content = 'first\n';
  const readFile = (path: string) => {
    expect(path).toBe('/k/token');
    return content;
  };
  const source = sourceFor(api.url, { user: { tokenFile: 'token', token: 'inline' } }, { readFile });
  await source.lookUp(PODS);
  content = 'second\n';
  await source.lookUp(PODS);
  expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
});

test('a token file that rotates between a request and its 401 is read again for the second try', async () => {
  let content = 'first';
  const api = await startApi((request, response) => {
    if (request.headers.authorization === 'Bearer second') json(response, podList(['a']));
    else refuse(response, 401);
    content = 'second';
  });
  const source = sourceFor(api.url, { user: { tokenFile: '/token' } }, { readFile: () => content });
  expect((await source.lookUp(PODS)).state).toBe('known');
  expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
});

test('a token file that is being replaced does not lose the token that was read before', async () => {
  const api = await startApi(ANSWER);
  const files: Record<string, string> = { '/token': 'first' };
  const source = sourceFor(api.url, { user: { tokenFile: '/token' } }, { readFile: (path) => readFrom(files)(path) });
  await source.lookUp(PODS);
  delete files['/token'];
  expect((await source.lookUp(PODS)).state).toBe('known');
  expect(api.requests.at(-1)?.headers.authorization).toBe('Bearer first');
});

test('a token beside a token file that cannot be read is what is left', async () => {
  const api = await startApi(ANSWER);
  const user = { tokenFile: '/gone', token: 'inline' };
  expect((await sourceFor(api.url, { user }, { readFile: readFrom({}) }).lookUp(PODS)).state).toBe('known');
  expect(api.requests[0]?.headers.authorization).toBe('Bearer inline');
});

test.each<[string, () => string, string]>([
  ['is missing', readFrom({}).bind(undefined, '/gone'), 'it does not exist'],
  ['may not be read', unreadable, 'permission denied'],
  ['is empty', () => ' \n', 'it is empty'],
])('a token file that %s fails instead of asking anonymously', async (_what, readFile, why) => {
  const api = await startApi(ANSWER);
  const source = sourceFor(api.url, { user: { tokenFile: '/gone' } }, { readFile });
  expect(await source.lookUp(PODS)).toEqual({
    state: 'failed',
    reason: `the token file of context test gives no token: ${why}`,
    hint: 'check tokenFile of this user in the kubeconfig (/gone), and what writes it',
  });
  expect(api.requests).toEqual([]);
});

function unreadable(): never {
  throw Object.assign(new Error('no'), { code: 'EACCES' });
}

test('user and password go out as basic authentication', async () => {
  const api = await startApi(ANSWER);
  await sourceFor(api.url, { user: { username: 'ann', password: 'pw' } }).lookUp(PODS);
  expect(api.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:pw').toString('base64')}`);
});

test('all four kinds of impersonation headers are sent', async () => {
  const api = await startApi(ANSWER);
  const user = { as: 'eve', 'as-uid': '7', 'as-groups': ['a', 'b'], 'as-user-extra': { team: ['x'] } };
  await sourceFor(api.url, { user }).lookUp(PODS);
  expect(api.requests[0]?.headers).toMatchObject({
    'impersonate-user': 'eve',
    'impersonate-uid': '7',
    'impersonate-group': 'a, b',
    'impersonate-extra-team': 'x',
  });
});

test('--as sends its own headers alone, in place of all that the kubeconfig says', async () => {
  const api = await startApi(ANSWER);
  const user = { as: 'eve', 'as-uid': '7', 'as-groups': ['a'], 'as-user-extra': { team: ['x'] } };
  const kubeconfig = configOf({ test: { server: api.url, user } });
  const context = loadKubeContext({ ...kubeconfig, as: 'bob', asGroups: ['g', 'h'] });
  await ask(context);
  const sent = Object.entries(api.requests[0]?.headers ?? {}).filter(([name]) => name.startsWith('impersonate-'));
  expect(Object.fromEntries(sent)).toEqual({ 'impersonate-user': 'bob', 'impersonate-group': 'g, h' });
});

/** A kubeconfig in memory with these contexts. */
function configOf(contexts: Readonly<Record<string, { server: string; user?: object }>>) {
  const entries = Object.entries(contexts);
  const text = JSON.stringify({
    clusters: entries.map(([name, { server }]) => ({ name, cluster: { server } })),
    users: entries.map(([name, { user = {} }]) => ({ name, user })),
    contexts: entries.map(([name]) => ({ name, context: { cluster: name, user: name } })),
    'current-context': entries[0]?.[0],
  });
  return { kubeconfig: '/config', env: {}, home: '/', readFile: readFrom({ '/config': text }) };
}

/** One look-up with a source of its own. */
async function ask(context: ReturnType<typeof loadKubeContext>) {
  const source = createKubernetesSource({ context, env: {}, deadline: FOR_EVER });
  const fact = await source.lookUp(PODS);
  source.close();
  return fact;
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const idToken = (claims: object) => `${part({ alg: 'none' })}.${part(claims)}.x`;
const oidc = (config: object) => ({ 'auth-provider': { name: 'oidc', config: { 'client-id': 'c', ...config } } });

test('an OIDC token is sent until it expires, and its refresh token is never used up', async () => {
  const provider = await startApi((_request, response) => refuse(response, 500));
  const api = await startApi(ANSWER);
  const token = idToken({ exp: 1_000 });
  const user = oidc({ 'id-token': token, 'refresh-token': 'r', 'idp-issuer-url': provider.url });
  let now = 900_000;
  const source = sourceFor(api.url, { user }, { now: () => now });
  for (let look = 0; look < 3; look += 1) expect((await source.lookUp(PODS)).state).toBe('known');
  expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${token}`));
  now = 1_000_000;
  expect(await source.lookUp(PODS)).toEqual({
    state: 'failed',
    reason: 'the OIDC sign-in of context test has expired, and kubedoc does not renew it',
    hint: 'run a kubectl command with this context, which renews and stores the token, or set up the exec plugin kubelogin',
  });
  expect([api.requests.length, provider.requests.length]).toEqual([3, 0]);
});

test.each<[string, object, string]>([
  ['is over', { 'id-token': idToken({ exp: 1 }) }, 'the OIDC sign-in of context test has expired'],
  ['was never made', {}, 'context test signs in with OIDC, but holds no id-token'],
])('an OIDC sign-in that %s fails instead of asking anonymously', async (_what, config, reason) => {
  const api = await startApi(ANSWER);
  expect(await sourceFor(api.url, { user: oidc(config) }).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining(reason) as string,
  });
  expect(api.requests).toEqual([]);
});

test('an OIDC token whose end cannot be read is left to the server', async () => {
  const api = await startApi(ANSWER);
  expect((await sourceFor(api.url, { user: oidc({ 'id-token': 'opaque' }) }).lookUp(PODS)).state).toBe('known');
  expect(api.requests[0]?.headers.authorization).toBe('Bearer opaque');
});

test.each([
  ['gcp', /gke-gcloud-auth-plugin/],
  ['azure', /kubelogin convert-kubeconfig/],
  ['openstack', /exec plugin/],
])('the retired auth-provider %s is refused, and its command is not run', async (name, hint) => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  const command = { 'cmd-path': process.execPath, 'cmd-args': `${LOGIN} token ${env[0]?.value ?? ''}` };
  const source = sourceFor(api.url, { user: { 'auth-provider': { name, config: command } } });
  expect(await source.lookUp(PODS)).toEqual({
    state: 'failed',
    reason: `context test signs in with the auth-provider ${name}, which Kubernetes clients no longer support`,
    hint: expect.stringMatching(hint) as string,
  });
  expect(runs).toThrow();
  expect(api.requests).toEqual([]);
});

test('a server that wants credentials from a context without any is told apart from wrong ones', async () => {
  const api = await startApi((_request, response) => refuse(response, 401));
  const source = sourceFor(api.url);
  expect(await source.lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the API server lets nobody in without credentials, and this context has none (401 Unauthorized)',
  });
  expect(source.reach()).toBe('refused-all');
  expect(api.requests).toHaveLength(1);
});

test('two contexts of one kubeconfig never share a token, whichever is asked first', async () => {
  const [one, two] = [await startApi(ANSWER), await startApi(ANSWER)];
  const { env } = counter();
  const config = configOf({
    one: { server: one.url, user: { token: 'token-one' } },
    two: { server: two.url, user: plugin(['token'], { env }) },
  });
  const open = (context: string) =>
    createKubernetesSource({ context: loadKubeContext({ ...config, context }), env: {}, deadline: FOR_EVER });
  const [first, second] = [open('one'), open('two')];
  await Promise.all([first, second, first, second].map((source) => source.lookUp(PODS)));
  for (const source of [second, first]) await source.lookUp(PODS);
  first.close();
  second.close();
  const sent = (api: typeof one) => new Set(api.requests.map(({ headers }) => headers.authorization));
  expect([sent(one), sent(two)]).toEqual([new Set(['Bearer token-one']), new Set(['Bearer token-1'])]);
});

test('a plain HTTP server needs no certificate and gets the token, as from kubectl', async () => {
  const api = await startApi(ANSWER);
  expect((await sourceFor(api.url, { user: { token: 't' } }).lookUp(PODS)).state).toBe('known');
  expect(api.requests[0]?.headers.authorization).toBe('Bearer t');
});
