import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type Chart, repositoryOf } from './chart/repository.ts';
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
