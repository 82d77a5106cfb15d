import { mediumNode, settled } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { condition, object, type Built, type Change } from './build/build.ts';
import { healthy, problem, problems } from './build/expect.ts';
import { helmRelease, releaseSecret, revision } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { repeatedUpgrade, warned } from './build/refused-release.ts';
import { appliedBy, chartOf, flux, ready, stalled } from './build/web-release.ts';
import type { Story } from './story.ts';

/** An upgrade that the API server, or Helm on looking at what is there, refuses. */
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];
const app = settled({ labels: appliedBy(), image: 'registry.example/web:1.4.0' });
const complete = settled({ labels: appliedBy() }).all;
const CREATED = '2025-10-01T08:10:00Z';
const AT = '2025-11-15T18:14:40Z';

/** The words before what Helm said, in all that follow. */
const FAILED = 'Helm upgrade failed for release shop/web with chart web@1.5.0: ';

/** An object of the new version is there already, and is not the release's. */
function notOurs(why: string): Built {
  const there = `Unable to continue with update: ConfigMap "web-settings" in namespace "shop" exists and cannot be imported into the current release: invalid ownership metadata; ${why}`;
  const own = { upgrade: { disableTakeOwnership: true }, install: { disableTakeOwnership: true } };
  return repeatedUpgrade(there, { spec: own });
}

const OF_SETTINGS =
  'annotation validation error: key "meta.helm.sh/release-name" must equal "web": current value is "settings"';
const OF_NOBODY =
  'label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "web"; annotation validation error: missing key "meta.helm.sh/release-namespace": must be set to "shop"';

function settings(metadata: Change): Built {
  const identity = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web-settings', created: CREATED };
  return object(identity, { metadata, data: { log: 'json' } });
}

function madeByHelm(release: string): Built {
  return settings({
    labels: { 'app.kubernetes.io/managed-by': 'Helm', ...appliedBy('shop', release) },
    annotations: { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': 'shop' },
  });
}

const declared = settings({
  labels: { 'kustomize.toolkit.fluxcd.io/name': 'base', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
});
const otherRelease = helmRelease({
  namespace: 'shop',
  name: 'settings',
  chart: 'settings',
  version: '1.0.0',
  conditions: [
    condition(
      'Ready',
      'True',
      'InstallSucceeded',
      'Helm install succeeded for release shop/settings.v1 with chart settings@1.0.0',
      CREATED,
    ),
  ],
  history: [],
});
const otherRevision = releaseSecret('shop', 'settings', 1, 'deployed', CREATED);
const named = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };

const ownership: readonly Story[] = [
  releaseStory(
    'foreign-object/object-of-another-release',
    'The new version brings a ConfigMap that another Helm release owns.',
    { objects: [notOurs(OF_SETTINGS), madeByHelm('settings'), otherRelease, otherRevision, ...app.all, ...around] },
    problem('foreign-ownership', 'confirmed', {
      says: ['belongs to Helm release shop/settings', '$patch: delete', 'flux reconcile'],
      never: ['kubectl annotate configmap', '--reset'],
    }),
  ),
  storyOf(
    'foreign-object/object-of-another-release-decoy',
    'The release was told to take the object over; the warning of the attempt before is left.',
    {
      objects: [ready(), warned(notOurs(OF_SETTINGS)), madeByHelm('web'), ...complete, ...around],
    },
    healthy,
    named,
  ),
  releaseStory(
    'foreign-object/object-left-over',
    'The new version brings a ConfigMap that a release which has gone left behind.',
    { objects: [notOurs(OF_SETTINGS), madeByHelm('settings'), ...app.all, ...around] },
    problem('foreign-ownership', 'confirmed', {
      says: [
        'no revision and no HelmRelease',
        'kubectl annotate ConfigMap web-settings -n shop --overwrite meta.helm.sh/release-name=web',
      ],
      never: ['$patch: delete'],
    }),
  ),
  releaseStory(
    'foreign-object/object-of-nobody',
    'The new version brings a ConfigMap that somebody made by hand.',
    { objects: [notOurs(OF_NOBODY), settings({}), ...app.all, ...around] },
    problem('foreign-ownership', 'confirmed', { says: ['No Helm release is written on it', 'managed-by=Helm'] }),
  ),
  releaseStory(
    'foreign-object/object-of-git',
    'The new version brings a ConfigMap that a Kustomization applies: to take it over would be undone.',
    { objects: [notOurs(OF_NOBODY), declared, ...app.all, ...around] },
    problem('foreign-ownership', 'confirmed', {
      says: ['Kustomization flux-system/base declares it', '$patch: delete'],
      never: ['kubectl annotate ConfigMap'],
    }),
  ),
  releaseStory(
    'foreign-object/object-of-another-release-denied',
    'The same as at first, and ConfigMaps may not be looked at: only the words of Helm are left.',
    {
      objects: [notOurs(OF_SETTINGS), madeByHelm('settings'), otherRelease, otherRevision, ...app.all, ...around],
      denied: ['configmaps'],
    },
    problem('foreign-ownership', 'likely', { says: ['configmaps'], never: ['kubectl annotate ConfigMap'] }),
  ),
  releaseStory(
    'foreign-object/object-left-over-secrets-denied',
    'Whether the other release has a revision may not be looked at, so nothing is said to be left over.',
    { objects: [notOurs(OF_SETTINGS), madeByHelm('settings'), ...app.all, ...around], denied: ['secrets'] },
    problem('foreign-ownership', 'confirmed', {
      says: ['could not be seen', '$patch: delete'],
      never: ['kubectl annotate ConfigMap', 'nothing is left'],
    }),
  ),
  releaseStory(
    'foreign-object/object-adopted',
    'Somebody gave the ConfigMap to the release since the last attempt.',
    { objects: [notOurs(OF_SETTINGS), madeByHelm('web'), ...app.all, ...around] },
    problem('prerequisite-met-now', 'likely'),
  ),
  releaseStory(
    'foreign-object/object-gone',
    'The ConfigMap was deleted since the last attempt.',
    { objects: [notOurs(OF_SETTINGS), ...app.all, ...around] },
    problem('prerequisite-met-now', 'likely'),
  ),
];

/** Helm 3 (helm-controller 1.4) and Helm 4 (1.6) in what they say of the same right. */
const BY_PATCH = 'cannot patch "web" with kind Deployment: ';
const BY_APPLY = 'server-side apply failed for object shop/web apps/v1, Kind=Deployment: ';
const NO_RIGHT =
  'deployments.apps "web" is forbidden: User "system:serviceaccount:shop:deployer" cannot patch resource "deployments" in API group "apps" in the namespace "shop"';

function withoutRight(by: string): Built {
  const said = `${FAILED}${by}${NO_RIGHT}`;
  return deepMerge(stalled({ spec: { serviceAccountName: 'deployer' } }), {
    status: {
      lastAttemptedReleaseActionDuration: '387.673308ms',
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', AT),
        condition('Ready', 'False', 'UpgradeFailed', said, AT),
        condition('Released', 'False', 'UpgradeFailed', said, AT),
      ],
    },
  });
}

