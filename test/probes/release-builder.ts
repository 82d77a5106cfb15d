import type { Probe } from '../../src/model/probe.ts';

/** What a test may say about a HelmRelease; everything else is that of a healthy one. */
export interface ReleaseSketch {
  readonly name?: string;
  readonly namespace?: string;
  readonly generation?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  /** One line per condition: `Ready=False UpgradeFailed "message"`, optionally followed by ` @TIME`. */
  readonly conditions?: readonly string[];
  /** One word per revision: `v5:deployed:2.28.1`, optionally followed by `:rollback`. Sorted as written. */
  readonly history?: readonly string[];
}

export const NOW = '2025-11-15T18:15:03Z';
const SETTLED = '2025-11-12T20:34:29Z';

/**
 * Builds a HelmRelease as helm-controller leaves it. Without a sketch it is `coder/coder` at generation 3, ready on
 * chart 2.28.1 from a HelmRepository; each field of the sketch replaces one thing of it.
 */
export function buildRelease(sketch: ReleaseSketch = {}): Record<string, unknown> {
  const { name = 'coder', namespace = 'coder', generation = 3 } = sketch;
  const conditions = sketch.conditions ?? ['Ready=True UpgradeSucceeded "Helm upgrade succeeded"'];
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace, generation, creationTimestamp: '2025-10-01T08:00:00Z', ...sketch.metadata },
    spec: { interval: '10m', chart: CHART, ...sketch.spec },
    status: {
      observedGeneration: generation,
      lastAttemptedRevision: '2.28.1',
      lastAttemptedReleaseAction: 'upgrade',
      conditions: conditions.map((line) => buildCondition(line, generation)),
      history: (sketch.history ?? ['v1:deployed:2.28.1']).map(buildSnapshot),
      ...sketch.status,
    },
  };
}

const CHART = { spec: { chart: 'coder', version: '*', sourceRef: { kind: 'HelmRepository', name: 'coder-v2' } } };

function buildCondition(line: string, generation: number): Record<string, unknown> {
  const match = /^(\w+)=(\w+) (\w+)(?: "([\s\S]*)")?(?: @(\S+))?$/.exec(line);
  if (match === null) throw new Error(`no condition: ${line}`);
  const [, type, status, reason, message = '', at = SETTLED] = match;
  return { type, status, reason, message, lastTransitionTime: at, observedGeneration: generation };
}

function buildSnapshot(word: string): Record<string, unknown> {
  const [version = '', status, chartVersion = '', action] = word.split(':');
  const revision = Number(version.slice(1));
  const lastDeployed = `2025-11-${String(9 + revision).padStart(2, '0')}T20:29:29Z`;
  const snapshot = { name: 'coder', namespace: 'coder', chartName: 'coder', appVersion: `v${chartVersion}` };
  return { ...snapshot, version: revision, status, chartVersion, lastDeployed, ...(action ? { action } : {}) };
}

/** Metadata of Helm's Secrets of one release, from words such as `v2:pending-upgrade`; modified at NOW − 5 minutes. */
export function buildSecrets(words: readonly string[], release = 'coder'): readonly Record<string, unknown>[] {
  return words.map((word) => {
    const [version = '', status] = word.split(':');
    const labels = { owner: 'helm', name: release, version: version.slice(1), status, modifiedAt: '1763230203' };
    return { metadata: { name: `sh.helm.release.v1.${release}.${version}`, namespace: 'coder', labels } };
  });
}

/** The Deployment of a Flux controller, with one ready pod where nothing else is said. */
export function buildController(name: string, version: string, ready = 1): Record<string, unknown> {
  const container = { name: 'manager', image: `ghcr.io/fluxcd/${name}:v${version}`, args: ['--log-level=info'] };
  return {
    kind: 'Deployment',
    metadata: { name, namespace: 'flux-system' },
    spec: { replicas: 1, template: { spec: { containers: [container] } } },
    status: { readyReplicas: ready },
  };
}

