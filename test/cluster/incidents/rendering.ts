import type { Finding } from '../../../src/model/report.ts';
import { followAdvice } from '../cluster/advice.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { at, conditionOf } from '../plane/manifest.ts';
import { untilRepeated } from './chart.ts';
import { expectOldRuns, installOld, OLD, publishNew, RELEASE } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { failingUpgrade, ROOM } from './upgrade.ts';

/** What the new version of the chart takes as values. */
const SCHEMA = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  properties: {
    global: { type: 'object' },
    memory: { type: 'string' },
    cpu: { type: 'string' },
    serviceAccount: { type: 'string' },
    podAnnotations: { type: 'object' },
    replicas: { type: 'integer' },
  },
});

const kubernetesTooOld: Incident = {
  name: 'kubernetes-too-old',
  is: 'incident',
  title: 'The new version of the chart is for a version of Kubernetes that the cluster does not have yet',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await publishNew(cluster, { kubeVersion: '>=1.99.0-0' });
    await untilRepeated(cluster);
    const finding = await find(cluster, { code: 'kube-version', confidence: ['confirmed'] });
    await goBack(cluster, finding);
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** Back to the version that is deployed: 1.6 takes its error back then, and 1.4 has to be made to. */
async function goBack(cluster: Cluster, finding: Finding): Promise<void> {
  const version = { version: OLD };
  if (cluster.helmController !== '1.4') return mend(cluster, finding, 'other-chart-version', version);
  await followAdvice(cluster, finding, 'other-chart-version', version);
  await cluster.until('helm-controller to find it in sync', async () => {
    const release = await cluster.api.get(RELEASE);
    const atRest = conditionOf(release, 'Reconciling')['status'] === undefined;
    return atRest && at(release, 'status.lastAttemptedRevision') === OLD;
  });
  const left = await find(cluster, { code: 'error-not-cleared', confidence: ['confirmed'] });
  await mend(cluster, left, 'force-in-sync');
}

/** What Helm refuses before anything reaches the API server, for what the chart itself says. */
export const RENDERINGS: readonly Incident[] = [
  failingUpgrade({
    name: 'values-against-schema',
    title: 'The new version of the chart has a schema: a number of the values is a text, and a key is not known',
    spec: { values: { replicas: '1', ingres: { host: 'coder.example.org' } } },
    parts: { files: { 'values.schema.json': SCHEMA } },
    until: untilRepeated,
    expected: { code: 'values-schema', confidence: ['confirmed'] },
    advice: ['mend-values-exactly'],
    ends: 'new',
  }),
  kubernetesTooOld,
];
