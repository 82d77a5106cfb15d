import { createServer } from 'node:net';
import type { AddressInfo, LookupFunction } from 'node:net';
import type { ServerOptions } from 'node:https';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Fact } from '../../../src/model/fact.ts';
import type { KubernetesQuery } from '../../../src/sources/kubernetes/need.ts';
import {
  everythingIsLocal,
  goodTls,
  json,
  PODS,
  podList,
  refuse,
  sourceFor,
  startApi,
  tlsFile,
  type Handler,
} from './fake-api.ts';

const CA = { 'certificate-authority-data': Buffer.from(tlsFile('ca.crt')).toString('base64') };
const LIST = JSON.stringify(podList(['a', 'b']));

function text(body: string, status = 200, headers = {}): Handler {
  return (_request, response) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
}

/** No fault may look like an answer, show an address, or take more than a line. */
function expectTrouble(fact: Fact, reason: string | RegExp): void {
  if (fact.state !== 'failed') throw new Error(`expected a failed fact, not ${fact.state}`);
  expect(fact.reason).toMatch(reason);
  expect(fact.hint).not.toBe('');
  expect(`${fact.reason}${fact.hint}`).not.toMatch(/\n|127\.0\.0\.1|kubedoc\.test/);
}

test.each<[string, Handler, RegExp, number]>([
  ['429 for ever', (_q, r) => refuse(r, 429, {}, { 'Retry-After': '1' }), /answers 429 Too Many Requests$/, 3],
  ['503 for ever', (_q, r) => refuse(r, 503), /answers 503 Service Unavailable$/, 3],
  ['500', (_q, r) => refuse(r, 500), /answers 500 Internal Server Error$/, 2],
  ['502', text('bad gateway', 502, { 'Content-Type': 'text/plain' }), /answers 502 Bad Gateway$/, 2],
  ['504', (_q, r) => refuse(r, 504), /answers 504 Gateway Timeout$/, 2],
  ['400', (_q, r) => refuse(r, 400), /answers 400 Bad Request$/, 1],
  ['a redirect', text('', 302, { Location: 'https://login.test/' }), /redirect \(302 Found\)/, 1],
  ['no status that means anything', text('', 299), /answers 299$/, 1],
  ['an empty success', text('', 204), /answers 204 No Content$/, 1],
  [
    'a login page',
    text('<!DOCTYPE html><html></html>', 200, { 'Content-Type': 'text/html' }),
    /HTML page came back/,
    1,
  ],
  ['a login page that claims to be JSON', text('\n<html></html>'), /HTML page came back/, 1],
  ['a login page with 403', text('<html>', 403, { 'Content-Type': 'text/html' }), /HTML page .*status 403/, 1],
  ['the 404 page of a proxy', text('<html>', 404, { 'Content-Type': 'text/html' }), /HTML page .*status 404/, 1],
  [
    'the plain 404 of a proxy',
    text('no such host', 404, { 'Content-Type': 'text/plain' }),
    /answers 404 Not Found$/,
    1,
  ],
  ['truncated JSON', text(LIST.slice(0, -20)), /breaks off in the middle/, 1],
  ['an empty body', text(''), /wrong shape: it is empty/, 1],
  ['text', text('ok'), /wrong shape: it is not JSON/, 1],
  ['null', text('null'), /wrong shape: the answer is no JSON object/, 1],
  ['a bare array', text('[]'), /wrong shape: the answer is no JSON object/, 1],
  ['items: null', text('{"kind":"PodList","apiVersion":"v1","metadata":{},"items":null}'), /a list without items/, 1],
  ['no items', text('{"kind":"PodList","apiVersion":"v1","metadata":{}}'), /a list without items/, 1],
  [
    'another list',
    text('{"kind":"NodeList","apiVersion":"v1","metadata":{},"items":[]}'),
    /another kind than the list/,
    1,
  ],
  [
    'another version',
    text('{"kind":"PodList","apiVersion":"v2","metadata":{},"items":[]}'),
    /another kind than the list/,
    1,
  ],
  [
    'an object for a list',
    text('{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}'),
    /another kind than the list/,
    1,
  ],
  ['a Status with 200', (_q, r) => json(r, { kind: 'Status', apiVersion: 'v1', status: 'Failure' }), /another kind/, 1],
  [
    'an item that is no object',
    text('{"kind":"PodList","apiVersion":"v1","items":["a"]}'),
    /item that is no object/,
    1,
  ],
  [
    'an item without a name',
    text('{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{}}]}'),
    /without a name/,
    1,
  ],
  ['a packing that was not asked for', text(LIST, 200, { 'Content-Encoding': 'br' }), /packing/, 1],
  [
    'a body that is not packed',
    text(LIST, 200, { 'Content-Encoding': 'gzip' }),
    /cannot be unpacked \(Z_DATA_ERROR\)/,
    1,
  ],
  [
    'a packed body cut off',
    (_q, r) => r.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(LIST).subarray(0, 40)),
    /broke off/,
    2,
  ],
  [
    'a connection that always breaks',
    (q) => q.socket.destroy(),
    /broke off before the answer was complete \(ECONNRESET\)/,
    2,
  ],
  [
    'a body that breaks off',
    (q, r) => r.writeHead(200, { 'Content-Length': 999 }).write(LIST, () => q.socket.destroy()),
    /broke off/,
    2,
  ],
  [
    'a packed body that breaks off',
    (q, r) =>
      r.writeHead(200, { 'Content-Encoding': 'gzip' }).write(gzipSync(LIST).subarray(0, 40), () => q.socket.destroy()),
    /broke off/,
    2,
  ],
])('%s', async (_what, handler, reason, requests) => {
  const api = await startApi(handler);
  const source = sourceFor(api.url);
  expectTrouble(await source.lookUp(PODS), reason);
  expect(api.requests).toHaveLength(requests);
  expect(source.reach()).toBe('unreachable');
  expect(source.lastTrouble()?.reason).toMatch(reason);
});

