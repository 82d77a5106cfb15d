import { mediumNode, settled } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { type Built, type Change, condition, event } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { evicted, HELM_POD, helmPod, leaderLease, outOfMemory } from './build/flux-process.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, fluxWithoutHelm, ready, unprepared, upgrading } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

const LONG_AGO = '2025-11-15T17:00:00Z';
const LATELY = '2025-11-15T18:14:50Z';
const labels = appliedBy();
const complete = settled({ labels });
const cluster: readonly Built[] = [mediumNode('node-1'), chartOf(), ...complete.all];
const leads = leaderLease(HELM_POD, LATELY);

const deletedAt = (at: string): Change => ({ metadata: { deletionTimestamp: at, deletionGracePeriodSeconds: 0 } });
/** Its Deployment, which a finalizer of somebody else keeps. */
const held = deepMerge(deepMerge(complete.deployment, deletedAt(LONG_AGO)), {
  metadata: { finalizers: ['example.org/keep'] },
});

/** The spec is newer than anything that the status speaks of, and was not changed a moment ago. */
const waiting = deepMerge(ready(), { metadata: { generation: 13 } });

/** A reconcile was asked for, and the answer echoes it or does not (fluxcd/pkg, apis/meta). */
function asked(at: string, handled: string): Built {
  return deepMerge(ready(), {
    metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': at } },
    status: { lastHandledReconcileAt: handled },
  });
}

const UNAUTHORIZED =
  'Helm upgrade failed for release shop/web with chart web@1.5.0: query: failed to query with labels: Unauthorized';

/** The API server no longer takes the token of helm-controller: Helm cannot read its own records. */
function refusedAsNobody(name: string): Built {
  return unprepared('UpgradeFailed', UNAUTHORIZED.replaceAll('web', name), { name });
}

/** Other releases that helm-controller has its hands full with. */
const others: readonly Built[] = ['a', 'b', 'c', 'd'].map((name) => upgrading('2025-11-15T18:12:00Z', { name }));

function state(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  const entry = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };
  const rest = objects.includes(held) ? cluster.filter((each) => each !== complete.deployment) : cluster;
  return storyOf(name, summary, { objects: [...objects, ...rest], denied }, expected, entry);
}

/** What becomes of a release whose controller does not come round to it. */
export const releaseControllers: readonly Story[] = [
  state(
    'flux-controllers/out-of-memory',
    'helm-controller is killed at its memory limit again and again; the change of this release is never taken up.',
    [waiting, ...flux, outOfMemory('2025-11-15T18:09:11Z', 'runs'), leads],
    problem('controller-out-of-memory', 'confirmed', {
      says: ['limit is 1Gi', '4 releases at a time', '--limits=memory=<memory>', '--concurrent=<releases>'],
      never: ['kubectl delete pod'],
    }),
  ),
  state(
    'flux-controllers/out-of-memory-decoy',
    'helm-controller was killed at its memory limit yesterday; it has acted on this release since.',
    [ready(), ...flux, outOfMemory('2025-11-14T18:09:11Z', 'runs'), leads],
    healthy,
  ),
  state(
    'flux-controllers/out-of-memory-denied',
    'The same as the first, and the pods of helm-controller may not be looked at.',
    [waiting, ...flux, outOfMemory('2025-11-15T18:09:11Z', 'runs'), leads],
    problem('not-acted-on', 'possible', { never: ['OOMKilled'] }),
    ['pods'],
  ),
  state(
    'flux-controllers/out-of-memory-down',
    'helm-controller was killed at its memory limit and waits for its next start.',
    [waiting, ...fluxWithoutHelm, outOfMemory('2025-11-15T18:09:11Z', 'waits')],
    problem('controller-out-of-memory', 'confirmed', { says: ['0 of 1 ready', '--limits=memory=<memory>'] }),
  ),
  state(
    'flux-controllers/evicted',
    'The node ran short of memory, the kubelet evicted helm-controller, and nothing has taken its place.',
    [waiting, ...fluxWithoutHelm, evicted()],
    problem('controller-evicted', 'confirmed', { says: ['The node was low on resource: memory', 'describe pod'] }),
  ),
  state(
    'flux-controllers/not-leading',
    'Somebody has installed Flux a second time; the other helm-controller holds the lease, this one waits.',
    [waiting, ...flux, helmPod(), leaderLease('helm-controller-75b8d9f6c4-pp2wl', LATELY)],
    problem('controller-not-leading', 'likely', { says: ['helm-controller-75b8d9f6c4-pp2wl'] }),
  ),
  state(
    'flux-controllers/credentials-lost',
    'The API server does not take the token of helm-controller any more, and every release says so (fluxcd/flux2#2074).',
    [refusedAsNobody('web'), refusedAsNobody('api'), ...flux, helmPod(), leads],
    problem('controller-credentials-lost', 'confirmed', {
      says: ['failed to query with labels: Unauthorized', '2 HelmReleases', 'rollout restart'],
    }),
  ),
  state(
    'flux-controllers/credentials-lost-once',
    'One release alone says that its request was not authorised.',
    [refusedAsNobody('web'), ...flux, helmPod(), leads],
    problem('controller-credentials-lost', 'likely'),
  ),
  state(
    'flux-controllers/busy',
    'helm-controller works on four other releases, as many as it takes at a time.',
    [waiting, ...others, ...flux, helmPod(), leads],
    problem('controller-busy', 'likely', { says: ['4 releases at a time', 'shop/a', 'Wait for its turn'] }),
  ),
  state(
    'flux-controllers/request-not-taken-up',
    'Somebody asked for a reconcile an hour ago, and nothing echoes it.',
    [asked(LONG_AGO, '2025-11-15T10:00:00Z'), ...flux, helmPod(), leads],
    problem('not-acted-on', 'possible', { says: ['lastHandledReconcileAt does not echo it'] }),
  ),
  state(
    'flux-controllers/request-taken-up-decoy',
    'Somebody asked for a reconcile an hour ago, and it was made.',
    [asked(LONG_AGO, LONG_AGO), ...flux, helmPod(), leads],
    healthy,
  ),
  releaseStory(
    'release-deletion/controller-evicted',
    'The release was deleted, and the helm-controller that is to uninstall it was evicted.',
    {
      objects: [
        deepMerge(ready(), { metadata: { deletionTimestamp: LATELY, deletionGracePeriodSeconds: 0 } }),
        ...fluxWithoutHelm,
        evicted(),
        ...cluster,
      ],
    },
    problem('controller-evicted', 'confirmed'),
  ),
  state(
    'flux-controllers/at-work',
    'An upgrade is under way, and helm-controller leads.',
    [upgrading('2025-11-15T18:13:30Z'), ...flux, helmPod(), leads],
    inProgress(),
  ),
];

