import { expect, test } from 'vitest';
import type { Check, CheckResult, Difference } from '../../src/model/preflight.ts';
import { renderDifference } from '../../src/render/preflight-difference.ts';

const LOOK = { width: 200, color: false };

function changed(about: string, result: CheckResult, before: CheckResult | null, more: Partial<Check> = {}) {
  const check = { id: about, about, context: 'us', result, summary: '', ...more } as Check;
  return { check, before };
}

function linesFor(...checks: Difference['checks']): readonly string[] {
  const difference: Difference = { now: '2026-12-01T08:00:00Z', verdict: 'no-go', before: null, checks, open: 2 };
  return renderDifference(difference, LOOK).slice(1);
}

test.each([
  [changed('Room', 'pass', 'fail', { summary: '60 fit' }), '    ✔ Room · us: pass (was fail): 60 fit'],
  [changed('Room', 'fail', 'fail', { summary: '2 do not fit' }), '    ✖ Room · us: still fail: 2 do not fit'],
  [changed('Clocks', 'warn', null, { context: null }), '    ! Clocks: warn (new)'],
  [
    changed('Keys', 'not-applicable', 'unknown', { summary: 'no LiteLLM' }),
    '    · Keys · us: not applicable (was unknown): no LiteLLM',
  ],
])('one check that changed: %#', (one, line) => {
  expect(linesFor(one)).toEqual([line]);
});

test('a context that went away is one row, at the place of its first check', () => {
  const away = (about: string) => changed(about, 'unknown', 'pass', { context: 'apac', summary: 'nobody answers' });
  expect(linesFor(away('Room'), changed('Keys', 'fail', 'pass'), away('Pods'), away('Images'))).toEqual([
    '    ? apac: 3 checks unknown now: nobody answers',
    '    ✖ Keys · us: fail (was pass)',
  ]);
});

test('what has nothing to do with a context any more is one row, whatever the reasons', () => {
  const none = (about: string) => changed(about, 'not-applicable', 'unknown', { summary: `no ${about}` });
  expect(linesFor(none('DNS'), none('TLS'), none('Flux'))).toEqual([
    '    · us: 3 checks not applicable now: DNS; TLS; Flux',
  ]);
});

test('two that are alike, and many with reasons of their own, are told one by one', () => {
  const failed = (about: string, summary: string) => changed(about, 'fail', 'pass', { summary });
  expect(linesFor(failed('A', 'x'), failed('B', 'x'), failed('C', 'y'), failed('D', 'z'))).toHaveLength(4);
});
