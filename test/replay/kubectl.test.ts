import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { loadCapture } from '../../src/replay/capture.ts';
import { serveCapture, type ReplayServer } from '../../src/replay/server.ts';
import { kubeconfigFor } from '../../src/replay/write-kubeconfig.ts';
import { containerStatus, CREATED, definition, list, object, pod } from './build.ts';

const run = promisify(execFile);

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const OBJECTS = list([
  pod('shop/web', {
    metadata: { labels: { app: 'web' }, uid: 'u-web' },
    status: {
      phase: 'Running',
      podIP: '10.0.0.7',
      containerStatuses: [
        containerStatus(
          'app',
          { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
          {
            restartCount: 4,
            lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: CREATED, finishedAt: CREATED } },
          },
        ),
      ],
    },
  }),
  pod('bank/api', { metadata: { labels: { app: 'api' } } }),
  object('v1', 'Node', 'n1', {
    status: { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kubeletVersion: 'v1.31.0' } },
  }),
  object('v1', 'Event', 'shop/web.1', {
    involvedObject: { kind: 'Pod', name: 'web', namespace: 'shop', uid: 'u-web' },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    count: 9,
    firstTimestamp: CREATED,
    lastTimestamp: CREATED,
  }),
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'shop/web', {
    status: { conditions: [{ type: 'Ready', status: 'False', message: 'context deadline exceeded' }] },
  }),
  definition('widgets', 'example.com', 'Widget'),
  object('example.com/v1', 'Widget', 'shop/w1'),
  object('metrics.k8s.io/v1beta1', 'PodMetrics', 'shop/web', {
    timestamp: CREATED,
    window: '10s',
    containers: [{ name: 'app', usage: { cpu: '250m', memory: '64Mi' } }],
  }),
]);

