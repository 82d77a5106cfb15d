import { JUST_NOW, mediumNode, rollout, settled } from './build/app.ts';
import { crashLoop, waiting } from './build/app-status.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { condition, type Built } from './build/build.ts';
import { upgradeFailed } from './build/flux.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import {
  appliedBy,
  chartOf,
  flux,
  fluxWithoutHelm,
  ready,
  retrying,
  stalled,
  unprepared,
  upgrading,
} from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** A HelmRelease in every state in which helm-controller can leave it. */
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];
const labels = appliedBy();
const complete = settled({ labels });
const starting = rollout({ labels, since: JUST_NOW }, { change: waiting('ContainerCreating') });
const crashing = rollout({ labels }, { change: crashLoop(1) });
const logs = { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' };
const LONG_AGO = '2025-11-15T17:00:00Z';
const cannotGo = condition(
  'Ready',
  'False',
  'UninstallFailed',
  'Helm uninstall failed for release shop/web with chart web@1.5.0: deployments.apps "web" is forbidden: User "system:serviceaccount:shop:deployer" cannot delete resource "deployments" in API group "apps" in the namespace "shop"',
  LONG_AGO,
);
const deletedAt = (at: string) => ({ metadata: { deletionTimestamp: at, deletionGracePeriodSeconds: 0 } });

function state(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  return releaseStory(`helmrelease/${name}`, summary, { objects, logs, denied }, expected);
}

function asked(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  const entry = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };
  return storyOf(`helmrelease/${name}`, summary, { objects, logs, denied }, expected, entry);
}

const atWork: readonly Story[] = [
  state(
    'upgrade-in-its-time',
    'An upgrade began a minute and a half ago; its pod is being created.',
    [upgrading('2025-11-15T18:13:30Z'), ...starting.all, ...around],
    inProgress({ says: ['18:13', '18:18'] }),
  ),
  state(
    'upgrade-over-its-time',
    'An announced upgrade should have ended an hour ago, and helm-controller runs.',
    [upgrading(LONG_AGO), ...crashing.all, ...around],
    problem('not-acted-on', 'possible', { says: ['upgrade'] }),
  ),
  state(
    'upgrade-controller-down',
    'An announced upgrade should have ended an hour ago; nobody is there to end it.',
    [upgrading(LONG_AGO), ...crashing.all, mediumNode('node-1'), ...fluxWithoutHelm, chartOf()],
    problem('helm-controller-down', 'confirmed', { says: ['flux-system/helm-controller'] }),
  ),
  state(
    'upgrade-controller-elsewhere',
    'An announced upgrade should have ended an hour ago; helm-controller is nowhere to be seen, so it may run in another cluster.',
    [upgrading(LONG_AGO), ...crashing.all, mediumNode('node-1')],
    problem('not-acted-on', 'possible', { says: ['upgrade'] }),
  ),
  state(
    'upgrade-controller-denied',
    'The same, and whether helm-controller runs cannot be seen.',
    [upgrading(LONG_AGO), ...crashing.all, mediumNode('node-1'), ...fluxWithoutHelm, chartOf()],
    problem('not-acted-on', 'possible', { says: ['deployments.apps'] }),
    ['deployments.apps'],
  ),
  state(
    'spec-just-changed',
    'The spec was changed half a minute ago; the controller has not come to it yet.',
    [
      deepMerge(ready(), {
        metadata: {
          generation: 13,
          managedFields: [{ manager: 'kustomize-controller', operation: 'Apply', time: JUST_NOW }],
        },
      }),
      ...complete.all,
      ...around,
    ],
    inProgress({ says: ['was changed a moment ago'] }),
  ),
  state(
    'spec-not-acted-on',
    'The spec is newer than anything that the status speaks of.',
    [deepMerge(ready(), { metadata: { generation: 13 } }), ...complete.all, ...around],
    problem('not-acted-on', 'possible', { says: ['generation 12', 'generation 13'] }),
  ),
  state(
    'retrying',
    'The attempt failed, everything runs by now, and Flux tries again by itself.',
    [retrying(), ...complete.all, ...around],
    problem('waits-for-next-attempt', 'confirmed', { says: ['context deadline exceeded', 'wait-for-retry'] }),
  ),
];

