import { parseFieldPath, type PathPart } from '../text/field-path.ts';
import { ANYTHING, canBe, fieldOf, type StaticType } from './static-type.ts';

/** A field that is certainly not there: its name, its offset in the path, and the fields that there are. */
export interface MissingField {
  readonly field: string;
  readonly at: number;
  readonly known: readonly string[];
  /** What it is looked for in. */
  readonly inside: StaticType;
}

/** What stands at a dotted path inside a value, or the first field on the way that cannot be there. */
export function typeAtPath(type: StaticType, path: string): StaticType | { readonly missing: MissingField } {
  let here = type;
  let at = 0;
  for (const part of parseFieldPath(path) ?? []) {
    const next = stepInto(here, part);
    const field = 'field' in part ? part.field : '';
    at = Math.max(at, path.indexOf(field, at));
    if (next === undefined) return { missing: { field, at, known: Object.keys(here.fields ?? {}), inside: here } };
    here = next;
    at += field.length;
  }
  return here;
}

function stepInto(type: StaticType, part: PathPart): StaticType | undefined {
  if ('field' in part) return canBe(type, 'map') ? fieldOf(type, part.field) : undefined;
  return canBe(type, 'list') ? (type.element ?? ANYTHING) : undefined;
}
