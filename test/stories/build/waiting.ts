import { firstStart, mediumNode, rollout, settled, SINCE, type App, type AppSketch } from './app.ts';
import { workloadStory } from './ask.ts';
import { event, pod, unschedulable, type Built, type Change } from './build.ts';
import { healthy, problem } from './expect.ts';
import { deepMerge } from './merge.ts';
import type { Story } from '../story.ts';

/** A pod in search of a node: builders for stories about the scheduler's filters. */
export const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
export const NO_VICTIMS = 'No preemption victims found for incoming pod';

/** The scheduler's message in the words of 1.34: reasons with their numbers, and what it says about eviction. */
export function noNode(total: number, reasons: string, preemption: string): string {
  const all = `0/${String(total)} nodes are available: `;
  return `${all}${reasons}. no new claims to deallocate, preemption: ${all}${preemption}.`;
}

/** A first revision whose only pod waits with this message. */
export function waitsFor(message: string, app: AppSketch = {}, change: Change = {}): App {
  return firstStart(app, { node: null, change: deepMerge(unschedulable(message, app.since ?? SINCE), change) });
}

/** A rolling update whose new pod waits with this message; its old pod runs on node-1 with the same rules. */
export function updateWaitsFor(message: string, app: AppSketch): readonly Built[] {
  const { all, oldPod, newPod } = rollout(app, { node: null, change: unschedulable(message, SINCE) });
  const { containers } = newPod['spec'] as { containers: readonly Change[] };
  const before = containers.map((each) => ({ ...each, image: 'registry.example/shop/web:1.4.0' }));
  return all.map((each) => (each === oldPod ? deepMerge(each, { spec: { ...app.spec, containers: before } }) : each));
}

/** A pod of somebody else, running. */
export function neighbour(
  name: string,
  node: string,
  change: Change = {},
  requests = { cpu: '100m', memory: '256Mi' },
): Built {
  const own = { name, namespace: 'tenants', image: `registry.example/${name}:1`, requests, created: SINCE };
  return pod(null, { ...own, pod: `${name}-0`, node }, change);
}

/** A second pod of the app's new revision that runs on a node. */
export function sibling(app: App, node: string, spec: Change = {}): Built {
  const own = { name: 'web', namespace: 'shop', image: 'registry.example/shop/web:1.5.0', created: SINCE };
  const requests = { cpu: '250m', memory: '512Mi' };
  return pod(app.newSet, { ...own, requests, pod: 'web-5d7f9b8c6-9k2hd', node }, { spec });
}

/** A node in a zone. */
export function zonedNode(name: string, zone: string, change: Change = {}): Built {
  return mediumNode(name, deepMerge({ metadata: { labels: { 'topology.kubernetes.io/zone': zone } } }, change));
}

/** A node that the control plane keeps for itself. */
export function controlPlane(name: string, labels: Change = {}): Built {
  const taints = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
  return mediumNode(name, { metadata: { labels }, spec: { taints } });
}

/** What the four stories of a kind of reason share. */
export interface Four {
  readonly line: string;
  readonly code: string;
  readonly message: string;
  /** What happened, in one sentence. */
  readonly fault: string;
  readonly objects: readonly Built[];
  /** The same cluster without the fault, and how it differs. */
  readonly twin: string;
  readonly well: readonly Built[];
  /** The pod of the twin, about which old events are left. */
  readonly settled: App;
  readonly denied: readonly string[];
  /** What is found when the look-up is forbidden. */
  readonly blind?: readonly [code: string, confidence: 'likely' | 'possible'];
  readonly says: readonly string[];
}

/** The fault, its twin, the decoy and the fault that may not be looked at. */
export function fourStories(four: Four): readonly Story[] {
  const { line, code, message, fault, objects, twin, well, denied, says } = four;
  const { blind = ['unschedulable', 'likely'] } = four;
  const past = event(four.settled.newPod, { reason: 'FailedScheduling', message, at: '2025-11-15T17:30:01Z' });
  return [
    workloadStory(line, fault, { objects }, problem(code, 'confirmed', { says })),
    workloadStory(`${line}-healthy`, twin, { objects: well }, healthy),
    workloadStory(
      `${line}-decoy`,
      'Nothing is wrong any more; the event of the wait is left.',
      { objects: [...well, past] },
      healthy,
    ),
    workloadStory(
      `${line}-denied`,
      `The fault, and ${denied.join(', ')} may not be looked at.`,
      { objects, denied },
      problem(blind[0], blind[1]),
    ),
  ];
}

/** The app as it should be, with the same spec. */
export function runs(app: AppSketch = {}, node = 'node-1'): App {
  return settled(app, { node });
}

/** The event about a pod that was evicted for another. */
export function preemptedEvent(victim: Built, preemptor: Built, node: string, at: string): Built {
  const { name, namespace, uid } = preemptor['metadata'] as { name: string; namespace: string; uid: string };
  return event(
    victim,
    {
      reason: 'Preempted',
      message: `Preempted by pod ${uid} on node ${node}`,
      type: 'Normal',
      at,
      by: 'default-scheduler',
    },
    { action: 'Preempting', related: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid } },
  );
}

/** The status of a pod that a scheduling gate holds back. */
export const GATED: Change = {
  status: {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
        lastProbeTime: null,
        lastTransitionTime: SINCE,
      },
    ],
  },
};
