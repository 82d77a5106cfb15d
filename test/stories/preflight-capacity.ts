import { mediumNode } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { node, type Built } from './build/build.ts';
import { workspace } from './build/coder-workspace.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import { groupNode, nodePool, scalingStatus, unreadyPool } from './build/node-pool.ts';
import type { Expected, Story, StoryInput } from './story.ts';

/** Whether the workspaces of a workshop have room: on the nodes that are there, on those that may come, or on none. */
const GI = 1024 ** 3;
/** One takes two cores and 8Gi, of which a large node with 64Gi holds eight. */
const SHAPE = { workspaceCpu: 2000, workspaceMemory: 8 * GI, workspaceStorage: 10 * GI };
/** Nobody says what one takes. */
const UNSAID: Readonly<Record<string, StoryInput>> = {};
const SEEN = { workspaceNamespace: '', role: 'control-plane' };
const large = (name: string): Built => node(name, { cpu: '16', memory: '64Gi' });
const IMAGE = 'registry.example/workspace:1';
const one = workspace('6a1f2b3c', 'node-1', IMAGE).all;
const place = namespaceObject('workspaces');
const ground = [large('node-1'), large('node-2'), place, ...one];

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  inputs: Readonly<Record<string, StoryInput>> = { ...UNSAID },
  more: Partial<Scene> = {},
): Story {
  return storyOf(`preflight-capacity/${name}`, summary, { objects, ...more }, expected, {
    runbook: 'preflight-capacity',
    inputs: { workspaces: 10, ...(inputs === UNSAID ? {} : SHAPE), ...SEEN, ...inputs },
  });
}

