/** Nobody holds a workshop for more people. */
const MOST = 10_000;

/** A whole number from one to ten thousand; undefined for anything else. */
export function parseCountText(text: string): number | undefined {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= MOST ? count : undefined;
}
