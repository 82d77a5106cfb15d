import { describe, expect, it } from 'vitest';
import { nodeGroupGrowth } from '../../../src/probes/aws/node-group-growth.ts';

type Part = Readonly<Record<string, unknown>>;

const node = (name: string, group: string, key = 'eks.amazonaws.com/nodegroup'): Part => ({
  metadata: { name, labels: { [key]: group } },
});
const row = (name: string, whole: number): Part => ({ node: name, fits: 0, why: '', whole });

/** What EKS says of a group that has two nodes and may have six. */
const group = (change: Part = {}): Part => ({
  nodegroup: {
    nodegroupName: 'x',
    status: 'ACTIVE',
    scalingConfig: { minSize: 1, maxSize: 6, desiredSize: 2 },
    resources: { autoScalingGroups: [{ name: 'asg-a' }] },
    subnets: ['subnet-1'],
    health: { issues: [] },
    ...change,
  },
});
const sized = (desiredSize: number, maxSize: number): Part => ({ scalingConfig: { minSize: 1, desiredSize, maxSize } });

function look(told: readonly Part[], change: Part = {}): Part | undefined {
  const nodes = [node('n1', 'a'), node('n2', 'a'), node('n3', 'b', 'alpha.eksctl.io/nodegroup-name')];
  const rows = [row('n1', 8), row('n2', 6), row('n3', 3)];
  return nodeGroupGrowth.run({ names: ['b', 'a'], told, nodes, rows, scaled: ['asg-a'], missing: 20, ...change });
}
const a = (answer: unknown): Part => ({ of: 'a', state: 'known', answer });
const b = (answer: unknown): Part => ({ of: 'b', state: 'known', answer });
const denied = (of: string): Part => ({ of, state: 'denied' });
const other = { resources: { autoScalingGroups: [{ name: 'asg-b' }] } };

describe('node-group-growth', () => {
  it('reckons by the smallest machine of each group, apart what grows by itself', () => {
    expect(look([a(group()), b(group(other))])).toMatchObject({
      rows: [
        { group: 'a', room: 4, fits: 6, possible: 24, scaled: true, sick: false, subnets: ['subnet-1'] },
        { group: 'b', room: 4, fits: 3, possible: 12, scaled: false },
      ],
      ...{ unseen: [], gone: [], sick: [], subnets: ['subnet-1'], possible: 24, byHand: 12 },
      ...{ raise: 'a', machines: 4 },
    });
  });

  it('names what AWS did not tell, and what it does not know', () => {
    expect(look([denied('b')])).toMatchObject({ rows: [], gone: ['a'], unseen: ['b'], possible: 0, raise: '' });
    expect(look([a({ nodegroup: { status: 'ACTIVE', scalingConfig: {} } }), denied('b')])).toMatchObject({
      ...{ unseen: ['a', 'b'], gone: [] },
    });
    expect(look([a('x'), b(group())])).toMatchObject({ unseen: ['a'], rows: [{ group: 'b' }] });
  });

  it.each<[string, Part]>([
    ['is degraded', { status: 'DEGRADED' }],
    ['is being deleted', { status: 'DELETING' }],
    ['has an issue', { health: { issues: [{ code: 'AsgInstanceLaunchFailures', message: 'no', resourceIds: [] }] } }],
    ['does not say what is wrong', { health: {} }],
  ])('counts on nothing of a group that %s', (_, change) => {
    expect(look([a(group(change))], { names: ['a'] })).toMatchObject({
      rows: [{ sick: true, room: 0, possible: 0 }],
      ...{ sick: ['a'], subnets: [], possible: 0, raise: '', machines: 0 },
    });
  });

  it.each<[string, Part, Part, number]>([
    ['enlarges the group whose machines take most', {}, {}, 4],
    ['counts what the others bring', { scaled: ['asg-a', 'asg-b'] }, {}, 2],
    ['counts from what it is to have now', {}, sized(6, 6), 4],
    ['needs none where all fit', { missing: 0 }, {}, 0],
  ])('%s', (_, change, sizes, machines) => {
    expect(look([a(group(sizes)), b(group(other))], change)).toMatchObject({ raise: 'a', machines });
  });

  it('has nothing to enlarge where no open node tells how many it takes', () => {
    expect(look([a(group())], { names: ['a'], nodes: [] })).toMatchObject({ possible: 0, raise: '', machines: 0 });
  });

  it('counts nodes that nobody of these started', () => {
    const nodes = [node('n1', 'a'), node('n2', 'c'), node('n3', 'x', 'karpenter.sh/nodepool'), node('n4', '', 'other')];
    expect(look([], { nodes })).toMatchObject({ others: 2 });
  });

  it('has seen none where nothing was told', () => {
    expect(look([], { told: undefined })).toMatchObject({ unseen: ['a', 'b'], rows: [], possible: 0, byHand: 0 });
  });

  it.each([['names'], ['nodes'], ['missing']])('says nothing without %s', (key) => {
    expect(look([], { [key]: undefined })).toBeUndefined();
  });
});
