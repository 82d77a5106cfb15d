import { describe, expect, it } from 'vitest';
import { rolloutHold } from '../../src/probes/rollout-hold.ts';

type Json = Readonly<Record<string, unknown>>;

const NOW = '2025-11-15T18:15:00Z';
const deployment = (spec: Json = {}, condition: Json = {}): Json => ({
  kind: 'Deployment',
  spec: { progressDeadlineSeconds: 600, ...spec },
  status: {
    conditions: [
      {
        type: 'Progressing',
        status: 'True',
        reason: 'ReplicaSetUpdated',
        lastTransitionTime: '2025-11-15T17:00:00Z',
        lastUpdateTime: '2025-11-15T18:10:00Z',
        ...condition,
      },
    ],
  },
});
const pod = (name: string, readyAt: string, rest: Json = {}): Json => ({
  metadata: { name, ...rest },
  status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: readyAt }] },
});
const set = (wanted: number, made: number): Json => ({
  metadata: { name: 'web-5d7f9b8c6' },
  spec: { replicas: wanted },
  status: { replicas: made },
});

describe('rollout-hold', () => {
  // pkg/controller/deployment/progress.go, requeueStuckDeployment: last progress plus the deadline.
  it.each<[string, Json, Json]>([
    [
      'counts from the last progress',
      deployment(),
      { allowedSeconds: 600, leftSeconds: 300, leftWords: 'It may go 10m without progress and has 5m of that left.' },
    ],
    [
      'counts from the transition where no update is told',
      deployment({}, { lastUpdateTime: undefined, lastTransitionTime: '2025-11-15T18:14:00Z' }),
      { leftSeconds: 540 },
    ],
    ['has ten minutes by default', deployment({ progressDeadlineSeconds: undefined }), { allowedSeconds: 600 }],
    [
      'has none where the number means none',
      deployment({ progressDeadlineSeconds: 2_147_483_647 }),
      { allowedSeconds: null, leftSeconds: null, leftWords: '' },
    ],
    ['is never negative', deployment({}, { lastUpdateTime: '2025-11-15T17:00:00Z' }), { leftSeconds: 0 }],
    [
      'is kept by Deployments only',
      { ...deployment(), kind: 'StatefulSet' },
      { allowedSeconds: null, leftSeconds: null },
    ],
    [
      'has passed when the controller says so',
      deployment({}, { reason: 'ProgressDeadlineExceeded' }),
      { passed: true },
    ],
    ['has not passed when a ReplicaSet fails', deployment({}, { reason: 'ReplicaSetCreateError' }), { passed: false }],
  ])('the deadline %s', (_, workload, expected) => {
    expect(rolloutHold.run({ workload, now: NOW })).toMatchObject(expected);
  });

  // pkg/api/v1/pod/util.go, IsPodAvailable.
  it('tells pods that are ready and not for long enough', () => {
    const pods = [pod('a', '2025-11-15T18:14:50Z'), pod('b', '2025-11-15T18:14:00Z'), pod('c', '2025-11-15T18:14:40Z')];
    const ending = pod('d', '2025-11-15T18:14:59Z', { deletionTimestamp: NOW });
    const workload = deployment({ minReadySeconds: 30 });
    expect(rolloutHold.run({ workload, newPods: [...pods, ending], now: NOW })).toMatchObject({
      settling: [{ metadata: { name: 'a' } }, { metadata: { name: 'c' } }],
      settleSeconds: 20,
    });
    expect(rolloutHold.run({ workload: deployment(), newPods: pods, now: NOW })).toMatchObject({
      settling: [],
      settleSeconds: 0,
    });
  });

  // pkg/controller/deployment/recreate.go, oldPodsRunning, and rolling.go.
  it.each<[string, Json, Json]>([
    [
      'an old pod that Recreate waits for',
      { workload: deployment({ strategy: { type: 'Recreate' } }), oldPods: [pod('old', NOW)] },
      { waitsForOld: ['old'], words: expect.stringContaining('old is still there') as unknown },
    ],
    [
      'no old pod that has ended',
      {
        workload: deployment({ strategy: { type: 'Recreate' } }),
        oldPods: [{ metadata: { name: 'old' }, status: { phase: 'Failed' } }],
      },
      { waitsForOld: [], lingering: [] },
    ],
    [
      'pods that its ReplicaSet has not made',
      { workload: deployment(), newest: set(3, 1) },
      { missing: 2, words: expect.stringContaining('web-5d7f9b8c6 has not made 2') as unknown },
    ],
    [
      'old pods that linger',
      { workload: deployment(), newest: set(1, 1), oldPods: [pod('old', NOW)] },
      { waitsForOld: [], lingering: ['old'], missing: 0 },
    ],
    [
      'nothing that can be seen now',
      { workload: deployment(), newest: set(1, 1) },
      { words: expect.stringContaining('ready at this moment') as unknown },
    ],
  ])('waits for %s', (_, args, expected) => {
    expect(rolloutHold.run({ ...args, now: NOW })).toMatchObject(expected);
  });

  it('knows nothing without a time', () => {
    expect(rolloutHold.run({ workload: deployment(), now: '' })).toBeUndefined();
  });
});
