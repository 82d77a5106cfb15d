import { describe, expect, it } from 'vitest';
import { imageInventory } from '../../src/probes/image-inventory.ts';
import { imageParity } from '../../src/probes/image-parity.ts';

const nodes = [
  { metadata: { name: 'intel' }, status: { nodeInfo: { architecture: 'amd64' } } },
  { metadata: { name: 'arm' }, status: { nodeInfo: { architecture: 'arm64' } } },
];
const row = (image: string, digest: string, nodeName = 'intel', role = 'server'): unknown => ({
  role,
  container: 'coder',
  workload: {
    spec: { nodeName, containers: [{ name: 'coder', image }] },
    status: { containerStatuses: [{ name: 'coder', imageID: digest === '' ? '' : `x@sha256:${digest}` }] },
  },
});
const inventory = (...rows: readonly unknown[]): unknown => imageInventory.run({ rows, nodes });

describe('image-inventory', () => {
  it.each([
    ['ghcr.io/coder/coder:v2.28.1', 'v2.28.1'],
    ['localhost:5000/coder', ''],
    ['localhost:5000/coder:v2@sha256:aa', 'v2'],
    ['coder', ''],
  ])('reads the tag of %s', (image, tag) => {
    expect(inventory(row(image, 'aa'))).toMatchObject({ rows: [{ image, tag, digest: 'sha256:aa', what: 'server' }] });
  });

  it('counts what is the same, and what has no digest yet', () => {
    expect(inventory(row('a:1', 'aa'), row('a:1', 'aa'), row('a:1', ''))).toMatchObject({
      rows: [{ pods: 2, architecture: 'amd64' }],
      pending: 1,
      split: [],
    });
  });

  it('tells several contents of one name on one architecture', () => {
    expect(inventory(row('a:1', 'aa'), row('a:1', 'bb'))).toMatchObject({ split: ['a:1'] });
    expect(inventory(row('a:1', 'aa'), row('a:1', 'bb', 'arm'))).toMatchObject({ split: [] });
  });
});

const seen = (image: string, digest: string, what = 'server', architecture = 'amd64') => ({
  what,
  image,
  digest,
  architecture,
  tag: image.split(':').at(-1),
});
const parity = (images: readonly unknown[]): unknown => imageParity.run({ images, together: ['server', 'proxy'] });
const east = (...value: readonly unknown[]) => ({ context: 'east', value });
const west = (...value: readonly unknown[]) => ({ context: 'west', value });

describe('image-parity', () => {
  it('compares the program by its last part, whatever registry it comes from', () => {
    const images = [
      east(seen('ghcr.io/coder/coder:v2.28.1', 'a')),
      west(seen('r.example/m/coder:v2.28.1', 'b', 'proxy')),
    ];
    expect(parity(images)).toMatchObject({ core: ['coder:v2.28.1'], others: [], compared: 1, contexts: 2 });
  });

  it('compares everything else by its whole path', () => {
    const of = (first: string, second: string): unknown =>
      parity([east(seen(first, 'a', 'workspace')), west(seen(second, 'b', 'workspace'))]);
    expect(of('a.example/one/base:1', 'b.example/one/base:1')).toMatchObject({ core: [], others: ['one/base:1'] });
    expect(of('a.example/one/base:1', 'b.example/two/base:1')).toMatchObject({ core: [], others: [] });
  });

  it('compares within one architecture, and leaves out what is named by a digest', () => {
    expect(parity([east(seen('c:1', 'a')), west(seen('c:1', 'b', 'server', 'arm64'))])).toMatchObject({ core: [] });
    expect(parity([east(seen('c:1@sha256:a', 'a')), west(seen('c:1@sha256:b', 'b'))])).toMatchObject({ core: [] });
  });

  it('names the context that is alone with its content', () => {
    const third = { context: 'north', value: [seen('c:1', 'a')] };
    expect(parity([west(seen('c:1', 'b')), east(seen('c:1', 'a')), third])).toMatchObject({
      stray: { kind: 'Context', metadata: { name: 'west' } },
      rows: [
        { digest: 'a', contexts: 'east, north' },
        { digest: 'b', contexts: 'west' },
      ],
    });
  });

  it('compares versions by major and minor', () => {
    expect(parity([east(seen('c:v2.28.1', 'a')), west(seen('c:v2.28.4', 'b'))])).toMatchObject({
      versions: [{ version: '2.28', contexts: 'east, west' }],
    });
    expect(parity([east(seen('c:v2.28.1', 'a')), west(seen('c:latest', 'b'))])).toMatchObject({
      versions: [{ version: '2.28', contexts: 'east' }],
    });
  });

  it('tells of whom nothing is known', () => {
    expect(parity([east(), { context: 'west', value: null }])).toMatchObject({ contexts: 1, missing: ['west'] });
  });
});
