const FULL = '█';
const FREE = '░';

/** Blocks of one to seven eighths. */
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * A bar of exactly `width` columns: full blocks for the part that is taken, light ones for the rest, an eighth being
 * the finest step. `taken` beyond `total`, or a total of nothing, is a full bar; the least room left and the least part
 * taken are always seen.
 */
export function bar(taken: number, total: number, width: number): string {
  const eighths = takenEighths(taken, total, width);
  const whole = Math.floor(eighths / 8);
  const partial = EIGHTHS[(eighths % 8) - 1] ?? '';
  return FULL.repeat(whole) + partial + FREE.repeat(width - whole - partial.length);
}

function takenEighths(taken: number, total: number, width: number): number {
  if (!(taken > 0) && total > 0) return 0;
  if (!(taken < total)) return width * 8;
  const most = (width - 1) * 8;
  return Math.min(Math.max(Math.round((taken / total) * width * 8), 1), Math.max(most, 1));
}