export const preflightCapacity: readonly Story[] = [
  about('fits', 'Ten workspaces fit on two large nodes, with a third to spare.', ground, {
    ...healthy,
    says: ['room for 15 more on 2 nodes, 10 are needed', "coder create preflight-trial --template '<template>' --yes"],
  }),
  about(
    'fits-as-the-largest',
    'Nobody says what a workspace takes, and the one that runs asks for little.',
    ground,
    { ...healthy, says: ['one takes 250m cpu, 512Mi memory', 'as the largest that runs asks for it'] },
    UNSAID,
  ),
  about(
    'tight',
    'They fit, and nothing is left.',
    ground,
    problem('workshop-room-is-tight', 'confirmed', { says: ['15 are needed, and 15 have room'] }),
    { workspaces: 15 },
  ),
  about(
    'pool-may-grow',
    'The nodes hold half of them; the limits of a NodePool leave room for the others.',
    [...ground, nodePool('general', { cpu: '200', memory: '800Gi' }, { cpu: '32', memory: '128Gi' })],
    problem('workshop-waits-for-nodes', 'confirmed', {
      says: [
        'Nodes come while people wait: of 30 workspaces 15',
        'NodePool general may make room for 67 more',
        '"possible":67',
      ],
    }),
    { workspaces: 30 },
  ),
  about(
    'pool-without-limit',
    'The NodePool has no limit, so that only AWS bounds it.',
    [...ground, nodePool('general', {}, { cpu: '32', memory: '128Gi' })],
    problem('workshop-waits-for-nodes', 'confirmed', {
      says: ['bounded by the quota of AWS alone', 'L-1216C47A', '"possible":null'],
    }),
    { workspaces: 30 },
  ),
  about(
    'pool-limit-too-low',
    'The limits of the NodePool are too low for all of them.',
    [...ground, nodePool('general', { cpu: '48', memory: '200Gi' }, { cpu: '32', memory: '128Gi' })],
    problem('workshop-beyond-node-limits', 'confirmed', {
      // 15 workspaces of 2 cores and 8Gi, of new machines of which four fifths are theirs: 32 + 37.5 cores, 128 + 150Gi.
      says: ['limits: { cpu: \\"70\\", memory: 278Gi }', 'kubectl get nodepools.karpenter.sh general'],
    }),
    { workspaces: 30 },
  ),
  about(
    'pool-limit-raised',
    'The same once its limits are what they should be.',
    [...ground, nodePool('general', { cpu: '70', memory: '278Gi' }, { cpu: '32', memory: '128Gi' })],
    problem('workshop-waits-for-nodes', 'confirmed'),
    { workspaces: 30 },
  ),
  about(
    'pool-not-ready',
    'The NodePool cannot make nodes, for its NodeClass is gone.',
    [...ground, unreadyPool('general')],
    problem('workshop-does-not-fit', 'confirmed', {
      says: [
        'NodePool general makes none for them: not ready (NodeClassNotFound)',
        '"possible":0',
        'kubectl describe nodepools.karpenter.sh',
      ],
      never: ['update-nodegroup-config'],
    }),
    { workspaces: 30 },
  ),
  about(
    'groups-may-grow',
    'cluster-autoscaler may make the node group large enough.',
    [
      groupNode('node-1', 'workspaces'),
      groupNode('node-2', 'workspaces'),
      place,
      ...one,
      scalingStatus('workspaces', 2, 6),
    ],
    problem('workshop-waits-for-nodes', 'confirmed', {
      says: ['cluster-autoscaler may grow workspaces from 2 to 6 nodes', '"possible":32'],
      // A label alone makes no machine of AWS out of a node.
      never: ['aws eks describe-nodegroup'],
    }),
    { workspaces: 30 },
  ),
  about(
    'autoscaler-gone',
    'cluster-autoscaler was taken away a week ago, and its status stayed.',
    [...ground, scalingStatus('workspaces', 2, 6, '2025-11-08 10:00:00.000')],
    problem('workshop-does-not-fit', 'confirmed', {
      says: ['was last written 2025-11-08T10:00:00Z, so it does not run', '"possible":null'],
    }),
    { workspaces: 30 },
  ),
  about(
    'nothing-adds-nodes',
    'Two nodes are all there is, and nothing adds any.',
    ground,
    problem('workshop-does-not-fit', 'confirmed', {
      says: [
        '15 of 30 workspaces find no room',
        'nothing that the cluster shows adds nodes',
        '"possible":null',
        'Add nodes, 2 like the smallest that is open to workspaces',
      ],
      never: ['aws eks'],
    }),
    { workspaces: 30 },
  ),
  about(
    'closed-nodes',
    'Of three nodes one is cordoned and one is for others: only one counts.',
    [
      large('node-1'),
      node('node-2', { cpu: '16', memory: '64Gi' }, { spec: { unschedulable: true } }),
      node('node-3', { cpu: '16', memory: '64Gi' }, { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } }),
      place,
      ...one,
    ],
    problem('workshop-does-not-fit', 'confirmed', { says: ['have room for 7 more', 'taint gpu:NoSchedule'] }),
  ),
  about(
    'proxy',
    'Only a proxy is here: no workspace is made in this cluster.',
    [mediumNode('node-1')],
    {
      ...healthy,
      says: ['not-applicable'],
      never: ['coder create'],
    },
    { role: 'proxy' },
  ),
  about(
    'no-shape',
    'No workspace runs, and nobody says what one takes.',
    [mediumNode('node-1'), place],
    incomplete({ says: ['--workspace-cpu'] }),
    UNSAID,
  ),
  storyOf(
    'preflight-capacity/half-a-shape',
    'No workspace runs, and only the memory of one is said: its cpu is not nothing.',
    { objects: [mediumNode('node-1'), place] },
    incomplete({ says: ['--workspace-cpu'] }),
    { runbook: 'preflight-capacity', inputs: { workspaces: 10, workspaceMemory: 8 * GI, ...SEEN } },
  ),
  about(
    'nodes-denied',
    'Nodes may not be listed.',
    ground,
    incomplete({ says: ['list nodes'] }),
    {},
    { denied: ['nodes'] },
  ),
  about(
    'pools-denied',
    'They do not fit on what is there, and NodePools may not be listed.',
    [...ground, nodePool('general', {}, {})],
    incomplete({ says: ['list nodepools'] }),
    { workspaces: 30 },
    { denied: ['nodepools'] },
  ),
  about(
    'scaling-denied',
    'All fit, and the status of cluster-autoscaler may not be read: what a NodePool may add is not all that may be added.',
    [...ground, nodePool('general', { cpu: '200', memory: '800Gi' }, { cpu: '32', memory: '128Gi' })],
    { ...healthy, says: ['"possible":null'], never: ['"possible":67'] },
    {},
    { denied: ['configmaps'] },
  ),
];
