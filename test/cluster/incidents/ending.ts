import type { Cluster } from '../cluster/cluster.ts';
import { textAt } from '../plane/manifest.ts';
import { DEPLOYMENT, expectNewRuns, installOld, publishNew, untilStalled } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

const finalizer: Incident = {
  name: 'finalizer-that-holds',
  is: 'incident',
  title: 'Somebody deleted the Deployment to have it made anew; a finalizer of a controller that is gone keeps it',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await cluster.api.patch(DEPLOYMENT, { metadata: { finalizers: ['backup.example.org/snapshot'] } });
    await type(cluster, 'kubectl delete deployment coder -n coder --wait=false');
    await publishNew(cluster);
    await untilStalled(cluster);
    await untilOlderThan(cluster, 60);
    const finding = await find(cluster, { code: 'object-held-by-finalizer', confidence: ['confirmed'] });
    for (const word of ['Deployment coder/coder', 'backup.example.org/snapshot']) {
      if (!finding.title.includes(word)) throw new Error(`the finding does not name ${word}: ${finding.title}`);
    }
    // Its controller, which would be brought back first, was uninstalled long ago.
    await mend(cluster, finding, 'bring-owner-back');
    await mend(cluster, finding, 'take-finalizers-away');
    await mend(cluster, finding, 'reset');
    await expectVerified(cluster);
    await expectNewRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** What was deleted and stays. */
export const ENDINGS: readonly Incident[] = [finalizer];

async function type(cluster: Cluster, line: string): Promise<void> {
  const { exit, stderr } = await cluster.type(line);
  if (exit !== 'ended with 0') throw new Error(stderr);
}

/** An object of a minute ago may yet be on its way out. */
async function untilOlderThan(cluster: Cluster, seconds: number): Promise<void> {
  const deleted = textAt(await cluster.api.get(DEPLOYMENT), 'metadata.deletionTimestamp');
  await cluster.until(
    `the deletion to be ${seconds} s old`,
    () => Promise.resolve(Date.now() - Date.parse(deleted) > (seconds + 1) * 1000),
    seconds + 10,
  );
}
