import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadKubeContext } from '../../../src/sources/kubernetes/kubeconfig.ts';
import { createKubernetesSource } from '../../../src/sources/kubernetes/kubernetes.ts';
import { goodTls, json, PODS, podList, refuse, sourceFor, startApi, tlsFile, type Handler } from './fake-api.ts';
import { counter, FOR_EVER, freshFolder, listenForPlugin, LOGIN, plugin } from './plugins.ts';

const ANSWER: Handler = (_request, response) => json(response, podList(['a']));
const CA = { 'certificate-authority-data': Buffer.from(tlsFile('ca.crt')).toString('base64') };
const NEW_YEAR = Date.parse('2030-01-01T00:00:00Z');

test('eight look-ups at once share one plugin run, whose credential without an end is kept', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  const source = sourceFor(api.url, { user: plugin(['token'], { env }) }, { deadline: FOR_EVER });
  await Promise.all(Array.from({ length: 8 }, () => source.lookUp(PODS)));
  await source.lookUp(PODS);
  expect(runs()).toBe(1);
  expect(new Set(api.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer token-1']));
});

test('a credential is renewed shortly before it expires, by one run for all, on the same connection', async () => {
  const api = await startApi(ANSWER, goodTls());
  const { env, runs } = counter();
  let now = NEW_YEAR;
  const user = plugin(['token', '2030-01-01T01:00:00Z'], { env });
  const source = sourceFor(api.url, { user, cluster: CA }, { deadline: FOR_EVER, now: () => now });
  await source.lookUp(PODS);
  now += 3_600_000 - 10_001;
  await source.lookUp(PODS);
  expect(runs()).toBe(1);
  now += 1;
  await source.lookUp(PODS);
  expect(runs()).toBe(2);
  expect(api.requests.at(-1)?.headers.authorization).toBe('Bearer token-2');
  expect(api.connections()).toBe(1);
});

test('a credential that comes expired is used for ten seconds, then renewed', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  let now = NEW_YEAR;
  const user = plugin(['token', '2029-12-31T23:00:00Z'], { env });
  const source = sourceFor(api.url, { user }, { deadline: FOR_EVER, now: () => now });
  for (let look = 0; look < 3; look += 1) expect((await source.lookUp(PODS)).state).toBe('known');
  expect(runs()).toBe(1);
  now += 10_000;
  await Promise.all([source.lookUp(PODS), source.lookUp(PODS)]);
  expect(runs()).toBe(2);
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

const HINT = 'check the exec section of this user in the kubeconfig; the kubeconfig says: brew install login';

test.each<[string, object, string, string]>([
  [
    'fails',
    plugin(['fail']),
    'failed with exit code 3: the SSO session of <address> has expired',
    'sign in again with the tool that the plugin belongs to, then retry; the kubeconfig says: brew install login',
  ],
  ['prints something else', plugin(['garbage']), 'printed something that is no ExecCredential', HINT],
  ['prints a list', plugin(['list']), 'printed something that is no ExecCredential', HINT],
  ['prints another kind', plugin(['pod']), 'printed something that is no ExecCredential', HINT],
  ['prints an empty credential', plugin(['empty']), 'printed a credential without token or certificate', HINT],
  [
    'prints another version',
    plugin(['old']),
    'printed an ExecCredential of another apiVersion than the kubeconfig asks for',
    HINT,
  ],
  ['prints nothing', plugin(['silent']), 'printed nothing', HINT],
  ['prints on stderr only', plugin(['mute']), 'printed nothing: nobody is signed in', HINT],
  ['prints without end', plugin(['flood']), 'printed more than any credential', HINT],
  [
    'wants a terminal',
    plugin(['token'], { interactiveMode: 'Always' }),
    'wants a terminal (interactiveMode Always)',
    'use a context whose plugin can run unattended, or one with a token; the kubeconfig says: brew install login',
  ],
])('a plugin that %s', async (_what, { exec }: { exec?: object }, reason, hint) => {
  const api = await startApi(ANSWER);
  const user = { exec: { ...exec, installHint: 'brew install login' } };
  const source = sourceFor(api.url, { user }, { deadline: FOR_EVER });
  expect(await source.lookUp(PODS)).toEqual({
    state: 'failed',
    reason: `the credential plugin node of context test ${reason}`,
    hint,
  });
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
    reason: 'the credential plugin no-such-login of context test is not installed or not on the PATH',
    hint: 'install it, or add its folder to PATH; the kubeconfig says: Install it with: brew install no-such-login',
  });
});

