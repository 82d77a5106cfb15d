import { mediumNode, rollout, settled } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { releaseStory } from './build/ask.ts';
import { type Built, type Change, condition } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { outOfMemory } from './build/flux-process.ts';
import { controller, releaseSecret } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, fluxWithoutHelm, ready, upgrading } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

const BEGUN = '2025-11-15T18:09:30Z';
const BEFORE = '2025-11-01T09:00:00Z';
const NO_WIDGETS =
  'Helm upgrade failed for release shop/web with chart web@1.5.0: resource mapping not found for name: "web" namespace: "shop" from "": no matches for kind "Widget" in version "example.org/v1"\nensure CRDs are installed first';
const labels = appliedBy();
const cluster: readonly Built[] = [mediumNode('node-1'), chartOf()];
const pulling = rollout({ labels, since: BEGUN }, { change: waiting('ContainerCreating') });
const complete = settled({ labels });

/** What Helm keeps while an upgrade runs. helm-controller copies the older revision's times into the labels. */
const locked: readonly Built[] = [
  releaseSecret('shop', 'web', 1, 'deployed', BEFORE),
  deepMerge(releaseSecret('shop', 'web', 2, 'pending-upgrade', BEFORE), { metadata: { creationTimestamp: BEGUN } }),
];

const fluxScaledToNothing: readonly Built[] = [
  controller('helm-controller', '1.4.0', {
    spec: { replicas: 0 },
    status: {
      replicas: undefined,
      readyReplicas: undefined,
      availableReplicas: undefined,
      updatedReplicas: undefined,
      conditions: [
        condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', BEFORE),
      ],
    },
  }),
  ...flux.slice(1),
];

function story(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  return releaseStory(`helmrelease/${name}`, summary, { objects: [...objects, ...cluster], denied }, expected);
}

/** An upgrade that began a minute ago, after three that failed before Helm had stored a revision. */
const oneMore = upgrading('2025-11-15T18:14:03Z', { status: { failures: 3, upgradeFailures: undefined } });
const afterFailures = deepMerge(oneMore, {
  status: {
    conditions: [
      ...(oneMore['status'] as { conditions: readonly Change[] }).conditions.slice(0, 2),
      condition('Released', 'False', 'UpgradeFailed', NO_WIDGETS, '2025-11-15T18:10:29Z'),
    ],
  },
});

/** Suspended while somebody upgrades by hand. */
const suspended = ready({ spec: { suspend: true } });

function lockedAt(since: string, storage = 'shop'): readonly Built[] {
  const change = { metadata: { creationTimestamp: since } };
  return [
    releaseSecret(storage, 'web', 2, 'deployed', BEFORE),
    deepMerge(releaseSecret(storage, 'web', 3, 'pending-upgrade', BEFORE), change),
  ];
}

/** What a process that died in the middle of a Helm action leaves behind. */
export const releaseLock: readonly Story[] = [
  story(
    'cut-off',
    'helm-controller died five minutes ago in the middle of an upgrade that may yet take its time.',
    [upgrading(BEGUN), ...locked, ...pulling.all, ...fluxWithoutHelm, outOfMemory('2025-11-15T18:10:11Z', 'waits')],
    problem('action-cut-off', 'confirmed', {
      says: ['has been pending-upgrade since 2025-11-15 18:09:30 UTC', 'OOMKilled', 'rollout restart'],
      never: ['scale deployment'],
    }),
  ),
  story(
    'cut-off-by-scaling',
    'Somebody scaled helm-controller to 0 in the middle of an upgrade.',
    [upgrading(BEGUN), ...locked, ...complete.all, ...fluxScaledToNothing],
    problem('action-cut-off', 'confirmed', {
      says: ['0 of 0 ready', 'scale deployment', 'run already'],
      never: ['rollout restart'],
    }),
  ),
  story(
    'cut-off-secrets-denied',
    'The same, and whether Helm holds a lock cannot be seen.',
    [upgrading(BEGUN), ...locked, ...pulling.all, ...fluxWithoutHelm],
    problem('helm-controller-down', 'confirmed', { never: ['pending-upgrade since'] }),
    ['secrets'],
  ),
  story(
    'cut-off-decoy',
    'The same release with its lock, and helm-controller is at work on it.',
    [upgrading(BEGUN), ...locked, ...pulling.all, ...flux],
    inProgress({ says: ['18:14'], never: ['action-cut-off'] }),
  ),
  story(
    'cut-off-healthy',
    'helm-controller came back, took the lock off and upgraded; the revision that was cut off is history.',
    [
      ready(),
      releaseSecret('shop', 'web', 1, 'superseded', BEFORE),
      releaseSecret('shop', 'web', 2, 'failed', '2025-11-15T17:20:00Z'),
      releaseSecret('shop', 'web', 3, 'deployed', '2025-11-15T17:31:40Z'),
      ...complete.all,
      ...flux,
    ],
    healthy,
  ),
  story(
    'suspended-lock',
    'It was suspended for an upgrade by hand, and that helm was killed an hour ago.',
    [suspended, ...lockedAt('2025-11-15T17:15:03Z'), ...complete.all, ...flux],
    problem('lock-while-suspended', 'likely', { says: ['flux resume', 'helm rollback web 2 -n shop'] }),
  ),
  story(
    'suspended-lock-other-storage',
    'The same, and Helm keeps its records in a namespace of their own: a rollback by hand would apply objects there.',
    [
      deepMerge(suspended, { spec: { storageNamespace: 'releases' }, status: { storageNamespace: 'releases' } }),
      ...lockedAt('2025-11-15T17:15:03Z', 'releases'),
      ...complete.all,
      ...flux,
    ],
    problem('lock-while-suspended', 'likely', { says: ['flux resume'], never: ['helm rollback'] }),
  ),
  story(
    'suspended-lock-decoy',
    'It was suspended for an upgrade by hand, which began a minute ago.',
    [suspended, ...lockedAt('2025-11-15T18:14:03Z'), ...complete.all, ...flux],
    inProgress({ says: ['somebody upgrades it by hand'] }),
  ),
  story(
    'suspended-lock-denied',
    'It was suspended for an upgrade by hand; whether a lock is left cannot be seen.',
    [suspended, ...lockedAt('2025-11-15T17:15:03Z'), ...complete.all, ...flux],
    incomplete({ says: ['is suspended'], never: ['lock-while-suspended'] }),
    ['secrets'],
  ),
  story(
    'fails-early',
    'The chart brings an object of a kind that nobody installed; the fourth attempt is about to find that as well.',
    [afterFailures, ...complete.all, ...flux],
    problem('kind-missing', 'confirmed', { says: ['Widget'] }),
  ),
  story(
    'fails-early-decoy',
    'The kind is there since, and this attempt has got as far as its lock.',
    [afterFailures, ...locked, ...complete.all, ...flux],
    inProgress({ never: ['kind-missing'] }),
  ),
  story(
    'fails-early-secrets-denied',
    'The same as the first, and whether the attempt holds a lock cannot be seen.',
    [afterFailures, ...complete.all, ...flux],
    problem('kind-missing', 'likely', { says: ['Widget'] }),
    ['secrets'],
  ),
  story(
    'deletion-controller-down',
    'It was deleted a moment ago, and helm-controller is not there to uninstall it.',
    [
      deepMerge(ready(), { metadata: { deletionTimestamp: '2025-11-15T18:14:33Z', deletionGracePeriodSeconds: 0 } }),
      ...complete.all,
      ...fluxWithoutHelm,
    ],
    problem('helm-controller-down', 'confirmed'),
  ),
];
