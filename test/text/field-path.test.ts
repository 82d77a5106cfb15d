import { describe, expect, it } from 'vitest';
import { parseFieldPath, readField, toJsonPath } from '../../src/text/field-path.ts';
import { fc } from '../support/random.ts';

const POD = {
  metadata: { labels: { 'app.kubernetes.io/name': 'web', plain: 'p' } },
  status: { conditions: [{ type: 'Ready', status: 'True' }, null, 'odd'], phase: 'Running', none: null },
};

describe('readField', () => {
  it.each([
    ['status.phase', 'Running'],
    ['status.conditions[0].type', 'Ready'],
    ['status.conditions[type=Ready].status', 'True'],
    ['status.conditions[type=Stalled].status', undefined],
    ['status.conditions[type=].status', undefined],
    ['status.conditions[7]', undefined],
    ['metadata.labels["app.kubernetes.io/name"]', 'web'],
    ['metadata.labels.plain', 'p'],
    ['status.none', null],
    ['status.none.deeper', undefined],
    ['status.phase.length', undefined],
    ['status.conditions.length', 3],
    ['status.constructor', undefined],
    ['__proto__.x', undefined],
    ['', undefined],
    ['status..phase', undefined],
    ['status.', undefined],
    ['status[', undefined],
    ['status phase', undefined],
  ])('%s is %j', (path, value) => {
    expect(readField(POD, path)).toEqual(value);
  });

  it('begins with a list as well', () => {
    expect(readField([{ a: 1 }], '[0].a')).toBe(1);
    expect(readField([{ name: 'x', a: 1 }], '[name=x].a')).toBe(1);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.oneof(fc.string(), fc.constantFrom('a.b[0]', '[a=b]', 'a["b"]')), (value, path) => {
        readField(value, path);
      }),
    );
  });

  it('finds whatever stands at a path', () => {
    const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), fc.jsonValue(), (keys, value) => {
        const object = keys.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
        expect(readField(object, keys.join('.'))).toEqual(value);
      }),
    );
  });
});

describe('toJsonPath', () => {
  it.each([
    ['status.phase', '{.status.phase}'],
    ['status.conditions[type=Ready].message', '{.status.conditions[?(@.type=="Ready")].message}'],
    ['spec.containers[0].image', '{.spec.containers[0].image}'],
    ['metadata.labels["app.kubernetes.io/name"]', '{.metadata.labels.app\\.kubernetes\\.io/name}'],
    ['metadata.labels["a b"]', null],
    ['metadata.labels["a\'b"]', null],
    ['metadata.labels["a}b"]', null],
    ['status.conditions[type=a"b].x', null],
    ['status.conditions[type=a\\b].x', null],
    ['', null],
    ['no path', null],
  ])('%s is %s', (path, text) => {
    expect(toJsonPath(path)).toBe(text);
  });
});

describe('parseFieldPath', () => {
  it('names the parts', () => {
    expect(parseFieldPath('a[1][b=c d]["e"].$f-g')).toEqual([
      { field: 'a' },
      { index: 1 },
      { key: 'b', value: 'c d' },
      { field: 'e' },
      { field: '$f-g' },
    ]);
  });
});
