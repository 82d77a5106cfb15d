import { mediumNode } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { container, event, object, template, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { database, DB_IMAGE, member, NEW, OLD } from './build/statefulset.ts';
import type { Story } from './story.ts';

/** The order in which StatefulSets make and replace their pods, and DaemonSets that run on few nodes or none. */
const nodes: readonly Built[] = [mediumNode('node-1')];
const DB = 'StatefulSet/shop/db';
const FATAL = 'FATAL: could not create lock file "postmaster.pid": No space left on device\n';

const crashing: Change = container(
  'db',
  DB_IMAGE,
  { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=db pod=db-0_shop(0)' } },
  {
    restartCount: 9,
    lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: '2025-11-15T18:13:00Z' } },
  },
);
const first = database({
  availableReplicas: 0,
  currentReplicas: 1,
  readyReplicas: undefined,
  replicas: 1,
  updatedReplicas: 1,
});
const whole = database();
const three = [0, 1, 2].map((index) => member(whole, index));
const beforeLastNight: Change = {
  status: {
    containerStatuses: [
      {
        name: 'db',
        image: DB_IMAGE,
        imageID: `${DB_IMAGE}@sha256:0`,
        ready: true,
        started: true,
        restartCount: 9,
        state: { running: { startedAt: '2025-11-15T03:10:00Z' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: '2025-11-15T03:09:55Z' } },
      },
    ],
  },
};
const calm = member(whole, 0, NEW, beforeLastNight);

const REFUSED = 'pods "db-2" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2';
const twoOfThree = database({
  availableReplicas: 1,
  currentReplicas: 2,
  currentRevision: OLD,
  readyReplicas: 1,
  replicas: 2,
  updatedReplicas: undefined,
});
const unready = (startedAt: string, name: string): Change =>
  container(name, DB_IMAGE, { running: { startedAt } }, { started: true });
const MISSPELT = 'registry.example/db:17-typo';
const stuck = database({
  availableReplicas: 2,
  currentReplicas: 2,
  currentRevision: 'db-4a8c5b6d93',
  readyReplicas: 2,
  updatedReplicas: undefined,
});
const misspelt = template({ name: 'db', namespace: 'shop', created: '2025-11-01T09:00:00Z', image: MISSPELT });
const cannotPull = {
  ...container('db', MISSPELT, {
    waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${MISSPELT}"` },
  }),
  spec: misspelt['spec'] ?? {},
};
const starting = container('db', DB_IMAGE, { waiting: { reason: 'ContainerCreating' } });
const replacing = database({
  availableReplicas: 2,
  currentReplicas: 2,
  currentRevision: OLD,
  readyReplicas: 2,
  updatedReplicas: 1,
});
const asleep = { metadata: { creationTimestamp: '2025-11-15T18:14:33Z' } };
const held = database(
  { currentReplicas: 2, currentRevision: OLD, updatedReplicas: 1 },
  { updateStrategy: { rollingUpdate: { partition: 2 } } },
);
const onDelete = database(
  { currentReplicas: 2, currentRevision: OLD, updatedReplicas: 1 },
  { updateStrategy: { type: 'OnDelete', rollingUpdate: undefined } },
);

const AGENT = {
  name: 'gpu-agent',
  namespace: 'shop',
  image: 'registry.example/agent:3',
  created: '2025-11-01T09:00:00Z',
};
function agents(status: Change, spec: Change = {}): Built {
  return object(
    { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'shop', name: 'gpu-agent', created: AGENT.created },
    {
      metadata: { generation: 1, annotations: { 'deprecated.daemonset.template.generation': '1' } },
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'gpu-agent' } },
        template: template(AGENT),
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        ...spec,
      },
      status: {
        currentNumberScheduled: 0,
        desiredNumberScheduled: 0,
        numberMisscheduled: 0,
        numberReady: 0,
        ...status,
      },
    },
  );
}
const two = { currentNumberScheduled: 2, desiredNumberScheduled: 2, numberAvailable: 2, numberReady: 2 };

