import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { TLSSocket } from 'node:tls';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { goodTls, json, PODS, podList, refuse, sourceFor, startApi, tlsFile, type Handler } from './fake-api.ts';

const LOGIN = fileURLToPath(new URL('../../fixtures/plugins/login.mjs', import.meta.url));
const ANSWER: Handler = (_request, response) => json(response, podList(['a']));
const FOR_EVER = () => new AbortController().signal;

function plugin(args: readonly string[], more: object = {}) {
  return {
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [LOGIN, ...args], ...more },
  };
}

/** A file in which the plugin counts its runs. */
function counter() {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'count');
  return {
    env: [{ name: 'COUNT_FILE', value: file }],
    runs: () => readFileSync(file, 'utf8').trim().split('\n').length,
  };
}

test('eight look-ups at once share one plugin run, whose credential without an end is kept', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  const source = sourceFor(api.url, { user: plugin(['token'], { env }) }, { deadline: FOR_EVER });
  await Promise.all(Array.from({ length: 8 }, () => source.lookUp(PODS)));
  await source.lookUp(PODS);
  expect(runs()).toBe(1);
  expect(new Set(api.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer token-1']));
});

test('a credential is renewed once it has expired', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  let now = Date.parse('2030-01-01T00:00:00Z');
  const user = plugin(['token', '2030-01-01T01:00:00Z'], { env });
  const source = sourceFor(api.url, { user }, { deadline: FOR_EVER, now: () => now });
  await source.lookUp(PODS);
  await source.lookUp(PODS);
  expect(runs()).toBe(1);
  now += 3_600_000;
  await source.lookUp(PODS);
  expect(api.requests.at(-1)?.headers.authorization).toBe('Bearer token-2');
});

test('a refused credential is renewed once, and the look-up goes on', async () => {
  const api = await startApi((request, response) =>
    request.headers.authorization === 'Bearer token-2' ? json(response, podList(['a'])) : refuse(response, 401),
  );
  const { env, runs } = counter();
  const source = sourceFor(api.url, { user: plugin(['token'], { env }) }, { deadline: FOR_EVER });
  const facts = await Promise.all([source.lookUp(PODS), source.lookUp(PODS), source.lookUp(PODS)]);
  expect(facts.map(({ state }) => state)).toEqual(['known', 'known', 'known']);
  expect(runs()).toBe(2);
});

test('credentials refused for ever cost two plugin runs, not two per look-up', async () => {
  const api = await startApi((_request, response) => refuse(response, 401));
  const { env, runs } = counter();
  const source = sourceFor(api.url, { user: plugin(['token'], { env }) }, { deadline: FOR_EVER });
  for (let look = 0; look < 4; look += 1) expect((await source.lookUp(PODS)).state).toBe('failed');
  expect(runs()).toBe(2);
  expect(source.reach()).toBe('refused-all');
});

test('a static token that is refused is not sent twice', async () => {
  const api = await startApi((_request, response) => refuse(response, 401));
  const fact = await sourceFor(api.url, { user: { token: 't' } }).lookUp(PODS);
  expect(fact).toMatchObject({
    state: 'failed',
    reason: 'the API server does not accept these credentials (401 Unauthorized)',
  });
  expect(api.requests).toHaveLength(1);
});

test.each([
  [
    'fails',
    plugin(['fail']),
    'the credential plugin node failed with exit code 3: the SSO session of <address> has expired',
  ],
  [
    'prints no credential',
    plugin(['garbage']),
    'the credential plugin node printed something that is no ExecCredential',
  ],
  [
    'prints an empty credential',
    plugin(['empty']),
    'the credential plugin node printed a credential without token or certificate',
  ],
  [
    'prints another version',
    plugin(['old']),
    'the credential plugin node printed an ExecCredential of another apiVersion than the kubeconfig asks for',
  ],
  [
    'wants a terminal',
    plugin([], { interactiveMode: 'Always' }),
    'the credential plugin node wants a terminal (interactiveMode Always)',
  ],
])('a plugin that %s', async (_what, user, reason) => {
  const api = await startApi(ANSWER);
  const source = sourceFor(api.url, { user }, { deadline: FOR_EVER });
  expect(await source.lookUp(PODS)).toMatchObject({ state: 'failed', reason });
  expect(api.requests).toEqual([]);
  expect(source.reach()).toBe('unreachable');
});

