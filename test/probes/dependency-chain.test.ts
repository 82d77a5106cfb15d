import { describe, expect, it } from 'vitest';
import { celComplaint } from '../../src/probes/cel-complaint.ts';
import { dependencyChain } from '../../src/probes/dependency-chain.ts';
import { expressionFields } from '../../src/probes/expression-fields.ts';
import { failingKustomizations } from '../../src/probes/failing-kustomizations.ts';
import { buildController, buildRelease, NOW, run, SEEN } from './release-builder.ts';

const READY_EXPR = 'is not ready according to readyExpr eval';

/** A release that says that its first dependency is not ready. */
function waiting(name: string, on: readonly string[], rest: Record<string, unknown> = {}, said = 'is not ready') {
  return buildRelease({
    name,
    spec: { dependsOn: on.map((each) => ({ name: each, ...rest })) },
    conditions: [`Ready=False DependencyNotReady "dependency 'coder/${on[0] ?? ''}' ${said}"`],
  });
}

const failed = (name: string) => buildRelease({ name, conditions: SEEN.failedUpgrade14 });
const chainOf = (release: unknown, releases: readonly unknown[], rest: Record<string, unknown> = {}) =>
  run(dependencyChain, { release, releases, now: NOW, ...rest });

describe('dependency-chain', () => {
  it.each([
    ['a failed release', [waiting('b', ['c']), failed('c')], 'unready', 'coder/a → coder/b → coder/c'],
    ['nothing', [waiting('b', ['c'])], 'missing', 'coder/a → coder/b → coder/c'],
    [
      'a suspended one',
      [buildRelease({ name: 'b', generation: 4, spec: { suspend: true }, status: { observedGeneration: 3 } })],
      'suspended',
      'coder/a → coder/b',
    ],
    [
      'one that is new',
      [buildRelease({ name: 'b', conditions: [], status: { observedGeneration: -1 } })],
      'never',
      'coder/a → coder/b',
    ],
    ['a circle', [waiting('b', ['c']), waiting('c', ['b'])], 'circle', 'coder/a → coder/b → coder/c → coder/b'],
    ['itself', [waiting('b', ['a'])], 'circle', 'coder/a → coder/b → coder/a'],
    [
      'one with a newer spec',
      [buildRelease({ name: 'b', generation: 4, status: { observedGeneration: 3 } })],
      'unready',
      'coder/a → coder/b',
    ],
  ])('ends at %s', (_what, releases, kind, chainText) => {
    expect(chainOf(waiting('a', ['b']), releases)['roots']).toMatchObject([{ kind, chainText }]);
  });

  it('goes on behind a release that has a reason of its own only where that closes a circle', () => {
    const stuck = buildRelease({ name: 'b', spec: { dependsOn: [{ name: 'c' }] }, conditions: SEEN.failedUpgrade14 });
    expect(chainOf(waiting('a', ['b']), [stuck])['roots']).toMatchObject([{ kind: 'unready', name: 'coder/b' }]);
    const back = { ...stuck, spec: { dependsOn: [{ name: 'a' }] } };
    expect(chainOf(waiting('a', ['b']), [back])['roots']).toMatchObject([{ kind: 'circle' }]);
  });

  it('names every end once, and who waits on the way', () => {
    const chain = chainOf(waiting('a', ['b', 'c', 'nobody']), [waiting('b', ['d']), waiting('c', ['d']), failed('d')]);
    expect(chain).toMatchObject({ count: 2, roots: [{ name: 'coder/d' }, { name: 'coder/nobody' }] });
    expect(chain['ownCauses']).toMatchObject([{ metadata: { name: 'd' } }]);
    expect(chain['holders']).toMatchObject(['a', 'b', 'd'].map((name) => ({ metadata: { name } })));
  });

  it('looks at each release once, however many ways lead to it', () => {
    const names = Array.from({ length: 60 }, (_, index) => `r${String(index)}`);
    const all = [...names.map((name, at) => waiting(name, [...names.slice(at + 1), 'last'])), failed('last')];
    expect(chainOf(all[0], all)['count']).toBe(1);
  });

  it('takes an expression for an end only where the controller says so', () => {
    const ready = buildRelease({ name: 'b' });
    const held = waiting('a', ['b'], { readyExpr: 'false' }, READY_EXPR);
    expect(chainOf(held, [ready])['roots']).toMatchObject([{ kind: 'expression', expression: 'false' }]);
    expect(chainOf(waiting('a', ['b']), [ready])['roots']).toEqual([]);
  });

  it('holds a release with an expression to the usual test as well where the gate is on', () => {
    const held = waiting('a', ['c', 'b'], { readyExpr: 'true' }, 'is nothing');
    const releases = [failed('b'), buildRelease({ name: 'c' })];
    expect(chainOf(held, releases)['count']).toBe(0);
    const gated = buildController('helm-controller', '1.6.0') as {
      spec: { template: { spec: { containers: { args?: string[] }[] } } };
    };
    for (const container of gated.spec.template.spec.containers)
      container.args = ['--feature-gates=AdditiveCELDependencyCheck=true'];
    expect(chainOf(held, releases, { controllers: [gated] })['roots']).toMatchObject([{ name: 'coder/b' }]);
  });

  it('gives the nearest name, the same one elsewhere first, and the list with it', () => {
    const release = waiting('a', ['databse'], { readyExpr: 'true' });
    expect(chainOf(release, [buildRelease({ name: 'database' })])['roots']).toMatchObject([
      { nearest: 'coder/database', corrected: '[{"name":"database","readyExpr":"true","namespace":"coder"}]' },
    ]);
    const elsewhere = [buildRelease({ name: 'databses' }), buildRelease({ name: 'databse', namespace: 'data' })];
    expect(chainOf(release, elsewhere)['roots']).toMatchObject([{ nearest: 'data/databse' }]);
  });

  it('calls nothing missing in a namespace that was not listed', () => {
    const release = waiting('a', ['b'], { namespace: 'elsewhere' });
    expect(chainOf(release, [], { onlyNamespace: 'coder' })['roots']).toMatchObject([
      { kind: 'missing', name: 'coder/b' },
      { kind: 'not-listed', name: 'elsewhere/b' },
    ]);
  });
});

