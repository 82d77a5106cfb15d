import type { Cluster } from '../cluster/cluster.ts';
import type { FilledIn } from '../cluster/advice.ts';
import { conditionOf, type Manifest, nameOf } from '../plane/manifest.ts';
import { coderChart, expectOldRuns, namespace, OLD, release, repository } from './coder.ts';
import { type Expected, expectNothing, expectVerified, find, mend } from './expect.ts';
import { untilReadyIs } from './flux.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

/** A small release of the same chart, for others to wait for. */
function small(name: string, spec: Record<string, unknown> = {}): Manifest {
  const manifest = release({ values: { memory: '64Mi' }, ...spec });
  return { ...manifest, metadata: { name, namespace: 'coder' } };
}

const CONFIG: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'base-values', namespace: 'coder' },
  data: { 'other.yaml': 'memory: 64Mi\n' },
};

interface Waiting {
  readonly name: string;
  readonly title: string;
  /** What is there before the release that has to wait. */
  readonly before: readonly Manifest[];
  /** What has to be true of one of them first: its Ready, by status and reason. */
  readonly first?: { readonly release: Manifest; readonly status: string; readonly reason?: string };
  readonly dependsOn: readonly Record<string, unknown>[];
  /** The reason with which it waits. */
  readonly reason: 'DependencyNotReady' | 'InvalidCELExpression';
  readonly expected: Expected;
  readonly advice: string;
  readonly filledIn?: FilledIn;
}

/** A first install that waits, until what the report says is done. */
function waiting(sketch: Waiting): Incident {
  const { name, title, before, dependsOn, reason, expected, advice, first, filledIn = {} } = sketch;
  return {
    name,
    is: 'incident',
    title,
    on: BOTH,
    nodes: ROOM,
    async run(cluster) {
      cluster.charts.publish(coderChart(OLD));
      await cluster.git.commit(namespace('coder'), repository(cluster.charts.url), ...before);
      if (first !== undefined) await untilFirst(cluster, first);
      await cluster.git.commit(release({ dependsOn }));
      await untilReadyIs(cluster, reason);
      const finding = await find(cluster, expected);
      await mend(cluster, finding, advice, filledIn);
      await expectVerified(cluster);
      await expectOldRuns(cluster);
      await expectNothing(cluster, 'healthy');
    },
  };
}

async function untilFirst(cluster: Cluster, { release: manifest, status, reason }: NonNullable<Waiting['first']>) {
  await cluster.until(`${manifest.metadata.name} to be Ready=${status}`, async () => {
    const ready = conditionOf(await cluster.api.get(nameOf(manifest)), 'Ready');
    return ready['status'] === status && (reason === undefined || ready['reason'] === reason);
  });
}

/** Releases that wait for releases. */
export const DEPENDENCIES: readonly Incident[] = [
  waiting({
    name: 'depends-on-broken-chain',
    title: 'It depends on a release that depends on one whose values lack a key',
    before: [
      CONFIG,
      small('base', { valuesFrom: [{ kind: 'ConfigMap', name: 'base-values' }] }),
      small('api', { dependsOn: [{ name: 'base' }] }),
    ],
    first: { release: small('base'), status: 'False', reason: 'ValuesError' },
    dependsOn: [{ name: 'api' }],
    reason: 'DependencyNotReady',
    expected: { code: 'values-key-missing', confidence: ['confirmed'] },
    advice: 'name-the-key',
  }),
  waiting({
    name: 'depends-on-in-a-circle',
    title: 'Two releases depend on each other',
    before: [small('api', { dependsOn: [{ name: 'coder' }] })],
    dependsOn: [{ name: 'api' }],
    reason: 'DependencyNotReady',
    expected: { code: 'dependency-cycle', confidence: ['confirmed'] },
    advice: 'break-the-circle',
    filledIn: { 'depends-on': '[]' },
  }),
  waiting({
    name: 'depends-on-mistyped-name',
    title: 'It depends on a release whose name has two letters swapped',
    before: [small('base')],
    dependsOn: [{ name: 'bsae' }],
    reason: 'DependencyNotReady',
    expected: { code: 'dependency-missing', confidence: ['confirmed'] },
    advice: 'name-the-nearest',
  }),
  waiting({
    name: 'ready-expression-false',
    title: 'The release that it depends on is ready, and its readyExpr asks for another interval',
    before: [small('base')],
    first: { release: small('base'), status: 'True' },
    dependsOn: [{ name: 'base', readyExpr: "dep.spec.interval == '9m'" }],
    reason: 'DependencyNotReady',
    expected: { code: 'dependency-expression-false', confidence: ['likely'] },
    advice: 'meet-or-mend-expression',
    filledIn: { 'depends-on': '[{name: base}]' },
  }),
  waiting({
    name: 'ready-expression-invalid',
    title: 'Its readyExpr names a variable that there is none of',
    before: [small('base')],
    first: { release: small('base'), status: 'True' },
    dependsOn: [{ name: 'base', readyExpr: 'dpe.status.observedGeneration > 0' }],
    reason: 'InvalidCELExpression',
    expected: { code: 'cel-invalid', confidence: ['confirmed'] },
    advice: 'mend-ready-expression',
    filledIn: { 'depends-on': '[{name: base}]' },
  }),
];
