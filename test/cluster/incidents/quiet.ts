import { at } from '../plane/manifest.ts';
import { DEPLOYMENT, installOld, publishNew, release, RELEASE } from './coder.ts';
import { expectNothing } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';

const ROOM = [{ name: 'kyrion', cpu: '16', memory: '16Gi' }];

const suspended: Incident = {
  name: 'suspended-on-purpose',
  is: 'control',
  title: 'Somebody suspended the release; a newer chart waits, and that is as wanted',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await cluster.git.commit(release({ suspend: true }));
    await publishNew(cluster);
    const report = await expectNothing(cluster, 'healthy');
    if (!report.notes.some((note) => note.kind === 'suspended')) throw new Error('the report does not say suspended');
  },
};

const midRollout: Incident = {
  name: 'mid-rollout',
  is: 'control',
  title: 'An upgrade is under way and inside its time',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    const patient = { timeout: '5m' };
    await installOld(cluster, patient);
    // The new pod takes its time: its image is being pulled.
    await publishNew(cluster, {
      values: { podAnnotations: { 'kubelet.test/fails': 'ContainerCreating', 'kubelet.test/message': '' } },
    });
    await cluster.until(
      'the new pod',
      async () => at(await cluster.api.get(DEPLOYMENT), 'status.updatedReplicas') === 1,
    );
    await cluster.untilCondition(RELEASE, 'Reconciling', 'True');
    await expectNothing(cluster, 'in-progress');
  },
};

export const QUIET: readonly Incident[] = [suspended, midRollout];
