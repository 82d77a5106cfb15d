import { INSTALLED, mediumNode } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { budget } from './build/budget.ts';
import { condition, object, type Built, type Change } from './build/build.ts';
import { workspace } from './build/coder-workspace.ts';
import { coderGround, coderServer, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import { groupNode } from './build/node-pool.ts';
import { atCoder, checkStory, SERVER_LOG } from './build/preflight-place.ts';
import type { Expected, Story } from './story.ts';

/** What may move pods while a workshop is on: nodes, budgets, Karpenter. */
const IMAGE = 'ghcr.io/example/base:v3';
const ground = [...atCoder.objects, mediumNode('node-2'), namespaceObject('workspaces')];
const first = workspace('6a1f2b3c', 'node-2', IMAGE);
const marked = first.all.map((each) =>
  each === first.newPod
    ? deepMerge(each, { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } } })
    : each,
);

/** A NodePool of Karpenter 1, which takes away what is little used. */
function nodePool(disruption: Change = {}, name = 'workspaces'): Built {
  return object(
    { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', namespace: null, name, created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: {
        disruption: {
          budgets: [{ nodes: '10%' }],
          consolidateAfter: '1m',
          consolidationPolicy: 'WhenEmptyOrUnderutilized',
          ...disruption,
        },
        template: { spec: { expireAfter: '720h' } },
      },
      status: { conditions: [condition('Ready', 'True', 'Ready', '', INSTALLED)] },
    },
  );
}

/** The NodeClaim of node-2. */
function nodeClaim(created: string, expireAfter = '720h', conditions: readonly Change[] = []): Built {
  return object(
    { apiVersion: 'karpenter.sh/v1', kind: 'NodeClaim', namespace: null, name: 'workspaces-x7k2p', created },
    {
      metadata: { labels: { 'karpenter.sh/nodepool': 'workspaces' } },
      spec: { expireAfter },
      status: {
        nodeName: 'node-2',
        conditions: [condition('Ready', 'True', 'Ready', '', created), ...conditions],
      },
    },
  );
}

const drifted = condition('Drifted', 'True', 'NodePoolDrifted', 'NodePoolDrifted', '2025-11-15T18:00:00Z');
const NEVER = { consolidateAfter: 'Never' };
const SHUT = { nodes: '0', schedule: '30 18 15 11 *', duration: '6h' };
const YOUNG = nodeClaim('2025-11-10T10:00:00Z');

function about(
  folder: string,
  summary: string,
  more: readonly Built[],
  expected: Expected,
  rest: Partial<Scene> = {},
): Story {
  const objects = [...ground, ...first.all, ...more];
  return checkStory('maintenance', folder, summary, { objects, logs: SERVER_LOG, ...rest }, expected);
}

/** The server with two replicas, and a budget that lets one go. */
const twice = workingServer(
  coderServer(
    {},
    {
      deployment: {
        spec: { replicas: 2 },
        status: { replicas: 2, readyReplicas: 2, availableReplicas: 2, updatedReplicas: 2 },
      },
    },
  ),
);
const loose = deepMerge(
  budget(
    { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 },
    {
      name: 'coder',
      spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'coder' } } },
      said: condition('DisruptionAllowed', 'True', 'SufficientPods', '', INSTALLED),
    },
  ),
  { metadata: { namespace: 'coder' } },
);
const cordoned = mediumNode('node-2', {
  spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
});
const older = (change: Change = {}): Built =>
  deepMerge(mediumNode('node-3', change), { status: { nodeInfo: { kubeletVersion: 'v1.33.5' } } });
const closed: Change = { spec: cordoned['spec'] };
const besides = (objects: readonly Built[]): Partial<Scene> => ({ objects });

const CLAIM = { claim: 'NodeClaim//workspaces-x7k2p', node: 'node-2', pool: 'workspaces', pods: 1 };
const TIMES = { start: '2025-11-15T19:00:00Z', end: '2025-11-15T23:00:00Z' };

/** One node, and one NodePool, by themselves. */
const alone: readonly Story[] = [
  storyOf(
    'node-expiry/healthy',
    'It expires a week later.',
    { objects: [...ground, nodeClaim('2025-10-23T21:00:00Z')] },
    healthy,
    { runbook: 'node-expiry', inputs: { ...CLAIM, ...TIMES, at: '2025-11-22T21:00:00Z' } },
  ),
  storyOf(
    'node-expiry/over',
    'It has expired before, and Karpenter is at it.',
    { objects: [...ground, nodeClaim('2025-10-16T18:00:00Z')] },
    healthy,
    { runbook: 'node-expiry', inputs: { ...CLAIM, ...TIMES, at: '2025-11-15T18:00:00Z' } },
  ),
  storyOf(
    'node-pool-window/healthy',
    'It has nothing to move.',
    { objects: [...ground, nodePool(NEVER), YOUNG] },
    healthy,
    {
      runbook: 'node-pool-window',
      inputs: { pool: 'NodePool//workspaces', row: { moves: '', drifted: 0, pods: 1, bare: 1, budgets: '' }, ...TIMES },
    },
  ),
];