test.each([
  ['a path that leads nowhere', './bin/login', 'login of context test does not exist where the kubeconfig says'],
  ['a folder', '/', 'of context test cannot be started (EACCES)'],
])('a plugin command that is %s', async (_what, command, reason) => {
  const api = await startApi(ANSWER);
  expect(await sourceFor(api.url, { user: { exec: { command } } }).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining(reason) as string,
  });
});

test('a relative command is found beside the kubeconfig, wherever kubedoc was started', async () => {
  const api = await startApi(ANSWER);
  const folder = freshFolder();
  mkdirSync(join(folder, 'bin'));
  symlinkSync(process.execPath, join(folder, 'bin', 'login'));
  const kubeconfig = join(folder, 'config');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'a',
      clusters: [{ name: 'a', cluster: { server: api.url } }],
      users: [{ name: 'a', user: { exec: { command: 'bin/login', args: [LOGIN, 'token'] } } }],
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    }),
  );
  const context = loadKubeContext({ kubeconfig, env: {}, home: folder });
  const source = createKubernetesSource({ context, env: {}, deadline: FOR_EVER });
  expect((await source.lookUp(PODS)).state).toBe('known');
  source.close();
  expect(api.requests[0]?.headers.authorization).toBe('Bearer token-1');
});

test('a plugin that hangs is killed at its deadline with all it started, and not started again at once', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  const late = new AbortController();
  const held = await listenForPlugin(() => late.abort());
  const user = plugin(['hang'], { env: [...env, ...held.env], installHint: 'brew install login' });
  const deadline = (ms: number) => (ms === 77 ? late.signal : FOR_EVER());
  const source = sourceFor(api.url, { user }, { deadline, signInTimeoutMs: 77 });
  const trouble = {
    state: 'failed',
    reason: 'the credential plugin node of context test did not finish in time',
    hint: 'run it by hand: it may be waiting for a sign-in; the kubeconfig says: brew install login',
  };
  expect(await source.lookUp(PODS)).toEqual(trouble);
  await held.gone;
  expect(await source.lookUp(PODS)).toEqual(trouble);
  expect(runs()).toBe(1);
});

test('a plugin that hangs is quoted with what it waits for', async () => {
  const api = await startApi(ANSWER);
  const late = new AbortController();
  const { env, gone } = await listenForPlugin(() => late.abort());
  const source = sourceFor(api.url, { user: plugin(['waits'], { env }) }, { deadline: () => late.signal });
  expect(await source.lookUp(PODS)).toMatchObject({
    reason: 'the credential plugin node of context test did not finish in time: Open the browser and enter code ABCD',
  });
  await gone;
});

test('the end of the run kills a plugin with all it started', async () => {
  const api = await startApi(ANSWER);
  const run = new AbortController();
  const { env, gone } = await listenForPlugin(() => run.abort());
  const user = plugin(['hang'], { env });
  const source = sourceFor(api.url, { user }, { deadline: FOR_EVER, signal: run.signal });
  expect((await source.lookUp(PODS)).state).toBe('failed');
  await gone;
  expect(api.requests).toEqual([]);
});

test('a plugin whose helper goes on in the background is not waited for', async () => {
  const api = await startApi(ANSWER);
  const { env } = await listenForPlugin();
  const source = sourceFor(api.url, { user: plugin(['helper'], { env }) }, { deadline: FOR_EVER });
  expect((await source.lookUp(PODS)).state).toBe('known');
  expect(api.requests[0]?.headers.authorization).toBe('Bearer from-helper');
});

test('tells the plugin about the caller, and about the cluster where it asks for that', async () => {
  const api = await startApi(ANSWER, goodTls());
  const told = async (more: object) => {
    const cluster = {
      ...CA,
      'tls-server-name': 'localhost',
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }],
    };
    await sourceFor(api.url, { user: plugin(['info'], more), cluster }, { deadline: FOR_EVER }).lookUp(PODS);
    const token = api.requests.at(-1)?.headers.authorization?.replace('Bearer ', '') ?? '';
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as object;
  };
  const about = { kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1' };
  expect(await told({})).toEqual({ ...about, spec: { interactive: false } });
  expect(await told({ provideClusterInfo: true })).toEqual({
    ...about,
    spec: {
      interactive: false,
      cluster: {
        server: api.url,
        ...CA,
        'tls-server-name': 'localhost',
        'insecure-skip-tls-verify': false,
        config: { audience: 'a' },
      },
    },
  });
});

test('the environment of the kubeconfig wins over that of the caller', async () => {
  const api = await startApi(ANSWER);
  const { env, runs } = counter();
  const parts = { user: plugin(['token'], { env }), env: { COUNT_FILE: '/nonexistent/file' } };
  expect((await sourceFor(api.url, parts, { deadline: FOR_EVER }).lookUp(PODS)).state).toBe('known');
  expect(runs()).toBe(1);
});
