import { describe, expect, it } from 'vitest';
import { machineKinds } from '../../../src/probes/aws/machine-kinds.ts';

type Part = Readonly<Record<string, string>>;

const STANDARD = ['m', 'c', 't'];
const quotas = [
  { code: 'L-OD', market: 'on-demand', letters: STANDARD },
  { code: 'L-SPOT', market: 'spot', letters: STANDARD },
  { code: 'L-G', market: 'on-demand', letters: ['g', 'gr', 'vt'] },
];
const node = (name: string, type: string, labels: Part = {}): object => ({
  metadata: { name, labels: { ...(type === '' ? {} : { 'node.kubernetes.io/instance-type': type }), ...labels } },
});
const look = (...nodes: readonly object[]) =>
  machineKinds.run({
    nodes,
    rows: [
      { node: 'a', whole: 8 },
      { node: 'b', whole: 5 },
    ],
    quotas,
  });

describe('machine-kinds', () => {
  it.each<[string, Part, string]>([
    ['m6i.2xlarge', {}, 'L-OD'],
    ['m6i.2xlarge', { 'karpenter.sh/capacity-type': 'spot' }, 'L-SPOT'],
    ['m6i.2xlarge', { 'eks.amazonaws.com/capacityType': 'SPOT' }, 'L-SPOT'],
    ['m6i.2xlarge', { 'eks.amazonaws.com/capacityType': 'ON_DEMAND' }, 'L-OD'],
    ['m6i.2xlarge', { 'karpenter.sh/capacity-type': 'reserved' }, 'L-OD'],
    ['g5.xlarge', {}, 'L-G'],
    ['gr6.4xlarge', {}, 'L-G'],
    ['g5.xlarge', { 'karpenter.sh/capacity-type': 'spot' }, ''],
    ['mac2.metal', {}, ''],
    ['tr1.large', {}, ''],
  ])('%s %j is counted by %s', (type, labels, code) => {
    const strange = code === '' ? [type] : [];
    expect(look(node('a', type, labels))).toMatchObject({ kinds: [{ type, code, fits: 8 }], strange, untyped: 0 });
  });

  it('has one row per group or pool and type, with what the smallest takes', () => {
    const of = (name: string): Part => ({ 'eks.amazonaws.com/nodegroup': name });
    expect(
      look(
        node('a', 'm6i.large', of('x')),
        node('b', 'm6i.large', of('x')),
        node('b', 'c6i.large', { 'karpenter.sh/nodepool': 'p' }),
      ),
    ).toMatchObject({
      kinds: [
        { group: '', pool: 'p', type: 'c6i.large', fits: 5 },
        { group: 'x', pool: '', type: 'm6i.large', fits: 5 },
      ],
      codes: ['L-OD'],
      types: ['c6i.large', 'm6i.large'],
    });
  });

  it('counts nodes that do not say their type', () => {
    expect(look(node('a', ''))).toMatchObject({ kinds: [], codes: [], untyped: 1 });
    expect(look()).toMatchObject({ kinds: [], untyped: 0 });
  });

  it('says nothing without nodes', () => {
    expect(machineKinds.run({ nodes: undefined, rows: [], quotas })).toBeUndefined();
  });
});
