import { expect, test } from 'vitest';
import { matching } from '../../src/terminal/search-options.ts';
import { isSearchable } from '../../src/terminal/searchable.ts';

const option = (label: string, hint = '') => ({ value: label, label, hint });
const OPTIONS = [
  option('coder/coder', 'Stalled RetriesExceeded'),
  option('ai/librechat', 'NotReady InstallFailed'),
  option('ai/coder', 'NotReady UpgradeFailed'),
];

test.each([
  ['', ['coder/coder', 'ai/librechat', 'ai/coder']],
  ['coder', ['coder/coder', 'ai/coder']],
  ['CODER ai', ['ai/coder']],
  ['notready', ['ai/librechat', 'ai/coder']],
  ['nothing', []],
])('typing "%s" leaves %j', (typed, labels) => {
  expect(matching(OPTIONS, typed).map(({ label }) => label)).toEqual(labels);
});

test('a short menu is not searched', () => {
  expect(isSearchable({ id: 'q', text: '', options: OPTIONS })).toBe(false);
  expect(
    isSearchable({ id: 'q', text: '', options: Array.from({ length: 8 }, (_, index) => option(String(index))) }),
  ).toBe(true);
});
