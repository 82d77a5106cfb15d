import { describe, expect, it } from 'vitest';
import { ageSeconds, formatTimeUtc, parseTime } from '../../src/text/time.ts';
import { fc } from '../support/random.ts';

const moment = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});

describe('parseTime', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2025-11-12T20:34:29Z', 1_762_979_669],
    ['2025-11-12T21:34:29+01:00', 1_762_979_669],
    ['2025-11-12T14:04:29-06:30', 1_762_979_669],
    ['2025-11-12T20:34:29.413408Z', 1_762_979_669.413408],
    ['2025-11-12T20:34:29.123456789Z', 1_762_979_669.123456789],
    ['2024-02-29T00:00:00Z', 1_709_164_800],
  ])('reads %s', (text, expected) => {
    expect(parseTime(text)).toBeCloseTo(expected, 5);
  });

  it.each([
    '',
    'null',
    '2025-11-12',
    '2025-11-12 20:34:29Z',
    '2025-11-12T20:34:29',
    '2025-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-11-12T24:00:00Z',
    '2025-11-12T20:60:00Z',
    '2025-11-12T20:34:29.Z',
    '2025-11-12T20:34:29Z\n',
    '2025-11-12T20:34:29+25:00',
  ])('refuses %j', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('agrees with Date on every moment', () => {
    fc.assert(
      fc.property(moment, (date) => {
        expect(parseTime(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 3);
      }),
    );
  });
});

describe('ageSeconds', () => {
  it('counts up to now, and below zero for what lies ahead', () => {
    expect(ageSeconds('1970-01-01T00:01:00Z', 100)).toBe(40);
    expect(ageSeconds('1970-01-01T00:01:00Z', 0)).toBe(-60);
    expect(ageSeconds('yesterday', 0)).toBeUndefined();
  });
});

describe('formatTimeUtc', () => {
  it('writes whole seconds in UTC', () => {
    expect(formatTimeUtc('2025-11-12T20:34:29Z')).toBe('2025-11-12 20:34:29 UTC');
    expect(formatTimeUtc('2025-11-12T22:34:29.999999+02:00')).toBe('2025-11-12 20:34:29 UTC');
    expect(formatTimeUtc('1969-12-31T23:59:58.5Z')).toBe('1969-12-31 23:59:58 UTC');
  });

  it('leaves alone what is no time', () => {
    expect(formatTimeUtc('yesterday')).toBe('yesterday');
  });

  it('cuts every moment to its second', () => {
    fc.assert(
      fc.property(moment, (date) => {
        const iso = date.toISOString();
        expect(formatTimeUtc(iso)).toBe(`${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`);
      }),
    );
  });
});
