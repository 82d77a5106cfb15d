import { expect, it, test } from 'vitest';
import { wiringLeads } from '../../src/probes/wiring-leads.ts';
import { run } from './release-builder.ts';

type Part = Record<string, unknown>;

function pod(name: string, imageID: string, startedAt = '2025-11-15T17:00:00Z', container: Part = {}): Part {
  return {
    metadata: {
      name,
      namespace: 'shop',
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', controller: true }],
    },
    spec: { containers: [{ name: 'web', image: 'registry.example/web:latest', ...container }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'web', imageID, state: { running: { startedAt } } }] },
  };
}

const A = 'registry.example/web@sha256:aa';
const B = 'registry.example/web@sha256:bb';
const reads = { envFrom: [{ configMapRef: { name: 'settings' } }] };

function configMap(time: string, namespace = 'shop'): Part {
  return { metadata: { name: 'settings', namespace, managedFields: [{ manager: 'kubectl-edit', time }] } };
}

it('one tag in two builds is told once', () => {
  expect(run(wiringLeads, { pods: [pod('a', A), pod('b', B), pod('c', B)] })['builds']).toEqual([
    { owner: 'ReplicaSet shop/web-1', image: 'registry.example/web:latest', count: 2 },
  ]);
});

test.each([
  ['the same build', [pod('a', A), pod('b', A)]],
  ['the same build out of a mirror', [pod('a', A), pod('b', 'mirror.example/web@sha256:aa')]],
  ['what is pinned', [pod('a', A, undefined, { image: A }), pod('b', B, undefined, { image: B })]],
  ['a pod of nobody', [pod('a', A), { ...pod('b', B), metadata: { name: 'b', namespace: 'shop' } }]],
  ['what has not been pulled yet', [pod('a', A), pod('b', '')]],
])('%s is no such lead', (_, pods) => {
  expect(run(wiringLeads, { pods })['builds']).toEqual([]);
});

test.each([
  ['changed after the start', configMap('2025-11-15T18:00:00Z'), reads, ['a']],
  ['changed before it', configMap('2025-11-15T16:00:00Z'), reads, []],
  ['of another namespace', configMap('2025-11-15T18:00:00Z', 'other'), reads, []],
  ['that is mounted, and follows by itself', configMap('2025-11-15T18:00:00Z'), {}, []],
  ['of which nobody knows when it was written', { metadata: { name: 'settings', namespace: 'shop' } }, reads, []],
])('a ConfigMap %s', (_, settings, container, names) => {
  const told = run(wiringLeads, { pods: [pod('a', A, undefined, container)], configMaps: [settings] })['stale'];
  expect(told).toEqual(names.length === 0 ? [] : [{ name: 'settings', at: '2025-11-15T18:00:00Z', pods: names }]);
});

it('without pods nothing is known', () => {
  expect(wiringLeads.run({ pods: undefined })).toBeUndefined();
});
