import { describe, expect, it } from 'vitest';
import { budgetReach } from '../../src/probes/budget-reach.ts';

type Part = Readonly<Record<string, unknown>>;

const budget = (name: string, matchLabels: Part): Part => ({
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { matchLabels } },
});
const pod = (name: string, nodeName: string, rest: Part = {}): Part => ({
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: 'web' }, ...rest },
  spec: { nodeName },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});
const node = (name: string, spec: Part = {}): Part => ({ metadata: { name }, spec });
const web = budget('web', { app: 'web' });
const pods = [pod('a', 'n1'), pod('b', 'n2'), pod('c', 'n1', { labels: { app: 'api' } })];

function reach(nodes: readonly Part[], all: readonly Part[] = pods, budgets: readonly Part[] = [web]): unknown {
  return budgetReach.run({ budget: web, budgets, pods: all, nodes });
}

describe('budget-reach', () => {
  it('holds what it guards on a node that is closed, and no more', () => {
    const closed = node('n1', { unschedulable: true });
    expect(reach([closed, node('n2')])).toMatchObject({ held: [pods[0]], nodes: [closed], marked: false, unready: [] });
    expect(reach([node('n1'), node('n2')])).toMatchObject({ held: [], nodes: [], pods: pods.slice(0, 2) });
  });

  it('tells the mark of a program from a cordon', () => {
    const taken = node('n1', { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] });
    expect(reach([taken])).toMatchObject({ held: [pods[0]], marked: true });
  });

  it('holds no pod that is on its way out', () => {
    const leaving = pod('a', 'n1', { deletionTimestamp: '2025-11-15T18:00:00Z' });
    expect(reach([node('n1', { unschedulable: true })], [leaving])).toMatchObject({ held: [] });
  });

  it('names other budgets of its pods', () => {
    const all = budget('all', {});
    const none = budget('api', { app: 'api' });
    expect(reach([], pods, [web, all, none])).toMatchObject({ rivals: [all] });
  });

  it('knows nothing without the nodes', () => {
    expect(budgetReach.run({ budget: web, budgets: [], pods: [], nodes: undefined })).toBeUndefined();
  });
});
