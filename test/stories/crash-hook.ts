import { workloadStory } from './build/ask.ts';
import type { AppSketch } from './build/app.ts';
import { event, type Built, type Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { failing, nodes, running, type Failing } from './build/failing.ts';
import type { Expected, Story } from './story.ts';

/** Containers that end for something beside the program: a hook that fails, or a command that has nothing more to do. */
const hook = { postStart: { exec: { command: ['/bin/sh', '-c', '/hooks/register'] } } };
const liveness = { httpGet: { path: '/', port: 8080, scheme: 'HTTP' }, periodSeconds: 10, failureThreshold: 3 };
const hooked: AppSketch = { container: { lifecycle: hook, livenessProbe: liveness } };
const UP = 'listening on :8080\n';
const USAGE = 'usage: web serve|migrate\n';

function happened(scene: Failing, reason: string, message: string, at: string): Built {
  return event(
    scene.app.newPod,
    { reason, message, at, count: 13, type: reason === 'Killing' ? 'Normal' : 'Warning' },
    { involvedObject: { fieldPath: 'spec.containers{web}' } },
  );
}

/** What the kubelet writes when the hook of a run fails. */
function hookFailed(scene: Failing, at: string): readonly Built[] {
  return [
    happened(scene, 'FailedPostStartHook', 'PostStartHook failed', at),
    happened(scene, 'Killing', 'FailedPostStartHook', at),
  ];
}

function story(
  name: string,
  summary: string,
  scene: Failing,
  more: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
): Story {
  const whole = { objects: [...nodes, ...scene.objects, ...more], logs: scene.logs };
  return workloadStory(`crash/${name}`, summary, denied === undefined ? whole : { ...whole, denied }, expected);
}

const IN_RUN = '2025-11-15T18:12:37Z';
const ended = (exitCode: number, reason = 'Error'): Change => ({ exitCode, reason });
const failingHook = failing('web', UP, hooked, ended(137));
const earlierHook = failing('web', UP, hooked, ended(137));
const done = failing('web', USAGE, {}, ended(0, 'Completed'));
const told = failing('web', 'stopped\n', { container: { livenessProbe: liveness } }, ended(0, 'Completed'));
const LIVENESS = 'Liveness probe failed: HTTP probe failed with statuscode: 500';

/** One story per such end, and those that look like it. */
export const crashHook: readonly Story[] = [
  story(
    'post-start',
    'A postStart hook fails, and the kubelet kills the container for it, which has a liveness probe as well.',
    failingHook,
    hookFailed(failingHook, IN_RUN),
    problem('post-start-fails', 'confirmed', {
      says: ['The postStart hook of container web', 'It is a command that runs in the container.', '/hooks/register'],
      never: ['Let the probe ask'],
    }),
  ),
  story(
    'post-start-events-denied',
    'The same, and events may not be looked at.',
    failingHook,
    hookFailed(failingHook, IN_RUN),
    problem('killed-by-probe-or-node', 'likely'),
    ['events'],
  ),
  story(
    'post-start-earlier-decoy',
    'The hook failed in a run before the last one, which its liveness probe ended.',
    earlierHook,
    [
      ...hookFailed(earlierHook, '2025-11-15T17:59:00Z'),
      happened(earlierHook, 'Unhealthy', LIVENESS, '2025-11-15T18:12:40Z'),
    ],
    problem('probe-fails', 'likely', { says: ['statuscode: 500'], never: ['postStart hook of container web'] }),
  ),
  story(
    'post-start-healthy',
    'The twin has the same hook and is ready; the event is of its first try.',
    { ...failingHook, objects: running('web', undefined, hooked).all },
    [],
    healthy,
  ),
  story(
    'ends-well',
    'The command of a Deployment prints how it is used and ends without an error.',
    done,
    [],
    problem('command-ends', 'confirmed', {
      says: ['ends by itself', 'exit code 0', 'A Deployment needs a command that stays', 'usage: web serve'],
    }),
  ),
  story(
    'ends-well-log-denied',
    'The same, and its log may not be read.',
    done,
    [],
    problem('command-ends', 'likely', { says: ['Its log could not be read.'] }),
    ['pods/log'],
  ),
  story(
    'ends-well-killed-decoy',
    'A program that is told to end by its liveness probe does so in good order, with the same exit code.',
    told,
    [happened(told, 'Unhealthy', LIVENESS, '2025-11-15T18:12:40Z')],
    problem('probe-fails', 'likely', { says: ['statuscode: 500'], never: ['a command that stays'] }),
  ),
  story(
    'ends-well-error-decoy',
    'A program ends with exit code 0 though its log says what it lacks.',
    failing('web', '2025/11/15 18:12:41 required key DATABASE_URL missing value\n', {}, ended(0, 'Completed')),
    [],
    problem('setting-missing', 'confirmed', { never: ['a command that stays'] }),
  ),
];
