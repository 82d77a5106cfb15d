import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { FieldDifference } from './compare.ts';
import { textAt } from '../../plane/manifest.ts';
import { listAt } from './kinds.ts';

/** A difference of one request. */
export interface Difference extends FieldDifference {
  /** The request, as `labelOf` calls it. */
  readonly request: string;
}

/** A difference that is meant to be. `*` in both patterns stands for any text. */
export interface Listed {
  readonly requests: string;
  readonly fields: string;
  readonly reason: string;
}

/** What the comparison comes to. */
export interface Verdict {
  readonly unlisted: readonly Difference[];
  /** Listed, and no longer there. */
  readonly gone: readonly Listed[];
}

/** Reads the file with the listed differences. Throws where an entry lacks something. */
export function readListed(file: string): readonly Listed[] {
  return listAt(parse(readFileSync(file, 'utf8')), 'differences').map((entry) => {
    const [requests, fields, reason] = [textAt(entry, 'requests'), textAt(entry, 'fields'), textAt(entry, 'reason')];
    if (requests === '' || fields === '' || reason === '') throw new Error(`${file}: ${JSON.stringify(entry)}`);
    return { requests, fields, reason };
  });
}

/** Holds what was found against what is listed, both ways. */
export function judge(found: readonly Difference[], listed: readonly Listed[]): Verdict {
  const isMeant = meantBy(listed);
  return {
    unlisted: found.filter((difference) => !isMeant(difference)),
    gone: listed.filter((entry) => !found.some(coverOf(entry))),
  };
}

/** Whether a difference is one of the listed. */
export function meantBy(listed: readonly Listed[]): (difference: Difference) => boolean {
  const covers = listed.map(coverOf);
  return (difference) => covers.some((cover) => cover(difference));
}

function coverOf({ requests, fields }: Listed): (difference: Difference) => boolean {
  const [request, field] = [toPattern(requests), toPattern(fields)];
  return (difference) => request.test(difference.request) && field.test(difference.field);
}

function toPattern(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
