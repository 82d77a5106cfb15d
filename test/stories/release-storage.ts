import { mediumNode, rollout, settled } from './build/app.ts';
import { crashLoop } from './build/app-status.ts';
import { storyOf } from './build/ask.ts';
import { type Built, type Change, condition, container, event, pod } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { controller, helmRelease, managerContainer, releaseSecret, revision } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, ready, type ReleaseSketch, stalled, unprepared } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** What Helm keeps of a release, where it cannot go on from it. */
const BEFORE = '2025-11-01T09:00:00Z';
const AT = '2025-11-15T18:14:40Z';
const LOCKED_AT = '2025-11-15T18:02:11Z';
const FAILED = 'Helm upgrade failed for release shop/web with chart web@1.5.0: ';
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];
const labels = appliedBy();
const app = settled({ labels, image: 'registry.example/web:1.4.0' }).all;
const complete = settled({ labels }).all;
const named = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };

const logs = { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' };

interface Told {
  readonly objects: readonly Built[];
  readonly logs?: Readonly<Record<string, string>>;
  readonly denied?: readonly string[];
}

function story(name: string, summary: string, told: Told, expected: Expected): Story {
  return storyOf(`helm-storage/${name}`, summary, told, expected);
}

function lockStory(name: string, summary: string, told: Told, expected: Expected): Story {
  return storyOf(`helm-lock/${name}`, summary, told, expected);
}

/** Ready, with a warning of an attempt before: it says nothing about now. */
function decoy(name: string, ...rest: DecoyRest): Story {
  return decoyOf(`helm-storage/${name}`, ...rest);
}

function lockDecoy(name: string, ...rest: DecoyRest): Story {
  return decoyOf(`helm-lock/${name}`, ...rest);
}

type DecoyRest = readonly [summary: string, failed: Built, objects: readonly Built[]];

function decoyOf(folder: string, summary: string, failed: Built, objects: readonly Built[]): Story {
  const message = textOfReleased(failed);
  const warning = event(failed, {
    reason: 'UpgradeFailed',
    message,
    at: '2025-11-15T17:20:00Z',
    by: 'helm-controller',
  });
  return storyOf(folder, summary, { objects: [...objects, ...around, warning] }, healthy, named);
}

function textOfReleased(release: Built): string {
  const { conditions } = release['status'] as { conditions: readonly { type: string; message: string }[] };
  return conditions.find(({ type }) => type === 'Released')?.message ?? '';
}

/** Helm refused before it stored a revision, so that helm-controller tries again and again. */
function refused(said: string, sketch: ReleaseSketch = {}, action: 'install' | 'upgrade' = 'upgrade'): Built {
  const reason = action === 'install' ? 'InstallFailed' : 'UpgradeFailed';
  return deepMerge(unprepared(reason, said, { ...sketch, status: {} }), {
    status: {
      failures: 6,
      observedGeneration: 12,
      lastAttemptedGeneration: 12,
      lastAttemptedReleaseAction: action,
      lastAttemptedRevision: '1.5.0',
      conditions: [
        condition('Reconciling', 'True', 'Progressing', `Running '${action}' action with timeout of 5m0s`, AT),
        condition('Ready', 'False', reason, said, AT),
        condition('Released', 'False', reason, said, AT),
      ],
      ...sketch.status,
    },
  });
}

/** The Secret of a revision, and which program wrote it, as the API server notes that. */
function stored(version: number, status: string, at: string, manager = 'helm-controller', name = 'web'): Built {
  return deepMerge(releaseSecret('shop', name, version, status, at), {
    metadata: {
      managedFields: [
        {
          apiVersion: 'v1',
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': {} },
          manager,
          operation: 'Update',
          time: at,
        },
      ],
    },
  });
}

const deployed = stored(1, 'deployed', BEFORE);

/** Helm found a lock, in the words of Helm; controllers before 0.37 leave it like this, and so does a race later. */
const LOCKED = `${FAILED}another operation (install/upgrade/rollback) is in progress`;
const locked = deepMerge(refused(LOCKED), {
  status: {
    conditions: [
      condition('Ready', 'False', 'UpgradeFailed', LOCKED, AT),
      condition('Released', 'False', 'UpgradeFailed', LOCKED, AT),
    ],
  },
});
const oldFlux: readonly Built[] = [
  controller('helm-controller', '0.36.2'),
  controller('source-controller', '1.1.2'),
  ...flux.slice(2),
];

function restartedController(startedAt: string): Built {
  const image = 'ghcr.io/fluxcd/helm-controller:v0.36.2';
  const of = { name: 'helm-controller', namespace: 'flux-system', image, created: BEFORE };
  const terminated = { reason: 'OOMKilled', exitCode: 137, startedAt: BEFORE, finishedAt: '2025-11-15T18:03:12Z' };
  const change = container(
    'manager',
    image,
    { running: { startedAt } },
    {
      ready: true,
      started: true,
      restartCount: 1,
      lastState: { terminated: { containerID: 'containerd://1', ...terminated } },
    },
  );
  return pod(
    null,
    { ...of, pod: 'helm-controller-6f79d4c4b8-29nbk', node: 'node-1' },
    deepMerge(change, {
      metadata: { labels: { app: 'helm-controller' } },
      spec: { containers: [managerContainer('helm-controller', '0.36.2')] },
    }),
  );
}

const unlockedSays = 'Unlocked Helm release shop/web.v2 with chart web@1.5.0 in pending-upgrade state';

const locks: readonly Story[] = [
  lockStory(
    'locked',
    'helm-controller ran out of memory in the middle of an upgrade, and this version never takes its own lock off (fluxcd/helm-controller#149, #644, #857).',
    {
      objects: [
        locked,
        deployed,
        stored(2, 'pending-upgrade', LOCKED_AT),
        restartedController('2025-11-15T18:03:13Z'),
        ...app,
        mediumNode('node-1'),
        ...oldFlux,
        chartOf(),
      ],
    },
    problem('release-locked', 'confirmed', {
      says: [
        'Revision 2 has been pending-upgrade since 2025-11-15 18:02:11 UTC',
        'started anew at 2025-11-15 18:03:13 UTC',
        'run out of memory',
        '0.36.2 never takes a lock off',
        'helm rollback web 1 -n shop',
        'Upgrade Flux',
      ],
      never: ['delete secret'],
    }),
  ),
  lockStory(
    'locked-by-somebody',
    'Somebody runs helm on the release beside Flux; this helm-controller takes such a lock off by itself.',
    { objects: [locked, deployed, stored(2, 'pending-upgrade', LOCKED_AT, 'Helm'), ...app, ...around] },
    problem('release-locked', 'confirmed', {
      says: ['a program that calls itself Helm', '1.4.0 takes such a lock off at its next attempt'],
      never: ['helm rollback', 'was cut off'],
    }),
  ),
  lockStory(
    'locked-denied',
    'The same, and what Helm stored may not be looked at.',
    {
      objects: [locked, deployed, stored(2, 'pending-upgrade', LOCKED_AT, 'Helm'), ...app, ...around],
      denied: ['secrets'],
    },
    problem('release-locked', 'possible', { says: ['secrets'], never: ['calls itself'] }),
  ),
  lockStory(
    'locked-before',
    'The lock is off by now; the release waits for its next attempt.',
    { objects: [locked, deployed, stored(2, 'failed', LOCKED_AT), ...app, ...around] },
    problem('prerequisite-met-now', 'likely', { never: ['helm rollback'] }),
  ),
  lockDecoy('locked-decoy', 'A lock stood in the way of an attempt an hour ago; the next went through.', locked, [
    ready(),
    stored(1, 'superseded', BEFORE),
    stored(2, 'deployed', '2025-11-15T17:31:40Z'),
    ...complete,
  ]),
  lockStory(
    'unlocked',
    'helm-controller has just taken off the lock of an action that was cut off.',
    {
      objects: [
        deepMerge(refused(''), {
          status: {
            conditions: [
              condition('Reconciling', 'True', 'Progressing', 'Fulfilling prerequisites', AT),
              condition('Ready', 'False', 'PendingRelease', unlockedSays, AT),
              condition('Released', 'False', 'PendingRelease', unlockedSays, AT),
            ],
          },
        }),
        deployed,
        stored(2, 'failed', AT),
        ...app,
        ...around,
      ],
    },
    problem('release-unlocked', 'likely', { says: ['the next attempt follows by itself'] }),
  ),
];

const NOT_DEPLOYED = `${FAILED}"web" has no deployed releases`;
const notDeployed = refused(NOT_DEPLOYED);
const IN_USE =
  'Helm install failed for release shop/web with chart web@1.5.0: cannot re-use a name that is still in use';
const inUse = refused(IN_USE, { status: { history: [] } }, 'install');

const nothingDeployed: readonly Story[] = [
  story(
    'uninstall-broke-off',
    'An uninstall was interrupted, and nothing gets Flux out of what it left behind (fluxcd/flux2#4614).',
    {
      objects: [notDeployed, stored(1, 'superseded', BEFORE), stored(2, 'uninstalling', LOCKED_AT), ...app, ...around],
    },
    problem('uninstall-unfinished', 'confirmed', {
      says: ['Deployment web', 'helm uninstall web -n shop', 'flux suspend', 'flux resume'],
      never: ['"verb":"reset"', 'What stopped the uninstall', 'One forced upgrade clears it'],
    }),
  ),
  story(
    'uninstall-broke-off-denied',
    'The same, and what Helm stored may not be looked at.',
    {
      objects: [notDeployed, stored(2, 'uninstalling', LOCKED_AT), ...app, ...around],
      denied: ['secrets'],
    },
    problem('no-deployed-release', 'possible', { says: ['secrets'] }),
  ),
  story(
    'uninstall-broke-off-other-storage',
    'The same, and Helm keeps its records in a namespace of their own: a helm uninstall would look there for objects.',
    {
      objects: [
        deepMerge(notDeployed, { spec: { storageNamespace: 'releases' }, status: { storageNamespace: 'releases' } }),
        releaseSecret('releases', 'web', 1, 'superseded', BEFORE),
        releaseSecret('releases', 'web', 2, 'uninstalling', LOCKED_AT),
        ...app,
        ...around,
      ],
    },
    problem('uninstall-unfinished', 'confirmed', {
      says: ['helm get manifest web -n releases', 'Never helm uninstall -n releases'],
      never: ['$ helm uninstall', 'flux resume'],
    }),
  ),
  story(
    'uninstall-broke-off-remote',
    'A release of another cluster: a helm command with the context of this one would meet what has the same name here.',
    {
      objects: [
        deepMerge(notDeployed, { spec: { kubeConfig: { secretRef: { name: 'edge' } } } }),
        stored(2, 'uninstalling', LOCKED_AT, 'helm'),
        ...around,
      ],
    },
    problem('no-deployed-release', 'possible', {
      says: ['kubectl config get-contexts'],
      never: ['helm uninstall web', 'helm rollback', 'helm history', '2025-11-15T18:02:11Z'],
    }),
  ),
  decoy(
    'uninstall-broke-off-decoy',
    'The uninstall was finished and the release installed anew; the warning is left.',
    notDeployed,
    [ready(), stored(1, 'deployed', '2025-11-15T17:31:40Z'), ...complete],
  ),
  story(
    'records-gone',
    'Somebody removed the release with helm, and helm-controller upgraded what its status calls deployed (fluxcd/helm-controller#891).',
    { objects: [notDeployed, ...around] },
    problem('release-records-gone', 'confirmed', {
      says: ['somebody ran helm uninstall', 'nothing is left', 'Flux installs'],
      never: ['helm rollback'],
    }),
  ),
  story(
    'records-mixed',
    'Helm has a revision that says neither what it is nor that it failed.',
    { objects: [notDeployed, stored(1, 'failed', BEFORE), stored(2, 'unknown', LOCKED_AT), ...app, ...around] },
    problem('no-deployed-release', 'confirmed'),
  ),
  story(
    'only-failed',
    'No attempt has ever succeeded, and this Helm does not upgrade on top of that.',
    { objects: [notDeployed, stored(1, 'failed', BEFORE), stored(2, 'failed', LOCKED_AT), ...app, ...around] },
    problem('only-failed-revisions', 'confirmed', { says: ['1 failed, 2 failed'] }),
  ),
  story(
    'deployed-since',
    'There is a deployed revision by now; the release waits for its next attempt.',
    { objects: [notDeployed, stored(1, 'deployed', BEFORE), ...app, ...around] },
    problem('prerequisite-met-now', 'likely'),
  ),
  story(
    'uninstalled-by-hand',
    'Somebody uninstalled the release with helm --keep-history: its name is taken by what is left of it.',
    { objects: [inUse, stored(1, 'uninstalled', BEFORE, 'Helm'), ...around] },
    problem('uninstalled-by-hand', 'confirmed', {
      says: ['1 uninstalled', 'helm uninstall web -n shop', 'its objects are gone already'],
      never: ['releaseName'],
    }),
  ),
];

const rival = helmRelease({
  namespace: 'platform',
  name: 'storefront',
  chart: 'web',
  version: '1.5.0',
  spec: { releaseName: 'web', storageNamespace: 'shop', targetNamespace: 'shop' },
  conditions: [
    condition(
      'Ready',
      'True',
      'InstallSucceeded',
      'Helm install succeeded for release shop/web.v1 with chart web@1.5.0',
      BEFORE,
    ),
  ],
  history: [
    revision(
      { namespace: 'shop', name: 'web', chart: 'web' },
      { version: 1, chartVersion: '1.5.0', status: 'deployed', at: BEFORE },
    ),
  ],
  status: { storageNamespace: 'shop', lastAttemptedRevision: '1.5.0' },
});

const names: readonly Story[] = [
  story(
    'name-of-other-release',
    'Another HelmRelease, in another namespace, has the same release name and keeps its revisions in the same place.',
    { objects: [inUse, rival, deployed, ...around] },
    problem('name-of-other-release', 'confirmed', {
      says: ['platform/storefront', 'releaseName: <release-name>'],
      never: ['replace: true'],
    }),
  ),
  story(
    'name-in-use',
    'Somebody installed a release of that name with helm; no HelmRelease comes to it.',
    { objects: [inUse, stored(1, 'pending-install', BEFORE, 'Helm'), ...around] },
    problem('name-in-use', 'confirmed', { says: ['helm list -n shop'] }),
  ),
  story(
    'name-in-use-denied',
    'The same, and what Helm stored may not be looked at.',
    { objects: [inUse, deployed, ...around], denied: ['secrets'] },
    problem('name-in-use', 'possible', { says: ['secrets'] }),
  ),
  story(
    'name-free-now',
    'What had the name is gone; the release waits for its next attempt.',
    { objects: [inUse, ...around] },
    problem('prerequisite-met-now', 'likely'),
  ),
  decoy(
    'name-in-use-decoy',
    'The name was taken an hour ago; the release has it now, and a namesake is elsewhere.',
    inUse,
    [
      ready(),
      deepMerge(rival, { spec: { storageNamespace: 'platform' }, status: { storageNamespace: 'platform' } }),
      stored(2, 'deployed', '2025-11-15T17:31:40Z'),
      ...complete,
    ],
  ),
];

const UNKNOWN = "Could not determine release state: unable to determine state for release with status 'unknown'";
const stateUnknown = deepMerge(refused(''), {
  status: {
    conditions: [
      condition('Reconciling', 'True', 'Progressing', 'Fulfilling prerequisites', AT),
      condition('Ready', 'False', 'StateError', UNKNOWN, AT),
      condition(
        'Released',
        'True',
        'UpgradeSucceeded',
        'Helm upgrade succeeded for release shop/web.v1 with chart web@1.4.0',
        BEFORE,
      ),
    ],
  },
});

const TOO_LONG = `${FAILED.replaceAll('web', 'victoria-metrics-operator')}create: failed to create: Secret "sh.helm.release.v1.victoria-metrics-operator.v58" is invalid: data: Too long: must have at most 1048576 bytes`;
const operator = { name: 'victoria-metrics-operator' };
const large = refused(TOO_LONG, operator);
const operators: readonly Built[] = [
  mediumNode('node-1'),
  ...flux,
  deepMerge(chartOf('shop', operator.name), { status: { artifact: { size: 873_000 } } }),
];
const last = stored(57, 'deployed', BEFORE, 'helm-controller', operator.name);

const states: readonly Story[] = [
  story(
    'state-unknown',
    "Helm's newest revision has a status that helm-controller has no way on from.",
    { objects: [stateUnknown, stored(1, 'superseded', BEFORE), stored(2, 'unknown', LOCKED_AT), ...app, ...around] },
    problem('release-state-unknown', 'confirmed', { says: ['2 unknown', 'helm history web -n shop'] }),
  ),
  story(
    'state-unknown-denied',
    'The same, and what Helm stored may not be looked at.',
    { objects: [stateUnknown, stored(2, 'unknown', LOCKED_AT), ...app, ...around], denied: ['secrets'] },
    problem('release-state-unknown', 'likely', { says: ['secrets'] }),
  ),
  decoy('state-unknown-decoy', 'Somebody mended the records; an older revision says unknown still.', notDeployed, [
    ready(),
    stored(1, 'unknown', BEFORE),
    stored(2, 'deployed', '2025-11-15T17:31:40Z'),
    ...complete,
  ]),
  story(
    'too-large',
    'The new version of the chart brings definitions so large that its revision does not fit into a Secret (VictoriaMetrics/operator#1941).',
    { objects: [large, last, ...operators] },
    problem('release-too-large', 'confirmed', {
      says: ['1 MiB', 'as it is packed', 'version: 1.4.0'],
      never: ['maxHistory:'],
    }),
  ),
  story(
    'too-large-denied',
    'The same, and what Helm stored may not be looked at.',
    { objects: [large, last, ...operators], denied: ['secrets'] },
    problem('release-too-large', 'likely', { says: ['secrets'] }),
  ),
  storyOf(
    'helm-storage/too-large-decoy',
    'A smaller version was released since and is deployed; the warning is left.',
    {
      objects: [
        ready(operator),
        stored(58, 'deployed', '2025-11-15T17:31:40Z', 'helm-controller', operator.name),
        ...operators,
        ...settled({ labels: appliedBy('shop', operator.name) }).all,
        event(large, { reason: 'UpgradeFailed', message: TOO_LONG, at: '2025-11-15T17:20:00Z', by: 'helm-controller' }),
      ],
    },
    healthy,
    { runbook: 'helmrelease', inputs: { release: `HelmRelease/shop/${operator.name}` } },
  ),
];

/** Retries were left over, and nothing to go back to: the lock that was taken off has emptied the history. */
function withoutTarget(history: readonly Change[]): Built {
  const error = `${FAILED}context deadline exceeded`;
  const missing = 'Failed to perform remediation: missing target release for rollback: cannot remediate failed release';
  return deepMerge(stalled({ spec: { upgrade: { remediation: { retries: 2 } } } }), {
    status: {
      conditions: [
        condition('Stalled', 'True', 'MissingRollbackTarget', missing, '2025-11-15T17:34:58Z'),
        condition('Ready', 'False', 'UpgradeFailed', error, '2025-11-15T17:34:58Z'),
        condition('Released', 'False', 'UpgradeFailed', error, '2025-11-15T17:34:58Z'),
      ],
      history,
    },
  });
}

const failedOnly = [
  revision(
    { namespace: 'shop', name: 'web', chart: 'web' },
    { version: 3, chartVersion: '1.5.0', status: 'failed', at: '2025-11-15T17:29:58Z' },
  ),
];
const unlockedHistory = [
  stored(1, 'superseded', BEFORE),
  stored(2, 'failed', '2025-11-15T17:20:00Z'),
  stored(3, 'failed', '2025-11-15T17:29:58Z'),
];

const targets: readonly Story[] = [
  story(
    'nothing-to-go-back-to',
    'The attempt after a lock failed for its time, and the lock had emptied the history; all runs by now.',
    { objects: [withoutTarget(failedOnly), ...unlockedHistory, ...complete, ...around] },
    problem('no-rollback-target', 'confirmed', {
      says: ['Helm itself has one, revision 1', 'does not make a revision to go back to', '--reset'],
      never: ['helm rollback'],
    }),
  ),
  story(
    'nothing-to-go-back-to-crashing',
    'An upgrade fails, no rollback follows, and a reset seems to do nothing (fluxcd/flux2#4772).',
    {
      objects: [
        withoutTarget(failedOnly),
        ...unlockedHistory,
        ...rollout({ labels }, { change: crashLoop(1) }).all,
        ...around,
      ],
      logs,
    },
    problem('container-crashes', 'confirmed', { says: ['Flux has no revision to roll shop/web back to', '--reset'] }),
  ),
  story(
    'nothing-to-go-back-to-denied',
    'The same as the first, and pods may not be looked at.',
    { objects: [withoutTarget(failedOnly), ...unlockedHistory, ...complete, ...around], denied: ['pods'] },
    problem('unexplained', 'possible', { says: ['pods'] }),
  ),
  decoy(
    'nothing-to-go-back-to-decoy',
    'One more attempt went through; the revisions that failed are history.',
    withoutTarget(failedOnly),
    [ready(), ...unlockedHistory, stored(4, 'deployed', '2025-11-15T17:31:40Z'), ...complete],
  ),
];

/** All of them. */
export const releaseStorage: readonly Story[] = [...locks, ...nothingDeployed, ...names, ...states, ...targets];
