import { describe, expect, it } from 'vitest';
import { nodeHealth } from '../../src/probes/node-health.ts';

const SINCE = '2025-11-15T18:05:00Z';
const condition = (type: string, status: string, reason = '', message = '') => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: SINCE,
  lastHeartbeatTime: '2025-11-15T18:06:00Z',
});
const read = (conditions: readonly unknown[], rest: Record<string, unknown> = {}) =>
  nodeHealth.run({ node: { kind: 'Node', metadata: { name: 'node-1' }, ...rest, status: { conditions } } });
const ready = condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status');

/** Conditions of pkg/kubelet/nodestatus/setters.go; taints of cluster-autoscaler, Karpenter and cloud controllers. */
describe('node-health', () => {
  it('sees nothing wrong with a ready node', () => {
    expect(read([condition('MemoryPressure', 'False'), ready])).toEqual({
      ready: 'yes',
      why: '',
      reason: 'KubeletReady',
      message: 'kubelet is posting ready status',
      since: SINCE,
      heartbeat: '2025-11-15T18:06:00Z',
      pressures: [],
      pressed: '',
      network: '',
      cordoned: false,
      removal: '',
      outOfService: false,
      taints: '',
    });
  });

  it.each([
    [
      'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
      'network',
    ],
    [
      'runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:docker: network plugin is not ready: cni config uninitialized',
      'network',
    ],
    ['PLEG is not healthy: pleg was last seen active 3m5.2s ago; threshold is 3m0s', 'runtime'],
    ['[container runtime is down,PLEG is not healthy: pleg was last seen active 8m ago; threshold is 3m0s]', 'runtime'],
    ['container runtime status check may not have completed yet', 'runtime'],
    ['container runtime not ready: RuntimeReady=false reason:x message:y', 'runtime'],
    ['node is shutting down', 'shutdown'],
    ['Missing node capacity for resources: ephemeral-storage', 'capacity'],
    ['something of a later release', 'other'],
  ])('knows what is lacking when its kubelet says %s', (message, why) => {
    expect(read([condition('Ready', 'False', 'KubeletNotReady', message)])).toMatchObject({
      ready: 'no',
      why,
      message,
    });
  });

  it.each([
    [
      'says nothing any more',
      [condition('Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.')],
    ],
    ['never spoke', []],
  ])('calls a node silent whose kubelet %s', (_, conditions) => {
    expect(read(conditions)).toMatchObject({ ready: 'silent', why: '' });
  });

  it('lists what it is short of, and since when', () => {
    const later = { ...condition('PIDPressure', 'True'), lastTransitionTime: '2025-11-15T18:10:00Z' };
    const conditions = [condition('MemoryPressure', 'Unknown'), condition('DiskPressure', 'True'), later, ready];
    expect(read(conditions)).toMatchObject({
      pressures: ['DiskPressure', 'PIDPressure'],
      pressed: '2025-11-15T18:10:00Z',
    });
  });

  it('says why its network is not available', () => {
    const route = condition('NetworkUnavailable', 'True', 'NoRouteCreated', 'Node created without a route');
    expect(read([route, ready])).toMatchObject({ network: 'NoRouteCreated: Node created without a route' });
    expect(read([condition('NetworkUnavailable', 'False', 'RouteCreated'), ready])).toMatchObject({ network: '' });
  });

  it.each([
    [
      { spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' }] } },
      'taint ToBeDeletedByClusterAutoscaler',
    ],
    [{ spec: { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] } }, 'taint karpenter.sh/disrupted'],
    [{ spec: { taints: [{ key: 'dedicated', effect: 'NoSchedule' }] } }, ''],
    [{ metadata: { name: 'node-1', deletionTimestamp: SINCE } }, `its deletion at ${SINCE}`],
  ])('tells by %j whether it is being removed', (rest, removal) => {
    expect(read([ready], rest)).toMatchObject({ removal });
  });

  it('sees the cord and the taints', () => {
    const taints = [
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' },
    ];
    expect(read([ready], { spec: { unschedulable: true, taints } })).toMatchObject({
      cordoned: true,
      outOfService: true,
      taints: 'node.kubernetes.io/unschedulable:NoSchedule, node.kubernetes.io/out-of-service:NoExecute',
    });
  });

  it.each([null, undefined, 'node-1'])('says nothing of %s', (node) => {
    expect(nodeHealth.run({ node })).toBeUndefined();
  });
});
