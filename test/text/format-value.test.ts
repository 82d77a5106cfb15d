import { describe, expect, it } from 'vitest';
import { formatValue, UNITS } from '../../src/text/format-value.ts';
import { fc } from '../support/random.ts';

const NOW = '2025-11-15T12:00:00Z';
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'apps' } };

describe('formatValue', () => {
  it.each([
    [null, '', '–'],
    [undefined, 'bytes', '–'],
    ['', '', ''],
    ['text', '', 'text'],
    [true, '', 'yes'],
    [false, '', 'no'],
    [5, '', '5'],
    [['a', 1, null, true], '', 'a, 1, –, yes'],
    [[], '', ''],
    [POD, '', 'Pod apps/a'],
    [{ ...POD, metadata: { name: 'a' } }, '', 'Pod a'],
    [{ kind: 'Pod', metadata: null }, '', '{"kind":"Pod","metadata":null}'],
    [{ kind: 5, metadata: {} }, '', '{"kind":5,"metadata":{}}'],
    [{ a: 1 }, '', '{"a":1}'],
    [4294967296, 'bytes', '4Gi'],
    [250, 'millicores', '250m'],
    [3, 'count', '3'],
    [0.756, 'percent', '76%'],
    [300, 'duration', '5m'],
    ['300', 'duration', 'unknown'],
    [Number.NaN, 'bytes', 'unknown'],
    ['2025-11-15T11:00:00Z', 'time', '2025-11-15 11:00:00 UTC'],
    [5, 'time', '–'],
    ['2025-11-15T11:00:00Z', 'age', '60m'],
    ['2025-11-15T13:00:00Z', 'age', '0s'],
    ['yesterday', 'age', 'unknown'],
    [['a', 'b'], 'lines', 'a\nb'],
    ['a', 'lines', 'a'],
    ['a', 'furlongs', 'a'],
  ])('%j as %j is %j', (value, unit, text) => {
    expect(formatValue(value, unit, NOW)).toBe(text);
  });

  it('writes an integer of an expression', () => {
    expect(formatValue(5n, '', NOW)).toBe('5');
  });

  it('has no age without a clock', () => {
    expect(formatValue('2025-11-15T11:00:00Z', 'age', null)).toBe('unknown');
  });

  it('never throws, and always gives a text', () => {
    const units = fc.constantFrom('', 'furlongs', ...Object.keys(UNITS));
    fc.assert(
      fc.property(fc.jsonValue(), units, (value, unit) => {
        expect(typeof formatValue(value, unit, NOW)).toBe('string');
      }),
    );
  });
});
