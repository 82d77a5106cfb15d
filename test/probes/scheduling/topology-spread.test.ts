import { describe, expect, it } from 'vitest';
import { neighboursOf } from '../../../src/probes/scheduling/neighbours.ts';
import { spreadOf } from '../../../src/probes/scheduling/topology-spread.ts';
import { node, pod } from './objects.ts';

type Json = Readonly<Record<string, unknown>>;

const ZONE = 'topology.kubernetes.io/zone';
const WEB = { matchLabels: { app: 'web' } };
const evenly = (more: Json = {}): Json => ({
  maxSkew: 1,
  topologyKey: ZONE,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: WEB,
  ...more,
});
const asking = (constraints: readonly Json[], more: Json = {}, labels: Json = { app: 'web' }): Json =>
  pod('me', {}, { labels, spec: { topologySpreadConstraints: constraints, ...more } });
const zoned = (name: string, zone: string, more: Json = {}): Json =>
  node(name, {}, { ...more, labels: { [ZONE]: zone, ...(more['labels'] ?? {}) } });
const web = (name: string, on: string, more: Json = {}): Json =>
  pod(name, {}, { node: on, labels: { app: 'web' }, ...more });

const AB = [zoned('a1', 'a'), zoned('b1', 'b')];
const ABC = [...AB, zoned('c1', 'c', { spec: { taints: [{ key: 'closed', effect: 'NoSchedule' }] } })];
const ODD = [...AB, zoned('b2', 'b', { labels: { disk: 'hdd' } })];

function passed(pod: Json, nodes: readonly Json[], pods: readonly Json[]): readonly string[] {
  const { conflictsOn } = spreadOf(pod, nodes, neighboursOf(nodes, pods));
  return nodes
    .filter((each) => conflictsOn(each).length === 0)
    .map((each) => (each['metadata'] as { name: string }).name);
}

/** podtopologyspread/filtering.go (calPreFilterState, Filter, minMatchNum) and common.go. */
describe('topology spread', () => {
  it.each<[string, Json, readonly Json[], readonly Json[], readonly string[]]>([
    ['without a constraint every node passes', asking([]), AB, [web('w', 'a1')], ['a1', 'b1']],
    [
      'ScheduleAnyway is none',
      asking([evenly({ whenUnsatisfiable: 'ScheduleAnyway' })]),
      AB,
      [web('w', 'a1')],
      ['a1', 'b1'],
    ],
    ['an even start', asking([evenly()]), AB, [], ['a1', 'b1']],
    ['count + itself − fewest > maxSkew bars', asking([evenly()]), AB, [web('w', 'a1')], ['b1']],
    ['maxSkew 2 leaves room', asking([evenly({ maxSkew: 2 })]), AB, [web('w', 'a1')], ['a1', 'b1']],
    [
      'a pod that it does not select itself adds nothing',
      asking([evenly()], {}, { app: 'x' }),
      AB,
      [web('w', 'a1')],
      ['a1', 'b1'],
    ],
    // countPodsMatchSelector, common.go; seen on 1.34.
    [
      'an empty selector counts nobody',
      asking([evenly({ labelSelector: {} })]),
      AB,
      [web('w', 'a1'), web('v', 'a1')],
      ['a1', 'b1'],
    ],
    [
      'an empty selector with a key counts',
      asking([evenly({ labelSelector: {}, matchLabelKeys: ['app'] })]),
      AB,
      [web('w', 'a1')],
      ['b1'],
    ],
    [
      'other labels do not count',
      asking([evenly()]),
      AB,
      [pod('x', {}, { node: 'a1', labels: { app: 'x' } })],
      ['a1', 'b1'],
    ],
    ['other namespaces do not count', asking([evenly()]), AB, [web('w', 'a1', { namespace: 'two' })], ['a1', 'b1']],
    [
      'a pod that ends does not count',
      asking([evenly()]),
      AB,
      [
        {
          ...web('w', 'a1'),
          metadata: {
            name: 'w',
            namespace: 'coder',
            labels: { app: 'web' },
            deletionTimestamp: '2026-01-01T00:00:00Z',
          },
        },
      ],
      ['a1', 'b1'],
    ],
    [
      'one that has ended does not count',
      asking([evenly()]),
      AB,
      [web('w', 'a1', { phase: 'Succeeded' })],
      ['a1', 'b1'],
    ],
    ['a node without the label is barred', asking([evenly()]), [...AB, node('none')], [], ['a1', 'b1']],
    ['and its pods do not count', asking([evenly()]), [...AB, node('none')], [web('w', 'none')], ['a1', 'b1']],
    ['a tainted domain counts as the emptiest', asking([evenly()]), ABC, [web('w', 'a1'), web('v', 'b1')], ['c1']],
    [
      'unless taints are honoured',
      asking([evenly({ nodeTaintsPolicy: 'Honor' })]),
      ABC,
      [web('w', 'a1'), web('v', 'b1')],
      ['a1', 'b1', 'c1'],
    ],
    [
      'a domain that the pod does not select is left out',
      asking([evenly()], { nodeSelector: { [ZONE]: 'a' } }),
      AB,
      [web('w', 'a1')],
      ['a1', 'b1'],
    ],
    [
      'unless the policy says Ignore',
      asking([evenly({ nodeAffinityPolicy: 'Ignore' })], { nodeSelector: { [ZONE]: 'a' } }),
      AB,
      [web('w', 'a1')],
      ['b1'],
    ],
    [
      'pods of nodes that are left out do not count',
      asking([evenly()], {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'DoesNotExist' }] }],
            },
          },
        },
      }),
      ODD,
      [web('w', 'b2')],
      ['a1', 'b1', 'b2'],
    ],
    [
      'fewer domains than minDomains make the fewest 0',
      asking([evenly({ minDomains: 3 })]),
      AB,
      [web('w', 'a1'), web('v', 'b1')],
      [],
    ],
    ['as many do not', asking([evenly({ minDomains: 2 })]), AB, [web('w', 'a1'), web('v', 'b1')], ['a1', 'b1']],
    [
      'matchLabelKeys count its own revision only',
      asking([evenly({ matchLabelKeys: ['pod-template-hash'] })], {}, { app: 'web', 'pod-template-hash': 'new' }),
      AB,
      [web('w', 'a1', { labels: { app: 'web', 'pod-template-hash': 'old' } })],
      ['a1', 'b1'],
    ],
    [
      'both constraints must hold',
      asking([evenly(), evenly({ topologyKey: 'kubernetes.io/hostname' })]),
      [...AB, zoned('b2', 'b')],
      [web('w', 'a1'), web('v', 'b1')],
      ['b2'],
    ],
  ])('%s', (_, pod, nodes, pods, expected) => {
    expect(passed(pod, nodes, pods)).toEqual(expected);
  });

  it('shows the domains, and what bars a node', () => {
    const { domains, conflictsOn } = spreadOf(asking([evenly()]), AB, neighboursOf(AB, [web('w', 'a1')]));
    expect(domains).toEqual([
      { topologyKey: ZONE, domain: 'a', count: 1, nodes: ['a1'] },
      { topologyKey: ZONE, domain: 'b', count: 0, nodes: ['b1'] },
    ]);
    expect(conflictsOn(AB[0])).toEqual([{ topologyKey: ZONE, domain: 'a', count: 1, fewest: 0, maxSkew: 1 }]);
  });
});
