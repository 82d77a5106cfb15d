import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { at, conditionOf, type Manifest } from '../plane/manifest.ts';
import { OTHER_SELECTOR, RELEASE } from './coder.ts';
import { type Expected, find } from './expect.ts';
import type { Incident } from './incident.ts';
import { failingUpgrade } from './upgrade.ts';

const WIDGET_TEMPLATE = `apiVersion: example.org/v1
kind: Widget
metadata:
  name: {{ .Release.Name }}
spec: { size: 1 }
`;

const WIDGETS: Manifest = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.org' },
  spec: {
    group: 'example.org',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

const FAILING_HOOK = `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations: { helm.sh/hook: pre-upgrade }
spec:
  backoffLimit: 0
  template:
    metadata:
      annotations: { kubelet.test/exit-code: "1", kubelet.test/message: "relation users does not exist" }
    spec:
      restartPolicy: Never
      containers: [{ name: migrate, image: "ghcr.io/coder/coder:v{{ .Chart.AppVersion }}" }]
`;

/** Holds until the release says that it failed, without Flux giving up. */
async function untilFailed(cluster: Cluster): Promise<void> {
  await cluster.until('the release to be not ready', async () => {
    const ready = conditionOf(await cluster.api.get(RELEASE), 'Ready');
    return ready['status'] === 'False';
  });
}

/** Such a failure is repeated with growing pauses; afterwards it has to be found at any moment of that. */
export async function untilRepeated(cluster: Cluster): Promise<void> {
  await cluster.until('two failures', async () => Number(at(await cluster.api.get(RELEASE), 'status.failures')) >= 2);
}

/** Looks into attempts and into pauses, until there have been four more of them. */
async function findAtAnyMoment(cluster: Cluster): Promise<void> {
  const failures = async (): Promise<number> => Number(at(await cluster.api.get(RELEASE), 'status.failures'));
  for (const last = (await failures()) + 4; (await failures()) < last;) await find(cluster, KIND_MISSING);
}

const KIND_MISSING: Expected = { code: 'kind-missing', confidence: ['confirmed'] };

/** The file in which a project publishes an object. */
function published({ plane }: Cluster, manifest: Manifest): string {
  const file = join(plane.folder, `${manifest.metadata.name}.json`);
  writeFileSync(file, JSON.stringify(manifest));
  return file;
}

/** Everything that is wrong with the chart or with which chart is wanted. */
export const CHARTS: readonly Incident[] = [
  failingUpgrade({
    name: 'immutable-field',
    title: 'The new version of the chart changes the selector of its Deployment',
    parts: { templates: { 'deployment.yaml': OTHER_SELECTOR } },
    expected: { code: 'immutable-field', confidence: ['confirmed'] },
    advice: ['pin-version'],
    ends: 'old',
  }),
  failingUpgrade({
    name: 'definition-missing',
    title: 'The new version of the chart brings an object of a kind that nobody has installed',
    parts: { templates: { 'widget.yaml': WIDGET_TEMPLATE } },
    until: async (cluster) => {
      await untilRepeated(cluster);
      await findAtAnyMoment(cluster);
    },
    expected: KIND_MISSING,
    filledIn: (cluster) => ({ 'install-definitions': { definitions: published(cluster, WIDGETS) } }),
    advice: ['install-definitions'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'chart-version-missing',
    title: 'The range of versions in the spec matches nothing that the repository has',
    before: async (cluster) =>
      cluster.git.change(
        { kind: 'HelmRelease', namespace: 'coder', name: 'coder' },
        'spec: {chart: {spec: {version: ">=4.0.0 <5.0.0"}}}',
      ),
    until: untilFailed,
    expected: { code: 'chart-version-missing', confidence: ['confirmed'] },
    advice: ['pin-version'],
    ends: 'old',
  }),
  failingUpgrade({
    name: 'hook-fails',
    title: 'The migration that runs before the upgrade fails',
    parts: { templates: { 'migrate.yaml': FAILING_HOOK } },
    expected: { code: 'job-attempt-failed', confidence: ['confirmed', 'likely'] },
    advice: ['pin-version'],
    ends: 'old',
  }),
];
