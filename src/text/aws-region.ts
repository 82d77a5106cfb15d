import { nearest } from './similar.ts';

/** The areas and directions that the names of regions are made of (AWS General Reference, regional endpoints). */
const AREAS = 'af ap ca cn eu il me mx sa us us-gov us-iso us-isob us-isof eu-isoe eusc-de'.split(' ');
const DIRECTIONS = 'central east north northeast northwest south southeast southwest west'.split(' ');

/** How many regions of one name are suggested from. */
const NUMBERS = [1, 2, 3, 4];

/** What a name that is no region most likely means; null for one that is, or that may be a new one of a known area. */
export function regionTrouble(name: string): { readonly nearest: string | undefined } | null {
  const parts = /^(?<area>[a-z]+(?:-[a-z]+)?)-(?<direction>[a-z]+)-\d{1,2}$/.exec(name)?.groups;
  if (AREAS.includes(parts?.['area'] ?? '') && DIRECTIONS.includes(parts?.['direction'] ?? '')) return null;
  const names = AREAS.flatMap((area) =>
    DIRECTIONS.flatMap((direction) => NUMBERS.map((number) => `${area}-${direction}-${number}`)),
  );
  return { nearest: nearest(name, names) };
}
