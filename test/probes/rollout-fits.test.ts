import { describe, expect, it } from 'vitest';

import { rolloutFits } from '../../src/probes/rollout-fits.ts';
import { coderPod, deployment, GI, node, pod, projected } from './scheduling/objects.ts';
import { fc } from '../support/random.ts';

type Json = Readonly<Record<string, unknown>>;

const roll = (args: Json) => rolloutFits.run({ workload: deployment(), nodes: [], pods: [], ...args });
const rolling = (maxSurge: unknown, maxUnavailable: unknown) => ({
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
});

/** The incident's node: 31.1Gi allocatable, 28.7Gi requested with the old pod's 4Gi among them. */
const full = {
  nodes: [node('node-1', { memory: '31.1Gi' })],
  pods: [projected('rest', 'node-1', { memory: '24.7Gi' }), coderPod('old', 'node-1'), coderPod('new', undefined)],
  ownPods: [coderPod('old', 'node-1'), coderPod('new', undefined)],
};

describe('rollout-fits', () => {
  it('sees that the incident never advances: one replica, the defaults, no room beside the old pod', () => {
    const free = Math.ceil(31.1 * GI) - Math.ceil(24.7 * GI) - 4 * GI;
    expect(roll(full)).toMatchObject({
      strategy: 'RollingUpdate',
      replicas: 1,
      surge: 1,
      unavailable: 0,
      surgeText: 'replicas 1, maxSurge 25% → 1, maxUnavailable 25% → 0',
      fits: false,
      fitsAfterStop: true,
      advances: false,
      single: true,
      bottleneck: 'memory',
      unit: 'bytes',
      needed: 4 * GI,
      largestFree: free,
      short: 4 * GI - free,
      freeAfterStop: free + 4 * GI,
      headroom: [{ node: 'node-1', free, needed: 4 * GI }],
      candidates: 1,
      nodesTotal: 1,
      elsewhere: false,
    });
  });

  it.each<[string, Json, boolean]>([
    ['with maxSurge 0 it would advance', rolling(0, 1), true],
    ['with Recreate as well', { strategy: { type: 'Recreate' } }, true],
    ['both 0 is one unavailable', rolling(0, '10%'), true],
    ['a larger surge does not help', rolling(2, 0), false],
  ])('after the rollback, %s', (_, spec, advances) => {
    const ownPods = [coderPod('old', 'node-1')];
    expect(roll({ ...full, workload: deployment(spec), ownPods })).toMatchObject({
      fits: false,
      fitsAfterStop: true,
      advances,
    });
  });

  it('counts the old pod once when it is in both lists, and finds it by its labels without ownPods', () => {
    const { ownPods, ...rest } = full;
    expect(roll(rest)).toEqual(roll({ ...rest, ownPods }));
  });

  it('cannot say what stopping frees when the own pods are not in the lists', () => {
    const pods = [projected('all', 'node-1', { memory: '28.7Gi' })];
    expect(roll({ nodes: full.nodes, pods })).toMatchObject({
      fits: false,
      fitsAfterStop: null,
      freeAfterStop: null,
      advances: false,
    });
    const workload = deployment(rolling(0, 1));
    expect(roll({ workload, nodes: full.nodes, pods })).toMatchObject({ advances: null });
  });

  it('does not advance when an old pod has been stopped already and the new one still waits', () => {
    const workload = deployment({ replicas: 2, ...rolling(0, 1) }, { memory: '20Gi' });
    const ownPods = [coderPod('old', 'node-1', { memory: '12Gi' }), coderPod('new', undefined, { memory: '20Gi' })];
    expect(roll({ workload, nodes: [node('node-1')], pods: [], ownPods })).toMatchObject({
      fits: false,
      fitsAfterStop: true,
      advances: false,
    });
  });

  it('does not take a new pod for one that may stop', () => {
    const running = {
      ...coderPod('new', 'node-1'),
      metadata: { name: 'other', namespace: 'coder', labels: { 'pod-template-hash': 'new' } },
    };
    const ownPods = [running, coderPod('new', undefined)];
    const pods = [projected('rest', 'node-1', { memory: '24.7Gi' })];
    const workload = deployment({}, { memory: '4Gi' });
    expect(roll({ workload, nodes: full.nodes, pods, ownPods: ownPods.slice(0, 1) })).toMatchObject({
      fitsAfterStop: true,
    });
    expect(
      roll({ workload, nodes: full.nodes, pods: [...pods, projected('x', 'node-1', { memory: '1Gi' })], ownPods }),
    ).toMatchObject({
      fits: false,
      fitsAfterStop: false,
    });
  });

  it('stops every pod for Recreate, and wants room for all replicas', () => {
    const ownPods = [coderPod('a', 'n', { memory: '10Gi' }), coderPod('b', 'n', { memory: '10Gi' })];
    const asked = (memory: string) => {
      const workload = deployment({ replicas: 2, strategy: { type: 'Recreate' } }, { memory });
      return roll({ workload, nodes: [node('n')], pods: [projected('rest', 'n', { memory: '5Gi' })], ownPods });
    };
    expect(asked('13Gi')).toMatchObject({ fits: false, fitsAfterStop: true, freeAfterStop: 26 * GI, advances: true });
    expect(asked('14Gi')).toMatchObject({ fits: false, fitsAfterStop: false, advances: false });
  });

  it('finds room on a second node', () => {
    expect(roll({ ...full, nodes: [...full.nodes, node('node-2')] })).toMatchObject({
      fits: true,
      advances: true,
      single: false,
      short: 0,
      bottleneck: '',
      elsewhere: false,
    });
  });

  it('says that an excluded node would have the room', () => {
    const tainted = node('node-2', {}, { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } });
    expect(roll({ ...full, nodes: [...full.nodes, tainted] })).toMatchObject({
      fits: false,
      elsewhere: true,
      candidates: 1,
      nodesTotal: 2,
      single: false,
    });
  });

  it('frees nothing on a node that is cordoned', () => {
    const nodes = [node('node-1', { memory: '31.1Gi' }, { spec: { unschedulable: true } })];
    expect(roll({ ...full, nodes })).toMatchObject({
      fits: false,
      fitsAfterStop: false,
      candidates: 0,
      bottleneck: '',
      elsewhere: false,
    });
  });

  it('takes another template, such as that of a failed ReplicaSet', () => {
    const template = { spec: { containers: [{ resources: { limits: { memory: '2Gi' } } }] } };
    expect(roll({ ...full, ownPods: [coderPod('old', 'node-1')], template })).toMatchObject({
      fits: true,
      needed: 2 * GI,
    });
  });

  it('believes a waiting pod of the same images when admission gave it more than the template says', () => {
    const workload = deployment({}, {});
    expect(roll({ ...full, workload })).toMatchObject({ needed: 4 * GI, fits: false });
    expect(roll({ ...full, workload, ownPods: [coderPod('old', 'node-1')] })).toMatchObject({ needed: 0, fits: true });
  });

  it.each<[number, unknown, unknown, number, number]>([
    [1, undefined, undefined, 1, 0],
    [3, undefined, undefined, 1, 0],
    [4, undefined, undefined, 1, 1],
    [5, '25%', '25%', 2, 1],
    [10, '30%', '30%', 3, 3],
    [10, '1%', '1%', 1, 0],
    [10, 0, 0, 0, 1],
    [10, '0%', '9%', 0, 1],
    [3, 5, 2, 5, 2],
    [100, '29%', '29%', 29, 29],
    [0, undefined, undefined, 0, 1],
  ])(
    '%i replicas, maxSurge %s, maxUnavailable %s: %i and %i',
    (replicas, maxSurge, maxUnavailable, surge, unavailable) => {
      const rollingUpdate = {
        ...(maxSurge === undefined ? {} : { maxSurge }),
        ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
      };
      const workload = deployment({ replicas, strategy: { rollingUpdate } });
      expect(roll({ workload })).toMatchObject({ replicas, surge, unavailable });
    },
  );

  it.each<[string, Json, number, number]>([
    ['StatefulSet', { spec: { replicas: 3 } }, 0, 1],
    ['StatefulSet', { spec: { replicas: 10, updateStrategy: { rollingUpdate: { maxUnavailable: '25%' } } } }, 0, 2],
    ['StatefulSet', { spec: { replicas: 3, updateStrategy: { rollingUpdate: { maxUnavailable: '25%' } } } }, 0, 1],
    ['DaemonSet', { status: { desiredNumberScheduled: 5 } }, 0, 1],
    [
      'DaemonSet',
      { spec: { updateStrategy: { rollingUpdate: { maxUnavailable: '25%' } } }, status: { desiredNumberScheduled: 5 } },
      0,
      2,
    ],
    [
      'DaemonSet',
      {
        spec: { updateStrategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } } },
        status: { desiredNumberScheduled: 5 },
      },
      2,
      0,
    ],
  ])('a %s has rules of its own (%j)', (kind, object, surge, unavailable) => {
    const spec = { ...(object['spec'] as Json | undefined), template: { spec: { containers: [] } } };
    expect(roll({ workload: { kind, ...object, spec } })).toMatchObject({ surge, unavailable });
  });

  it('stops a StatefulSet pod first, but only one at a time', () => {
    const template = { spec: { containers: [{ image: 'db:2', resources: { requests: { memory: '20Gi' } } }] } };
    const workload = {
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'coder' },
      spec: { replicas: 2, template },
    };
    const one = pod('db-0', { memory: '20Gi' }, { node: 'n1' });
    const nodes = [node('n1'), node('n2')];
    const before = [one, pod('db-1', { memory: '20Gi' }, { node: 'n2' })];
    expect(roll({ workload, nodes, ownPods: before })).toMatchObject({
      fits: false,
      fitsAfterStop: true,
      advances: true,
    });
    const waiting = [one, pod('db-1', { memory: '20Gi' }, { image: 'db:2' })];
    const filled = [projected('other', 'n2', { memory: '20Gi' })];
    expect(roll({ workload, nodes, pods: filled, ownPods: waiting })).toMatchObject({ fits: false, advances: false });
  });

  it('puts the new pod of a DaemonSet where the old one was', () => {
    const template = { spec: { containers: [{ image: 'agent:2', resources: { requests: { memory: '8Gi' } } }] } };
    const workload = {
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'coder' },
      spec: { template },
      status: { desiredNumberScheduled: 1 },
    };
    const ownPods = [pod('agent-a', { memory: '1Gi' }, { node: 'n1' })];
    const pods = [projected('a', 'n1', { memory: '24Gi' }), projected('b', 'n2', { memory: '24Gi' })];
    const cordoned = node('n1', {}, { spec: { unschedulable: true } });
    expect(roll({ workload, nodes: [cordoned], pods, ownPods })).toMatchObject({
      candidates: 1,
      fitsAfterStop: false,
      advances: false,
    });
    expect(roll({ workload, nodes: [cordoned], pods: pods.slice(1), ownPods })).toMatchObject({ fits: true });
  });

  it('does not count room that a stopped DaemonSet pod frees for others', () => {
    const template = { spec: { containers: [{ image: 'agent:2', resources: { requests: { memory: '8Gi' } } }] } };
    const workload = {
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'coder' },
      spec: { template },
      status: { desiredNumberScheduled: 2 },
    };
    const small = pod('agent-a', { memory: '1Gi' }, { node: 'n1' });
    const large = pod('agent-b', { memory: '1Gi' }, { node: 'n2' });
    const nodes = [node('n1', { memory: '8Gi' }), node('n2', { memory: '4Gi' })];
    const ask = (ownPods: readonly Json[], tight: string) =>
      roll({ workload, nodes, pods: [projected('x', 'n1', { memory: tight })], ownPods });
    expect(ask([small, large], '0')).toMatchObject({ fits: false, fitsAfterStop: true, freeAfterStop: 8 * GI });
    expect(ask([small, large], '1Gi')).toMatchObject({ fits: false, fitsAfterStop: false, freeAfterStop: 7 * GI });
    const roomy = [node('n1', { memory: '6Gi' }), node('n2', { memory: '9Gi' })];
    const crowd = [projected('y', 'n2', { memory: '1500Mi' })];
    expect(roll({ workload, nodes: roomy, pods: crowd, ownPods: [small] })).toMatchObject({
      fits: false,
      fitsAfterStop: false,
      freeAfterStop: 6 * GI,
    });
  });

  it('follows the node that a waiting DaemonSet pod is bound to', () => {
    const template = { spec: { containers: [{ image: 'agent:2', resources: { requests: { memory: '8Gi' } } }] } };
    const workload = { kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'coder' }, spec: { template } };
    const required = {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }],
    };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    const waiting = pod('agent-a', { memory: '8Gi' }, { image: 'agent:2', spec: { affinity } });
    const pods = [projected('a', 'n1', { memory: '24Gi' })];
    expect(roll({ workload, nodes: [node('n1'), node('n2')], pods, ownPods: [waiting] })).toMatchObject({
      fits: false,
      candidates: 1,
      elsewhere: true,
    });
  });

  it('says what the old pod holds where only its going helps', () => {
    const rule = { labelSelector: { matchLabels: { app: 'coder' } }, topologyKey: 'kubernetes.io/hostname' };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [rule] } };
    const containers = [{ image: 'coder:v2', ports: [{ hostPort: 80 }], resources: { requests: { memory: '4Gi' } } }];
    const held = (spec: Json, free: string) => {
      const template = { metadata: { labels: { app: 'coder' } }, spec: { containers, ...spec } };
      const workload = deployment({ template });
      const old = { ...coderPod('old', 'n1'), spec: { nodeName: 'n1', containers } };
      return roll({ workload, ownPods: [old], nodes: [node('n1', { memory: free })], pods: [] });
    };
    expect(held({}, '8Gi')).toMatchObject({ fitsAfterStop: true, advances: false, heldBy: ['ports'], heldOn: 'n1' });
    expect(held({ affinity }, '8Gi')).toMatchObject({ heldBy: ['ports', 'antiAffinity'] });
    expect(held({ affinity }, '7Gi')).toMatchObject({ heldBy: ['ports', 'capacity', 'antiAffinity'] });
    expect(held({ affinity }, '3Gi')).toMatchObject({ fitsAfterStop: false, heldBy: [], heldOn: '' });
  });

  it('cannot tell for other kinds, without a template, and about silent nodes', () => {
    expect(roll({ workload: { kind: 'Job', spec: { template: { spec: {} } } } })).toBeUndefined();
    expect(roll({ workload: { kind: 'Deployment', spec: {} } })).toBeUndefined();
    expect(roll({ nodes: [{ metadata: { name: 'n' } }] })).toBeUndefined();
  });

  it('takes any JSON', () => {
    const odd = fc.jsonValue();
    const kind = fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet');
    fc.assert(
      fc.property(kind, odd, odd, odd, (kind, a, b, c) => {
        roll({
          workload: { kind, spec: { replicas: a, strategy: b, updateStrategy: c, template: { spec: {} } }, status: a },
        });
        roll({
          workload: { kind, spec: { template: { metadata: a, spec: { containers: b } } } },
          nodes: [node('n')],
          pods: [a, b],
          ownPods: [c, a],
        });
      }),
    );
  });
});
