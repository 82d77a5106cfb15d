import { describe, expect, it } from 'vitest';
import { autoscalerLoad } from '../../src/probes/autoscaler-load.ts';

type Part = Readonly<Record<string, unknown>>;

const cpu = (target: Part): Part => ({ type: 'Resource', resource: { name: 'cpu', target } });
const used = (current: Part): Part => ({ type: 'Resource', resource: { name: 'cpu', current } });
const queue = (key: string, amounts: Part): Part => ({
  type: 'External',
  external: { metric: { name: 'queue' }, [key]: amounts },
});

function load(metrics: readonly Part[], currentMetrics: unknown): unknown {
  return autoscalerLoad.run({
    autoscaler: { kind: 'HorizontalPodAutoscaler', spec: { metrics }, status: { currentMetrics } },
  });
}

describe('autoscaler-load', () => {
  it.each<[string, readonly Part[], unknown, Part]>([
    [
      'above its target',
      [cpu({ averageUtilization: 80 })],
      [used({ averageUtilization: 140, averageValue: '280m' })],
      { over: true, text: 'cpu 140% of the request (target 80%)', all: 'cpu 140% of the request (target 80%)' },
    ],
    [
      'above it by less than the tolerance',
      [cpu({ averageUtilization: 80 })],
      [used({ averageUtilization: 87 })],
      { over: false, text: '', all: 'cpu 87% of the request (target 80%)' },
    ],
    [
      'an amount',
      [cpu({ averageValue: '500m' })],
      [used({ averageValue: '1' })],
      { over: true, text: 'cpu 1 (target 500m)', all: 'cpu 1 (target 500m)' },
    ],
    [
      'of several the one that is above',
      [cpu({ averageUtilization: 80 }), queue('target', { value: '10' })],
      [used({ averageUtilization: 20 }), queue('current', { value: '30' })],
      { over: true, text: 'queue 30 (target 10)', all: 'cpu 20% of the request (target 80%), queue 30 (target 10)' },
    ],
    ['not measured', [cpu({ averageUtilization: 80 })], null, { over: false, text: '', all: '' }],
    ['no metric of that name', [cpu({ averageUtilization: 80 })], [queue('current', { value: '3' })], { over: false }],
  ])('%s', (_, metrics, current, expected) => {
    expect(load(metrics, current)).toMatchObject(expected);
  });

  it('knows nothing of what is no autoscaler', () => {
    expect(autoscalerLoad.run({ autoscaler: {} })).toBeUndefined();
  });
});