describe('expression-fields', () => {
  const self = { metadata: { labels: { 'app/version': 'v2' } } };
  const dep = { status: { conditions: [{ type: 'Ready' }], observedGeneration: 3 } };
  it.each([
    [
      "dep.metadata.labels['app/version'] == self.metadata.labels['app/version']",
      "dep.metadata.labels['app/version'] is not there, self.metadata.labels['app/version'] is v2",
    ],
    [
      'dep.status.conditions.filter(c, c.type == "Ready").all(c, c.status == "True")',
      'dep.status.conditions is [{"type":"Ready"}]',
    ],
    ['dep.status.conditions[0].type == "Ready"', 'dep.status.conditions[0].type is Ready'],
    ['has(dep.status.observedGeneration) && mydep.x', 'dep.status.observedGeneration is 3'],
    ['true', ''],
  ])('of %s', (expression, text) => {
    expect(run(expressionFields, { expression, self, dep })).toMatchObject({ text });
  });
});

describe('cel-complaint', () => {
  const release = buildRelease({
    spec: {
      dependsOn: [{ name: 'x' }, { name: 'api', readyExpr: "dep.metadata.labels['a'] == 'b'" }],
      healthCheckExprs: [{ kind: 'Db', current: 'status.ready ==' }],
    },
  });
  it.each([
    [
      "failed to evaluate dependency api: failed to parse the CEL expression 'dep.metadata.labels['a'] == 'b'': ERROR: <input>:1:7: Syntax error: x\n | dep",
      {
        where: 'spec.dependsOn[1].readyExpr',
        expression: "dep.metadata.labels['a'] == 'b'",
        place: 'line 1, column 7',
        why: 'Syntax error: x',
      },
    ],
    [
      'failed to evaluate dependency api: CEL expression output type mismatch: expected bool, got dyn',
      {
        where: 'spec.dependsOn[1].readyExpr',
        why: 'CEL expression output type mismatch: expected bool, got dyn',
        place: '',
      },
    ],
    [
      "failed to evaluate the CEL expression 'dep.metadata.labels['a'] == 'b'': no such key: a",
      { where: 'spec.dependsOn[1].readyExpr', why: 'no such key: a', dependency: 'api' },
    ],
    [
      'failed to create custom status evaluator for healthchecks[0]: expression Current not specified',
      { where: 'spec.healthCheckExprs[0].current', why: 'expression Current not specified' },
    ],
    ['something else', { where: 'an expression', expression: '', why: 'something else' }],
  ])('%s', (text, expected) => {
    expect(run(celComplaint, { release, text })).toMatchObject(expected);
  });
});

