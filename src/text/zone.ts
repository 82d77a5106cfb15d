import { nearest } from './similar.ts';

/** How far a zone is from UTC, in seconds (east is positive), at a moment in seconds since 1970. */
export type ZoneOffset = (seconds: number) => number;

/**
 * The offsets of a zone of the IANA database, by its name in any case; undefined where the machine knows none of that name.
 * A bare offset such as `+02:00` is none: it has no summer time.
 */
export function zoneOffset(name: string): ZoneOffset | undefined {
  const format = formatOf(name);
  if (format === undefined) return undefined;
  return (seconds) => {
    const whole = Math.floor(seconds);
    return readParts(format, whole) - whole;
  };
}

/** The zone as the database writes it: `europe/berlin` is `Europe/Berlin`. What it does not list stays as it is. */
export function zoneName(name: string): string {
  return zones().find((zone) => zone.toLowerCase() === name.toLowerCase()) ?? name;
}

/** The zone that a name probably means; a city alone is enough. Undefined where none is near. */
export function nearestZone(name: string): string | undefined {
  const known = zones();
  const [word = ''] = name.split('/').slice(-1);
  const city = known.find((zone) => cityOf(zone).toLowerCase() === word.toLowerCase().replaceAll(' ', '_'));
  return city ?? nearest(name, known) ?? nearestCity(word, known);
}

function nearestCity(word: string, known: readonly string[]): string | undefined {
  const city = nearest(word, known.map(cityOf));
  return city === undefined ? undefined : known.find((zone) => cityOf(zone) === city);
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1);
}

/** ECMA-402 leaves UTC out of what it lists, and has to know it. */
function zones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
  const options = { ...fields, minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: name } as const;
  try {
    return new Intl.DateTimeFormat('en-US', options);
  } catch {
    return undefined;
  }
}

/** What a clock of the zone shows at a moment, as seconds since 1970 of the same digits in UTC. */
function readParts(format: Intl.DateTimeFormat, seconds: number): number {
  const parts = new Map(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const day = [part('year'), part('month') - 1, part('day')] as const;
  return Date.UTC(...day, part('hour'), part('minute'), part('second')) / 1000;
}
