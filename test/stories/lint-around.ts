import { definition } from './build/definition.ts';
import { INSTALLED } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { alert, around, itsApp, lintStory, provider, tidy, whole, without } from './build/lint.ts';
import { deepMerge } from './build/merge.ts';
import { database } from './build/statefulset.ts';
import { claim } from './build/storage.ts';
import { appliedBy } from './build/web-release.ts';
import type { Story } from './story.ts';

const app = itsApp().all;
const heard: readonly Built[] = [alert(), provider()];

function rolledOutIn(minutes: string): readonly Built[] {
  const slow: Change = {
    status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: `2025-11-15T17:${minutes}:00Z` }] },
  };
  const { deployment, newSet, newPod } = itsApp();
  return [deployment, newSet, deepMerge(newPod, slow)];
}

const untold = { lastAttemptedReleaseActionDuration: undefined } as unknown as Change;

const timing: readonly Story[] = [
  lintStory(
    'timeout-below-action',
    'The last upgrade took nine minutes of the ten that it may take.',
    [tidy({ status: { lastAttemptedReleaseActionDuration: '9m0s' } }), ...whole],
    problem('timeout-below-history', 'confirmed', { says: ['the last upgrade', 'timeout: 14m0s'] }),
  ),
  lintStory(
    'timeout-below-rollout',
    'The controller keeps no duration; the pod of the last rollout was ready after nine minutes.',
    [tidy({ status: untold }), ...rolledOutIn('39'), ...around, ...heard],
    problem('timeout-below-history', 'confirmed', { says: ['the rollout of Deployment web', 'timeout: 14m0s'] }),
  ),
  lintStory(
    'timeout-failed-action-healthy',
    'An action that failed says how long was waited for it, not how long it takes.',
    [
      tidy({
        status: {
          lastAttemptedReleaseActionDuration: '9m0s',
          conditions: [{ type: 'Released', status: 'False', reason: 'UpgradeFailed', message: '' }],
        },
      }),
      ...whole,
    ],
    healthy,
  ),
  lintStory(
    'timeout-unmeasured-healthy',
    'Neither its last action nor a rollout tells how long it takes.',
    [tidy({ status: untold }), ...around, ...heard],
    { ...healthy, says: ['Unknown is whether 10m is enough'] },
  ),
  lintStory(
    'timeout-pods-denied',
    'The pods of its rollouts may not be looked at.',
    [tidy({ status: untold }), ...rolledOutIn('39'), ...around, ...heard],
    incomplete({ says: ['pods'] }),
    ['pods'],
  ),
];

const images: readonly Story[] = [
  lintStory(
    'image-latest',
    'Its container runs the tag latest.',
    [tidy(), ...itsApp({ image: 'registry.example/shop/web:latest' }).all, ...around, ...heard],
    problem('image-not-pinned', 'confirmed', { says: ['container web: registry.example/shop/web:latest'] }),
  ),
  lintStory(
    'image-untagged',
    'Its container names no tag; the port of the registry is none.',
    [tidy(), ...itsApp({ image: 'registry.example:5000/shop/web' }).all, ...around, ...heard],
    problem('image-not-pinned', 'confirmed'),
  ),
  lintStory(
    'image-digest-healthy',
    'The tag is latest, and a digest pins it.',
    [
      tidy(),
      ...itsApp({ image: `registry.example/shop/web:latest@sha256:${'0'.repeat(64)}` }).all,
      ...around,
      ...heard,
    ],
    healthy,
  ),
];

const ours = { metadata: { labels: appliedBy() } };
const data = deepMerge(claim('data', 'Bound', 'standard', 'pv-1'), ours);
const kept = deepMerge(data, { metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } } });
const remediating = { install: { remediation: { retries: 3 } } };
const rollingBack = { upgrade: { remediation: { retries: 2 } } };

