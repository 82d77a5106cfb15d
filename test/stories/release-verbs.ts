import { firstStart, mediumNode, rollout, settled } from './build/app.ts';
import { crashLoop } from './build/app-status.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { type Built, type Change, condition, event, object } from './build/build.ts';
import { definition } from './build/definition.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { controller, releaseSecret, revision } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { claim } from './build/storage.ts';
import { appliedBy, chartOf, flux, ready, stalled, unprepared } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

const labels = appliedBy();
const BEFORE = '2025-11-01T09:00:00Z';
const TRIED = '2025-11-15T17:29:58Z';
const FAILED = '2025-11-15T17:34:58Z';
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];
const complete = settled({ labels });
const crashing = rollout({ labels }, { change: crashLoop(1) });
const logs = { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' };
const OF = { namespace: 'shop', name: 'web', chart: 'web' };
const secrets: readonly Built[] = [
  releaseSecret('shop', 'web', 1, 'deployed', BEFORE),
  releaseSecret('shop', 'web', 2, 'failed', TRIED),
];

function story(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
  said: Readonly<Record<string, string>> = logs,
): Story {
  return releaseStory(
    `helmrelease/${name}`,
    summary,
    { objects: [...objects, ...around], logs: said, denied },
    expected,
  );
}

/** Its only revision failed, and no attempt is left. */
function neverInstalled(): Built {
  const failed = 'Helm install failed for release shop/web with chart web@1.5.0: context deadline exceeded';
  return deepMerge(stalled(), {
    status: {
      installFailures: 1,
      upgradeFailures: undefined,
      lastAttemptedReleaseAction: 'install',
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to install after 1 attempt(s)', FAILED),
        condition('Ready', 'False', 'InstallFailed', failed, FAILED),
        condition('Released', 'False', 'InstallFailed', failed, FAILED),
      ].map((each) => ({ ...each, observedGeneration: 12 })),
      history: [revision(OF, { version: 1, chartVersion: '1.5.0', status: 'failed', at: TRIED })],
    },
  });
}

/** The wait for the new version ran out of time, and Flux went back to the old one. */
function rolledBack(): Built {
  return deepMerge(stalled(), {
    status: {
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', FAILED),
        condition('Ready', 'Unknown', 'Progressing', 'Fulfilling prerequisites', FAILED),
        condition(
          'Released',
          'False',
          'UpgradeFailed',
          'Helm upgrade failed for release shop/web with chart web@1.5.0: context deadline exceeded',
          FAILED,
        ),
        condition(
          'Remediated',
          'True',
          'RollbackSucceeded',
          'Helm rollback to previous release shop/web.v1 with chart web@1.4.0 succeeded',
          FAILED,
        ),
      ].map((each) => ({ ...each, observedGeneration: 12 })),
      history: [
        revision(OF, { version: 3, chartVersion: '1.4.0', status: 'deployed', at: FAILED }),
        revision(OF, { version: 2, chartVersion: '1.5.0', status: 'failed', at: TRIED }),
        revision(OF, { version: 1, chartVersion: '1.4.0', status: 'superseded', at: BEFORE }),
      ],
    },
  });
}

const data = deepMerge(claim('data', 'Bound', 'standard', 'pv-shop-data'), { metadata: { labels } });
const volume = object(
  { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: 'pv-shop-data', created: BEFORE },
  {
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'standard',
      volumeMode: 'Filesystem',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' },
      csi: { driver: 'csi.example', volumeHandle: 'vol-1' },
    },
    status: { phase: 'Bound' },
  },
);

/** Somebody suspended it with flux, whose patch the API server notes under that name. */
const paused = deepMerge(ready({ spec: { suspend: true } }), {
  metadata: {
    managedFields: [
      {
        manager: 'flux',
        operation: 'Update',
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        time: '2025-11-14T08:30:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:suspend': {} } },
      },
    ],
  },
});
const newer = deepMerge(chartOf(), { status: { artifact: { revision: '1.6.0' } } });

