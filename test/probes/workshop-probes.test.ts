import { describe, expect, it } from 'vitest';
import { nodeGroupBounds } from '../../src/probes/node-group-bounds.ts';
import { podsOf } from '../../src/probes/pods-of.ts';
import { provisionerSum } from '../../src/probes/provisioner-sum.ts';
import { runsWithin } from '../../src/probes/runs-within.ts';
import { storageEvictions } from '../../src/probes/storage-evictions.ts';
import { workshopCapacity } from '../../src/probes/workshop-capacity.ts';
import { workspacePods } from '../../src/probes/workspace-pods.ts';
import { workspaceQuota } from '../../src/probes/workspace-quota.ts';

const NOW = '2025-11-15T18:15:00Z';

describe('runs-within', () => {
  const cronJob = (schedule: string, timeZone?: string, suspend?: boolean): unknown => ({
    kind: 'CronJob',
    metadata: { name: 'rotate-key', namespace: 'litellm' },
    spec: { schedule, timeZone, suspend },
    status: { lastScheduleTime: '2025-11-15T16:00:00Z' },
  });
  const within = (job: unknown, from: string, to: string, now = NOW): unknown =>
    runsWithin.run({ cronJobs: [job], now, from, to, most: 3 });

  it('counts both ends, and knows the last run before', () => {
    expect(within(cronJob('0 */4 * * *'), '2025-11-16T12:00:00Z', '2025-11-16T20:00:00Z')).toMatchObject({
      rows: [
        {
          count: 3,
          runs: ['2025-11-16T12:00:00Z', '2025-11-16T16:00:00Z', '2025-11-16T20:00:00Z'],
          before: '2025-11-16T08:00:00Z',
        },
      ],
    });
  });

  it('names the first of many', () => {
    expect(within(cronJob('*/5 * * * *'), '2025-11-16T12:00:00Z', '2025-11-16T13:00:00Z')).toMatchObject({
      rows: [{ count: 13, runs: ['2025-11-16T12:00:00Z', '2025-11-16T12:05:00Z', '2025-11-16T12:10:00Z'] }],
    });
  });

  it('goes by the zone of the CronJob, across the end of summer time', () => {
    // In Vancouver the clock goes from two back to one o'clock on 2 November 2025, at 9:00 UTC.
    const job = cronJob('30 4 * * *', 'America/Vancouver');
    const at = '2025-11-01T18:00:00Z';
    expect(within(job, '2025-11-01T11:00:00Z', '2025-11-03T20:00:00Z', at)).toMatchObject({
      rows: [{ runs: ['2025-11-02T12:30:00Z', '2025-11-03T12:30:00Z'], zone: 'America/Vancouver' }],
    });
    expect(within(job, '2025-10-30T11:00:00Z', '2025-10-30T20:00:00Z', '2025-10-29T18:00:00Z')).toMatchObject({
      rows: [{ runs: ['2025-10-30T11:30:00Z'] }],
    });
  });

  it('leaves what has passed alone, and one that is suspended out of the busy ones', () => {
    expect(within(cronJob('0 18 * * *'), '2025-11-15T17:00:00Z', '2025-11-15T22:00:00Z')).toMatchObject({
      rows: [{ count: 0, before: '2025-11-15T16:00:00Z' }],
      busy: [],
    });
    expect(within(cronJob('0 * * * *', undefined, true), '2025-11-16T12:00:00Z', '2025-11-16T13:00:00Z')).toMatchObject(
      { rows: [{ suspended: true, count: 2, before: '2025-11-15T16:00:00Z' }], busy: [] },
    );
  });

  it('says where a schedule cannot be read, and nothing of a window that ends before it begins', () => {
    expect(within(cronJob('x'), '2025-11-16T12:00:00Z', '2025-11-16T13:00:00Z')).toMatchObject({
      rows: [{ readable: false, count: 0 }],
    });
    expect(within(cronJob('0 * * * *'), '2025-11-16T13:00:00Z', '2025-11-16T12:00:00Z')).toBeUndefined();
  });
});

