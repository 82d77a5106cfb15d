import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { root } from './root.ts';

/** A short name for what stands in these files and folders of the repository now; what is built from them is kept under it. */
export function digestOf(places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesUnder)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(place: string): readonly string[] {
  if (extname(place) !== '') return [place];
  const entries = readdirSync(join(root, place), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .toSorted();
}
