import * as z from 'zod';
import { parsePrefix } from '../text/image-reference.ts';
import { parseLength } from '../text/window.ts';

const prefix = z
  .string()
  .refine(
    (text) => parsePrefix(text) !== undefined,
    'is a registry with a path, such as ghcr.io/example, without a tag',
  );

/** A place that images are copied to, and from where. */
export const mirrorEntry = z.strictObject({
  from: prefix.describe('Where the images come from.'),
  to: prefix.describe('Where pods pull them: what stands behind it is the same in both.'),
  every: z
    .string()
    .refine((text) => (parseLength(text) ?? 0) > 0, 'is a length of time such as 24h or 7d')
    .optional()
    .describe('How often it is filled; so long it may be behind.'),
});

export type MirrorKeys = z.output<typeof mirrorEntry>;

/** A mirror that a profile knows. */
export interface KnownMirror {
  /** Prefixes of images in full, as `parsePrefix` gives them. */
  readonly from: string;
  readonly to: string;
  /** How often it is filled, in seconds; 0 where that is not said. */
  readonly every: number;
}

/** The mirrors of a profile. */
export function readMirrors(mirrors: readonly MirrorKeys[] = []): readonly KnownMirror[] {
  return mirrors.map(({ from, to, every }) => ({
    from: parsePrefix(from) ?? from,
    to: parsePrefix(to) ?? to,
    every: every === undefined ? 0 : (parseLength(every) ?? 0),
  }));
}
