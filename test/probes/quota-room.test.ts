import { describe, expect, it } from 'vitest';
import { quotaRoom } from '../../src/probes/quota-room.ts';

const quota = (hard: object, used: object, spec: object = {}) => ({ spec: { hard, ...spec }, status: { hard, used } });
const pod = (name: string, requests: object, more: object = {}, spec: object = {}) => ({
  metadata: { name, namespace: 'shop' },
  spec: { containers: [{ name: 'main', resources: { requests } }], ...spec },
  ...more,
});

describe('quota-room', () => {
  it('holds what was asked for against the quota as it is now', () => {
    const full = quota({ 'requests.memory': '4Gi', pods: '9' }, { 'requests.memory': '3840Mi', pods: '2' });
    const pods = [pod('a', { memory: '1Gi' }), pod('b', { memory: '2816Mi' })];
    expect(quotaRoom.run({ quota: full, requested: 'pods=1,requests.memory=512Mi', pods })).toMatchObject({
      fits: false,
      resource: 'requests.memory',
      wanted: '4352Mi',
      text: 'pods: 2 of 9 used, 1 asked for\nrequests.memory: 3.8Gi of 4Gi used, 512Mi asked for',
      usersText: 'b 2.8Gi, a 1Gi',
      rows: [
        { resource: 'pods', fits: true },
        { resource: 'requests.memory', fits: false },
      ],
    });
  });

  it.each<[string, object, object, string, boolean]>([
    ['exactly what is left', { cpu: '4' }, { cpu: '3500m' }, 'cpu=500m', true],
    ['a thousandth more', { cpu: '4' }, { cpu: '3500m' }, 'cpu=501m', false],
    ['what is not limited any more', { memory: '1Gi' }, { memory: '1Gi' }, 'cpu=8', true],
    ['what nobody uses yet', { 'limits.cpu': '1' }, {}, 'limits.cpu=1', true],
    [
      'a class of storage',
      { 'gold.storageclass.storage.k8s.io/requests.storage': '10Gi' },
      {},
      'gold.storageclass.storage.k8s.io/requests.storage=11Gi',
      false,
    ],
    ['objects', { 'count/jobs.batch': '3' }, { 'count/jobs.batch': '3' }, 'count/jobs.batch=1', false],
    [
      'an extended resource',
      { 'requests.nvidia.com/gpu': '2' },
      { 'requests.nvidia.com/gpu': '1' },
      'requests.nvidia.com/gpu=1',
      true,
    ],
  ])('judges %s', (_, hard, used, requested, fits) => {
    expect(quotaRoom.run({ quota: quota(hard, used), requested })).toMatchObject({ fits });
  });

  it('counts limits where limits are limited', () => {
    const limited = {
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'main', resources: { limits: { cpu: '2' }, requests: { cpu: '1' } } }] },
    };
    const result = quotaRoom.run({
      quota: quota({ 'limits.cpu': '2' }, { 'limits.cpu': '2' }),
      requested: 'limits.cpu=1',
      pods: [limited],
    });
    expect(result).toMatchObject({ usersText: 'a 2', wanted: '3' });
  });

  it('leaves out pods that the quota does not count', () => {
    const pods = [
      pod('long', { cpu: '1' }),
      pod('short', { cpu: '2' }, {}, { activeDeadlineSeconds: 60 }),
      pod('done', { cpu: '3' }, { status: { phase: 'Succeeded' } }),
    ];
    const scoped = quota({ cpu: '4' }, { cpu: '4' }, { scopes: ['NotTerminating'] });
    expect(quotaRoom.run({ quota: scoped, requested: 'cpu=1', pods })).toMatchObject({
      usersText: 'long 1',
      scopes: 'NotTerminating',
    });
  });

  it('reads a scope of priorities', () => {
    const rule = { scopeName: 'PriorityClass', operator: 'In', values: ['high'] };
    const scoped = quota({ cpu: '4' }, { cpu: '4' }, { scopeSelector: { matchExpressions: [rule] } });
    const pods = [pod('low', { cpu: '2' }), pod('high', { cpu: '1' }, {}, { priorityClassName: 'high' })];
    expect(quotaRoom.run({ quota: scoped, requested: 'cpu=1', pods })).toMatchObject({
      usersText: 'high 1',
      scopes: 'PriorityClass In (high)',
    });
  });

  it('counts pods by their owner, those that have ended for count/pods alone', () => {
    const owned = (name: string, phase: string) => ({
      metadata: { name, ownerReferences: [{ kind: 'Job', name: 'import', controller: true }] },
      status: { phase },
    });
    const pods = [owned('a', 'Running'), owned('b', 'Succeeded')];
    const users = (resource: string) =>
      quotaRoom.run({ quota: quota({ [resource]: '2' }, { [resource]: '2' }), requested: `${resource}=1`, pods });
    expect(users('pods')).toMatchObject({ usersText: 'Job/import 1' });
    expect(users('count/pods')).toMatchObject({ usersText: 'Job/import 2' });
  });

  it('shows five users at most', () => {
    const pods = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => pod(name, { cpu: '1' }));
    const result = quotaRoom.run({ quota: quota({ cpu: '6' }, { cpu: '6' }), requested: 'cpu=1', pods });
    expect(result).toMatchObject({ usersText: 'a 1, b 1, c 1, d 1, e 1' });
  });

  it('knows nothing of a quota that nobody has counted, or of no request', () => {
    expect(quotaRoom.run({ quota: { spec: { hard: { cpu: '1' } } }, requested: 'cpu=1' })).toBeUndefined();
    expect(quotaRoom.run({ quota: quota({ cpu: '1' }, {}), requested: '' })).toBeUndefined();
  });

  const claim = (name: string, storage: string, storageClassName = 'gold') => ({
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { storageClassName, resources: { requests: { storage } } },
  });
  const door = (name: string, type: string, ports: number, more: object = {}) => ({
    kind: 'Service',
    metadata: { name },
    spec: { type, ports: Array.from({ length: ports }, (_, index) => ({ port: index })), ...more },
  });
  const objects = [
    claim('a', '10Gi'),
    claim('b', '20Gi', 'silver'),
    door('lb', 'LoadBalancer', 2),
    door('bare', 'LoadBalancer', 2, {
      allocateLoadBalancerNodePorts: false,
      ports: [{ port: 1, nodePort: 30001 }, { port: 2 }],
    }),
    door('np', 'NodePort', 3),
    door('in', 'ClusterIP', 4),
  ];

  it.each<[string, string]>([
    ['requests.storage', 'b 20Gi, a 10Gi'],
    ['gold.storageclass.storage.k8s.io/requests.storage', 'a 10Gi'],
    ['silver.storageclass.storage.k8s.io/persistentvolumeclaims', 'b 1'],
    ['persistentvolumeclaims', 'a 1, b 1'],
    ['count/persistentvolumeclaims', 'a 1, b 1'],
    ['services', 'bare 1, in 1, lb 1, np 1'],
    ['count/services', 'bare 1, in 1, lb 1, np 1'],
    ['services.loadbalancers', 'bare 1, lb 1'],
    ['services.nodeports', 'np 3, lb 2, bare 1'],
    ['count/configmaps', ''],
    ['requests.ephemeral-storage', ''],
  ])('names the users of %s', (resource, usersText) => {
    const full = quota({ [resource]: '1' }, { [resource]: '1' });
    expect(quotaRoom.run({ quota: full, requested: `${resource}=1`, objects })).toMatchObject({ usersText });
  });
});
