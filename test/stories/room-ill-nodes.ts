import { mediumNode, silentNode, tenant } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { condition, event } from './build/build.ts';
import { healthy, problem, problems } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { ILL_SINCE, nodeEvent, pressedNode } from './build/node-state.ts';
import { noNode, NOT_HELPFUL, runs, waitsFor } from './build/waiting.ts';
import type { Story } from './story.ts';

/** Pods that find no node because the nodes are ill: the taint is the node's complaint, nothing to be tolerated. */
const TAINT = '1 node(s) had untolerated taint(s)';
const ONE = noNode(1, TAINT, `1 ${NOT_HELPFUL}`);
const TWO = noNode(2, '2 node(s) had untolerated taint(s)', `2 ${NOT_HELPFUL}`);
const FULL = noNode(1, '1 Insufficient memory', '1 No preemption victims found for incoming pod');
const NO_IMAGES =
  'Failed to garbage collect required amount of images. Attempted to free 12884901888 bytes, but only found 0 bytes eligible to free.';

const pressed = pressedNode('node-1', 'DiskPressure');
const waits = waitsFor(ONE).all;
const well = runs();
const setApart = deepMerge(pressed, {
  spec: {
    taints: [
      { key: 'dedicated', value: 'batch', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule', timeAdded: ILL_SINCE },
    ],
  },
});
const unrouted = mediumNode('node-1', {
  spec: { taints: [{ key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule', timeAdded: ILL_SINCE }] },
  status: {
    conditions: [
      condition('NetworkUnavailable', 'True', 'NoRouteCreated', 'Node created without a route', ILL_SINCE),
      condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', ILL_SINCE),
    ],
  },
});
/** A taint that nothing on its node bears out (any more). */
const wellAgain = mediumNode('node-1', {
  spec: { taints: [{ key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule', timeAdded: ILL_SINCE }] },
});
const past = event(well.newPod, { reason: 'FailedScheduling', message: ONE, at: '2025-11-15T17:30:01Z' });

/** The fault, and what can be taken for it. */
const underPressure: readonly Story[] = [
  workloadStory(
    'room/node-under-pressure',
    'The only node is short of disk; its taint keeps the pod away.',
    { objects: [pressed, ...waits] },
    problem('node-under-pressure', 'confirmed', {
      says: ['DiskPressure', 'node-1', 'Its taint keeps web-5d7f9b8c6-q5w9b away'],
      never: ['tolerate the taint', 'does not tolerate', 'Stopped or refused there', 'comes back with its node'],
    }),
  ),
  workloadStory(
    'room/node-under-pressure-healthy',
    'The same node with enough left.',
    { objects: [mediumNode('node-1'), ...well.all] },
    healthy,
  ),
  workloadStory(
    'room/node-under-pressure-decoy',
    'The pod runs on, on a node that takes no new ones; the event of an earlier wait is left.',
    { objects: [pressed, ...well.all, past] },
    healthy,
  ),
  workloadStory(
    'room/node-under-pressure-denied',
    'The same as at first, and nodes may not be looked at.',
    { objects: [pressed, ...waits], denied: ['nodes'] },
    problem('unschedulable', 'likely', { says: ['untolerated taint'] }),
  ),
  workloadStory(
    'room/node-under-pressure-set-apart',
    'The node is short of disk, and set apart for something else: it would not take the pod when it is well, either.',
    { objects: [setApart, ...waits] },
    problem('taint-not-tolerated', 'confirmed', { says: ['dedicated=batch'] }),
  ),
  workloadStory(
    'room/node-under-pressure-and-full',
    'The node is short of disk, and has too little memory left as well.',
    { objects: [pressed, tenant('node-1', '16200Mi'), ...waits] },
    problem('node-under-pressure', 'confirmed'),
  ),
  workloadStory(
    'room/node-under-pressure-since',
    'The scheduler spoke of memory when it last tried; the node is short of disk since.',
    { objects: [pressed, ...waitsFor(FULL).all] },
    problem('unschedulable', 'likely', { says: ['Insufficient memory', 'capacity: 1 by the scheduler, 0'] }),
  ),
];

const otherwiseIll: readonly Story[] = [
  workloadStory(
    'room/node-out-of-disk',
    'The kubelet of the only node finds no image that it could delete.',
    { objects: [pressed, ...waits, nodeEvent(pressed, 'FreeDiskSpaceFailed', NO_IMAGES, '2025-11-15T18:13:00Z')] },
    problem('node-out-of-disk', 'confirmed', { says: ['0 bytes eligible to free'] }),
  ),
  workloadStory(
    'room/node-without-route',
    'Nobody has made the route to the only node.',
    { objects: [unrouted, ...waits] },
    problem('node-network-unavailable', 'confirmed', { says: ['NoRouteCreated'] }),
  ),
  workloadStory(
    'room/node-well-again',
    'The taint is there, and the node says of itself that nothing is wrong.',
    { objects: [wellAgain, ...waits] },
    problem('unschedulable', 'likely', { says: ['untolerated taint'] }),
  ),
  workloadStory(
    'room/node-lost-and-full',
    'The only node has gone silent, and what it held took all of its memory.',
    { objects: [silentNode('node-1'), tenant('node-1', '16200Mi'), ...waits] },
    problem('nodes-not-ready', 'confirmed', { says: ['node-1'] }),
  ),
  workloadStory(
    'room/node-lost-since',
    'The scheduler spoke of memory when it last tried; the node has gone silent since.',
    { objects: [silentNode('node-1'), ...waitsFor(FULL).all] },
    problem('nodes-not-ready', 'likely', { says: ['node-1', 'Insufficient memory'] }),
  ),
  workloadStory(
    'room/nodes-ill-differently',
    'One node has gone silent, the other is short of process ids.',
    { objects: [silentNode('node-1'), pressedNode('node-2', 'PIDPressure'), ...waitsFor(TWO).all] },
    problems([
      ['node-silent', 'confirmed'],
      ['node-under-pressure', 'confirmed'],
    ]),
  ),
];

/** Every story of nodes that are ill. */
export const roomIllNodes: readonly Story[] = [...underPressure, ...otherwiseIll];
