import { INSTALLED, mediumNode, settled } from './build/app.ts';
import { IMAGE } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import type { Expected, Story } from './story.ts';

/** Pods that are ready when somebody looks, and are not between two looks. */
const around: readonly Built[] = [mediumNode('node-1')];
const LOG = 'shop/web-5d7f9b8c6-q5w9b/web.previous';
const killed: Change = { exitCode: 137, reason: 'OOMKilled' };
const failed: Change = { exitCode: 1, reason: 'Error' };

/** A container that is up since `finishedAt`, for the so-manieth time. */
function anew(restartCount: number, finishedAt: string, end: Change): Change {
  const terminated = { containerID: 'containerd://1', startedAt: '2025-11-15T15:45:00Z', finishedAt, ...end };
  const status = {
    name: 'web',
    image: IMAGE,
    imageID: `${IMAGE}@sha256:0`,
    containerID: 'containerd://2',
    ready: true,
    started: true,
    restartCount,
    state: { running: { startedAt: finishedAt } },
    lastState: { terminated },
  };
  return { status: { containerStatuses: [status] } };
}

/** It came two weeks ago, and was started anew every hour or so of today. */
function app(status: Change, limits: Change = { resources: { limits: { memory: '512Mi' } } }): readonly Built[] {
  return settled({ since: INSTALLED, container: limits }, { change: status }).all;
}

const LATELY = '2025-11-15T18:09:30Z';
const lately = app(anew(41, LATELY, killed));
const failing = app(anew(41, LATELY, failed));
/** The crashes of a start, and an hour of work since. */
const started = settled({ since: '2025-11-15T17:20:00Z' }, { change: anew(4, '2025-11-15T17:22:40Z', failed) }).all;

function inside(name: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(`ends-again/${name}`, summary, { ...scene, objects: [...scene.objects, ...around] }, expected, {
    runbook: 'ends-again',
    inputs: { pod: 'Pod/shop/web-5d7f9b8c6-q5w9b' },
  });
}

function section(name: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(
    `workloads-of-namespace/${name}`,
    summary,
    { ...scene, objects: [...scene.objects, ...around] },
    expected,
    {
      runbook: 'workloads-of-namespace',
      inputs: { onlyNamespace: 'shop' },
    },
  );
}

const outOfMemory = 'ready-after-out-of-memory';
const between = 'ready-between-ends';
const logs = { [LOG]: 'web 1.5.0\ncannot read the queue: giving up\n' };

/** Stories of pods that are well at this moment. */
export const endsAgain: readonly Story[] = [
  inside(
    'out-of-memory',
    'Its container is ready and was killed for its memory minutes ago, for the forty-first time.',
    { objects: lately, logs: { [LOG]: 'web 1.5.0\n' } },
    problem(outOfMemory, 'confirmed', { says: ['41 restarts', 'its limit is 512Mi', 'memory: <memory>'] }),
  ),
  inside(
    'by-itself',
    'Its container is ready and ended by itself minutes ago; its log tells the last words.',
    { objects: failing, logs },
    problem(between, 'confirmed', { says: ['exit code 1', 'cannot read the queue'], never: ['memory:'] }),
  ),
  inside(
    'log-denied',
    'Its log may not be read: how often it ended is known all the same.',
    { objects: failing, logs, denied: ['pods/log'] },
    problem(between, 'confirmed', { says: ['could not be read'] }),
  ),
  inside(
    'first-run-healthy',
    'Its container has never ended.',
    { objects: settled({ since: INSTALLED }).all },
    healthy,
  ),
  section(
    'ready-between-ends',
    'A Deployment is complete, and its pod is ready between two crashes.',
    { objects: failing, logs },
    problem(between, 'confirmed'),
  ),
  section(
    'started-with-trouble-healthy',
    'A pod crashed four times when it came, for want of its database, and has worked ever since.',
    { objects: started },
    healthy,
  ),
  section(
    'ended-yesterday-healthy',
    'A container was started anew often, and not for hours.',
    { objects: app(anew(41, '2025-11-15T16:55:00Z', killed)) },
    healthy,
  ),
  section(
    'ended-once-healthy',
    'A container was started anew once, minutes ago.',
    { objects: app(anew(1, LATELY, killed)) },
    healthy,
  ),
  section(
    'between-ends-pods-denied',
    'Whether pods are ready between two crashes cannot be seen without them.',
    { objects: failing, logs, denied: ['pods'] },
    incomplete(),
  ),
];
