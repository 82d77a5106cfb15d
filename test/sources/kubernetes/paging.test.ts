import { expect, test } from 'vitest';
import { continueToken } from '../../../src/sources/kubernetes/paging.ts';
import { json, PODS, podList, refuse, sourceFor, startApi, type Handler } from './fake-api.ts';
import { fc } from '../../support/random.ts';

const tokenOf = (url: string | undefined) => new URL(url ?? '', 'http://x').searchParams.get('continue');

/** Serves these pages in order; the token of page n is `tn`. */
function pages(...lists: readonly (readonly string[])[]): Handler {
  return (request, response) => {
    const index = Number(tokenOf(request.url)?.slice(1) ?? 0);
    const more = index < lists.length - 1 ? { continue: `t${index + 1}`, remainingItemCount: 7 } : {};
    json(response, podList(lists[index] ?? [], more));
  };
}

function namesIn(fact: { state: string; value?: unknown }): string[] {
  return (fact.value as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
}

test('reads all pages, 500 objects at a time, with the selectors on each', async () => {
  const api = await startApi(pages(['a', 'b'], ['c'], ['d']));
  const fact = await sourceFor(api.url).lookUp({
    ...PODS,
    labelSelector: 'app in (x)',
    fieldSelector: 'status.phase!=Running',
  });
  expect(namesIn(fact)).toEqual(['a', 'b', 'c', 'd']);
  expect(api.requests.map(({ url }) => tokenOf(url))).toEqual([null, 't1', 't2']);
  for (const { url } of api.requests) {
    const { pathname, searchParams } = new URL(url, api.url);
    expect(pathname).toBe('/api/v1/pods');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      limit: '500',
      labelSelector: 'app in (x)',
      fieldSelector: 'status.phase!=Running',
    });
  }
});

test('asks for the next page before the first body has ended', async () => {
  let finishFirst: () => void = () => undefined;
  const api = await startApi((request, response) => {
    if (tokenOf(request.url) === 't1') {
      json(response, podList(['b']));
      // Without the overlap this request would never come, and the first body never end.
      finishFirst();
      return;
    }
    const whole = JSON.stringify(podList(['a'], { continue: 't1' }));
    response.writeHead(200, { 'Content-Type': 'application/json' }).write(whole.slice(0, -10));
    finishFirst = () => response.end(whole.slice(-10));
  });
  expect(namesIn(await sourceFor(api.url).lookUp(PODS))).toEqual(['a', 'b']);
});

test('finds the token in the parsed body when the head does not show it', async () => {
  const api = await startApi((request, response) => {
    const { items } = podList([tokenOf(request.url) ?? 'first']) as { items: unknown };
    const metadata = tokenOf(request.url) ? {} : { continue: 'later' };
    json(response, { items, kind: 'PodList', apiVersion: 'v1', metadata });
  });
  expect(namesIn(await sourceFor(api.url).lookUp(PODS))).toEqual(['first', 'later']);
});

test('a list that expires on a later page is read anew, once', async () => {
  let expired = 0;
  const api = await startApi((request, response) => {
    if (tokenOf(request.url) === null) json(response, podList([`a${expired}`], { continue: 't1' }));
    else if ((expired += 1) === 1) refuse(response, 410);
    else json(response, podList(['b']));
  });
  expect(namesIn(await sourceFor(api.url).lookUp(PODS))).toEqual(['a1', 'b']);
});

test('a list that expires again and again fails, and so does one that expires at once', async () => {
  const always = await startApi((request, response) =>
    tokenOf(request.url) === null ? json(response, podList(['a'], { continue: 't1' })) : refuse(response, 410),
  );
  expect(await sourceFor(always.url).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the API server answers 410 Gone',
  });
  expect(always.requests).toHaveLength(4);
  const first = await startApi((_request, response) => refuse(response, 410));
  expect((await sourceFor(first.url).lookUp(PODS)).state).toBe('failed');
  expect(first.requests).toHaveLength(1);
});

test.each<[string, number, (token: string | null) => string]>([
  ['repeats', 2, () => 'again'],
  ['never ends', 401, (token) => `t${Number(token?.slice(1) ?? 0) + 1}`],
])('a continue token that %s', async (_what, most, next) => {
  const api = await startApi((request, response) =>
    json(response, podList(['a'], { continue: next(tokenOf(request.url)) })),
  );
  expect(await sourceFor(api.url).lookUp(PODS)).toMatchObject({
    state: 'failed',
    reason: 'the API server hands out pages of a list without end',
  });
  expect(api.requests.length).toBeLessThanOrEqual(most);
});

test.each<[string, Handler, object]>([
  ['forbidden', (_q, response) => refuse(response, 403), { state: 'denied' }],
  ['of another kind', (_q, response) => json(response, { kind: 'Status', apiVersion: 'v1' }), { state: 'failed' }],
  ['gone', (_q, response) => refuse(response, 404), { state: 'absent' }],
])('a second page that is %s never gives half a list', async (_what, second, expected) => {
  const api = await startApi((request, response, count) =>
    tokenOf(request.url) === null
      ? json(response, podList(['a'], { continue: 't1' }))
      : second(request, response, count),
  );
  const fact = await sourceFor(api.url).lookUp(PODS);
  expect(fact).toMatchObject(expected);
  expect(fact).not.toHaveProperty('value');
});

test('keeps only what was asked for, page by page', async () => {
  const api = await startApi(pages(['a'], ['b']));
  const fact = await sourceFor(api.url).lookUp({ ...PODS, keep: ['spec.missing'] });
  expect(fact).toEqual({
    state: 'known',
    value: ['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop' },
      spec: {},
    })),
  });
});

test.each([
  [
    '{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1","continue":"abc","remainingItemCount":3},"it',
    'abc',
  ],
  ['{\n  "apiVersion": "v1",\n  "metadata": {\n    "continue": "abc"', 'abc'],
  ['{"kind":"PodList","metadata":{"continue":"ab', undefined],
  ['{"kind":"PodList","metadata":{"continue":""},"items":[]}', undefined],
  ['{"kind":"PodList","metadata":{},"items":[{"metadata":{"continue":"abc"}}]', undefined],
  ['{"items":[{"x":{"metadata":{"continue":"abc"', undefined],
  ['{"spec":{"metadata":{"continue":"abc"', undefined],
])('the token in %s', (head, token) => {
  expect(continueToken(Buffer.from(head))).toBe(token);
});

test('a token is found at the earliest when it is complete, and never another one', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9=_-]{1,40}$/), fc.nat(200), (token, length) => {
      const head = JSON.stringify(podList(['a'], { continue: token })).slice(0, length);
      expect([undefined, token]).toContain(continueToken(Buffer.from(head)));
    }),
  );
});
