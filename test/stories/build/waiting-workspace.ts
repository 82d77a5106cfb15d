import type { Expected, Story } from '../story.ts';
import { firstStart, mediumNode, settled, SINCE, tenant, type App, type AppSketch } from './app.ts';
import { storyOf } from './ask.ts';
import { unschedulable, type Built } from './build.ts';
import { SERVING_LOG, workingServer } from './coder-server.ts';
import { namespaceObject } from './namespace.ts';
import { NO_VICTIMS, noNode } from './waiting.ts';

/** A workspace of Coder that finds no node, beside a server of Coder that does its work. */
const NAME = 'coder-6a1f2b3c';
const server = workingServer();
const CONNECTED = [
  '+ exec ./coder agent',
  '2025-11-15 17:10:21.402 [info]  fetched manifest  manifest="…"',
  '2025-11-15 17:10:21.610 [info]  connected to coordination RPC',
  '',
].join('\n');
const LOGS = {
  'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG,
  [logOf(NAME)]: CONNECTED,
  [logOf('coder-7b2f3c4d')]: CONNECTED,
};

function logOf(name: string): string {
  return `workspaces/${name}-5d7f9b8c6-q5w9b/${name}`;
}

/** The server and the namespaces; nodes are the story's own. The server runs on node-1. */
export const coderAround: readonly Built[] = [...server.all, namespaceObject('coder'), namespaceObject('workspaces')];

/** The node of the server, labelled as EKS labels the nodes of a managed group, with next to no room left. */
export const fullGround: readonly Built[] = [
  ...coderAround,
  mediumNode('node-1', {
    metadata: {
      labels: {
        'eks.amazonaws.com/nodegroup': 'workspaces',
        'alpha.eksctl.io/cluster-name': 'dev-environments',
        'topology.kubernetes.io/region': 'us-east-2',
      },
    },
    spec: { providerID: 'aws:///us-east-2a/i-0f1e2d3c4b5a69788' },
  }),
  tenant('node-1', '12Gi'),
];

/** What the scheduler says of it there. */
export const FULL = noNode(1, '1 Insufficient memory', `1 ${NO_VICTIMS}`);

/** The workspace: 8Gi, unless it is said otherwise. */
export function workspaceSketch(change: AppSketch = {}): AppSketch {
  return {
    name: NAME,
    namespace: 'workspaces',
    image: 'registry.example/workspace:1',
    requests: { cpu: '1', memory: '8Gi' },
    labels: { 'com.coder.workspace.name': 'dev', 'com.coder.user.username': 'alice' },
    container: { env: [{ name: 'CODER_AGENT_TOKEN', value: '0b6f1c52-5c53-4f0e-8f6e-1f6d1c2b3a4d' }] },
    ...change,
  };
}

/** The workspace while its pod waits with this message of the scheduler. */
export function waitingWorkspace(message = FULL, change: AppSketch = {}): App {
  const sketch = workspaceSketch(change);
  return firstStart(sketch, { node: null, change: unschedulable(message, sketch.since ?? SINCE) });
}

/** The workspace as it should be. */
export function runningWorkspace(change: AppSketch = {}, node = 'node-1'): App {
  return settled(workspaceSketch(change), { node });
}

/** What `kubedoc diagnose coder` comes to. `folder` is `RUNBOOK/NAME`. */
export function workspaceStory(
  folder: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  const scene = { objects, logs: LOGS, ...(denied.length === 0 ? {} : { denied }) };
  return storyOf(folder, summary, scene, expected, { runbook: 'coder', inputs: { onlyNamespace: '' } });
}
