import { pad, widest, wrap } from '../layout/wrap.ts';
import { escapeLine } from '../text/escape.ts';
import type { Page } from './page.ts';

const MOST_COLUMNS = 3;
const GAP = '   ';

/**
 * The only row of a table as aligned `heading  cell` pairs, in reading order, two or three on a line where all of them
 * fit, else one below the other with long cells wrapped.
 */
export function pairLines(headings: readonly string[], row: readonly string[], page: Page): readonly string[] {
  const pairs = headings.map((heading, index) => [escapeLine(heading), escapeLine(row[index] ?? '')] as const);
  for (let columns = Math.min(MOST_COLUMNS, pairs.length); columns > 1; columns -= 1) {
    const lines = sideBySide(pairs, columns);
    if (widest(lines) <= page.width) return lines;
  }
  return belowEachOther(pairs, page);
}

type Pair = readonly [heading: string, cell: string];

function sideBySide(pairs: readonly Pair[], columns: number): readonly string[] {
  const inColumn = (column: number): readonly Pair[] => pairs.filter((_, index) => index % columns === column);
  const painted = Array.from({ length: columns }, (_, column) => aligned(inColumn(column)));
  const height = Math.ceil(pairs.length / columns);
  return Array.from({ length: height }, (_, line) =>
    `  ${painted.map((cells) => cells[line] ?? '').join(GAP)}`.trimEnd(),
  );
}

/** Pairs of one column, all equally wide. */
function aligned(pairs: readonly Pair[]): readonly string[] {
  const heading = widest(pairs.map(([text]) => text));
  const texts = pairs.map(([text, cell]) => `${pad(text, heading)}  ${cell}`);
  const width = widest(texts);
  return texts.map((text) => pad(text, width));
}

function belowEachOther(pairs: readonly Pair[], { width }: Page): readonly string[] {
  const heading = Math.min(widest(pairs.map(([text]) => text)), Math.floor(width / 3));
  const indent = ' '.repeat(2 + heading + 2);
  return pairs.flatMap(([text, cell]) => {
    const labels = wrap(text, heading);
    const cells = wrap(cell, width - indent.length);
    return Array.from({ length: Math.max(labels.length, cells.length) }, (_, line) =>
      `  ${pad(labels[line] ?? '', heading)}  ${cells[line] ?? ''}`.trimEnd(),
    );
  });
}
