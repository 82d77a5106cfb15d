import { firstStart, INSTALLED, JUST_NOW, mediumNode, rollout, settled, silentNode } from './build/app.ts';
import { crashLoop, waiting } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { condition, event, object, ownedBy, pod, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem, problems } from './build/expect.ts';
import { kustomization } from './build/flux.ts';
import { attempt, done, endedWith, gaveUp, job, OUT_OF_ATTEMPTS } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import { database, member } from './build/statefulset.ts';
import { appliedBy, chartOf, flux, ready, stalled } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** Namespaces as a whole: what runs in them, and what of it is in trouble. */
const around: readonly Built[] = [mediumNode('node-1'), namespaceObject('shop')];
const logs = { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' };
const FROM = '2025-11-15T18:00:00Z';
const TO = '2025-11-15T18:00:09Z';

const well = settled({ since: INSTALLED });
const db = database();
const members: readonly Built[] = [0, 1, 2].map((index) => member(db, index));
const migrated = job(done(TO));
const running: readonly Built[] = [
  ...well.all,
  db,
  ...members,
  migrated,
  attempt(migrated, 'a4f7q', FROM, endedWith(0, FROM, TO)),
];

const crashing = rollout({}, { change: crashLoop(1) });
const wanting = (name: string): readonly Built[] =>
  rollout({ name }, { change: waiting('CreateContainerConfigError', 'secret "shared-db" not found') }).all;
const gaveUpJob = job(gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, '2025-11-15T18:01:52Z', 1), { backoffLimit: 0 });
const failedAttempt = attempt(gaveUpJob, 'd2k6w', FROM, endedWith(1, FROM, TO));

/** The Job of a CronJob, under a name of its own. */
const cron = object(
  { apiVersion: 'batch/v1', kind: 'CronJob', namespace: 'shop', name: 'migrate', created: INSTALLED },
  { spec: { schedule: '*/15 * * * *' }, status: { lastScheduleTime: FROM, lastSuccessfulTime: TO } },
);
function scheduled(of: Built, name: string, created: string): Built {
  return deepMerge(deepMerge(of, ownedBy(cron)), {
    metadata: { name, uid: `uid-of-${name}`, creationTimestamp: created },
  });
}

/** A pod that an operator made by itself. */
const cluster = object(
  { apiVersion: 'database.example/v1', kind: 'Cluster', namespace: 'shop', name: 'orders', created: INSTALLED },
  { spec: { instances: 1 } },
);
function ofOperator(change: Change): Built {
  const own = { name: 'web', namespace: 'shop', image: 'registry.example/db:17', created: INSTALLED };
  return deepMerge(pod(null, { ...own, pod: 'orders-1', node: 'node-1' }, ownedBy(cluster)), change);
}

const evicted = deepMerge(well.newPod, {
  metadata: { name: 'web-5d7f9b8c6-evict', uid: 'uid-of-the-evicted' },
  status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. ', conditions: [] },
});

function inShop(name: string, summary: string, scene: Scene, expected: Expected): Story {
  return asked('shop', name, summary, scene, expected);
}

type Said = readonly (readonly [type: string, reason: string, message: string])[];
const LEFT: Said = [
  [
    'NamespaceContentRemaining',
    'SomeResourcesRemain',
    'Some resources are remaining: crates.store.example.org has 2 resource instances',
  ],
  [
    'NamespaceFinalizersRemaining',
    'SomeFinalizersRemain',
    'Some content in the namespace has finalizers remaining: store.example.org/keeper in 2 resource instances',
  ],
];

/** The namespace on its way out, with what its controller says. */
function leaving(said: Said, since = '2025-11-15T17:15:00Z'): Built {
  const conditions = said.map(([type, reason, message]) => condition(type, 'True', reason, message, since));
  return namespaceObject('shop', {
    metadata: { deletionTimestamp: since },
    status: { phase: 'Terminating', conditions },
  });
}

function asked(onlyNamespace: string, name: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(`namespace/${name}`, summary, scene, expected, { runbook: 'namespace', inputs: { onlyNamespace } });
}

function itself(name: string, summary: string, space: Built, expected: Expected): Story {
  return storyOf(`leaving-namespace/${name}`, summary, { objects: [space] }, expected, {
    runbook: 'leaving-namespace',
    inputs: { space: 'Namespace//shop' },
  });
}

