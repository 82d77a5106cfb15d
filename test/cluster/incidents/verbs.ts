import type { Cluster } from '../cluster/cluster.ts';
import { at, conditionOf, textAt } from '../plane/manifest.ts';
import {
  DEPLOYMENT,
  expectOldRuns,
  installOld,
  publishNew,
  reconcile,
  RELEASE,
  type ReleaseSpec,
  untilStalled,
} from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { CRASHING, ROOM } from './upgrade.ts';

const rolledBackByHand: Incident = {
  name: 'rolled-back-by-hand',
  is: 'incident',
  title: 'The new version crashes; it is suspended, rolled back by hand, pinned in Git and resumed, as printed',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await publishNew(cluster, CRASHING);
    await untilStalled(cluster);
    const finding = await find(cluster, { code: 'container-crashes', confidence: ['confirmed', 'likely'] });
    await mend(cluster, finding, 'roll-back');
    await cluster.until('the old version alone', () => isAlone(cluster));
    await mend(cluster, finding, 'pin-and-resume');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const deploymentDeleted: Incident = {
  name: 'deployment-deleted',
  is: 'incident',
  title: 'Somebody deleted the Deployment of a release that goes on to say Ready',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await deleteDeployment(cluster);
    const seen = { '1.4': 'nothing-behind-service', '1.6': 'objects-gone' }[cluster.helmController];
    const finding = await find(cluster, { code: seen, confidence: ['confirmed', 'likely'] });
    await mend(cluster, finding, 'force');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const changedBesideChart: Incident = {
  name: 'changed-beside-chart',
  is: 'incident',
  title: 'Somebody scaled the Deployment by hand; drift detection says so and leaves it',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster, WARNS);
    await type(cluster, 'kubectl scale deployment coder -n coder --replicas=2');
    await reconcile(cluster, RELEASE);
    await cluster.until('drift detection to say so', () => isDrifted(cluster));
    await cluster.until('both pods', async () => at(await cluster.api.get(DEPLOYMENT), 'status.readyReplicas') === 2);
    const finding = await find(cluster, { code: 'differs-from-chart', confidence: ['confirmed', 'likely'] });
    await mend(cluster, finding, 'detect-drift');
    await cluster.until('it to be set back', () => isAlone(cluster));
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** What is done by hand or beside the chart, and what sets it right. */
export const VERBS: readonly Incident[] = [rolledBackByHand, deploymentDeleted, changedBesideChart];

const WARNS: ReleaseSpec = { driftDetection: { mode: 'warn' } };

async function deleteDeployment(cluster: Cluster): Promise<void> {
  await installOld(cluster);
  await type(cluster, 'kubectl delete deployment coder -n coder');
  await cluster.until('its pods to go', async () => (await cluster.api.list('v1', 'Pod', 'coder')).length === 0);
  await cluster.until('its Service to lead nowhere', async () => {
    const slices = await cluster.api.list('discovery.k8s.io/v1', 'EndpointSlice', 'coder');
    return slices.every((each) => ((at(each, 'endpoints') ?? []) as readonly unknown[]).length === 0);
  });
}

async function isAlone(cluster: Cluster): Promise<boolean> {
  const deployment = await cluster.api.get(DEPLOYMENT);
  return at(deployment, 'status.replicas') === 1 && at(deployment, 'status.readyReplicas') === 1;
}

/** 1.6 writes a condition; 1.4 tells it by an event alone. */
async function isDrifted(cluster: Cluster): Promise<boolean> {
  if (conditionOf(await cluster.api.get(RELEASE), 'Drifted')['status'] === 'True') return true;
  const events = await cluster.api.list('v1', 'Event', 'coder');
  return events.some((each) => textAt(each, 'reason') === 'DriftDetected');
}

async function type(cluster: Cluster, line: string): Promise<void> {
  const { exit, stderr } = await cluster.type(line);
  if (exit !== 'ended with 0') throw new Error(stderr);
}
