import { nearest } from '../text/similar.ts';

/** ` (did you mean "x"?)`, or ` (known: a, b)` where nothing is close, or nothing where nothing is known. */
export function suggestion(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  if (guess !== undefined) return ` (did you mean "${guess}"?)`;
  return known.length === 0 ? '' : ` (known: ${known.join(', ')})`;
}
