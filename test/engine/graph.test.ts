import { describe, expect, it } from 'vitest';
import { Graph, isObject, keyOf } from '../../src/engine/graph.ts';
import { memoise } from '../../src/engine/memo.ts';
import type { ObjectRef } from '../../src/model/object.ts';
import type { Query } from '../../src/model/query.ts';
import { fc } from '../support/random.ts';

const ref = (name: string, apiVersion = 'v1'): ObjectRef => ({ apiVersion, kind: 'Pod', namespace: 'apps', name });
const names = (chain: readonly ObjectRef[]): string => chain.map(({ name }) => name).join(' ');

function graphOf(...links: readonly (readonly [string, string])[]): Graph {
  const graph = new Graph();
  for (const [from, to] of links) graph.link(ref(from), ref(to), 'owner');
  return graph;
}

describe('the chain from a symptom to a cause', () => {
  it.each([
    [
      'the shortest way',
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['b', 'd'],
      ],
      'a b d',
    ],
    [
      'through a circle',
      [
        ['a', 'b'],
        ['b', 'a'],
        ['b', 'd'],
      ],
      'a b d',
    ],
    ['both alone without a way', [['d', 'a']], 'a d'],
  ] as const)('is %s', (_, links, chain) => {
    expect(names(graphOf(...links).chain(ref('a'), ref('d')))).toBe(chain);
  });

  it('is the object alone where symptom and cause are one', () => {
    expect(names(graphOf(['a', 'b']).chain(ref('a'), ref('a')))).toBe('a');
  });

  it('is the same in whatever order the links were found', () => {
    const links = [
      ['a', 'x'],
      ['a', 'b'],
      ['x', 'd'],
      ['b', 'd'],
      ['a', 'c'],
      ['c', 'd'],
    ] as const;
    fc.assert(
      fc.property(fc.shuffledSubarray([...links], { minLength: links.length }), (some) => {
        expect(names(graphOf(...some).chain(ref('a'), ref('d')))).toBe('a b d');
      }),
    );
  });

  it('sees one object through several versions of its API, and keeps groups apart', () => {
    expect(keyOf(ref('a', 'apps/v1'))).toBe(keyOf(ref('a', 'apps/v1beta1')));
    expect(keyOf(ref('a', 'apps/v1'))).not.toBe(keyOf(ref('a', 'batch/v1')));
  });

  it('keeps every link once', () => {
    expect(graphOf(['a', 'b'], ['a', 'b'], ['a', 'c']).links()).toHaveLength(2);
  });
});

describe('isObject', () => {
  it('never throws, and wants an API version, a kind and a name', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof isObject(value) === 'boolean'));
    expect(isObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } })).toBe(true);
    expect(isObject({ apiVersion: 'v1', kind: 'Pod', metadata: {} })).toBe(false);
    expect(isObject({ apiVersion: 'v1', kind: 'Pod', metadata: null })).toBe(false);
  });
});

describe('a memo', () => {
  const queries: readonly Query[] = [
    { from: 'list', resource: 'pods', namespace: null },
    { from: 'list', resource: 'pods', namespace: 'apps' },
    { from: 'list', resource: 'pods', namespace: null, labelSelector: 'a=b' },
    { from: 'list', resource: 'pods', namespace: null, fieldSelector: 'a=b' },
    { from: 'list', resource: 'pods', namespace: null, as: 'metadata' },
    { from: 'list', resource: 'pods', namespace: null, keep: ['spec'] },
    { from: 'get', resource: 'pods', namespace: null, name: 'a' },
    { from: 'logs', namespace: 'apps', pod: 'a', container: 'b', previous: false, tailLines: 5 },
    { from: 'logs', namespace: 'apps', pod: 'a', container: 'b', previous: true, tailLines: 5 },
    { from: 'logs', namespace: 'apps', pod: 'a', container: 'b', previous: true, tailLines: 50 },
    { from: 'server' },
    { from: 'run', argv: ['a', 'b'] },
    { from: 'run', argv: ['a b'] },
  ];

  it('asks equal queries once, and different ones each', async () => {
    const asked: Query[] = [];
    const lookUp = memoise((query) => {
      asked.push(query);
      return Promise.resolve({ state: 'known', value: asked.length });
    });
    const reversed = queries.map((query) => Object.fromEntries(Object.entries(query).toReversed()) as unknown as Query);
    const answers = await Promise.all([...queries, ...reversed].map(lookUp));
    expect(asked).toEqual(queries);
    expect(answers.slice(queries.length)).toEqual(answers.slice(0, queries.length));
  });
});
