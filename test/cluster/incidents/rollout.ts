import type { Cluster } from '../cluster/cluster.ts';
import { textAt } from '../plane/manifest.ts';
import { expectNewRuns, installOld, publishNew, untilStalled } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';

/** Room for one pod of 4Gi beside Flux, not for two. */
const ROOM_FOR_ONE = [{ name: 'kyrion', cpu: '8', memory: '6Gi' }];

/** No attempt after the first, and so no rollback: the failed revision stays. */
const NO_REMEDIATION = {};
/** Two attempts; the last failure is rolled back. */
const ROLLED_BACK = { upgrade: { remediation: { retries: 1 } } };

const stays: Incident = {
  name: 'rollout-does-not-fit',
  is: 'incident',
  title: 'A rolling update needs room for a second pod, and the only node has none; the new pod waits',
  on: BOTH,
  nodes: ROOM_FOR_ONE,
  async run(cluster) {
    await installOld(cluster, NO_REMEDIATION);
    await publishNew(cluster);
    await untilStalled(cluster);
    await expectPods(cluster, ['Pending', 'Running']);
    const finding = await find(cluster, { code: 'rollout-does-not-fit', confidence: ['confirmed'] });
    await mend(cluster, finding, 'surge-free');
    await expectVerified(cluster);
    await expectNewRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const rolledBack: Incident = {
  name: 'rollout-rolled-back',
  is: 'incident',
  title: 'The same, and Flux has rolled back: no waiting pod is left to tell',
  on: BOTH,
  nodes: ROOM_FOR_ONE,
  async run(cluster) {
    await installOld(cluster, ROLLED_BACK);
    await publishNew(cluster);
    await untilStalled(cluster, 180);
    await expectPods(cluster, ['Running']);
    const finding = await find(cluster, { code: 'rollout-does-not-fit', confidence: ['confirmed', 'likely'] });
    await mend(cluster, finding, 'surge-free');
    await expectVerified(cluster);
    await expectNewRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

const badNight: Incident = {
  name: 'healthy-after-a-bad-night',
  is: 'control',
  title: 'An upgrade failed and went through later: failed revisions and old warnings are history',
  on: BOTH,
  nodes: ROOM_FOR_ONE,
  async run(cluster) {
    await installOld(cluster, ROLLED_BACK);
    await publishNew(cluster);
    await untilStalled(cluster, 180);
    await cluster.addNode({ name: 'second', cpu: '8', memory: '6Gi' });
    const { exit, stderr } = await cluster.type('flux reconcile helmrelease coder -n coder --reset');
    if (exit !== 'ended with 0') throw new Error(stderr);
    await expectNewRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

export const ROLLOUTS: readonly Incident[] = [stays, rolledBack, badNight];

/** Holds that the release has pods in exactly these phases, once the deleted ones have gone. */
async function expectPods(cluster: Cluster, phases: readonly string[]): Promise<void> {
  const wanted = phases.join(', ');
  await cluster.until(`pods that are ${wanted}`, async () => {
    const pods = await cluster.api.list('v1', 'Pod', 'coder');
    return (
      pods
        .map((pod) => textAt(pod, 'status.phase'))
        .toSorted()
        .join(', ') === wanted
    );
  });
}
