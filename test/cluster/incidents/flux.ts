import { conditionOf, type Manifest, type Named } from '../plane/manifest.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { pause } from '../plane/wait.ts';
import { coderChart, expectOldRuns, installOld, namespace, NEW, OLD, release, RELEASE, repository } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

const BASE: Named = { apiVersion: RELEASE.apiVersion, kind: 'HelmRelease', namespace: 'coder', name: 'base' };

/** The release that the others wait for, suspended before it was ever installed. */
function suspendedBase(): Manifest {
  const manifest = release({ suspend: true, values: { memory: '64Mi' } });
  return { ...manifest, metadata: { name: 'base', namespace: 'coder' } };
}

const suspendedRoot: Incident = {
  name: 'depends-on-suspended-root',
  is: 'incident',
  title: 'It depends on a release that somebody suspended before it was ever installed',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    await cluster.git.commit(namespace('coder'), repository(cluster.charts.url), suspendedBase());
    await cluster.git.commit(release({ dependsOn: [{ name: BASE.name }] }));
    await untilReadyIs(cluster, 'DependencyNotReady');
    const finding = await find(cluster, { code: 'dependency-suspended', confidence: ['confirmed'] });
    await mend(cluster, finding, 'resume-dependency');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const CONFIG: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'coder-values', namespace: 'coder' },
  data: { 'other.yaml': 'memory: 2Gi\n' },
};

const missingKey: Incident = {
  name: 'values-key-missing',
  is: 'incident',
  title: 'The ConfigMap with its values lacks the key that is asked for',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    await cluster.git.commit(namespace('coder'), repository(cluster.charts.url), CONFIG);
    await cluster.git.commit(release({ valuesFrom: [{ kind: 'ConfigMap', name: 'coder-values' }] }));
    await untilReadyIs(cluster, 'ValuesError');
    const finding = await find(cluster, { code: 'values-key-missing', confidence: ['confirmed'] });
    await mend(cluster, finding, 'name-the-key');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const notFound: Incident = {
  name: 'repository-not-found',
  is: 'incident',
  title: 'The chart repository has moved, and its old address answers 404',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    await cluster.git.commit(namespace('coder'), repository(`${cluster.charts.url}/old`), release());
    await untilReadyIs(cluster, 'SourceNotReady');
    const finding = await find(cluster, { code: 'index-not-fetched', confidence: ['confirmed', 'likely'] });
    await mend(cluster, finding, 'mend-source-url', { address: cluster.charts.url });
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const CODER = { kind: 'HelmRelease', namespace: 'coder', name: 'coder' };

const helmControllerDown: Incident = {
  name: 'helm-controller-down',
  is: 'incident',
  title: 'helm-controller has crashed, and a change of the spec is not acted on',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await cluster.flux.crash('helm-controller');
    await cluster.git.change(CODER, 'spec: {values: {cpu: 250m}}');
    // A change of the last two minutes may just not have been seen yet.
    await pause(125_000, cluster.plane.signal);
    const finding = await find(cluster, { code: 'helm-controller-down', confidence: ['confirmed'] });
    await mend(cluster, finding, 'controller-back');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const sourceControllerDown: Incident = {
  name: 'source-controller-down',
  is: 'incident',
  title: 'source-controller has crashed, and the chart of a changed spec is not fetched',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    cluster.charts.publish(coderChart(NEW));
    await cluster.flux.crash('source-controller');
    await cluster.git.change(CODER, `spec: {chart: {spec: {version: ">=${OLD}"}}}`);
    await untilReadyIs(cluster, 'SourceNotReady');
    const finding = await find(cluster, { code: 'source-not-observed', confidence: ['confirmed'] });
    await mend(cluster, finding, 'restart-source-controller');
    await expectVerified(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** What keeps a release from getting as far as Helm, and what of Flux itself is away. */
export const FLUX: readonly Incident[] = [
  suspendedRoot,
  missingKey,
  notFound,
  helmControllerDown,
  sourceControllerDown,
];

export async function untilReadyIs(cluster: Cluster, reason: string): Promise<void> {
  await cluster.until(`reason ${reason}`, async () => {
    const ready = conditionOf(await cluster.api.get(RELEASE), 'Ready');
    return ready['status'] === 'False' && ready['reason'] === reason;
  });
}