describe('node-group-bounds', () => {
  const legacy = [
    'Cluster-autoscaler status at 2023-11-24 04:28:19 +0000 UTC:',
    'Cluster-wide:',
    '  Health:      Healthy (ready=3 unready=0 registered=3)',
    'NodeGroups:',
    '  Name:        eks-workers-1',
    '  Health:      Healthy (ready=3 unready=0 notStarted=0 longNotStarted=0 registered=3 longUnregistered=0 cloudProviderTarget=3 (minSize=1, maxSize=10))',
    '  ScaleUp:     NoActivity (ready=3 cloudProviderTarget=3)',
    '  Name:        eks-system',
    '  Health:      Healthy (ready=2 unready=0 notStarted=0 longNotStarted=0 registered=2 longUnregistered=0 cloudProviderTarget=2 (minSize=2, maxSize=2))',
  ].join('\n');

  it('reads the status of older versions', () => {
    expect(nodeGroupBounds.run({ status: legacy })).toEqual({
      groups: [
        { name: 'eks-workers-1', target: 3, max: 10, more: 7 },
        { name: 'eks-system', target: 2, max: 2, more: 0 },
      ],
      more: 7,
      words: 'eks-workers-1 from 3 to 10 nodes',
      at: '2023-11-24T04:28:19Z',
    });
  });

  it.each([
    ['time: 2025-11-15 18:14:55.120 +0000 UTC', '2025-11-15T18:14:55Z'],
    ['time: 2025-11-15 20:14:55 +0200 CEST', '2025-11-15T18:14:55Z'],
    ['time: 2025-19-39 18:14:55 +0000 UTC', ''],
    ['time: yesterday', ''],
    ['', ''],
  ])('reads of %j when it was written', (line, at) => {
    const status = `${line}\nautoscalerStatus: Running\nnodeGroups:\n- name: a\n  health:\n    cloudProviderTarget: 1\n    maxSize: 2\n`;
    expect(nodeGroupBounds.run({ status })).toMatchObject({ at, more: 1 });
  });

  it('makes nothing of another text', () => {
    expect(nodeGroupBounds.run({ status: 'Initializing' })).toBeUndefined();
  });
});

const GI = 1024 ** 3;
const node = (name: string, more: object = {}): unknown => ({
  kind: 'Node',
  metadata: { name, labels: { pool: 'a' } },
  spec: {},
  status: { allocatable: { cpu: '8', memory: '32Gi', pods: '110', 'ephemeral-storage': '100Gi' } },
  ...more,
});

describe('workshop-capacity', () => {
  const of = (more: object): Record<string, unknown> | undefined =>
    workshopCapacity.run({
      nodes: [node('a'), node('b')],
      pods: [],
      cpu: 1000,
      memory: 2 * GI,
      wanted: 30,
      pools: [],
      ...more,
    });

  it('counts by what is scarcest, disk and places among it', () => {
    expect(of({})).toMatchObject({ room: 16, bottleneck: 'cpu', missing: 14, perNode: 8 });
    expect(of({ storage: 50 * GI })).toMatchObject({ room: 4, bottleneck: 'ephemeral-storage' });
    expect(of({ cpu: 0, memory: 1 })).toMatchObject({ room: 220, bottleneck: 'pods', missing: 0 });
  });

  it('goes where the pod that runs may go', () => {
    const like = { spec: { nodeSelector: { pool: 'b' } } };
    expect(of({ like })).toMatchObject({
      room: 0,
      open: 0,
      rows: [{ node: 'a', fits: 0, why: 'node selector or affinity' }, {}],
    });
  });

  it('counts on a new node what comes with every node, and nothing else', () => {
    const pod = (kind: string, cpu: string): object => ({
      metadata: { name: kind, namespace: 'x', ownerReferences: [{ kind, name: kind }] },
      spec: { nodeName: 'a', containers: [{ name: 'c', resources: { requests: { cpu } } }] },
      status: { phase: 'Running' },
    });
    const pods = [pod('DaemonSet', '500m'), pod('Node', '600m'), pod('ReplicaSet', '4')];
    expect(of({ pods })).toMatchObject({
      perNode: 6,
      rows: [
        { node: 'a', whole: 6 },
        { node: 'b', whole: 8 },
      ],
      openNodes: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }],
    });
  });

  it('says nothing where an open node does not say what it has', () => {
    expect(of({ nodes: [node('a', { status: {} })] })).toBeUndefined();
  });

  const pool = (spec: object, status: object = {}): unknown => ({ metadata: { name: 'general' }, spec, status });
  it.each<[string, object, object, string, number | null, string]>([
    ['its limit', { limits: { cpu: '20' } }, { resources: { cpu: '10' } }, '', 10, ''],
    ['no limit', {}, {}, '', null, ''],
    ['a limit that is reached', { limits: { cpu: '10' } }, { resources: { cpu: '12' } }, '', 0, '{ cpu: "26" }'],
    ['as many nodes as it may have', { limits: { nodes: '2' } }, { resources: { nodes: '2' } }, '', 0, ''],
    ['a fixed size', { replicas: 3 }, {}, 'of a fixed size', 0, ''],
    [
      'a taint',
      { template: { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } } },
      {},
      'taint gpu:NoSchedule',
      0,
      '',
    ],
  ])('knows of a NodePool %s', (_, spec, status, closed, possible, limits) => {
    const told = of({ pools: [pool(spec, status)] });
    expect(told).toMatchObject({ pools: [{ name: 'general', closed, possible }] });
    if (limits !== '') expect(told?.['limits']).toBe(limits);
  });

  it('wants a label that the pod selects by from the NodePool', () => {
    const like = { spec: { nodeSelector: { team: 'x' } } };
    const offering = { template: { spec: { requirements: [{ key: 'team', operator: 'In', values: ['x'] }] } } };
    expect(of({ like, pools: [pool({})] })).toMatchObject({ pools: [{ closed: 'no nodes with team=x' }] });
    expect(of({ like, pools: [pool(offering)] })).toMatchObject({ pools: [{ closed: '' }] });
  });

  it('reckons limits that leave room for all of them', () => {
    const before = of({
      pools: [pool({ limits: { cpu: '12', memory: '40Gi' } }, { resources: { cpu: '10', memory: '30Gi' } })],
      usable: 0.8,
    });
    expect(before?.['limits']).toBe('{ cpu: "28", memory: 65Gi }');
    const after = of({
      pools: [pool({ limits: { cpu: '28', memory: '65Gi' } }, { resources: { cpu: '10', memory: '30Gi' } })],
      usable: 0.8,
    });
    expect(after).toMatchObject({ possible: 14 });
  });
});

