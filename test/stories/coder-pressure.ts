import { mediumNode } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { event, type Built, type Change } from './build/build.ts';
import { evictedFrom, workspace } from './build/coder-workspace.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { kubeletFigures } from './build/kubelet-figures.ts';
import { namespaceObject } from './build/namespace.ts';
import { pressedNode } from './build/node-state.ts';
import type { Expected, Story } from './story.ts';

/** Workspaces that last and those that do not, and what their nodes and images have to do with it. */
const IMAGE = '123456789012.dkr.ecr.us-east-2.amazonaws.com/coder/base:latest';
const [JUST, LONG_AGO] = ['2025-11-15T18:12:30Z', '2025-11-15T13:10:00Z'];
const ground = [mediumNode('node-1'), mediumNode('node-2'), namespaceObject('workspaces')];
const first = workspace('6a1f2b3c', 'node-1', IMAGE);
const second = workspace('7b2a3c4d', 'node-2', IMAGE);
const two = [...first.all, ...second.all];
const LOW =
  'The node was low on resource: ephemeral-storage. Threshold quantity: 16084133679, available: 14312Mi. Container coder-6a1f2b3c was using 9216Mi, request is 0, has larger consumption of ephemeral-storage. ';
const OVER = 'Pod ephemeral local storage usage exceeds the total limit of containers 10Gi. ';

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  more: Partial<Scene> = {},
): Story {
  const scene = { objects, ...more };
  return storyOf(`coder-pressure/${name}`, summary, scene, expected, {
    runbook: 'coder-pressure',
    inputs: { onlyNamespace: '' },
  });
}

/** The status of its container after it was started anew. */
const restarted = (restarts: number, terminated: Change): Change => ({
  containerStatuses: [
    {
      name: 'coder-6a1f2b3c',
      image: IMAGE,
      imageID: `${IMAGE}@sha256:0`,
      containerID: 'containerd://0',
      ready: true,
      started: true,
      restartCount: restarts,
      state: { running: { startedAt: terminated['finishedAt'] ?? JUST } },
      lastState: { terminated: { containerID: 'containerd://1', startedAt: '2025-11-15T14:00:00Z', ...terminated } },
    },
  ],
});
const killed = (finishedAt: string): Built[] => [
  ...workspace('6a1f2b3c', 'node-1', IMAGE, restarted(2, { exitCode: 137, reason: 'OOMKilled', finishedAt })).all,
];
const another = workspace('7b2a3c4d', 'node-2', IMAGE, {
  containerStatuses: [
    {
      ...((second.newPod['status'] as { containerStatuses: readonly Change[] }).containerStatuses[0] ?? {}),
      image: IMAGE.replace(':latest', ':pushed-before'),
    },
  ],
});
const pulled = (message: string): Built =>
  event(second.newPod, { reason: 'Pulled', message, at: '2025-11-15T18:05:00Z', type: 'Normal' });

export const coderPressure: readonly Story[] = [
  about('healthy', 'Two workspaces run, and nothing has happened to them.', [...ground, ...two], {
    ...healthy,
    says: [
      '2 pods of workspaces run',
      'aws ecr describe-images --registry-id 123456789012 --repository-name coder/base',
    ],
  }),
  about('none', 'There are no workspaces.', ground, healthy),
  about('pods-denied', 'Pods may not be listed.', [...ground, ...two], incomplete({ says: ['list pods'] }), {
    denied: ['pods'],
  }),
  about('nodes-denied', 'Nodes may not be listed.', [...ground, ...two], incomplete({ says: ['list nodes'] }), {
    denied: ['nodes'],
  }),
  about(
    'over-own-limit',
    'A workspace wrote more than its template allows.',
    [...ground, ...two, evictedFrom(first, JUST, OVER, false)],
    problem('workspaces-over-storage-limit', 'confirmed', { says: ['total limit of containers 10Gi'] }),
  ),
  about(
    'over-own-limit-decoy',
    'That was hours ago, and it has run since.',
    [...ground, ...two, evictedFrom(first, LONG_AGO, OVER, false)],
    healthy,
  ),
  about(
    'evicted-for-the-node',
    'The disk of a node ran full with workspaces, and its kubelet evicts one.',
    [pressedNode('node-1', 'DiskPressure'), ...ground.slice(1), ...two, evictedFrom(first, JUST, LOW, true)],
    problem('evicted-for-the-node', 'confirmed', { says: ['coder stop ', 'workspaces/coder-6a1f2b3c'] }),
    {
      stats: {
        'node-1': kubeletFigures('node-1', {
          disk: { capacity: 100, used: 93 },
          pods: [{ pod: 'workspaces/coder-6a1f2b3c-5d7f9b8c6-q5w9b', disk: 41 }],
        }),
      },
    },
  ),
  about(
    'node-under-pressure',
    'A node that holds a workspace is short of disk, and nobody was evicted yet.',
    [pressedNode('node-1', 'DiskPressure'), ...ground.slice(1), ...two],
    problem('node-under-pressure', 'confirmed', { says: ['Stop the workspaces that nobody uses'] }),
  ),
  about(
    'killed-for-memory',
    'A workspace was killed for memory a moment ago and runs again.',
    [...ground, ...killed(JUST), ...second.all],
    problem('workspaces-killed-for-memory', 'confirmed', { says: ['Its limit is 512Mi'] }),
  ),
  about('killed-for-memory-decoy', 'That was hours ago.', [...ground, ...killed(LONG_AGO), ...second.all], healthy),
  about(
    'starts-anew',
    'A workspace ends again and again, and looks well in between.',
    [
      ...ground,
      ...workspace('6a1f2b3c', 'node-1', IMAGE, restarted(7, { exitCode: 1, reason: 'Error', finishedAt: JUST })).all,
    ],
    problem('workspaces-start-anew', 'likely', { says: ['7 times', 'exit code 1'] }),
  ),
  about('contents-differ', 'Two nodes hold different contents of one tag.', [...ground, ...first.all, ...another.all], {
    ...healthy,
    says: ['different contents on different nodes', 'up to seven days'],
  }),
  about(
    'slow-pull',
    'An image took four minutes to arrive.',
    [
      ...ground,
      ...two,
      pulled(
        `Successfully pulled image "${IMAGE}" in 4m3.5s (4m20.1s including waiting). Image size: 9123456789 bytes.`,
      ),
    ],
    { ...healthy, says: ['took 4m4s to arrive'] },
  ),
];
