import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/text/similar.ts';
import { fc } from '../support/random.ts';

describe('nearest', () => {
  it.each([
    ['remediatoin', ['advice', 'remediation'], 'remediation'],
    ['els', ['if', 'else', 'then'], 'else'],
    ['Status', ['state', 'status'], 'status'],
    ['phse', ['phase', 'phrase'], 'phase'],
    ['STATUS', ['state', 'status'], 'status'],
    ['ab', ['ba'], 'ba'],
    ['cat', ['car', 'bat'], 'car'],
    ['helmrelase', ['helmrelease', 'demo'], 'helmrelease'],
  ])('takes %s for one of %j', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it.each([
    ['xyz', ['status', 'state']],
    ['pod', ['node', 'service']],
    ['a', []],
    ['status', ['']],
  ])('finds nothing close to %s in %j', (word, candidates) => {
    expect(nearest(word, candidates)).toBeUndefined();
  });

  it('finds a word again after one dropped letter, however long the list is', () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{6,12}$/), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (candidates, pick, drop) => {
        const word = candidates[pick % candidates.length] ?? '';
        const at = drop % word.length;
        const found = nearest(word.slice(0, at) + word.slice(at + 1), candidates);
        expect(found).toBeDefined();
        expect(nearest(word, candidates)).toBe(word);
      }),
    );
  });
});
