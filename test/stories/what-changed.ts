import { INSTALLED, mediumNode, rollout, settled, silentNode, SINCE } from './build/app.ts';
import { crashLoop } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { object, ownedBy, type Built, type Change } from './build/build.ts';
import { incomplete } from './build/expect.ts';
import { gitRepository, kustomization, revision } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { database, member } from './build/statefulset.ts';
import { service } from './build/traffic.ts';
import { flux, ready } from './build/web-release.ts';
import { written, type Write } from './build/written.ts';
import type { Expected, Story } from './story.ts';

/** One kind of change each, three quarters of an hour before it is asked, and what looks like one. */
const NOTHING = 'Nothing that could be looked at was changed since';
const NOT_YET = '2025-11-15T17:25:00Z';
const LATER = '2025-11-15T18:00:00Z';
const DAY_BEFORE = '2025-11-14T12:00:00Z';

const calm = settled({ since: INSTALLED });
const node = mediumNode('node-1');

function unreadySince(at: string): Change {
  const no = (type: string): Change => ({
    type,
    status: 'False',
    reason: 'ContainersNotReady',
    message: 'containers with unready status: [web]',
    lastProbeTime: null,
    lastTransitionTime: at,
  });
  return { status: { conditions: [no('Ready'), no('ContainersReady')] } };
}

const crashing = rollout({}, { change: deepMerge(crashLoop(1), unreadySince('2025-11-15T17:30:20Z')) });
const applied = written(
  crashing.deployment,
  { manager: 'helm-controller', time: SINCE },
  { manager: 'kube-controller-manager', time: LATER, subresource: 'status', fields: { 'f:status': {} } },
);
const rolledOut: readonly Built[] = [node, ...crashing.all.filter((each) => each !== crashing.deployment), applied];

function settingsOf(kind: string, name: string, created: string, ...writes: readonly Write[]): Built {
  const content: Change =
    kind === 'Secret' ? { type: 'Opaque', data: { word: 'czNjcmV0' } } : { data: { level: 'debug-value' } };
  return written(object({ apiVersion: 'v1', kind, namespace: 'shop', name, created }, content), ...writes);
}

const edited = (kind: string, name: string, time = SINCE): Built =>
  settingsOf(kind, name, INSTALLED, { manager: 'kubectl-edit', time, fields: { 'f:data': { 'f:level': {} } } });

/** The Helm revisions of a release, as helm-controller keeps them. */
function releaseWith(history: readonly Change[]): Built {
  return deepMerge(ready(), { status: { history } });
}
const of = { name: 'web', namespace: 'shop', chart: 'web' };
const first = revision(of, { version: 1, chartVersion: '1.4.0', status: 'superseded', at: INSTALLED });
const upgraded = revision(of, { version: 2, chartVersion: '1.5.0', status: 'deployed', at: SINCE });
const otherValues = {
  ...revision(of, { version: 2, chartVersion: '1.4.0', status: 'deployed', at: SINCE }),
  configDigest: 'sha256:other',
};

/** What a StatefulSet keeps of a revision. */
function historyOf(owner: Built, name: string, number: number, created: string, image: string): Built {
  return deepMerge(
    object(
      { apiVersion: 'apps/v1', kind: 'ControllerRevision', namespace: 'shop', name, created },
      {
        revision: number,
        data: { spec: { template: { $patch: 'replace', spec: { containers: [{ name: 'db', image }] } } } },
      },
    ),
    ownedBy(owner),
  );
}
const db = database();

const cordoned = mediumNode('node-2', {
  spec: {
    unschedulable: true,
    taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: SINCE }],
  },
});

const record = object(
  { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'sh.helm.release.v1.api.v7', created: SINCE },
  {
    metadata: { labels: { modifiedAt: '1763227800', name: 'api', owner: 'helm', status: 'deployed', version: '7' } },
    type: 'helm.sh/release.v1',
  },
);

function asked(
  name: string,
  summary: string,
  scene: Scene,
  expected: Expected,
  inputs: Record<string, string> = {},
): Story {
  const entry = { runbook: 'changes', inputs: { onlyNamespace: 'shop', since: '2h', ...inputs } };
  return storyOf(`changes/${name}`, summary, scene, expected, entry);
}

function tells(says: readonly string[], never: readonly string[] = []): Expected {
  return incomplete({ says, never: ['s3cret', 'debug-value', ...never] });
}