test.each<[string, number, Handler]>([
  ['429 twice', 3, (_q, response, count) => (count < 3 ? refuse(response, 429) : response.end(LIST))],
  ['a reset once', 2, (request, response, count) => (count < 2 ? request.socket.destroy() : response.end(LIST))],
  ['500 once', 2, (_q, response, count) => (count < 2 ? refuse(response, 500) : response.end(LIST))],
])('%s is overcome', async (_what, requests, handler) => {
  const api = await startApi(handler);
  expect((await sourceFor(api.url).lookUp(PODS)).state).toBe('known');
  expect(api.requests).toHaveLength(requests);
});

/** A deadline that the server pulls. */
function pulled(): { deadline: () => AbortSignal; pull: () => void } {
  const controller = new AbortController();
  return { deadline: () => controller.signal, pull: () => controller.abort() };
}

test('a silent server', async () => {
  const { deadline, pull } = pulled();
  const api = await startApi(() => pull());
  expectTrouble(await sourceFor(api.url, {}, { deadline }).lookUp(PODS), /did not answer completely within 10 s/);
  expect(api.requests).toHaveLength(1);
});

test('a body that drips without end', async () => {
  const { deadline, pull } = pulled();
  const api = await startApi((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write('{', () => setImmediate(pull));
  });
  expectTrouble(await sourceFor(api.url, {}, { deadline }).lookUp(PODS), /did not answer completely/);
});

test('a server that accepts and never shakes hands', async () => {
  const { deadline, pull } = pulled();
  const mute = createServer(() => pull());
  const port = await new Promise<number>((resolve) => {
    mute.listen(0, '127.0.0.1', () => resolve((mute.address() as AddressInfo).port));
  });
  onTestFinished(() => void mute.close());
  expectTrouble(
    await sourceFor(`https://127.0.0.1:${port}`, {}, { deadline }).lookUp(PODS),
    /did not answer completely/,
  );
});

test('the end of the run stops a look-up, and those still waiting are never sent', async () => {
  const run = new AbortController();
  const api = await startApi((_request, _response, count) => count === 4 && run.abort());
  const source = sourceFor(api.url, {}, { signal: run.signal });
  const facts = await Promise.all(Array.from({ length: 6 }, () => source.lookUp(PODS)));
  for (const fact of facts) expectTrouble(fact, /stopped before its answer came/);
  expect(api.requests).toHaveLength(4);
});

