import { AWS } from './known-programs.ts';
import { nearest } from './similar.ts';

/** How many regions of one name are suggested from. */
const NUMBERS = [1, 2, 3, 4];

/** What a name that is no region most likely means; null for one that is, or that may be a new one of a known area. */
export function regionTrouble(name: string): { readonly nearest: string | undefined } | null {
  if (AWS.regions === undefined) return null;
  const { areas, directions } = AWS.regions;
  const parts = /^(?<area>[a-z]+(?:-[a-z]+)?)-(?<direction>[a-z]+)-\d{1,2}$/.exec(name)?.groups;
  if (areas.includes(parts?.['area'] ?? '') && directions.includes(parts?.['direction'] ?? '')) return null;
  const names = areas.flatMap((area) =>
    directions.flatMap((direction) => NUMBERS.map((number) => `${area}-${direction}-${number}`)),
  );
  return { nearest: nearest(name, names) };
}
