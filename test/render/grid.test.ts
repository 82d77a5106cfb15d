import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { compactGrid, grid } from '../../src/render/grid.ts';
import { pageOf } from '../../src/render/page.ts';
import { escapeText } from '../../src/text/escape.ts';
import { anyText, measurableText } from './arbitrary-text.ts';
import { fc } from '../support/random.ts';

const page = (width: number): ReturnType<typeof pageOf> => pageOf({ width, color: false, path: true, mode: 'full' });

const BORDER = '│';
const withoutBorders = anyText.map((text) => text.replaceAll(BORDER, ''));
const rowsOf = (cell: fc.Arbitrary<string>): fc.Arbitrary<readonly (readonly string[])[]> =>
  fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 });

describe('grid', () => {
  it('loses no character of any cell', () => {
    fc.assert(
      fc.property(rowsOf(withoutBorders), fc.integer({ min: 60, max: 120 }), (rows, width) => {
        const lines = grid({ columns: ['one', 'two', 'three'], rows }, page(width));
        expect(joinedCells(lines).slice(1)).toEqual(rows.map((row) => row.map(bare)));
      }),
      { numRuns: 200 },
    );
  });

  it('is never wider than the page, and all its lines are equally wide', () => {
    fc.assert(
      fc.property(rowsOf(measurableText), fc.integer({ min: 60, max: 120 }), (rows, width) => {
        const widths = grid({ columns: ['one', 'two', 'three'], rows }, page(width)).map((line) => stringWidth(line));
        expect(new Set(widths).size).toBe(1);
        expect(widths[0]).toBeLessThanOrEqual(width);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a digest whole by wrapping it, without an ellipsis', () => {
    const digest = `ghcr.io/coder/coder@sha256:${'0123456789abcdef'.repeat(4)}`;
    const lines = grid({ columns: ['image', 'seen'], rows: [[digest, '漢'.repeat(60)]] }, page(60));
    expect(joinedCells(lines)[1]).toEqual([digest, '漢'.repeat(60)]);
    expect(lines.join('')).not.toContain('…');
  });

  it('writes a list where the columns would be too narrow', () => {
    const rows = [['coder-5df88d876c-q5w9b', 'coder:2.28.3', 'a very long status text', 'on a long node name']];
    const lines = grid({ columns: ['pod', 'image', 'status', 'node'], rows }, page(40));
    expect(lines).toEqual([
      '  - pod: coder-5df88d876c-q5w9b',
      '    image: coder:2.28.3',
      '    status: a very long status text',
      '    node: on a long node name',
    ]);
  });

  it('fills up short rows and keeps the cells of long ones', () => {
    const lines = grid({ columns: ['a', 'b'], rows: [['1'], ['2', '3', '4']] }, page(80));
    expect(joinedCells(lines)).toEqual([
      ['a', 'b', ''],
      ['1', '', ''],
      ['2', '3', '4'],
    ]);
  });
});

describe('compactGrid', () => {
  it('loses no character of any column', () => {
    fc.assert(
      fc.property(rowsOf(withoutBorders), fc.integer({ min: 60, max: 120 }), (rows, width) => {
        const columns = ['one', 'two', 'three'];
        const wanted = columns.map((column, index) =>
          bare([column, ...rows.map((row) => row[index] ?? '')].join('\n')),
        );
        expect(joinedColumns(compactGrid({ columns, rows }, page(width)))).toEqual(wanted);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a rule below the headings, and between rows only around one of several lines that is about something new', () => {
    const rows = [
      ['a', '1'],
      ['b', '2'],
      ['c', 'x'.repeat(100)],
      ['', '4'],
      ['d', '5'],
      ['e', '6'],
    ];
    const lines = compactGrid({ columns: ['what', 'seen'], rows }, page(60));
    const shape = lines.map((line) => (line.startsWith('  │') ? (/^ {2}│ (\S?)/.exec(line)?.[1] ?? '') : '-')).join('');
    expect(shape).toBe('-w-ab-cde-');
  });
});

/** The text of every column, lines joined and spaces left out. */
function joinedColumns(lines: readonly string[]): readonly string[] {
  const columns: string[] = [];
  for (const line of lines.filter((each) => each.startsWith(`  ${BORDER}`))) {
    line
      .split(BORDER)
      .slice(1, -1)
      .forEach((part, index) => {
        append(columns, index, bare(part));
      });
  }
  return columns;
}

/** The cells of every row with the lines of each joined and spaces left out. */
function joinedCells(lines: readonly string[]): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const line of lines) {
    if (!line.startsWith(`  ${BORDER}`)) rows.push([]);
    else
      line
        .split(BORDER)
        .slice(1, -1)
        .forEach((part, index) => append(rows.at(-1) ?? [], index, bare(part)));
  }
  return rows.filter((row) => row.length > 0);
}

function append(row: string[], index: number, text: string): void {
  row[index] = (row[index] ?? '') + text;
}

/** wrap-ansi composes accents (Unicode NFC), which looks the same. */
function bare(text: string): string {
  return escapeText(text).normalize().replace(/\s/g, '');
}
