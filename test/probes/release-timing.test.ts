import { describe, expect, it } from 'vitest';
import { releaseTiming } from '../../src/probes/release-timing.ts';

const released = { type: 'Released', status: 'True' };

const time = (facts: object) => releaseTiming.run({ margin: 1.5, ...facts });

function release(spec: object, duration?: string, status = 'True'): object {
  const action = duration === undefined ? {} : { lastAttemptedReleaseActionDuration: duration };
  const conditions = [{ ...released, status }];
  return {
    metadata: { name: 'web', namespace: 'shop' },
    spec,
    status: { ...action, lastAttemptedReleaseAction: 'upgrade', conditions },
  };
}

const deployment = {
  metadata: { name: 'web', uid: 'd', annotations: { 'deployment.kubernetes.io/revision': '2' } },
  status: {
    conditions: [{ type: 'Progressing', reason: 'NewReplicaSetAvailable', lastUpdateTime: '2025-11-12T20:05:00Z' }],
  },
};

function set(annotations: object = {}, revision = '2'): object {
  return {
    metadata: {
      name: 'web-1',
      uid: 's',
      creationTimestamp: '2025-11-12T20:00:00Z',
      ownerReferences: [{ uid: 'd' }],
      annotations: { 'deployment.kubernetes.io/revision': revision, ...annotations },
    },
  };
}

function pod(created: string, ready: string, more: { status?: string; restarts?: number } = {}): object {
  return {
    metadata: { name: created, creationTimestamp: created, ownerReferences: [{ uid: 's' }] },
    status: {
      conditions: [{ type: 'Ready', status: more.status ?? 'True', lastTransitionTime: ready }],
      containerStatuses: [{ restartCount: more.restarts ?? 0 }],
    },
  };
}

const inTime = pod('2025-11-12T20:01:00Z', '2025-11-12T20:04:00Z');

describe('release-timing', () => {
  it.each([
    ['the default', {}, 300, 'spec.timeout', '5m (the default)'],
    ['its own', { timeout: '7m' }, 420, 'spec.timeout', '7m'],
    [
      'that of an upgrade, where it is the shorter',
      { timeout: '7m', upgrade: { timeout: '3m' } },
      180,
      'spec.upgrade.timeout',
      '3m',
    ],
    ['that of an install, where it is the shorter', { install: { timeout: '1m' } }, 60, 'spec.install.timeout', '1m'],
  ])('takes as timeout %s', (_, spec, timeoutSeconds, timeoutField, timeoutText) => {
    expect(time({ release: release(spec) })).toMatchObject({ timeoutSeconds, timeoutField, timeoutText });
  });

  it('wants half as much again as the slowest, in whole minutes', () => {
    const said = { release: release({ timeout: '5m' }, '3m30s') };
    expect(time(said)).toMatchObject({ measured: 1, slowest: 210, tooShort: true, suggested: '6m0s' });
    expect(time({ release: release({ timeout: '5m15s' }, '3m30s') })).toMatchObject({ tooShort: false });
  });

  it('leaves the margin that it is given', () => {
    const said = { release: release({ timeout: '6m' }, '3m30s') };
    expect(time({ ...said, margin: 2 })).toMatchObject({ tooShort: true, suggested: '7m0s' });
    expect(releaseTiming.run(said)).toBeUndefined();
  });

  it('measures a rollout from its ReplicaSet to the last of its pods', () => {
    const facts = { deployments: [deployment], replicasets: [set()], pods: [inTime] };
    expect(time({ release: release({}), ...facts })).toMatchObject({
      slowest: 240,
      what: 'the rollout of Deployment web',
    });
  });

  it.each([
    ['an action that failed', { release: release({}, '5m0s', 'False') }],
    [
      'a ReplicaSet that was rolled back to',
      { replicasets: [set({ 'deployment.kubernetes.io/revision-history': '1' })] },
    ],
    ['a ReplicaSet of before', { replicasets: [set({}, '1')] }],
    ['a pod that came after the rollout', { pods: [pod('2025-11-12T21:00:00Z', '2025-11-12T21:30:00Z')] }],
    ['a pod that is not ready', { pods: [pod('2025-11-12T20:01:00Z', '2025-11-12T20:30:00Z', { status: 'False' })] }],
    ['a pod that was restarted', { pods: [pod('2025-11-12T20:01:00Z', '2025-11-12T20:30:00Z', { restarts: 1 })] }],
    ['no pod', { pods: [] }],
  ])('measures nothing on %s', (_, more) => {
    const facts = { release: release({}), deployments: [deployment], replicasets: [set()], pods: [inTime] };
    const without = 'release' in more ? { ...facts, pods: [] } : facts;
    expect(time({ ...without, ...more })).toMatchObject({ measured: 0, slowest: null, tooShort: false });
  });
});
