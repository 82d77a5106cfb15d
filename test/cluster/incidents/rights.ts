import type { Cluster } from '../cluster/cluster.ts';
import type { Manifest } from '../plane/manifest.ts';
import { coderChart, expectOldRuns, namespace, OLD, release, repository } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { untilReadyIs } from './flux.ts';
import { BOTH, type Incident } from './incident.ts';
import { failingUpgrade, ROOM } from './upgrade.ts';

const ACCOUNT = 'coder-deployer';
const ALL = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** The account, and a Role that is bound to it: all that the release needs, but of Deployments only this. */
function rights(deployments: readonly string[]): readonly Manifest[] {
  const metadata = { name: ACCOUNT, namespace: 'coder' };
  const rules = [
    { apiGroups: [''], resources: ['secrets', 'services', 'pods'], verbs: ALL },
    { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: deployments },
  ];
  return [
    namespace('coder'),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: ACCOUNT },
      subjects: [{ kind: 'ServiceAccount', name: ACCOUNT, namespace: 'coder' }],
    },
  ];
}

/**
 * The first install fails for want of a right, and its remediation, the uninstall, for want of the next: Helm's revision
 * is left `uninstalling`, and granting the rights alone helps no more.
 */
const onInstall: Incident = {
  name: 'account-without-rights-on-install',
  is: 'incident',
  title:
    'The account that the release acts as may neither make nor delete Deployments, so the first install is half undone',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    await cluster.git.commit(...rights(['get', 'list', 'watch']), repository(cluster.charts.url));
    await cluster.git.commit(release({ serviceAccountName: ACCOUNT, install: { remediation: { retries: 1 } } }));
    await untilReadyIs(cluster, 'StateError');
    const right = await find(cluster, { code: 'forbidden', confidence: ['confirmed'] });
    await mend(cluster, right, 'grant-in-namespace');
    const uninstall = await find(cluster, { code: 'uninstall-unfinished', confidence: ['confirmed'] });
    await mend(cluster, uninstall, 'finish-uninstall');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** The account that the release acts as lacks a right. */
export const RIGHTS: readonly Incident[] = [
  failingUpgrade({
    name: 'account-without-rights',
    title: 'The account that the release acts as may no longer patch Deployments',
    spec: { serviceAccountName: ACCOUNT },
    first: (cluster: Cluster) => cluster.git.commit(...rights(ALL)),
    before: (cluster: Cluster) => cluster.git.commit(...rights(ALL.filter((verb) => verb !== 'patch'))),
    expected: { code: 'forbidden', confidence: ['confirmed'] },
    advice: ['grant-in-namespace', 'reset'],
    ends: 'new',
  }),
  onInstall,
];