test('an answer that is too large', async () => {
  const api = await startApi(text(LIST + ' '.repeat(2 * 1024 * 1024)));
  expectTrouble(await sourceFor(api.url, {}, { maxBodyBytes: 1024 * 1024 }).lookUp(PODS), /larger than 1 MiB/);
});

test('a list of which little is kept may be four times as large', async () => {
  const few = { ...PODS, keep: ['metadata.labels'] };
  const [large, tooLarge] = await Promise.all(
    [2, 5].map((mebibytes) => startApi(text(LIST + ' '.repeat(mebibytes * 2 ** 20)))),
  );
  const limit = { maxBodyBytes: 1024 * 1024 };
  expect(await sourceFor(large?.url ?? '', {}, limit).lookUp(few)).toMatchObject({ state: 'known' });
  expectTrouble(await sourceFor(tooLarge?.url ?? '', {}, limit).lookUp(few), /larger than 4 MiB/);
});

test('a small packed answer that unpacks to too much', async () => {
  const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024));
  const api = await startApi((_request, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));
  expectTrouble(await sourceFor(api.url, {}, { maxBodyBytes: 1024 * 1024 }).lookUp(PODS), /larger than 1 MiB/);
});

test('nobody listens', async () => {
  expectTrouble(await sourceFor('http://127.0.0.1:1').lookUp(PODS), /refused the connection \(ECONNREFUSED\)/);
});

test.each(['ENOTFOUND', 'EAI_AGAIN'])('a name that cannot be resolved (%s)', async (code) => {
  const lookup: LookupFunction = (_name, _options, callback) => callback(Object.assign(new Error(code), { code }), '');
  const fact = await sourceFor('https://api.kubedoc.test', {}, { lookup }).lookUp(PODS);
  expectTrouble(fact, new RegExp(`name of the API server cannot be resolved \\(${code}\\)`));
});

const SERVES = (cert: string, key = 'server.key'): ServerOptions => ({ cert: tlsFile(cert), key: tlsFile(key) });

test.each<[string, ServerOptions, object, RegExp]>([
  [
    'an authority that the system does not know',
    goodTls(),
    {},
    /signed by an authority .* \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
  ],
  [
    'a certificate that signed itself',
    SERVES('self-signed.crt', 'self-signed.key'),
    CA,
    /signed by an authority .* \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
  ],
  ['an expired certificate', SERVES('expired.crt'), CA, /has expired \(CERT_HAS_EXPIRED\)/],
  ['a certificate for another name', SERVES('other-name.crt'), CA, /made out to another name/],
  [
    'a client certificate that is missing',
    { ...goodTls(), ca: tlsFile('ca.crt'), requestCert: true, rejectUnauthorized: true },
    CA,
    /refused the client certificate|broke off/,
  ],
])('%s', async (_what, tls, cluster, reason) => {
  const api = await startApi(text(LIST), tls);
  expectTrouble(await sourceFor(api.url, { cluster }).lookUp(PODS), reason);
  expect(api.requests).toEqual([]);
});

test.each<[string, ServerOptions, object]>([
  ['the CA of the kubeconfig', goodTls(), CA],
  ['insecure-skip-tls-verify', SERVES('expired.crt'), { 'insecure-skip-tls-verify': true }],
  ['tls-server-name', SERVES('other-name.crt'), { ...CA, 'tls-server-name': 'elsewhere.kubedoc.test' }],
])('%s is honoured, also for a context without a user', async (_what, tls, cluster) => {
  const api = await startApi(text(LIST), tls);
  expect((await sourceFor(api.url, { cluster }).lookUp(PODS)).state).toBe('known');
});

test('TLS spoken to a plain server, and the other way round', async () => {
  const plain = await startApi(text(LIST));
  expectTrouble(await sourceFor(plain.url.replace('http', 'https')).lookUp(PODS), /does not speak TLS/);
  const secure = await startApi(text(LIST), goodTls());
  expectTrouble(await sourceFor(secure.url.replace('https', 'http')).lookUp(PODS), /broke off|not an HTTP server/);
});

test('a broken certificate in the kubeconfig', async () => {
  const api = await startApi(text(LIST), goodTls());
  const user = { 'client-certificate-data': 'bm9uc2Vuc2U=', 'client-key-data': 'bm9uc2Vuc2U=' };
  expectTrouble(await sourceFor(api.url, { cluster: CA, user }).lookUp(PODS), /certificate or key in the kubeconfig/);
});

