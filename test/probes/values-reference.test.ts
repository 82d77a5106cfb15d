import { describe, expect, it } from 'vitest';
import { valuesReference } from '../../src/probes/values-reference.ts';

const secret = { kind: 'Secret', name: 'web-credentials', valuesKey: 'password', targetPath: 'db.password' };
const release = { spec: { valuesFrom: [{ kind: 'ConfigMap', name: 'web-values' }, secret] } };
const run = (name: string, key = '', meant = '') => valuesReference.run({ release, kind: 'Secret', name, key, meant });

describe('values-reference', () => {
  it('finds the entry, and puts another name into it', () => {
    const found = run('web-credentials', 'password', 'web-credential');
    expect(found).toMatchObject({ named: true, place: 'spec.valuesFrom[1]', targetPath: 'db.password' });
    expect(JSON.parse(String(found?.['valuesFrom']))).toEqual([
      release.spec.valuesFrom[0],
      { ...secret, name: 'web-credential' },
    ]);
  });

  it.each([
    ['another name', 'web-values', ''],
    ['another key', 'web-credentials', 'user'],
  ])('finds none for %s', (_, name, key) => {
    expect(run(name, key, 'a')).toEqual({ named: false, place: '', targetPath: '', valuesFrom: '' });
  });

  it('makes no list without a name', () => {
    expect(run('web-credentials')).toMatchObject({ named: true, valuesFrom: '' });
  });
});
