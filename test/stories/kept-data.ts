import { firstStart, INSTALLED, mediumNode, settled, SINCE, type AppSketch } from './build/app.ts';
import { crashedContainer } from './build/app-status.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { condition, container, type Built, type Change, unschedulable } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { helmChart, helmRelease, helmRepository, revision } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { claim } from './build/storage.ts';
import { flux } from './build/web-release.ts';
import type { Story } from './story.ts';

/**
 * A database that a release brings, such as the MongoDB of LibreChat, does not start: crash, storage and image are told
 * apart, and what would lose its data is said.
 */
const FAILED = '2025-11-15T17:35:02Z';
const CLAIM = 'librechat-mongodb';
const LABELS = {
  'helm.toolkit.fluxcd.io/name': 'librechat',
  'helm.toolkit.fluxcd.io/namespace': 'librechat',
};
const OF = { namespace: 'librechat', name: 'librechat', chart: 'librechat' };
const VERSION = '1.8.9';
const nodes: readonly Built[] = [mediumNode('node-1')];
const around: readonly Built[] = [
  ...nodes,
  ...flux,
  helmRepository('librechat', 'https://charts.example/librechat'),
  helmChart('librechat', 'librechat', { chart: 'librechat', version: VERSION, fetched: VERSION }),
];
const volumes = { volumes: [{ name: 'datadir', persistentVolumeClaim: { claimName: CLAIM } }] };
const IMAGE = 'docker.io/bitnamilegacy/mongodb:8.0.13-debian-12-r0';

const mongodb: AppSketch = {
  name: 'librechat-mongodb',
  namespace: 'librechat',
  image: IMAGE,
  spec: volumes,
  labels: LABELS,
  deployment: { spec: { strategy: { type: 'Recreate', rollingUpdate: undefined } } },
};

/** The claim of the chart's MongoDB, which its template renders: it is no claim of a StatefulSet. */
function data(phase: string, volume: string, annotations: Change = {}): Built {
  const base = claim(CLAIM, phase, 'standard', volume);
  return deepMerge(base, {
    metadata: { namespace: 'librechat', labels: LABELS, annotations },
  });
}

const ERROR = `Helm install failed for release librechat/librechat with chart librechat@${VERSION}: context deadline exceeded`;

/** A first install that ran out of time, as helm-controller 1.4 leaves it. */
function installing(spec: Change = {}, attempts = 1): Built {
  return helmRelease({
    ...OF,
    version: VERSION,
    spec,
    conditions: [
      condition('Stalled', 'True', 'RetriesExceeded', `Failed to install after ${String(attempts)} attempt(s)`, FAILED),
      condition('Ready', 'False', 'InstallFailed', ERROR, FAILED),
      condition('Released', 'False', 'InstallFailed', ERROR, FAILED),
    ],
    history: [revision(OF, { version: attempts, chartVersion: VERSION, status: 'failed', at: SINCE })],
    status: {
      failures: attempts,
      installFailures: attempts,
      lastAttemptedReleaseAction: 'install',
      lastAttemptedReleaseActionDuration: '5m0.4s',
      lastAttemptedRevision: VERSION,
    },
  });
}

const crash = crashedContainer('librechat-mongodb', IMAGE, 9);
const crashing = firstStart(mongodb, { change: crash });
const logs = {
  'librechat/librechat-mongodb-5d7f9b8c6-q5w9b/librechat-mongodb.previous':
    'mkdir: cannot create directory /bitnami/mongodb/data: Permission denied\n',
};
const retried = { install: { remediation: { retries: 3 } } };
const dataBound = data('Bound', 'pv-mongodb');