describe('workspace-pods', () => {
  const pod = (name: string, more: object): object => ({ metadata: { name, namespace: 'ws', ...more } });
  it('finds them by label and by variable, and takes the largest that runs for the shape', () => {
    const asks = (memory: string): object => ({
      name: 'dev',
      env: [{ name: 'CODER_AGENT_TOKEN' }],
      resources: { requests: { cpu: '1', memory } },
    });
    const pods = [
      { ...pod('a', {}), spec: { containers: [asks('2Gi')] }, status: { phase: 'Running' } },
      { ...pod('b', {}), spec: { containers: [asks('4Gi')] }, status: { phase: 'Running' } },
      { ...pod('c', {}), spec: { containers: [asks('8Gi')] }, status: { phase: 'Pending' } },
      { ...pod('d', { labels: { app: 'ws' } }), spec: { containers: [] }, status: { phase: 'Running' } },
      { ...pod('e', { labels: { app: 'other' } }), spec: { containers: [] }, status: { phase: 'Running' } },
    ];
    expect(workspacePods.run({ pods, label: 'app=ws', variable: 'CODER_AGENT_TOKEN' })).toMatchObject({
      running: 3,
      namespaces: ['ws'],
      memory: 4 * GI,
      cpu: 1000,
    });
  });
});

describe('workspace-quota', () => {
  const like = {
    metadata: { name: 'w', namespace: 'ws' },
    spec: {
      containers: [
        { name: 'dev', resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } } },
      ],
      volumes: [{ name: 'home', persistentVolumeClaim: { claimName: 'home' } }],
    },
  };
  const claim = {
    metadata: { name: 'home' },
    spec: { storageClassName: 'gp3', resources: { requests: { storage: '10Gi' } } },
  };
  const of = (hard: object, used: object, spec: object = {}): unknown =>
    workspaceQuota.run({
      quota: { spec: { hard, ...spec }, status: { hard, used } },
      wanted: 10,
      cpu: 1000,
      memory: GI,
      like,
      claims: [claim],
      made: ['count/deployments.apps'],
    });

  it('counts limits and claims as those of the pod that runs', () => {
    const hard = {
      'limits.cpu': '10',
      persistentvolumeclaims: '20',
      'gp3.storageclass.storage.k8s.io/requests.storage': '50Gi',
    };
    expect(of(hard, { 'limits.cpu': '2' })).toMatchObject({
      fits: false,
      hard: '{ limits.cpu: "22", gp3.storageclass.storage.k8s.io/requests.storage: "102400Mi" }',
    });
  });

  it('goes by its spec, which a change is laid on, and not by a status that lags behind it', () => {
    const quota = { spec: { hard: { pods: '11' } }, status: { hard: { pods: '5' }, used: { pods: '1' } } };
    expect(workspaceQuota.run({ quota, wanted: 10, cpu: 1, memory: 1, claims: [] })).toMatchObject({ fits: true });
  });

  it('leaves a quota of other pods alone', () => {
    expect(of({ pods: '1' }, {}, { scopes: ['Terminating'] })).toMatchObject({ counts: false, fits: true, rows: [] });
  });

  it('names limits of which nothing is known', () => {
    const quota = { spec: {}, status: { hard: { 'limits.memory': '1Gi' }, used: {} } };
    expect(workspaceQuota.run({ quota, wanted: 1, cpu: 1, memory: 1, claims: [] })).toMatchObject({
      unseen: ['limits.memory'],
    });
  });
});

