import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { pageOf } from '../../src/render/page.ts';
import { pairLines } from '../../src/render/pairs.ts';
import { measurableText } from './arbitrary-text.ts';
import { fc } from '../support/random.ts';

const page = (width: number): ReturnType<typeof pageOf> => pageOf({ width, color: false, path: true, mode: 'full' });

describe('pairLines', () => {
  it('puts as many aligned pairs on a line as fit on all lines', () => {
    const headings = ['State', 'Error', 'From', 'Attempted'];
    const row = ['Stalled RetriesExceeded', 'context deadline exceeded', '2.28.1', '2.28.3'];
    expect(pairLines(headings, row, page(80))).toEqual([
      '  State  Stalled RetriesExceeded   Error      context deadline exceeded',
      '  From   2.28.1                    Attempted  2.28.3',
    ]);
    expect(pairLines(headings, row, page(100))[0]).toMatch(/State .* Error .* From {2}2\.28\.1$/);
  });

  it('puts them below each other, wrapped, where they do not', () => {
    expect(pairLines(['State', 'Error'], ['Stalled', 'one two three four five six seven eight'], page(40))).toEqual([
      '  State  Stalled',
      '  Error  one two three four five six',
      '         seven eight',
    ]);
  });

  it('keeps the page whatever the words are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(measurableText, measurableText)),
        fc.integer({ min: 40, max: 120 }),
        (pairs, width) => {
          const lines = pairLines(
            pairs.map(([heading]) => heading),
            pairs.map(([, cell]) => cell),
            page(width),
          );
          expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
        },
      ),
    );
  });
});
