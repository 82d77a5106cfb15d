import { JUST_NOW, mediumNode, type App, type AppSketch } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { condition, pod, type Built, type Change } from './build/build.ts';
import { inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import {
  fourStories,
  neighbour,
  NO_VICTIMS,
  noNode,
  NOT_HELPFUL,
  preemptedEvent,
  runs,
  waitsFor,
} from './build/waiting.ts';
import type { Story } from './story.ts';

/** Room that pods of another priority, or devices that nobody announces, keep from a pod. */
const node1 = mediumNode('node-1');
const node2 = mediumNode('node-2');
const BIG: AppSketch = { requests: { cpu: '1', memory: '6Gi' }, spec: { priority: 0 } };
const FULL = noNode(1, '1 Insufficient memory', `1 ${NO_VICTIMS}`);
const important = (more: Change = {}): Built =>
  neighbour('batch', 'node-1', deepMerge({ spec: { priority: 100000, priorityClassName: 'important' } }, more), {
    cpu: '1',
    memory: '12Gi',
  });
const trifle = neighbour('batch', 'node-1', { spec: { priority: -10 } }, { cpu: '1', memory: '12Gi' });

const priority = fourStories({
  line: 'room/priority-too-low',
  code: 'priority-too-low',
  message: FULL,
  fault: 'The only node is full of a pod that the scheduler would evict for nobody of lower priority.',
  objects: [node1, important(), ...waitsFor(FULL, BIG).all],
  twin: 'The same with a second node.',
  well: [node1, node2, important(), ...runs(BIG, 'node-2').all],
  settled: runs(BIG, 'node-2'),
  denied: ['nodes'],
  says: ['tenants/batch-0 (priority 100000) on node-1', '6Gi', '4Gi'],
});

/** The pod that was there before: a story may hold it, ending, or only what is said of it. */
const replaced = waitsFor(FULL, BIG);
const victimOf = (app: App, change: Change = {}): Built =>
  pod(
    app.newSet,
    {
      name: 'web',
      namespace: 'shop',
      image: 'registry.example/shop/web:1.5.0',
      created: '2025-11-15T09:00:00Z',
      requests: { cpu: '1', memory: '6Gi' },
      pod: 'web-5d7f9b8c6-7h4rt',
      node: 'node-1',
    },
    change,
  );
const evicted = preemptedEvent(victimOf(replaced), important(), 'node-1', '2025-11-15T17:29:59Z');
const moved = runs(BIG, 'node-2');
const [fault, twin, decoy, denied] = fourStories({
  line: 'room/preempted',
  code: 'preempted',
  message: FULL,
  fault: 'The pod was evicted for one of higher priority; the one that replaces it has no room.',
  objects: [node1, important(), ...replaced.all, evicted],
  twin: 'There is a second node, and nobody was evicted.',
  well: [node1, node2, important(), ...moved.all],
  settled: moved,
  denied: ['nodes'],
  blind: ['preempted', 'likely'],
  says: ['Preempted by pod', 'tenants/batch-0 (priority 100000) on node-1'],
});

const disruption = (message: string): Change =>
  condition('DisruptionTarget', 'True', 'PreemptionByScheduler', message, '2025-11-15T18:14:30Z');
const ending = (name: string, until: string): Built =>
  neighbour(
    name,
    'node-1',
    {
      metadata: { deletionTimestamp: until, deletionGracePeriodSeconds: 60 },
      spec: { priority: -10 },
      status: { conditions: [disruption('default-scheduler: preempting to accommodate a higher priority pod')] },
    },
    { cpu: '1', memory: '12Gi' },
  );
const onNode1: Change = { status: { nominatedNodeName: 'node-1' } };
/** While others end for it the scheduler says nothing of eviction. */
const CLEARED = '0/1 nodes are available: 1 Insufficient memory.';
const nominated = waitsFor(CLEARED, BIG, onNode1);
const young = waitsFor(CLEARED, { ...BIG, since: JUST_NOW }, onNode1);

const preemption: readonly Story[] = [
  ...[fault, twin, denied].filter((story) => story !== undefined),
  ...(decoy === undefined ? [] : [{ ...decoy, objects: [...decoy.objects, evicted] }]),
  workloadStory(
    'room/preempted-events-denied',
    'The same, and events may not be looked at: who holds the room is seen all the same, and not whether a node is on its way.',
    { objects: [node1, important(), ...replaced.all, evicted], denied: ['events'] },
    problem('priority-too-low', 'likely', { says: ['tenants/batch-0'] }),
  ),
  workloadStory(
    'room/preempted-still-ending',
    'The evicted pod has not ended yet, and says itself why it has to go.',
    {
      objects: [
        node1,
        important(),
        ...replaced.all,
        victimOf(replaced, {
          metadata: { deletionTimestamp: '2025-11-15T18:15:30Z', deletionGracePeriodSeconds: 60 },
          status: { conditions: [disruption('default-scheduler: preempting to accommodate a higher priority pod')] },
        }),
      ],
    },
    problem('preempted', 'confirmed', { says: ['preempting to accommodate a higher priority pod'] }),
  ),
  workloadStory(
    'room/making-room',
    'The scheduler evicts a pod of lower priority, which is inside its grace.',
    { objects: [node1, ending('batch', '2025-11-15T18:15:30Z'), ...young.all] },
    inProgress({ says: ['makes room', 'tenants/batch-0'] }),
  ),
  workloadStory(
    'room/victims-do-not-end',
    'The pod that has to make way is half an hour past its grace.',
    { objects: [node1, ending('batch', '2025-11-15T17:40:00Z'), ...nominated.all] },
    problem('victims-do-not-end', 'confirmed', { says: ['tenants/batch-0', 'node-1'] }),
  ),
  workloadStory(
    'room/preemption-not-allowed',
    'A pod of lower priority holds the room, and the class of the pod forbids to evict it.',
    {
      objects: [
        node1,
        trifle,
        ...waitsFor(
          '0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
          { ...BIG, spec: { priority: 0, priorityClassName: 'patient', preemptionPolicy: 'Never' } },
        ).all,
      ],
    },
    problem('preemption-not-allowed', 'confirmed', { says: ['preemptionPolicy is Never', 'node-1'] }),
  ),
];

const GPU = noNode(1, '1 Insufficient nvidia.com/gpu', `1 ${NOT_HELPFUL}`);
const GPU_TAKEN = noNode(1, '1 Insufficient nvidia.com/gpu', `1 ${NO_VICTIMS}`);
const one = { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '1' };
const wantsGpu: AppSketch = { container: { resources: { limits: one, requests: one } } };
const gpuNode = mediumNode('node-1', {
  metadata: { labels: { 'nvidia.com/gpu.present': 'true' } },
  status: { allocatable: { 'nvidia.com/gpu': '1' }, capacity: { 'nvidia.com/gpu': '1' } },
});
const withoutPlugin = mediumNode('node-1', { metadata: { labels: { 'nvidia.com/gpu.present': 'true' } } });

const devices: readonly Story[] = [
  ...fourStories({
    line: 'room/extended-resource',
    code: 'extended-resource-missing',
    message: GPU,
    fault: 'The pod asks for a GPU, and the node that is labelled for one announces none.',
    objects: [withoutPlugin, ...waitsFor(GPU, wantsGpu).all],
    twin: 'The device plugin runs, and the pod has its GPU.',
    well: [gpuNode, ...runs(wantsGpu).all],
    settled: runs(wantsGpu),
    denied: ['nodes'],
    says: ['nvidia.com/gpu', 'Labels speak of such devices on node-1', 'kubectl get daemonsets -A'],
  }),
  workloadStory(
    'room/extended-resource-behind-taint',
    'The node with the GPU is set apart; the message is that of 1.34, which leaves the key of the taint out.',
    {
      objects: [
        node2,
        deepMerge(gpuNode, { spec: { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] } }),
        ...waitsFor(
          noNode(2, '1 Insufficient nvidia.com/gpu, 1 node(s) had untolerated taint(s)', `2 ${NOT_HELPFUL}`),
          wantsGpu,
        ).all,
      ],
    },
    problem('taint-not-tolerated', 'confirmed', { says: ['node-1 has nvidia.com/gpu=present:NoSchedule'] }),
  ),
  workloadStory(
    'room/extended-resource-taken',
    'The only GPU is in use.',
    {
      objects: [
        gpuNode,
        neighbour('training', 'node-1', {
          spec: {
            containers: [
              { name: 'training', image: 'registry.example/training:1', resources: { limits: one, requests: one } },
            ],
          },
        }),
        ...waitsFor(GPU_TAKEN, wantsGpu).all,
      ],
    },
    problem('extended-resource-taken', 'confirmed', { says: ['tenants/training-0 on node-1'] }),
  ),
];

/** Every story of room that somebody else has, and of devices. */
export const roomPriority: readonly Story[] = [...priority, ...preemption, ...devices];
