import { describe, expect, it } from 'vitest';
import { namespaceLabels } from '../../../src/probes/scheduling/affinity-term.ts';
import { neighboursOf } from '../../../src/probes/scheduling/neighbours.ts';
import { affinityFilter } from '../../../src/probes/scheduling/pod-affinity.ts';
import { node, pod } from './objects.ts';

type Json = Readonly<Record<string, unknown>>;

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
const CACHE = { matchLabels: { app: 'cache' } };
const term = (more: Json = {}): Json => ({ labelSelector: CACHE, topologyKey: ZONE, ...more });
const wanting = (terms: readonly Json[], labels: Json = { app: 'web' }): Json =>
  pod(
    'me',
    {},
    {
      labels,
      spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } },
    },
  );
const cache = (on: string, more: Json = {}): Json =>
  pod(`cache-${on}`, {}, { node: on, labels: { app: 'cache' }, ...more });

/** Two nodes in zone a, one in b, one without a zone. */
const NODES = [
  node('a1', {}, { labels: { [ZONE]: 'a' } }),
  node('a2', {}, { labels: { [ZONE]: 'a' } }),
  node('b1', {}, { labels: { [ZONE]: 'b' } }),
  node('none'),
];

/** The nodes that the filter passes; undefined when it cannot tell. */
function passed(asking: Json, pods: readonly Json[], namespaces?: readonly Json[]): readonly string[] | undefined {
  const labels = namespaces === undefined ? undefined : namespaceLabels(namespaces);
  const unmet = affinityFilter(asking, neighboursOf(NODES, pods), labels);
  if (unmet === undefined) return undefined;
  return NODES.filter((each) => unmet(each).length === 0).map((each) => (each['metadata'] as { name: string }).name);
}

/** interpodaffinity/filtering.go, satisfyPodAffinity, updateWithAffinityTerms, podMatchesAllAffinityTerms. */
describe('required pod affinity', () => {
  it.each<[string, Json, readonly Json[], readonly string[]]>([
    ['without a term every node passes', wanting([]), [], ['a1', 'a2', 'b1', 'none']],
    ['all nodes of the domain pass', wanting([term()]), [cache('a1')], ['a1', 'a2']],
    ['several domains pass', wanting([term()]), [cache('a1'), cache('b1')], ['a1', 'a2', 'b1']],
    ['by host name only the node', wanting([term({ topologyKey: HOST })]), [cache('a1')], ['a1']],
    ['no pod, no node', wanting([term()]), [], []],
    ['a pod without a node does not count', wanting([term()]), [pod('cache', {}, { labels: { app: 'cache' } })], []],
    ['one that has ended does not count', wanting([term()]), [cache('a1', { phase: 'Succeeded' })], []],
    ['one on an unlabelled node does not count', wanting([term()]), [cache('none')], []],
    ['one of another namespace does not count', wanting([term()]), [cache('a1', { namespace: 'two' })], []],
    ['unless it is named', wanting([term({ namespaces: ['two'] })]), [cache('a1', { namespace: 'two' })], ['a1', 'a2']],
    ['then the own namespace does not count', wanting([term({ namespaces: ['two'] })]), [cache('a1')], []],
    [
      'an empty namespace selector is every namespace',
      wanting([term({ namespaceSelector: {} })]),
      [cache('a1', { namespace: 'two' })],
      ['a1', 'a2'],
    ],
    [
      'matchExpressions',
      wanting([term({ labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['cache'] }] } })]),
      [cache('b1')],
      ['b1'],
    ],
    ['every term must be met', wanting([term(), term({ topologyKey: HOST })]), [cache('a1')], ['a1']],
    [
      'a pod counts only when all terms select it',
      wanting([term(), term({ labelSelector: { matchLabels: { app: 'db' } } })]),
      [cache('a1'), pod('db', {}, { node: 'a1', labels: { app: 'db' } })],
      [],
    ],
    [
      'the first of a group that selects itself may go to any labelled node',
      wanting([term()], { app: 'cache' }),
      [],
      ['a1', 'a2', 'b1'],
    ],
    ['but not the second', wanting([term()], { app: 'cache' }), [cache('b1')], ['b1']],
    [
      'matchLabelKeys narrow it to its own revision',
      wanting([term({ matchLabelKeys: ['rev'] })], { app: 'web', rev: '2' }),
      [cache('a1', { labels: { app: 'cache', rev: '1' } }), cache('b1', { labels: { app: 'cache', rev: '2' } })],
      ['b1'],
    ],
    [
      'mismatchLabelKeys to the others',
      wanting([term({ mismatchLabelKeys: ['rev'] })], { app: 'web', rev: '2' }),
      [cache('a1', { labels: { app: 'cache', rev: '1' } }), cache('b1', { labels: { app: 'cache', rev: '2' } })],
      ['a1', 'a2'],
    ],
    [
      'a key that the pod lacks is passed over',
      wanting([term({ matchLabelKeys: ['rev'] })]),
      [cache('a1')],
      ['a1', 'a2'],
    ],
  ])('%s', (_, asking, pods, expected) => {
    expect(passed(asking, pods)).toEqual(expected);
  });

  it('picks namespaces by their labels, and cannot tell without them', () => {
    const asking = wanting([term({ namespaceSelector: { matchLabels: { tier: 'back' } } })]);
    const there = [cache('a1', { namespace: 'two' })];
    const two = (tier: string): Json => ({ metadata: { name: 'two', labels: { tier } } });
    expect(passed(asking, there, [two('back')])).toEqual(['a1', 'a2']);
    expect(passed(asking, there, [two('front')])).toEqual([]);
    expect(passed(asking, there)).toBeUndefined();
    expect(passed(asking, [pod('other', {}, { node: 'a1', namespace: 'two' })])).toEqual([]);
  });

  it('knows a namespace by its name when it is not listed', () => {
    const asking = wanting([term({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'two' } } })]);
    expect(passed(asking, [cache('a1', { namespace: 'two' })], [])).toEqual(['a1', 'a2']);
  });

  it('does not need the labels of a namespace where another term says no', () => {
    const asking = wanting([
      term({ namespaceSelector: { matchLabels: { tier: 'back' } } }),
      term({ labelSelector: { matchLabels: { app: 'db' } } }),
    ]);
    expect(passed(asking, [cache('a1', { namespace: 'two' })])).toEqual([]);
  });

  it('says whether the node only lacks the label', () => {
    const unmet = affinityFilter(wanting([term()]), neighboursOf(NODES, [cache('a1')]), undefined);
    expect(unmet?.(NODES[3])).toEqual([{ wants: 'app=cache', topologyKey: ZONE, isUnlabelled: true }]);
    expect(unmet?.(NODES[2])).toEqual([{ wants: 'app=cache', topologyKey: ZONE, isUnlabelled: false }]);
  });
});
