import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/model/preflight.ts';
import type { Report } from '../../src/model/report.ts';
import { toCheck } from '../../src/preflight/to-check.ts';
import { verdictOf } from '../../src/preflight/verdict.ts';
import { advice, finding, missing, note, report, walked } from './make.ts';

function checkOf(of: Report | null, unreachable = ''): Check {
  return toCheck(walked('one', 'east', of, unreachable), new Map([['platform', '#ops']]));
}

const accepted = { reason: 'known', until: '2026-12-31' };

describe('the result of a check', () => {
  it.each([
    ['nothing wrong', report(), 'pass'],
    ['a finding as severe as it fails for', report({ findings: [finding('a', 'P1')] }), 'fail'],
    ['a worse one', report({ findings: [finding('a', 'P0')] }), 'fail'],
    ['a milder one', report({ findings: [finding('a', 'P2')] }), 'warn'],
    [
      'a milder one beside what had to be seen',
      report({ findings: [finding('a', 'P2')], unknown: [missing(true)] }),
      'unknown',
    ],
    [
      'a milder one beside what need not be seen',
      report({ findings: [finding('a', 'P2')], unknown: [missing(false)] }),
      'warn',
    ],
    [
      'a failing one beside what had to be seen',
      report({ findings: [finding('a', 'P1')], unknown: [missing(true)] }),
      'fail',
    ],
    ['what had to be seen and was not', report({ unknown: [missing(true)] }), 'unknown'],
    [
      'a milder one beside an open question',
      report({ findings: [finding('a', 'P2')], besides: 'incomplete' }),
      'unknown',
    ],
    [
      'a failing one beside an open question',
      report({ findings: [finding('a', 'P1')], besides: 'incomplete' }),
      'fail',
    ],
    ['an end that could not be told', report({ verdict: 'incomplete' }), 'unknown'],
    ['something under way', report({ verdict: 'in-progress' }), 'warn'],
    ['nothing to look at', report({ notes: [note('not-applicable', 'none here')] }), 'not-applicable'],
    [
      'nothing to look at, as far as seen',
      report({ notes: [note('not-applicable', 'none here')], unknown: [missing(true)] }),
      'unknown',
    ],
    ['an accepted finding', report({ findings: [{ ...finding('a', 'P1'), accepted }], verdict: 'healthy' }), 'pass'],
    [
      'an accepted one beside another',
      report({ findings: [{ ...finding('a', 'P1'), accepted }, finding('b', 'P2')] }),
      'warn',
    ],
    ['a context that gave no answer', null, 'unknown'],
  ] as const)('with %s', (_, of, result) => {
    expect(checkOf(of).result).toBe(result);
  });
});

describe('what a check says', () => {
  it('is the first finding, its fix and who owns what is changed', () => {
    const check = checkOf(
      report({ findings: [finding('a', 'P1', advice('scale', 'spec: {replicas: 12}')), finding('b', 'P3')] }),
    );
    expect(check.summary).toBe('a is wrong (and 1 more)');
    expect(check.fix?.id).toBe('scale');
    expect(check.owner).toBe('Kustomization apps');
  });

  it('names the team where nobody owns the object, and how it is reached', () => {
    expect(checkOf(report({ findings: [finding('a', 'P1', advice('call'))] })).owner).toBe('platform (#ops)');
  });

  it('takes the recommended advice before the first', () => {
    const other = { ...advice('first'), recommended: false };
    expect(checkOf(report({ findings: [finding('a', 'P1', other, advice('second'))] })).fix?.id).toBe('second');
  });

  it('is what its own last step said where it passes', () => {
    const step = { runbook: 'preflight-test', step: 's', depth: 0, question: 'q', answer: 'yes', good: true };
    const path = [
      { ...step, detail: '12 provisioners, 12 needed' },
      { ...step, runbook: 'another', depth: 1, detail: 'deeper' },
    ];
    const check = checkOf(report({ path }));
    expect(check.summary).toBe('12 provisioners, 12 needed');
    expect(check.evidence).toEqual([{ text: 'q 12 provisioners, 12 needed', command: null }]);
  });

  it('is what was missing where it is unknown', () => {
    expect(checkOf(report({ unknown: [missing(true)] })).summary).toBe('list pods: denied · the right to list pods');
    expect(checkOf(null, 'no route to host').summary).toBe('no route to host');
  });

  describe('where the check gave up at a step that it answered', () => {
    const step = (detail: string) => ({
      ...{ runbook: 'preflight-test', step: 's', depth: 0, question: 'q', answer: 'yes', good: true, detail },
    });
    const gaveUp = { ...step('AWS was not asked'), answer: 'no' };
    const open = (more: Partial<Report>) =>
      checkOf(report({ verdict: 'incomplete', path: [step('two'), gaveUp], unknown: [missing(false)], ...more }));

    it('is in the words of that step, which are not said again', () => {
      const { result, summary, evidence } = open({});
      expect([result, summary]).toEqual(['unknown', 'AWS was not asked · the right to list pods']);
      expect(evidence.map(({ text }) => text)).toEqual(['q two']);
    });

    it.each<[string, Partial<Report>]>([
      ['something that had to be seen is missing', { unknown: [missing(true)] }],
      ['the last step stayed unknown', { path: [{ ...gaveUp, answer: 'unknown' }] }],
      ['the last step is one of another runbook', { path: [gaveUp, { ...gaveUp, runbook: 'other', depth: 1 }] }],
      ['the last step said nothing', { path: [{ ...gaveUp, detail: '' }] }],
    ])('is what was missing where %s', (_, more) => {
      expect(open(more).summary).toBe('list pods: denied · the right to list pods');
    });
  });

  it('has no fix and no owner where nothing is to be done', () => {
    const { fix, owner } = checkOf(report());
    expect([fix, owner]).toEqual([null, null]);
  });
});

describe('the verdict', () => {
  it.each([
    [['pass', 'fail', 'unknown', 'warn'], 'no-go'],
    [['pass', 'unknown', 'warn'], 'cannot-tell'],
    [['pass', 'warn', 'not-applicable'], 'go-with-risks'],
    [['pass', 'not-applicable'], 'go'],
    [['not-applicable', 'not-applicable'], 'cannot-tell'],
    [[], 'cannot-tell'],
  ] as const)('of %j is %s', (results, verdict) => {
    expect(verdictOf(results)).toBe(verdict);
  });
});
