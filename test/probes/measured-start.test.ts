import { describe, expect, it } from 'vitest';
import { measuredStart } from '../../src/probes/measured-start.ts';

function pod(name: string, created: string, ready: string, more: { status?: string; restarts?: number } = {}): object {
  return {
    metadata: { name, creationTimestamp: created },
    status: {
      conditions: [{ type: 'Ready', status: more.status ?? 'True', lastTransitionTime: ready }],
      containerStatuses: [{ restartCount: more.restarts ?? 0 }],
    },
  };
}

describe('measured-start', () => {
  it('takes the slowest start and adds half as much again, in whole minutes', () => {
    const pods = [
      pod('a', '2025-11-12T20:00:00Z', '2025-11-12T20:01:00Z'),
      pod('b', '2025-11-12T20:00:00Z', '2025-11-12T20:07:10Z'),
    ];
    expect(measuredStart.run({ pods, margin: 1.5 })).toEqual({
      measured: 2,
      slowest: 430,
      pod: 'b',
      waited: 0,
      suggestedSeconds: 660,
      suggested: '11m0s',
    });
  });

  it('tells how long of it the pod had no node', () => {
    const late = pod('a', '2025-11-12T20:00:00Z', '2025-11-12T20:12:00Z') as { status: { conditions: object[] } };
    late.status.conditions.push({ type: 'PodScheduled', status: 'True', lastTransitionTime: '2025-11-12T20:10:30Z' });
    expect(measuredStart.run({ pods: [late], margin: 1.5 })).toMatchObject({ slowest: 720, waited: 630 });
  });

  it.each([
    ['a pod that is not ready', pod('a', '2025-11-12T20:00:00Z', '2025-11-12T20:09:00Z', { status: 'False' })],
    ['a pod that was restarted', pod('a', '2025-11-12T20:00:00Z', '2025-11-12T20:09:00Z', { restarts: 1 })],
    ['a pod without times', { metadata: { name: 'a' }, status: { conditions: [{ type: 'Ready', status: 'True' }] } }],
    ['something else', 'pod'],
  ])('measures nothing on %s', (_, one) => {
    expect(measuredStart.run({ pods: [one], margin: 1.5 })).toEqual({
      measured: 0,
      slowest: null,
      pod: '',
      waited: 0,
      suggestedSeconds: null,
      suggested: '',
    });
  });

  it('leaves the margin that it is given', () => {
    const pods = [pod('a', '2025-11-12T20:00:00Z', '2025-11-12T20:01:00Z')];
    expect(measuredStart.run({ pods, margin: 3 })).toMatchObject({ suggested: '3m0s' });
  });

  it('is unknown without pods, and without a margin', () => {
    expect(measuredStart.run({ margin: 1.5 })).toBeUndefined();
    expect(measuredStart.run({ pods: [] })).toBeUndefined();
  });
});