function cannotGo(why: string): Change {
  const message = `Helm uninstall failed for release shop/web.v2 with chart web@1.5.0: ${why}`;
  return { status: { conditions: [condition('Ready', 'False', 'UninstallFailed', message, LONG_AGO)] } };
}

const going = deepMerge(ready(), deletedAt(LONG_AGO));
const HOOK = 'post-delete hooks failed: 1 error occurred:\n\t* timed out waiting for the condition\n\n';

/** What a release waits for that is to go. */
export const releaseDeletion: readonly Story[] = [
  state(
    'release-deletion/held',
    'The release was deleted an hour ago; its Deployment has a finalizer of a controller that was uninstalled.',
    [deepMerge(going, cannotGo('uninstall completed with error(s): context deadline exceeded')), ...flux, held],
    problem('object-held-by-finalizer', 'confirmed', { says: ['example.org/keep'] }),
  ),
  state(
    'release-deletion/hook-fails',
    'The release was deleted an hour ago, and the hook after its deletion does not end.',
    [deepMerge(going, cannotGo(HOOK)), ...flux],
    problem('hook-timed-out', 'likely', { says: ['post-delete'] }),
  ),
  state(
    'release-deletion/silent',
    'The release was deleted an hour ago, and nothing says why it is still there.',
    [going, ...flux],
    problem('uninstall-stuck', 'likely', { says: ['tries again by itself', 'flux suspend', 'nobody owns'] }),
  ),
  state(
    'release-deletion/silent-denied',
    'The same, and whether helm-controller runs cannot be seen.',
    [going, ...flux],
    problem('uninstall-stuck', 'likely'),
    ['deployments.apps'],
  ),
  state(
    'release-deletion/made-anew-decoy',
    'The release was deleted and made anew; an uninstall that failed once is history.',
    [
      ready(),
      event(ready(), {
        reason: 'UninstallFailed',
        message: `Helm uninstall failed for release shop/web.v2 with chart web@1.5.0: ${HOOK}`,
        at: '2025-11-15T17:25:00Z',
        by: 'helm-controller',
      }),
      ...flux,
    ],
    healthy,
  ),
  state(
    'release-deletion/account-gone',
    'The release and the ServiceAccount that it acts as were deleted a moment ago: the uninstall will be skipped (fluxcd/flux2#4793).',
    [deepMerge(ready({ spec: { serviceAccountName: 'deployer' } }), deletedAt('2025-11-15T18:14:30Z')), ...flux],
    inProgress({ says: ['ServiceAccount shop/deployer is gone', 'skips the uninstall'] }),
  ),
];
