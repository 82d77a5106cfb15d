import { describe, expect, it } from 'vitest';

import { podDemand } from '../../src/probes/pod-demand.ts';
import { GI, MI } from './scheduling/objects.ts';
import { fc } from '../support/random.ts';

const requests = (memory: string, cpu?: string) => ({
  resources: { requests: cpu === undefined ? { memory } : { memory, cpu } },
});
const main = (memory: string) => ({ name: 'main', ...requests(memory) });
const init = (name: string, memory: string) => ({ name, ...requests(memory) });
const sidecar = (name: string, memory: string) => ({ name, restartPolicy: 'Always', ...requests(memory) });

describe('pod-demand', () => {
  it.each<[string, Record<string, unknown>, number]>([
    ['sums containers', { containers: [main('1Gi'), requests('512Mi')] }, 1536 * MI],
    ['adds sidecars', { containers: [main('1Gi')], initContainers: [sidecar('a', '1Gi')] }, 2 * GI],
    ['takes a larger init container', { containers: [main('1Gi')], initContainers: [init('a', '3Gi')] }, 3 * GI],
    ['does not sum init containers', { containers: [], initContainers: [init('a', '3Gi'), init('b', '2Gi')] }, 3 * GI],
    [
      'counts the sidecars before an init container',
      { containers: [main('1Gi')], initContainers: [sidecar('a', '1Gi'), init('b', '3Gi')] },
      4 * GI,
    ],
    [
      'does not count the sidecars after it',
      { containers: [main('1Gi')], initContainers: [init('b', '3Gi'), sidecar('a', '1Gi')] },
      3 * GI,
    ],
    ['adds overhead', { containers: [main('1Gi')], overhead: { memory: '64Mi' } }, 1088 * MI],
    [
      'lets pod-level requests replace the sum, then adds overhead',
      { containers: [main('1Gi')], resources: { requests: { memory: '3Gi' } }, overhead: { memory: '1Gi' } },
      4 * GI,
    ],
    [
      'lets pod-level limits stand in only where nothing is requested',
      { containers: [main('1Gi')], resources: { limits: { memory: '3Gi' } } },
      1 * GI,
    ],
    ['takes a limit for a missing request', { containers: [{ resources: { limits: { memory: '2Gi' } } }] }, 2 * GI],
    [
      'prefers the request to the limit',
      { containers: [{ resources: { limits: { memory: '2Gi' }, requests: { memory: '1Gi' } } }] },
      1 * GI,
    ],
    ['passes over what is no quantity', { containers: [main('a lot'), main('1Gi')] }, 1 * GI],
    ['is nothing for a pod without requests', { containers: [{}] }, 0],
  ])('%s', (_, spec, memory) => {
    expect(podDemand.run({ pod: { spec } })).toMatchObject({ memory });
  });

  it('gives cpu in millicores and the rest by name', () => {
    const container = {
      resources: { requests: { cpu: '1.5', 'nvidia.com/gpu': 2, 'ephemeral-storage': '1Gi', memory: '128974848' } },
    };
    expect(
      podDemand.run({ pod: { spec: { containers: [container, { resources: { requests: { cpu: 1 } } }] } } }),
    ).toEqual({ cpu: 2500, memory: 128974848, other: { 'nvidia.com/gpu': 2, 'ephemeral-storage': GI } });
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['the kubelet still holds more', { containerStatuses: [held('4Gi')] }, 4 * GI],
    ['the spec wants more', { containerStatuses: [held('1Gi')] }, 2 * GI],
    ['an infeasible resize drops the spec', { resize: 'Infeasible', containerStatuses: [held('1Gi')] }, 1 * GI],
    [
      'an infeasible resize is a condition since 1.33',
      { conditions: [{ type: 'PodResizePending', reason: 'Infeasible' }], containerStatuses: [held('1Gi')] },
      1 * GI,
    ],
    ['an older status says nothing', { containerStatuses: [{ name: 'main' }] }, 2 * GI],
  ])('in a running pod: %s', (_, status, memory) => {
    expect(podDemand.run({ pod: { spec: { containers: [main('2Gi')] }, status } })).toMatchObject({ memory });
  });

  it('counts what a resized sidecar holds', () => {
    const spec = { containers: [], initContainers: [sidecar('proxy', '1Gi')] };
    const status = { initContainerStatuses: [{ name: 'proxy', resources: { requests: { memory: '3Gi' } } }] };
    expect(podDemand.run({ pod: { spec, status } })).toMatchObject({ memory: 3 * GI });
  });

  it('cannot tell without a spec', () => {
    expect(podDemand.run({ pod: { metadata: { name: 'x' } } })).toBeUndefined();
  });

  it('takes any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        podDemand.run({ pod: { spec: { containers: a, initContainers: b, overhead: a, resources: b }, status: a } });
        podDemand.run({
          pod: { spec: { containers: [a, { resources: b }], initContainers: [{ resources: { requests: a } }] } },
        });
      }),
    );
  });
});

function held(memory: string): Record<string, unknown> {
  return { name: 'main', allocatedResources: { memory } };
}
