import { describe, expect, it } from 'vitest';
import { formatDuration, formatGoDuration, parseGoDuration } from '../../src/text/duration.ts';
import { fc } from '../support/random.ts';

describe('parseGoDuration', () => {
  it.each([
    ['5m0s', 300],
    ['10m', 600],
    ['1h', 3600],
    ['1h30m', 5400],
    ['1.5h', 5400],
    ['250ms', 0.25],
    ['5m0.413408917s', 300.413408917],
    ['1m1m', 120],
    ['0s', 0],
  ])('reads %s as %d seconds', (text, expected) => {
    expect(parseGoDuration(text)).toBeCloseTo(expected, 9);
  });

  it.each([
    '',
    '10',
    '1d',
    '5m!',
    '-5m',
    '+5m',
    '5 m',
    '.5s',
    '5.s',
    '1µs',
    '1us',
    '5M',
    '5m\n',
    `${'9'.repeat(400)}h`,
  ])('refuses %j', (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  const minute = 60;
  const hour = 60 * minute;
  const day = 24 * hour;
  const year = 365 * day;

  it.each([
    [-2, '<invalid>'],
    [Number.NaN, '<invalid>'],
    [-1, '0s'],
    [-0.5, '0s'],
    [0, '0s'],
    [45.9, '45s'],
    [119, '119s'],
    [2 * minute, '2m'],
    [3 * minute + 12, '3m12s'],
    [10 * minute - 1, '9m59s'],
    [10 * minute + 59, '10m'],
    [3 * hour - 1, '179m'],
    [3 * hour, '3h'],
    [7 * hour + 59 * minute + 59, '7h59m'],
    [8 * hour + 30 * minute, '8h'],
    [2 * day - 1, '47h'],
    [2 * day, '2d'],
    [2 * day + 21 * hour, '2d21h'],
    [4 * day + 59 * minute, '4d'],
    [8 * day - 1, '7d23h'],
    [8 * day + 5 * hour, '8d'],
    [2 * year - 1, '729d'],
    [2 * year, '2y'],
    [3 * year + 20 * day, '3y20d'],
    [8 * year + 20 * day, '8y'],
  ])('writes %d seconds as %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected);
  });
});

describe('formatGoDuration', () => {
  it.each([
    [0, '0s'],
    [300, '5m0s'],
    [3600, '1h0m0s'],
    [90.5, '1m30.5s'],
    [1.5, '1.5s'],
    [0.25, '250ms'],
    [0.0005, '0.5ms'],
    [1e-12, '0s'],
    [59.9999999999, '1m0s'],
    [0.99999999999, '1s'],
    [172_800, '48h0m0s'],
    [-300, '-5m0s'],
  ])('writes %d seconds as %s', (seconds, expected) => {
    expect(formatGoDuration(seconds)).toBe(expected);
  });

  it('is read back as the same duration', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9e9, noNaN: true }), (seconds) => {
        const back = parseGoDuration(formatGoDuration(seconds)) ?? Number.NaN;
        expect(Math.abs(back - seconds)).toBeLessThanOrEqual(1e-9 + seconds * 1e-15);
      }),
    );
  });
});
