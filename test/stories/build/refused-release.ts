import { mediumNode, settled } from './app.ts';
import { condition, event, type Built } from './build.ts';
import { controller } from './flux.ts';
import { deepMerge } from './merge.ts';
import { appliedBy, chartOf, flux, stalled, unprepared, type ReleaseSketch } from './web-release.ts';

/** When the attempt was refused: half a minute before the captures. */
const AT = '2025-11-15T18:14:40Z';

/** What stands around the app of a story: its node, Flux 2.7 and the chart. */
export const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf()];

/** The same with helm-controller 1.6 (Flux 2.9), which applies on the server's side. */
export const aroundServerSide: readonly Built[] = [
  mediumNode('node-1'),
  controller('helm-controller', '1.6.0'),
  ...flux.slice(1),
  chartOf(),
];

/** The app as it runs, in the version before and in the one that was wanted. */
export const before = settled({ labels: appliedBy(), image: 'registry.example/web:1.4.0' });
export const complete = settled({ labels: appliedBy() }).all;

/** The entry that asks about the release alone. */
export const named = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };

/** An upgrade of which Helm stored a revision before the API server refused it: it counts, and Flux gives up. */
export function refusedUpgrade(why: string, sketch: ReleaseSketch = {}): Built {
  const said = `Helm upgrade failed for release shop/web with chart web@1.5.0: ${why}`;
  return deepMerge(stalled(sketch), {
    status: {
      lastAttemptedReleaseActionDuration: '919.820669ms',
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', AT),
        condition('Ready', 'False', 'UpgradeFailed', said, AT),
        condition('Released', 'False', 'UpgradeFailed', said, AT),
      ],
    },
  });
}

/** An upgrade that failed before Helm stored a revision: that does not count, and Flux tries again and again. */
export function repeatedUpgrade(why: string, sketch: ReleaseSketch = {}): Built {
  const said = `Helm upgrade failed for release shop/web with chart web@1.5.0: ${why}`;
  return deepMerge(unprepared('UpgradeFailed', said, sketch), {
    status: {
      upgradeFailures: undefined,
      failures: 9,
      observedGeneration: 12,
      lastAttemptedGeneration: 12,
      lastAttemptedReleaseAction: 'upgrade',
      lastAttemptedReleaseActionDuration: '347.844527ms',
      lastAttemptedRevision: '1.5.0',
      conditions: [
        condition('Reconciling', 'True', 'Progressing', "Running 'upgrade' action with timeout of 5m0s", AT),
        condition('Ready', 'False', 'UpgradeFailed', said, AT),
        condition('Released', 'False', 'UpgradeFailed', said, AT),
      ],
    },
  });
}

/** The event that a failed attempt left, an hour before the release went through. */
export function warned(failed: Built): Built {
  const { conditions } = failed['status'] as { conditions: readonly { type: string; message: string }[] };
  const message = conditions.find(({ type }) => type === 'Released')?.message ?? '';
  return event(failed, { reason: 'UpgradeFailed', message, at: '2025-11-15T17:20:00Z', by: 'helm-controller' });
}
