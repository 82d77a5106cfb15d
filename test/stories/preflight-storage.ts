import { mediumNode } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { evictedFrom, workspace } from './build/coder-workspace.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { kubeletFigures } from './build/kubelet-figures.ts';
import { namespaceObject } from './build/namespace.ts';
import { pressedNode } from './build/node-state.ts';
import type { Expected, Story, StoryInput } from './story.ts';

/** The disks of nodes before a workshop. */
const IMAGE = 'registry.example/workspace:1';
const first = workspace('6a1f2b3c', 'node-1', IMAGE);
const ground = [mediumNode('node-1'), mediumNode('node-2'), namespaceObject('workspaces'), ...first.all];
const LOW =
  'The node was low on resource: ephemeral-storage. Threshold quantity: 16084133679, available: 14312Mi. Container coder-6a1f2b3c was using 9216Mi, request is 0, has larger consumption of ephemeral-storage. ';
const figures = (used: number): Scene['stats'] => ({
  'node-1': kubeletFigures('node-1', { disk: { capacity: 100, used }, pods: [{ pod: 'workspaces/big', disk: 30 }] }),
  'node-2': kubeletFigures('node-2', { disk: { capacity: 100, used: 30 }, pods: [] }),
});

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  more: Partial<Scene> = {},
  inputs: Readonly<Record<string, StoryInput>> = {},
): Story {
  const folder = name.includes('/') ? name : `preflight-storage/${name}`;
  return storyOf(folder, summary, { objects, ...more }, expected, {
    runbook: 'preflight-storage',
    inputs: { workspaces: 10, role: '', ...inputs },
  });
}

export const preflightStorage: readonly Story[] = [
  about(
    'half-empty',
    'All disks are half empty.',
    ground,
    { ...healthy, says: ['request no ephemeral storage'] },
    {
      stats: figures(40),
    },
  ),
  about(
    'filling',
    'A disk is seven tenths full.',
    ground,
    problem('node-disk-filling', 'confirmed', {
      says: ['70% full before it begins', 'workspaces/big holds most', 'P2'],
    }),
    { stats: figures(70) },
  ),
  about(
    'nearly-full',
    'A disk is nearly full, and nobody was evicted yet.',
    ground,
    problem('node-disk-filling', 'confirmed', { says: ['P1'] }),
    { stats: figures(88) },
  ),
  about(
    'own-threshold',
    'A profile says that three quarters may be used.',
    ground,
    healthy,
    { stats: figures(70) },
    { storagePercent: 75 },
  ),
  about(
    'pressed',
    'A node is short of disk.',
    [pressedNode('node-1', 'DiskPressure'), ...ground.slice(1)],
    problem('node-under-pressure', 'confirmed'),
    { stats: figures(50) },
  ),
  about(
    'evicted-today',
    'A workspace was evicted for disk this morning, and all is well again.',
    [...ground, evictedFrom(first, '2025-11-15T13:10:00Z', LOW, true)],
    problem('workshop-evicted-for-disk', 'confirmed', { says: ['on node node-1'] }),
    { stats: figures(40) },
  ),
  about(
    'evicted-long-ago',
    'That was three days ago.',
    [...ground, evictedFrom(first, '2025-11-12T13:10:00Z', LOW, true)],
    healthy,
    { stats: figures(40) },
  ),
  about(
    'node-disk/half-empty',
    'Both disks have room.',
    ground,
    { ...healthy, says: ['node-1 40%'] },
    { stats: figures(40) },
  ),
  about('node-disk/denied', 'Nodes may not be looked at.', ground, incomplete(), {
    stats: figures(40),
    denied: ['nodes'],
  }),
  about(
    'elsewhere',
    'Only a proxy is here.',
    ground.slice(0, 2),
    { ...healthy, says: ['not-applicable'] },
    {},
    { role: 'proxy' },
  ),
  about('denied', 'Nodes may not be listed.', ground, incomplete({ says: ['list nodes'] }), { denied: ['nodes'] }),
];
