import type { Cluster } from '../cluster/cluster.ts';
import { at, textAt } from '../plane/manifest.ts';
import { coderChart, DEPLOYMENT, expectNewRuns, expectOldRuns, installOld, NEW, publishNew, RELEASE } from './coder.ts';
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

const killedHelm: Incident = {
  name: 'lock-after-killed-helm',
  is: 'incident',
  title: 'Somebody suspended the release to upgrade it by hand, and that helm was killed; its lock is left',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    cluster.charts.publish(coderChart(NEW));
    await type(cluster, 'flux suspend helmrelease coder -n coder');
    await type(cluster, killedUpgrade(cluster.charts.url));
    await untilOld(cluster, 25);
    const finding = await find(cluster, { code: 'lock-while-suspended', confidence: ['likely'] });
    await mend(cluster, finding, 'resume-to-unlock');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** What a dead process holds locked. */
export const LOCKS: readonly Incident[] = [killedController, killedHelm];

const HELM_CONTROLLER = { ...DEPLOYMENT, namespace: 'flux-system', name: 'helm-controller' };

/** An upgrade as one types it, killed while it holds its lock: its pod fits on no node, so that it waits until then. */
function killedUpgrade(charts: string): string {
  const upgrade = `helm upgrade coder coder --repo ${charts} --version ${NEW} -n coder --set memory=1Ti --wait --timeout 5m`;
  const locked = 'kubectl get secret -n coder sh.helm.release.v1.coder.v2';
  return `${upgrade} & until ${locked}; do sleep 0.2; done; kill -9 $!`;
}

async function type(cluster: Cluster, line: string): Promise<void> {
  const { exit, stderr } = await cluster.type(line);
  if (exit !== 'ended with 0') throw new Error(stderr);
}

/** The lock counts as left once it is older than an action of the release may take: 20 s here. */
async function untilOld(cluster: Cluster, seconds: number): Promise<void> {
  const secret = { apiVersion: 'v1', kind: 'Secret', namespace: 'coder', name: 'sh.helm.release.v1.coder.v2' };
  const since = Date.parse(textAt(await cluster.api.get(secret), 'metadata.creationTimestamp'));
  const isOld = (): Promise<boolean> => Promise.resolve(Date.now() - since > seconds * 1000);
  await cluster.until(`the lock to be ${seconds} s old`, isOld, seconds + 10);
}

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
