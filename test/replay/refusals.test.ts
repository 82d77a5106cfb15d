import { describe, expect, test } from 'vitest';
import { definition, get, list, object, pod, serving, TABLE, type Files } from './build.ts';

const WORLD: Files = {
  'snapshot.yaml': 'complete: true\nversion: v1.34.4\n',
  'all.json': list([
    pod('shop/web', { metadata: { resourceVersion: '7' } }),
    definition('widgets', 'example.com', 'Widget', {
      versions: [
        { name: 'v1', served: true, storage: true, subresources: { status: {} } },
        { name: 'v1beta1', served: true, deprecated: true },
      ],
    }),
    object('example.com/v1', 'Widget', 'shop/red'),
  ]),
};

const PODS = '/api/v1/namespaces/shop/pods';
const NOWHERE = 'the server could not find the requested resource';

describe('as a real server refuses it', () => {
  test.each([
    [`${PODS}?limit=x`, 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    [`${PODS}?resourceVersion=x`, 400, 'invalid resource version: resourceVersion: Invalid value: "x"'],
    [`${PODS}?resourceVersion=8`, 504, 'Timeout: Too large resource version: 8, current: 7'],
    [`${PODS}/web?resourceVersion=x`, 500, 'resourceVersion: Invalid value: "x"'],
    [`${PODS}?resourceVersionMatch=Exact`, 422, 'resourceVersionMatch is forbidden unless resourceVersion is provided'],
    [`${PODS}?resourceVersion=0&resourceVersionMatch=Exact`, 422, 'forbidden for resourceVersion "0"'],
    [`${PODS}?resourceVersion=0&resourceVersionMatch=Never`, 422, 'supported values: "Exact", "NotOlderThan", ""'],
    [`${PODS}?sendInitialEvents=true`, 422, 'sendInitialEvents is forbidden for list'],
    [`${PODS}?watch=1&sendInitialEvents=true`, 422, 'requires setting resourceVersionMatch to NotOlderThan'],
    [
      `${PODS}?watch=1&resourceVersionMatch=NotOlderThan`,
      422,
      'forbidden for watch unless sendInitialEvents is provided',
    ],
    [`${PODS}?fieldSelector=metadata.name`, 400, "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
    [`${PODS}?fieldSelector=metadata.name%3Da%5Cb`, 400, 'invalid field selector: invalid escape sequence: \\b'],
    ['/apis/batch/v1/jobs?fieldSelector=a%3Db', 400, 'field label "a" not supported for Job'],
    [
      '/apis/apps/v1/replicasets?fieldSelector=status.replicas%3D0',
      400,
      '"status.replicas" is not a known field selector',
    ],
    ['/api/v1/nothing', 404, NOWHERE],
    ['/apis/apps/v9/deployments', 404, NOWHERE],
    [`${PODS}/web/nothing`, 404, NOWHERE],
    ['/apis/example.com/v1/namespaces/shop/widgets/red/scale', 404, 'widgets.example.com "red" not found'],
  ])('%s', async (path, code, message) => {
    const got = await get(await serving(WORLD), path);
    expect(got.code).toBe(code);
    expect(got.body).toMatchObject({ kind: 'Status', message: expect.stringContaining(message) as string });
  });

  test.each(['/nowhere', '/apis/nowhere.example.com/v1/things', '/apis/example.com/v1/gadgets'])(
    '%s leads nowhere, in plain text',
    async (path) => {
      expect(await get(await serving(WORLD), path)).toMatchObject({ code: 404, body: '404 page not found\n' });
    },
  );

  test.each([
    ['/api', 'text/html'],
    ['/version', 'text/html'],
    [PODS, 'text/html'],
    [PODS, 'application/json;as=Chair;v=v1;g=meta.k8s.io'],
    [PODS, 'application/json;as=Table;v=v2;g=meta.k8s.io'],
    [PODS, 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io'],
    [`${PODS}/web`, 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'],
    [`${PODS}/web/log`, 'text/html'],
  ])('%s as %s is not acceptable', async (path, accept) => {
    expect((await get(await serving(WORLD), path, accept)).body).toMatchObject({ code: 406, reason: 'NotAcceptable' });
  });
});

describe('what is taken', () => {
  test.each([
    ['text/html, application/json;q=0.9', 'PodList'],
    ['application/json;as=Table;v=v2;g=meta.k8s.io,application/json', 'PodList'],
    ['application/json;q=0.5,application/json;as=Table;v=v1;g=meta.k8s.io', 'Table'],
    ['*/*', 'PodList'],
  ])('%s', async (accept, kind) => {
    expect((await get(await serving(WORLD), PODS, accept)).body).toMatchObject({ kind });
  });

  test('a table in its older version', async () => {
    const { body } = await get(await serving(WORLD), PODS, 'application/json;as=Table;v=v1beta1;g=meta.k8s.io');
    expect(body).toMatchObject({
      apiVersion: 'meta.k8s.io/v1beta1',
      rows: [{ object: { apiVersion: 'meta.k8s.io/v1beta1' } }],
    });
  });

  test('only the first table of a watch names the columns', async () => {
    const query = '?watch=1&timeoutSeconds=1&resourceVersion=0';
    const { body } = await get(
      await serving({ 'pods.json': list([pod('a/p'), pod('a/q')]) }),
      `/api/v1/pods${query}`,
      TABLE,
    );
    const columns = String(body)
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { object: { columnDefinitions: unknown } }).object.columnDefinitions);
    expect(columns).toEqual([expect.any(Array), null]);
  });

  test('a pod that has ended says so beside its row', async () => {
    const { body } = await get(
      await serving({ 'pods.json': list([pod('a/p', { status: { phase: 'Failed' } })]) }),
      '/api/v1/pods',
      TABLE,
    );
    expect(body).toMatchObject({ rows: [{ conditions: [{ type: 'Completed', reason: 'Failed' }] }] });
  });
});

describe('versions', () => {
  test('one that is on its way out is warned of', async () => {
    const server = await serving(WORLD);
    const warning = async (path: string): Promise<string | null> => (await get(server, path)).headers.get('warning');
    expect(await warning('/apis/example.com/v1beta1/widgets')).toBe(
      '299 - "example.com/v1beta1 Widget is deprecated; use example.com/v1 Widget"',
    );
    expect(await warning('/apis/example.com/v1/widgets')).toBeNull();
    expect(await warning('/api/v1/endpoints')).toContain('v1 Endpoints is deprecated in v1.33+');
  });

  test('a status that the definition does not have is not there', async () => {
    const status = '/apis/example.com/VERSION/namespaces/shop/widgets/red/status';
    const server = await serving(WORLD);
    expect((await get(server, status.replace('VERSION', 'v1'))).code).toBe(200);
    expect((await get(server, status.replace('VERSION', 'v1beta1'))).code).toBe(404);
  });

  test.each([
    ['v1.32.0', 404],
    ['v1.33.1', 200],
  ])('a complete capture of %s answers %i for what came with 1.33', async (version, code) => {
    const server = await serving({ ...WORLD, 'snapshot.yaml': `complete: true\nversion: ${version}\n` });
    expect((await get(server, '/apis/networking.k8s.io/v1/servicecidrs')).code).toBe(code);
  });

  test('who may not read an object may not read its status', async () => {
    const server = await serving(WORLD, { deny: ['pods'] });
    expect((await get(server, `${PODS}/web/status`)).body).toMatchObject({
      code: 403,
      message: expect.stringContaining('cannot get resource "pods/status"') as string,
    });
  });
});
