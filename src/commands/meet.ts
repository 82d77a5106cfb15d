import type { Fact } from '../model/fact.ts';
import type { ListQuery } from '../model/query.ts';
import type { LookUp } from '../engine/memo.ts';
import type { Cluster } from './cluster.ts';
import { outOfReach } from './exit.ts';
import type { Io } from './io.ts';
import { tellOutOfReach } from './out-of-reach.ts';

/** As the runbooks ask for it, so that it is asked once. */
const HELM_CONTROLLER: ListQuery = {
  from: 'list',
  resource: 'deployments.apps',
  namespace: null,
  fieldSelector: 'metadata.name=helm-controller',
};

/**
 * Makes sure that there is a cluster before anything is made ready for it: asks for its version and its HelmReleases, as
 * the walk will. Gives the fact about the HelmReleases, or the exit code where the cluster is out of reach.
 */
export async function meet(cluster: Cluster, lookUp: LookUp, namespace: string | null, io: Io): Promise<Fact | number> {
  const releases: ListQuery = { from: 'list', resource: 'helmreleases.helm.toolkit.fluxcd.io', namespace };
  const [server, fact] = await Promise.all([lookUp({ from: 'server' }), lookUp(releases)]);
  // One more kind, so that trouble with HelmReleases alone is told from trouble with everything.
  if (fact.state === 'denied' || fact.state === 'failed') await lookUp(HELM_CONTROLLER);
  if (server.state !== 'known') {
    const trouble = outOfReach(cluster);
    if (trouble !== undefined) return tellOutOfReach(trouble, io);
  }
  return fact;
}
