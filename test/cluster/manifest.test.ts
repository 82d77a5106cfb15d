import { describe, expect, it } from 'vitest';
import { at, conditionOf, mergeInto } from './plane/manifest.ts';

describe('laying a printed change over a manifest', () => {
  it('joins tables and leaves what it does not speak of', () => {
    const manifest = { kind: 'HelmRelease', spec: { chart: { version: '*' }, timeout: '5m' } };
    expect(mergeInto(manifest, { spec: { postRenderers: [{ kustomize: {} }], timeout: '10m' } })).toEqual({
      kind: 'HelmRelease',
      spec: { chart: { version: '*' }, timeout: '10m', postRenderers: [{ kustomize: {} }] },
    });
  });

  it('puts a list in the place of a list', () => {
    expect(mergeInto({ spec: { list: [1, 2] } }, { spec: { list: [3] } })).toEqual({ spec: { list: [3] } });
  });

  it('takes out what the change gives as null', () => {
    const manifest = { spec: { values: { replicas: 1, ingres: { host: 'a' } } } };
    expect(mergeInto(manifest, { spec: { values: { ingres: null } } })).toEqual({ spec: { values: { replicas: 1 } } });
  });

  it('leaves both as they were', () => {
    const base = { spec: { a: 1 } };
    mergeInto(base, { spec: { a: 2 } });
    expect(base).toEqual({ spec: { a: 1 } });
  });
});

describe('reading objects', () => {
  const object = { status: { conditions: [{ type: 'Ready', status: 'True' }] } };

  it('finds what lies at a path, through lists', () => {
    expect(at(object, 'status.conditions.0.type')).toBe('Ready');
    expect(at(object, 'status.history.0.version')).toBeUndefined();
    expect(at(undefined, 'status')).toBeUndefined();
  });

  it('finds a condition by its type', () => {
    expect(conditionOf(object, 'Ready')['status']).toBe('True');
    expect(conditionOf(object, 'Stalled')).toEqual({});
    expect(conditionOf(undefined, 'Ready')).toEqual({});
  });
});