/** Which action gets a release going again, and what is looked up before it is offered. */
export const releaseVerbs: readonly Story[] = [
  story(
    'way-back-open',
    'The new version crashes and was not rolled back; Helm has the old one as deployed and holds no lock.',
    [stalled(), ...crashing.all, ...secrets],
    problem('container-crashes', 'confirmed', {
      says: [
        'helm rollback web 1 -n shop --wait',
        'flux suspend helmrelease web -n shop',
        'version: 1.4.0',
        'flux resume helmrelease web -n shop',
        'A plain flux reconcile does not clear the counter',
      ],
      never: ['kubectl delete'],
    }),
  ),
  story(
    'way-back-open-denied',
    'The same, and whether Helm holds a lock cannot be seen: nobody is told to use helm.',
    [stalled(), ...crashing.all, ...secrets],
    problem('container-crashes', 'confirmed', { says: ['--reset'], never: ['helm rollback'] }),
    ['secrets'],
  ),
  story(
    'way-back-locked-decoy',
    'The same, and a helm command holds its lock: nobody is told to use another one beside it.',
    [stalled(), ...crashing.all, secrets[0] ?? stalled(), releaseSecret('shop', 'web', 2, 'pending-upgrade', TRIED)],
    problem('container-crashes', 'confirmed', { never: ['helm rollback'] }),
  ),
  story(
    'never-installed',
    'The first installation crashes; nothing of it ever worked, and it has a claim with data behind it.',
    [
      neverInstalled(),
      ...firstStart({ labels }, { change: crashLoop(1) }).all,
      data,
      volume,
      releaseSecret('shop', 'web', 1, 'failed', TRIED),
    ],
    problem('container-crashes', 'confirmed', {
      says: [
        'Last of all, delete it',
        'PersistentVolumeClaim shop/data',
        'pv-shop-data',
        'Is there a backup?',
        'flux reconcile kustomization apps -n flux-system',
        'loses-data',
      ],
      never: ['helm rollback'],
    }),
  ),
  story(
    'never-installed-denied',
    'The same, and the Secrets that tell whether a revision ever worked may not be seen.',
    [
      neverInstalled(),
      ...firstStart({ labels }, { change: crashLoop(1) }).all,
      data,
      volume,
      releaseSecret('shop', 'web', 1, 'failed', TRIED),
    ],
    problem('container-crashes', 'confirmed', { never: ['Last of all'] }),
    ['secrets'],
  ),
  story(
    'forward-only',
    'The wait ran out during a migration, Flux went back to the old version, and that does not know the new schema (nicolerenee/infra#2059).',
    [rolledBack(), ...firstStart({ labels, image: 'registry.example/shop/web:1.4.0' }, { change: crashLoop(1) }).all],
    problem('schema-behind', 'confirmed', {
      says: ["Can't locate revision identified by '7e9a2b1c4d5f'", 'Go forward again', 'timeout: <timeout>'],
      never: ['helm rollback', 'kubectl delete'],
    }),
    [],
    {
      'shop/web-5d7f9b8c6-q5w9b/web.previous':
        "ERROR [alembic.util.messaging] Can't locate revision identified by '7e9a2b1c4d5f'\nFAILED: Can't locate revision '7e9a2b1c4d5f'\n",
    },
  ),
  storyOf(
    'helmrelease/suspended-since',
    'Somebody suspended it yesterday, and a newer chart waits: resuming it upgrades at once.',
    { objects: [paused, newer, ...complete.all, ...around.slice(0, -1)] },
    { ...healthy, says: ['flux, at the latest 2025-11-14', 'upgraded to chart version 1.6.0 at once'] },
    { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } },
  ),
  storyOf(
    'helmrelease/suspended-since-denied',
    'The same, and its workloads may not be looked at.',
    { objects: [paused, newer, ...complete.all, ...around.slice(0, -1)], denied: ['deployments.apps'] },
    incomplete({ says: ['is suspended'] }),
    { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } },
  ),
];

