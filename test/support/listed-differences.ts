import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './shipped.ts';

/** Where the differences are listed, with their reasons. */
export const LISTED = 'test/stories/real-differences.yaml';

interface Listing {
  readonly fields: readonly { readonly in: string; readonly paths: readonly string[]; readonly because: string }[];
  readonly words: readonly { readonly at: string; readonly because: string }[];
}

const listing = parse(readFileSync(join(root, LISTED), 'utf8')) as Listing;

/** Whether this difference in a field is listed with a reason. */
export function isFieldListed(situation: string, path: string): boolean {
  return listing.fields.some(
    (entry) => fits(entry.in, situation) && entry.paths.some((pattern) => fits(pattern, path)),
  );
}

/** Whether other words at this place are listed with a reason. */
export function areWordsListed(where: string): boolean {
  return listing.words.some(({ at }) => fits(at, where));
}

/** `*` stands for any text, in a path for one without a dot; `**` for any. */
function fits(pattern: string, text: string): boolean {
  const any = /[.[{]/.test(pattern) ? '[^.]*' : '.*';
  const parts = pattern.split(/(\*\*?)/).map((part) => (part === '**' ? '.*' : part === '*' ? any : escaped(part)));
  return new RegExp(`^${parts.join('')}$`, 's').test(text);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