/** Condition sets of releases at rest, quoted from controllers of the named version. */
export const SEEN = {
  failedUpgrade14: [
    'Stalled=True RetriesExceeded "Failed to upgrade after 1 attempt(s)" @2025-11-12T21:26:46Z',
    'Ready=Unknown Progressing "Fulfilling prerequisites"',
    'Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
  ],
  failedUpgrade16: [
    'Stalled=True RetriesExceeded "Failed to upgrade after 1 attempt(s)"',
    `Ready=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: timeout waiting for: [Deployment/coder/coder status: 'InProgress']"`,
    `Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: timeout waiting for: [Deployment/coder/coder status: 'InProgress']"`,
  ],
  rolledBack14: [
    'Stalled=True RetriesExceeded "Failed to upgrade after 2 attempt(s)"',
    'Ready=Unknown Progressing "Fulfilling prerequisites"',
    'Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
    'Remediated=True RollbackSucceeded "Helm rollback to previous release coder/coder.v3 with chart coder@2.28.1 succeeded"',
  ],
  rolledBack16: [
    'Stalled=True RetriesExceeded "Failed to upgrade after 2 attempt(s)"',
    'Ready=False RollbackSucceeded "Helm rollback to previous release coder/coder.v3 with chart coder@2.28.1 succeeded"',
    `Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: timeout waiting for: [Deployment/coder/coder status: 'InProgress']"`,
    'Remediated=True RollbackSucceeded "Helm rollback to previous release coder/coder.v3 with chart coder@2.28.1 succeeded"',
  ],
  failedInstall: [
    'Stalled=True RetriesExceeded "Failed to install after 2 attempt(s)"',
    'Ready=False InstallFailed "Helm install failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
    'Released=False InstallFailed "Helm install failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
  ],
  retryOnFailure16: [
    'Reconciling=True ProgressingWithRetry "retrying after 10m0s"',
    'Ready=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
    'Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
  ],
  upgrading: [
    `Reconciling=True Progressing "Running 'upgrade' action with timeout of 10m0s" @2025-11-15T18:10:03Z`,
    `Ready=Unknown Progressing "Running 'upgrade' action with timeout of 10m0s" @2025-11-15T18:10:03Z`,
    'Released=True UpgradeSucceeded "Helm upgrade succeeded for release coder/coder.v1 with chart coder@2.28.1"',
  ],
  rollbackFails: [
    `Reconciling=True Progressing "Running 'rollback' action with timeout of 5m0s" @2025-11-15T18:14:03Z`,
    'Ready=False RollbackFailed "Helm rollback to previous release coder/coder.v2 with chart coder@2.28.1 failed: context deadline exceeded"',
    'Remediated=False RollbackFailed "Helm rollback to previous release coder/coder.v2 with chart coder@2.28.1 failed: context deadline exceeded"',
    'Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
  ],
  missingRollbackTarget: [
    'Stalled=True MissingRollbackTarget "Failed to perform remediation: missing target release for rollback: cannot remediate failed release"',
    'Ready=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
    'Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
  ],
  missingValues: [
    'Reconciling=True Progressing "Fulfilling prerequisites"',
    `Ready=False ValuesError "could not resolve ConfigMap chart values reference 'coder/v' with key 'values.yaml': configmaps "v" not found"`,
  ],
  uninstalling16: [
    'Reconciling=True Progressing "Fulfilling prerequisites"',
    `Ready=False StateError "Could not determine release state: unable to determine state for release with status 'uninstalling'"`,
    'Released=False InstallFailed "Helm install failed for release coder/coder with chart coder@2.28.3: context deadline exceeded"',
    'Remediated=False UninstallFailed "Helm uninstall remediation for release coder/coder.v1 with chart coder@2.28.3 failed: forbidden"',
  ],
  ready: ['Ready=True UpgradeSucceeded "Helm upgrade succeeded for release coder/coder.v1 with chart coder@2.28.1"'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Runs a probe and fails where it settles nothing. */
export function run(probe: Probe, args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result = probe.run(args);
  if (result === undefined) throw new Error(`${probe.name} gave undefined`);
  return { ...result };
}
