import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { isPlainLine } from '../../src/text/escape.ts';
import { cut } from '../../src/layout/cut.ts';
import { pack } from '../../src/layout/pack.ts';
import { hang, pad, widest, wrap } from '../../src/layout/wrap.ts';
import { fc } from '../support/random.ts';

test('cut keeps what fits and says that it cut', () => {
  expect(cut('coder', 5)).toBe('coder');
  expect(cut('coder/coder', 6)).toBe('coder…');
  expect(cut('漢字漢字', 5)).toBe('漢字…');
  expect(cut('漢字漢字', 4)).toBe('漢…');
  expect(cut('coder', 0)).toBe('');
});

test('nothing that is cut or wrapped is wider than asked', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 4, max: 40 }), (text, width) => {
      expect(stringWidth(cut(text, width))).toBeLessThanOrEqual(width);
      for (const line of wrap(text, width)) {
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(isPlainLine(line)).toBe(true);
      }
    }),
  );
});

test('wrapping breaks long words, at a sign where there is one, and loses nothing', () => {
  expect(wrap('sha256:0123456789', 8)).toEqual(['sha256:', '01234567', '89']);
  expect(wrap('spec.strategy.rollingUpdate.maxSurge', 28)).toEqual(['spec.strategy.rollingUpdate.', 'maxSurge']);
  expect(wrap('see status.conditions[type=Ready].message', 22)).toEqual([
    'see status.conditions',
    '[type=Ready].message',
  ]);
  expect(hang('  - ', 'one two three', 10)).toEqual(['  - one', '    two', '    three']);
});

test('pad and widest count columns', () => {
  expect(pad('漢', 4)).toBe('漢  ');
  expect(widest(['a', '漢字', ''])).toBe(4);
});

test('pack fills lines, parts long parts, and loses nothing', () => {
  const packing = { separator: ' · ', indent: 1, hanging: 3, width: 8 };
  expect(pack(['aa', 'bb', 'cc'], packing)).toEqual([' aa · bb', '   cc']);
  expect(pack(['much-too-long'], packing)).toEqual([' much-to', '   o-lon', '   g']);
  expect(pack([], packing)).toEqual([]);
});
