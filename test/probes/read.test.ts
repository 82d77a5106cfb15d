import { describe, expect, it } from 'vitest';

import {
  compareText,
  condition,
  entry,
  field,
  list,
  named,
  nameOf,
  namespaceOf,
  num,
  record,
  text,
} from '../../src/probes/read.ts';
import { fc } from '../support/random.ts';

describe('read', () => {
  it('reads paths and keys with dots', () => {
    const object = { metadata: { annotations: { 'a.b/c': '1' } } };
    expect(field(object, 'metadata.annotations')).toEqual({ 'a.b/c': '1' });
    expect(entry(field(object, 'metadata.annotations'), 'a.b/c')).toBe('1');
    expect(field(object, 'metadata.labels.app')).toBeUndefined();
  });

  it('reads own fields only', () => {
    expect(field({}, 'constructor.name')).toBeUndefined();
    expect(field({}, '__proto__')).toBeUndefined();
    expect(field([1, 2], 'length')).toBe(2);
  });

  it('narrows, and gives something empty for everything else', () => {
    expect([text('a'), text(1), text(null)]).toEqual(['a', '', '']);
    expect([num(1), num(2n), num('1'), num(Number.NaN)]).toEqual([1, 2, undefined, undefined]);
    expect([list([1]), list({ length: 1 })]).toEqual([[1], []]);
    expect([record({ a: 1 }), record([1]), record(null)]).toEqual([{ a: 1 }, {}, {}]);
  });

  it('finds names, elements and conditions', () => {
    const pod = {
      metadata: { name: 'p', namespace: 'n' },
      status: { conditions: [{ type: 'A' }, { type: 'B', status: 'True' }] },
    };
    expect([nameOf(pod), namespaceOf(pod), nameOf(undefined)]).toEqual(['p', 'n', '']);
    expect(condition(pod, 'B')).toEqual({ type: 'B', status: 'True' });
    expect(condition(pod, 'C')).toBeUndefined();
    expect(named([{ name: 'x' }, { name: 'y', v: 1 }], 'y')).toEqual({ name: 'y', v: 1 });
  });

  it('orders by code unit', () => {
    expect(['b', 'a', 'B'].toSorted(compareText)).toEqual(['B', 'a', 'b']);
  });

  it('takes any JSON and any path', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.string(), (value, path) => void field(value, path)));
  });
});
