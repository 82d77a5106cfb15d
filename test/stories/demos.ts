import { event, type Built } from './build/build.ts';
import { upgradeFailed } from './build/flux.ts';
import {
  coderRelease,
  controllerLog,
  healthyCoder,
  healthyRelease,
  helmSecrets,
  homelab,
  NOW,
  rolledBackCoder,
  SCHEDULER_SAYS,
  surroundings,
  usage,
  waitingCoder,
} from './coder-incident.ts';
import type { Story } from './story.ts';

const snapshot = { capturedAt: NOW, context: 'homelab', version: 'v1.34.1', complete: true } as const;

/** The clusters that are shipped with the program. */
export const demos: readonly Story[] = [
  {
    folder: 'examples/rollout-does-not-fit',
    summary:
      'An upgrade waits for a second Coder pod, and the only node has room for one; the waiting pod is still there.',
    snapshot,
    objects: [coderRelease(false), ...helmSecrets(false), ...waitingCoder(), ...surroundings, ...usage],
    logs: controllerLog,
    expected: {
      verdict: 'problem',
      exit: 1,
      findings: [{ code: 'rollout-does-not-fit', confidence: 'confirmed' }],
      says: ['2.4Gi', '4Gi', 'surge-free', '--reset'],
      never: ['deploymentStrategy:', 'kubectl delete'],
    },
  },
  {
    folder: 'examples/rollout-rolled-back',
    summary:
      'The same upgrade with retries: Flux has rolled back, the old version serves, and no waiting pod is left to look at.',
    snapshot,
    objects: [coderRelease(true), ...helmSecrets(true), ...rolledBackCoder(), ...surroundings],
    logs: controllerLog,
    expected: {
      verdict: 'problem',
      exit: 1,
      findings: [{ code: 'rollout-does-not-fit', confidence: 'likely' }],
      says: ['2.4Gi', '4Gi'],
    },
  },
  {
    folder: 'examples/healthy',
    summary: 'Nothing is wrong: the upgrade went through.',
    snapshot,
    objects: [healthyRelease(), ...healthyCoder(), ...surroundings],
    expected: { verdict: 'healthy', exit: 0, findings: [] },
  },
  {
    folder: 'examples/decoy',
    summary: 'Nothing is wrong now; the events and the history of a bad night are still there.',
    snapshot,
    objects: [
      healthyRelease(),
      ...helmSecrets(false),
      ...healthyCoder(),
      ...surroundings,
      ...scaryEvents(healthyCoder()),
    ],
    expected: { verdict: 'healthy', exit: 0, findings: [] },
  },
];

/** What a bad night leaves behind: events about things that have since recovered. */
function scaryEvents(objects: readonly Built[]): Built[] {
  const [deploymentOf, , , podOf] = objects;
  if (deploymentOf === undefined || podOf === undefined) return [];
  return [
    event(podOf, { reason: 'FailedScheduling', message: SCHEDULER_SAYS, at: '2025-11-12T20:30:00Z' }),
    event(podOf, {
      reason: 'BackOff',
      message: 'Back-off restarting failed container coder in pod coder-5df88d876c-q5w9b',
      at: '2025-11-12T20:30:40Z',
      count: 17,
    }),
    event(podOf, {
      reason: 'Unhealthy',
      message: 'Readiness probe failed: connection refused',
      at: '2025-11-12T20:30:50Z',
      count: 9,
    }),
    upgradeFailed(healthyRelease(), 'coder', '2.28.2', '2025-11-12T19:02:10Z'),
    event(homelab, {
      reason: 'NodeNotReady',
      message: 'Node node-1 status is now: NodeNotReady',
      at: '2025-11-12T18:44:00Z',
      by: 'node-controller',
    }),
  ];
}
