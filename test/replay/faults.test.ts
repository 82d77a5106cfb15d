import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/replay/faults.ts';
import { get, list, names, pod, serving, type Got } from './build.ts';

const PODS = { 'pods.json': list([pod('a/one'), pod('a/two')]) };

async function withFault(fault: Fault, path = '/api/v1/pods'): Promise<Got> {
  return get(await serving(PODS, { fault }), path);
}

test('a silent server takes the request and says nothing until it is closed', async () => {
  const server = await serving(PODS, { fault: { kind: 'silent' } });
  const failed = fetch(`${server.url}/api/v1/pods`).then(
    () => 'answered',
    () => 'failed',
  );
  while (server.requests().length === 0) await new Promise(setImmediate);
  await server.close();
  expect(await failed).toBe('failed');
});

test('a dripping server sends the whole answer byte by byte', async () => {
  const server = await serving(PODS, { fault: { kind: 'drip', delayMs: 1 } });
  const response = await fetch(`${server.url}/readyz`);
  const chunks: string[] = [];
  for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk as Uint8Array).toString());
  expect(chunks.join('')).toBe('ok');
});

test('a reset connection', async () => {
  const server = await serving(PODS, { fault: { kind: 'reset' } });
  await expect(fetch(`${server.url}/api/v1/pods`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
});

describe('wrong bodies', () => {
  test('HTML with status 200', async () => {
    const { code, headers, body } = await withFault({ kind: 'html' });
    expect([code, headers.get('content-type'), String(body).slice(0, 9)]).toEqual([200, 'text/html', '<!doctype']);
  });

  test('half of the JSON', async () => {
    const { code, body } = await withFault({ kind: 'truncated' });
    expect([code, String(body).slice(0, 16)]).toEqual([200, '{"kind":"PodList']);
  });

  test('null items and another kind', async () => {
    expect((await withFault({ kind: 'items-null' })).body).toMatchObject({ kind: 'PodList', items: null });
    expect((await withFault({ kind: 'wrong-kind' })).body).toMatchObject({ kind: 'ConfigMapList' });
  });
});

test('an error status, as often as wanted, with Retry-After', async () => {
  const server = await serving(PODS, {
    fault: { kind: 'status', status: 429, retryAfter: 2, times: 2, match: '/pods' },
  });
  const answers = [];
  for (const path of ['/api/v1/pods', '/version', '/api/v1/pods', '/api/v1/pods'])
    answers.push(await get(server, path));
  expect(answers.map(({ code }) => code)).toEqual([429, 200, 429, 200]);
  expect(answers[0]?.headers.get('retry-after')).toBe('2');
  expect(answers[0]?.body).toMatchObject({ reason: 'TooManyRequests', details: { retryAfterSeconds: 2 } });
});

test.each([401, 403, 404, 410, 500, 503, 504, 418])('status %d is a Status object', async (status) => {
  expect(await withFault({ kind: 'status', status, match: /pods$/ })).toMatchObject({
    code: status,
    body: { kind: 'Status', code: status },
  });
});

test('410 on the second page only', async () => {
  const server = await serving(PODS, { fault: { kind: 'page-gone' } });
  const first = (await get(server, '/api/v1/pods?limit=1')).body as { metadata: { continue: string } };
  expect(names(first)).toEqual(['one']);
  const second = await get(server, `/api/v1/pods?limit=1&continue=${first.metadata.continue}`);
  expect(second.body).toMatchObject({ code: 410, reason: 'Expired' });
});

test('a list that never ends', async () => {
  const server = await serving(PODS, { fault: { kind: 'endless-continue' } });
  let token = '';
  for (let page = 0; page < 5; page += 1) {
    const { body } = await get(server, `/api/v1/pods?limit=500&continue=${token}`);
    token = (body as { metadata: { continue: string } }).metadata.continue;
    expect(token).not.toBe('');
    expect(names(body)).toEqual(['one', 'two']);
  }
});

test('a delay holds every answer back without changing it', async () => {
  const server = await serving(PODS, { delayMs: 5 });
  expect(names((await get(server, '/api/v1/pods')).body)).toEqual(['one', 'two']);
});
