import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadCapture } from '../../src/replay/capture.ts';
import { openAlbum } from './capture/album.ts';
import { captureFiles } from './capture/capture-files.ts';
import { cleaned } from './capture/clean.ts';
import { isObjectKept } from './capture/left-out.ts';
import { placesOf } from './capture/places.ts';
import { type Ask, readCluster } from './capture/read-cluster.ts';
import { writeCapture } from './capture/write-files.ts';

const SECRET = {
  metadata: {
    name: 'sh.helm.release.v1.coder.v1',
    namespace: 'coder',
    uid: 'a',
    labels: { owner: 'helm' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{}}' },
    managedFields: [{ manager: 'helm' }],
  },
  type: 'helm.sh/release.v1',
  data: { release: 'aHVudGVyMg==' },
};
const POD = {
  metadata: { name: 'coder-1', namespace: 'coder', annotations: { 'kubelet.test/fails': 'x', owner: 'me' } },
  status: { hostIP: '127.0.0.1', containerStatuses: [{ name: 'coder', restartCount: 1 }] },
};
const REPOSITORY = {
  metadata: { name: 'charts', namespace: 'flux-system' },
  spec: { url: 'http://127.0.0.1:4711' },
  status: { artifact: { url: 'http://127.0.0.1:4712/a.tgz' } },
};
const LOG = '2026-01-01T00:00:00.000000000Z GET http://127.0.0.1:4711/index.yaml from https://127.0.0.1:4713\n';

const kinds = (...names: readonly (readonly [string, string])[]): object => ({
  resources: names.map(([name, kind]) => ({ name, kind, verbs: ['get', 'list'] })),
});
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/version': { gitVersion: 'v1.34.4' },
  '/apis': {
    groups: [
      { preferredVersion: { groupVersion: 'source.toolkit.fluxcd.io/v1' } },
      { preferredVersion: { groupVersion: 'kwok.x-k8s.io/v1alpha1' } },
    ],
  },
  '/api/v1': {
    resources: [
      ...(kinds(['secrets', 'Secret'], ['pods', 'Pod'], ['endpoints', 'Endpoints']) as { resources: object[] })
        .resources,
      { name: 'pods/log', kind: 'Pod', verbs: ['get'] },
    ],
  },
  '/apis/source.toolkit.fluxcd.io/v1': kinds(['helmrepositories', 'HelmRepository']),
  '/apis/kwok.x-k8s.io/v1alpha1': kinds(['logs', 'Logs']),
  '/api/v1/secrets': { items: [SECRET] },
  '/api/v1/pods': { items: [POD] },
  '/apis/source.toolkit.fluxcd.io/v1/helmrepositories': { items: [REPOSITORY] },
};

/** An API server with the answers above; it has the log of one container, and not the one before it. */
function serving(seen: string[] = []): Ask {
  return async (path) => {
    seen.push(path);
    if (path.includes('/log?'))
      return path.includes('previous') ? { status: 400, body: {} } : { status: 200, body: LOG };
    return path in ANSWERS ? { status: 200, body: ANSWERS[path] } : { status: 404, body: { message: 'no such path' } };
  };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'album-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function capture(): Promise<ReadonlyMap<string, string>> {
  return captureFiles(await readCluster(serving(), () => Date.parse('2026-01-01T00:00:00.400Z')));
}