const quiet: readonly Story[] = [
  asked('healthy', 'The upgrade went through and everything runs.', [ready(), ...complete.all, ...around], healthy),
  asked(
    'healthy-deployments-denied',
    'The release says Ready; its workloads may not be looked at.',
    [ready(), ...complete.all, ...around],
    incomplete({ says: ['deployments.apps'] }),
    ['deployments.apps'],
  ),
  asked(
    'healthy-statefulsets-denied',
    'The release says Ready and its Deployment is complete; StatefulSets may not be looked at.',
    [ready(), ...complete.all, ...around],
    incomplete({ says: ['statefulsets.apps'] }),
    ['statefulsets.apps'],
  ),
  asked(
    'healthy-pods-denied',
    'The release says Ready; the pods of its workloads may not be looked at.',
    [ready(), ...complete.all, ...around],
    incomplete({ says: ['pods'] }),
    ['pods'],
  ),
  asked(
    'ready-but-crashing',
    'The release says Ready, and its workload has begun to crash since.',
    [ready(), ...crashing.all, ...around],
    problem('container-crashes', 'confirmed'),
  ),
  asked(
    'decoy',
    'The release is Ready; the warnings of an attempt that failed are left.',
    [ready(), ...complete.all, ...around, upgradeFailed(ready(), 'web', '1.5.0', '2025-11-15T17:20:00Z')],
    healthy,
  ),
  state(
    'suspended',
    'Somebody suspended the release, so its conditions are history; its new pods crash meanwhile.',
    [stalledSuspended(), ...crashing.all, ...around],
    problem('container-crashes', 'confirmed', { says: ['is suspended', 'flux resume'] }),
  ),
  state(
    'deleting',
    'The release is being uninstalled, and may be for some minutes yet.',
    [deepMerge(ready(), deletedAt('2025-11-15T18:14:30Z')), ...complete.all, ...around],
    inProgress({ says: ['being deleted'] }),
  ),
  state(
    'deletion-stuck',
    'The release was deleted an hour ago, and Helm cannot uninstall it.',
    [
      deepMerge(deepMerge(ready(), deletedAt(LONG_AGO)), { status: { conditions: [cannotGo] } }),
      ...complete.all,
      ...around,
    ],
    problem('forbidden', 'confirmed', { says: ['cannot delete resource', 'flux suspend'] }),
  ),
];

function stalledSuspended(): Built {
  return stalled({ spec: { suspend: true } });
}

const stuck: readonly Story[] = [
  state(
    'only-the-counter',
    'The pods came up after Helm had given up; nothing but the retry counter is in the way.',
    [stalled(), ...complete.all, ...around],
    problem('only-the-counter', 'confirmed', { says: ['--reset'] }),
  ),
  state(
    'only-the-counter-statefulsets-denied',
    'The Deployment runs; whether the release has a StatefulSet that does not cannot be seen.',
    [stalled(), ...complete.all, ...around],
    problem('unexplained', 'possible', { says: ['statefulsets.apps'] }),
    ['statefulsets.apps'],
  ),
  state(
    'only-the-counter-pods-denied',
    'The same, and the pods may not be looked at.',
    [stalled(), ...complete.all, ...around],
    problem('unexplained', 'possible', { says: ['pods'] }),
    ['pods'],
  ),
  state(
    'no-workloads',
    'The chart has no workload, and Helm waited in vain all the same.',
    [stalled(), ...around],
    problem('unexplained', 'possible', { says: ['context deadline exceeded'] }),
  ),
  state(
    'crash-loop',
    'Helm gave up waiting for a pod that crashes.',
    [stalled(), ...crashing.all, ...around],
    problem('container-crashes', 'confirmed', { says: ['no configuration', '--reset'] }),
  ),
  state(
    'values-missing',
    'The values come from a ConfigMap that does not exist.',
    [
      unprepared(
        'ValuesError',
        "could not resolve ConfigMap chart values reference 'shop/web-values' with key 'values.yaml': configmaps \"web-values\" not found",
        { spec: { valuesFrom: [{ kind: 'ConfigMap', name: 'web-values' }] } },
      ),
      ...complete.all,
      ...around,
    ],
    problem('values-reference-missing', 'confirmed', { says: ['web-values'] }),
  ),
];

/** All of them. */
export const releaseState: readonly Story[] = [...atWork, ...quiet, ...stuck];
