import { describe, expect, it } from 'vitest';
import { parseTime } from '../../src/text/time.ts';
import { parseWindow, wrongWindow, type ReadWindow, type WindowText } from '../../src/text/window.ts';
import { fc } from '../support/random.ts';

const NOW = Date.UTC(2026, 10, 22, 3) / 1000;

function read(text: Partial<WindowText>, now = NOW): ReadWindow {
  return parseWindow({ start: '2026-12-01T09:00', duration: '4h', zone: 'Europe/Berlin', ...text }, now);
}

describe('a window', () => {
  it.each<[Partial<WindowText>, string, string]>([
    [{}, '2026-12-01T08:00:00Z', '2026-12-01T12:00:00Z'],
    [{ start: '2026-12-01 09:00' }, '2026-12-01T08:00:00Z', '2026-12-01T12:00:00Z'],
    [{ start: '2026-12-01T09:00:30' }, '2026-12-01T08:00:30Z', '2026-12-01T12:00:30Z'],
    [{ start: '2026-12-01T09:00:00-05:00' }, '2026-12-01T14:00:00Z', '2026-12-01T18:00:00Z'],
    [{ start: '2026-12-01T09:00Z', duration: '90m' }, '2026-12-01T09:00:00Z', '2026-12-01T10:30:00Z'],
    [{ start: '2026-12-01 09:00+05:30', duration: '1h30m' }, '2026-12-01T03:30:00Z', '2026-12-01T05:00:00Z'],
    [{ zone: 'Asia/Kathmandu', duration: '2d12h' }, '2026-12-01T03:15:00Z', '2026-12-03T15:15:00Z'],
    [{ start: 'now', duration: '14d' }, '2026-11-22T03:00:00Z', '2026-12-06T03:00:00Z'],
  ])('%j', (text, start, end) => {
    const zone = text.zone ?? 'Europe/Berlin';
    expect(read(text)).toEqual({ window: { start, end, zone }, notes: [] });
  });

  it('that has begun is told of', () => {
    const begun = { window: { start: '2026-11-22T01:00:00Z', end: '2026-11-22T05:00:00Z', zone: 'Asia/Kolkata' } };
    const notes = ['the workshop began at 2026-11-22 06:30 (Asia/Kolkata)'];
    expect(read({ start: '2026-11-22T06:30', zone: 'Asia/Kolkata' })).toEqual({ ...begun, notes });
  });

  it('over a change of the clocks is as long as it was said to be', () => {
    const window = { start: '2027-10-30T20:30:00Z', end: '2027-10-31T04:30:00Z', zone: 'Europe/Berlin' };
    const notes = ['the clocks change in between: it ends at 2027-10-31 05:30 (Europe/Berlin)'];
    expect(read({ start: '2027-10-30T22:30', duration: '8h' })).toEqual({ window, notes });
  });

  it('that begins in an hour that comes twice begins in the first', () => {
    const result = read({ start: '2027-04-04T01:45', duration: '15m', zone: 'Australia/Lord_Howe' });
    expect(result).toMatchObject({ window: { start: '2027-04-03T14:45:00Z', end: '2027-04-03T15:00:00Z' } });
    expect(result).toMatchObject({
      notes: [expect.stringContaining('comes twice in Australia/Lord_Howe'), expect.any(String)],
    });
  });

  it('takes the time that was said, whatever the zone and the day', () => {
    const text = fc.record({
      start: fc.integer({ min: NOW, max: NOW + 10 * 365 * 86400 }),
      minutes: fc.integer({ min: 1, max: 14 * 24 * 60 }),
      zone: fc.constantFrom('Europe/Berlin', 'Australia/Sydney', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'),
    });
    fc.assert(
      fc.property(text, ({ start, minutes, zone }) => {
        const result = read({
          start: `${new Date(start * 1000).toISOString().slice(0, 19)}Z`,
          duration: `${minutes}m`,
          zone,
        });
        const { window } = result as Extract<ReadWindow, { window: unknown }>;
        expect(parseTime(window.start)).toBe(start);
        expect((parseTime(window.end) ?? 0) - start).toBe(minutes * 60);
      }),
    );
  });
});

describe('what is no window', () => {
  it.each<[Partial<WindowText>, string, string, string]>([
    [{ zone: 'Europe/Berln' }, 'zone', 'there is no time zone "Europe/Berln"', 'did you mean Europe/Berlin?'],
    [{ zone: '' }, 'zone', 'there is no time zone ""', 'such as Europe/Berlin or UTC'],
    [{ start: '2026-12-01' }, 'start', '"2026-12-01" does not say at what time', 'write it as'],
    [{ start: '2026-02-30T09:00' }, 'start', '"2026-02-30T09:00" is no time that there is', 'write it as'],
    [{ start: '2026-12-01T25:00' }, 'start', 'is no time that there is', 'write it as'],
    [{ start: '9999-12-31T23:59Z' }, 'start', 'is no time that there is', 'write it as'],
    [{ start: 'tomorrow' }, 'start', '"tomorrow" is no time', 'write it as'],
    [
      { start: '2027-03-28T02:30' },
      'start',
      'there is no 2027-03-28T02:30 in Europe/Berlin',
      'write 2027-03-28 01:59 or 2027-03-28 03:00',
    ],
    [
      { start: '2026-11-21T09:00' },
      'start',
      'the workshop is over: it ended at 2026-11-21 13:00 (Europe/Berlin)',
      'it is 2026-11-22 04:00',
    ],
    [{ start: '2026-11-22T00:00' }, 'start', 'the workshop is over', 'it is'],
    [{ duration: '0h' }, 'duration', '"0h" is too short', 'write it as'],
    [{ duration: '59s' }, 'duration', '"59s" is too short', 'write it as'],
    [{ duration: '-4h' }, 'duration', '"-4h" is too short', 'write it as'],
    [{ duration: '14d1s' }, 'duration', '"14d1s" is too long', 'write it as'],
    [{ duration: '4' }, 'duration', '"4" is no length of time', 'write it as'],
    [{ duration: '' }, 'duration', '"" is no length of time', 'write it as'],
    [{ duration: 'd' }, 'duration', '"d" is no length of time', 'write it as'],
  ])('%j', (text, wrong, why, hint) => {
    const result = read(text);
    expect(result).toEqual({
      wrong,
      why: expect.stringContaining(why) as string,
      hint: expect.stringContaining(hint) as string,
    });
  });

  it('is told without a clock, but for what is over', () => {
    const text = { start: '2020-12-01T09:00', duration: '4h', zone: 'UTC' };
    expect(wrongWindow(text)).toBeUndefined();
    expect(wrongWindow({ ...text, duration: '0h' })).toMatchObject({ wrong: 'duration' });
  });
});
