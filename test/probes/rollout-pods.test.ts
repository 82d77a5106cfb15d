import { describe, expect, it } from 'vitest';

import { rolloutPods } from '../../src/probes/rollout-pods.ts';
import { fc } from '../support/random.ts';

type Json = Readonly<Record<string, unknown>>;

const workload = { kind: 'Deployment', metadata: { name: 'coder', namespace: 'coder', uid: 'd1' } };

/** A ReplicaSet out of a list: without its kind. */
function set(hash: string, revision: string, replicas: number, day: number, owner: Json = workload): Json {
  return {
    metadata: {
      name: `coder-${hash}`,
      namespace: 'coder',
      uid: `u-${hash}`,
      labels: { 'pod-template-hash': hash },
      annotations: { 'deployment.kubernetes.io/revision': revision },
      creationTimestamp: `2026-01-0${day}T00:00:00Z`,
      ownerReferences: [ownerOf(owner)],
    },
    spec: { replicas },
  };
}

/** The same ReplicaSet with the revisions that it had before a rollback came back to it. */
function keeping(replicaSet: Json, history: string): Json {
  const metadata = replicaSet['metadata'] as Json;
  const annotations = { ...(metadata['annotations'] as Json), 'deployment.kubernetes.io/revision-history': history };
  return { ...replicaSet, metadata: { ...metadata, annotations } };
}

