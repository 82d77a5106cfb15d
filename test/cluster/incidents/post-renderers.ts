import type { Finding } from '../../../src/model/report.ts';
import { followAdvice } from '../cluster/advice.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { at, conditionOf } from '../plane/manifest.ts';
import { expectOldRuns, installOld, RELEASE } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { taintKyrion } from './room.ts';
import { ROOM } from './upgrade.ts';

const patchWhileReady: Incident = {
  name: 'patch-while-ready',
  is: 'incident',
  title:
    'The node of a release that is Ready was tainted and its pod deleted; the patch that helps changes nothing else',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await taintKyrion(cluster);
    const { exit, stderr } = await cluster.type('kubectl delete pods --all -n coder');
    if (exit !== 'ended with 0') throw new Error(stderr);
    await cluster.until('a pod that no node takes', async () => {
      const pods = await cluster.api.list('v1', 'Pod', 'coder');
      return pods.some((pod) => conditionOf(pod, 'PodScheduled')['reason'] === 'Unschedulable');
    });
    const finding = await find(cluster, { code: 'taint-not-tolerated', confidence: ['confirmed'] });
    await patch(cluster, finding);
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** 1.6 upgrades for a patch alone; 1.4.0 goes on to say Ready, does nothing, and has to be made to. */
async function patch(cluster: Cluster, finding: Finding): Promise<void> {
  if (cluster.helmController !== '1.4') return mend(cluster, finding, 'tolerate');
  await followAdvice(cluster, finding, 'tolerate');
  await cluster.until('helm-controller to have looked at the patch', async () => {
    const release = await cluster.api.get(RELEASE);
    const seen = at(release, 'status.observedGeneration') === at(release, 'metadata.generation');
    return seen && conditionOf(release, 'Ready')['status'] === 'True';
  });
  if (at(await cluster.api.get(RELEASE), 'status.history.0.version') !== 1) throw new Error('1.4 upgraded by itself');
  await mend(cluster, finding, 'force-after-patch');
}

/** Patches of what a chart renders, on releases that are well otherwise. */
export const PATCHES: readonly Incident[] = [patchWhileReady];
