import type { Cluster } from '../cluster/cluster.ts';
import { untilStalled } from './coder.ts';
import type { Incident } from './incident.ts';
import { failingUpgrade } from './upgrade.ts';

const KYRION = { apiVersion: 'v1', kind: 'Node', name: 'kyrion' };

/** Where pods cannot go although there is room. */
export const BARRED: readonly Incident[] = [
  failingUpgrade({
    name: 'taint-not-tolerated',
    title: 'The only node was tainted for maintenance; the old pod stays, the new one may not come',
    before: taintKyrion,
    expected: { code: 'taint-not-tolerated', confidence: ['confirmed'] },
    advice: ['tolerate'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'taint-left-over',
    title: 'The same, and the maintenance is over: the taint goes',
    before: taintKyrion,
    expected: { code: 'taint-not-tolerated', confidence: ['confirmed'] },
    advice: ['open-node', 'reset'],
    ends: 'new',
  }),
  failingUpgrade({
    name: 'only-the-counter',
    title: 'The node was cordoned during the upgrade; now it runs, and only the used-up retries are in the way',
    before: async ({ api }) => api.patch(KYRION, { spec: { unschedulable: true } }),
    until: async (cluster) => {
      await untilStalled(cluster);
      await cluster.api.patch(KYRION, { spec: { unschedulable: null } });
      await cluster.type('kubectl rollout status deployment/coder -n coder --timeout=60s');
    },
    expected: { code: 'only-the-counter', confidence: ['confirmed'] },
    advice: ['reset'],
    ends: 'new',
  }),
];

/** The only node is kept free of new pods. */
export async function taintKyrion({ api }: Cluster): Promise<void> {
  await api.patch(KYRION, { spec: { taints: [{ key: 'maintenance', value: 'true', effect: 'NoSchedule' }] } });
}
