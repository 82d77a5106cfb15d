import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/model/query.ts';
import { needOf, type KubernetesQuery } from '../../src/sources/kubernetes/need.ts';
import { describeQuery } from '../../src/text/query-text.ts';

const ROWS: readonly (readonly [KubernetesQuery, string, string])[] = [
  [{ from: 'list', resource: 'pods', namespace: 'a' }, 'list pods in namespace a', 'list pods in namespace a'],
  [{ from: 'list', resource: 'pods', namespace: null }, 'list pods in all namespaces', 'list pods in all namespaces'],
  [{ from: 'list', resource: 'nodes', namespace: null }, 'list nodes', 'list nodes'],
  [
    { from: 'list', resource: 'widgets.example.io', namespace: null },
    'list widgets.example.io in all namespaces',
    'list widgets.example.io in all namespaces',
  ],
  [
    { from: 'list', resource: 'secrets', namespace: 'a', labelSelector: 'owner=helm', fieldSelector: 'type=x' },
    'list secrets in namespace a with owner=helm and type=x',
    'list secrets in namespace a',
  ],
  [{ from: 'get', resource: 'nodes', namespace: null, name: 'n' }, 'get nodes n', 'get nodes n'],
  [
    { from: 'get', resource: 'secrets', namespace: 'a', name: 's' },
    'get secrets s in namespace a',
    'get secrets s in namespace a',
  ],
  [
    { from: 'logs', namespace: 'a', pod: 'p', container: 'c', previous: true, tailLines: 5 },
    'logs of pod p in namespace a, container c (previous run)',
    'get pods/log p in namespace a',
  ],
  [{ from: 'server' }, 'the API server’s version and clock', 'get /version'],
];

describe('a look-up in words', () => {
  it.each(ROWS)('%j', (query, lookup, need) => {
    expect([describeQuery(query), needOf(query)]).toEqual([lookup, need]);
  });

  it('names the program that it would run', () => {
    const query: Query = { from: 'run', argv: ['flux', 'version'] };
    expect(describeQuery(query)).toBe('run flux version');
    expect(describeQuery({ from: 'terraform', folder: 'infra' })).toBe('the state of Terraform in infra');
  });
});