const UNBOUND = '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
const waiting = firstStart(mongodb, { node: null, change: unschedulable(UNBOUND, SINCE) });
const unpulled = firstStart(mongodb, {
  change: container('librechat-mongodb', 'docker.io/bitnami/mongodb:8.0.13-debian-12-r0', {
    waiting: {
      reason: 'ImagePullBackOff',
      message:
        'Back-off pulling image "docker.io/bitnami/mongodb:8.0.13-debian-12-r0": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/bitnami/mongodb:8.0.13-debian-12-r0": failed to resolve reference "docker.io/bitnami/mongodb:8.0.13-debian-12-r0": docker.io/bitnami/mongodb:8.0.13-debian-12-r0: not found',
    },
  }),
});

const NEVER = [
  'kubectl delete pvc',
  'kubectl delete persistentvolumeclaim',
  'kubectl delete pod',
  'HelmRelease will recreate',
];

const mongodbs: readonly Story[] = [
  releaseStory(
    'kept-data/mongodb-crashes',
    'The MongoDB of LibreChat crashes at its first start; its volume is there.',
    { objects: [installing(), ...crashing.all, dataBound, ...around], logs },
    problem('not-permitted', 'confirmed', {
      says: [
        'Permission denied',
        'Deployment librechat/librechat-mongodb keeps data in librechat-mongodb',
        'Deleting a claim loses what is on its volume',
        'is there a backup of its data, and was it ever restored?',
      ],
      never: [...NEVER, 'deletes data'],
    }),
  ),
  releaseStory(
    'kept-data/mongodb-claims-denied',
    'The same, and volume claims may not be looked at.',
    { objects: [installing(), ...crashing.all, dataBound, ...around], logs, denied: ['persistentvolumeclaims'] },
    problem('not-permitted', 'confirmed', {
      says: ['its volume claims could not be seen', 'persistentvolumeclaims'],
      never: NEVER,
    }),
  ),
  releaseStory(
    'kept-data/mongodb-uninstalled-between-attempts',
    'The same, and the release is uninstalled between two attempts: the claim of the chart goes with it.',
    { objects: [installing(retried, 4), ...crashing.all, dataBound, ...around], logs },
    problem('not-permitted', 'confirmed', {
      says: [
        'The next failed attempt deletes data',
        'PersistentVolumeClaim librechat-mongodb',
        'name: RetryOnFailure',
        'helm.sh/resource-policy: keep',
      ],
      never: NEVER,
    }),
  ),
  releaseStory(
    'kept-data/mongodb-claim-kept',
    'The same, and the chart tells Helm to keep the claim.',
    {
      objects: [
        installing(retried, 4),
        ...crashing.all,
        data('Bound', 'pv-mongodb', { 'helm.sh/resource-policy': 'keep' }),
        ...around,
      ],
      logs,
    },
    problem('not-permitted', 'confirmed', { never: [...NEVER, 'The next failed attempt deletes data'] }),
  ),
  releaseStory(
    'kept-data/mongodb-without-volume',
    'The volume of MongoDB does not come: its class is not there.',
    { objects: [installing(), ...waiting.all, data('Pending', ''), ...around] },
    problem('storage-class-missing', 'confirmed', { says: ['None of them has a volume so far'], never: NEVER }),
  ),
  releaseStory(
    'kept-data/mongodb-image-gone',
    'The image of MongoDB has left the catalogue (bitnami/charts#36407); its data waits.',
    { objects: [installing(), ...unpulled.all, dataBound, ...around] },
    problem('image-not-found', 'confirmed', {
      says: ['keeps data in librechat-mongodb', 'mends no crash, image or full node'],
      never: NEVER,
    }),
  ),
  storyOf(
    'kept-data/healthy',
    'MongoDB runs on its volume.',
    {
      objects: [ready(), ...settled(mongodb).all, dataBound, ...around],
    },
    healthy,
    { runbook: 'helmrelease', inputs: { release: 'HelmRelease/librechat/librechat' } },
  ),
];

