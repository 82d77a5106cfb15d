import { describe, expect, test } from 'vitest';
import {
  captureWith,
  containerStatus,
  CREATED,
  definition,
  get,
  list,
  names,
  object,
  pod,
  serving,
  TABLE,
} from './build.ts';
import { serveCapture } from '../../src/replay/server.ts';

const SNAPSHOT = 'capturedAt: 2026-01-01T02:00:00Z\n';
const WORLD = {
  'snapshot.yaml': SNAPSHOT,
  'objects.json': list([
    pod('shop/web', { metadata: { labels: { app: 'web', tier: 'front' }, resourceVersion: '7' } }),
    pod('bank/api', { metadata: { labels: { app: 'api' }, resourceVersion: '40' } }),
    pod('bank/job', { spec: { nodeName: 'n2' }, status: { phase: 'Succeeded' } }),
    object('v1', 'Node', 'n1'),
    object('v1', 'Namespace', 'shop'),
    object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'shop/web', { spec: { interval: '5m' } }),
  ]),
};

describe('lists and objects', () => {
  test('a list is sorted by namespace and name; items of built-in kinds have no kind, custom ones do', async () => {
    const server = await serving(WORLD);
    const { body, code } = await get(server, '/api/v1/pods');
    expect([code, names(body)]).toEqual([200, ['api', 'job', 'web']]);
    expect(body).toMatchObject({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '40' } });
    expect((body as { items: object[] }).items.map((item) => 'kind' in item || 'apiVersion' in item)).toEqual([
      false,
      false,
      false,
    ]);
    const releases = await get(server, '/apis/helm.toolkit.fluxcd.io/v2/namespaces/shop/helmreleases');
    expect(releases.body).toMatchObject({
      kind: 'HelmReleaseList',
      items: [{ kind: 'HelmRelease', apiVersion: 'helm.toolkit.fluxcd.io/v2', spec: { interval: '5m' } }],
    });
  });

  test('the namespace comes before the name in the order of a list', async () => {
    const server = await serving({ 'pods.json': list([pod('z/a'), pod('a/z'), pod('a/B'), pod('a/b')]) });
    expect(names((await get(server, '/api/v1/pods')).body)).toEqual(['B', 'b', 'z', 'a']);
  });

  test('a list of one namespace, also of one that is not there', async () => {
    const server = await serving(WORLD);
    expect(names((await get(server, '/api/v1/namespaces/bank/pods')).body)).toEqual(['api', 'job']);
    expect(names((await get(server, '/api/v1/namespaces/nowhere/pods')).body)).toEqual([]);
  });

  test('one object, whole', async () => {
    const server = await serving(WORLD);
    expect((await get(server, '/api/v1/namespaces/shop/pods/web')).body).toMatchObject({
      kind: 'Pod',
      apiVersion: 'v1',
    });
    expect((await get(server, '/api/v1/namespaces/shop')).body).toMatchObject({
      kind: 'Namespace',
      metadata: { name: 'shop' },
    });
  });

  test('an absent object is 404 in the words of the real server', async () => {
    const server = await serving(WORLD);
    expect((await get(server, '/api/v1/namespaces/shop/pods/x')).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'pods "x" not found',
      reason: 'NotFound',
      details: { name: 'x', kind: 'pods' },
      code: 404,
    });
    const release = await get(server, '/apis/helm.toolkit.fluxcd.io/v2/namespaces/shop/helmreleases/x');
    expect(release.body).toMatchObject({
      code: 404,
      message: 'helmreleases.helm.toolkit.fluxcd.io "x" not found',
      details: { name: 'x', group: 'helm.toolkit.fluxcd.io', kind: 'helmreleases' },
    });
  });

  test('paths that do not fit the scope of the kind or its version lead nowhere', async () => {
    const server = await serving(WORLD);
    const paths = [
      '/api/v1/namespaces/shop/nodes',
      '/api/v1/pods/web',
      '/apis/helm.toolkit.fluxcd.io/v1/helmreleases',
      '/a//b',
    ];
    const answers = await Promise.all(paths.map((path) => get(server, path)));
    expect(answers.map(({ code }) => code)).toEqual([404, 404, 404, 404]);
  });

  test('only metadata, when only that is asked for', async () => {
    const server = await serving({ 'a.json': object('v1', 'Secret', 'a/s', { data: { key: 'aGVsbG8=' } }) });
    const accept = (kind: string): string => `application/json;as=${kind};g=meta.k8s.io;v=v1`;
    const { body } = await get(server, '/api/v1/secrets', accept('PartialObjectMetadataList'));
    expect(body).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(names(body)).toEqual(['s']);
    const none = await get(server, '/api/v1/namespaces/b/secrets', accept('PartialObjectMetadataList'));
    expect(none.body).toMatchObject({ kind: 'PartialObjectMetadataList', items: null });
    const one = await get(server, '/api/v1/namespaces/a/secrets/s', accept('PartialObjectMetadata'));
    expect(one.body).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 's' } });
    expect(JSON.stringify([body, one.body])).not.toContain('aGVsbG8=');
  });

  test('a watch brings what is there and stays open until its time is up', async () => {
    const server = await serving(WORLD);
    const { body } = await get(server, '/api/v1/nodes?watch=true&timeoutSeconds=1');
    expect(body).toMatchObject({ type: 'ADDED', object: { kind: 'Node', metadata: { name: 'n1' } } });
  });

  test('a watch without a time begins at once, and ends with its client', async () => {
    const server = await serving(WORLD);
    const client = new AbortController();
    const { status, body } = await fetch(`${server.url}/api/v1/nodes?watch=true&resourceVersion=40`, {
      signal: client.signal,
    });
    expect(status).toBe(200);
    const first = body?.getReader().read();
    client.abort();
    await expect(first).rejects.toThrow();
    expect((await get(server, '/api/v1/nodes')).code).toBe(200);
  });

  test('a streaming list says where the objects that were there end', async () => {
    const server = await serving(WORLD);
    const query =
      'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1';
    const { body } = await get(server, `/api/v1/nodes?${query}`);
    const events = String(body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(events[1]).toMatchObject({
      object: { kind: 'Node', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    });
  });
});

