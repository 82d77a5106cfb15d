import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { isPlainLine } from '../../src/text/escape.ts';
import { inkFor } from '../../src/layout/ink.ts';
import { stepLine, stepLines } from '../../src/layout/step-lines.ts';
import { step } from '../terminal/fixtures/report.ts';
import { fc } from '../support/random.ts';

const ink = inkFor(false);

describe('stepLines', () => {
  test('one line where everything fits', () => {
    expect(stepLines(step('Is it new?', 'yes', true, 'generation 12'), 80, ink)).toEqual([
      '  ✔ Is it new?  yes · generation 12',
    ]);
    expect(stepLines(step('Why?', '', false, 'Pending'), 80, ink)).toEqual(['  ✖ Why?  Pending']);
  });

  test('answers stand below each other on a wide terminal, whatever the depth', () => {
    const column = ' '.repeat(46);
    expect(stepLines(step('Is it new?', 'yes', true, 'generation 12'), 100, ink)).toEqual([
      `  ✔ Is it new?${column}yes · generation 12`,
    ]);
    expect(stepLines(step('Is it new?', 'yes', true, '', 1), 100, ink)[0]?.indexOf('yes')).toBe(60);
    const long = `Is ${'very '.repeat(12)}long?`;
    expect(stepLines(step(long, 'yes', true), 100, ink)).toEqual([`  ✔ ${long}  yes`]);
  });

  test.each([
    [true, 'yes', '✔'],
    [false, 'no', '✖'],
    [null, 'unknown', '?'],
    [null, 'Deployment', '→'],
  ])('good %s and answer %s have the sign %s', (good, answer, sign) => {
    expect(
      stepLines(step('Is it?', answer, good), 80, ink)[0]
        ?.trimStart()
        .startsWith(`${sign} Is it?`),
    ).toBe(true);
  });

  test('depth indents, but not without end', () => {
    expect(stepLines(step('Is it?', 'yes', true, '', 2), 80, ink)[0]).toMatch(/^ {6}✔ Is it\?/);
    expect(stepLines(step('Is it?', 'yes', true, '', 9), 80, ink)[0]).toMatch(/^ {8}✔ Is it\?/);
  });

  test('what was seen stands below, indented, where the line is too short', () => {
    expect(stepLines(step('Is it?', 'no', false, 'word '.repeat(28)), 80, ink)).toEqual([
      '  ✖ Is it?  no',
      `      ${'word '.repeat(15).trim()}`,
      `      ${'word '.repeat(13).trim()}`,
    ]);
  });

  test('a long answer is wrapped behind its question, above what was seen', () => {
    expect(stepLines(step('Is it?', 'answer\u0007 '.repeat(6), false, 'because'), 80, ink)).toEqual([
      `  ✖ Is it?  ${'answer\\u{7} '.repeat(5).trim()}`,
      '    answer\\u{7}',
      '      because',
    ]);
  });

  test('any step fits, is safe, and keeps its words', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 90 });
    const shape = fc.record({ question: words, answer: words, detail: words, depth: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(shape, fc.integer({ min: 40, max: 140 }), ({ question, answer, detail, depth }, width) => {
        const lines = stepLines(step(question, answer, null, detail, depth), width, ink);
        expect(lines.filter((line) => stringWidth(line) > width || !isPlainLine(line))).toEqual([]);
      }),
    );
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
    expect(
      stepLines(step('Which image?', digest, null), 80, ink)
        .join('')
        .replaceAll(' ', ''),
    ).toContain(digest);
  });

  test('colour marks the sign', () => {
    expect(stepLines(step('Is it?', 'no', false), 80, inkFor(true))[0]).toContain('\u001b[31m✖\u001b[39m Is it?');
  });
});

test('stepLine is one plain line', () => {
  expect(stepLine(step('Is it?', 'no', false, 'a\nb\u001b', 1))).toBe('  ✖ Is it?  no · a b\\u{1b}');
});
