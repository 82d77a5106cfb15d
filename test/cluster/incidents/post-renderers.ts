import { conditionOf } from '../plane/manifest.ts';
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
    await mend(cluster, finding, 'tolerate');
    if (cluster.helmController === '1.4') {
      await cluster.untilCondition(RELEASE, 'Ready', 'True');
      await mend(cluster, finding, 'force-after-patch');
    }
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** Patches of what a chart renders, on releases that are well otherwise. */
export const PATCHES: readonly Incident[] = [patchWhileReady];
