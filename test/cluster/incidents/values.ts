import type { Manifest } from '../plane/manifest.ts';
import { untilRepeated } from './chart.ts';
import { coderChart, expectOldRuns, namespace, OLD, release, repository } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { untilReadyIs } from './flux.ts';
import { BOTH, type Incident } from './incident.ts';
import { failingUpgrade, ROOM } from './upgrade.ts';

const CODER = { kind: 'HelmRelease', namespace: 'coder', name: 'coder' };

const VALUES: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'coder-values', namespace: 'coder' },
  stringData: { 'values.yaml': 'memory: 2Gi\n' },
};

const missingSecret: Incident = {
  name: 'values-secret-missing',
  is: 'incident',
  title: 'The Secret with its values is called a little otherwise than the release says',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    await cluster.git.commit(namespace('coder'), repository(cluster.charts.url), VALUES);
    await cluster.git.commit(release({ valuesFrom: [{ kind: 'Secret', name: 'coder-value' }] }));
    await untilReadyIs(cluster, 'ValuesError');
    const finding = await find(cluster, { code: 'values-reference-missing', confidence: ['confirmed', 'likely'] });
    await mend(cluster, finding, 'name-the-object');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** A patch of an object that the chart does not render. */
const OF_NOBODY = [
  'apiVersion: apps/v1',
  'kind: Deployment',
  'metadata: { name: coder-workspaces }',
  'spec: { replicas: 2 }',
].join('\n');

const POST_RENDERERS = [{ kustomize: { patches: [{ patch: OF_NOBODY }] } }];

const NEEDS_HOST = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-host
data:
  host: {{ required "set .Values.access.host to the name that people type" (.Values.access).host }}
`;

/** What is wrong with values, templates and patches, before anything reaches the API server. */
export const VALUES_AND_TEMPLATES: readonly Incident[] = [
  missingSecret,
  failingUpgrade({
    name: 'patch-without-target',
    title: 'A patch of the post-renderers is for a Deployment that the new version of the chart does not render',
    before: async (cluster) => cluster.git.change(CODER, JSON.stringify({ spec: { postRenderers: POST_RENDERERS } })),
    until: untilRepeated,
    expected: { code: 'post-render-fails', confidence: ['confirmed'] },
    advice: ['remove-patch'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'template-wants-value',
    title: 'The new version of the chart wants a value that nobody gave it',
    parts: { templates: { 'host.yaml': NEEDS_HOST } },
    until: untilRepeated,
    expected: { code: 'chart-render-fails', confidence: ['likely'] },
    filledIn: () => ({ 'give-value': { value: 'coder.example.org' } }),
    advice: ['give-value'],
    ends: 'new',
  }),
];