// Without kubectl on the PATH there is nothing to try: the tests are listed as skipped under this name.
describe.skipIf(!hasKubectl())('kubectl (skipped where there is none on the PATH)', () => {
  let folder: string;
  let server: ReplayServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kubectl-'));
    const capture = join(folder, 'capture');
    await mkdir(join(capture, 'logs/shop/web'), { recursive: true });
    await writeFile(join(capture, 'objects.json'), JSON.stringify(OBJECTS));
    await writeFile(join(capture, 'logs/shop/web/app.log'), 'starting\nallocating\nkilled\n');
    await writeFile(
      join(capture, 'snapshot.yaml'),
      'capturedAt: 2026-01-01T02:00:00Z\ncontext: lab\nnamespace: shop\nversion: v1.32.4\ndenied: [secrets]\n',
    );
    server = await serveCapture(await loadCapture(capture));
    const kubeconfig = kubeconfigFor({ server: server.url, context: 'lab', namespace: 'shop' });
    await writeFile(join(folder, 'config'), kubeconfig);
  });

  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function kubectl(...args: readonly string[]): Promise<string> {
    const env = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: join(folder, 'config') };
    const { stdout, stderr } = await run('kubectl', [...args], { env }).catch(
      (error: unknown) => error as { stdout: string; stderr: string },
    );
    return stdout + stderr;
  }

  const squeezed = (text: string): string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd().replace(/ {2,}/g, '  '));

  test('get pods -A and -o wide', async () => {
    expect(squeezed(await kubectl('get', 'pods', '-A'))).toEqual([
      'NAMESPACE  NAME  READY  STATUS  RESTARTS  AGE',
      'bank  api  1/1  Running  0  120m',
      'shop  web  0/1  CrashLoopBackOff  4 (120m ago)  120m',
    ]);
    expect(squeezed(await kubectl('get', 'pods', '-o', 'wide'))[1]).toBe(
      'web  0/1  CrashLoopBackOff  4 (120m ago)  120m  10.0.0.7  n1  <none>  <none>',
    );
  });

  test('get -o json and -o yaml give the objects back', async () => {
    const json = JSON.parse(await kubectl('get', 'pods', '-A', '-o', 'json')) as {
      items: { kind: string; metadata: { name: string } }[];
    };
    expect(json.items.map((item) => `${item.kind}/${item.metadata.name}`)).toEqual(['Pod/api', 'Pod/web']);
    const [yaml] = parseAllDocuments(await kubectl('get', 'widget', 'w1', '-o', 'yaml'));
    expect(yaml?.toJS()).toMatchObject({
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'w1', namespace: 'shop' },
    });
  });

  test('describe pod shows state and events', async () => {
    const text = await kubectl('describe', 'pod', 'web');
    expect(text).toMatch(/Reason: +CrashLoopBackOff/);
    expect(text).toMatch(/Reason: +OOMKilled\n +Exit Code: +137/);
    expect(text).toMatch(/Warning +BackOff .* Back-off restarting failed container/);
  });

  test('logs, whole and its end', async () => {
    expect(await kubectl('logs', 'web')).toBe('starting\nallocating\nkilled\n');
    expect(await kubectl('logs', 'web', '-c', 'app', '--tail=1')).toBe('killed\n');
    expect(await kubectl('logs', 'web', '--previous')).toContain('this capture does not hold the previous log');
  });

  test('custom resources by short name', async () => {
    expect(squeezed(await kubectl('get', 'hr', '-A'))).toEqual([
      'NAMESPACE  NAME  AGE  READY  STATUS',
      'shop  web  120m  False  context deadline exceeded',
    ]);
    expect(await kubectl('get', 'wd', '-o', 'name')).toBe('widget.example.com/w1\n');
  });

  test('selectors, and pages behind the scenes', async () => {
    expect(await kubectl('get', 'pods', '-A', '-l', 'app in (web)', '-o', 'name')).toBe('pod/web\n');
    expect(await kubectl('get', 'pods', '-A', '--field-selector', 'metadata.namespace=bank', '-o', 'name')).toBe(
      'pod/api\n',
    );
    expect(await kubectl('get', 'pods', '-A', '--chunk-size=1', '-o', 'name')).toBe('pod/api\npod/web\n');
    expect(server.requests().some(({ path }) => path.includes('limit=1') && path.includes('continue='))).toBe(true);
  });

  test('events', async () => {
    expect(await kubectl('events')).toMatch(/Warning +BackOff +Pod\/web +Back-off restarting failed container/);
    expect(await kubectl('get', 'events')).toMatch(/^120m +Warning +BackOff +pod\/web/m);
  });

  test('auth can-i', async () => {
    expect(await kubectl('auth', 'can-i', 'list', 'pods')).toBe('yes\n');
    expect(await kubectl('auth', 'can-i', 'list', 'secrets')).toBe('no\n');
    expect(await kubectl('auth', 'can-i', 'delete', 'pods')).toBe('no\n');
    expect(await kubectl('auth', 'can-i', '--list')).toMatch(
      /^helmreleases\.helm\.toolkit\.fluxcd\.io +\[\] +\[\] +\[get list watch\]$/m,
    );
  });

  test('api-resources, version and top', async () => {
    expect(await kubectl('api-resources')).toMatch(
      /^helmreleases +hr +helm\.toolkit\.fluxcd\.io\/v2 +true +HelmRelease$/m,
    );
    expect(await kubectl('version')).toContain('Server Version: v1.32.4');
    expect(squeezed(await kubectl('top', 'pods'))[1]).toBe('web  250m  64Mi');
  });

  test('refusals read as on a real cluster', async () => {
    expect(await kubectl('get', 'pod', 'nope')).toBe('Error from server (NotFound): pods "nope" not found\n');
    expect(await kubectl('get', 'secrets')).toBe(
      'Error from server (Forbidden): secrets is forbidden: User "reader" cannot list resource "secrets" in API group "" in the namespace "shop"\n',
    );
    expect(await kubectl('get', 'deploy')).toBe(
      'Error from server (NotHeld): this capture does not hold deployments.apps\n',
    );
    expect(await kubectl('get', 'gremlins')).toContain(`the server doesn't have a resource type "gremlins"`);
    expect(await kubectl('delete', 'pod', 'web', '--wait=false')).toContain('the server does not allow this method');
  });
});

test('a kubeconfig has one context, the server, and no credentials', () => {
  const kubeconfig: unknown = JSON.parse(kubeconfigFor({ server: 'http://127.0.0.1:1', context: 'lab' }));
  expect(kubeconfig).toMatchObject({
    'current-context': 'lab',
    clusters: [{ name: 'lab', cluster: { server: 'http://127.0.0.1:1' } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'reader' } }],
    users: [{ name: 'reader', user: {} }],
  });
});