describe('a capture', () => {
  it('is a folder that kubedoc reads, of the moment at which it was taken', async () => {
    const place = folder();
    writeCapture(place, await capture());
    const read = await loadCapture(place);
    expect(read).toMatchObject({ now: '2026-01-01T00:00:01Z', version: 'v1.34.4', complete: true });
    expect(read.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'HelmRepository charts',
      'Pod coder-1',
      'Secret sh.helm.release.v1.coder.v1',
    ]);
    expect([read.isHeld('configmaps'), read.isHeld('endpoints')]).toEqual([true, false]);
    expect([...read.logs.keys()]).toEqual(['coder/coder-1/coder']);
  });

  it('holds no data of a Secret, no managed fields and no copy of what was applied', async () => {
    const text = [...(await capture()).values()].join('\n');
    expect(text).toContain('type: helm.sh/release.v1');
    expect(text).toContain('owner: helm');
    expect(text).not.toMatch(/hunter2|aHVudGVyMg|managedFields|last-applied/);
  });

  it('holds no port and no mark of the plane it was taken from', async () => {
    const files = await capture();
    expect([...files.values()].join('\n')).not.toMatch(/127\.0\.0\.1|kubelet\.test|471\d/);
    expect(files.get('helmrepository.yaml')).toContain('url: http://charts.example\n');
    expect(files.get('helmrepository.yaml')).toContain('http://source-controller.flux-system.svc.cluster.local./a.tgz');
    expect(files.get('pod.yaml')).toContain('owner: me');
  });

  it('tells registries and repositories over HTTPS apart by the port', () => {
    const source = (kind: string, url: string): object => ({ kind, spec: { url } });
    const named = placesOf([
      source('HelmRepository', 'https://127.0.0.1:4714'),
      source('HelmRepository', 'oci://127.0.0.1:4715'),
      source('OCIRepository', 'oci://127.0.0.1:4716/coder'),
    ]);
    expect(named('https://127.0.0.1:4714/index.yaml')).toBe('https://charts.example/index.yaml');
    expect(named('oci://127.0.0.1:4715 and 127.0.0.1:4715/coder')).toBe(
      'oci://registry.example and 192.0.2.81:80/coder',
    );
    expect(named('GET http://127.0.0.1:4716/v2/')).toBe('GET http://registry.example/v2/');
    expect(named('https://127.0.0.1:4717')).toBe('https://10.0.0.1:443');
  });

  it('asks neither for kinds that it leaves out nor for those of kwok', async () => {
    const seen: string[] = [];
    await readCluster(serving(seen));
    expect(seen.filter((path) => /endpoints|logs$/.test(path))).toEqual([]);
  });

  it('is not taken where a list is refused', async () => {
    const refusing: Ask = async (path) =>
      path === '/api/v1/pods' ? { status: 403, body: { message: 'no' } } : serving()(path);
    await expect(readCluster(refusing)).rejects.toThrow('GET /api/v1/pods: 403 no');
  });
});

describe('what is left out', () => {
  it.each([
    [
      { kind: 'ClusterRole', metadata: { name: 'view', labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } } },
      false,
    ],
    [{ kind: 'ClusterRole', metadata: { name: 'ours' } }, true],
    [{ kind: 'Lease', metadata: { namespace: 'kube-node-lease', name: 'kyrion' } }, true],
    [{ kind: 'Lease', metadata: { namespace: 'kube-system', name: 'apiserver-1' } }, false],
    [{ kind: 'CustomResourceDefinition', metadata: { name: 'logs.kwok.x-k8s.io' } }, false],
  ])('%j: kept %s', (object, kept) => {
    expect(isObjectKept(object)).toBe(kept);
  });

  it('are the schemas of a definition, not its columns', () => {
    const version = { name: 'v1', served: true, schema: { a: 1 }, additionalPrinterColumns: [{ name: 'Ready' }] };
    const definition = { kind: 'CustomResourceDefinition', metadata: {}, spec: { versions: [version] } };
    expect(cleaned(definition)['spec']).toEqual({
      versions: [{ name: 'v1', served: true, additionalPrinterColumns: [{ name: 'Ready' }] }],
    });
  });
});

describe('an album', () => {
  const problem = { about: 'coder/coder', verdict: 'problem', first: { code: 'a', confidence: ['likely'] } } as const;
  const healthy = { about: 'coder/coder', verdict: 'healthy', first: null } as const;

  it('has a folder per moment, named for what was expected then, and no third one of its kind', async () => {
    const place = join(folder(), 'run@1.4');
    const album = openAlbum(serving(), 'Something happens');
    for (const moment of [problem, problem, problem, healthy]) await album.take(moment);
    album.write(place);
    expect(readdirSync(place).toSorted()).toEqual(['found', 'found-2', 'mended']);
  });

  it('of one namespace among several bears its name and holds nothing of the others', async () => {
    const place = join(folder(), 'run@1.6');
    const album = openAlbum(serving(), 'Something happens in each');
    await album.take({ ...problem, about: '', diagnose: 'shop' });
    await album.take({ ...healthy, about: '', diagnose: 'coder' });
    album.write(place);
    expect(readdirSync(place).toSorted()).toEqual(['coder-quiet', 'shop-found']);
    expect((await loadCapture(join(place, 'coder-quiet'))).objects.map(({ kind }) => kind)).toContain('Pod');
    const shop = await loadCapture(join(place, 'shop-found'));
    expect(shop.objects.map(({ kind }) => kind)).toEqual(['HelmRepository']);
    expect(shop.logs.size).toBe(0);
  });

  it('calls a moment quiet where nothing was found before', async () => {
    const place = join(folder(), 'run@1.4');
    const album = openAlbum(serving(), 'Nothing happens');
    await album.take(healthy);
    album.write(place);
    expect(readdirSync(place)).toEqual(['quiet']);
  });

  it('is not written over anything else than a capture', async () => {
    const place = folder();
    mkdirSync(join(place, 'mine'));
    writeFileSync(join(place, 'mine', 'letter.txt'), 'keep');
    expect(() => writeCapture(place, new Map())).toThrow('holds something else than a capture');
  });
});
