/** As many rows as somebody reads; a cluster has thousands of pods. */
const MOST = 8;

/** The first rows of a list, and how many more there are. */
export interface Few<Row> {
  readonly rows: readonly Row[];
  readonly more: number;
}

/** Cuts a list down to what somebody reads. */
export function few<Row>(rows: readonly Row[]): Few<Row> {
  return { rows: rows.slice(0, MOST), more: Math.max(0, rows.length - MOST) };
}

/** Names as one text: `a, b and 3 more`. */
export function fewNames(names: readonly string[]): string {
  const { rows, more } = few(names);
  return more === 0 ? rows.join(', ') : `${rows.join(', ')} and ${more} more`;
}
