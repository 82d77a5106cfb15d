import Table from 'cli-table3';
import { escapeLine } from '../text/escape.ts';
import type { Page } from './page.ts';
import { hang, widest, wrap } from '../layout/wrap.ts';

/** Rows below headings. Cells are text from outside; a row may have more or fewer cells than there are headings. */
export interface GridContent {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A column that has more to say than this is not made narrower: words would break into pieces that nobody can read. */
const MIN_COLUMN = 12;

/**
 * A table with borders, indented by two, that fits the page. Every cell is wrapped before cli-table3 sees it and no
 * width is given to it, since it shortens what does not fit. Where the columns would be too narrow every row becomes a
 * list of `heading: cell`.
 */
export function grid(content: GridContent, page: Page): readonly string[] {
  const { columns, rows } = squared(content);
  const budget = page.width - 2 - (3 * columns.length + 1);
  const widths = fitWidths(naturalWidths(columns, rows), budget);
  if (widths === undefined) return asList(columns, rows, page);
  const table = new Table({ head: cells(columns, widths), style: { head: [], border: [] } });
  table.push(...rows.map((row) => cells(row, widths)));
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line}`);
}

/**
 * The same without the rules that help nobody: below the headings one stays, between two rows only where one of them takes
 * several lines and the lower one is about something new (its first cell is not empty).
 */
export function compactGrid(content: GridContent, page: Page): readonly string[] {
  const lines = grid(content, page);
  const heights = heightsOf(lines);
  let row = -1;
  return lines.filter((line) => {
    if (!line.startsWith('  ├')) return true;
    row += 1;
    const isNew = (content.rows[row]?.[0] ?? '') !== '';
    return row === 0 || (isNew && ((heights[row] ?? 1) > 1 || (heights[row - 1] ?? 1) > 1));
  });
}

/** How many lines each row takes, without the headings. */
function heightsOf(lines: readonly string[]): readonly number[] {
  const heights: number[] = [];
  for (const line of lines) {
    if (line.startsWith('  ├')) heights.push(0);
    else if (line.startsWith('  │') && heights.length > 0) heights[heights.length - 1] = (heights.at(-1) ?? 0) + 1;
  }
  return heights;
}

/** Every row as long as the longest; a heading that is missing is empty. */
function squared({ columns, rows }: GridContent): GridContent {
  const length = Math.max(columns.length, ...rows.map((row) => row.length));
  const fill = (row: readonly string[]): readonly string[] => Array.from({ length }, (_, index) => row[index] ?? '');
  return { columns: fill(columns), rows: rows.map(fill) };
}

function naturalWidths(columns: readonly string[], rows: readonly (readonly string[])[]): readonly number[] {
  return columns.map((heading, index) => {
    const texts = [heading, ...rows.map((row) => row[index] ?? '')];
    return Math.max(1, widest(texts.flatMap((text) => wrap(text, Number.MAX_SAFE_INTEGER))));
  });
}

/** Takes from the widest column until the sum fits; undefined where that would make columns too narrow. */
function fitWidths(natural: readonly number[], budget: number): readonly number[] | undefined {
  if (sum(natural.map((width) => Math.min(width, MIN_COLUMN))) > budget) return undefined;
  const widths = [...natural];
  for (let excess = sum(widths) - budget; excess > 0; excess -= 1) {
    const index = widths.indexOf(Math.max(...widths));
    widths[index] = (widths[index] ?? 0) - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function cells(row: readonly string[], widths: readonly number[]): string[] {
  return row.map((cell, index) => wrap(cell, widths[index] ?? 1).join('\n'));
}

function asList(columns: readonly string[], rows: readonly (readonly string[])[], page: Page): readonly string[] {
  return rows.flatMap((row) => row.flatMap((cell, index) => entry(columns[index] ?? '', cell, index === 0, page)));
}

function entry(heading: string, cell: string, first: boolean, page: Page): readonly string[] {
  return hang(first ? '  - ' : '    ', `${escapeLine(heading)}: ${cell}`, page.width);
}
