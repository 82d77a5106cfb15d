import { describe, expect, it } from 'vitest';
import { formatLocal, momentsOf, parseLocal, wallTime } from '../../src/text/local-time.ts';
import { nearestZone, zoneName, zoneOffset, type ZoneOffset } from '../../src/text/zone.ts';
import { fc } from '../support/random.ts';

/** Both hemispheres, half hours, quarter hours, a summer time of half an hour, a zone without any. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'UTC',
];

const [FROM, TO] = [Date.UTC(2024, 0, 1) / 1000, Date.UTC(2040, 0, 1) / 1000];
const seconds = fc.integer({ min: FROM, max: TO });

function offsetOf(zone: string): ZoneOffset {
  const offset = zoneOffset(zone);
  if (offset === undefined) throw new Error(`no zone ${zone}`);
  return offset;
}

describe.each(ZONES)('a local time in %s', (zone) => {
  const offset = offsetOf(zone);

  it('comes at every moment that its clocks show it', () => {
    fc.assert(
      fc.property(seconds, (moment) => {
        expect(momentsOf(wallTime(moment, offset), offset).times).toContain(moment);
      }),
    );
  });

  it('comes once, twice or never, and never only within a gap between two that are shown', () => {
    fc.assert(
      fc.property(seconds, (wall) => {
        const moments = momentsOf(wall, offset);
        for (const moment of moments.times) expect(wallTime(moment, offset)).toBe(wall);
        if (!('before' in moments)) return;
        expect(moments.before).toBeLessThan(wall);
        expect(moments.after).toBeGreaterThan(wall);
        for (const shown of [moments.before, moments.after]) expect(momentsOf(shown, offset).times).toHaveLength(1);
      }),
    );
  });

  it('is read as it is written', () => {
    fc.assert(
      fc.property(seconds, (wall) => {
        expect(parseLocal(formatLocal(wall))).toBe(wall);
      }),
    );
  });
});

describe('the days on which clocks change', () => {
  it.each([
    ['Europe/Berlin', '2027-03-28 02:00', ['2027-03-28 01:59', '2027-03-28 03:00']],
    ['Europe/Berlin', '2027-03-28 02:59', ['2027-03-28 01:59', '2027-03-28 03:00']],
    ['America/New_York', '2027-03-14 02:30', ['2027-03-14 01:59', '2027-03-14 03:00']],
    ['Australia/Sydney', '2027-10-03 02:30', ['2027-10-03 01:59', '2027-10-03 03:00']],
    ['Australia/Lord_Howe', '2027-10-03 02:15', ['2027-10-03 01:59', '2027-10-03 02:30']],
    ['America/Santiago', '2027-09-05 00:30', ['2027-09-04 23:59', '2027-09-05 01:00']],
    // The day that Samoa left out when it moved over the date line.
    ['Pacific/Apia', '2011-12-30 12:00', ['2011-12-29 23:59', '2011-12-31 00:00']],
  ])('%s has no %s', (zone, text, neighbours) => {
    const moments = momentsOf(parseLocal(text) ?? 0, offsetOf(zone));
    expect(moments.times).toEqual([]);
    expect('before' in moments && [moments.before, moments.after].map(formatLocal)).toEqual(neighbours);
  });

  it.each([
    ['Europe/Berlin', '2027-10-31 02:30', ['2027-10-31T00:30', '2027-10-31T01:30']],
    ['America/New_York', '2027-11-07 01:00', ['2027-11-07T05:00', '2027-11-07T06:00']],
    ['Australia/Sydney', '2027-04-04 02:30', ['2027-04-03T15:30', '2027-04-03T16:30']],
    ['Australia/Lord_Howe', '2027-04-04 01:45', ['2027-04-03T14:45', '2027-04-03T15:15']],
  ])('%s has %s twice', (zone, text, times) => {
    const moments = momentsOf(parseLocal(text) ?? 0, offsetOf(zone));
    expect(moments.times.map((time) => new Date(time * 1000).toISOString().slice(0, 16))).toEqual(times);
  });
});

describe('a local time', () => {
  it.each([
    '',
    '2026-12-01',
    '2026-12-01T9:00',
    '2026-12-01T24:00',
    '2026-02-30T09:00',
    '2026-12-01T09:00Z',
    '2026-12-01  09:00',
    '0001-01-01T00:00',
    '2026-12-01T09:00:60',
  ])('is not %j', (text) => {
    expect(parseLocal(text)).toBeUndefined();
  });
});

describe('a zone', () => {
  it.each(['', 'Berlin', 'Europe/Berln', '+02:00', 'Mars/Phobos', '../etc/passwd'])('is not %j', (name) => {
    expect(zoneOffset(name)).toBeUndefined();
  });

  it.each([
    ['europe/BERLIN', 'Europe/Berlin'],
    ['utc', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
  ])('is called as the database calls it: %s', (typed, name) => {
    expect(zoneName(typed)).toBe(name);
    expect(zoneOffset(typed)).toBeDefined();
  });

  it.each([
    ['Berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['Europe/Berln', 'Europe/Berlin'],
    ['Tokio', 'Asia/Tokyo'],
    ['qqqqqqqqqqq', undefined],
  ])('%s probably means %s', (typed, meant) => {
    expect(nearestZone(typed)).toBe(meant);
  });
});