describe('selectors', () => {
  test.each([
    ['labelSelector=app%3Dweb', ['web']],
    ['labelSelector=app!%3Dweb', ['api', 'job']],
    ['labelSelector=app in (web, api),tier', ['web']],
    ['labelSelector=app notin (web)', ['api', 'job']],
    ['labelSelector=!app', ['job']],
    ['labelSelector=tier%3D%3Dback', []],
    ['fieldSelector=status.phase!%3DRunning', ['job']],
    ['fieldSelector=spec.nodeName%3Dn1,metadata.namespace%3Dbank', ['api']],
    ['fieldSelector=metadata.name%3D%3Dweb', ['web']],
    ['fieldSelector=spec.hostNetwork%3Dfalse', ['api', 'job', 'web']],
  ])('%s', async (query, expected) => {
    const server = await serving(WORLD);
    expect(names((await get(server, `/api/v1/pods?${query}`)).body)).toEqual(expected);
  });

  test('events by the object they are about', async () => {
    const event = (name: string, rest: object): object => object('v1', 'Event', `a/${name}`, { ...rest });
    const server = await serving({
      'events.json': list([
        event('e1', {
          involvedObject: { kind: 'Pod', name: 'web', uid: 'u1' },
          type: 'Warning',
          source: { component: 'kubelet' },
        }),
        event('e2', { involvedObject: { kind: 'Pod', name: 'api', uid: 'u2' }, type: 'Normal', reason: 'Pulled' }),
      ]),
    });
    const select = async (fields: string): Promise<string[]> =>
      names((await get(server, `/api/v1/events?fieldSelector=${encodeURIComponent(fields)}`)).body);
    expect(await select('involvedObject.name=web,involvedObject.uid=u1')).toEqual(['e1']);
    expect(await select('type=Normal,reason=Pulled')).toEqual(['e2']);
    expect(await select('source=kubelet')).toEqual(['e1']);
  });

  test.each([
    ['pods?fieldSelector=spec.image%3Dx', 'field label not supported: spec.image'],
    ['nodes?fieldSelector=metadata.namespace%3Dx', 'field label not supported: metadata.namespace'],
    [
      'configmaps?fieldSelector=metadata.name%3Da,data.b%3Dx',
      '"data.b" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
  ])('by a field that the server cannot select by: %s', async (path, message) => {
    const server = await serving({ 'snapshot.yaml': 'complete: true\n' });
    expect((await get(server, `/api/v1/${path}`)).body).toMatchObject({ code: 400, reason: 'BadRequest', message });
  });

  test.each([
    ['/apis/batch/v1/jobs?fieldSelector=status.successful%3D1', ['done']],
    ['/apis/batch/v1/jobs?fieldSelector=status.successful%3D0', ['new']],
    ['/api/v1/pods?fieldSelector=spec.host%3Dn1', ['p']],
    ['/api/v1/events?fieldSelector=source%3Ddefault-scheduler', ['e']],
  ])('by a field whose label is not its path: %s', async (path, expected) => {
    const server = await serving({
      'objects.json': list([
        object('batch/v1', 'Job', 'a/done', { status: { succeeded: 1 } }),
        object('batch/v1', 'Job', 'a/new', { status: {} }),
        pod('a/p'),
        object('v1', 'Event', 'a/e', { source: {}, reportingComponent: 'default-scheduler' }),
      ]),
    });
    expect(names((await get(server, path)).body)).toEqual(expected);
  });

  test('one that cannot be read is 400', async () => {
    const server = await serving(WORLD);
    const labels = await get(server, '/api/v1/pods?labelSelector=a%20b');
    const fields = await get(server, '/api/v1/pods?fieldSelector=nonsense');
    expect([labels.body, fields.body]).toMatchObject([{ code: 400, reason: 'BadRequest' }, { code: 400 }]);
  });
});

describe('pages', () => {
  test('limit and continue walk through a list', async () => {
    const server = await serving(WORLD);
    const first = (await get(server, '/api/v1/pods?limit=2')).body as { metadata: Record<string, unknown> };
    expect(first.metadata).toMatchObject({ remainingItemCount: 1, resourceVersion: '40' });
    const second = (await get(server, `/api/v1/pods?limit=2&continue=${String(first.metadata['continue'])}`)).body;
    expect([names(first), names(second)]).toEqual([['api', 'job'], ['web']]);
    expect((second as typeof first).metadata).toEqual({ resourceVersion: '40' });
  });

  test.each([
    ['a token of the server that was captured is 410', { v: 'meta.k8s.io/v1', rv: 5, start: 'a\0' }, 410, 'Expired'],
    ['one of another making is 400', { v: 'v0' }, 400, 'BadRequest'],
    ['so is one that is none', 'abc', 400, 'BadRequest'],
  ])('%s', async (_name, token, code, reason) => {
    const text = Buffer.from(JSON.stringify(token)).toString('base64url');
    expect((await get(await serving(WORLD), `/api/v1/pods?limit=2&continue=${text}`)).body).toMatchObject({
      code,
      reason,
    });
  });

  test('a list at version 0 comes from the cache of the server, which knows no pages', async () => {
    const { body } = await get(await serving(WORLD), '/api/v1/pods?limit=1&resourceVersion=0');
    expect(names(body)).toHaveLength(3);
  });
});

describe('what is denied, not held, or absent', () => {
  test('denied kinds are 403 in the words of the authorizer, by the capture and by option', async () => {
    const server = await serving({ ...WORLD, 'snapshot.yaml': 'denied: [nodes]\n' }, { deny: ['hr', 'pods/log'] });
    const message = async (path: string): Promise<unknown> => {
      const { code, body } = await get(server, path);
      return [code, (body as { message: string }).message];
    };
    expect(await message('/api/v1/nodes')).toEqual([
      403,
      'nodes is forbidden: User "reader" cannot list resource "nodes" in API group "" at the cluster scope',
    ]);
    expect(await message('/apis/helm.toolkit.fluxcd.io/v2/namespaces/shop/helmreleases')).toEqual([
      403,
      'helmreleases.helm.toolkit.fluxcd.io is forbidden: User "reader" cannot list resource "helmreleases" in API group "helm.toolkit.fluxcd.io" in the namespace "shop"',
    ]);
    expect(await message('/api/v1/namespaces/shop/pods/web/log')).toEqual([
      403,
      'pods "web" is forbidden: User "reader" cannot get resource "pods/log" in API group "" in the namespace "shop"',
    ]);
    expect((await get(server, '/api/v1/pods')).code).toBe(200);
  });

  test('a kind that is not held is 501, and so is a group of which nothing is seen', async () => {
    const server = await serving(WORLD);
    const { body } = await get(server, '/apis/apps/v1/namespaces/a/deployments/x');
    expect(body).toMatchObject({
      code: 501,
      reason: 'NotHeld',
      message: 'this capture does not hold deployments.apps',
    });
    const paths = [
      '/api/v1/services',
      '/apis/karpenter.sh/v1/nodepools',
      '/apis/karpenter.sh',
      '/apis/karpenter.sh/v1',
    ];
    const codes = await Promise.all(paths.map(async (path) => (await get(server, path)).code));
    expect(codes).toEqual([501, 501, 501, 501]);
  });

  test('in a complete capture built-in kinds are empty, and kinds that nothing shows do not exist', async () => {
    const server = await serving({
      'snapshot.yaml': 'complete: true\n',
      'a.json': definition('widgets', 'example.com', 'Widget'),
    });
    expect(await get(server, '/apis/apps/v1/deployments')).toMatchObject({
      code: 200,
      body: { kind: 'DeploymentList', items: [] },
    });
    expect((await get(server, '/apis/example.com/v1/widgets')).body).toMatchObject({ kind: 'WidgetList', items: [] });
    for (const path of [
      '/apis/karpenter.sh',
      '/apis/karpenter.sh/v1',
      '/apis/karpenter.sh/v1/nodepools',
      '/apis/example.com/v1/gadgets',
    ]) {
      expect(await get(server, path)).toMatchObject({ code: 404, body: '404 page not found\n' });
    }
  });

  test('a kind with a definition but without objects is not held, and yet exists', async () => {
    const server = await serving({ 'a.json': definition('widgets', 'example.com', 'Widget') });
    expect((await get(server, '/apis/example.com')).code).toBe(200);
    expect((await get(server, '/apis/example.com/v1/widgets')).code).toBe(501);
  });
});

describe('discovery', () => {
  test('groups, versions and kinds', async () => {
    const server = await serving({
      ...WORLD,
      'crd.json': definition('widgets', 'example.com', 'Widget', {
        versions: [{ name: 'v1beta1' }, { name: 'v1' }, { name: 'v2', served: false }],
      }),
    });
    expect((await get(server, '/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    expect((await get(server, '/apis/example.com')).body).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'example.com',
      versions: [
        { groupVersion: 'example.com/v1', version: 'v1' },
        { groupVersion: 'example.com/v1beta1', version: 'v1beta1' },
      ],
      preferredVersion: { groupVersion: 'example.com/v1', version: 'v1' },
    });
    const core = (await get(server, '/api/v1')).body as { resources: { name: string }[] };
    expect(core).toMatchObject({ kind: 'APIResourceList', groupVersion: 'v1' });
    expect(core.resources.find(({ name }) => name === 'pods')).toEqual({
      name: 'pods',
      singularName: 'pod',
      namespaced: true,
      kind: 'Pod',
      verbs: ['get', 'list', 'watch'],
      shortNames: ['po'],
      categories: ['all'],
    });
    expect(core.resources.map(({ name }) => name)).toContain('pods/log');
  });

  test('everything at once, for a client that can read that', async () => {
    const server = await serving(WORLD);
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const { body, headers } = await get(server, '/apis', accept);
    expect(headers.get('content-type')).toBe('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    const groups = (body as { items: { metadata: { name: string }; versions: unknown[] }[] }).items;
    expect(groups.find((group) => group.metadata.name === 'helm.toolkit.fluxcd.io')?.versions).toMatchObject([
      { version: 'v2', resources: [{ resource: 'helmreleases', scope: 'Namespaced', shortNames: ['hr'] }] },
    ]);
    expect(groups.map((group) => group.metadata.name)).not.toContain('karpenter.sh');
  });

  test('a group of which something is held lists what may be beside it, unless the capture is complete', async () => {
    const source = { 'a.json': object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'a/b') };
    const kinds = async (files: object): Promise<string[]> => {
      const { body } = await get(await serving({ ...source, ...files }), '/apis/source.toolkit.fluxcd.io/v1');
      return (body as { resources: { name: string }[] }).resources.map(({ name }) => name);
    };
    expect(await kinds({})).toContain('helmrepositories');
    expect(await kinds({ 'snapshot.yaml': 'complete: true' })).toEqual(['gitrepositories']);
  });
});

describe('logs', () => {
  const state = (status: object): object => ({ status: { phase: 'Pending', containerStatuses: [status] } });
  const FILES = {
    'pods.json': list([
      pod('a/web', {
        spec: { nodeName: 'n', containers: [{ name: 'app' }, { name: 'side' }], initContainers: [{ name: 'init' }] },
      }),
      pod('a/pull', { ...state(containerStatus('app', { waiting: { reason: 'ImagePullBackOff' } })) }),
      pod('a/loop', {
        ...state(
          containerStatus(
            'app',
            { waiting: { reason: 'CrashLoopBackOff' } },
            { restartCount: 2, lastState: { terminated: { exitCode: 1 } } },
          ),
        ),
      }),
      pod('a/timed', { spec: { containers: [{ name: 'app' }] } }),
      pod('a/new', { spec: { containers: [{ name: 'app' }] }, status: { phase: 'Pending' } }),
    ]),
    'logs/a/web/app.log': 'one\ntwo\nthrée\n',
    'logs/a/timed/app.log': '2026-01-01T01:59:00.000000001Z one\n2026-01-01T01:59:01.000000000Z two\n',
    'logs/a/loop/app.previous.log': 'panic\n',
  };
  const LOG = '/api/v1/namespaces/a/pods';

  test.each([
    ['/web/log?container=app', 200, 'one\ntwo\nthrée\n'],
    ['/web/log?container=app&tailLines=2', 200, 'two\nthrée\n'],
    ['/web/log?container=app&timestamps=true&tailLines=2', 200, 'two\nthrée\n'],
    ['/timed/log?tailLines=1', 200, 'two\n'],
    ['/timed/log?tailLines=1&timestamps=true', 200, '2026-01-01T01:59:01.000000000Z two\n'],
    ['/web/log?container=app&tailLines=0', 200, ''],
    ['/web/log?container=app&limitBytes=5', 200, 'one\nt'],
    ['/loop/log?previous=true', 200, 'panic\n'],
    ['/new/log', 204, ''],
  ])('%s', async (path, code, text) => {
    const got = await get(await serving(FILES), LOG + path);
    expect([got.code, got.body, got.headers.get('content-type')]).toEqual([
      code,
      text,
      code === 204 ? null : 'text/plain',
    ]);
  });

  test.each([
    ['/web/log', 400, 'a container name must be specified for pod web, choose one of: [init app side]'],
    ['/web/log?tailLines=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    [
      '/gone/log?tailLines=-1&limitBytes=0',
      422,
      'PodLogOptions "gone" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than 0]',
    ],
    [
      '/web/log?sinceTime=yesterday',
      400,
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    ],
    ['/web/log?container=nope', 400, 'container nope is not valid for pod web'],
    ['/web/log?container=side', 501, 'this capture does not hold the log of container "side" in pod "web"'],
    ['/pull/log', 400, 'container "app" in pod "pull" is waiting to start: trying and failing to pull image'],
    ['/pull/log?previous=true', 400, 'previous terminated container "app" in pod "pull" not found'],
    ['/loop/log', 501, 'this capture does not hold the log of container "app" in pod "loop"'],
    ['/gone/log', 404, 'pods "gone" not found'],
  ])('%s is refused', async (path, code, message) => {
    expect((await get(await serving(FILES), LOG + path)).body).toMatchObject({ kind: 'Status', code, message });
  });
});

describe('the rest', () => {
  test('the clock stands at the moment of the capture, whatever is asked', async () => {
    const server = await serving(WORLD);
    const answers = await Promise.all(
      ['/version', '/api/v1/pods', '/nowhere', '/readyz'].map((path) => get(server, path)),
    );
    expect(answers.map(({ headers }) => headers.get('date'))).toEqual(Array(4).fill('Thu, 01 Jan 2026 02:00:00 GMT'));
    expect(answers[3]?.body).toBe('ok');
  });

  test('the version is the one of the snapshot, or left out', async () => {
    const known = await serving({ 'snapshot.yaml': 'version: v1.31.4-eks-1\n' });
    expect((await get(known, '/version')).body).toEqual({ major: '1', minor: '31', gitVersion: 'v1.31.4-eks-1' });
    expect((await get(await serving(WORLD), '/version')).body).not.toHaveProperty('gitVersion');
  });

  test('a running clock begins at the moment of the capture, and every time has moved along', async () => {
    const began = Math.floor(Date.now() / 1000);
    const server = await serving(
      {
        'snapshot.yaml': 'capturedAt: 2026-01-01T02:00:00Z\ncomplete: true\n',
        'objects.json': list([
          pod('shop/web'),
          object('v1', 'Event', 'shop/web.1', {
            eventTime: '2026-01-01T01:00:00.123456Z',
            message: 'since 2026-01-01T01:00:00Z',
          }),
          object('v1', 'Secret', 'shop/helm', { metadata: { labels: { modifiedAt: '1767225600' } } }),
        ]),
        'logs/shop/web/app.log': '2026-01-01T01:59:00Z ready\n',
      },
      { clock: 'running' },
    );
    const { body, headers } = await get(server, '/api/v1/namespaces/shop/events/web.1');
    const { eventTime, message } = body as { eventTime: string; message: string };
    const moved = Date.parse(eventTime) / 1000 - Date.parse('2026-01-01T01:00:00.123Z') / 1000;
    expect(Date.parse('2026-01-01T02:00:00Z') / 1000 + moved).toBeGreaterThanOrEqual(began);
    expect(Date.parse(headers.get('date') ?? '') / 1000).toBeGreaterThanOrEqual(began);
    expect(eventTime).toMatch(/\.123456Z$/);
    expect(message).toBe('since 2026-01-01T01:00:00Z');
    const secret = (await get(server, '/api/v1/namespaces/shop/secrets/helm')).body;
    expect(secret).toMatchObject({ metadata: { labels: { modifiedAt: String(1767225600 + moved) } } });
    const log = await get(server, '/api/v1/namespaces/shop/pods/web/log?sinceSeconds=600');
    expect(log.body).toBe('ready\n');
  });

  test('a client that goes by the clock of the server is told the recorded moment on a running clock too', async () => {
    const capturedAt = '2026-01-01T02:00:00Z';
    const files = { 'snapshot.yaml': `capturedAt: ${capturedAt}\n`, 'objects.json': list([pod('shop/web')]) };
    const [still, running] = [await serving(files), await serving(files, { clock: 'running' })];
    const [known, asked] = await Promise.all(
      [still, running].map(({ url }) =>
        fetch(`${url}/api/v1/namespaces/shop/pods/web`, { headers: { 'user-agent': 'kubedoc' } }),
      ),
    );
    expect(asked?.headers.get('date')).toBe(new Date(capturedAt).toUTCString());
    expect(await asked?.text()).toBe(await known?.text());
  });

  test("in somebody else's name nothing is said, whatever is asked", async () => {
    const server = await serving(WORLD);
    const response = await fetch(`${server.url}/api/v1/pods`, { headers: { 'impersonate-user': 'ann' } });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      reason: 'Forbidden',
      message:
        'users "ann" is forbidden: User "reader" cannot impersonate resource "users" in API group "" at the cluster scope',
    });
  });

  test('who one is', async () => {
    const server = await serving(WORLD);
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const response = await fetch(server.url + path, { method: 'POST', body: '{}' });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ status: { userInfo: { username: 'reader' } } });
  });

  test.each(['exec', 'attach', 'portforward', 'proxy'])('there is no way into a pod: %s', async (way) => {
    const { body } = await get(await serving(WORLD), `/api/v1/namespaces/shop/pods/web/${way}`);
    expect(body).toMatchObject({ code: 405, reason: 'MethodNotAllowed' });
  });

  test.each(['/openapi/v2', '/openapi/v3', '/openapi/v3/api/v1'])('%s says that there is none', async (path) => {
    const { code, body } = await get(await serving(WORLD), path);
    expect(code).toBe(501);
    expect(body).toContain('a recorded cluster');
  });

  test('everything that changes something is 405, and everything is recorded', async () => {
    const server = await serving(WORLD);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await fetch(`${server.url}/api/v1/namespaces/shop/pods/web?x=1`, { method });
      expect(await response.json()).toMatchObject({ kind: 'Status', code: 405, reason: 'MethodNotAllowed' });
    }
    expect(server.requests().map(({ method, path }) => `${method} ${path}`)).toContain(
      'DELETE /api/v1/namespaces/shop/pods/web?x=1',
    );
    expect((await get(server, '/api/v1/namespaces/shop/pods/web')).code).toBe(200);
  });

  test('access reviews: reading what is held and not denied is allowed', async () => {
    const server = await serving(WORLD, { deny: ['nodes'] });
    const ask = async (resourceAttributes: object): Promise<unknown> => {
      const body = JSON.stringify({ kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } });
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      const response = await fetch(server.url + path, { method: 'POST', body });
      expect(response.status).toBe(201);
      return ((await response.json()) as { status: unknown }).status;
    };
    expect(await ask({ verb: 'list', resource: 'pods' })).toEqual({ allowed: true });
    expect(await ask({ verb: 'delete', resource: 'pods' })).toEqual({ allowed: false });
    expect(await ask({ verb: 'list', resource: 'nodes' })).toEqual({ allowed: false });
    expect(await ask({ verb: 'get', group: 'apps', resource: 'deployments' })).toEqual({
      allowed: false,
      reason: 'this capture does not hold deployments.apps',
    });
  });

  test('a review whose body is broken is 400', async () => {
    const server = await serving(WORLD);
    for (const body of ['{', Buffer.from('k8s\0\x12\x7fabc')]) {
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      expect((await fetch(server.url + path, { method: 'POST', body })).status).toBe(400);
    }
  });

  test('a taken port is an error', async () => {
    const first = await serving(WORLD);
    await expect(serveCapture(await captureWith(WORLD), { port: first.port })).rejects.toThrow('EADDRINUSE');
  });

  test('a table without objects has no namespace in it; by default it has metadata', async () => {
    const server = await serving(WORLD);
    const rows = async (query: string): Promise<unknown> =>
      ((await get(server, `/api/v1/nodes${query}`, TABLE)).body as { rows: unknown }).rows;
    expect(await rows('?includeObject=None')).toEqual([{ cells: expect.anything() as unknown, object: null }]);
    expect(await rows('')).toMatchObject([
      { object: { kind: 'PartialObjectMetadata', metadata: { creationTimestamp: CREATED } } },
    ]);
    expect(await rows('?includeObject=Object')).toMatchObject([{ object: { kind: 'Node' } }]);
  });
});
