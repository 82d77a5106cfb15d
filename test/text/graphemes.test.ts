import { expect, test } from 'vitest';
import { graphemesOf } from '../../src/text/graphemes.ts';

test.each([
  ['', []],
  ['abc', ['a', 'b', 'c']],
  ['e\u0301te\u0301', ['e\u0301', 't', 'e\u0301']],
  ['👩‍👩‍👧!', ['👩‍👩‍👧', '!']],
  ['🇩🇪🇫🇷', ['🇩🇪', '🇫🇷']],
  ['\r\n', ['\r\n']],
])('the graphemes of %j', (text, graphemes) => {
  expect([...graphemesOf(text)]).toEqual(graphemes);
});
