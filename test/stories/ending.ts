import { INSTALLED, mediumNode, rollout, settled, silentNode } from './build/app.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { event, object, ownedBy, pod, template, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import type { Story } from './story.ts';

/** Pods that are to go, and what they wait for. */
const SINCE = '2025-11-15T17:30:00Z';
const fine = mediumNode('node-1');
const QUEUE = { name: 'queue', namespace: 'shop', image: 'registry.example/queue:3', created: INSTALLED };
const data: Change = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-queue-0' } }] };

/** A StatefulSet of one pod, which makes the next one only when that pod is gone. */
function queue(ready: number): Built {
  const count = ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready };
  return object(
    { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'queue', created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: {
        replicas: 1,
        serviceName: 'queue',
        podManagementPolicy: 'OrderedReady',
        selector: { matchLabels: { 'app.kubernetes.io/name': 'queue' } },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        template: template(QUEUE),
      },
      status: {
        observedGeneration: 1,
        replicas: 1,
        currentReplicas: 1,
        updatedReplicas: 1,
        currentRevision: 'queue-5b9',
        updateRevision: 'queue-5b9',
        ...count,
      },
    },
  );
}

function member(change: Change = {}, node = 'node-1'): Built {
  const base = pod(null, { ...QUEUE, pod: 'queue-0', node }, ownedBy(queue(0)));
  const labels = { 'controller-revision-hash': 'queue-5b9', 'apps.kubernetes.io/pod-index': '0' };
  return deepMerge(deepMerge(base, { metadata: { labels }, spec: data }), change);
}

/** Deleted at SINCE with half a minute of grace; its container goes on until something says otherwise. */
const toGo: Change = {
  metadata: { deletionTimestamp: SINCE, deletionGracePeriodSeconds: 30 },
  status: { conditions: [{ type: 'Ready', status: 'False', lastProbeTime: null, lastTransitionTime: SINCE }] },
};
const endedAs = (name: string, image: string): Change => ({
  status: {
    phase: 'Succeeded',
    containerStatuses: [
      {
        name,
        image,
        imageID: `${image}@sha256:0`,
        containerID: 'containerd://0',
        ready: false,
        started: false,
        restartCount: 0,
        state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: INSTALLED, finishedAt: SINCE } },
        lastState: {},
      },
    ],
  },
});
const over = endedAs('queue', QUEUE.image);
const finalizer: Change = { metadata: { finalizers: ['storage.example/detach'] } };
const held = member(deepMerge(deepMerge(toGo, over), finalizer));
const onGone = member(toGo, 'node-7');
const stuck = member(toGo);
const CANNOT_KILL =
  'error killing pod: failed to "KillPodSandbox" for "163f99a9-1aec-11e9-a7cd-246e96ab9970" with KillPodSandboxError: "rpc error: code = DeadlineExceeded desc = context deadline exceeded"';

/** A Deployment that stops the old pod before it starts the new one; the old one still has half of its minute. */
const recreate = rollout(
  { since: '2025-11-15T18:14:33Z', deployment: { spec: { strategy: { type: 'Recreate', rollingUpdate: undefined } } } },
  {},
);
const lastMinute = [
  deepMerge(recreate.deployment, {
    status: {
      replicas: undefined,
      updatedReplicas: undefined,
      readyReplicas: undefined,
      availableReplicas: undefined,
      unavailableReplicas: 1,
    },
  }),
  ...recreate.all
    .filter((each) => ![recreate.deployment, recreate.newPod, recreate.newSet, recreate.oldPod].includes(each))
    .map((each) =>
      deepMerge(each, {
        spec: { replicas: 0 },
        status: {
          replicas: 0,
          fullyLabeledReplicas: undefined,
          readyReplicas: undefined,
          availableReplicas: undefined,
        },
      }),
    ),
  deepMerge(recreate.oldPod ?? {}, {
    metadata: { deletionTimestamp: '2025-11-15T18:15:33Z', deletionGracePeriodSeconds: 60 },
    status: {
      conditions: [{ type: 'Ready', status: 'False', lastProbeTime: null, lastTransitionTime: '2025-11-15T18:14:33Z' }],
    },
  }),
];
/** The same, with the old pod told to go long before. */
const recreateStuck = lastMinute.map((each) =>
  each['kind'] === 'Pod' ? deepMerge(each, { metadata: { deletionTimestamp: SINCE } }) : each,
);

/** A DaemonSet that replaces its pods one after the other: it makes none on a node before the old one has gone. */
const AGENT = { name: 'agent', namespace: 'shop', image: 'registry.example/agent:2', created: INSTALLED };
const agents = object(
  { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'shop', name: 'agent', created: INSTALLED },
  {
    metadata: { generation: 2, annotations: { 'deprecated.daemonset.template.generation': '2' } },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'agent' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: template({ ...AGENT, image: 'registry.example/agent:3' }),
    },
    status: {
      observedGeneration: 2,
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      updatedNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
      numberUnavailable: 1,
    },
  },
);
const agentPod = (change: Change): Built =>
  deepMerge(
    deepMerge(pod(null, { ...AGENT, pod: 'agent-7xk2p', node: 'node-1' }, ownedBy(agents)), {
      metadata: { labels: { 'pod-template-generation': '1' } },
    }),
    change,
  );
const agentEnded = endedAs('agent', AGENT.image);
const ready = settled({ since: INSTALLED });

function queueStory(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Story['expected'],
  denied: readonly string[] = [],
): Story {
  return workloadStory(`ending/${name}`, summary, { objects, denied }, expected, 'StatefulSet/shop/queue');
}