const RBAC = 'rbac.authorization.k8s.io/v1';

/** The account, its Role with these verbs on Deployments, and their binding. */
function accountWith(verbs: readonly string[]): readonly Built[] {
  const identity = { namespace: 'shop', name: 'deployer', created: CREATED };
  const rules = [
    { apiGroups: [''], resources: ['secrets', 'services'], verbs: ['*'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: [...verbs] },
  ];
  return [
    object({ ...identity, apiVersion: 'v1', kind: 'ServiceAccount' }, {}),
    object({ ...identity, apiVersion: RBAC, kind: 'Role' }, { rules }),
    object(
      { ...identity, apiVersion: RBAC, kind: 'RoleBinding' },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'deployer' },
        subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' }],
      },
    ),
  ];
}

const ALL_BUT_PATCH = ['get', 'list', 'watch', 'create', 'delete'];
const lacking = accountWith(ALL_BUT_PATCH);
const granting = accountWith([...ALL_BUT_PATCH, 'patch']);

const rights: readonly Story[] = [
  releaseStory(
    'missing-right/account-without-right',
    'The account that the release acts as may not patch Deployments (Helm 3).',
    { objects: [withoutRight(BY_PATCH), ...lacking, ...app.all, ...around] },
    problem('forbidden', 'confirmed', {
      says: [
        'ServiceAccount shop/deployer may not patch deployments.apps in namespace shop',
        'it lacks: patch.',
        'verbs: [patch]',
        'kubectl auth can-i patch deployments.apps -n shop',
        '--reset',
      ],
    }),
  ),
  releaseStory(
    'missing-right/account-without-right-applied',
    'The same in the words of Helm 4, and the account has no right on Deployments at all.',
    { objects: [withoutRight(BY_APPLY), ...accountWith([]), ...app.all, ...around] },
    problem('forbidden', 'confirmed', { says: ['verbs: [get, list, watch, create, patch, delete]'] }),
  ),
  releaseStory(
    'missing-right/account-without-right-denied',
    'The same, and roles may not be looked at: the advice grants what the refusal names.',
    {
      objects: [withoutRight(BY_PATCH), ...accountWith([]), ...app.all, ...around],
      denied: ['roles.rbac.authorization.k8s.io'],
    },
    problem('forbidden', 'likely', { says: ['verbs: [patch]', 'roles.rbac.authorization.k8s.io'] }),
  ),
  releaseStory(
    'missing-right/account-granted-since',
    'The account was given the right since, and only the retry counter is in the way.',
    { objects: [withoutRight(BY_PATCH), ...granting, ...app.all, ...around] },
    problem('prerequisite-met-now', 'likely', {
      says: ['holds; its retries are used up', '--reset'],
      never: ['no reset is needed'],
    }),
  ),
  releaseStory(
    'missing-right/account-of-another-cluster',
    'The release goes to another cluster: the roles of this one say nothing about it.',
    {
      objects: [
        deepMerge(withoutRight(BY_PATCH), { spec: { kubeConfig: { secretRef: { name: 'edge' } } } }),
        ...granting,
        ...app.all,
        ...around,
      ],
    },
    problem('forbidden', 'likely', { never: ['it lacks'] }),
  ),
  storyOf(
    'missing-right/account-without-right-decoy',
    'The release went through; its account lacks a right that it has not needed since, and the warning is left.',
    {
      objects: [
        ready({ spec: { serviceAccountName: 'deployer' } }),
        warned(withoutRight(BY_PATCH)),
        ...lacking,
        ...complete,
        ...around,
      ],
    },
    healthy,
    named,
  ),
];

