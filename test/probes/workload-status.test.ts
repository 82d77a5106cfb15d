import { describe, expect, it } from 'vitest';

import { workloadStatus } from '../../src/probes/workload-status.ts';
import { fc } from '../support/random.ts';

type Json = Readonly<Record<string, unknown>>;

const judge = (kind: string, spec: Json, status: Json, generation = 1) =>
  workloadStatus.run({
    workload: { kind, metadata: { generation }, spec, status: { observedGeneration: 1, ...status } },
  });
const whole = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
const conditions = (type: string, status: string, reason = '', message = '') => ({
  conditions: [{ type, status, reason, message }],
});

describe('workload-status', () => {
  it.each<[string, Json, Json, Json]>([
    ['is complete', { replicas: 2 }, whole, { complete: true, failed: false, text: '2 of 2 pods ready' }],
    [
      'waits for availability',
      { replicas: 2 },
      { ...whole, availableReplicas: 1, readyReplicas: 1 },
      { complete: false, text: '1 of 2 pods ready' },
    ],
    ['waits for new pods', { replicas: 2 }, { ...whole, updatedReplicas: 1 }, { complete: false, updated: 1 }],
    ['waits for old pods to go', { replicas: 2 }, { ...whole, replicas: 3 }, { complete: false }],
    ['has one replica by default', {}, {}, { desired: 1, ready: 0, complete: false, text: '0 of 1 pod ready' }],
    ['is complete at zero', { replicas: 0 }, {}, { complete: true }],
    [
      'failed when its deadline passed',
      { replicas: 2 },
      {
        ...whole,
        updatedReplicas: 1,
        ...conditions('Progressing', 'False', 'ProgressDeadlineExceeded', 'ReplicaSet "x" has timed out progressing.'),
      },
      {
        complete: false,
        failed: true,
        reason: 'ProgressDeadlineExceeded',
        message: 'ReplicaSet "x" has timed out progressing.',
      },
    ],
    [
      'failed when pods are refused, whatever Progressing says',
      { replicas: 2 },
      {
        conditions: [
          { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
          { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' },
        ],
      },
      { failed: true, reason: 'FailedCreate', message: 'exceeded quota' },
    ],
    [
      'has not failed because it is unavailable',
      { replicas: 2 },
      { ...whole, availableReplicas: 0, ...conditions('Available', 'False', 'MinimumReplicasUnavailable') },
      { complete: false, failed: false, reason: 'MinimumReplicasUnavailable' },
    ],
    [
      'is not complete when its controller is stuck',
      { replicas: 2 },
      { ...whole, ...conditions('Progressing', 'False', 'ReplicaSetCreateError') },
      { complete: false, failed: true },
    ],
    [
      'does not fail while paused',
      { replicas: 2 },
      { ...whole, ...conditions('Progressing', 'Unknown', 'DeploymentPaused') },
      { failed: false },
    ],
  ])('a Deployment %s', (_, spec, status, expected) => {
    expect(judge('Deployment', spec, status)).toMatchObject({ kind: 'Deployment', observed: true, ...expected });
  });

  it('is not complete while its controller has not seen the spec', () => {
    expect(judge('Deployment', { replicas: 2 }, whole, 2)).toMatchObject({ observed: false, complete: false });
  });

  it.each<[string, string, Json, Json, Json]>([
    ['StatefulSet', 'is complete', { replicas: 2 }, whole, { complete: true }],
    ['StatefulSet', 'waits for its update', { replicas: 2 }, { ...whole, updatedReplicas: 1 }, { complete: false }],
    ['StatefulSet', 'waits for readiness', { replicas: 2 }, { ...whole, readyReplicas: 1 }, { complete: false }],
    [
      'StatefulSet',
      'stops at its partition',
      { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } },
      { ...whole, updatedReplicas: 1 },
      { complete: true },
    ],
    [
      'StatefulSet',
      'is updated by hand',
      { replicas: 2, updateStrategy: { type: 'OnDelete' } },
      { ...whole, updatedReplicas: 0 },
      { complete: true },
    ],
    [
      'DaemonSet',
      'is complete',
      {},
      { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3, numberReady: 3 },
      { complete: true, desired: 3, ready: 3 },
    ],
    [
      'DaemonSet',
      'waits for its update',
      {},
      { desiredNumberScheduled: 3, updatedNumberScheduled: 2, numberAvailable: 3, numberReady: 3 },
      { complete: false },
    ],
    [
      'DaemonSet',
      'waits for availability',
      {},
      { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2, numberReady: 2 },
      { complete: false, text: '2 of 3 pods ready' },
    ],
    ['ReplicaSet', 'is complete', { replicas: 2 }, whole, { complete: true }],
    ['ReplicaSet', 'waits for pods to go', { replicas: 2 }, { ...whole, replicas: 3 }, { complete: false }],
    [
      'ReplicaSet',
      'says that pods are refused',
      { replicas: 1 },
      conditions('ReplicaFailure', 'True', 'FailedCreate'),
      { failed: true, complete: false },
    ],
  ])('a %s %s', (kind, _, spec, status, expected) => {
    expect(judge(kind, spec, status)).toMatchObject({ kind, ...expected });
  });

  it.each<[string, Json, Json, Json]>([
    [
      'runs',
      { completions: 2 },
      { active: 1, succeeded: 1 },
      { complete: false, failed: false, desired: 2, ready: 1, text: '1 of 2 pods succeeded' },
    ],
    [
      'is complete',
      {},
      { succeeded: 1, ...conditions('Complete', 'True') },
      { complete: true, text: '1 of 1 pod succeeded' },
    ],
    [
      'failed',
      {},
      conditions('Failed', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
      { complete: false, failed: true, reason: 'BackoffLimitExceeded' },
    ],
    ['is suspended', {}, conditions('Suspended', 'True', 'JobSuspended'), { failed: false, reason: 'JobSuspended' }],
  ])('a Job %s', (_, spec, status, expected) => {
    expect(judge('Job', spec, status)).toMatchObject({ kind: 'Job', ...expected });
  });

  it('counts the pods while there is no status', () => {
    const pods = [
      { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
      { status: { phase: 'Pending' } },
    ];
    const workload = { kind: 'Deployment', metadata: { generation: 1 }, spec: { replicas: 2 } };
    expect(workloadStatus.run({ workload, pods })).toMatchObject({ ready: 1, observed: false, complete: false });
  });

  it('cannot tell for other kinds', () => {
    expect(judge('Service', {}, {})).toBeUndefined();
    expect(workloadStatus.run({ workload: {} })).toBeUndefined();
  });

  it('takes any JSON, and never calls a failed workload complete', () => {
    const kind = fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job');
    fc.assert(
      fc.property(kind, fc.jsonValue(), fc.jsonValue(), (kind, spec, status) => {
        const judged = workloadStatus.run({ workload: { kind, spec, status } });
        expect(judged?.['failed'] === true && judged['complete'] === true).toBe(false);
      }),
    );
  });
});
