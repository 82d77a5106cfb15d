import type { Cluster } from '../cluster/cluster.ts';
import { at, textAt } from '../plane/manifest.ts';
import { DEPLOYMENT, expectNewRuns, installOld, NEW, publishNew, RELEASE } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

/** The new pod's image is being pulled, so that an upgrade takes its time. */
const PULLING = {
  values: { podAnnotations: { 'kubelet.test/fails': 'ContainerCreating', 'kubelet.test/message': '' } },
};

const killedController: Incident = {
  name: 'lock-after-killed-controller',
  is: 'incident',
  title: "helm-controller is killed in the middle of an upgrade; Helm's lock and a release that looks at work are left",
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster, { timeout: '5m' });
    await publishNew(cluster, PULLING);
    await untilLocked(cluster);
    await cluster.flux.crash('helm-controller');
    await cluster.until('the Deployment of helm-controller to say so', async () => {
      return at(await cluster.api.get(HELM_CONTROLLER), 'status.readyReplicas') === undefined;
    });
    await endPull(cluster);
    const finding = await find(cluster, { code: 'action-cut-off', confidence: ['confirmed'] });
    await mend(cluster, finding, 'restart-controller');
    await expectVerified(cluster);
    await expectNewRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** What a dead process holds locked. */
export const LOCKS: readonly Incident[] = [killedController];

const HELM_CONTROLLER = { ...DEPLOYMENT, namespace: 'flux-system', name: 'helm-controller' };

/** Waits until Helm holds its lock and waits for the new pod, and the release says that an upgrade runs. */
async function untilLocked(cluster: Cluster): Promise<void> {
  await cluster.until("Helm's lock and the new pod", async () => {
    const secrets = await cluster.api.list('v1', 'Secret', 'coder');
    const locked = secrets.some((each) => at(each, 'metadata.labels.status') === 'pending-upgrade');
    return locked && at(await cluster.api.get(DEPLOYMENT), 'status.updatedReplicas') === 1;
  });
  await cluster.untilCondition(RELEASE, 'Reconciling', 'True');
}

/** The image is there at last, and the new pod runs. */
async function endPull(cluster: Cluster): Promise<void> {
  const pods = await cluster.api.list('v1', 'Pod', 'coder');
  for (const pod of pods.filter((each) => textAt(each, 'spec.containers.0.image').endsWith(`:v${NEW}`))) {
    const named = { apiVersion: 'v1', kind: 'Pod', namespace: 'coder', name: textAt(pod, 'metadata.name') };
    await cluster.api.patch(named, { metadata: { annotations: { 'kubelet.test/fails': null } } });
  }
  await cluster.until('the new pod to be ready', async () => {
    const deployment = await cluster.api.get(DEPLOYMENT);
    return at(deployment, 'status.updatedReplicas') === 1 && at(deployment, 'status.replicas') === 1;
  });
}