describe('pods-of', () => {
  const workload = { metadata: { namespace: 'coder' }, spec: { selector: { matchLabels: { app: 'coder' } } } };
  const pod = (name: string, status: object, namespace = 'coder', app = 'coder'): object => ({
    metadata: { name, namespace, labels: { app } },
    spec: { containers: [{ name: 'c' }] },
    status,
  });
  it('keeps to the pods of the workloads, and to what keeps them', () => {
    const waiting = {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
    };
    const pulling = {
      phase: 'Pending',
      containerStatuses: [{ name: 'c', state: { waiting: { reason: 'ContainerCreating' } } }],
    };
    const crashing = {
      phase: 'Running',
      containerStatuses: [{ name: 'c', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
    };
    const pods = [
      pod('a', waiting),
      pod('b', waiting),
      pod('c', pulling),
      pod('d', crashing),
      pod('e', { phase: 'Failed', reason: 'Evicted' }),
      pod('f', crashing, 'shop'),
      pod('g', crashing, 'coder', 'other'),
    ];
    const told = podsOf.run({ workloads: [workload], pods, more: [], each: 1 }) as Record<string, readonly unknown[]>;
    expect(told).toMatchObject({ all: 5, left: 1 });
    expect([told['pending'], told['crashing'], told['evicted'], told['first']].map((list) => list?.length)).toEqual([
      2, 1, 1, 3,
    ]);
  });
});

describe('provisioner-sum', () => {
  const row = (replicas: number, readyReplicas: number, env: readonly object[] = []): object => ({
    workload: {
      kind: 'Deployment',
      metadata: { name: `p${replicas}`, namespace: 'coder' },
      spec: { replicas, template: { spec: { containers: [{ name: 'coder', env }] } } },
      status: { readyReplicas },
    },
    container: 'coder',
  });
  it('adds those inside each replica of a server', () => {
    const servers = [row(2, 1, [{ name: 'CODER_PROVISIONER_DAEMONS', value: '5' }])];
    expect(provisionerSum.run({ sets: [row(4, 3), row(6, 6)], servers })).toMatchObject({
      declared: 20,
      ready: 14,
      outside: 10,
      inside: 10,
      largest: { metadata: { name: 'p6' } },
    });
    expect(provisionerSum.run({ sets: [], servers: [row(1, 1)] })).toMatchObject({ declared: 3, largest: null });
  });
});

describe('storage-evictions', () => {
  const evicted = (message: string, at: string): object => ({
    metadata: { name: 'w', namespace: 'ws' },
    spec: { nodeName: 'a' },
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message,
      conditions: [
        { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', lastTransitionTime: at },
      ],
    },
  });
  it('keeps those of the last day that were for disk', () => {
    const disk = 'The node was low on resource: ephemeral-storage. Threshold quantity: 1, available: 0. ';
    const memory = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. ';
    const pods = [
      evicted(disk, '2025-11-15T10:00:00Z'),
      evicted(disk, '2025-11-13T10:00:00Z'),
      evicted(memory, '2025-11-15T10:00:00Z'),
    ];
    expect(storageEvictions.run({ pods, now: NOW, within: 86400 })).toMatchObject({
      rows: [{ name: 'w', node: 'a', at: '2025-11-15T10:00:00Z', ownLimit: false }],
      nodes: ['a'],
    });
  });
});
