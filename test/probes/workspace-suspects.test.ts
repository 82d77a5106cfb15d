import { describe, expect, it } from 'vitest';
import { workspaceSuspects } from '../../src/probes/workspace-suspects.ts';

const AT = '2025-11-15T17:00:00Z';

function workspace(name: string, createdAt = AT, ready = 1, replicas = 1): object {
  const status = { observedGeneration: 1, replicas: ready, updatedReplicas: ready, readyReplicas: ready };
  return {
    kind: 'Deployment',
    metadata: { name, namespace: 'spaces', generation: 1, creationTimestamp: createdAt },
    spec: { replicas },
    status: { ...status, availableReplicas: ready },
  };
}

function ownPod(name: string, restartCount: number): object {
  return {
    kind: 'Pod',
    metadata: {
      name: `${name}-abc-1`,
      namespace: 'spaces',
      labels: { 'pod-template-hash': 'abc' },
      ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-abc`, controller: true }],
    },
    status: { containerStatuses: [{ restartCount }] },
  };
}

function box(name: string, ready: 'True' | 'False', change: object = {}): object {
  return {
    kind: 'Pod',
    metadata: { name, namespace: 'spaces', creationTimestamp: AT },
    spec: { containers: [{ name: 'side' }, { name: 'dev', env: [{ name: 'TOKEN', value: 'x' }] }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready }] },
    ...change,
  };
}

function ask(
  workloads: readonly object[],
  pods: readonly unknown[] = [],
  follow = 2,
  read = 2,
): Record<string, unknown> {
  const rows = workloads.map((workload) => ({ workload, container: 'main' }));
  const result = workspaceSuspects.run({ rows, pods, variable: 'TOKEN', follow, read });
  const names = (list: unknown): readonly string[] =>
    (list as readonly { object: { metadata: { name: string } } }[]).map(({ object }) => object.metadata.name);
  return { ...result, troubled: names(result?.['troubled']), running: names(result?.['running']) };
}

describe('workspace-suspects', () => {
  it('takes the newest of those in trouble, and counts the others', () => {
    const ill = ['a', 'b', 'c'].map((name, at) => workspace(name, `2025-11-15T17:0${String(at)}:00Z`, 0));
    expect(ask(ill)).toMatchObject({ troubled: ['c', 'b'], left: 1, running: [], unread: 0 });
  });

  it('takes the restarted first, then the newest of those that run', () => {
    const all = [workspace('old'), workspace('restarted'), workspace('new', '2025-11-15T18:00:00Z')];
    const pods = [ownPod('restarted', 3), ownPod('new', 0)];
    expect(ask(all, pods)).toMatchObject({ troubled: [], running: ['restarted', 'new'], unread: 1 });
  });

  it('leaves out those that were stopped on purpose', () => {
    expect(ask([workspace('stopped', AT, 0, 0)])).toMatchObject({ troubled: [], running: [], unread: 0 });
  });

  it('finds pods of no workload by the variable, and names its container', () => {
    const result = workspaceSuspects.run({
      rows: [],
      pods: [box('well', 'True'), box('ill', 'False'), box('well', 'True')],
      variable: 'TOKEN',
      follow: 5,
      read: 5,
    });
    expect(result).toMatchObject({
      troubled: [{ object: { metadata: { name: 'ill' } }, container: 'dev' }],
      running: [{ object: { metadata: { name: 'well' } }, container: 'dev' }],
      bare: 2,
    });
  });

  it.each([
    ['one that has an owner', { metadata: { name: 'x', ownerReferences: [{ kind: 'Job', name: 'x' }] } }],
    ['one without the variable', { spec: { containers: [{ name: 'dev', env: [{ name: 'OTHER' }] }] } }],
    ['one that has ended well', { status: { phase: 'Succeeded' } }],
  ])('is not misled by %s', (_, change) => {
    expect(ask([], [box('x', 'False', change)])).toMatchObject({ troubled: [], running: [], bare: 0 });
  });

  it.each([[null], ['x'], [[]], [{ spec: 3 }], [{ spec: { containers: [null, { env: 'x' }] } }]])(
    'survives a pod that is %j',
    (hostile) => {
      expect(ask([], [hostile])).toMatchObject({ troubled: [], running: [] });
    },
  );

  it('knows nothing without a list or a number', () => {
    expect(workspaceSuspects.run({ rows: 3, pods: [], variable: 'T', follow: 1, read: 1 })).toBeUndefined();
    expect(workspaceSuspects.run({ rows: [], pods: [], variable: 'T', follow: 'x', read: 1 })).toBeUndefined();
  });
});
