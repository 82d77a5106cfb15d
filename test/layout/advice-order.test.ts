import { expect, test } from 'vitest';
import { orderAdvice } from '../../src/layout/advice-order.ts';
import type { Advice } from '../../src/model/report.ts';
import { other, recommended } from '../terminal/fixtures/report.ts';

const lasting: Advice = { ...recommended(), tier: 'permanent' };
const atOnce: Advice = { ...other(), id: 'reset', tier: 'now', risk: 'changes' };
const option: Advice = { ...other(), tier: 'workaround' };

test('what is done at once comes after a fix that lasts; alternatives are numbered behind it', () => {
  expect(orderAdvice([option, atOnce, lasting])).toEqual({
    fix: lasting,
    afterwards: [atOnce],
    others: [option],
    firstNumber: 2,
  });
});

test('what loses data is never the next step', () => {
  const losing: Advice = { ...atOnce, risk: 'loses-data' };
  expect(orderAdvice([lasting, losing])).toMatchObject({ afterwards: [], others: [losing] });
});

test('beside a fix for at once, or without any, everything else is an alternative', () => {
  const fix: Advice = { ...lasting, tier: 'now' };
  expect(orderAdvice([fix, atOnce])).toMatchObject({ fix, afterwards: [], others: [atOnce] });
  expect(orderAdvice([atOnce, option])).toEqual({
    fix: undefined,
    afterwards: [],
    others: [atOnce, option],
    firstNumber: 1,
  });
});
