import type { Cluster } from '../cluster/cluster.ts';
import { type Manifest, type Named, nameOf } from '../plane/manifest.ts';
import { untilRepeated } from './chart.ts';
import { reconcile, release, REPOSITORY } from './coder.ts';
import type { Incident } from './incident.ts';
import { failingUpgrade } from './upgrade.ts';

const SETTINGS: Named = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'coder', name: 'coder-settings' };

function settingsTemplate(log: string, annotations = '{}'): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${SETTINGS.name}
  annotations: ${annotations}
data: { log: ${log} }
`;
}

/** A release of its own for the settings, as there were before the chart brought them. */
function settingsRelease(): Manifest {
  const { name, namespace } = REPOSITORY;
  const sourceRef = { kind: REPOSITORY.kind, name, namespace };
  const manifest = release({ chart: { spec: { chart: 'settings', version: '1.0.0', sourceRef } } });
  return { ...manifest, metadata: { name: 'settings', namespace: 'coder' } };
}

async function installSettings(cluster: Cluster, annotations?: string): Promise<Named> {
  const templates = { 'settings.yaml': settingsTemplate('json', annotations) };
  cluster.charts.publish({ name: 'settings', version: '1.0.0', values: {}, templates });
  await reconcile(cluster, REPOSITORY);
  const settings = settingsRelease();
  await cluster.git.commit(settings);
  const named = nameOf(settings);
  await cluster.untilCondition(named, 'Ready', 'True');
  return named;
}

/** Its chart asks Helm to keep the settings when the release goes. */
async function leaveSettingsBehind(cluster: Cluster): Promise<void> {
  const settings = await installSettings(cluster, '{ helm.sh/resource-policy: keep }');
  await cluster.git.remove(settings);
  await cluster.until(
    'the other release to be uninstalled',
    async () => (await cluster.api.get(settings)) === undefined,
  );
}

/** Helm and Flux are told to leave alone what they did not make. */
const TAKES_NOTHING = { install: { disableTakeOwnership: true }, upgrade: { disableTakeOwnership: true } };

const bringsSettings = {
  spec: TAKES_NOTHING,
  parts: { templates: { 'settings.yaml': settingsTemplate('human') } },
  until: untilRepeated,
  expected: { code: 'foreign-ownership', confidence: ['confirmed'] },
} as const;

/** What the new version brings is there already, and Flux may not take it over. */
export const OWNED: readonly Incident[] = [
  failingUpgrade({
    ...bringsSettings,
    name: 'foreign-ownership',
    title: 'The new version of the chart brings an object that another Helm release owns',
    before: async (cluster) => {
      await installSettings(cluster);
    },
    advice: ['leave-to-owner'],
    ends: 'new',
  }),
  failingUpgrade({
    ...bringsSettings,
    name: 'foreign-ownership-left-over',
    title: 'The new version of the chart brings an object that a release which has gone left behind',
    before: leaveSettingsBehind,
    advice: ['adopt-object', 'reconcile'],
    ends: 'new',
  }),
];
