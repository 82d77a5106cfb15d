import { LineCounter, parseDocument, stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { createSource, type Span } from '../../src/runbook/source.ts';
import { fc } from '../support/random.ts';

/** The place of a part of the text under `key`. */
function within(text: string, part: string): Span & { readonly value: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const value = (document.toJS() as { key: string }).key;
  const start = value.indexOf(part);
  return { ...createSource('x', text, document, lines).spanWithin(['key'], start, start + part.length), value };
}

describe('spanWithin', () => {
  it.each([
    ['plain', 'key: one two three', 1, 10, 3],
    ['plain over two lines', 'key: one\n   two three', 2, 4, 3],
    ['single quotes', "key: 'it''s two'", 1, 13, 3],
    ['double quotes', 'key: "a \\"b\\" \\u0041 two"', 1, 22, 3],
    ['double quotes with escaped white space', 'key: "a\\n\\t two"', 1, 13, 3],
    ['double quotes over two lines', 'key: "one \\\n    two"', 2, 5, 3],
    ['a literal block', 'key: |\n  one\n\n  a two\n', 4, 5, 3],
    ['a literal block with its indentation', 'key: |2-\n    one\n   two\n', 3, 4, 3],
    ['a folded block', 'key: >- # not two\n  one\n  two\n', 3, 3, 3],
    ['behind a tag', 'key: !!str one two', 1, 16, 3],
    ['behind an anchor', 'key: &here one two', 1, 16, 3],
  ])('finds a word in %s', (_style, text, line, column, length) => {
    expect(within(text, 'two')).toMatchObject({ line, column, length });
  });

  it('finds every visible character, however the text is written', () => {
    const style = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
    const text = fc.array(fc.constantFrom('a', 'b7', "'", '"', '\\', '#', ': ', ' ', '\n', 'é', '{x.y}'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(style, text, (defaultStringType, pieces) => {
        const value = pieces.join('');
        const source = stringify({ key: value }, { defaultStringType, lineWidth: 12 } as object);
        const lines = new LineCounter();
        const document = parseDocument(source, { lineCounter: lines });
        const places = createSource('x', source, document, lines);
        for (const [index, character] of value.split('').entries()) {
          if (!/\S/.test(character)) continue;
          const { line, column } = places.spanWithin(['key'], index, index + 1);
          const found = source.split('\n')[line - 1]?.charAt(column - 1);
          expect(found === character || found === '\\').toBe(true);
        }
      }),
    );
  });
});
