import { condition, type Built, type Change } from './build.ts';
import { controller, gitRepository, helmChart, helmRelease, helmRepository, kustomization, revision } from './flux.ts';

/**
 * A HelmRelease of the app in `app.ts`, upgraded from 1.4.0 to 1.5.0, in the states that helm-controller 1.4 (Flux 2.7)
 * leaves it in.
 */
export interface ReleaseSketch {
  readonly namespace?: string;
  readonly name?: string;
  readonly spec?: Change;
  readonly generation?: number;
  readonly status?: Change;
}

const TRIED = '2025-11-15T17:29:58Z';
const FAILED = '2025-11-15T17:34:58Z';
const BEFORE = '2025-11-01T09:00:00Z';

/** The labels that tie an app's Deployment to its release. */
export function appliedBy(namespace = 'shop', name = 'web'): Readonly<Record<string, string>> {
  return { 'helm.toolkit.fluxcd.io/name': name, 'helm.toolkit.fluxcd.io/namespace': namespace };
}

/** Flux as it should be, and the objects that a release stands on. */
export const flux: readonly Built[] = [
  controller('helm-controller', '1.4.0'),
  controller('source-controller', '1.7.0'),
  helmRepository('web', 'https://charts.example/web'),
  kustomization('./apps/shop'),
  gitRepository('ssh://git@git.example/fleet'),
];

/** helm-controller without a ready pod. */
export const fluxWithoutHelm: readonly Built[] = [
  controller('helm-controller', '1.4.0', {
    status: { readyReplicas: undefined, availableReplicas: undefined, unavailableReplicas: 1 },
  }),
  ...flux.slice(1),
];

export function chartOf(namespace = 'shop', name = 'web'): Built {
  return helmChart(namespace, name, { chart: 'web', version: '1.5.0', fetched: '1.5.0' });
}

/** An upgrade that ran out of time, its retries used up; nothing was rolled back. */
export function stalled(sketch: ReleaseSketch = {}): Built {
  const { error } = textsOf(sketch);
  return releaseOf(sketch, [
    condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', FAILED),
    condition('Ready', 'Unknown', 'Progressing', 'Fulfilling prerequisites', FAILED),
    condition('Released', 'False', 'UpgradeFailed', error, FAILED),
  ]);
}

/** The same on Flux 2.9 with a strategy that retries without end. */
export function retrying(sketch: ReleaseSketch = {}): Built {
  const { error } = textsOf(sketch);
  return releaseOf(sketch, [
    condition('Reconciling', 'True', 'ProgressingWithRetry', 'retrying after 10m0s', FAILED),
    condition('Ready', 'False', 'UpgradeFailed', error, FAILED),
    condition('Released', 'False', 'UpgradeFailed', error, FAILED),
  ]);
}

/** An upgrade under way since the given time. */
export function upgrading(since: string, sketch: ReleaseSketch = {}): Built {
  const running = "Running 'upgrade' action with timeout of 5m0s";
  const { succeeded } = textsOf(sketch);
  return releaseOf(
    {
      ...sketch,
      status: { observedGeneration: 11, upgradeFailures: undefined, failures: undefined, ...sketch.status },
    },
    [
      condition('Reconciling', 'True', 'Progressing', running, since),
      condition('Ready', 'Unknown', 'Progressing', running, since),
      condition('Released', 'True', 'UpgradeSucceeded', succeeded('1.4.0', 1), BEFORE),
    ],
    [deployed(sketch, 1, '1.4.0', BEFORE)],
  );
}

/** An upgrade that could not begin: but for the newest conditions it all still speaks of the generation before. */
export function unprepared(reason: string, message: string, sketch: ReleaseSketch = {}): Built {
  const { namespace, name } = identity(sketch);
  const installed = `Helm install succeeded for release ${namespace}/${name}.v1 with chart web@1.4.0`;
  const before = {
    observedGeneration: 11,
    failures: undefined,
    upgradeFailures: undefined,
    lastAttemptedGeneration: 11,
    lastAttemptedReleaseAction: 'install',
    lastAttemptedReleaseActionDuration: '12.4s',
    lastAttemptedRevision: '1.4.0',
  };
  return releaseOf(
    { ...sketch, status: { ...before, ...sketch.status } },
    [
      condition('Reconciling', 'True', 'Progressing', 'Fulfilling prerequisites', TRIED),
      condition('Ready', 'False', reason, message, TRIED),
      { ...condition('Released', 'True', 'InstallSucceeded', installed, BEFORE), observedGeneration: 11 },
    ],
    [deployed(sketch, 1, '1.4.0', BEFORE)],
  );
}

/** A release as it should be. */
export function ready(sketch: ReleaseSketch = {}): Built {
  const { succeeded } = textsOf(sketch);
  const message = succeeded('1.5.0', 2);
  return releaseOf(
    { ...sketch, status: { upgradeFailures: undefined, failures: undefined, ...sketch.status } },
    [
      condition('Ready', 'True', 'UpgradeSucceeded', message, '2025-11-15T17:31:40Z'),
      condition('Released', 'True', 'UpgradeSucceeded', message, '2025-11-15T17:31:40Z'),
    ],
    [
      deployed(sketch, 2, '1.5.0', TRIED),
      revision(identity(sketch), { version: 1, chartVersion: '1.4.0', status: 'superseded', at: BEFORE }),
    ],
  );
}

function identity({ namespace = 'shop', name = 'web' }: ReleaseSketch) {
  return { namespace, name, chart: 'web' };
}

function textsOf(sketch: ReleaseSketch) {
  const { namespace, name } = identity(sketch);
  return {
    error: `Helm upgrade failed for release ${namespace}/${name} with chart web@1.5.0: context deadline exceeded`,
    succeeded: (version: string, number: number): string =>
      `Helm upgrade succeeded for release ${namespace}/${name}.v${String(number)} with chart web@${version}`,
  };
}

function deployed(sketch: ReleaseSketch, version: number, chartVersion: string, at: string): Change {
  return revision(identity(sketch), { version, chartVersion, status: 'deployed', at });
}

function releaseOf(sketch: ReleaseSketch, conditions: readonly Change[], history?: readonly Change[]): Built {
  const of = identity(sketch);
  const { namespace, name } = of;
  const failed = revision(of, { version: 2, chartVersion: '1.5.0', status: 'failed', at: TRIED });
  return helmRelease({
    namespace,
    name,
    chart: 'web',
    version: '1.5.0',
    ...(sketch.generation === undefined ? {} : { generation: sketch.generation }),
    spec: { ...sketch.spec },
    conditions,
    history: history ?? [failed, deployed(sketch, 1, '1.4.0', BEFORE)],
    status: {
      failures: 1,
      upgradeFailures: 1,
      lastAttemptedReleaseAction: 'upgrade',
      lastAttemptedReleaseActionDuration: '5m0.2s',
      lastAttemptedRevision: '1.5.0',
      ...sketch.status,
    },
  });
}