describe('failing-kustomizations', () => {
  const applied = ['HealthCheckFailed', 'PruneFailed'];
  const kustomization = (reason: string, spec: Record<string, unknown> = {}, status = 'False') => ({
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system' },
    spec,
    status: { conditions: [{ type: 'Ready', status, reason }] },
  });
  const labels = { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
  const releases = 'abcdefg'.split('').map((name) => buildRelease({ name, metadata: { labels } }));

  it.each([
    ['BuildFailed', 1],
    ['HealthCheckFailed', 0],
    ['PruneFailed', 0],
  ])('%s: %i', (reason, count) => {
    const { failing } = run(failingKustomizations, { kustomizations: [kustomization(reason)], releases, applied });
    expect(failing).toHaveLength(count);
  });

  it('names some of what hangs on it, and leaves out what is suspended, ready, or brings no release', () => {
    const { failing } = run(failingKustomizations, {
      kustomizations: [kustomization('BuildFailed')],
      releases,
      applied,
    });
    expect(failing).toMatchObject([{ applies: 'coder/a, coder/b, coder/c, coder/d, coder/e and 2 more', count: 7 }]);
    const others = [kustomization('BuildFailed', { suspend: true }), kustomization('X', {}, 'True')];
    expect(run(failingKustomizations, { kustomizations: others, releases, applied })).toMatchObject({ failing: [] });
    expect(
      run(failingKustomizations, { kustomizations: [kustomization('BuildFailed')], releases: [], applied }),
    ).toEqual({ failing: [], suspended: [] });
  });

  it.each<[string, object, object, number]>([
    ['its source cannot be fetched', {}, {}, 1],
    ['its source is in the namespace that it names', { namespace: 'git' }, { namespace: 'git' }, 1],
    ['a source of that name elsewhere cannot be fetched', { namespace: 'git' }, {}, 0],
    ['a source of that name and another kind cannot be fetched', { kind: 'Bucket' }, {}, 0],
  ])('of one that is Ready: %s', (_what, ref, metadata, count) => {
    const sourceRef = { kind: 'GitRepository', name: 'flux-system', ...ref };
    const source = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'flux-system', namespace: 'flux-system', ...metadata },
      status: { conditions: [{ type: 'Ready', status: 'False', reason: 'GitOperationFailed' }] },
    };
    const kustomizations = [kustomization('ReconciliationSucceeded', { sourceRef }, 'True')];
    const { failing } = run(failingKustomizations, { kustomizations, releases, applied, sources: [source] });
    expect(failing).toHaveLength(count);
    const held = { ...source, spec: { suspend: true } };
    expect(run(failingKustomizations, { kustomizations, releases, applied, sources: [held] })).toMatchObject({
      failing: [],
    });
  });

  it('tells the suspended ones apart, with what hangs on them', () => {
    const held = { ...kustomization('BuildFailed'), spec: { suspend: true } };
    const told = run(failingKustomizations, { kustomizations: [held], releases, applied });
    expect(told).toMatchObject({ failing: [], suspended: [{ count: releases.length }] });
    expect(run(failingKustomizations, { kustomizations: [held], releases: [], applied })).toMatchObject({
      suspended: [],
    });
  });
});
