import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/text/sha256.ts';
import { fc } from '../support/random.ts';

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('the standard vector %j', (input, expected) => {
  expect(sha256(input)).toBe(expected);
});

test('agrees with node:crypto on every text, also at the edges of a block', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.nat(130).map((length) => 'x'.repeat(length)),
  );
  fc.assert(
    fc.property(texts, (input) => {
      expect(sha256(input)).toBe(createHash('sha256').update(input).digest('hex'));
    }),
  );
});
