import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../../src/model/object.ts';
import { retryDelay } from '../../../src/sources/kubernetes/retry.ts';
import { createLimiter } from '../../../src/sources/limiter.ts';
import { everythingIsLocal, goodTls, json, PODS, podList, refuse, sourceFor, startApi, tlsFile } from './fake-api.ts';

const CA = { 'certificate-authority-data': Buffer.from(tlsFile('ca.crt')).toString('base64') };

test('five requests share one TLS connection', async () => {
  const api = await startApi((_request, response) => json(response, podList(['a'])), goodTls());
  const source = sourceFor(api.url, { cluster: CA });
  for (let look = 0; look < 5; look += 1) expect((await source.lookUp(PODS)).state).toBe('known');
  expect([api.requests.length, api.connections()]).toEqual([5, 1]);
});

test('at most four requests are under way at a time', async () => {
  const open: ServerResponse[] = [];
  const startedAt: number[] = [];
  let started = 0;
  const api = await startApi((_request, response, count) => {
    open.push(response);
    // A further look-up can have started only if an earlier one was answered.
    startedAt.push(started);
    if (count >= 4) for (const waiting of open.splice(0)) json(waiting, podList([]));
  });
  const deadline = () => {
    started += 1;
    return new AbortController().signal;
  };
  const source = sourceFor(api.url, {}, { deadline });
  const facts = await Promise.all(Array.from({ length: 10 }, () => source.lookUp(PODS)));
  expect(facts.every(({ state }) => state === 'known')).toBe(true);
  expect(startedAt.slice(0, 4)).toEqual([4, 4, 4, 4]);
  expect(started).toBe(10);
});

test('asks for packed answers, of this machine too', async () => {
  const api = await startApi((request, response) => {
    const body = JSON.stringify(podList(['a']));
    if (request.headers['accept-encoding'] !== 'gzip') response.end(body);
    else response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(body));
  });
  const near = await sourceFor(api.url).lookUp(PODS);
  const far = await sourceFor(`http://api.kubedoc.test:${api.port}`, {}, { lookup: everythingIsLocal }).lookUp(PODS);
  expect(far).toEqual(near);
  expect(api.requests.map(({ headers }) => headers['accept-encoding'])).toEqual(['gzip', 'gzip']);
});

test('a packed answer may come byte by byte', async () => {
  const names = Array.from({ length: 2000 }, (_, index) => `pod-${index}`);
  const api = await startApi((_request, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' });
    for (const byte of gzipSync(JSON.stringify(podList(names)))) response.write(Buffer.of(byte));
    response.end();
  });
  const fact = await sourceFor(api.url).lookUp(PODS);
  expect(fact.state === 'known' && (fact.value as KubeObject[]).map(({ metadata }) => metadata.name)).toEqual(names);
});

test('a server address may have a path', async () => {
  const api = await startApi((_request, response) => json(response, podList([])));
  await sourceFor(`${api.url}/k8s/clusters/c-1/`).lookUp(PODS);
  expect(api.requests[0]?.url).toBe('/k8s/clusters/c-1/api/v1/pods?limit=500');
});

test('waits as long as the server asks, within reason', async () => {
  const waits: number[] = [];
  const wait = (ms: number) => Promise.resolve(void waits.push(ms));
  const api = await startApi((_request, response, count) => {
    if (count === 1) refuse(response, 429, {}, { 'Retry-After': '2' });
    else if (count === 2) refuse(response, 503, {}, { 'Retry-After': '3600' });
    else json(response, podList([]));
  });
  expect((await sourceFor(api.url, {}, { wait }).lookUp(PODS)).state).toBe('known');
  expect(waits).toEqual([2000, 5000]);
});

test('an access review is never sent twice', async () => {
  const api = await startApi((_request, response) => refuse(response, 503));
  expect((await sourceFor(api.url).canI('list', 'pods')).state).toBe('failed');
  expect(api.requests).toHaveLength(1);
});

test.each([
  [{ status: 429, retryAfter: undefined }, [], 500],
  [{ status: 429, retryAfter: 'Tue, 01 Jan 2030 00:00:03 GMT' }, [], 3000],
  [{ status: 503, retryAfter: 'soon' }, [{ status: 503, retryAfter: undefined }], 1000],
  [{ status: 503, retryAfter: '0' }, [], 0],
  [{ status: 429, retryAfter: '1' }, [{ code: 'ECONNRESET' }, { status: 500, retryAfter: undefined }], undefined],
  [{ code: 'ECONNRESET' }, [{ status: 502, retryAfter: undefined }], undefined],
  [{ code: 'ECONNRESET' }, [{ status: 429, retryAfter: undefined }], 1000],
  [{ code: 'ECONNREFUSED' }, [], undefined],
  [{ status: 200, retryAfter: '1' }, [], undefined],
])('%j after %j: wait %s ms', (outcome, earlier, expected) => {
  expect(retryDelay(outcome, earlier, Date.parse('2030-01-01T00:00:00Z'))).toBe(expected);
});

test('a limiter lets what is urgent go before what waits', async () => {
  const limit = createLimiter(1);
  const order: string[] = [];
  const work = (name: string, urgent = false) => limit(() => Promise.resolve(order.push(name)), urgent);
  await Promise.all([work('first'), work('second'), work('urgent', true), work('urgent too', true), work('third')]);
  expect(order).toEqual(['first', 'urgent', 'urgent too', 'second', 'third']);
});

test('a limiter goes on after a failure, in order', async () => {
  const limit = createLimiter(1);
  const order: number[] = [];
  const failing = limit(() => Promise.reject(new Error('no')));
  const rest = [1, 2, 3].map((number) => limit(() => Promise.resolve(order.push(number))));
  await expect(failing).rejects.toThrow('no');
  await Promise.all(rest);
  expect(order).toEqual([1, 2, 3]);
});