function pod(name: string, owner: Json | undefined, ready = true, more: Json = {}): Json {
  return {
    metadata: {
      name,
      namespace: 'coder',
      ...(owner === undefined ? {} : { ownerReferences: [ownerOf(owner)] }),
      ...more,
    },
    spec: { containers: [{ name: 'coder', image: `image-of-${name}` }] },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

function ownerOf(owner: Json): Json {
  const metadata = owner['metadata'] as Json;
  return { kind: owner['kind'] ?? 'ReplicaSet', name: metadata['name'], uid: metadata['uid'], controller: true };
}

const names = (objects: unknown) => (objects as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);

describe('rollout-pods', () => {
  const v1 = set('v1', '1', 1, 1);
  const v2 = set('v2', '2', 1, 2);
  const pods = [pod('old', v1), pod('new', v2, false), pod('foreign', set('x', '9', 1, 9))];

  it('tells new pods from old ones during a rollout', () => {
    const told = rolloutPods.run({ workload, replicasets: [v1, v2], pods });
    expect(told).toMatchObject({
      newest: 'coder-v2',
      newestSet: v2,
      previousSet: v1,
      newReady: 0,
      oldReady: 1,
      failedSetAtZero: null,
      images: { old: 'image-of-old', new: 'image-of-new' },
    });
    expect(names(told?.['newPods'])).toEqual(['new']);
    expect(names(told?.['oldPods'])).toEqual(['old']);
  });

  it('compares revisions as numbers', () => {
    expect(
      rolloutPods.run({ workload, replicasets: [set('a', '9', 0, 1), set('b', '10', 1, 2)], pods: [] }),
    ).toMatchObject({
      newest: 'coder-b',
    });
  });

  it('finds the failed set that a rollback left at zero', () => {
    const back = set('v1', '3', 1, 1);
    const failed = set('v2', '2', 0, 2);
    expect(rolloutPods.run({ workload, replicasets: [failed, back], pods: [pod('old', back)] })).toMatchObject({
      newest: 'coder-v1',
      previousSet: failed,
      failedSetAtZero: failed,
      newReady: 1,
      oldPods: [],
    });
  });

  it('finds it where both sets were made within one second, by the revision that each had first', () => {
    const back = keeping(set('v1', '5', 1, 1), '1,3');
    const failed = keeping(set('v2', '4', 0, 1), '2');
    for (const replicasets of [
      [failed, back],
      [back, failed],
    ]) {
      expect(rolloutPods.run({ workload, replicasets, pods: [] })).toMatchObject({ failedSetAtZero: failed });
    }
    const ordinary = [set('v1', '1', 0, 1), set('v2', '2', 1, 1)];
    expect(rolloutPods.run({ workload, replicasets: ordinary, pods: [] })).toMatchObject({ failedSetAtZero: null });
  });

  it('does not take an ordinary history for a rollback', () => {
    expect(rolloutPods.run({ workload, replicasets: [set('v1', '1', 0, 1), v2], pods: [] })).toMatchObject({
      failedSetAtZero: null,
    });
  });

  it('prefers as the set before one that has pods', () => {
    const never = set('v2', '2', 0, 2);
    expect(rolloutPods.run({ workload, replicasets: [v1, never, set('v3', '3', 1, 3)], pods: [] })).toMatchObject({
      previousSet: v1,
    });
    const emptied = set('v1', '1', 0, 1);
    expect(
      rolloutPods.run({ workload, replicasets: [emptied, never, set('v3', '3', 1, 3)], pods: [pod('a', emptied)] }),
    ).toMatchObject({ previousSet: emptied });
    expect(rolloutPods.run({ workload, replicasets: [emptied, never, set('v3', '3', 1, 3)], pods: [] })).toMatchObject({
      previousSet: never,
    });
  });

  it('leaves out sets and pods of other owners and other namespaces', () => {
    const other = { kind: 'Deployment', metadata: { name: 'other', namespace: 'coder', uid: 'd2' } };
    const stranger = pod('stranger', v2, true, { namespace: 'two' });
    const told = rolloutPods.run({ workload, replicasets: [v2, set('o', '7', 1, 7, other)], pods: [stranger] });
    expect(told).toMatchObject({ newest: 'coder-v2', previousSet: null, newPods: [], oldPods: [] });
  });

  it('goes by name where a uid is missing, and by the hash where there is no owner', () => {
    const noUid = { kind: 'Deployment', metadata: { name: 'coder', namespace: 'coder' } };
    const bare = pod('bare', undefined, true, { labels: { 'pod-template-hash': 'v2' } });
    expect(names(rolloutPods.run({ workload: noUid, replicasets: [v1, v2], pods: [bare] })?.['newPods'])).toEqual([
      'bare',
    ]);
  });

  it('names the image of the main container', () => {
    const annotations = { 'kubectl.kubernetes.io/default-container': 'coder' };
    const meshed = {
      ...pod('meshed', v2, true, { annotations }),
      spec: {
        containers: [
          { name: 'proxy', image: 'proxy:1' },
          { name: 'coder', image: 'coder:2' },
        ],
      },
    };
    expect(rolloutPods.run({ workload, replicasets: [v2], pods: [meshed] })).toMatchObject({
      images: { meshed: 'coder:2' },
    });
  });

  it('goes by the update revision of a StatefulSet', () => {
    const db = {
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'coder', uid: 's1' },
      status: { updateRevision: 'db-2' },
    };
    const at = (name: string, hash: string) => pod(name, db, true, { labels: { 'controller-revision-hash': hash } });
    const told = rolloutPods.run({ workload: db, pods: [at('db-0', 'db-1'), at('db-1', 'db-2')] });
    expect(told).toMatchObject({ newest: 'db-2', newestSet: null, newReady: 1, oldReady: 1 });
    expect(names(told?.['newPods'])).toEqual(['db-1']);
  });

  it('goes by the newest ControllerRevision of a DaemonSet, or by the generation on its pods', () => {
    const agent = {
      kind: 'DaemonSet',
      metadata: {
        name: 'agent',
        namespace: 'coder',
        uid: 'a1',
        annotations: { 'deprecated.daemonset.template.generation': '2' },
      },
    };
    const revision = (hash: string, number: number) => ({
      metadata: {
        name: `agent-${hash}`,
        namespace: 'coder',
        labels: { 'controller-revision-hash': hash },
        ownerReferences: [ownerOf(agent)],
      },
      revision: number,
    });
    const at = (name: string, hash: string, generation: string) =>
      pod(name, agent, true, { labels: { 'controller-revision-hash': hash, 'pod-template-generation': generation } });
    const pods = [at('a', 'h1', '1'), at('b', 'h2', '2')];
    expect(
      names(rolloutPods.run({ workload: agent, pods, revisions: [revision('h1', 1), revision('h2', 2)] })?.['newPods']),
    ).toEqual(['b']);
    expect(names(rolloutPods.run({ workload: agent, pods })?.['newPods'])).toEqual(['b']);
  });

  it('takes all pods of a Job or ReplicaSet as new', () => {
    const job = { kind: 'Job', metadata: { name: 'migrate', namespace: 'coder', uid: 'j1' } };
    expect(rolloutPods.run({ workload: job, pods: [pod('m', job), pod('x', v2)] })).toMatchObject({
      newest: 'migrate',
      newReady: 1,
      oldPods: [],
    });
  });

  it('cannot tell for a Deployment without ReplicaSets, for a StatefulSet without status, for other kinds', () => {
    expect(rolloutPods.run({ workload, pods })).toBeUndefined();
    expect(rolloutPods.run({ workload: { kind: 'StatefulSet' }, pods })).toBeUndefined();
    expect(rolloutPods.run({ workload: { kind: 'DaemonSet' }, pods })).toBeUndefined();
    expect(rolloutPods.run({ workload: { kind: 'Service' }, pods })).toBeUndefined();
  });

  it('takes any JSON', () => {
    const odd = fc.jsonValue();
    const kind = fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'Job');
    fc.assert(
      fc.property(kind, odd, odd, odd, (kind, a, b, c) => {
        rolloutPods.run({
          workload: { kind, metadata: a, status: b },
          replicasets: [a, b, c],
          pods: [b, c],
          revisions: [c, a],
        });
      }),
    );
  });
});
