import type { Cluster } from '../cluster/cluster.ts';
import { conditionOf, type Manifest, mergeInto } from '../plane/manifest.ts';
import {
  coderChart,
  expectNewRuns,
  expectOldRuns,
  installOld,
  namespace,
  NEW,
  OLD,
  reconcile,
  release,
  REPOSITORY,
  repository,
} from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { untilReadyIs } from './flux.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

/** Somebody else's HelmChart from the same repository, by its right name. */
const others: Manifest = {
  apiVersion: REPOSITORY.apiVersion,
  kind: 'HelmChart',
  metadata: { name: 'other-coder', namespace: 'flux-system' },
  spec: { chart: 'coder', version: OLD, interval: '10m', sourceRef: { kind: 'HelmRepository', name: REPOSITORY.name } },
};

const misspelt: Incident = {
  name: 'chart-name-mistyped',
  is: 'incident',
  title: 'The name of the chart in the spec has lost a letter',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    await cluster.git.commit(namespace('coder'), repository(cluster.charts.url), others);
    await cluster.git.commit(mergeInto(release(), { spec: { chart: { spec: { chart: 'codr' } } } }) as Manifest);
    await untilReadyIs(cluster, 'SourceNotReady');
    await untilChartSays(cluster, 'no chart name found');
    const finding = await find(cluster, { code: 'chart-name-missing', confidence: ['confirmed'] });
    await mend(cluster, finding, 'take-near-name');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

async function untilChartSays(cluster: Cluster, words: string): Promise<void> {
  const chart = { ...REPOSITORY, kind: 'HelmChart', name: 'coder-coder' };
  await cluster.until(`the HelmChart to say "${words}"`, async () =>
    String(conditionOf(await cluster.api.get(chart), 'Ready')['message']).includes(words),
  );
}

const login: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'chart-login', namespace: 'flux-system' },
  stringData: { username: 'flux', password: 'for-tests-only' },
};

const withoutSecret: Incident = {
  name: 'repository-secret-missing',
  is: 'incident',
  title: 'The chart repository refers to a Secret whose name was mistyped',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    const asked = mergeInto(repository(cluster.charts.url), {
      spec: { secretRef: { name: 'charts-login' } },
    }) as Manifest;
    await cluster.git.commit(namespace('coder'), login, asked);
    await cluster.git.commit(release());
    await untilReadyIs(cluster, 'SourceNotReady');
    await cluster.untilCondition(REPOSITORY, 'Ready', 'False');
    const finding = await find(cluster, { code: 'source-credentials-missing', confidence: ['confirmed'] });
    await mend(cluster, finding, 'name-near-secret');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const SOURCE = { kind: 'HelmRepository', namespace: 'flux-system', name: REPOSITORY.name };
const CODER = { kind: 'HelmRelease', namespace: 'coder', name: 'coder' };

const suspended: Incident = {
  name: 'repository-suspended',
  is: 'incident',
  title: 'The chart repository was suspended before the version that is asked for was published',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await cluster.git.change(SOURCE, 'spec: {suspend: true}');
    cluster.charts.publish(coderChart(NEW));
    await cluster.git.change(CODER, `spec: {chart: {spec: {version: "${NEW}"}}}`);
    await untilReadyIs(cluster, 'SourceNotReady');
    const finding = await find(cluster, { code: 'source-suspended', confidence: ['confirmed'] });
    await mend(cluster, finding, 'resume-source');
    await expectVerified(cluster);
    await expectNewRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const staleSource: Incident = {
  name: 'stale-source-behind-ready',
  is: 'incident',
  title: 'The release is Ready, and its chart repository has not been read since it moved',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await cluster.git.change(SOURCE, `spec: {url: "${cluster.charts.url}/old"}`);
    await cluster.untilCondition(REPOSITORY, 'Ready', 'False');
    await expectOldRuns(cluster);
    const finding = await find(cluster, { code: 'index-not-fetched', confidence: ['confirmed'] });
    if (finding.severity !== 'P3') throw new Error(`nothing is down, and it is called ${finding.severity}`);
    await mend(cluster, finding, 'mend-source-url', { address: cluster.charts.url });
    await cluster.untilCondition(REPOSITORY, 'Ready', 'True');
    await reconcile(cluster, REPOSITORY);
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** What keeps a chart from being fetched, and a release that does not tell of it. */
export const SOURCES: readonly Incident[] = [misspelt, withoutSecret, suspended, staleSource];
