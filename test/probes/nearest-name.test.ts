import { describe, expect, it } from 'vitest';
import { nearestName } from '../../src/probes/nearest-name.ts';

const objects = ['web', 'default', 'worker'].map((name) => ({ metadata: { name } }));

describe('nearest-name', () => {
  it.each([
    ['web', true, ''],
    ['wbe', false, 'web'],
    ['workr', false, 'worker'],
    ['something-else', false, ''],
  ])('looks for %s', (name, exists, nearest) => {
    expect(nearestName.run({ name, objects })).toMatchObject({ exists, nearest });
  });

  it('lists the names in order, and says that there are none', () => {
    expect(nearestName.run({ name: 'x', objects })).toMatchObject({ namesText: 'default, web, worker' });
    expect(nearestName.run({ name: 'x', objects: [] })).toMatchObject({ namesText: 'none', exists: false });
  });

  it('knows nothing without a name', () => {
    expect(nearestName.run({ name: '', objects })).toBeUndefined();
  });
});
