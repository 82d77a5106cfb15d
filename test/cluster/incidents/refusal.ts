import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import type { Manifest, Named } from '../plane/manifest.ts';
import { untilRepeated } from './chart.ts';
import {
  coderChart,
  DOUBLED_PORT,
  expectOldRuns,
  namespace,
  OLD,
  reconcile,
  release,
  REPOSITORY,
  repository,
} from './coder.ts';
import { expectVerified, find, mend } from './expect.ts';
import { untilReadyIs } from './flux.ts';
import { BOTH, type Incident } from './incident.ts';
import { failingUpgrade, ROOM } from './upgrade.ts';

const SEED = `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-seed
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: seed, image: "ghcr.io/coder/coder:v{{ .Chart.AppVersion }}" }]
`;

const finishedJob = failingUpgrade({
  name: 'job-template-immutable',
  title: 'The new version of the chart changes the image of a Job that has come to its end',
  old: { templates: { 'seed.yaml': SEED } },
  parts: { templates: { 'seed.yaml': SEED } },
  expected: { code: 'immutable-field', confidence: ['confirmed'] },
  advice: ['delete-finished-job', 'reset'],
  ends: 'new',
});

/** Only Helm 4 applies on the server's side. */
const doubledPort: Incident = {
  ...failingUpgrade({
    name: 'duplicate-port',
    title: 'The new version of the chart names a port of its container twice',
    parts: { templates: { 'deployment.yaml': DOUBLED_PORT } },
    expected: { code: 'duplicate-entries', confidence: ['confirmed'] },
    advice: ['client-side-apply'],
    ends: 'new',
  }),
  on: ['1.6'],
};

function definitionOf(kind: string): string {
  const plural = `${kind.toLowerCase()}s`;
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.example.org
spec:
  group: example.org
  scope: Namespaced
  names: { kind: ${kind}, plural: ${plural}, singular: ${kind.toLowerCase()} }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;
}

const WIDGET = `apiVersion: example.org/v1
kind: Widget
metadata:
  name: {{ .Release.Name }}
spec: { size: 1 }
`;
const WIDGETS: Named = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  namespace: '',
  name: 'widgets.example.org',
};

/** The operator that brings the definitions, as a release of its own. */
function operator(): Manifest {
  const { name, namespace: home, kind } = REPOSITORY;
  const chart = { spec: { chart: 'operator', version: '1.0.0', sourceRef: { kind, name, namespace: home } } };
  return { ...release({ chart }), metadata: { name: 'operator', namespace: 'coder' } };
}

/** Installs the operator; then somebody deletes one of its definitions by hand. */
async function definitionDeleted(cluster: Cluster): Promise<void> {
  const templates = { 'widgets.yaml': definitionOf('Widget'), 'gadgets.yaml': definitionOf('Gadget') };
  cluster.charts.publish({ name: 'operator', version: '1.0.0', values: {}, templates });
  await reconcile(cluster, REPOSITORY);
  const manifest = operator();
  await cluster.git.commit(manifest);
  const named = { apiVersion: manifest.apiVersion, kind: 'HelmRelease', namespace: 'coder', name: 'operator' };
  await cluster.untilCondition(named, 'Ready', 'True');
  await cluster.api.remove(WIDGETS);
  await cluster.until('the definition to be gone', async () => (await cluster.api.get(WIDGETS)) === undefined);
}

const deletedDefinition = failingUpgrade({
  name: 'definition-deleted',
  title: 'The new version needs a kind of another release, and somebody has deleted its definition',
  before: definitionDeleted,
  parts: { templates: { 'widget.yaml': WIDGET } },
  until: untilRepeated,
  expected: { code: 'kind-not-brought', confidence: ['confirmed'] },
  advice: ['bring-it-again', 'wait-for-owner'],
  ends: 'new',
});

/** A kubeconfig that holds its authority: Flux does not follow a path to a file, which would be one of the controller's. */
function wholeKubeconfig({ plane }: Cluster): string {
  const text = readFileSync(plane.kubeconfigs.harness, 'utf8');
  const file = join(plane.folder, 'edge.kubeconfig');
  const whole = text.replace(/certificate-authority: (.+)/, (_, path: string) => {
    return `certificate-authority-data: ${readFileSync(path).toString('base64')}`;
  });
  writeFileSync(file, whole);
  return file;
}

const missingKubeconfig: Incident = {
  name: 'kubeconfig-missing',
  is: 'incident',
  title: 'The release installs through a kubeconfig, and the Secret with it is missing',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    await cluster.git.commit(namespace('coder'), repository(cluster.charts.url));
    await cluster.git.commit(release({ kubeConfig: { secretRef: { name: 'edge' } } }));
    await untilReadyIs(cluster, 'RESTClientError');
    const finding = await find(cluster, { code: 'kubeconfig-missing', confidence: ['confirmed'] });
    await mend(cluster, finding, 'provide-kubeconfig', { kubeconfig: wholeKubeconfig(cluster) });
    await expectVerified(cluster);
    await expectOldRuns(cluster);
  },
};

/** What the API server, or the way to it, does not let through. */
export const REFUSALS: readonly Incident[] = [finishedJob, doubledPort, deletedDefinition, missingKubeconfig];
