import { describe, expect, it } from 'vitest';
import { momentOf, parseSince } from '../../src/text/since.ts';

const HOUR = 3600;

describe('a time as it is typed', () => {
  it.each<[string, ReturnType<typeof parseSince>]>([
    ['30m', { ago: HOUR / 2 }],
    ['2h', { ago: 2 * HOUR }],
    ['3d', { ago: 72 * HOUR }],
    ['1d12h', { ago: 36 * HOUR }],
    ['1h30m', { ago: 1.5 * HOUR }],
    ['3650d', { ago: 3650 * 24 * HOUR }],
    ['1970-01-01T01:00:00Z', { at: HOUR }],
    ['1970-01-01T01:00:00+01:00', { at: 0 }],
    ['', undefined],
    ['0s', undefined],
    ['0d', undefined],
    ['d', undefined],
    ['2', undefined],
    ['2 h', undefined],
    ['-2h', undefined],
    ['2w', undefined],
    ['2h1d', undefined],
    ['3651d', undefined],
    ['99999d', undefined],
    ['yesterday', undefined],
    ['2025-11-15', undefined],
    ['2025-02-30T00:00:00Z', undefined],
  ])('%j', (typed, meant) => {
    expect(parseSince(typed)).toEqual(meant);
  });

  it('is a moment of the clock that it is held against', () => {
    expect(momentOf({ ago: HOUR }, 2 * HOUR)).toBe(HOUR);
    expect(momentOf({ at: 7 }, 2 * HOUR)).toBe(7);
  });
});
