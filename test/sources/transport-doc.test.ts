import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testTitlesIn } from './test-titles.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const SOURCES = 'src/sources/kubernetes/';
const TESTS = 'test/sources/kubernetes/';

const page = read('docs/transport.md');
const traps = rowsUnder('## Trap and test');
const limits = rowsUnder('## Limits');

/** The cells of the table under a heading, without its two head lines. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the page has a row for every trap, and a limit for every number', () => {
  expect(traps.length).toBeGreaterThanOrEqual(40);
  expect(limits.length).toBeGreaterThanOrEqual(14);
});

test.each(traps.map((row) => [row[0] ?? '', row] as const))('%s: its code and its tests exist', (_trap, row) => {
  const [, , code = '', proofs = ''] = row;
  const files = [...code.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
  expect(files.filter((file) => existsSync(new URL(`${SOURCES}${file}`, root)))).toEqual(files);
  const named = [...proofs.matchAll(/`([^`]+)` “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title }));
  expect(files).not.toEqual([]);
  expect(named).toHaveLength(proofs.split(' · ').length);
  expect(named.filter(({ file, title }) => !titlesOf(file).has(title))).toEqual([]);
});

test.each(limits.map((row) => [row[0] ?? '', row] as const))('%s: the code says so', (_what, row) => {
  const [, file = '', words = ''] = /^`([^`]+)` `([^`]+)`$/.exec(row[2] ?? '') ?? [];
  expect(read(`${SOURCES}${file}`)).toContain(words);
});

test('titles are read from a file as vitest would print them', () => {
  const text = `test('a', f); test.each([['x', 1], [y, 2]])('%s of %i', f); describe('d', () => test('b', f)); other('c');`;
  expect([...testTitlesIn(text)]).toEqual(['a', '%s of %i', 'x of 1', '%s of 2', 'b']);
});

function titlesOf(file: string): ReadonlySet<string> {
  return existsSync(new URL(`${TESTS}${file}`, root)) ? testTitlesIn(read(`${TESTS}${file}`)) : new Set();
}
