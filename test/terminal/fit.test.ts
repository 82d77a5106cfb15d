import { expect, test } from 'vitest';
import { flow } from '../../src/terminal/fit.ts';

test('flow fills lines', () => {
  expect(flow(['aa', 'bb', 'cc'], ' · ', 7)).toEqual(['aa · bb', 'cc']);
  expect(flow(['much too long'], ' · ', 5)).toEqual(['much…']);
  expect(flow([], ' · ', 5)).toEqual([]);
});