const failures: readonly Story[] = [
  lintStory(
    'uninstall-with-claim',
    'A failed install is uninstalled, with the claim that the chart brings.',
    [tidy({ spec: remediating }), data, ...whole],
    problem('uninstalls-on-failure', 'confirmed', { says: ['PersistentVolumeClaim data', 'P1'] }),
  ),
  lintStory('uninstall-kept-healthy', 'The claim is kept.', [tidy({ spec: remediating }), kept, ...whole], healthy),
  lintStory('uninstall-stateless-healthy', 'There is no claim.', [tidy({ spec: remediating }), ...whole], healthy),
  lintStory(
    'uninstall-claims-denied',
    'Whether there is a claim may not be looked at.',
    [tidy({ spec: remediating }), data, ...whole],
    incomplete({ says: ['persistentvolumeclaims'] }),
    ['persistentvolumeclaims'],
  ),
  lintStory(
    'uninstall-controller-denied',
    'A failed install is uninstalled, unless helm-controller was started to try again; how it was may not be looked at.',
    [tidy({ spec: remediating }), data, ...whole],
    problem('uninstalls-on-failure', 'likely', { says: ['DefaultToRetryOnFailure'] }),
    ['deployments.apps'],
  ),
  lintStory(
    'uninstall-after-upgrade',
    'A failed upgrade is uninstalled.',
    [tidy({ spec: { upgrade: { remediation: { retries: 1, strategy: 'uninstall' } } } }), ...whole],
    problem('uninstalls-on-failure', 'confirmed', { says: ['takes away the version that was running'] }),
  ),
  lintStory(
    'rollback-over-data',
    'A failed upgrade of a database is rolled back by itself.',
    [
      tidy({ spec: rollingBack }),
      deepMerge(database({}, { volumeClaimTemplates: [{ metadata: { name: 'data' } }] }), ours),
      ...whole,
    ],
    problem('rolls-back-over-data', 'likely', { says: ['StatefulSet db'] }),
  ),
  lintStory('rollback-stateless-healthy', 'It keeps no data.', [tidy({ spec: rollingBack }), ...whole], healthy),
];

const alerts: readonly Story[] = [
  lintStory(
    'alert-elsewhere',
    'The only Alert is about another namespace.',
    [
      tidy(),
      ...app,
      ...around,
      alert({ eventSources: [{ kind: 'HelmRelease', name: '*', namespace: 'other' }] }),
      provider(),
    ],
    problem('no-alert', 'confirmed', { says: ['Of 1 Alerts', 'namespace: shop'] }),
  ),
  lintStory(
    'alert-suspended',
    'The Alert is suspended.',
    [tidy(), ...app, ...around, alert({ suspend: true }), provider()],
    problem('no-alert', 'confirmed', { says: ['Alert flux-system/releases: it is suspended'] }),
  ),
  lintStory(
    'alert-excludes',
    'The Alert drops what every failure says.',
    [tidy(), ...app, ...around, alert({ exclusionList: ['.*upgrade.*'] }), provider()],
    problem('no-alert', 'confirmed', { says: ['exclusionList'] }),
  ),
  lintStory(
    'alert-provider-missing',
    'The Provider of the Alert does not exist.',
    [tidy(), ...app, ...around, alert(), deepMerge(provider(), { metadata: { name: 'other' } })],
    problem('no-alert', 'confirmed', { says: ['its Provider flux-system/on-call does not exist'] }),
  ),
  lintStory(
    'alert-provider-suspended',
    'The Provider of the Alert is suspended.',
    [tidy(), ...app, ...around, alert(), provider({ suspend: true })],
    problem('no-alert', 'confirmed', { says: ['is suspended'] }),
  ),
  lintStory(
    'alert-no-such-kind',
    'There is no notification-controller.',
    [tidy(), ...app, ...around],
    problem('no-alert', 'confirmed', { says: ['notification-controller is not installed'] }),
  ),
  lintStory('alert-denied', 'The Alerts may not be looked at.', [tidy(), ...whole], incomplete({ says: ['alerts'] }), [
    'alerts.notification.toolkit.fluxcd.io',
  ]),
];

function crd(plural: string, owner: string): Built {
  const [namespace = '', name = ''] = owner.split('/');
  const kind = `${plural.charAt(0).toUpperCase()}${plural.slice(1, -1)}`;
  return definition({ group: 'cert.example', plural, kind, created: INSTALLED, labels: appliedBy(namespace, name) });
}

const withCertificate = {
  inventory: {
    entries: [
      { id: 'shop_web_cert.example_Certificate', v: 'v1' },
      { id: 'shop_web_apps_Deployment', v: 'v1' },
    ],
  },
};
const bringer = tidy({ namespace: 'certs', name: 'issuer' });
const bringersAlert = alert({ eventSources: [{ kind: 'HelmRelease', name: '*', namespace: 'shop' }] });

