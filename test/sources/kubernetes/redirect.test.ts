import { expect, test } from 'vitest';
import { json, PODS, podList, sourceFor, startApi, type Handler } from './fake-api.ts';

const redirectTo =
  (status: number, location: string): Handler =>
  (_request, response) =>
    response.writeHead(status, { Location: location }).end();

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) to another host never carries the token there',
  async (status) => {
    const other = await startApi((_request, response) => json(response, podList(['a'])));
    const api = await startApi(redirectTo(status, `${other.url}/api/v1/pods`));
    const fact = await sourceFor(api.url, { user: { token: 'SECRET', as: 'eve' } }).lookUp(PODS);
    expect(fact).toEqual({
      state: 'failed',
      reason: expect.stringMatching(
        /^the API server answers with a redirect \(30\d [\w ]+\), which is never followed: the credential would go along$/,
      ) as string,
      hint: expect.stringContaining('check server in the kubeconfig') as string,
    });
    expect([api.requests.length, other.requests.length]).toEqual([1, 0]);
  },
);

test('a redirect within the same host is not followed either, and discovery follows none', async () => {
  const api = await startApi(redirectTo(307, '/elsewhere'));
  const source = sourceFor(api.url, { user: { token: 'SECRET' } });
  const releases = { from: 'list', resource: 'helmreleases.helm.toolkit.fluxcd.io', namespace: null } as const;
  for (const query of [PODS, releases, { from: 'server' } as const]) {
    expect(await source.lookUp(query)).toMatchObject({ reason: expect.stringContaining('never followed') as string });
  }
  expect(api.requests.map(({ url }) => url)).not.toContain('/elsewhere');
  expect(api.requests).toHaveLength(3);
});
