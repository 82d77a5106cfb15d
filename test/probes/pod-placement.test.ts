import { describe, expect, it } from 'vitest';

import { podPlacement } from '../../src/probes/pod-placement.ts';
import { GI, node, pod, projected } from './scheduling/objects.ts';
import { fc } from '../support/random.ts';

type Json = Readonly<Record<string, unknown>>;

const place = (args: Json) => podPlacement.run({ pods: [], nodes: [], ...args });
const taint = (key: string, effect = 'NoSchedule', value = '') => ({ spec: { taints: [{ key, effect, value }] } });

describe('pod-placement', () => {
  it('does the sum of the incident: 31.1Gi allocatable, 28.7Gi requested, 4Gi wanted', () => {
    const args = {
      pod: pod('coder-new', { memory: '4Gi', cpu: '2' }),
      nodes: [node('node-1', { memory: '31.1Gi' })],
      pods: [projected('all', 'node-1', { memory: '24.7Gi' }), pod('coder-old', { memory: '4Gi' }, { node: 'node-1' })],
      metrics: [{ metadata: { name: 'node-1' }, usage: { cpu: '1500000000n', memory: '23520Mi' } }],
    };
    const free = Math.ceil(31.1 * GI) - Math.ceil(24.7 * GI) - 4 * GI;
    expect(place(args)).toEqual({
      fits: false,
      fitsEmpty: true,
      nodesTotal: 1,
      candidates: 1,
      bottleneck: 'memory',
      unit: 'bytes',
      needed: 4 * GI,
      largestFree: free,
      short: 4 * GI - free,
      headroom: [
        {
          node: 'node-1',
          resource: 'memory',
          unit: 'bytes',
          capacity: 32 * GI,
          allocatable: Math.ceil(31.1 * GI),
          requested: Math.ceil(24.7 * GI) + 4 * GI,
          used: 23520 * 1024 ** 2,
          free,
          needed: 4 * GI,
          excludedBy: [],
        },
      ],
      untolerated: [],
      selectorMismatch: [],
      cordoned: [],
      notReady: [],
      tooManyPods: [],
      volumeMismatch: [],
      volumes: [],
      selectorText: '',
      alone: {
        cordoned: [],
        notReady: [],
        taint: [],
        selector: [],
        ports: [],
        capacity: ['node-1'],
        tooSmall: [],
        volume: [],
        volumeZone: [],
        spread: [],
        affinity: [],
        antiAffinity: [],
      },
      first: [{ kind: 'capacity', count: 1 }],
      foremost: 'capacity',
      portsTaken: [],
      opponents: [],
      unmet: [],
      metOn: ['node-1'],
      domains: [],
      offered: ['node-1'],
      takers: [
        { pod: 'other/all', node: 'node-1', amount: Math.ceil(24.7 * GI) },
        { pod: 'coder/coder-old', node: 'node-1', amount: 4 * GI },
      ],
      more: { portsTaken: 0, opponents: 0, domains: 0, takers: 0 },
    });
  });

  it.each<[string, Json[], boolean]>([
    ['an equal amount fits', [projected('a', 'n', { memory: '27Gi' })], true],
    ['one byte less does not', [projected('a', 'n', { memory: `${27 * GI + 1}` })], false],
    [
      'ended pods do not count',
      [projected('a', 'n', { memory: '30Gi' }, 'Succeeded'), projected('b', 'n', { memory: '30Gi' }, 'Failed')],
      true,
    ],
    [
      'terminating pods count',
      [
        {
          ...projected('a', 'n', { memory: '30Gi' }),
          metadata: { name: 'a', namespace: 'other', deletionTimestamp: '2026-01-01T00:00:00Z' },
        },
      ],
      false,
    ],
    ['pods without a node do not count', [pod('waits', { memory: '30Gi' })], true],
    ['pods of other nodes do not count', [projected('a', 'elsewhere', { memory: '30Gi' })], true],
    ['the pod itself is not counted twice', [pod('me', { memory: '30Gi' }, { node: 'n' })], true],
    ['a namesake in another namespace is', [pod('me', { memory: '30Gi' }, { node: 'n', namespace: 'two' })], false],
    [
      'init containers of running pods count',
      [pod('a', {}, { node: 'n', spec: { initContainers: [{ resources: { requests: { memory: '30Gi' } } }] } })],
      false,
    ],
  ])('%s', (_, pods, fits) => {
    expect(place({ pod: pod('me', { memory: '4Gi' }), nodes: [node('n')], pods })).toMatchObject({ fits });
  });

  it('names the resource that is short on the nearest node', () => {
    const full = projected('a', 'big', { cpu: '7', memory: '1Gi' });
    const other = projected('b', 'small', { cpu: '7500m', memory: '30Gi' });
    const args = {
      pod: pod('me', { cpu: '2', memory: '2Gi' }),
      nodes: [node('small'), node('big')],
      pods: [full, other],
    };
    expect(place(args)).toMatchObject({
      fits: false,
      bottleneck: 'cpu',
      unit: 'millicores',
      needed: 2000,
      largestFree: 1000,
      short: 1000,
      headroom: [
        { node: 'big', free: 1000 },
        { node: 'small', free: 500 },
      ],
    });
  });

  it('prefers the node that lacks less of one thing to one that lacks two', () => {
    const one = projected('a', 'one', { cpu: '7990m', memory: '30Gi' });
    const two = projected('b', 'two', { cpu: '1', memory: '31Gi' });
    const args = { pod: pod('me', { cpu: '1', memory: '2Gi' }), nodes: [node('one'), node('two')], pods: [one, two] };
    expect(place(args)).toMatchObject({ bottleneck: 'memory', largestFree: 0, short: 2 * GI });
  });

  it('names of two lacking resources the one that lacks more, and memory where they lack alike', () => {
    const asking = pod('me', { cpu: '2', memory: '2Gi' });
    const booked = (cpu: string, memory: string) => [projected('a', 'n', { cpu, memory })];
    expect(place({ pod: asking, nodes: [node('n')], pods: booked('8', '30Gi') })).toMatchObject({ bottleneck: 'cpu' });
    expect(place({ pod: asking, nodes: [node('n')], pods: booked('7', '31Gi') })).toMatchObject({
      bottleneck: 'memory',
    });
    expect(place({ pod: asking, nodes: [node('n')], pods: booked('7', '30Gi') })).toMatchObject({
      bottleneck: 'memory',
    });
  });

  it('counts as free what a node has that would take the pod', () => {
    const pods = [projected('a', 'x', { cpu: '8' }), projected('b', 'y', { memory: '20Gi' })];
    const args = { pod: pod('me', { cpu: '1', memory: '1Gi' }), nodes: [node('x'), node('y')], pods };
    expect(place(args)).toMatchObject({ fits: true, largestFree: 11 * GI });
  });

  it('lets the toleration of a silent node pass only such a node', () => {
    const spec = { tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists' }] };
    const nodes = [node('silent', {}, { ready: 'Unknown' }), node('ill', {}, { ready: 'False' })];
    expect(place({ pod: pod('me', {}, { spec }), nodes })).toMatchObject({ fits: true, notReady: ['ill'] });
  });

  it('says when no emptying would help', () => {
    const args = { pod: pod('me', { memory: '40Gi' }), nodes: [node('n')] };
    expect(place(args)).toMatchObject({ fits: false, fitsEmpty: false, bottleneck: 'memory', short: 9 * GI });
  });

  it('takes the one of two nodes that has the room', () => {
    const pods = [projected('a', 'one', { memory: '30Gi' }), projected('b', 'two', { memory: '10Gi' })];
    const args = { pod: pod('me', { memory: '4Gi' }), nodes: [node('two'), node('one')], pods };
    expect(place(args)).toMatchObject({
      fits: true,
      bottleneck: '',
      needed: 4 * GI,
      largestFree: 21 * GI,
      short: 0,
      headroom: [
        { node: 'one', free: 1 * GI },
        { node: 'two', free: 21 * GI },
      ],
    });
  });

  it('counts pods, and only where the node states how many it takes', () => {
    const pods = [projected('a', 'n', {}), projected('b', 'n', {})];
    const asked = { pod: pod('me'), pods };
    expect(place({ ...asked, nodes: [node('n', { pods: '2' })] })).toMatchObject({
      fits: false,
      bottleneck: 'pods',
      unit: 'count',
      needed: 1,
      largestFree: 0,
      tooManyPods: ['n'],
    });
    expect(place({ ...asked, nodes: [node('n', { pods: '3' })] })).toMatchObject({ fits: true, tooManyPods: [] });
    expect(place({ ...asked, nodes: [node('n', { pods: 'many' })] })).toMatchObject({ fits: true });
  });

  it('does not test what the pod does not request, even on an overbooked node', () => {
    const args = {
      pod: pod('me', { cpu: '0' }),
      nodes: [node('n')],
      pods: [projected('a', 'n', { memory: '40Gi', cpu: '9' })],
    };
    expect(place(args)).toMatchObject({ fits: true, largestFree: -9 * GI });
  });

  it('knows that a node without an extended resource has none', () => {
    const args = { pod: pod('me', { 'nvidia.com/gpu': '1' }), nodes: [node('n')] };
    expect(place(args)).toMatchObject({
      fits: false,
      fitsEmpty: false,
      bottleneck: 'nvidia.com/gpu',
      unit: 'count',
      needed: 1,
    });
  });

  it('leaves a tainted node out, whatever its room', () => {
    const nodes = [node('full'), node('gpu', {}, taint('dedicated', 'NoSchedule', 'gpu'))];
    const args = { pod: pod('me', { memory: '4Gi' }), nodes, pods: [projected('a', 'full', { memory: '30Gi' })] };
    expect(place(args)).toMatchObject({
      fits: false,
      nodesTotal: 2,
      candidates: 1,
      largestFree: 1 * GI,
      untolerated: [{ node: 'gpu', taint: 'dedicated=gpu:NoSchedule' }],
      headroom: [
        { node: 'full', excludedBy: [] },
        { node: 'gpu', excludedBy: ['taint dedicated=gpu:NoSchedule'], free: 31 * GI },
      ],
    });
  });

  it.each<[string, Json, Json, boolean]>([
    ['no toleration', {}, { key: 'a', value: 'b', effect: 'NoSchedule' }, false],
    ['PreferNoSchedule', {}, { key: 'a', effect: 'PreferNoSchedule' }, true],
    ['Equal by default', { key: 'a', value: 'b' }, { key: 'a', value: 'b', effect: 'NoExecute' }, true],
    [
      'another value',
      { key: 'a', operator: 'Equal', value: 'c' },
      { key: 'a', value: 'b', effect: 'NoSchedule' },
      false,
    ],
    ['Exists', { key: 'a', operator: 'Exists' }, { key: 'a', value: 'b', effect: 'NoSchedule' }, true],
    ['Exists without a key', { operator: 'Exists' }, { key: 'a', value: 'b', effect: 'NoSchedule' }, true],
    ['another key', { key: 'c', operator: 'Exists' }, { key: 'a', effect: 'NoSchedule' }, false],
    [
      'another effect',
      { key: 'a', operator: 'Exists', effect: 'NoExecute' },
      { key: 'a', effect: 'NoSchedule' },
      false,
    ],
    ['Gt', { key: 'a', operator: 'Gt', value: '5' }, { key: 'a', value: '6', effect: 'NoSchedule' }, true],
    ['not Gt', { key: 'a', operator: 'Gt', value: '5' }, { key: 'a', value: '5', effect: 'NoSchedule' }, false],
    ['Lt', { key: 'a', operator: 'Lt', value: '-5' }, { key: 'a', value: '-6', effect: 'NoSchedule' }, true],
    [
      'Lt of no number',
      { key: 'a', operator: 'Lt', value: '5' },
      { key: 'a', value: 'x', effect: 'NoSchedule' },
      false,
    ],
    ['an unknown operator', { key: 'a', operator: 'Like' }, { key: 'a', effect: 'NoSchedule' }, false],
  ])('tolerations: %s', (_, toleration, tainted, fits) => {
    const asking = pod('me', {}, { spec: { tolerations: [toleration] } });
    expect(place({ pod: asking, nodes: [node('n', {}, { spec: { taints: [tainted] } })] })).toMatchObject({ fits });
  });

  it('tells cordoned and unready nodes by themselves, not by the taints that repeat it', () => {
    const cordon = { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] };
    const ill = { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] };
    const nodes = [node('b', {}, { spec: cordon }), node('a', {}, { spec: ill, ready: 'Unknown' })];
    expect(place({ pod: pod('me'), nodes })).toMatchObject({
      fits: false,
      candidates: 0,
      bottleneck: '',
      short: 0,
      cordoned: ['b'],
      notReady: ['a'],
      untolerated: [],
      headroom: [{ excludedBy: ['not ready'] }, { excludedBy: ['cordoned'] }],
    });
  });

  it('lets a toleration pass a cordoned node', () => {
    const asking = pod('me', {}, { spec: { tolerations: [{ operator: 'Exists' }] } });
    expect(
      place({ pod: asking, nodes: [node('n', {}, { spec: { unschedulable: true }, ready: 'False' })] }),
    ).toMatchObject({
      fits: true,
      cordoned: [],
      notReady: [],
    });
  });

  it.each<[string, Json, boolean]>([
    ['In', { key: 'zone', operator: 'In', values: ['a', 'b'] }, true],
    ['not In', { key: 'zone', operator: 'In', values: ['c'] }, false],
    ['In of a missing label', { key: 'none', operator: 'In', values: [''] }, false],
    ['NotIn', { key: 'zone', operator: 'NotIn', values: ['c'] }, true],
    ['NotIn of a missing label', { key: 'none', operator: 'NotIn', values: ['c'] }, true],
    ['not NotIn', { key: 'zone', operator: 'NotIn', values: ['a'] }, false],
    ['Exists', { key: 'zone', operator: 'Exists' }, true],
    ['not Exists', { key: 'none', operator: 'Exists' }, false],
    ['DoesNotExist', { key: 'none', operator: 'DoesNotExist' }, true],
    ['not DoesNotExist', { key: 'zone', operator: 'DoesNotExist' }, false],
    ['Gt', { key: 'generation', operator: 'Gt', values: ['4'] }, true],
    ['Gt compares numbers', { key: 'generation', operator: 'Gt', values: ['10'] }, false],
    ['Lt', { key: 'generation', operator: 'Lt', values: ['10'] }, true],
    ['Lt of the same', { key: 'generation', operator: 'Lt', values: ['5'] }, false],
    ['Gt of no number', { key: 'zone', operator: 'Gt', values: ['1'] }, false],
    ['Gt of two numbers', { key: 'generation', operator: 'Gt', values: ['1', '2'] }, false],
  ])('node affinity: %s', (_, requirement, fits) => {
    const nodes = [node('n', {}, { labels: { zone: 'a', generation: '5' } })];
    const asking = affine([{ matchExpressions: [requirement] }]);
    expect(place({ pod: asking, nodes })).toMatchObject({ fits, selectorMismatch: fits ? [] : ['n'] });
  });

  it.each<[string, readonly Json[], boolean]>([
    ['one term is enough', [{ matchExpressions: [{ key: 'x', operator: 'Exists' }] }, named('n')], true],
    [
      'everything in a term must hold',
      [{ matchExpressions: [{ key: 'x', operator: 'Exists' }], ...named('n') }],
      false,
    ],
    ['fields are matched by name', [named('m')], false],
    ['only by name', [{ matchFields: [{ key: 'spec.x', operator: 'In', values: ['n'] }] }], false],
    ['an empty term matches nothing', [{}], false],
    ['no terms match nothing', [], false],
  ])('node affinity terms: %s', (_, terms, fits) => {
    expect(place({ pod: affine(terms), nodes: [node('n')] })).toMatchObject({ fits });
  });

  it('reads the node selector, and says it in one line', () => {
    const spec = {
      nodeSelector: { disk: 'ssd' },
      ...affinity([{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a', 'b'] }] }, named('x')]),
    };
    const nodes = [node('x', {}, { labels: { disk: 'ssd' } }), node('y', {}, { labels: { disk: 'hdd' } })];
    expect(place({ pod: pod('me', {}, { spec }), nodes })).toMatchObject({
      fits: true,
      selectorMismatch: ['y'],
      selectorText: 'disk=ssd; zone not in (a, b) or metadata.name in (x)',
    });
  });

  it('goes where its bound volume can be used', () => {
    const spec = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
    const claims = [{ metadata: { name: 'data', namespace: 'coder' }, spec: { volumeName: 'pv-1' } }];
    const required = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }] };
    const volumes = [{ metadata: { name: 'pv-1' }, spec: { nodeAffinity: { required } } }];
    const nodes = [node('far', {}, { labels: { zone: 'b' } }), node('near', {}, { labels: { zone: 'a' } })];
    const asked = { pod: pod('me', {}, { spec }), nodes, volumes };
    expect(place({ ...asked, claims })).toMatchObject({ candidates: 1, volumeMismatch: ['far'] });
    expect(place(asked)).toMatchObject({ candidates: 2, volumeMismatch: [] });
    const elsewhere = [{ metadata: { name: 'data', namespace: 'two' }, spec: { volumeName: 'pv-1' } }];
    expect(place({ ...asked, claims: elsewhere })).toMatchObject({ candidates: 2 });
  });

  it('reads zone labels of older volumes and claims made for the pod', () => {
    const spec = { volumes: [{ name: 'tmp', ephemeral: {} }] };
    const claims = [{ metadata: { name: 'me-tmp', namespace: 'coder' }, spec: { volumeName: 'pv-1' } }];
    const zone = 'topology.kubernetes.io/zone';
    const volumes = [{ metadata: { name: 'pv-1', labels: { [zone]: 'a__b' } } }];
    const nodes = [node('b', {}, { labels: { [zone]: 'b' } }), node('c', {}, { labels: { [zone]: 'c' } })];
    expect(place({ pod: pod('me', {}, { spec }), nodes, claims, volumes })).toMatchObject({ volumeMismatch: ['c'] });
  });

  it('cannot tell about a node that does not say what is allocatable, unless it is excluded anyway', () => {
    const silent = { metadata: { name: 'new' } };
    const unready = { metadata: { name: 'new' }, status: { conditions: [{ type: 'Ready', status: 'False' }] } };
    expect(place({ pod: pod('me'), nodes: [node('n'), silent] })).toBeUndefined();
    expect(place({ pod: pod('me'), nodes: [node('n'), unready] })).toMatchObject({ fits: true, notReady: ['new'] });
  });

  it('has no node in an empty cluster', () => {
    expect(place({ pod: pod('me', { memory: '1Gi' }) })).toMatchObject({
      fits: false,
      fitsEmpty: false,
      nodesTotal: 0,
      bottleneck: '',
      short: 0,
    });
  });

  it('agrees with itself: it fits exactly when nothing is short, and rows add up', () => {
    const size = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(size, size, fc.array(fc.tuple(fc.nat(2), size), { maxLength: 8 }), (memory, cpu, booked) => {
        const nodes = [0, 1, 2].map((n) => node(`n${n}`));
        const pods = booked.map(([n, gi], i) => projected(`p${i}`, `n${n}`, { memory: `${gi}Gi`, cpu: '1' }));
        const placed = place({ pod: pod('me', { memory: `${memory}Gi`, cpu: `${cpu * 500}m` }), nodes, pods }) as {
          fits: boolean;
          fitsEmpty: boolean;
          short: number;
          bottleneck: string;
          headroom: { allocatable: number; requested: number; free: number }[];
        };
        expect(placed.fits).toBe(placed.bottleneck === '');
        expect(placed.short > 0).toBe(!placed.fits);
        expect(placed.fits && !placed.fitsEmpty).toBe(false);
        for (const row of placed.headroom) expect(row.free).toBe(row.allocatable - row.requested);
      }),
    );
  });

  describe('other pods', () => {
    const ZONE = 'topology.kubernetes.io/zone';
    const WEB = { matchLabels: { app: 'web' } };
    const apart = {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: WEB, topologyKey: 'kubernetes.io/hostname' },
          ],
        },
      },
    };
    const web = (name: string, on: string, more: Json = {}) =>
      pod(name, {}, { node: on, labels: { app: 'web' }, ...more });
    const lonely = pod('me', { memory: '4Gi' }, { labels: { app: 'web' }, spec: apart });
    const rich = {
      labels: { app: 'web' },
      spec: {
        ...apart,
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector: WEB },
        ],
        containers: [{ name: 'main', ports: [{ containerPort: 80, hostPort: 80 }] }],
      },
    };

    const named = (...terms: readonly Json[]) => ({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
    });
    const nameIs = (...values: readonly string[]) => ({ key: 'metadata.name', operator: 'In', values });
    const both = { matchFields: [nameIs('a', 'b')] };

    // NodeAffinity.PreFilter, nodeaffinity/node_affinity.go; the message on 1.34 for the pod of a DaemonSet:
    // 1 Insufficient memory, 1 node(s) didn't satisfy plugin(s) [NodeAffinity].
    it.each<[string, readonly Json[], { selector?: number; taint?: number; capacity?: number }]>([
      ['one name', [{ matchFields: [nameIs('a')] }], { selector: 2, capacity: 1 }],
      [
        'two names, a label that none has',
        [{ ...both, matchExpressions: [{ key: 'x', operator: 'Exists' }] }],
        { selector: 3 },
      ],
      ['several terms', [{ matchFields: [nameIs('a')] }, { matchFields: [nameIs('b')] }], { selector: 1, capacity: 2 }],
      [
        'a term without names',
        [{ matchFields: [nameIs('a')] }, { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] }],
        { taint: 1, capacity: 2 },
      ],
      ['names that exclude one another', [{ matchFields: [nameIs('a'), nameIs('b')] }], { selector: 3 }],
      [
        'another name',
        [{ matchFields: [{ ...nameIs('a'), operator: 'NotIn' }] }],
        { selector: 1, taint: 1, capacity: 1 },
      ],
      ['no term', [], { selector: 2, taint: 1 }],
    ])('counts nodes that the affinity does not name before their taints: %s', (_, terms, expected) => {
      const nodes = [node('a'), node('b'), node('c', {}, taint('x'))];
      const pods = ['a', 'b', 'c'].map((name) => projected(name, name, { memory: '31Gi' }));
      const { first } = place({ pod: pod('me', { memory: '4Gi' }, { spec: named(...terms) }), nodes, pods }) as {
        first: readonly { kind: string; count: number }[];
      };
      expect(Object.fromEntries(first.map(({ kind, count }) => [kind, count]))).toEqual(expected);
    });

    it('says which node is barred by what, and what alone bars it', () => {
      const nodes = [
        node('a'),
        node('b'),
        node('c', {}, taint('x')),
        node('full'),
        node('free', {}, { ready: 'False' }),
      ];
      const pods = [web('w', 'a'), web('v', 'b'), web('u', 'c'), projected('x', 'full', { memory: '30Gi' })];
      expect(place({ pod: lonely, nodes, pods })).toMatchObject({
        fits: false,
        candidates: 1,
        alone: { antiAffinity: ['a', 'b'], capacity: ['full'], taint: [], notReady: ['free'] },
        first: [
          { kind: 'notReady', count: 1 },
          { kind: 'taint', count: 1 },
          { kind: 'capacity', count: 1 },
          { kind: 'antiAffinity', count: 2 },
        ],
        foremost: 'antiAffinity',
        opponents: [
          { pod: 'coder/w', node: 'a', rule: 'own', key: 'node' },
          { pod: 'coder/v', node: 'b', rule: 'own', key: 'node' },
        ],
        headroom: [
          { node: 'a', excludedBy: ['anti-affinity: coder/w in node a'] },
          { node: 'b' },
          { node: 'c', excludedBy: ['taint x:NoSchedule', 'anti-affinity: coder/u in node c'] },
          { node: 'free', excludedBy: ['not ready'] },
          { node: 'full', excludedBy: [] },
        ],
      });
    });

    it('lets the more nodes decide, and of as many the reason that is easier to mend', () => {
      const pods = [web('w', 'a'), projected('x', 'b', { memory: '30Gi' }), projected('y', 'c', { memory: '30Gi' })];
      expect(place({ pod: lonely, nodes: [node('a'), node('b'), node('c')], pods })).toMatchObject({
        foremost: 'capacity',
      });
      expect(place({ pod: lonely, nodes: [node('a'), node('b')], pods })).toMatchObject({ foremost: 'antiAffinity' });
    });

    it('tells a node that is too small from one that is full', () => {
      const nodes = [node('small', { memory: '2Gi' }), node('full')];
      const pods = [projected('x', 'full', { memory: '30Gi' })];
      expect(place({ pod: lonely, nodes, pods })).toMatchObject({ alone: { tooSmall: ['small'], capacity: ['full'] } });
    });

    it('says what else closes a domain', () => {
      const zoned = (name: string, zone: string, more: Json = {}) =>
        node(name, {}, { ...more, labels: { [ZONE]: zone } });
      const nodes = [zoned('a', 'a'), zoned('c', 'c', taint('x'))];
      expect(place({ pod: pod('me', {}, rich), nodes, pods: [web('w', 'a')] })).toMatchObject({
        domains: [
          { key: 'zone', domain: 'c', count: 0, nodes: ['c'], closed: 'taint x:NoSchedule' },
          { key: 'zone', domain: 'a', count: 1, nodes: ['a'], closed: 'anti-affinity: coder/w in node a' },
        ],
      });
    });

    it('tells eight of many, and how many more there are', () => {
      const zone = (name: string) => node(name, {}, { labels: { [ZONE]: 'a' } });
      const rule = { labelSelector: WEB, topologyKey: ZONE };
      const spec = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [rule] } } };
      const pods = Array.from({ length: 11 }, (_, index) => web(`w${String(index).padStart(2, '0')}`, 'a'));
      const placed = place({ pod: pod('me', {}, { spec }), nodes: [zone('a'), zone('b')], pods }) as {
        opponents: readonly unknown[];
      };
      const names = 'coder/w00, coder/w01, coder/w02, coder/w03, coder/w04, coder/w05, coder/w06, coder/w07';
      expect(placed.opponents).toHaveLength(8);
      expect(placed).toMatchObject({
        more: { opponents: 3 },
        headroom: [{ node: 'a' }, { node: 'b', excludedBy: [`anti-affinity: ${names} and 3 more in zone a`] }],
      });
    });

    it('cannot tell where a rule picks namespaces that are not known', () => {
      const picks = { labelSelector: WEB, topologyKey: ZONE, namespaceSelector: { matchLabels: { a: 'b' } } };
      const spec = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [picks] } } };
      const asked = { pod: pod('me', {}, { spec }), nodes: [node('a')], pods: [web('w', 'a')] };
      expect(place(asked)).toBeUndefined();
      expect(place({ ...asked, namespaces: [] })).toMatchObject({
        fits: false,
        unmet: [{ wants: 'app=web', key: 'zone' }],
      });
    });

    const nodes = ['a', 'b', 'c'].map((name) => node(name, {}, { labels: { [ZONE]: name === 'c' ? 'z2' : 'z1' } }));
    const crowd = fc.array(fc.tuple(fc.nat(2), fc.boolean(), fc.boolean()), { maxLength: 6 });
    const podsOf = (all: readonly (readonly [number, boolean, boolean])[]) =>
      all.map(([at, same, ports], index) =>
        pod(
          `p${String(index)}`,
          { memory: '9Gi' },
          {
            node: ['a', 'b', 'c'][at],
            labels: { app: same ? 'web' : 'x' },
            spec: ports ? { containers: [{ ports: [{ hostPort: 80 }] }] } : {},
          },
        ),
      );

    it('is not changed by pods that no rule speaks of and that ask for nothing', () => {
      fc.assert(
        fc.property(crowd, fc.nat(2), (all, at) => {
          const asked = { pod: pod('me', { memory: '4Gi' }, rich), nodes };
          const idle = pod('idle', {}, { node: ['a', 'b', 'c'][at], labels: { app: 'idle' } });
          const { headroom: before, ...rest } = place({ ...asked, pods: podsOf(all) }) as Json;
          const { headroom: after, ...same } = place({ ...asked, pods: [...podsOf(all), idle] }) as Json;
          expect(same).toEqual(rest);
          expect(after).toEqual(before);
        }),
      );
    });

    it('does not hang on the order of nodes and pods', () => {
      fc.assert(
        fc.property(crowd, (all) => {
          const asked = pod('me', { memory: '4Gi' }, rich);
          expect(place({ pod: asked, nodes: nodes.toReversed(), pods: podsOf(all).toReversed() })).toEqual(
            place({ pod: asked, nodes, pods: podsOf(all) }),
          );
        }),
      );
    });
  });

  it('takes any JSON', () => {
    const odd = fc.jsonValue();
    fc.assert(
      fc.property(odd, odd, odd, (a, b, c) => {
        place({
          pod: { spec: { affinity: a, topologySpreadConstraints: [b], hostNetwork: c } },
          nodes: [node('n')],
          pods: [pod('x', {}, { node: 'n', spec: { affinity: { podAntiAffinity: a }, containers: [b] } })],
        });
        place({ pod: { spec: a }, nodes: [b], pods: [c], claims: [a], volumes: [b], metrics: [c] });
        place({
          pod: { spec: { nodeSelector: a, affinity: b, tolerations: [c], volumes: a } },
          nodes: [node('n', {}, { spec: b })],
          pods: a,
        });
        place({ pod: affine([{ matchExpressions: [a], matchFields: b }]), nodes: [{ status: { allocatable: c } }] });
      }),
    );
  });
});

function named(name: string): Json {
  return { matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] };
}

function affinity(nodeSelectorTerms: readonly Json[]): Json {
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}

function affine(terms: readonly Json[]): Json {
  return pod('me', {}, { spec: affinity(terms) });
}
