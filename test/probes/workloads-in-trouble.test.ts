import { describe, expect, it } from 'vitest';
import { workloadsInTrouble } from '../../src/probes/workloads-in-trouble.ts';

type Json = Readonly<Record<string, unknown>>;

const WHOLE = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
const meta = (name: string, more: Json = {}): Json => ({ namespace: 'shop', name, uid: `uid-${name}`, ...more });
const deployment = (name: string, status: Json = WHOLE, metadata: Json = {}): Json => ({
  kind: 'Deployment',
  metadata: meta(name, metadata),
  spec: { replicas: 1 },
  status,
});
const job = (name: string, status: Json, more: Json = {}): Json => ({
  kind: 'Job',
  metadata: meta(name, more),
  spec: {},
  status,
});
const is = (type: string): Json => ({ conditions: [{ type, status: 'True' }] });
const owner = (kind: string, name: string): Json => ({
  ownerReferences: [{ kind, name, uid: `uid-${name}`, controller: true }],
});
const pod = (name: string, metadata: Json = {}, status: Json = {}): Json => ({
  kind: 'Pod',
  metadata: meta(name, metadata),
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }], ...status },
});
const READY = { conditions: [{ type: 'Ready', status: 'True' }] };
const ofSet = (set: string, hash: string): Json => ({
  ...owner('ReplicaSet', set),
  labels: { 'pod-template-hash': hash },
});

function found(workloads: readonly Json[], pods: readonly Json[] = []): readonly string[] {
  const { all } = workloadsInTrouble.run({ workloads, pods }) as { all: readonly { metadata: { name: string } }[] };
  return all.map(({ metadata }) => metadata.name);
}

describe('workloads', () => {
  it.each<[string, readonly Json[], readonly string[]]>([
    ['that are complete are well', [deployment('web')], []],
    ['that are not complete are found', [deployment('web', { ...WHOLE, availableReplicas: 0 })], ['web']],
    ['that are being deleted are found', [deployment('web', WHOLE, { deletionTimestamp: 'x' })], ['web']],
    ['of an unknown kind are found', [{ kind: 'Thing', metadata: meta('thing') }], ['thing']],
    ['that are Jobs and done are well', [job('a', is('Complete'))], []],
    ['that are Jobs and have failed are found', [job('a', is('Failed'))], ['a']],
    ['that are Jobs and fail right now are found', [job('a', { active: 1, failed: 1 })], ['a']],
    ['that are Jobs without a pod are found', [job('a', {})], ['a']],
    ['that are Jobs at work are well', [job('a', { active: 1 })], []],
  ])('%s', (_what, workloads, names) => {
    expect(found(workloads)).toEqual(names);
  });

  it('that are suspended Jobs are well', () => {
    expect(found([{ ...job('a', {}), spec: { suspend: true } }])).toEqual([]);
  });

  it('that are Jobs at work with an unready pod are found', () => {
    expect(found([job('a', { active: 1 })], [pod('a-x', owner('Job', 'a'))])).toEqual(['a']);
    expect(found([job('a', { active: 1 })], [pod('a-x', owner('Job', 'a'), READY)])).toEqual([]);
  });

  it('that a CronJob made count until a later one has ended', () => {
    const of = (name: string, at: string, status: Json, cron = 'nightly'): Json =>
      job(name, status, { creationTimestamp: at, ...owner('CronJob', cron) });
    const failed = of('one', '2025-11-14T01:00:00Z', is('Failed'));
    expect(found([failed, of('two', '2025-11-15T01:00:00Z', is('Complete'))])).toEqual([]);
    expect(found([failed, of('two', '2025-11-15T01:00:00Z', is('Failed'))])).toEqual(['two']);
    expect(found([failed, of('two', '2025-11-15T01:00:00Z', { active: 1 })])).toEqual(['one']);
    expect(found([failed, of('two', '2025-11-13T01:00:00Z', is('Complete'))])).toEqual(['one']);
    expect(found([failed, of('two', '2025-11-15T01:00:00Z', is('Complete'), 'weekly')])).toEqual(['one']);
  });
});

describe('pods', () => {
  it('are left to the workload that answers for them', () => {
    expect(found([deployment('web')], [pod('web-5d-x', ofSet('web-5d', '5d'))])).toEqual([]);
    expect(found([deployment('web', WHOLE, { namespace: 'other' })], [pod('web-5d-x', ofSet('web-5d', '5d'))])).toEqual(
      ['web-5d-x'],
    );
  });

  it.each<[string, Json, readonly string[]]>([
    ['of nobody are found', pod('solo'), ['solo']],
    ['of nobody that are ready are well', pod('solo', {}, READY), []],
    ['of nobody that have done their work are well', pod('solo', {}, { phase: 'Succeeded' }), []],
    ['of nobody that have failed are found', pod('solo', {}, { phase: 'Failed' }), ['solo']],
    ['of nobody that are to go are found', pod('solo', { deletionTimestamp: 'x' }, READY), ['solo']],
    ['of an operator are found', pod('db-1', owner('Cluster', 'db')), ['db-1']],
    ['of a ReplicaSet of its own are found', pod('set-x', owner('ReplicaSet', 'set')), ['set-x']],
  ])('%s', (_what, one, names) => {
    expect(found([], [one])).toEqual(names);
  });

  it('that share a controller and their signs are told by the first of them', () => {
    const waits = (reason: string): Json => ({ containerStatuses: [{ state: { waiting: { reason } } }] });
    const of = (name: string, reason: string): Json => pod(name, owner('Cluster', 'db'), waits(reason));
    expect(found([], [of('db-2', 'A'), of('db-1', 'A'), of('db-3', 'B'), pod('x'), pod('y')])).toEqual([
      'db-1',
      'db-3',
      'x',
      'y',
    ]);
  });

  it('and workloads are counted', () => {
    expect(workloadsInTrouble.run({ workloads: [deployment('web')], pods: [pod('x')] })).toMatchObject({
      total: 1,
      pods: 1,
    });
    expect(workloadsInTrouble.run({ workloads: null, pods: [] })).toBeUndefined();
  });
});
