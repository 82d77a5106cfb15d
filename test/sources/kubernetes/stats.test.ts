import { describe, expect, it, test } from 'vitest';
import { json, refuse, sourceFor, startApi, type Handler } from './fake-api.ts';

const STATS = { from: 'stats', node: 'node-1' } as const;
const AT = '2025-11-15T18:14:30Z';
const FS = { time: AT, availableBytes: 50, capacityBytes: 1000, usedBytes: 900, inodesFree: 3, inodes: 10 };
const SUMMARY = {
  node: {
    nodeName: 'node-1',
    memory: { time: AT, workingSetBytes: 7, availableBytes: 1 },
    fs: FS,
    runtime: { imageFs: { ...FS, usedBytes: 100 } },
  },
  pods: [
    {
      podRef: { name: 'web-1', namespace: 'shop', uid: 'u' },
      'ephemeral-storage': { usedBytes: 20, inodesUsed: 4 },
      memory: { workingSetBytes: 5 },
    },
    { podRef: { name: 'new', namespace: 'shop' } },
    { podRef: {} },
    null,
  ],
};

async function ask(handler: Handler): Promise<{ fact: unknown; urls: readonly string[] }> {
  const api = await startApi(handler);
  const fact = await sourceFor(api.url).lookUp(STATS);
  return { fact, urls: api.requests.map(({ url }) => url) };
}

describe('what a kubelet measures', () => {
  it('is asked for through the API server, and read', async () => {
    const { fact, urls } = await ask((_q, response) => json(response, SUMMARY));
    const disk = { at: AT, capacity: 1000, used: 900, available: 50, inodes: 10, inodesFree: 3 };
    expect(urls).toEqual(['/api/v1/nodes/node-1/proxy/stats/summary']);
    expect(fact).toEqual({
      state: 'known',
      value: {
        node: 'node-1',
        disk,
        images: { ...disk, used: 100 },
        memory: { at: AT, used: 7, available: 1 },
        pods: [
          { namespace: 'shop', name: 'web-1', disk: 20, inodes: 4, memory: 5 },
          { namespace: 'shop', name: 'new', disk: null, inodes: null, memory: null },
        ],
      },
    });
  });

  it('may lack any figure, and takes nonsense for none', async () => {
    const strange = { nodeName: 'node-1', fs: { usedBytes: '900', capacityBytes: -1, time: 5 }, memory: [] };
    const { fact } = await ask((_q, response) => json(response, { node: strange, pods: 'none' }));
    const nothing = { at: '', capacity: null, used: null, available: null, inodes: null, inodesFree: null };
    expect(fact).toMatchObject({ state: 'known', value: { disk: nothing, images: nothing, pods: [] } });
  });
});

/** Whatever goes wrong is a fact, names no address, and never looks like figures. */
test.each<[string, Handler, object]>([
  ['403', (_q, r) => refuse(r, 403), { state: 'denied', need: 'get nodes/proxy node-1' }],
  [
    '403 of the kubelet itself',
    (_q, r) => r.writeHead(403).end('Forbidden (user=apiserver, verb=get, resource=nodes, subresource=stats)'),
    { state: 'denied' },
  ],
  ['no such node', (_q, r) => refuse(r, 404, { details: { name: 'node-1' } }), { state: 'absent', what: 'object' }],
  ['a kubelet without this path', (_q, r) => r.writeHead(404).end('404 page not found\n'), { state: 'failed' }],
  [
    'a kubelet that cannot be reached',
    (_q, r) => refuse(r, 503, { message: 'error trying to reach service: dial tcp 10.0.0.5:10250: i/o timeout' }),
    { state: 'failed', reason: expect.stringContaining('kubelet of the node') as string },
  ],
  ['a gateway', (_q, r) => r.writeHead(502).end('Bad Gateway'), { state: 'failed' }],
  ['a login page', (_q, r) => r.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'), { state: 'failed' }],
  ['truncated JSON', (_q, r) => r.end(JSON.stringify(SUMMARY).slice(0, 90)), { state: 'failed' }],
  ['a list', (_q, r) => r.end('[]'), { state: 'failed' }],
  ['another node', (_q, r) => json(r, { node: { nodeName: 'node-2' } }), { state: 'failed' }],
  ['no summary', (_q, r) => json(r, { kind: 'Status' }), { state: 'failed' }],
  [
    'a folder that does not hold it',
    (_q, r) => refuse(r, 501, { reason: 'NotHeld' }),
    { state: 'failed', unasked: true },
  ],
  ['a reset', (_q, r) => void r.socket?.resetAndDestroy(), { state: 'failed' }],
])('figures of a kubelet: %s', async (_what, handler, expected) => {
  const { fact } = await ask(handler);
  expect(fact).toMatchObject(expected);
  expect(JSON.stringify(fact)).not.toContain('10.0.0.5');
});

test('a kubelet that is silent is given up', async () => {
  const api = await startApi(() => undefined);
  const source = sourceFor(api.url, {}, { deadline: (ms) => AbortSignal.timeout(Math.min(ms, 50)) });
  expect(await source.lookUp(STATS)).toMatchObject({ state: 'failed' });
});
