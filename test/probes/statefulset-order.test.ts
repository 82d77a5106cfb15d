import { describe, expect, it } from 'vitest';
import { statefulsetOrder } from '../../src/probes/statefulset-order.ts';

type Json = Readonly<Record<string, unknown>>;

const setOf = (spec: Json = {}, update = 'db-new'): Json => ({
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'shop', uid: 'set-uid' },
  spec: { replicas: 3, updateStrategy: { type: 'RollingUpdate' }, ...spec },
  status: { updateRevision: update },
});
const podOf = (
  index: number,
  rest: { ready?: boolean; hash?: string; status?: Json; ending?: boolean } = {},
): Json => ({
  metadata: {
    name: `db-${index}`,
    namespace: 'shop',
    labels: { 'controller-revision-hash': rest.hash ?? 'db-new' },
    ownerReferences: [{ kind: 'StatefulSet', name: 'db', uid: 'set-uid', controller: true }],
    ...(rest.ending === true ? { deletionTimestamp: '2025-11-15T18:00:00Z' } : {}),
  },
  spec: { containers: [{ name: 'db', image: 'registry.example/db:17-typo' }] },
  status: { conditions: [{ type: 'Ready', status: rest.ready === false ? 'False' : 'True' }], ...rest.status },
});
const waits = (reason: string, message = ''): Json => ({
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [{ name: 'db', state: { waiting: { reason, message } } }],
});
const run = (workload: Json, pods: readonly Json[]) => statefulsetOrder.run({ workload, pods });

describe('statefulset-order', () => {
  // stateful_set_control.go, processReplica: from the lowest ordinal up, and no further than the first that is not ready.
  it.each<[string, Json, readonly Json[], Json]>([
    ['waits for nothing when all are ready', {}, [podOf(0), podOf(1), podOf(2)], { waitsFor: null, words: '' }],
    [
      'makes no pod beyond one that is not ready',
      {},
      [podOf(0, { ready: false })],
      {
        waitsForName: 'db-0',
        missing: ['db-1', 'db-2'],
        words: 'It takes its pods one after the other: db-1, db-2 are made only once db-0 is ready.',
      },
    ],
    [
      'waits for the lowest of those that are not ready',
      {},
      [podOf(2, { ready: false }), podOf(1, { ready: false }), podOf(0)],
      { waitsForName: 'db-1', missing: [] },
    ],
    ['waits for one that ends', {}, [podOf(0), podOf(1, { ending: true }), podOf(2)], { waitsForName: 'db-1' }],
    [
      'waits for nothing while the next is still to be made',
      {},
      [podOf(1, { ready: false })],
      { waitsForName: '', missing: ['db-0', 'db-2'] },
    ],
    ['counts from its first ordinal', { ordinals: { start: 5 } }, [podOf(5)], { missing: ['db-6', 'db-7'] }],
    [
      'has no order where pods are made in parallel',
      { podManagementPolicy: 'Parallel' },
      [podOf(0, { ready: false })],
      { ordered: false, waitsFor: null, missing: ['db-1', 'db-2'], words: '' },
    ],
    ['leaves out a pod beyond its range', { replicas: 1 }, [podOf(0), podOf(1, { ready: false })], { waitsFor: null }],
    [
      'tells a tenth pod from a second',
      { replicas: 11 },
      [podOf(0), podOf(10, { ready: false })],
      { waitsForName: '' },
    ],
  ])('%s', (_, spec, pods, expected) => {
    expect(run(setOf(spec), pods)).toMatchObject(expected);
  });

  // API reference, StatefulSetUpdateStrategy; stateful_set_utils.go, newVersionedStatefulSetPod.
  it.each<[string, Json, Json]>([
    [
      'a partition keeps the lower ones',
      { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } },
      { held: ['db-0', 'db-1'], behind: [], keptWords: 'Its partition, 2, keeps db-0, db-1 on the older revision.' },
    ],
    [
      'the partition counts from the first ordinal',
      { ordinals: { start: 0 }, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
      { held: ['db-0'] },
    ],
    [
      'OnDelete keeps all',
      { updateStrategy: { type: 'OnDelete' } },
      { onDelete: ['db-0', 'db-1'], held: [], behind: [] },
    ],
    ['a rolling update keeps none', {}, { held: [], onDelete: [], keptWords: '' }],
  ])('%s', (_, spec, expected) => {
    expect(run(setOf(spec), [podOf(0, { hash: 'db-old' }), podOf(1, { hash: 'db-old' }), podOf(2)])).toMatchObject(
      expected,
    );
  });

  it('replaces from the highest ordinal down', () => {
    const old = { hash: 'db-old' };
    expect(run(setOf(), [podOf(0, old), podOf(1, old), podOf(2)])).toMatchObject({
      behind: [{ metadata: { name: 'db-1' } }, { metadata: { name: 'db-0' } }],
    });
  });

  // StatefulSet documentation, "Forced rollback"; kubernetes issue 67250.
  it.each<[string, Json, Json, string]>([
    [
      'an old image that does not exist',
      {},
      podOf(2, { ready: false, hash: 'db-old', status: waits('ImagePullBackOff', 'Back-off pulling image "x"') }),
      'Container db (registry.example/db:17-typo) waits, ImagePullBackOff: Back-off pulling image "x"',
    ],
    [
      'an old template that fits nowhere',
      {},
      podOf(2, {
        ready: false,
        hash: 'db-old',
        status: {
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' }],
        },
      }),
      'It cannot be scheduled: 0/1 nodes',
    ],
  ])('is blocked for ever by %s', (_, spec, pod, words) => {
    expect(run(setOf(spec), [podOf(0, { hash: 'db-old' }), podOf(1, { hash: 'db-old' }), pod])).toMatchObject({
      broken: { metadata: { name: 'db-2' } },
      brokenWords: words,
    });
  });

  it.each<[string, Json, Json]>([
    ['of the current revision', {}, podOf(2, { ready: false, status: waits('CrashLoopBackOff') })],
    ['that is only starting', {}, podOf(2, { ready: false, hash: 'db-old', status: waits('ContainerCreating') })],
    [
      'that is on its way out',
      {},
      podOf(2, { ready: false, hash: 'db-old', ending: true, status: waits('CrashLoopBackOff') }),
    ],
    [
      'that the controller replaces because the order does not matter',
      { podManagementPolicy: 'Parallel' },
      podOf(2, { ready: false, hash: 'db-old', status: waits('CrashLoopBackOff') }),
    ],
    [
      'that the partition keeps on its revision',
      { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 3 } } },
      podOf(2, { ready: false, hash: 'db-old', status: waits('CrashLoopBackOff') }),
    ],
  ])('is not blocked for ever by a pod %s', (_, spec, pod) => {
    expect(run(setOf(spec), [podOf(0), podOf(1), pod])).toMatchObject({ broken: null, brokenWords: '' });
  });

  it('gives no order to anything else', () => {
    expect(run({ kind: 'Deployment' }, [])).toMatchObject({ ordered: false, waitsFor: null, words: '' });
  });
});