export const preflightMaintenance: readonly Story[] = [
  ...alone,
  about('pass', 'Nothing is closed, and there is no Karpenter.', [], { ...healthy, says: ['v1.34'] }),
  about(
    'kept',
    'A budget keeps the nodes of Karpenter for longer than the workshop.',
    [nodePool({ budgets: [{ nodes: '10%' }, SHUT] }), YOUNG],
    healthy,
  ),
  about(
    'warn',
    'Karpenter takes away nodes that are little used.',
    [nodePool(), YOUNG],
    problem('nodes-may-be-taken', 'confirmed', {
      says: [
        '{\\"nodes\\":\\"10%\\"},{\\"nodes\\":\\"0\\",\\"schedule\\":\\"0 19 15 11 *\\",\\"duration\\":\\"4h0m\\"}',
        'pods of Coder there now: 1',
      ],
    }),
  ),
  about(
    'short-budget',
    'The budget that keeps them ends an hour too early.',
    [nodePool({ budgets: [{ ...SHUT, duration: '3h30m' }] }), YOUNG],
    problem('nodes-may-be-taken', 'confirmed'),
  ),
  about(
    'empty-alone-decoy',
    'Karpenter takes away empty nodes alone.',
    [nodePool({ consolidationPolicy: 'WhenEmpty' }), YOUNG],
    healthy,
  ),
  about(
    'drift',
    'A node has drifted, and is replaced though nothing is consolidated.',
    [nodePool(NEVER), nodeClaim('2025-11-10T10:00:00Z', '720h', [drifted])],
    problem('nodes-may-be-taken', 'confirmed', { says: ['have drifted'] }),
  ),
  about(
    'marked-decoy',
    'The workspaces are marked, and Karpenter leaves them alone.',
    [],
    healthy,
    besides([...ground, ...marked, nodePool(), YOUNG]),
  ),
  about(
    'expires',
    'The node of a workspace expires while people work.',
    [nodePool(NEVER), nodeClaim('2025-10-16T21:00:00Z')],
    problem('node-expires-in-window', 'confirmed', {
      says: ['2025-11-15 21:00:00 UTC', 'kubectl delete nodeclaims.karpenter.sh workspaces-x7k2p'],
    }),
  ),
  about(
    'expires-later-decoy',
    'It expires an hour after the end.',
    [nodePool(NEVER), nodeClaim('2025-10-17T00:00:00Z')],
    healthy,
  ),
  about(
    'cordoned',
    'The node of a workspace is cordoned.',
    [],
    problem('node-cordoned', 'confirmed'),
    besides([...atCoder.objects, cordoned, namespaceObject('workspaces'), ...first.all]),
  ),
  about(
    'upgrade',
    'An older node is closed, and the others are new.',
    [older(closed)],
    problem('nodes-between-versions', 'likely', {
      says: ['v1.33 on 1, v1.34 on 2'],
    }),
  ),
  about('versions-decoy', 'A group of nodes is older, and none is closed.', [older()], {
    ...healthy,
    says: ['none is closed'],
  }),
  about(
    'bare',
    'Two replicas of the server have no budget.',
    [],
    problem('replicas-without-budget', 'confirmed', {
      says: ['"severity":"P3"'],
    }),
    besides([...twice.all, ...coderGround]),
  ),
  about('budget', 'Two replicas of the server have one.', [], healthy, besides([...twice.all, ...coderGround, loose])),
  about(
    'several',
    'Karpenter takes nodes away, and one expires besides.',
    [nodePool(), nodeClaim('2025-10-16T21:00:00Z')],
    problems([
      ['node-expires-in-window', 'confirmed'],
      ['nodes-may-be-taken', 'confirmed'],
    ]),
  ),
  about('unknown', 'The NodePools may not be seen.', [nodePool(), YOUNG], incomplete({ says: ['list nodepools'] }), {
    denied: ['nodepools'],
  }),
  about('nodes-denied', 'The nodes may not be seen.', [], incomplete({ says: ['list nodes'] }), { denied: ['nodes'] }),
  about(
    'node-group',
    'A managed node group, and a context whose name does not say which cluster of AWS it is.',
    [groupNode('node-3', 'workspaces')],
    {
      ...healthy,
      says: ['describe-nodegroup --cluster-name <cluster> --nodegroup-name workspaces --region <region>'],
    },
  ),
  about(
    'node-group-forged',
    'A label that is no name of a node group: no command is made of it.',
    [groupNode('node-3', 'workspaces; reboot')],
    { ...healthy, never: ['describe-nodegroup', 'reboot'] },
  ),
  checkStory(
    'maintenance',
    'not-applicable',
    'Nothing of Coder is here.',
    { objects: [mediumNode('node-1')] },
    {
      ...healthy,
      says: ['"kind":"not-applicable"'],
    },
  ),
];
