import { storyOf } from './build/ask.ts';
import { condition, type Built, type Change } from './build/build.ts';
import { problem } from './build/expect.ts';
import { revision } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { around, aroundServerSide, complete, named, repeatedUpgrade } from './build/refused-release.ts';
import { unprepared } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** An upgrade failed before Helm stored a revision of it, and Git has gone back to what is deployed. */
const REFUSED = 'chart requires kubeVersion: >=1.99.0-0 which is incompatible with Kubernetes v1.34.1';
const SAID = `Helm upgrade failed for release shop/web with chart web@1.6.0: ${REFUSED}`;
const OF = { namespace: 'shop', name: 'web', chart: 'web' };
const deployed = revision(OF, { version: 2, chartVersion: '1.5.0', status: 'deployed', at: '2025-11-01T09:00:00Z' });
const PATCH =
  'error while running post render on files: no resource matches strategic merge patch "Deployment.v1.apps/worker.[noNs]": no matches for Id Deployment.v1.apps/worker.[noNs]; failed to find unique target for patch Deployment.v1.apps/worker.[noNs]';

/** What helm-controller 1.4 leaves of it: in sync, and the error of the generation before on both conditions. */
const setBack = deepMerge(unprepared('UpgradeFailed', SAID), {
  status: {
    conditions: [
      { ...condition('Ready', 'False', 'UpgradeFailed', SAID, '2025-11-15T18:10:02Z'), observedGeneration: 12 },
      { ...condition('Released', 'False', 'UpgradeFailed', SAID, '2025-11-15T18:09:00Z'), observedGeneration: 11 },
    ],
    history: [deployed],
    observedGeneration: 12,
    lastAttemptedGeneration: 12,
    lastAttemptedReleaseAction: 'upgrade',
    lastAttemptedReleaseActionDuration: '79.919842ms',
    lastAttemptedRevision: '1.5.0',
  },
});
/** A patch that fails changes neither the chart nor the values, and is tried again and again. */
const patched: Change = { status: { history: [deployed], observedGeneration: 12 } };
const failing = deepMerge(repeatedUpgrade(PATCH), patched);

function story(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  return storyOf(`helmrelease/${name}`, summary, { objects: [...objects, ...complete], denied }, expected, named);
}

/** An error that stays after its cause was taken back. */
export const releaseSetBack: readonly Story[] = [
  story(
    'error-not-cleared',
    'The new version wanted a newer Kubernetes and was taken back; helm-controller 1.4 leaves the error where it was.',
    [setBack, ...around],
    problem('error-not-cleared', 'confirmed', {
      says: ['there is nothing to upgrade', 'flux reconcile helmrelease web -n shop --force', 'kubeVersion'],
      never: ['Use a version of the chart', '--reset'],
    }),
  ),
  story(
    'error-not-cleared-decoy',
    'An upgrade to the chart and values that are deployed fails for its patch, and is tried again.',
    [failing, ...around],
    problem('post-render-fails', 'likely', { never: ['still bears the error of an attempt before'] }),
  ),
  story(
    'error-not-cleared-denied',
    'The same as at first, and Deployments may not be looked at.',
    [setBack, ...around],
    problem('error-not-cleared', 'likely', { says: ['deployments'] }),
    ['deployments.apps'],
  ),
  story(
    'error-not-cleared-later-flux',
    'The same on Flux 2.9, which clears such an error: why it is there is not known.',
    [setBack, ...aroundServerSide],
    problem('error-not-cleared', 'likely', { never: ['leaves the conditions as they are'] }),
  ),
];
