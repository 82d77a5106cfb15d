import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { bar } from '../../src/render/bar.ts';
import { fc } from '../support/random.ts';

describe('bar', () => {
  it.each([
    [0, 100, '░░░░░░░░░░'],
    [50, 100, '█████░░░░░'],
    [83, 100, '████████▎░'],
    [100, 100, '██████████'],
    [130, 100, '██████████'],
    [0, 0, '██████████'],
    [-5, 100, '░░░░░░░░░░'],
  ])('draws %d of %d', (taken, total, drawn) => {
    expect(bar(taken, total, 10)).toBe(drawn);
  });

  it('is exactly as wide as asked for, shows the least part taken and the least room left', () => {
    const amount = fc.double({ min: -1e15, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 2, max: 120 }), (taken, total, width) => {
        const drawn = bar(taken, total, width);
        expect(stringWidth(drawn)).toBe(width);
        if (taken > 0) expect(drawn[0]).not.toBe('░');
        if (taken < total) expect(drawn.at(-1)).toBe('░');
      }),
    );
  });
});
