import { firstStart, mediumNode } from './build/app.ts';
import { crashedContainer } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { unschedulable, type Built } from './build/build.ts';
import { coderGround, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { evictedFrom, workspace } from './build/coder-workspace.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import { provisioner } from './build/provisioner.ts';
import type { Expected, Story } from './story.ts';

/** Pods of Coder that wait, crash or were evicted before a workshop; those of strangers are none of its business. */
const IMAGE = 'registry.example/workspace:1';
const server = workingServer();
const first = workspace('6a1f2b3c', 'node-1', IMAGE);
const ground = [...server.all, ...coderGround, namespaceObject('workspaces'), ...first.all];
const LOW = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. ';
const crashing = (name: string, namespace: string): readonly Built[] =>
  firstStart(
    {
      name,
      namespace,
      image: 'registry.example/app:1',
      container: { env: [{ name: 'CODER_AGENT_TOKEN', value: 'x' }] },
    },
    { change: crashedContainer(name, 'registry.example/app:1', 9) },
  ).all;
const stranger = firstStart(
  { name: 'shop', namespace: 'workspaces', image: 'registry.example/shop:1' },
  { change: crashedContainer('shop', 'registry.example/shop:1', 9) },
);
const waiting = firstStart(
  {
    name: 'coder-provisioner',
    namespace: 'coder',
    container: provisionerContainer(),
    requests: { cpu: '12', memory: '1Gi' },
  },
  {
    node: null,
    change: unschedulable(
      '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
      '2025-11-15T18:00:00Z',
    ),
  },
);

function provisionerContainer() {
  const { spec } = provisioner().newPod as unknown as {
    spec: { containers: readonly { command: string[]; args: string[] }[] };
  };
  const [own] = spec.containers;
  return { command: own?.command ?? [], args: own?.args ?? [] };
}

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  more: Partial<Scene> = {},
): Story {
  const scene = { objects, logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG }, ...more };
  return storyOf(`preflight-pods/${name}`, summary, scene, expected, { runbook: 'preflight-pods', inputs: {} });
}

export const preflightPods: readonly Story[] = [
  about('all-run', 'All of them run, and a stranger beside them crashes.', [...ground, ...stranger.all], {
    ...healthy,
    says: ['of 2 pods 0 wait for a node, 0 crash'],
  }),
  about(
    'crashes',
    'A workspace crashes.',
    [...ground, ...crashing('coder-7b2a3c4d', 'workspaces')],
    problem('container-crashes', 'confirmed', { says: ['workspaces/coder-7b2a3c4d'] }),
    { logs: { 'workspaces/coder-7b2a3c4d-5d7f9b8c6-q5w9b/coder-7b2a3c4d.previous': 'fatal: no home\n' } },
  ),
  about(
    'waits',
    'A provisioner asks for more cpu than any node has.',
    [...ground, ...waiting.all],
    problem('larger-than-any-node', 'confirmed', { says: ['1 wait for a node'] }),
  ),
  about(
    'evicted-this-morning',
    'A workspace was evicted this morning, and its next pod runs.',
    [...ground, evictedFrom(first, '2025-11-15T13:10:00Z', LOW, true)],
    { ...healthy, says: ['1 pods are left that a kubelet evicted'] },
  ),
  about('none', 'Nothing of Coder is here.', [mediumNode('node-1')], { ...healthy, says: ['not-applicable'] }),
  about('denied', 'Pods may not be listed.', ground, incomplete({ says: ['list pods'] }), { denied: ['pods'] }),
];
