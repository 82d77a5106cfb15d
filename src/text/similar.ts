/**
 * The candidate that a mistyped word most likely meant, for "did you mean"; undefined when none is close (about one
 * wrong letter in three). Case does not count; the first of equally close candidates wins.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Letters to insert, drop, change or swap with their neighbour; any number from `limit` on means "too far". */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const change = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = isSwap(from, to, row, column) ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY;
      const dropped = at(last, column) + 1;
      const inserted = at(current, column - 1) + 1;
      current.push(Math.min(dropped, inserted, at(last, column - 1) + change, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function isSwap(from: string, to: string, row: number, column: number): boolean {
  return row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
}

function at(distances: readonly number[], index: number): number {
  return distances[index] ?? Number.POSITIVE_INFINITY;
}