/** Asks about the pod itself. */
function podStory(name: string, summary: string, objects: readonly Built[], expected: Story['expected']): Story {
  return storyOf(`ending/${name}`, summary, { objects }, expected, {
    runbook: 'ending',
    inputs: { pod: 'Pod/shop/queue-0' },
  });
}

/** One story per thing that an ending pod can wait for. */
export const ending: readonly Story[] = [
  queueStory(
    'finalizer',
    'The controller of a finalizer was uninstalled; the pod stays, and the StatefulSet waits for it.',
    [fine, queue(0), held],
    problem('held-by-finalizer', 'confirmed', {
      says: ['storage.example/detach', 'StatefulSet queue makes no pod', 'Last of all'],
    }),
  ),
  queueStory('finalizer-healthy', 'The same StatefulSet with its pod ready.', [fine, queue(1), member()], healthy),
  podStory(
    'finalizer-decoy',
    'A pod that nobody deletes has a finalizer; an event of a container that was stopped is left.',
    [
      fine,
      queue(1),
      member(finalizer),
      event(member(), {
        reason: 'Killing',
        message: 'Stopping container queue',
        at: '2025-11-15T17:50:00Z',
        type: 'Normal',
      }),
    ],
    healthy,
  ),
  queueStory(
    'finalizer-denied',
    'The same as at first, and pods may not be looked at.',
    [fine, queue(0), held],
    problem('workload-not-ready', 'possible', { says: ['pods'] }),
    ['pods'],
  ),
  queueStory(
    'node-gone',
    'The pod was deleted after its machine had been destroyed.',
    [fine, queue(0), onGone],
    problem('ends-on-lost-node', 'confirmed', {
      says: ['node node-7 does not exist', 'data-queue-0', 'both write to the same data'],
      never: ['kubectl describe node'],
    }),
  ),
  queueStory('node-gone-healthy', 'The pod runs on a node that is there.', [fine, queue(1), member()], healthy),
  podStory(
    'node-gone-decoy',
    'The pod runs; its predecessor was driven away from a node that has gone.',
    [
      fine,
      queue(1),
      member(),
      event(member(), {
        reason: 'TaintManagerEviction',
        message: 'Marking for deletion Pod shop/queue-0',
        at: '2025-11-15T17:20:00Z',
        by: 'taint-eviction-controller',
        type: 'Normal',
      }),
    ],
    healthy,
  ),
  queueStory(
    'node-gone-denied',
    'The same as at first, and nodes may not be looked at.',
    [fine, queue(0), onGone],
    problem('containers-do-not-stop', 'possible', { says: ['nodes'] }),
    ['nodes'],
  ),
  queueStory(
    'node-silent',
    'The pod was deleted, and its node has gone silent.',
    [silentNode('node-1'), mediumNode('node-2'), queue(0), stuck],
    problem('ends-on-lost-node', 'confirmed', { says: ['Kubelet stopped posting node status', 'out-of-service'] }),
  ),
  workloadStory(
    'ending/grace',
    'The new pod waits until the old one has used its minute.',
    { objects: [fine, ...lastMinute] },
    inProgress({ says: ['grace of 60s', 'makes no pod in its place'] }),
  ),
  workloadStory('ending/grace-healthy', 'The rollout is over.', { objects: [fine, ...ready.all] }, healthy),
  workloadStory(
    'ending/grace-decoy',
    'The rollout is over, and the events of the stop are left.',
    {
      objects: [
        fine,
        ...ready.all,
        event(ready.newPod, {
          reason: 'Killing',
          message: 'Stopping container web',
          at: '2025-11-15T18:14:50Z',
          type: 'Normal',
        }),
        event(ready.newPod, { reason: 'FailedKillPod', message: CANNOT_KILL, at: '2025-11-15T18:14:50Z' }),
      ],
    },
    healthy,
  ),
  workloadStory(
    'ending/grace-denied',
    'The same as at first, and nodes may not be looked at: it cannot be told whether anybody stops the pod.',
    { objects: [fine, ...lastMinute], denied: ['nodes'] },
    problem('workload-not-ready', 'possible', { says: ['nodes'] }),
  ),
  queueStory(
    'runtime-hangs',
    'The container runtime does not stop the container.',
    [
      fine,
      queue(0),
      stuck,
      event(stuck, { reason: 'FailedKillPod', message: CANNOT_KILL, at: '2025-11-15T18:12:00Z', count: 18 }),
    ],
    problem('containers-do-not-stop', 'confirmed', { says: ['context deadline exceeded', 'queue'] }),
  ),
  workloadStory(
    'ending/recreate-stuck',
    'The old pod of a Deployment with the strategy Recreate cannot end: its node has gone silent.',
    { objects: [silentNode('node-1'), mediumNode('node-2'), ...recreateStuck] },
    problem('ends-on-lost-node', 'confirmed', { says: ['Deployment web makes no pod in its place'] }),
  ),
  workloadStory(
    'ending/daemonset-stuck',
    'The pod of the version before is held by a finalizer, and the DaemonSet waits for it.',
    { objects: [fine, agents, agentPod(deepMerge(deepMerge(toGo, agentEnded), finalizer))] },
    problem('held-by-finalizer', 'confirmed', { says: ['DaemonSet agent makes no pod in its place'] }),
    'DaemonSet/shop/agent',
  ),
  queueStory(
    'unexplained',
    'Everything of the pod has stopped, and it is still there.',
    [fine, queue(0), member(deepMerge(toGo, over))],
    problem('ending-unexplained', 'possible', {
      says: ['cannot be unmounted'],
      never: ['asked to stop the containers'],
    }),
  ),
];