/** Helm's remediation of a first install ran into the same wall; both versions of helm-controller leave it like this. */
function halfUndone(): Built {
  const refused =
    'Helm install failed for release shop/web with chart web@1.5.0: 1 error occurred:\n\t* deployments.apps is forbidden: User "system:serviceaccount:shop:deployer" cannot create resource "deployments" in API group "apps" in the namespace "shop"';
  const undone =
    'Helm uninstall remediation for release shop/web.v1 with chart web@1.5.0 failed: failed to delete release: web';
  const state = "Could not determine release state: unable to determine state for release with status 'uninstalling'";
  return deepMerge(stalled({ spec: { serviceAccountName: 'deployer', install: { remediation: { retries: 1 } } } }), {
    status: {
      observedGeneration: -1,
      upgradeFailures: undefined,
      installFailures: 1,
      lastAttemptedReleaseAction: 'install',
      conditions: [
        condition('Reconciling', 'True', 'Progressing', 'Fulfilling prerequisites', AT),
        condition('Ready', 'False', 'StateError', state, AT),
        condition('Released', 'False', 'InstallFailed', refused, AT),
        condition('Remediated', 'False', 'UninstallFailed', undone, AT),
      ],
      history: [
        revision(
          { namespace: 'shop', name: 'web', chart: 'web' },
          { version: 1, chartVersion: '1.5.0', status: 'uninstalling', at: AT },
        ),
      ],
    },
  });
}

const uninstalling = releaseSecret('shop', 'web', 1, 'uninstalling', AT);

const installs: readonly Story[] = [
  releaseStory(
    'helmrelease/install-half-undone',
    'A first install failed for want of a right, and undoing it for want of the next.',
    { objects: [halfUndone(), uninstalling, ...accountWith(['get', 'list', 'watch']), ...around] },
    problems(
      [
        ['forbidden', 'confirmed'],
        ['uninstall-unfinished', 'confirmed'],
      ],
      {
        says: ['verbs: [create, patch, delete]', 'helm uninstall web -n shop', 'it lacks: create, patch, delete'],
      },
    ),
  ),
  releaseStory(
    'helmrelease/install-half-undone-granted',
    'The same, and the rights are there by now: only the uninstall is left to be finished.',
    { objects: [halfUndone(), uninstalling, ...accountWith(['*']), ...around] },
    problem('uninstall-unfinished', 'confirmed', {
      says: ['helm uninstall web -n shop'],
      never: ['kind: RoleBinding'],
    }),
  ),
  releaseStory(
    'helmrelease/install-half-undone-denied',
    'The same as at first, and neither roles nor the revisions of Helm may be looked at.',
    {
      objects: [halfUndone(), uninstalling, ...accountWith(['get', 'list', 'watch']), ...around],
      denied: ['secrets', 'rolebindings.rbac.authorization.k8s.io'],
    },
    problems(
      [
        ['forbidden', 'likely'],
        ['uninstall-unfinished', 'likely'],
      ],
      {
        says: ['verbs: [create]'],
        never: ['it lacks'],
      },
    ),
  ),
];

/** All of them. */
export const releaseRefused: readonly Story[] = [...ownership, ...rights, ...installs];
