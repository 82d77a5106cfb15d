import { describe, expect, it } from 'vitest';
import { karpenterOutlook } from '../../src/probes/karpenter-outlook.ts';

/** A workshop on a Saturday, from 19:00 to 23:00. */
const [start, end] = ['2025-11-15T19:00:00Z', '2025-11-15T23:00:00Z'];

const pool = (disruption: object): unknown => ({ kind: 'NodePool', metadata: { name: 'p' }, spec: { disruption } });
const claim = (creationTimestamp: string, expireAfter: string, status = 'False'): unknown => ({
  kind: 'NodeClaim',
  metadata: { name: 'c', creationTimestamp, labels: { 'karpenter.sh/nodepool': 'p' } },
  spec: { expireAfter },
  status: { nodeName: 'n', conditions: [{ type: 'Drifted', status }] },
});
const pod = (mark?: string): unknown => ({
  metadata: { annotations: mark === undefined ? {} : { 'karpenter.sh/do-not-disrupt': mark } },
  spec: { nodeName: 'n' },
});
const YOUNG = '2025-11-15T12:00:00Z';

function look(
  disruption: object,
  claims: readonly unknown[] = [claim(YOUNG, '720h')],
  pods: readonly unknown[] = [pod()],
) {
  const given = { pools: [pool(disruption)], claims, pods, start, end, mark: 'karpenter.sh/do-not-disrupt' };
  return karpenterOutlook.run(given) as {
    open: readonly object[];
    expiring: readonly object[];
    closed: readonly string[];
  };
}

const usual = { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '1m' };
const withBudgets = (...budgets: readonly object[]): object => ({ ...usual, budgets });
const nightly = { nodes: '0', schedule: '0 18 * * *', duration: '6h' };

describe('what Karpenter may take away', () => {
  it.each<[string, object, boolean]>([
    ['with no budget of its own', usual, true],
    ['with a share', withBudgets({ nodes: '10%' }), true],
    ['with none at any time', withBudgets({ nodes: '10%' }, { nodes: '0' }), false],
    ['with none at any time, as a share', withBudgets({ nodes: '0%' }), false],
    ['with one every evening for six hours', withBudgets(nightly), false],
    ['with one that begins too late', withBudgets({ ...nightly, schedule: '1 19 * * *' }), true],
    ['with one that ends too early', withBudgets({ ...nightly, duration: '4h59m' }), true],
    [
      'with two that meet',
      withBudgets({ ...nightly, duration: '3h' }, { ...nightly, schedule: '0 21 * * 6', duration: '2h' }),
      false,
    ],
    [
      'with two that leave a minute open',
      withBudgets({ ...nightly, duration: '3h' }, { ...nightly, schedule: '1 21 * * 6', duration: '2h' }),
      true,
    ],
    ['with one for another day', withBudgets({ ...nightly, schedule: '0 18 * * 0' }), true],
    [
      'with one that began the day before',
      withBudgets({ ...nightly, schedule: '0 0 14 11 *', duration: '48h' }),
      false,
    ],
    ['with one for empty nodes alone', withBudgets({ nodes: '0', reasons: ['Empty'] }), true],
    ['with one for both reasons', withBudgets({ nodes: '0', reasons: ['Underutilized', 'Drifted'] }), false],
    ['with a schedule that is none', withBudgets({ ...nightly, schedule: 'x' }), true],
    ['where empty nodes alone go', { ...usual, consolidationPolicy: 'WhenEmpty' }, false],
    ['where none ever goes', { ...usual, consolidateAfter: 'Never' }, false],
  ])('%s', (_, disruption, isOpen) => {
    expect(look(disruption).open.length > 0).toBe(isOpen);
    expect(look(disruption).closed).toEqual(isOpen ? [] : ['p']);
  });

  it('takes away drifted nodes whatever it consolidates', () => {
    const disruption = { ...usual, consolidateAfter: 'Never' };
    expect(look(disruption, [claim(YOUNG, '720h', 'True')]).open).toMatchObject([{ moves: 'drift', drifted: 1 }]);
  });

  it('leaves nodes alone on which all pods are marked', () => {
    expect(look(usual, undefined, [pod('true')]).open).toEqual([]);
    expect(look(usual, undefined, [pod('true'), pod('false')]).open).toMatchObject([{ pods: 2, bare: 1 }]);
  });

  it('is closed by the budgets that it offers', () => {
    const [row] = look(usual).open as readonly { budgets: string; schedule: string; long: string }[];
    expect(row).toMatchObject({ schedule: '0 19 15 11 *', long: '4h0m' });
    const budgets = JSON.parse(row?.budgets ?? '[]') as readonly object[];
    expect(budgets[0]).toEqual({ nodes: '10%' });
    expect(look({ ...usual, budgets }).open).toEqual([]);
  });
});

describe('when a node expires', () => {
  it.each<[string, string, readonly object[]]>([
    ['2025-11-15T12:00:00Z', '8h', [{ at: '2025-11-15T20:00:00Z', node: 'n', pool: 'p', pods: 1 }]],
    ['2025-11-15T12:00:00Z', '7h', [{ at: '2025-11-15T19:00:00Z' }]],
    ['2025-11-15T12:00:00Z', '11h1m', []],
    ['2025-11-15T12:00:00Z', '6h', []],
    ['2025-11-15T12:00:00Z', 'Never', []],
  ])('made at %s, for %s', (created, expireAfter, rows) => {
    expect(look(usual, [claim(created, expireAfter)]).expiring).toMatchObject(rows);
    expect(look(usual, [claim(created, expireAfter)]).expiring).toHaveLength(rows.length);
  });
});

it('says nothing of what is not known', () => {
  const given = { claims: [], pods: [], start, end, mark: 'm' };
  expect(karpenterOutlook.run(given)).toBeUndefined();
  expect(karpenterOutlook.run({ ...given, pools: [], start: 'soon' })).toBeUndefined();
});
