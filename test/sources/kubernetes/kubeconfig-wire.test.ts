import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listContexts, loadKubeContext } from '../../../src/sources/kubernetes/kubeconfig.ts';
import { createKubernetesSource } from '../../../src/sources/kubernetes/kubernetes.ts';
import { goodTls, json, PODS, podList, startApi, tlsFile, type FakeApi } from './fake-api.ts';
import { freshFolder } from './plugins.ts';

const secureApi = () => startApi((_request, response) => json(response, podList([])), goodTls());

/** The text of a kubeconfig whose cluster, user and context have names that others use as well. */
function configOf(api: FakeApi, token: string, context: string): string {
  return JSON.stringify({
    'current-context': context,
    clusters: [{ name: 'prod', cluster: { server: api.url, 'certificate-authority': 'ca.crt' } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: context, context: { cluster: 'prod', user: 'admin' } }],
  });
}

/** A folder of kubeconfigs with the authority beside them, and what one look-up through `KUBECONFIG` sends. */
function folderOf(files: Readonly<Record<string, string>>) {
  const folder = freshFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'ca.crt'), tlsFile('ca.crt'));
  const listed = (names: readonly string[]) => ({
    home: folder,
    env: { KUBECONFIG: names.map((name) => join(folder, name)).join(':') },
  });
  const ask = async (names: readonly string[], context?: string) => {
    const chosen = context === undefined ? {} : { context };
    const source = createKubernetesSource({ context: loadKubeContext({ ...listed(names), ...chosen }), env: {} });
    onTestFinished(() => source.close());
    return source.lookUp(PODS);
  };
  return { listed, ask };
}

test('a list of kubeconfigs: the first to name a cluster, a user or the current context wins', async () => {
  const [one, two] = [await secureApi(), await secureApi()];
  const { listed, ask } = folderOf({
    empty: '',
    one: configOf(one, 'token-one', 'a'),
    two: configOf(two, 'token-two', 'b'),
  });
  const names = ['missing', 'empty', 'one', 'two'];
  expect((await ask(names)).state).toBe('known');
  // The context of the second file, whose cluster and user the first file has named already.
  expect((await ask(names, 'b')).state).toBe('known');
  expect(one.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-one', 'Bearer token-one']);
  expect(two.requests).toEqual([]);
  expect(listContexts(listed(names))).toEqual({ names: ['a', 'b'], current: 'a' });
  expect((await ask(['two', 'one'])).state).toBe('known');
  expect(two.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-two']);
});

test('a context without a user is verified by the authority of its cluster', async () => {
  const api = await secureApi();
  const text = configOf(api, 'x', 'a').replace(',"user":"admin"', '');
  expect(text).not.toContain('"user":"admin"');
  expect((await folderOf({ one: text }).ask(['one'])).state).toBe('known');
  expect(api.requests[0]?.headers.authorization).toBeUndefined();
});
