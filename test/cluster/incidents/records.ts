import type { Cluster } from '../cluster/cluster.ts';
import {
  coderChart,
  expectNewRuns,
  expectOldRuns,
  installOld,
  namespace,
  OLD,
  publishNew,
  release,
  repository,
  untilStalled,
} from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { untilReadyIs } from './flux.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

/** Helm neither upgrades nor installs over the record of an uninstalled release; Flux tries both, again and again. */
const uninstalledByHand: Incident = {
  name: 'uninstalled-by-hand',
  is: 'incident',
  title: 'Somebody uninstalled the release with helm --keep-history, and its name is taken by the records',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await type(cluster, 'helm uninstall coder -n coder --keep-history');
    await publishNew(cluster);
    await untilReadyIs(cluster, 'InstallFailed');
    const finding = await find(cluster, { code: 'uninstalled-by-hand', confidence: ['confirmed'] });
    await mend(cluster, finding, 'forget-records');
    await expectVerified(cluster);
    await expectNewRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** Helm never makes the namespace that it stores its revisions in; Flux tries to install again and again. */
const namespaceMissing: Incident = {
  name: 'storage-namespace-missing',
  is: 'incident',
  title: 'The namespace in which Helm is to keep the revisions was never made',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    cluster.charts.publish(coderChart(OLD));
    await cluster.git.commit(namespace('coder'), repository(cluster.charts.url));
    await cluster.git.commit(release({ storageNamespace: 'helm-records' }));
    await untilReadyIs(cluster, 'InstallFailed');
    const finding = await find(cluster, { code: 'namespace-missing', confidence: ['confirmed'] });
    await mend(cluster, finding, 'declare-namespace');
    await mend(cluster, finding, 'reconcile');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const BALANCED = `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  type: LoadBalancer
  selector: { app.kubernetes.io/name: coder, app.kubernetes.io/instance: {{ .Release.Name }} }
  ports: [{ name: http, port: 80, targetPort: http }]
`;

/** helm-controller 1.6 does not wait for an address, and the release becomes Ready without it. */
const addressPending: Incident = {
  name: 'address-pending',
  is: 'incident',
  title: 'The new version of the chart asks for a load balancer, in a cluster that has no controller for one',
  on: ['1.4'],
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await publishNew(cluster, { templates: { 'service.yaml': BALANCED } });
    await untilStalled(cluster);
    const finding = await find(cluster, { code: 'address-missing', confidence: ['confirmed'] });
    await mend(cluster, finding, 'inside-only');
    await expectVerified(cluster);
    await expectNewRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** What Helm keeps of a release, and what it waits for beside pods. */
export const RECORDS: readonly Incident[] = [uninstalledByHand, namespaceMissing, addressPending];

async function type(cluster: Cluster, line: string): Promise<void> {
  const { exit, stderr } = await cluster.type(line);
  if (exit !== 'ended with 0') throw new Error(stderr);
}