function ready(): Built {
  const said = `Helm install succeeded for release librechat/librechat.v1 with chart librechat@${VERSION}`;
  return helmRelease({
    ...OF,
    version: VERSION,
    conditions: ['Ready', 'Released'].map((type) => condition(type, 'True', 'InstallSucceeded', said, INSTALLED)),
    history: [revision(OF, { version: 1, chartVersion: VERSION, status: 'deployed', at: INSTALLED })],
    status: { lastAttemptedReleaseAction: 'install', lastAttemptedRevision: VERSION },
  });
}

/** nicolerenee/infra#2059: rolled back in the middle of a migration of the first start. */
const BAZARR = { namespace: 'media', name: 'bazarr', chart: 'app-template' };
const BAZARR_IMAGE = 'ghcr.io/home-operations/bazarr:1.5.6';
const bazarrLabels = { 'helm.toolkit.fluxcd.io/name': 'bazarr', 'helm.toolkit.fluxcd.io/namespace': 'media' };
const UPGRADE = 'Helm upgrade failed for release media/bazarr with chart app-template@4.4.0: context deadline exceeded';
const BACK = 'Helm rollback to previous release media/bazarr.v7 with chart app-template@4.4.0 succeeded';
const TAKEN_BACK = '2025-11-15T17:36:00Z';
const rolledBack = helmRelease({
  ...BAZARR,
  version: '4.4.0',
  spec: { upgrade: { remediation: { retries: 1 } } },
  conditions: [
    condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 2 attempt(s)', TAKEN_BACK),
    condition('Ready', 'False', 'RollbackSucceeded', BACK, TAKEN_BACK),
    condition('Released', 'False', 'UpgradeFailed', UPGRADE, FAILED),
    condition('Remediated', 'True', 'RollbackSucceeded', BACK, TAKEN_BACK),
  ],
  history: [
    revision(BAZARR, { version: 9, chartVersion: '4.4.0', status: 'deployed', at: TAKEN_BACK, action: 'rollback' }),
    revision(BAZARR, { version: 8, chartVersion: '4.4.0', status: 'failed', at: SINCE }),
    revision(BAZARR, { version: 7, chartVersion: '4.4.0', status: 'superseded', at: INSTALLED }),
  ],
  status: {
    failures: 2,
    upgradeFailures: 2,
    lastAttemptedReleaseAction: 'upgrade',
    lastAttemptedReleaseActionDuration: '5m0.2s',
    lastAttemptedRevision: '4.4.0',
  },
});
const bazarr = firstStart(
  {
    name: 'bazarr',
    namespace: 'media',
    image: BAZARR_IMAGE,
    labels: bazarrLabels,
    spec: { volumes: [{ name: 'config', persistentVolumeClaim: { claimName: 'bazarr' } }] },
  },
  {
    change: crashedContainer('bazarr', BAZARR_IMAGE, 11),
  },
);

const forward: readonly Story[] = [
  releaseStory(
    'kept-data/rolled-back-under-a-migration',
    'Helm ran out of time during the migration of the first start and put the older program back on the newer data (nicolerenee/infra#2059).',
    {
      objects: [
        rolledBack,
        ...bazarr.all,
        deepMerge(claim('bazarr', 'Bound', 'standard', 'pv-bazarr'), { metadata: { namespace: 'media' } }),
        ...nodes,
        ...flux,
        helmRepository('app-template', 'https://charts.example/app-template'),
        helmChart('media', 'bazarr', { chart: 'app-template', version: '4.4.0', fetched: '4.4.0' }),
      ],
      logs: {
        'media/bazarr-5d7f9b8c6-q5w9b/bazarr.previous':
          "alembic.util.exc.CommandError: Can't locate revision '7e9a2b1c4d5f'\n",
      },
    },
    problem('container-crashes', 'confirmed', {
      says: [
        "Can't locate revision '7e9a2b1c4d5f'",
        'Go forward to the version that migrated the data',
        'timeout: <timeout>',
        'was rolled back, and its data was not',
      ],
      never: [...NEVER, 'helm rollback'],
    }),
  ),
];

export const keptData: readonly Story[] = [...mongodbs, ...forward];
