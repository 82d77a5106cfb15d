import type { Cluster } from '../cluster/cluster.ts';
import type { Grant } from './grants.ts';
import { bindRole, giveRoleIn, type Look, takeAway, untilAllowed } from './reader.ts';
import type { Row } from './table.ts';

const PODS: Grant = { verb: 'list', group: '', resource: 'pods' };
const NODES: Grant = { verb: 'list', group: '', resource: 'nodes' };
const RELEASES: Grant = { verb: 'list', group: 'helm.toolkit.fluxcd.io', resource: 'helmreleases' };

/**
 * What is seen by those whom one meets: with the printed role in one namespace, with the `view` role of Kubernetes, with
 * what an installation of Flux adds to that, and with nothing. The reader has nothing in the end.
 */
export async function accounts(cluster: Cluster, look: Look, printed: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const add = async (name: string, args: readonly string[]): Promise<void> => {
    rows.push({ name, outcome: await look(args) });
  };
  await giveRoleIn(cluster, printed, 'coder');
  await untilAllowed(cluster, [
    { grant: NODES, allowed: false },
    { grant: PODS, namespace: 'coder', allowed: true },
  ]);
  await add('the role in the namespace', ['coder/coder']);
  await add('the same, with -n', ['-n', 'coder']);
  await add('the same, everywhere', []);
  await takeAway(cluster, 'rolebinding kubedoc -n coder');
  await bindRole(cluster, 'view');
  await untilAllowed(cluster, [
    { grant: PODS, allowed: true },
    { grant: RELEASES, allowed: false },
  ]);
  await add('view', ['coder/coder']);
  await cluster.api.apply(FLUX_VIEW, 'harness');
  await untilAllowed(cluster, [{ grant: RELEASES, allowed: true }]);
  await add('view, with that of Flux', ['coder/coder']);
  await cluster.api.remove({ apiVersion: FLUX_VIEW.apiVersion, kind: FLUX_VIEW.kind, name: FLUX_VIEW.metadata.name });
  await takeAway(cluster, 'clusterrolebinding view');
  await untilAllowed(cluster, [{ grant: PODS, allowed: false }]);
  await add('nothing', ['coder/coder']);
  return rows;
}

/** The rights that an installation of Flux adds to the `view` role (its ClusterRole `flux-view`). */
const FLUX_VIEW = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'flux-view', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
  rules: [
    {
      apiGroups: ['notification', 'source', 'helm', 'image', 'kustomize'].map((each) => `${each}.toolkit.fluxcd.io`),
      resources: ['*'],
      verbs: ['get', 'list', 'watch'],
    },
  ],
};