const neighbours: readonly Story[] = [
  lintStory(
    'crd-owner-not-awaited',
    'It applies a Certificate, whose CRD another release brings.',
    [
      tidy({ status: withCertificate }),
      bringer,
      crd('certificates', 'certs/issuer'),
      ...app,
      ...around,
      bringersAlert,
      provider(),
    ],
    problem('crd-owner-not-awaited', 'confirmed', { says: ['Certificate (CRD of certs/issuer)', 'name: issuer'] }),
  ),
  lintStory(
    'crd-owner-healthy',
    'It waits for a release that waits for the one that brings the CRD.',
    [
      tidy({ status: withCertificate, spec: { dependsOn: [{ name: 'base' }] } }),
      tidy({ name: 'base', spec: { dependsOn: [{ name: 'issuer', namespace: 'certs' }] } }),
      bringer,
      crd('certificates', 'certs/issuer'),
      ...whole,
    ],
    healthy,
  ),
  lintStory(
    'crd-by-hand-healthy',
    'Nobody knows who brought the CRD.',
    [
      tidy({ status: withCertificate }),
      deepMerge(crd('certificates', 'certs/issuer'), { metadata: { labels: null } }),
      ...whole,
    ],
    healthy,
  ),
  lintStory(
    'crd-denied',
    'The CRDs may not be looked at.',
    [tidy({ status: withCertificate }), bringer, crd('certificates', 'certs/issuer'), ...whole],
    incomplete({ says: ['customresourcedefinitions'] }),
    ['customresourcedefinitions.apiextensions.k8s.io'],
  ),
  lintStory(
    'inventory-missing-healthy',
    'An older helm-controller keeps no inventory.',
    [tidy({ status: { inventory: undefined } as unknown as Change }), ...whole],
    { ...healthy, says: ['its status has no inventory'] },
  ),
  lintStory(
    'depends-on-kustomization',
    'It waits for a Kustomization, which it cannot.',
    [tidy({ spec: { dependsOn: [{ name: 'apps', namespace: 'flux-system' }] } }), ...whole],
    problem('depends-on-nothing', 'confirmed', { says: ['flux-system/apps, which is no HelmRelease'] }),
  ),
  lintStory(
    'account-missing',
    'It acts as an account that does not exist.',
    [tidy({ spec: { serviceAccountName: 'deployer' } }), ...whole],
    problem('impersonated-account-missing', 'confirmed', { says: ['deployer'] }),
  ),
  lintStory(
    'account-healthy',
    'It acts as an account that exists.',
    [
      tidy({ spec: { serviceAccountName: 'deployer' } }),
      object({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'shop', name: 'deployer', created: INSTALLED }, {}),
      ...whole,
    ],
    healthy,
  ),
  lintStory(
    'account-denied',
    'Whether its account exists may not be looked at.',
    [tidy({ spec: { serviceAccountName: 'deployer' } }), ...whole],
    incomplete({ says: ['serviceaccounts'] }),
    ['serviceaccounts'],
  ),
  lintStory(
    'optional-values-missing',
    'It names values that do not exist, and can do without.',
    [tidy({ spec: { valuesFrom: [{ kind: 'ConfigMap', name: 'web-more', optional: true }] } }), ...whole],
    problem('optional-values-missing', 'confirmed', { says: ['ConfigMap shop/web-more'] }),
  ),
  lintStory(
    'remote-healthy',
    'What it applies lies on another cluster.',
    [tidy({ spec: { kubeConfig: { secretRef: { name: 'remote' } } } }), ...around, ...heard],
    { ...healthy, says: ['lies on the cluster that spec.kubeConfig names'] },
  ),
];

function several(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Story['expected'],
  denied: readonly string[] = [],
): Story {
  const entry = { runbook: 'helmreleases-lint', inputs: { place: 'cluster' } };
  return storyOf(`helmreleases-lint/${name}`, summary, { objects, denied }, expected, entry);
}

const lists: readonly Story[] = [
  several('healthy', 'There is one release, and nothing is left to say.', [tidy(), ...whole], healthy),
  several(
    'two-of-three',
    'Of three releases one is as it should be.',
    [
      tidy(),
      without(tidy({ name: 'api' }), 'driftDetection'),
      tidy({ name: 'job', spec: { interval: '1m' } }),
      ...whole,
    ],
    problems([
      ['drift-undetected', 'confirmed'],
      ['interval-below-timeout', 'confirmed'],
    ]),
  ),
  several('denied', 'HelmReleases may not be listed.', [tidy(), ...whole], incomplete({ says: ['helmreleases'] }), [
    'helmreleases.helm.toolkit.fluxcd.io',
  ]),
  several('empty', 'There is no HelmRelease.', around, incomplete({ says: ['helmreleases'] })),
];

/** What only the cluster around a HelmRelease can tell. */
export const lintAround: readonly Story[] = [...timing, ...images, ...failures, ...alerts, ...neighbours, ...lists];