test('a plugin that failed is not started again for every look-up, but later on', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  let now = 0;
  const source = sourceFor(api.url, { user: plugin(['fail'], { env }) }, { deadline: FOR_EVER, now: () => now });
  for (let look = 0; look < 3; look += 1) await source.lookUp(PODS);
  expect(runs()).toBe(1);
  now += 11_000;
  await source.lookUp(PODS);
  expect(runs()).toBe(2);
});

test('a plugin that is not installed brings its own hint', async () => {
  const api = await startApi(ANSWER);
  const user = { exec: { command: 'no-such-login', installHint: 'Install it with:\n  brew install no-such-login' } };
  expect(await sourceFor(api.url, { user }).lookUp(PODS)).toEqual({
    state: 'failed',
    reason: 'the credential plugin no-such-login is not installed or not on the PATH',
    hint: 'Install it with: brew install no-such-login',
  });
});

test('a plugin that hangs is killed at its deadline with all it started, and not started again at once', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  const late = new AbortController();
  const { port, gone } = await listenForPlugin(() => late.abort());
  const user = plugin(['hang'], { env: [...env, { name: 'HANG_PORT', value: String(port) }] });
  const deadline = (ms: number) => (ms === 77 ? late.signal : FOR_EVER());
  const source = sourceFor(api.url, { user }, { deadline, signInTimeoutMs: 77 });
  const reason = 'the credential plugin node did not finish in time';
  expect(await source.lookUp(PODS)).toMatchObject({ state: 'failed', reason });
  await gone;
  expect(await source.lookUp(PODS)).toMatchObject({ state: 'failed', reason });
  expect(runs()).toBe(1);
});

/** A port that a hanging plugin connects to: `gone` settles when its process has ended. */
async function listenForPlugin(hangs: () => void) {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  onTestFinished(() => void server.close());
  const gone = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      socket.on('error', () => undefined).on('close', () => resolve());
      socket.resume();
      hangs();
    });
  });
  return { port, gone };
}

test('tells the plugin about the caller, and about the cluster where it asks for that', async () => {
  const api = await startApi(ANSWER);
  const told = async (more: object) => {
    const cluster = { extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }] };
    await sourceFor(api.url, { user: plugin(['info'], more), cluster }, { deadline: FOR_EVER }).lookUp(PODS);
    const token = api.requests.at(-1)?.headers.authorization?.replace('Bearer ', '') ?? '';
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as { spec: object };
  };
  expect((await told({})).spec).toEqual({ interactive: false });
  expect((await told({ provideClusterInfo: true })).spec).toMatchObject({
    interactive: false,
    cluster: { server: api.url, config: { audience: 'a' } },
  });
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

test('a token file that cannot be read fails instead of asking anonymously', async () => {
  const api = await startApi(ANSWER);
  const source = sourceFor(api.url, { user: { tokenFile: '/gone' } });
  expect(await source.lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('token file') as string,
  });
  expect(api.requests).toEqual([]);
});

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

test('an OIDC sign-in that is over fails instead of asking anonymously', async () => {
  const api = await startApi(ANSWER);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const config = { 'id-token': `${part({ alg: 'none' })}.${part({ exp: 1 })}.x`, 'client-id': 'c' };
  const user = { 'auth-provider': { name: 'oidc', config } };
  expect(await sourceFor(api.url, { user }).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the OIDC sign-in of this context has expired and cannot be renewed',
  });
  expect(api.requests).toEqual([]);
});

test('a retired auth-provider is refused, and its command is not run', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  const command = { 'cmd-path': process.execPath, 'cmd-args': `${LOGIN} token ${env[0]?.value ?? ''}` };
  const source = sourceFor(api.url, { user: { 'auth-provider': { name: 'gcp', config: command } } });
  expect(await source.lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('no longer support') as string,
  });
  expect(runs).toThrow();
});

test('two contexts never share a token', async () => {
  const [one, two] = [await startApi(ANSWER), await startApi(ANSWER)];
  const first = sourceFor(one.url, { user: { token: 'token-one' } });
  const second = sourceFor(two.url, { user: { token: 'token-two' } });
  await Promise.all([first.lookUp(PODS), second.lookUp(PODS), first.lookUp(PODS), second.lookUp(PODS)]);
  const sent = (api: typeof one) => new Set(api.requests.map(({ headers }) => headers.authorization));
  expect([sent(one), sent(two)]).toEqual([new Set(['Bearer token-one']), new Set(['Bearer token-two'])]);
});
