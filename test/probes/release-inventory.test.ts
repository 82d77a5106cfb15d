import { expect, test } from 'vitest';
import { releaseInventory } from '../../src/probes/release-inventory.ts';
import { unservedServices } from '../../src/probes/unserved-services.ts';
import { buildRelease, run } from './release-builder.ts';

const entries = [
  { id: 'coder_coder_apps_Deployment', v: 'v1' },
  { id: 'coder_coder__Service', v: 'v1' },
  { id: 'coder_system__node-reader_rbac.authorization.k8s.io_Role', v: 'v1' },
  { id: 'other_far__ConfigMap', v: 'v1' },
  { id: '_coder_rbac.authorization.k8s.io_ClusterRole', v: 'v1' },
];
const release = buildRelease({ status: { inventory: { entries } } });

function thing(apiVersion: string, kind: string, name: string, namespace = 'coder'): unknown {
  return { apiVersion, kind, metadata: { name, namespace } };
}

test('what the inventory names is read, colons of roles included', () => {
  expect(run(releaseInventory, { release })).toMatchObject({
    total: 5,
    kinds: ['Deployment', 'Service', 'Role'],
    clusterKinds: ['ClusterRole'],
    objects: [
      'Deployment coder/coder',
      'Service coder/coder',
      'Role coder/system:node-reader',
      'ConfigMap other/far',
      'ClusterRole coder',
    ],
    gone: [],
    checked: 0,
  });
});

test('only an object of a kind that was listed can be gone', () => {
  const objects = [thing('v1', 'Service', 'coder'), thing('apps/v1', 'Deployment', 'coder', 'elsewhere')];
  const result = run(releaseInventory, { release, objects, kinds: ['Deployment', 'Service', 'ConfigMap'] });
  expect(result).toMatchObject({
    gone: ['Deployment coder/coder'],
    goneWorkloads: ['Deployment coder/coder'],
    unseen: ['Role coder/system:node-reader', 'ConfigMap other/far', 'ClusterRole coder'],
    checked: 2,
  });
});

test('an object without a namespace is looked for where its kind was listed', () => {
  const role = thing('rbac.authorization.k8s.io/v1', 'ClusterRole', 'coder', '');
  const look = (objects: readonly unknown[]) => run(releaseInventory, { release, objects, kinds: ['ClusterRole'] });
  expect(look([role])).toMatchObject({ gone: [], checked: 1 });
  expect(look([])).toMatchObject({ gone: ['ClusterRole coder'], goneWorkloads: [], checked: 1 });
});

test('an object of the same kind in another group is another one', () => {
  const objects = [thing('example.org/v1', 'Deployment', 'coder')];
  expect(run(releaseInventory, { release, objects, kinds: ['Deployment'] })['gone']).toEqual([
    'Deployment coder/coder',
  ]);
});

test('older controllers keep no inventory', () => {
  expect(run(releaseInventory, { release: buildRelease() })).toMatchObject({ total: 0, kinds: [], gone: [] });
  expect(releaseInventory.run({ release: null })).toBeUndefined();
});

const service = { metadata: { name: 'web' }, spec: { selector: { app: 'web' } } };
const deployment = (app: string): unknown => ({ spec: { template: { metadata: { labels: { app, tier: 'x' } } } } });
const slice = (endpoints: unknown): unknown => ({
  metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
  endpoints,
});

test.each([
  ['neither endpoint nor workload', [service], [slice([])], [], ['web']],
  ['endpoints that are null', [service], [slice(null)], [deployment('api')], ['web']],
  ['an endpoint', [service], [slice([{}])], [], []],
  ['a workload without pods', [service], [], [deployment('web')], []],
  ['no selector', [{ metadata: { name: 'web' }, spec: {} }], [], [], []],
] as const)('a Service with %s', (_what, services, slices, workloads, names) => {
  expect(run(unservedServices, { services, slices, workloads })['names']).toEqual(names);
});

test('without one of the lists nothing is known', () => {
  expect(unservedServices.run({ services: [service], slices: [] })).toBeUndefined();
});
