import { describe, expect, it } from 'vitest';
import { namespaceLabels } from '../../../src/probes/scheduling/affinity-term.ts';
import { antiAffinityFilter } from '../../../src/probes/scheduling/anti-affinity.ts';
import { neighboursOf } from '../../../src/probes/scheduling/neighbours.ts';
import { node, pod } from './objects.ts';

type Json = Readonly<Record<string, unknown>>;

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
const WEB = { matchLabels: { app: 'web' } };
const apart = (more: Json = {}): Json => ({
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: WEB, topologyKey: ZONE, ...more }],
    },
  },
});
const web = (name: string, more: Json = {}): Json => pod(name, {}, { labels: { app: 'web' }, ...more });
const NODES = [
  node('a1', {}, { labels: { [ZONE]: 'a' } }),
  node('a2', {}, { labels: { [ZONE]: 'a' } }),
  node('b1', {}, { labels: { [ZONE]: 'b' } }),
  node('none'),
];

function barred(asking: Json, pods: readonly Json[], namespaces?: readonly Json[]): readonly string[] | undefined {
  const labels = namespaces === undefined ? undefined : namespaceLabels(namespaces);
  const opponents = antiAffinityFilter(asking, neighboursOf(NODES, pods), labels);
  if (opponents === undefined) return undefined;
  return NODES.flatMap((each) =>
    opponents(each).map(
      (found) => `${(each['metadata'] as { name: string }).name}: ${found.pod} on ${found.node}, ${found.rule}`,
    ),
  );
}

/** interpodaffinity/filtering.go, satisfyPodAntiAffinity and satisfyExistingPodsAntiAffinity. */
describe('required pod anti-affinity', () => {
  it.each<[string, Json, readonly Json[], readonly string[]]>([
    ['without a rule nothing is barred', web('me'), [web('w', { node: 'a1' })], []],
    [
      'its own rule bars the whole domain',
      web('me', { spec: apart() }),
      [web('w', { node: 'a1' })],
      ['a1: coder/w on a1, own', 'a2: coder/w on a1, own'],
    ],
    [
      'by host name only the node',
      web('me', { spec: apart({ topologyKey: HOST }) }),
      [web('w', { node: 'a1' })],
      ['a1: coder/w on a1, own'],
    ],
    ['a node without the label is in no domain', web('me', { spec: apart() }), [web('w', { node: 'none' })], []],
    [
      'another label is no matter',
      web('me', { spec: apart() }),
      [pod('x', {}, { node: 'a1', labels: { app: 'x' } })],
      [],
    ],
    ['another namespace is no matter', web('me', { spec: apart() }), [web('w', { node: 'a1', namespace: 'two' })], []],
    [
      'unless it is named',
      web('me', { spec: apart({ namespaces: ['two'] }) }),
      [web('w', { node: 'b1', namespace: 'two' })],
      ['b1: two/w on b1, own'],
    ],
    [
      'the rule of a pod that is there bars too',
      web('me'),
      [pod('lonely', {}, { node: 'b1', labels: { app: 'x' }, spec: apart() })],
      ['b1: coder/lonely on b1, theirs'],
    ],
    [
      'in the namespaces that its rule names',
      web('me'),
      [pod('lonely', {}, { node: 'b1', namespace: 'two', spec: apart({ namespaces: ['coder'] }) })],
      ['b1: two/lonely on b1, theirs'],
    ],
    ['not in others', web('me'), [pod('lonely', {}, { node: 'b1', namespace: 'two', spec: apart() })], []],
    [
      'a rule of both is told once',
      web('me', { spec: apart() }),
      [web('w', { node: 'b1', spec: apart() })],
      ['b1: coder/w on b1, own'],
    ],
    [
      'a pod that has ended bars nothing',
      web('me', { spec: apart() }),
      [web('w', { node: 'a1', phase: 'Failed' })],
      [],
    ],
    [
      'one that ends still does',
      web('me', { spec: apart({ topologyKey: HOST }) }),
      [
        {
          ...web('w', { node: 'a1' }),
          metadata: {
            name: 'w',
            namespace: 'coder',
            labels: { app: 'web' },
            deletionTimestamp: '2026-01-01T00:00:00Z',
          },
        },
      ],
      ['a1: coder/w on a1, own'],
    ],
  ])('%s', (_, asking, pods, expected) => {
    expect(barred(asking, pods)).toEqual(expected);
  });

  it('picks namespaces by their labels, on both sides, and cannot tell without them', () => {
    const picks = apart({ namespaceSelector: { matchLabels: { tier: 'front' } } });
    const coder = (tier: string): Json => ({ metadata: { name: 'coder', labels: { tier } } });
    const theirs = [pod('lonely', {}, { node: 'b1', namespace: 'two', spec: picks })];
    expect(barred(web('me'), theirs, [coder('front')])).toEqual(['b1: two/lonely on b1, theirs']);
    expect(barred(web('me'), theirs, [coder('back')])).toEqual([]);
    expect(barred(web('me'), theirs)).toBeUndefined();
    expect(barred(pod('me', {}, { labels: { app: 'x' } }), theirs)).toEqual([]);
  });
});
