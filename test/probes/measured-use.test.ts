import { describe, expect, it } from 'vitest';

import { measuredUse } from '../../src/probes/measured-use.ts';
import { GI, MI, pod } from './scheduling/objects.ts';
import { fc } from '../support/random.ts';

const measure = (facts: object) => measuredUse.run({ margin: 1.5, ...facts });

const metrics = (name: string, ...memory: string[]) => ({
  metadata: { name, namespace: 'coder' },
  containers: memory.map((each) => ({ name: 'c', usage: { memory: each, cpu: '250000001n' } })),
});

describe('measured-use', () => {
  it('takes the largest pod, all its containers together', () => {
    const pods = [
      pod('a', { memory: '4Gi', cpu: '2' }),
      pod('b', { memory: '4Gi', cpu: '2' }),
      pod('c', { memory: '9Gi' }),
    ];
    expect(
      measure({ usage: [metrics('a', '700Mi'), metrics('b', '600Mi', '200Mi'), metrics('x', '9Gi')], pods }),
    ).toEqual({
      podsMeasured: 2,
      maxMemory: 800 * MI,
      maxCpu: 502,
      requestMemory: 4 * GI,
      requestCpu: 2000,
      suggestedMemory: 1216 * MI,
    });
  });

  it.each<[string, string, string, number]>([
    ['rounds up', '100Mi', '4Gi', 192 * MI],
    ['keeps what is whole', '128Mi', '4Gi', 192 * MI],
    ['never goes above the request', '3Gi', '4Gi', 4 * GI],
    ['has no bound without a request', '3Gi', '0', 4.5 * GI],
  ])('%s', (_, used, memory, suggestedMemory) => {
    expect(measure({ usage: [metrics('a', used)], pods: [pod('a', { memory })] })).toMatchObject({
      suggestedMemory,
    });
  });

  it('leaves the margin that it is given', () => {
    const facts = { usage: [metrics('a', '100Mi')], pods: [pod('a', { memory: '4Gi' })] };
    expect(measure({ ...facts, margin: 3 })).toMatchObject({ suggestedMemory: 320 * MI });
    expect(measuredUse.run(facts)).toBeUndefined();
  });

  it('has no answer without figures for these pods', () => {
    const pods = [pod('a')];
    expect(measure({ usage: [], pods })).toBeUndefined();
    expect(measure({ usage: [metrics('a')], pods })).toBeUndefined();
    expect(
      measure({ usage: [{ ...metrics('a', '1Gi'), metadata: { name: 'a', namespace: 'two' } }], pods }),
    ).toBeUndefined();
    expect(measure({ usage: [{ metadata: { name: 'node-1' }, usage: { memory: '1Gi' } }], pods })).toBeUndefined();
  });

  it('takes any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (usage, pods) => void measure({ usage, pods })));
  });
});
