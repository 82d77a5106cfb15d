import { describe, expect, it } from 'vitest';
import { mountedKey } from '../../src/probes/mounted-key.ts';

type Part = Readonly<Record<string, unknown>>;

function told(volume: Part, mount: Part, paths: readonly string[]) {
  const containers = [{ name: 'one', volumeMounts: [{ name: 'config', ...mount }] }];
  const object = { spec: { template: { spec: { containers, volumes: [{ name: 'config', ...volume }] } } } };
  return mountedKey.run({ object, container: 'one', paths });
}

const AT = '/etc/one';
const FILE = `${AT}/config.yaml`;
const map = { configMap: { name: 'own' } };
const picked = { configMap: { name: 'own', items: [{ key: 'tunnel.yaml', path: 'config.yaml' }] } };

describe('mounted-key', () => {
  it.each([
    ['all keys', map, { mountPath: AT }, { kind: 'ConfigMap', name: 'own', key: 'config.yaml' }],
    ['a slash behind', map, { mountPath: `${AT}/` }, { kind: 'ConfigMap', key: 'config.yaml' }],
    ['a picked key', picked, { mountPath: AT }, { kind: 'ConfigMap', key: 'tunnel.yaml' }],
    ['one file', map, { mountPath: FILE, subPath: 'config.yaml' }, { kind: 'ConfigMap', key: 'config.yaml' }],
    [
      'a Secret',
      { secret: { secretName: 'own' } },
      { mountPath: AT },
      { kind: 'Secret', name: 'own', key: 'config.yaml' },
    ],
    [
      'a projected one',
      { projected: { sources: [{ secret: { name: 'other', items: [] } }, picked] } },
      { mountPath: AT },
      { kind: 'ConfigMap', key: 'tunnel.yaml' },
    ],
    [
      'several without items',
      { projected: { sources: [{ secret: { name: 'other' } }, map] } },
      { mountPath: AT },
      { kind: 'other' },
    ],
    ['another volume', { emptyDir: {} }, { mountPath: AT }, { kind: 'other' }],
    ['another path', map, { mountPath: '/etc/on' }, { kind: 'none', path: '' }],
    ['a folder below', map, { mountPath: '/etc' }, { kind: 'none' }],
    ['keys without this one', { configMap: { name: 'own', items: [] } }, { mountPath: AT }, { kind: 'none' }],
  ])('knows %s', (_, volume, mount, expected) => {
    expect(told(volume, mount, [FILE])).toMatchObject(expected);
  });

  it('takes the first path where there is anything', () => {
    expect(told(map, { mountPath: AT }, ['/home/one/config.yaml', FILE])).toMatchObject({ path: FILE });
  });

  it.each([
    ['with its line', `one: ${FILE}:5:1: unknown field "wat"`, 'ConfigMap'],
    ['in quotes, behind another', `"/usr/bin/one": cannot read "${FILE}".`, 'ConfigMap'],
    ['at the end of a sentence', `mistake in ${FILE}.`, 'ConfigMap'],
    ['as part of an address', `https://example.org${FILE}`, 'none'],
    ['as part of another path', `/srv${FILE}`, 'none'],
    ['nowhere', 'a mistake', 'none'],
  ])('finds a file that a text names %s', (_, words, kind) => {
    const containers = [{ name: 'one', volumeMounts: [{ name: 'config', mountPath: AT }] }];
    const volumes = [{ name: 'config', ...map }];
    const found = mountedKey.run({ object: { spec: { containers, volumes } }, container: 'one', paths: [''], words });
    expect(found).toMatchObject({ kind, path: kind === 'none' ? '' : FILE });
  });

  it('knows init containers', () => {
    const initContainers = [{ name: 'one', volumeMounts: [{ name: 'config', mountPath: AT }] }];
    const object = { spec: { containers: [], initContainers, volumes: [{ name: 'config', ...map }] } };
    expect(mountedKey.run({ object, container: 'one', paths: [FILE] })).toMatchObject({ kind: 'ConfigMap' });
  });

  it('is not known where there is no such container', () => {
    expect(mountedKey.run({ object: { spec: { containers: [] } }, container: 'one', paths: [] })).toBeUndefined();
  });
});
