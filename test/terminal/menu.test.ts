import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { isPlainLine } from '../../src/text/escape.ts';
import { inkFor } from '../../src/layout/ink.ts';
import { answeredLine, firstVisible, menuLines, type Menu } from '../../src/terminal/menu.ts';
import { ACTIONS } from '../../src/terminal/reply.ts';
import { fc } from '../support/random.ts';

const ink = inkFor(false);

function menu(options: readonly (readonly [string, string])[], rest: Partial<Menu> = {}): Menu {
  const question = {
    id: 'q',
    text: 'Which one?',
    options: options.map(([label, hint]) => ({ value: label, label, hint })),
  };
  return { question, allowed: [], active: 0, width: 80, height: 24, ink, ...rest };
}

describe('menuLines', () => {
  test('shows question, options with their hints in a column, and the keys', () => {
    const options = [
      ['coder/coder', 'Stalled'],
      ['ai/librechat', 'NotReady'],
    ] as const;
    expect(menuLines(menu(options, { allowed: ['evidence', 'quit'], active: 1 }))).toEqual([
      '? Which one?',
      '  coder/coder   Stalled',
      '❯ ai/librechat  NotReady',
      '',
      '  ↑↓ 2 of 2 · Enter takes it · ? evidence · q quit',
    ]);
  });

  test('labels from the cluster are made safe and cut at the width', () => {
    const lines = menuLines(menu([['\u001b[2J' + 'x'.repeat(100), '']], { width: 30 }));
    expect(lines[1]).toBe(`❯ \\u{1b}[2J${'x'.repeat(17)}…`);
  });

  test('a page of many options keeps the active one in sight', () => {
    const options = Array.from({ length: 100 }, (_, index) => [`option ${index}`, ''] as const);
    const lines = menuLines(menu(options, { active: 60 }));
    expect(lines).toHaveLength(23);
    expect(lines).toContain('❯ option 60');
    expect(lines.at(-1)).toContain('61 of 100');
  });

  test('without options there are only keys', () => {
    expect(menuLines(menu([], { allowed: ['unknown'] }))).toEqual(['? Which one?', '', '  u I don’t know']);
  });

  test('a question that would fill the screen is cut', () => {
    const question = { id: 'q', text: 'why '.repeat(400), options: [{ value: 'a', label: 'a', hint: '' }] };
    const lines = menuLines(menu([], { question, height: 10 }));
    expect(lines[3]?.endsWith('…')).toBe(true);
    expect(lines).toContain('❯ a');
  });

  test('never leaves the terminal, whatever the words', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 120 });
    const sizes = { width: fc.integer({ min: 30, max: 130 }), height: fc.integer({ min: 14, max: 50 }) };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 60 }),
        fc.record(sizes),
        (options, size) => {
          const lines = menuLines(menu(options, { ...size, allowed: ACTIONS, active: options.length - 1 }));
          expect(lines.length).toBeLessThan(size.height);
          expect(lines.filter((line) => stringWidth(line) >= size.width || !isPlainLine(line))).toEqual([]);
          expect(lines.filter((line) => line.startsWith('❯'))).toHaveLength(1);
        },
      ),
    );
  });
});

test('firstVisible stays inside the list', () => {
  expect([0, 3, 5, 9].map((active) => firstVisible(active, 10, 4))).toEqual([0, 1, 3, 6]);
  expect(firstVisible(1, 2, 4)).toBe(0);
});

test('the answer stays on one line with its label', () => {
  const question = { id: 'q', text: 'Which\none?', options: [{ value: 'a', label: 'The \u0007first', hint: '' }] };
  expect(answeredLine(question, 'a', 80, ink)).toBe('? Which one?  The \\u{7}first');
  expect(stringWidth(answeredLine(question, 'a', 20, ink))).toBeLessThan(20);
});
