import { describe, expect, it } from 'vitest';
import { taintToleration } from '../../src/probes/taint-toleration.ts';

const node = (name: string, ...taints: readonly object[]) => ({ metadata: { name }, spec: { taints } });
const maintenance = { key: 'maintenance', value: 'true', effect: 'NoSchedule' };
const gpu = { key: 'gpu', effect: 'NoExecute', timeAdded: '2025-11-15T18:12:00Z' };
const nodes = [node('a', maintenance), node('b', maintenance, gpu, { key: 'soft', effect: 'PreferNoSchedule' })];
const said = (name: string, ...taints: readonly string[]) => taints.map((taint) => ({ node: name, taint }));
const untolerated = [
  ...said('a', 'maintenance=true:NoSchedule'),
  ...said('b', 'maintenance=true:NoSchedule', 'gpu:NoExecute'),
];
const run = (among: readonly string[], template?: object) =>
  taintToleration.run({ untolerated, among, nodes, ...(template === undefined ? {} : { template }) });

describe('taint-toleration', () => {
  it('tolerates exactly the taint of the first node that may be meant', () => {
    expect(run(['c', 'a', 'b'])).toEqual({
      node: 'a',
      taints: [maintenance],
      taintsText: 'maintenance=true:NoSchedule',
      only: maintenance,
      tolerations: '[{"key":"maintenance","operator":"Equal","value":"true","effect":"NoSchedule"}]',
    });
  });

  it('tolerates all of them, one without a value by its key, and names no single one to take off', () => {
    const found = run(['b']);
    expect(found).toMatchObject({ node: 'b', only: null, taintsText: 'maintenance=true:NoSchedule, gpu:NoExecute' });
    expect(JSON.parse(String(found?.['tolerations']))).toEqual([
      { key: 'maintenance', operator: 'Equal', value: 'true', effect: 'NoSchedule' },
      { key: 'gpu', operator: 'Exists', effect: 'NoExecute' },
    ]);
  });

  it('keeps what the template tolerates, since the list is replaced whole', () => {
    const present = { key: 'spot', operator: 'Exists' };
    const found = run(['a'], { spec: { tolerations: [present] } });
    expect(found?.['tolerations']).toMatch(/^\[\{"key":"spot","operator":"Exists"\},\{"key":"maintenance"/);
  });

  it('names no node where none of them is tainted', () => {
    expect(run([])).toMatchObject({ node: '', only: null, tolerations: '' });
  });
});