test('a token that no header may carry', async () => {
  const api = await startApi(text(LIST));
  expectTrouble(await sourceFor(api.url, { user: { token: 'a\nb' } }).lookUp(PODS), /no HTTP header may carry/);
});

test('every name leads here in tests that need one', async () => {
  const api = await startApi(text(LIST), goodTls());
  const url = `https://api.kubedoc.test:${api.port}`;
  expect((await sourceFor(url, { cluster: CA }, { lookup: everythingIsLocal }).lookUp(PODS)).state).toBe('known');
});

test('a certificate authority that is no certificate', async () => {
  const api = await startApi(text(LIST), goodTls());
  const cluster = { 'certificate-authority-data': Buffer.from('nonsense').toString('base64') };
  expectTrouble(await sourceFor(api.url, { cluster }).lookUp(PODS), /certificate or key|signed by an authority/);
  expect(api.requests).toEqual([]);
});

test('NODE_TLS_REJECT_UNAUTHORIZED turns nothing off: only the kubeconfig may', async () => {
  const api = await startApi(text(LIST), goodTls());
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  onTestFinished(() => void vi.unstubAllEnvs());
  expectTrouble(await sourceFor(api.url).lookUp(PODS), /signed by an authority/);
  expect(api.requests).toEqual([]);
});

const METRICS = 'metrics.k8s.io';
const POD_METRICS = { from: 'list', resource: `pods.${METRICS}`, namespace: 'shop' } as const;
const GROUP = {
  kind: 'APIGroup',
  apiVersion: 'v1',
  name: METRICS,
  versions: [{ groupVersion: `${METRICS}/v1beta1`, version: 'v1beta1' }],
  preferredVersion: { groupVersion: `${METRICS}/v1beta1`, version: 'v1beta1' },
};
/** What the API server says for an add-on that it cannot reach. */
const UNAVAILABLE = text('service unavailable\n', 503, { 'Content-Type': 'text/plain; charset=utf-8' });

test.each<[string, KubernetesQuery, Handler]>([
  ['the list of its objects', POD_METRICS, UNAVAILABLE],
  ['one of its objects', { ...POD_METRICS, from: 'get', name: 'a' }, UNAVAILABLE],
  [
    'a list, with a Status',
    POD_METRICS,
    (_q, r) => refuse(r, 503, { message: 'error trying to reach service: dial tcp 10.0.0.5:4443: connect: refused' }),
  ],
])(
  'an API whose add-on is down, asked for %s, is told apart from a cluster that is down',
  async (_what, query, down) => {
    const api = await startApi((request, response, count) => {
      if (request.url === `/apis/${METRICS}`) json(response, GROUP);
      else if (request.url?.startsWith('/api/v1/')) json(response, podList(['a']));
      else down(request, response, count);
    });
    const source = sourceFor(api.url);
    const fact = await source.lookUp(query);
    expectTrouble(
      fact,
      /^the API group metrics\.k8s\.io is registered, but the add-on that serves it does not answer \(503/,
    );
    expect(fact).toMatchObject({ hint: expect.stringContaining('kubectl get apiservices') as string });
    await source.lookUp(PODS);
    expect(source.reach()).toBe('answered');
  },
);

test('the discovery of a group whose add-on is down', async () => {
  const api = await startApi(UNAVAILABLE);
  expectTrouble(await sourceFor(api.url).lookUp(POD_METRICS), /^the API group metrics\.k8s\.io is registered/);
  // The core group is served by nobody else.
  expectTrouble(await sourceFor(api.url).lookUp(PODS), /^the API server answers 503 Service Unavailable$/);
});

test('a 503 in words that any server may use leaves open who is down, and says where to look', async () => {
  const message = 'the server is currently unable to handle the request';
  const api = await startApi((request, response) =>
    request.url === `/apis/${METRICS}` ? json(response, GROUP) : refuse(response, 503, { message }),
  );
  const fact = await sourceFor(api.url).lookUp(POD_METRICS);
  expectTrouble(fact, /^the API server answers 503 Service Unavailable$/);
  expect(fact).toMatchObject({ hint: expect.stringContaining('kubectl get apiservices') as string });
});