/** Flux 2.0: another API version, no reset, and no history in the status. */
const flux20: readonly Built[] = [
  controller('helm-controller', '0.35.0'),
  controller('source-controller', '1.0.1'),
  ...flux.slice(2),
];
const oldRelease = deepMerge(stalled(), {
  apiVersion: 'helm.toolkit.fluxcd.io/v2beta1',
  status: {
    history: undefined,
    storageNamespace: undefined,
    lastAttemptedReleaseAction: undefined,
    lastAttemptedReleaseActionDuration: undefined,
    lastAttemptedGeneration: undefined,
    lastAttemptedConfigDigest: undefined,
    lastAppliedRevision: '1.4.0',
    lastReleaseRevision: 2,
    conditions: [
      condition('Ready', 'False', 'UpgradeFailed', 'upgrade retries exhausted', FAILED),
      condition(
        'Released',
        'False',
        'UpgradeFailed',
        'Helm upgrade failed: timed out waiting for the condition\n\nLast Helm logs:\n\n',
        FAILED,
      ),
    ],
  },
});

const STORED =
  'Helm upgrade failed for release shop/web with chart web@1.5.0: failed to apply CustomResourceDefinitions: CustomResourceDefinition.apiextensions.k8s.io "helmreleases.helm.toolkit.fluxcd.io" is invalid: status.storedVersions[0]: Invalid value: "v1beta2": missing from spec.versions';
const fluxChart = unprepared('UpgradeFailed', STORED);

function fluxDefinition(stored: readonly string[]): Built {
  const sketch = { group: 'helm.toolkit.fluxcd.io', plural: 'helmreleases', kind: 'HelmRelease', created: BEFORE };
  const versions: readonly Change[] = [
    { name: 'v2', served: true, storage: true },
    { name: 'v1beta2', served: true, storage: false },
  ];
  return deepMerge(definition(sketch), { spec: { versions }, status: { storedVersions: stored } });
}

const versionsAround: readonly Built[] = [...complete.all, ...around];

/** Versions of the API, of the controllers and of the client that do not fit. */
export const releaseVersions: readonly Story[] = [
  releaseStory(
    'helmrelease/old-flux',
    'Flux 2.0 has used up its retries; the registry is back since, and a flux of 2.2 says that the server could not find the requested resource (fluxcd/flux2#4490, fluxcd/helm-controller#297).',
    { objects: [oldRelease, ...secrets, ...complete.all, ...flux20, mediumNode('node-1'), chartOf()] },
    problem('only-the-counter', 'confirmed', {
      says: ['flux suspend helmrelease', 'flux resume helmrelease', 'kubectl patch', 'helm.toolkit.fluxcd.io/v2beta1'],
      never: ['--reset', 'resetAt='],
    }),
  ),
  releaseStory(
    'helmrelease/stored-version-left',
    'Flux is upgraded by a chart, and objects are still stored in a version that the new definition no longer has (thaum-xyz/ankhmorpork#949).',
    { objects: [fluxChart, fluxDefinition(['v1beta2', 'v2']), ...versionsAround] },
    problem('crd-stored-version', 'confirmed', { says: ['flux migrate'], never: ['kubectl delete'] }),
  ),
  storyOf(
    'helmrelease/stored-version-left-decoy',
    'The objects were migrated and the upgrade went through; its warning is left.',
    {
      objects: [
        ready(),
        event(ready(), { reason: 'UpgradeFailed', message: STORED, at: '2025-11-15T17:20:00Z', by: 'helm-controller' }),
        fluxDefinition(['v2']),
        ...versionsAround,
      ],
    },
    healthy,
    { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } },
  ),
  releaseStory(
    'helmrelease/stored-version-left-denied',
    'The same, and definitions of kinds may not be looked at.',
    {
      objects: [fluxChart, fluxDefinition(['v1beta2', 'v2']), ...versionsAround],
      denied: ['customresourcedefinitions.apiextensions.k8s.io'],
    },
    problem('crd-stored-version', 'likely'),
  ),
];
