import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Cluster } from '../cluster/cluster.ts';
import { newAgeKey } from '../cluster/age-key.ts';
import { type GitServer, startGitServer } from '../cluster/git-server.ts';
import { at, type Manifest, type Named } from '../plane/manifest.ts';
import {
  coderChart,
  DEPLOYMENT,
  expectOldRuns,
  namespace,
  OLD,
  reconcile,
  RELEASE,
  release,
  repository,
} from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

const APPS: Named = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'apps',
};
const FLEET: Named = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  namespace: 'flux-system',
  name: 'fleet',
};

function manifestOf({ apiVersion, kind, namespace: home = '', name }: Named, spec: object): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: home }, spec: { interval: '10m', ...spec } };
}

const apps = manifestOf(APPS, {
  path: './apps/coder',
  prune: true,
  sourceRef: { kind: 'GitRepository', name: FLEET.name },
  retryInterval: '10m',
});

const BEFORE = stringify(release());
/** What somebody wants of the release, and what tells that it has arrived. */
const AFTER = stringify(release({ values: { cpu: '250m' } }));

/** The release comes out of a real Git repository through a Kustomization, and runs. */
async function installThroughGit(cluster: Cluster, fleet: GitServer): Promise<void> {
  cluster.charts.publish(coderChart(OLD));
  await fleet.commit({ 'apps/coder/release.yaml': BEFORE });
  await cluster.flux.add('kustomize-controller');
  const source = manifestOf(FLEET, { url: fleet.url, ref: { branch: 'main' } });
  await cluster.git.commit(namespace('coder'), repository(cluster.charts.url), source, apps);
  await cluster.untilCondition(APPS, 'Ready', 'True', 120);
  await cluster.untilCondition(RELEASE, 'Ready', 'True', 90);
}

async function untilArrived(cluster: Cluster): Promise<void> {
  await cluster.untilCondition(APPS, 'Ready', 'True');
  await cluster.until('what Git says to run', async () => {
    const deployment = await cluster.api.get(DEPLOYMENT);
    return at(deployment, 'spec.template.spec.containers.0.resources.requests.cpu') === '250m';
  });
}

interface Broken {
  readonly name: string;
  readonly title: string;
  /** What somebody does, after which nothing of Git arrives. */
  readonly breakIt: (cluster: Cluster, fleet: GitServer) => Promise<void>;
  readonly code: string;
  readonly advice: string;
  readonly filledIn: (cluster: Cluster) => Readonly<Record<string, string>>;
}

function broken({ name, title, breakIt, code, advice, filledIn }: Broken): Incident {
  return {
    name,
    is: 'incident',
    title,
    on: BOTH,
    nodes: ROOM,
    async run(cluster) {
      const fleet = await startGitServer(join(cluster.plane.folder, 'fleet'));
      try {
        await installThroughGit(cluster, fleet);
        await breakIt(cluster, fleet);
        await reconcile(cluster, FLEET);
        await cluster.untilCondition(APPS, 'Ready', 'False');
        const finding = await find(cluster, { code, confidence: ['confirmed'] });
        await mend(cluster, finding, advice, filledIn(cluster));
        await untilArrived(cluster);
        await expectVerified(cluster);
        await expectOldRuns(cluster);
        await expectNothing(cluster, 'healthy');
      } finally {
        await fleet.close();
      }
    },
  };
}

/** Kustomizations that keep what Git says from reaching a release that runs. */
export const KUSTOMIZATIONS: readonly Incident[] = [
  broken({
    name: 'kustomization-path-moved',
    title: 'The folder of its manifests was renamed in Git, and its Kustomization reads the old one',
    async breakIt(_cluster, fleet) {
      await fleet.commit({ 'apps/coder/release.yaml': null, 'apps/shop/coder/release.yaml': AFTER });
    },
    code: 'kustomization-path-gone',
    advice: 'mend-path',
    filledIn: () => ({ path: './apps/shop/coder' }),
  }),
  broken({
    name: 'kustomization-key-missing',
    title: 'Its Kustomization is to decrypt with a key that nobody has brought into the cluster',
    async breakIt({ git }, fleet) {
      await fleet.commit({ 'apps/coder/release.yaml': AFTER });
      await git.change(APPS, 'spec: {decryption: {provider: sops, secretRef: {name: sops-age}}}');
    },
    code: 'key-secret-missing',
    advice: 'bring-key',
    filledIn({ plane }) {
      const file = join(plane.folder, 'identity.txt');
      writeFileSync(file, `${newAgeKey()}\n`, { mode: 0o600 });
      return { 'key-file': file };
    },
  }),
];
