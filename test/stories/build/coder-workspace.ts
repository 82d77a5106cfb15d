import { settled, type App } from './app.ts';
import type { Built, Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** A workspace of the official template `kubernetes`, started anew never unless its pod's status is changed. */
export function workspace(id: string, node: string, image: string, status: Change = {}): App {
  const name = `coder-${id}`;
  const container = { env: [{ name: 'CODER_AGENT_TOKEN', value: 'x' }] };
  const sketch = { name, namespace: 'workspaces', image, container, since: '2025-11-15T14:00:00Z' };
  const app = settled(sketch, { node, change: { status } });
  const marked = new Map(app.all.map((each) => [each, withLabel(each, name)]));
  const of = (each: Built): Built => marked.get(each) ?? each;
  return { deployment: of(app.deployment), newSet: of(app.newSet), newPod: of(app.newPod), all: app.all.map(of) };
}

/** The template gives all workspaces one name, and tells them apart by their instance. */
function withLabel(object: Built, name: string): Built {
  const own = `"app.kubernetes.io/name":"${name}"`;
  const label = `"app.kubernetes.io/name":"coder-workspace","app.kubernetes.io/instance":"coder-workspace-${name.slice(6)}"`;
  return JSON.parse(JSON.stringify(object).replaceAll(own, label)) as Built;
}

/** The pod that such a workspace had before, and that the kubelet stopped. */
export function evictedFrom(app: App, at: string, message: string, forNode: boolean): Built {
  const { name } = app.newPod['metadata'] as { name: string };
  const told = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'TerminationByKubelet',
    message,
    lastProbeTime: null,
  };
  const failed = { type: 'Ready', status: 'False', reason: 'PodFailed', lastProbeTime: null, lastTransitionTime: at };
  return deepMerge(app.newPod, {
    metadata: { name: `${name.slice(0, -5)}x9k2d`, uid: `uid-of-${name}-before` },
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message,
      conditions: [...(forNode ? [{ ...told, lastTransitionTime: at }] : []), failed],
      containerStatuses: ended(app.newPod, at),
    },
  });
}

function ended(pod: Built, at: string): readonly Change[] {
  const { containerStatuses } = pod['status'] as { containerStatuses: readonly Change[] };
  const state = { terminated: { exitCode: 137, reason: 'Error', startedAt: '2025-11-15T14:00:00Z', finishedAt: at } };
  return containerStatuses.map((each) => ({ ...each, ready: false, started: false, state }));
}