/** One story per way in which the order of pods, or the choice of nodes, matters. */
export const workloadStatefulset: readonly Story[] = [
  workloadStory(
    'workload/statefulset-order',
    'The first pod of a StatefulSet crashes, so the others are never made.',
    {
      objects: [...nodes, first, member(first, 0, NEW, crashing)],
      logs: { 'shop/db-0/db.previous': FATAL, 'shop/db-0/db': FATAL },
    },
    problem('disk-full-inside', 'confirmed', {
      says: ['No space left on device', 'db-1, db-2 are made only once db-0 is ready'],
    }),
    DB,
  ),
  workloadStory(
    'workload/statefulset-order-healthy',
    'All three pods were made, one after the other.',
    { objects: [...nodes, whole, ...three] },
    healthy,
    DB,
  ),
  workloadStory(
    'workload/statefulset-order-decoy',
    'The first pod crashed at night and the others were made late; events tell of it still.',
    {
      objects: [
        ...nodes,
        whole,
        calm,
        ...three.slice(1),
        event(calm, {
          reason: 'BackOff',
          message: 'Back-off restarting failed container db',
          at: '2025-11-15T17:20:00Z',
        }),
        event(whole, {
          reason: 'FailedCreate',
          message:
            'create Pod db-1 in StatefulSet db failed error: pods "db-1" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1',
          at: '2025-11-15T17:21:00Z',
          by: 'statefulset-controller',
        }),
      ],
    },
    healthy,
    DB,
  ),
  workloadStory(
    'workload/statefulset-order-denied',
    'One pod of three was made; the pods may not be looked at.',
    { objects: [...nodes, first, member(first, 0, NEW, crashing)], denied: ['pods'] },
    problem('workload-not-ready', 'possible', { says: ['pods'] }),
    DB,
  ),
  workloadStory(
    'workload/statefulset-order-old-event',
    'A pod of the older revision is not ready, so the missing one is not made; that a quota once refused it is history.',
    {
      objects: [
        ...nodes,
        twoOfThree,
        member(twoOfThree, 0, OLD, { status: { ...(unready('2025-11-15T17:20:00Z', 'db')['status'] as Change) } }),
        member(twoOfThree, 1, OLD),
        event(twoOfThree, {
          reason: 'FailedCreate',
          message: `create Pod db-2 in StatefulSet db failed error: ${REFUSED}`,
          at: '2025-11-15T17:21:00Z',
          by: 'statefulset-controller',
        }),
      ],
    },
    problem('pod-unexplained', 'possible', { says: ['db-2 is made, db-1 is replaced only once db-0 is ready'] }),
    DB,
  ),
  workloadStory(
    'workload/statefulset-broken-revision',
    'The image was misspelt and then corrected; the pod that was made in between waits for ever.',
    {
      objects: [
        ...nodes,
        stuck,
        member(stuck, 0, 'db-4a8c5b6d93'),
        member(stuck, 1, 'db-4a8c5b6d93'),
        member(stuck, 2, OLD, cannotPull),
      ],
    },
    problem('broken-pod-blocks-update', 'confirmed', {
      says: ['kubectl delete pod db-2', 'db:17-typo', 'db-0, db-1 are replaced', 'Do not force the deletion'],
    }),
    DB,
  ),
  workloadStory(
    'workload/statefulset-updating',
    'The last pod was replaced half a minute ago and starts; the others follow.',
    {
      objects: [
        ...nodes,
        replacing,
        member(replacing, 0, OLD),
        member(replacing, 1, OLD),
        member(replacing, 2, NEW, { ...starting, ...asleep }),
      ],
    },
    inProgress({ says: ['db-0, db-1 are replaced only once db-2 is ready'] }),
    DB,
  ),
  workloadStory(
    'workload/statefulset-partition-healthy',
    'A partition keeps two pods on the older revision on purpose.',
    { objects: [...nodes, held, member(held, 0, OLD), member(held, 1, OLD), member(held, 2, NEW)] },
    { ...healthy, says: ['Its partition, 2, keeps db-0, db-1 on the older revision.'] },
    DB,
  ),
  workloadStory(
    'workload/statefulset-on-delete-healthy',
    'The update strategy leaves it to somebody to delete the old pods.',
    { objects: [...nodes, onDelete, member(onDelete, 0, OLD), member(onDelete, 1, OLD), member(onDelete, 2, NEW)] },
    { ...healthy, says: ['OnDelete: db-0, db-1 keep the older revision'] },
    DB,
  ),
  workloadStory(
    'workload/daemonset-nowhere-healthy',
    'No node has the label that the DaemonSet chooses.',
    { objects: [...nodes, agents({ observedGeneration: 1 })] },
    { ...healthy, says: ['runs nowhere'] },
    'DaemonSet/shop/gpu-agent',
  ),
  workloadStory(
    'workload/daemonset-unseen',
    'The controller of DaemonSets has not looked at it, so nobody has counted any nodes.',
    { objects: [...nodes, agents({})] },
    problem('workload-not-observed', 'likely'),
    'DaemonSet/shop/gpu-agent',
  ),
  workloadStory(
    'workload/daemonset-on-delete-healthy',
    'The old pods of a DaemonSet stay until somebody deletes them.',
    {
      objects: [
        ...nodes,
        agents({ observedGeneration: 1, ...two, updatedNumberScheduled: 1 }, { updateStrategy: { type: 'OnDelete' } }),
      ],
    },
    { ...healthy, says: ['1 of 2 pods are of the current revision'] },
    'DaemonSet/shop/gpu-agent',
  ),
  workloadStory(
    'workload/daemonset-misscheduled-healthy',
    'A pod of a DaemonSet runs on a node that was tainted after it came.',
    {
      objects: [...nodes, agents({ observedGeneration: 1, ...two, updatedNumberScheduled: 2, numberMisscheduled: 1 })],
    },
    { ...healthy, says: ['numberMisscheduled'] },
    'DaemonSet/shop/gpu-agent',
  ),
];
