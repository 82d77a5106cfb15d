import { describe, expect, it } from 'vitest';
import { valuesKey } from '../../src/probes/values-key.ts';

const configMap = (...keys: readonly string[]) => ({
  kind: 'ConfigMap',
  metadata: { name: 'web-values', namespace: 'shop' },
  data: Object.fromEntries(keys.map((key) => [key, 'replicas: 2'])),
});
const other = { kind: 'Secret', name: 'web-values', valuesKey: 'prod.yaml', optional: true };
const release = (...valuesFrom: readonly object[]) => ({ spec: { valuesFrom } });
const run = (key: string, object: object, ...valuesFrom: readonly object[]) =>
  valuesKey.run({ release: release(...valuesFrom), object, key });

describe('values-key', () => {
  it.each([
    ['the nearest key', 'prod.yml', ['base.yaml', 'prod.yaml'], 'prod.yaml'],
    ['the only key, however it reads', 'values.yaml', ['other'], 'other'],
    ['none of several that are far', 'values.yaml', ['web', 'api'], ''],
    ['none of no keys', 'values.yaml', [], ''],
    ['none where the key is there', 'a', ['a', 'b'], ''],
  ])('takes %s', (_, key, keys, meant) => {
    expect(run(key, configMap(...keys))).toMatchObject({ meant, has: keys.includes(key) });
  });

  it('says no value, only keys, in order, those of binary data too, and no list where none refers to it', () => {
    const found = valuesKey.run({
      release: {},
      object: { ...configMap('prod'), binaryData: { base: 'eA==' } },
      key: 'prood',
    });
    expect(found).toEqual({
      has: false,
      keys: ['base', 'prod'],
      keysText: 'base, prod',
      meant: 'prod',
      valuesFrom: '',
    });
  });

  it('replaces the key of that one reference and repeats the others', () => {
    const found = run('prod.yml', configMap('prod.yaml'), other, {
      kind: 'ConfigMap',
      name: 'web-values',
      valuesKey: 'prod.yml',
      targetPath: 'a.b',
    });
    expect(JSON.parse(String(found?.['valuesFrom']))).toEqual([
      other,
      { kind: 'ConfigMap', name: 'web-values', valuesKey: 'prod.yaml', targetPath: 'a.b' },
    ]);
  });

  it('knows the key of a reference that names none', () => {
    const found = run('values.yaml', configMap('prod.yaml'), { kind: 'ConfigMap', name: 'web-values' });
    expect(found?.['valuesFrom']).toBe('[{"kind":"ConfigMap","name":"web-values","valuesKey":"prod.yaml"}]');
  });

  it('knows nothing where the object was not seen', () => {
    expect(valuesKey.run({ release: {}, object: null, key: 'a' })).toBeUndefined();
  });
});
