import { storyOf, type Scene } from './build/ask.ts';
import { event } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { controller } from './build/flux.ts';
import type { Expected, Story } from './story.ts';

/** The Flux controllers, looked at whatever the releases say. */
const source = controller('source-controller', '1.7.0');
const helm = controller('helm-controller', '1.4.0');
const away = { status: { readyReplicas: undefined, availableReplicas: undefined, unavailableReplicas: 1 } };

function awayStory(name: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(`flux-away/${name}`, summary, scene, expected, { runbook: 'flux-away', inputs: {} });
}

/** One story per controller that can be away. */
export const fluxAway: readonly Story[] = [
  awayStory('healthy', 'Both controllers have a ready pod.', { objects: [helm, source] }, healthy),
  awayStory(
    'helm-controller',
    'helm-controller has no ready pod.',
    { objects: [controller('helm-controller', '1.4.0', away), source] },
    problem('nothing-reconciles', 'confirmed'),
  ),
  awayStory(
    'helm-controller-decoy',
    'helm-controller was scaled to none until an hour ago, as an event tells, and is back.',
    {
      objects: [
        helm,
        source,
        event(helm, {
          reason: 'ScalingReplicaSet',
          message: 'Scaled up replica set helm-controller-7dc6468544 from 0 to 1',
          at: '2025-11-15T17:10:00Z',
          by: 'deployment-controller',
        }),
      ],
    },
    healthy,
  ),
  awayStory(
    'denied',
    'The Deployments may not be listed: nobody knows whether the controllers are there.',
    { objects: [helm, source], denied: ['deployments.apps'] },
    incomplete({ says: ['deployments.apps'] }),
  ),
];
