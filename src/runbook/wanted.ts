import type { Sort } from '../expression/static-type.ts';
import { RELATIONS } from '../model/runbook.ts';
import type { Path } from './source.ts';

/** What a place of a runbook does with the value of its expression. */
export interface Wanted {
  readonly sorts: readonly Sort[];
  /** What belongs there, in words. */
  readonly says: string;
}

const YES_OR_NO: Wanted = { sorts: ['bool'], says: 'true or false' };
/** A time is written down as text. */
const TEXT: Wanted = { sorts: ['text', 'time'], says: 'a text' };
const TEXT_OR_NULL: Wanted = { sorts: ['text', 'null'], says: 'a text' };
const LIST: Wanted = { sorts: ['list'], says: 'a list' };
/** One object makes one row of a table, or one entry of the timeline. */
const ROWS: Wanted = { sorts: ['list', 'map'], says: 'a list or an object' };
const OBJECT: Wanted = { sorts: ['map'], says: 'an object' };
const OBJECT_OR_NULL: Wanted = { sorts: ['map', 'null'], says: 'an object' };
const TEXTS: Wanted = { sorts: ['text', 'list', 'number', 'null'], says: 'a text or a list of them' };
const OBJECTS: Wanted = { sorts: ['map', 'list', 'null'], says: 'an object or a list of them' };

/** The word of the format tells what belongs under it, wherever it stands. */
const WANTED: Readonly<Record<string, Wanted>> = {
  check: YES_OR_NO,
  when: YES_OR_NO,
  where: YES_OR_NO,
  match: TEXT,
  container: TEXT,
  same: TEXT_OR_NULL,
  at: TEXT,
  since: TEXT,
  onset: TEXT_OR_NULL,
  writer: TEXT,
  name: TEXT_OR_NULL,
  namespace: TEXT_OR_NULL,
  http: TEXT_OR_NULL,
  terraform: TEXT_OR_NULL,
  server: TEXT_OR_NULL,
  each: LIST,
  headroom: LIST,
  pod: OBJECT,
  of: OBJECT,
  on: OBJECT_OR_NULL,
  ...Object.fromEntries(RELATIONS.map((relation) => [relation, OBJECTS])),
};

/** What the expression at a path of the format has to give; undefined where it may give anything. */
export function wantedAt(path: Path): Wanted | undefined {
  const key = String(path.at(-1));
  if (path[2] === 'aws') return path.length === 4 ? (key === 'each' ? LIST : OBJECT) : TEXTS;
  if (path[2] === 'registry') return TEXT_OR_NULL;
  return key === 'each' && path[0] !== 'steps' ? ROWS : WANTED[key];
}