export const whatChanged: readonly Story[] = [
  asked('nothing', 'Nothing was changed for days.', { objects: [node, ...calm.all] }, tells([NOTHING, '"leads":[]'])),
  asked(
    'rollout',
    'A rollout with another image came before the pod that is not ready.',
    { objects: rolledOut },
    tells([
      '"onset":"2025-11-15T17:30:20Z"',
      'rollout of revision 2: image registry.example/shop/web:1.4.0 → registry.example/shop/web:1.5.0',
      '"by":"helm-controller","beforeOnset":true',
      'First sign of trouble in that time: Pod shop/web-5d7f9b8c6-q5w9b',
    ]),
  ),
  asked(
    'rollout-too-old',
    'The same, and only the last ten minutes are asked about: what began before cannot come from them.',
    { objects: rolledOut },
    tells([NOTHING, 'nothing listed here can have begun it'], ['rollout of revision']),
    { since: '10m' },
  ),
  asked(
    'rollout-of-variable',
    'A rollout in which one variable is another; its values are not told.',
    {
      objects: [
        node,
        ...rollout({ container: { env: [{ name: 'DATABASE_URL', value: 'postgres://user:s3cret@db' }] } }, {}).all,
      ],
    },
    tells(['spec.template.spec.containers[web].env[DATABASE_URL]'], ['user:']),
  ),
  asked(
    'after-the-onset',
    'Somebody changed a ConfigMap when the pod had been unready for long: that came after it.',
    { objects: [...rolledOut, edited('ConfigMap', 'settings', LATER)] },
    tells(['"name":"settings"},"what":"changed","by":"kubectl-edit","beforeOnset":false']),
  ),
  asked(
    'statefulset',
    'A StatefulSet got another image.',
    {
      objects: [
        node,
        db,
        ...[0, 1, 2].map((index) => member(db, index)),
        historyOf(db, 'db-5c5d4f8b7', 1, INSTALLED, 'registry.example/shop/db:1'),
        historyOf(db, 'db-6d8f9c7b5', 2, SINCE, 'registry.example/shop/db:2'),
      ],
    },
    tells(['rollout of revision 2: image registry.example/shop/db:1 → registry.example/shop/db:2']),
  ),
  asked(
    'config-map',
    'Somebody edited a ConfigMap, and another was written by nobody but its leader election.',
    {
      objects: [
        node,
        ...calm.all,
        edited('ConfigMap', 'settings'),
        settingsOf('ConfigMap', 'leader', INSTALLED, {
          manager: 'web',
          time: LATER,
          fields: { 'f:metadata': { 'f:annotations': { '.': {}, 'f:control-plane.alpha.kubernetes.io/leader': {} } } },
        }),
        settingsOf('ConfigMap', 'kube-root-ca.crt', SINCE, {
          manager: 'kube-controller-manager',
          time: SINCE,
          fields: { 'f:data': {} },
        }),
      ],
    },
    tells(['"name":"settings"},"what":"changed","by":"kubectl-edit","beforeOnset":null'], ['"leader"', 'kube-root-ca']),
  ),
  asked(
    'secret',
    'A Secret was changed, and one was made; neither is read.',
    {
      objects: [
        node,
        ...calm.all,
        edited('Secret', 'credentials'),
        settingsOf('Secret', 'new', LATER, { manager: 'external-secrets', time: LATER, fields: { 'f:data': {} } }),
      ],
    },
    tells(['"name":"credentials"},"what":"changed"', '"name":"new"},"what":"made","by":"external-secrets"']),
  ),
  asked(
    'status-only',
    'Controllers wrote what they saw, and Flux was asked for a look: nobody changed anything.',
    {
      objects: [
        node,
        written(calm.deployment, {
          manager: 'kube-controller-manager',
          time: LATER,
          subresource: 'status',
          fields: { 'f:status': {} },
        }),
        ...calm.all.filter((each) => each !== calm.deployment),
        written(
          releaseWith([first]),
          {
            manager: 'flux',
            time: LATER,
            fields: { 'f:metadata': { 'f:annotations': { 'f:reconcile.fluxcd.io/requestedAt': {} } } },
          },
          { manager: 'helm-controller', time: LATER, fields: { 'f:metadata': { 'f:finalizers': {} } } },
        ),
        ...flux.slice(0, 2),
      ],
    },
    tells([NOTHING, '"leads":[]']),
  ),
  asked(
    'scaled-by-hand',
    'Somebody scaled a Deployment: no rollout, a change all the same.',
    {
      objects: [
        node,
        written(calm.deployment, {
          manager: 'kubectl',
          time: SINCE,
          subresource: 'scale',
          fields: { 'f:spec': { 'f:replicas': {} } },
        }),
        ...calm.all.filter((each) => each !== calm.deployment),
      ],
    },
    tells(['"what":"scaled","by":"kubectl"']),
  ),
  asked(
    'helm-chart',
    'helm-controller brought another version of the chart.',
    { objects: [node, ...calm.all, releaseWith([upgraded, first]), ...flux.slice(0, 2)] },
    tells(['Helm revision 2 (deployed): chart web 1.4.0 → 1.5.0']),
  ),
  asked(
    'helm-values',
    'The same chart with other values.',
    { objects: [node, ...calm.all, releaseWith([otherValues, first]), ...flux.slice(0, 2)] },
    tells(['Helm revision 2 (deployed): other values, chart web 1.4.0 as before']),
  ),
  asked(
    'helm-by-hand',
    'Somebody ran helm without Flux; its Secret is told by its labels.',
    { objects: [node, ...calm.all, record] },
    tells(['helm made revision 7 of release api'], ['"what":"made"']),
  ),
  asked(
    'flux-revision',
    'Flux fetched and applied a new commit for what is here.',
    {
      objects: [
        node,
        ...calm.all,
        releaseWith([first]),
        ...flux.slice(0, 2),
        deepMerge(gitRepository('ssh://git@git.example/fleet'), {
          status: { artifact: { lastUpdateTime: NOT_YET, revision: 'main@sha1:4f0c' } },
        }),
        deepMerge(kustomization('./apps/shop'), {
          status: {
            history: [
              {
                digest: 'sha256:2',
                firstReconciled: '2025-11-15T17:25:30Z',
                lastReconciled: LATER,
                lastReconciledDuration: '1.2s',
                lastReconciledStatus: 'ReconciliationSucceeded',
                totalReconciliations: 4,
                metadata: { revision: 'main@sha1:4f0c' },
              },
              {
                digest: 'sha256:1',
                firstReconciled: DAY_BEFORE,
                lastReconciled: NOT_YET,
                lastReconciledDuration: '1.1s',
                lastReconciledStatus: 'ReconciliationSucceeded',
                totalReconciliations: 90,
                metadata: { revision: 'main@sha1:77aa' },
              },
            ],
          },
        }),
      ],
    },
    tells(
      ['fetched main@sha1:4f0c', 'applied new content of main@sha1:4f0c (ReconciliationSucceeded)'],
      ['main@sha1:77aa'],
    ),
  ),
  asked(
    'nodes',
    'A node went silent, another was cordoned.',
    { objects: [node, ...calm.all, silentNode('node-3'), cordoned] },
    tells(['not ready since then', 'cordoned: takes no new pods'], ['node.kubernetes.io/unreachable']),
  ),
  asked(
    'one-workload',
    'Only what can matter to one workload: neither another one nor a ConfigMap that it does not name.',
    {
      objects: [
        ...rolledOut,
        ...rollout({ name: 'api' }, {}).all,
        edited('ConfigMap', 'settings'),
        written(service('web'), { manager: 'kubectl-edit', time: NOT_YET }),
      ],
    },
    tells(
      ['"name":"web"},"what":"rollout', '"kind":"Service","namespace":"shop","name":"web"},"what":"changed"'],
      ['"name":"api"', '"settings"'],
    ),
    { workload: 'Deployment/shop/web' },
  ),
  asked(
    'everywhere',
    'The same, asked of every namespace.',
    { objects: rolledOut },
    tells(['rollout of revision 2: image']),
    { onlyNamespace: '' },
  ),
  asked(
    'since-a-time',
    'The same, from a moment on.',
    { objects: rolledOut },
    tells(['"since":"2025-11-15T17:00:00Z"', 'rollout of revision 2: image']),
    { since: '2025-11-15T18:00:00+01:00' },
  ),
  asked(
    'denied',
    'ConfigMaps and nodes may not be looked at: that is named, and the rest is told.',
    { objects: rolledOut, denied: ['configmaps', 'nodes'] },
    tells(['rollout of revision 2: image', 'list configmaps', 'list nodes']),
  ),
];
