import { expect, it } from 'vitest';
import { logWithoutTimes } from '../../src/probes/log-without-times.ts';

it.each([
  ['2025-11-15T18:12:01.120000000Z one\n2025-11-15T18:12:02.000000001Z   two\n', 'one\n  two\n'],
  ['2025-11-15T18:12:01.120000000Z \n', '\n'],
  ['2025-11-15T18:12:01.120000000Z one\ntwo\n', '2025-11-15T18:12:01.120000000Z one\ntwo\n'],
  ['2025-11-15T18:12:01.120Z one\n', '2025-11-15T18:12:01.120Z one\n'],
  ['', ''],
  [null, null],
])('%j is %j', (log, text) => {
  expect(logWithoutTimes.run({ log })).toEqual({ text });
});
