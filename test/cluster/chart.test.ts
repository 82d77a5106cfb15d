import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type Chart, repositoryOf } from './chart/repository.ts';
import { startRegistry } from './chart/registry.ts';
import { startChartServer } from './chart/server.ts';
import { packFiles } from './chart/tar.ts';
import { at } from './plane/manifest.ts';

describe('packing files', () => {
  it('gives an archive from which each of them can be read again', () => {
    const files = new Map([
      ['c/Chart.yaml', 'name: c\n'],
      ['c/templates/é.yaml', 'ü'.repeat(600)],
      ['c/empty', ''],
    ]);
    expect(unpack(packFiles(files))).toEqual(files);
  });

  it('gives the same bytes for the same files', () => {
    const files = new Map([['a', 'b']]);
    expect(packFiles(files).equals(packFiles(new Map(files)))).toBe(true);
  });

  it('refuses a path that the format has no room for', () => {
    expect(() => packFiles(new Map([['x'.repeat(101), '']]))).toThrow('too long');
  });
});

const chart = (version: string): Chart => ({
  name: 'coder',
  version,
  values: { memory: '4Gi' },
  templates: { 'deployment.yaml': 'kind: Deployment\n' },
});

describe('a chart repository', () => {
  it('lists every version with the sha256 of its archive', () => {
    const files = repositoryOf([chart('1.0.0'), chart('1.1.0')]);
    const index: unknown = parse(String(files.get('/index.yaml')));
    for (const [place, version] of ['1.0.0', '1.1.0'].entries()) {
      const archive = files.get(`/coder-${version}.tgz`) ?? Buffer.alloc(0);
      expect(at(index, `entries.coder.${place}.version`)).toBe(version);
      expect(at(index, `entries.coder.${place}.urls.0`)).toBe(`coder-${version}.tgz`);
      expect(at(index, `entries.coder.${place}.digest`)).toBe(createHash('sha256').update(archive).digest('hex'));
    }
  });

  it('holds a chart as Helm expects it', () => {
    const files = unpack(repositoryOf([chart('1.0.0')]).get('/coder-1.0.0.tgz') ?? Buffer.alloc(0));
    expect([...files.keys()]).toEqual(['coder/Chart.yaml', 'coder/values.yaml', 'coder/templates/deployment.yaml']);
    expect(parse(files.get('coder/Chart.yaml') ?? '')).toMatchObject({
      apiVersion: 'v2',
      name: 'coder',
      version: '1.0.0',
    });
  });

  it('is served over HTTP, takes new versions, and can fail', async () => {
    const server = await startChartServer();
    onTestFinished(() => server.close());
    const status = async (path: string): Promise<number> => (await fetch(`${server.url}${path}`)).status;
    expect(await status('/index.yaml')).toBe(200);
    expect(await status('/coder-1.0.0.tgz')).toBe(404);
    server.publish(chart('1.0.0'));
    expect(await status('/coder-1.0.0.tgz')).toBe(200);
    server.answerWith(503);
    expect(await status('/index.yaml')).toBe(503);
  });
});

describe('a registry', () => {
  const LOGIN = { username: 'flux', password: 'secret' };
  const start = async (login?: typeof LOGIN) => {
    const registry = await startRegistry(login);
    onTestFinished(() => registry.close());
    registry.publish(chart('1.0.0'), chart('1.1.0'));
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(`http://${registry.address}/v2/${path}`, { headers });
    return { registry, get };
  };

  it('hands out a chart as helm push leaves it: tags, manifest, configuration and archive by their digests', async () => {
    const { registry, get } = await start();
    expect(registry.url).toBe(`oci://${registry.address}`);
    expect(await (await get('coder/tags/list')).json()).toEqual({ name: 'coder', tags: ['1.0.0', '1.1.0'] });
    const tagged = await get('coder/manifests/1.1.0');
    const body = await tagged.text();
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    expect(tagged.headers.get('docker-content-digest')).toBe(digest);
    expect(await (await get(`coder/manifests/${digest}`)).text()).toBe(body);
    const manifest: unknown = JSON.parse(body);
    expect(at(manifest, 'layers.0.mediaType')).toBe('application/vnd.cncf.helm.chart.content.v1.tar+gzip');
    const archive = Buffer.from(
      await (await get(`coder/blobs/${String(at(manifest, 'layers.0.digest'))}`)).arrayBuffer(),
    );
    expect([...unpack(archive).keys()]).toContain('coder/Chart.yaml');
    const config: unknown = await (await get(`coder/blobs/${String(at(manifest, 'config.digest'))}`)).json();
    expect(config).toMatchObject({ name: 'coder', version: '1.1.0' });
  });

  it.each([
    ['other/tags/list', 'NAME_UNKNOWN'],
    ['coder/manifests/9.9.9', 'MANIFEST_UNKNOWN'],
    ['coder/blobs/sha256:0', 'BLOB_UNKNOWN'],
  ])('answers 404 for %s', async (path, code) => {
    const answer = await (await start()).get(path);
    expect(answer.status).toBe(404);
    expect(at(await answer.json(), 'errors.0.code')).toBe(code);
  });

  it('lets in whoever knows the password, and nobody else', async () => {
    const { get } = await start(LOGIN);
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const refused = await get('coder/tags/list');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Basic realm="charts"');
    expect((await get('coder/tags/list', basic('flux:wrong'))).status).toBe(401);
    expect((await get('coder/tags/list', basic('flux:secret'))).status).toBe(200);
  });
});

/** Reads a ustar archive, and holds that the checksum of each header is right. */
function unpack(archive: Buffer): ReadonlyMap<string, string> {
  const tar = gunzipSync(archive);
  const files = new Map<string, string>();
  for (let place = 0; tar[place] !== 0;) {
    const block = tar.subarray(place, place + 512);
    const text = (from: number, to: number): string => String(block.subarray(from, to)).replace(/[\0 ].*$/s, '');
    const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    expect(parseInt(text(148, 156), 8)).toBe(sum);
    const size = parseInt(text(124, 136), 8);
    files.set(text(0, 100), String(tar.subarray(place + 512, place + 512 + size)));
    place += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
