import { mediumNode, SINCE, type AppSketch } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { event, object, type Built } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { claim } from './build/storage.ts';
import { fourStories, GATED, neighbour, noNode, NOT_HELPFUL, runs, waitsFor, zonedNode } from './build/waiting.ts';
import type { Story } from './story.ts';

/** Volumes that tie a pod to nodes, nodes that are closed for a while, and gates that hold it back. */
const withData: AppSketch = { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }] } };
const bound = claim('web-data', 'Bound', 'fast', 'pv-web');

/** The volume of the claim, usable where the label has one of these values. */
function volumeAt(key: string, ...values: readonly string[]): Built {
  return object(
    { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: 'pv-web', created: SINCE },
    {
      spec: {
        capacity: { storage: '10Gi' },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Delete',
        claimRef: { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'web-data' },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values }] }] } },
      },
      status: { phase: 'Bound' },
    },
  );
}

const ELSEWHERE = noNode(2, "2 node(s) didn't match PersistentVolume's node affinity", `2 ${NOT_HELPFUL}`);
const inA: readonly Built[] = [zonedNode('node-1', 'a'), zonedNode('node-2', 'a'), bound];
const ZONE = 'topology.kubernetes.io/zone';

const zone = fourStories({
  line: 'room/volume-zone',
  code: 'volume-in-another-zone',
  message: ELSEWHERE,
  fault: 'The volume is in zone b, and all nodes are in zone a.',
  objects: [...inA, volumeAt(ZONE, 'b'), ...waitsFor(ELSEWHERE, withData).all],
  twin: 'The volume is in the zone of the nodes.',
  well: [...inA, volumeAt(ZONE, 'a'), ...runs(withData).all],
  settled: runs(withData),
  denied: ['persistentvolumes'],
  says: ['pv-web can be used in b', 'node-1, node-2 would take the pod'],
});

const HOSTNAME = 'kubernetes.io/hostname';
const nodes: readonly Built[] = [mediumNode('node-1'), mediumNode('node-2'), bound];

const nodeAffinity = fourStories({
  line: 'room/volume-node-affinity',
  code: 'volume-out-of-reach',
  message: ELSEWHERE,
  fault: 'The volume is a disk of node-9, which has gone.',
  objects: [...nodes, volumeAt(HOSTNAME, 'node-9'), ...waitsFor(ELSEWHERE, withData).all],
  twin: 'The volume is a disk of the node that the pod is on.',
  well: [...nodes, volumeAt(HOSTNAME, 'node-1'), ...runs(withData).all],
  settled: runs(withData),
  denied: ['persistentvolumes'],
  says: [
    'pv-web can be used on node-9',
    'There is no node node-9 (any more)',
    'kubectl describe persistentvolume pv-web',
  ],
});

const LABELLED = noNode(2, '2 node(s) had no available volume zone', `2 ${NOT_HELPFUL}`);
const labelledVolume = object(
  { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: 'pv-web', created: SINCE },
  { metadata: { labels: { 'failure-domain.beta.kubernetes.io/zone': 'b__c' } }, spec: {}, status: { phase: 'Bound' } },
);

const CORDONED = noNode(1, '1 node(s) were unschedulable', `1 ${NOT_HELPFUL}`);
const closed = mediumNode('node-1', {
  spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
});
const afterDrain = runs();

const gate = { name: 'example.com/quota' };
const gatedTemplate: AppSketch = { deployment: { spec: { template: { spec: { schedulingGates: [gate] } } } } };
const gated = waitsFor('', { spec: { schedulingGates: [gate] } }, GATED);
const lifted = runs(gatedTemplate);
const gateEvent = event(lifted.newPod, {
  reason: 'FailedScheduling',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
  at: '2025-11-15T17:30:01Z',
});

const others: readonly Story[] = [
  workloadStory(
    'room/volume-zone-label',
    'An older volume says by a label in which zones it can be used.',
    { objects: [...inA, labelledVolume, ...waitsFor(LABELLED, withData).all] },
    problem('volume-in-another-zone', 'confirmed', { says: ['pv-web can be used in b, c'] }),
  ),
  workloadStory(
    'room/nodes-cordoned-healthy',
    'The node is open, and the pod runs there.',
    { objects: [mediumNode('node-1'), ...afterDrain.all] },
    healthy,
  ),
  workloadStory(
    'room/nodes-cordoned-decoy',
    'The node is cordoned, and its pod runs on; the event of an earlier wait is left.',
    {
      objects: [
        closed,
        neighbour('batch', 'node-1'),
        ...afterDrain.all,
        event(afterDrain.newPod, { reason: 'FailedScheduling', message: CORDONED, at: '2025-11-15T17:30:01Z' }),
      ],
    },
    healthy,
  ),
  workloadStory(
    'room/nodes-cordoned-denied',
    'The only node is cordoned, and nodes may not be looked at.',
    { objects: [closed, ...waitsFor(CORDONED).all], denied: ['nodes'] },
    problem('unschedulable', 'likely', { says: ['were unschedulable'] }),
  ),
  workloadStory(
    'pod/scheduling-gated-healthy',
    'No gate stands, and the pod runs.',
    { objects: [mediumNode('node-1'), ...runs().all] },
    healthy,
  ),
  workloadStory(
    'pod/scheduling-gated-decoy',
    'The template still names the gate, which was lifted from the pod.',
    { objects: [mediumNode('node-1'), ...lifted.all, gateEvent] },
    healthy,
  ),
  workloadStory(
    'pod/scheduling-gated-denied',
    'The gate stands, and pods may not be looked at.',
    { objects: [mediumNode('node-1'), ...gated.all], denied: ['pods'] },
    problem('workload-not-ready', 'possible'),
  ),
];

/** Every story of volumes, cordons and gates. */
export const roomNodes: readonly Story[] = [...zone, ...nodeAffinity, ...others];