/** One story per company that a workload can keep. */
export const diagnoseNamespace: readonly Story[] = [
  inShop('healthy', 'All workloads are complete, and the Job is done.', { objects: [...running, ...around] }, healthy),
  inShop(
    'several-causes',
    'A crash, a Secret that is missing and a Job that gave up: three causes.',
    {
      objects: [...crashing.all, ...wanting('api'), gaveUpJob, failedAttempt, ...around],
      logs: { ...logs, 'shop/migrate-d2k6w/migrate': 'ERROR: relation "orders" already exists\n' },
    },
    problems([
      ['secret-missing', 'confirmed'],
      ['job-attempt-failed', 'confirmed'],
      ['container-crashes', 'confirmed'],
    ]),
  ),
  inShop(
    'one-secret-many-workloads',
    'Ten workloads want one Secret that does not exist: that is one cause.',
    { objects: [...Array.from({ length: 10 }, (_, index) => wanting(`app-${String(index)}`)).flat(), ...around] },
    problem('secret-missing', 'confirmed', { says: ['"alsoAffects":[{', 'app-9', 'shared-db'] }),
  ),
  inShop(
    'release-and-its-workload',
    'A HelmRelease ran out of time for a pod that crashes: the release and its workload have one cause.',
    {
      objects: [
        stalled(),
        chartOf(),
        ...flux,
        ...rollout({ labels: appliedBy() }, { change: crashLoop(1) }).all,
        ...around,
      ],
      logs,
    },
    problem('container-crashes', 'confirmed', { says: ['flux reconcile'] }),
  ),
  inShop(
    'ready-release-broken-workload',
    'The HelmRelease is Ready, and a pod of it crashes since: the advice goes to the release all the same.',
    {
      objects: [
        ready(),
        chartOf(),
        ...flux,
        ...rollout({ labels: appliedBy() }, { change: crashLoop(1) }).all,
        ...around,
      ],
      logs,
    },
    problem('container-crashes', 'confirmed'),
  ),
  inShop(
    'kustomization-fails',
    'All runs, and the Kustomization that brings it does not apply what Git says any more.',
    {
      objects: [
        deepMerge(kustomization('./apps/shop'), {
          status: {
            conditions: [
              {
                type: 'Ready',
                status: 'False',
                reason: 'ArtifactFailed',
                message:
                  'kustomization path not found: stat /tmp/kustomization-2391/apps/shop: no such file or directory',
                lastTransitionTime: FROM,
              },
            ],
          },
        }),
        ...flux.filter(({ kind }) => kind !== 'Kustomization'),
        ...settled({
          labels: {
            'kustomize.toolkit.fluxcd.io/name': 'apps',
            'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
          },
        }).all,
        ...around,
      ],
    },
    problem('kustomization-path-gone', 'confirmed', { says: ['shop/web'] }),
  ),
  inShop(
    'pod-of-an-operator',
    'A pod that no workload answers for crashes.',
    {
      objects: [ofOperator(crashLoop(1)), ...running, ...around],
      logs: { 'shop/orders-1/web.previous': 'fatal: no configuration\n' },
    },
    problem('container-crashes', 'confirmed', { says: ['orders-1'] }),
  ),
  inShop(
    'just-rolled-out',
    'A rollout is under way and inside its time.',
    {
      objects: [
        ...firstStart({ since: '2025-11-15T18:14:33Z' }, { change: waiting('ContainerCreating') }).all,
        ...around,
      ],
    },
    inProgress(),
  ),
  inShop(
    'decoy',
    'What looks like trouble is history: an evicted pod, events of a rollout, a Job of a CronJob that failed before the last one was done.',
    {
      objects: [
        ...running,
        evicted,
        cron,
        scheduled(gaveUpJob, 'migrate-29380170', '2025-11-15T17:45:00Z'),
        scheduled(migrated, 'migrate-29380185', '2025-11-15T18:00:00Z'),
        ofOperator({}),
        event(well.newPod, {
          reason: 'FailedScheduling',
          message: '0/1 nodes are available: 1 Insufficient cpu.',
          at: INSTALLED,
        }),
        ...around,
      ],
    },
    healthy,
  ),
  inShop(
    'denied',
    'Deployments may not be listed; what can be seen is well.',
    { objects: [...running, ...around], denied: ['deployments.apps'] },
    incomplete({ says: ['list deployments.apps'] }),
  ),
  inShop(
    'pods-denied',
    'Pods may not be listed: the workloads say that they are complete, and nobody knows of other pods.',
    { objects: [...running, ...around], denied: ['pods'] },
    incomplete({ says: ['list pods'] }),
  ),
  inShop(
    'nodes-denied',
    'Nodes may not be listed: what runs on them is well, and nobody knows of the nodes themselves.',
    { objects: [...running, ...around], denied: ['nodes'] },
    incomplete({ says: ['list nodes'] }),
  ),
  inShop(
    'denied-and-troubled',
    'Deployments may not be listed, and a pod of one crashes: the pod is found by itself.',
    { objects: [...crashing.all, ...around], denied: ['deployments.apps'], logs },
    problem('container-crashes', 'confirmed', { says: ['list deployments.apps'] }),
  ),
  inShop(
    'empty',
    'Nothing runs in the namespace.',
    { objects: [...around] },
    incomplete({ says: ['Nothing runs in namespace shop'] }),
  ),
  inShop(
    'does-not-go',
    'The namespace has been going for an hour: what is left waits for a controller that went first.',
    { objects: [mediumNode('node-1'), leaving(LEFT)] },
    problem('namespace-does-not-go', 'confirmed', {
      says: [
        'crates.store.example.org has 2 resource instances',
        'store.example.org/keeper',
        'kubectl get crates.store',
      ],
    }),
  ),
  inShop(
    'does-not-go-young-decoy',
    'The same, half a minute after it was deleted.',
    { objects: [mediumNode('node-1'), leaving(LEFT, JUST_NOW)] },
    incomplete({ says: ['It is being deleted'] }),
  ),
  inShop(
    'kinds-unknown',
    'The namespace does not go, for an API that does not answer might have objects in it.',
    {
      objects: [
        mediumNode('node-1'),
        leaving([
          [
            'NamespaceDeletionDiscoveryFailure',
            'DiscoveryFailed',
            'Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1',
          ],
        ]),
      ],
    },
    problem('namespace-kinds-unknown', 'confirmed', { says: ['metrics.k8s.io/v1beta1', 'kubectl get apiservices'] }),
  ),
  inShop(
    'does-not-go-denied',
    'Namespaces may not be looked at.',
    { objects: [mediumNode('node-1'), leaving(LEFT)], denied: ['namespaces'] },
    incomplete(),
  ),
  itself(
    'does-not-go',
    'What is left waits for its finalizers.',
    leaving(LEFT),
    problem('namespace-does-not-go', 'confirmed'),
  ),
  itself('young-healthy', 'It was deleted half a minute ago.', leaving(LEFT, JUST_NOW), healthy),
  inShop(
    'being-deleted',
    'The namespace is being deleted, and nothing runs in it any more.',
    {
      objects: [
        mediumNode('node-1'),
        namespaceObject('shop', { metadata: { deletionTimestamp: FROM }, status: { phase: 'Terminating' } }),
      ],
    },
    incomplete({ says: ['It is being deleted'] }),
  ),
  asked(
    '',
    'everywhere-one-node-lost',
    'Workloads of two namespaces wait for pods on a node that has gone silent: that is one cause.',
    {
      objects: [
        ...lostIn('shop'),
        ...lostIn('bar'),
        ...settled({ namespace: 'baz' }).all,
        silentNode('node-2'),
        ...around,
      ],
    },
    problem('node-silent', 'confirmed', { says: ['"alsoAffects":[{'] }),
  ),
  inShop(
    'pod-stays-on-lost-node',
    'A node has gone silent: a pod waits for another one, and one cannot end there. That is one cause.',
    {
      objects: [
        ...lostIn('shop'),
        deepMerge(ofOperator({ spec: { nodeName: 'node-2' } }), {
          metadata: { deletionTimestamp: '2025-11-15T17:25:30Z', deletionGracePeriodSeconds: 30 },
        }),
        silentNode('node-2'),
        ...around,
      ],
    },
    problem('ends-on-lost-node', 'confirmed', { says: ['"alsoAffects":[{'] }),
  ),
  asked('', 'everywhere-healthy', 'Everything everywhere is complete.', { objects: [...running, ...around] }, healthy),
  asked(
    '',
    'everywhere-pod-of-an-operator',
    'A pod that no workload answers for crashes; of a whole cluster its log and its events are read all the same.',
    {
      objects: [ofOperator(crashLoop(1)), ...running, ...around],
      logs: { 'shop/orders-1/web.previous': 'fatal: no configuration\n' },
    },
    problem('container-crashes', 'confirmed', { says: ['orders-1', 'no configuration'] }),
  ),
];

function lostIn(namespace: string): readonly Built[] {
  return rollout(
    { namespace },
    {
      node: 'node-2',
      change: {
        status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: '2025-11-15T17:00:00Z' }] },
      },
    },
  ).all;
}
