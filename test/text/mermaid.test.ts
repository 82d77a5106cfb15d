import { expect, test } from 'vitest';
import { mermaidLabel } from '../../src/text/mermaid.ts';
import { fc } from '../support/random.ts';

/** What a label may hold: letters, digits, plain signs and entity codes. */
const LABEL = /^(?:[\p{L}\p{N} ,?!/']|#\d+;)*$/u;

test('no text from outside leaves the quotes, begins a directive or is read as Markdown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(mermaidLabel(text)).toMatch(LABEL);
    }),
  );
});

test('the codes stand for the characters, and a long text is cut', () => {
  expect(mermaidLabel('a "b" <c> #1')).toBe('a #34;b#34; #60;c#62; #35;1');
  expect(mermaidLabel('%%{init: x}%%\nend')).toBe('#37;#37;#123;init#58; x#125;#37;#37; end');
  expect(mermaidLabel('abcdef', 4)).toBe('abc#8230;');
});
