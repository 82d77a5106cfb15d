import { describe, expect, it } from 'vitest';
import { escapeJson, escapeLine, escapeText, isPlainLine } from '../../src/text/escape.ts';
import { fc } from '../support/random.ts';

const PLANTED: readonly [name: string, character: string][] = [
  ['NUL', '\0'],
  ['BEL', '\x07'],
  ['BS', '\b'],
  ['VT', '\v'],
  ['CR', '\r'],
  ['SO', '\x0e'],
  ['ESC', '\x1b'],
  ['DEL', '\x7f'],
  ['NEL', '\x85'],
  ['C1 OSC', '\x9d'],
  ['soft hyphen', '\u00ad'],
  ['grapheme joiner', '\u034f'],
  ['Arabic letter mark', '\u061c'],
  ['Hangul filler', '\u3164'],
  ['zero-width space', '\u200b'],
  ['zero-width joiner', '\u200d'],
  ['right-to-left override', '\u202e'],
  ['line separator', '\u2028'],
  ['word joiner', '\u2060'],
  ['first strong isolate', '\u2068'],
  ['variation selector', '\ufe0f'],
  ['byte order mark', '\ufeff'],
  ['interlinear annotation', '\ufff9'],
  ['tag letter', '\u{e0041}'],
  ['variation selector supplement', '\u{e0100}'],
  ['high surrogate alone', '\ud83d'],
  ['low surrogate alone', '\ude00'],
];

/** A list of our own, independent of the pattern under test. */
function isDangerous(point: number): boolean {
  return (
    (point < 0x20 && point !== 0x0a && point !== 0x09) ||
    (point >= 0x7f && point <= 0x9f) ||
    (point >= 0xd800 && point <= 0xdfff) ||
    (point >= 0x200b && point <= 0x200f) ||
    (point >= 0x2028 && point <= 0x202e) ||
    (point >= 0x2060 && point <= 0x206f) ||
    (point >= 0xfe00 && point <= 0xfe0f) ||
    (point >= 0xe0000 && point <= 0xe0fff) ||
    [0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x3164, 0xfeff, 0xffa0].includes(point)
  );
}

function dangerousIn(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).filter(isDangerous);
}

const planted = fc.constantFrom(...PLANTED.map(([, character]) => character));
const nasty = fc
  .array(fc.oneof(planted, fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\t', '\\', '"', 'a')))
  .map((parts) => parts.join(''));

describe('escapeText', () => {
  it.each(PLANTED)('makes %s visible', (_, character) => {
    const point = character.codePointAt(0) ?? 0;
    expect(escapeText(`a${character}b`)).toBe(`a\\u{${point.toString(16)}}b`);
  });

  it('keeps newlines, tabs, accents, wide characters and emoji', () => {
    const text = 'a\n\tb é ü 漢字 العربية 😀 ████░ → “x” \\u{1b}';
    expect(escapeText(text)).toBe(text);
  });

  it('leaves nothing dangerous, and is done after one pass', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeText(text);
        expect(dangerousIn(escaped)).toEqual([]);
        expect(escapeText(escaped)).toBe(escaped);
      }),
    );
  });
});

describe('escapeLine', () => {
  it('turns a newline, CR LF and a tab into one space each', () => {
    expect(escapeLine('a\nb\r\nc\td\re')).toBe('a b c d\\u{d}e');
  });

  it('gives one line without anything dangerous, and is done after one pass', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeLine(text);
        expect(dangerousIn(escaped)).toEqual([]);
        expect(escaped).not.toMatch(/[\n\t]/);
        expect(escapeLine(escaped)).toBe(escaped);
        expect(isPlainLine(escaped)).toBe(true);
      }),
    );
  });
});

describe('escapeJson', () => {
  it('escapes inside strings and keeps the layout', () => {
    expect(escapeJson('{\n\t"a": "\u202e\u{e0041}"\r\n}')).toBe('{\n\t"a": "\\u202e\\udb40\\udc41"\u0020\n}');
  });

  it('keeps the data equal and leaves nothing dangerous', () => {
    const document = fc.jsonValue({ stringUnit: 'binary' });
    fc.assert(
      fc.property(fc.oneof(document, fc.dictionary(nasty, nasty)), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        const escaped = escapeJson(json);
        expect(dangerousIn(escaped)).toEqual([]);
        expect(JSON.parse(escaped)).toEqual(JSON.parse(json));
        expect(escapeJson(escaped)).toBe(escaped);
      }),
    );
  });
});
