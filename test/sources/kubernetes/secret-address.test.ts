import { describe, expect, it, test } from 'vitest';
import { json, refuse, sourceFor, startApi, type Handler } from './fake-api.ts';

const QUERY = { from: 'address', namespace: 'coder', name: 'coder-db-url', key: 'url' } as const;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const secret = (url: string, name = 'coder-db-url'): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name,
    namespace: 'coder',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"url":"${base64(url)}"}}` },
  },
  data: { url: base64(url), note: base64('hunter2') },
});

async function ask(handler: Handler): Promise<{ fact: unknown; urls: readonly string[] }> {
  const api = await startApi(handler);
  const fact = await sourceFor(api.url).lookUp(QUERY);
  return { fact, urls: api.requests.map(({ url }) => url) };
}

describe('the address in a Secret', () => {
  it('is all that is kept of it', async () => {
    const url = 'postgres://coder:hunter2@db.data:5432/ledger?sslmode=disable';
    const { fact, urls } = await ask((_q, response) => json(response, secret(url)));
    expect(urls).toEqual(['/api/v1/namespaces/coder/secrets/coder-db-url']);
    expect(fact).toEqual({
      state: 'known',
      value: {
        outcome: 'read',
        keys: ['note', 'url'],
        address: { form: 'url', host: 'db.data', port: '5432', sslmode: 'disable', escaped: true, padded: false },
      },
    });
  });

  it('is not there where the key is missing, and the keys are named', async () => {
    const api = await startApi((_q, response) => json(response, secret('postgres://coder:hunter2@db/ledger')));
    const fact = await sourceFor(api.url).lookUp({ ...QUERY, key: 'dsn' });
    expect(fact).toMatchObject({ value: { outcome: 'no-such-key', keys: ['note', 'url'], address: { host: '' } } });
  });

  it.each(['hunter2', '{"password":"hunter2"}', 'postgres://coder:hunter2', ''])('is none in %j', async (value) => {
    const { fact } = await ask((_q, response) => json(response, secret(value)));
    expect(fact).toMatchObject({ value: { outcome: 'no-address', address: { host: '' } } });
  });
});

/** Whatever goes wrong is a fact, and holds nothing of what came. */
test.each<[string, Handler, object]>([
  ['403', (_q, r) => refuse(r, 403), { state: 'denied', need: 'get secrets coder-db-url in namespace coder' }],
  ['no such Secret', (_q, r) => refuse(r, 404, { details: { name: 'coder-db-url' } }), { state: 'absent' }],
  ['another Secret', (_q, r) => json(r, secret('postgres://coder:hunter2@db/x', 'other')), { state: 'failed' }],
  [
    'another kind',
    (_q, r) => json(r, { kind: 'Pod', apiVersion: 'v1', data: { url: 'hunter2' } }),
    { state: 'failed' },
  ],
  [
    'truncated JSON',
    (_q, r) => r.end(JSON.stringify(secret('postgres://u:hunter2@db/x')).slice(0, -20)),
    { state: 'failed' },
  ],
  [
    'data that is no mapping',
    (_q, r) => json(r, { ...secret('x'), data: 'hunter2' }),
    { value: { outcome: 'no-such-key' } },
  ],
  ['a gateway', (_q, r) => r.writeHead(502).end('hunter2'), { state: 'failed' }],
])('the address in a Secret: %s', async (_what, handler, expected) => {
  const { fact } = await ask(handler);
  expect(fact).toMatchObject(expected);
  expect(JSON.stringify(fact)).not.toMatch(/hunter2|aHVudGVyM/);
});
