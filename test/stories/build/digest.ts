import { createHash } from 'node:crypto';

/** 64 hexadecimal digits that are always the same for the same text: container ids, image digests. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A whole number from 0 to `below` - 1 that is always the same for the same text. */
export function numberOf(text: string, below: number): number {
  return Number.parseInt(digestOf(text).slice(0, 8), 16) % below;
}

/** Letters and digits as the API server draws them for names (apimachinery's `rand.String`: no vowels, no 0, 1, 3). */
export function suffixOf(text: string, length: number): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from({ length }, (_, index) => letters[numberOf(`${text}/${index}`, letters.length)]).join('');
}
