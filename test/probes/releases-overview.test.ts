import { describe, expect, test } from 'vitest';
import { helmReleasesByHand } from '../../src/probes/helm-releases-by-hand.ts';
import { releasesOverview } from '../../src/probes/releases-overview.ts';
import { buildController, buildRelease, buildSecrets, NOW, run, SEEN } from './release-builder.ts';

const RULES = {
  cannotBegin: ['ValuesError', 'StateError'],
  ofTheSource: ['SourceNotReady'],
  patience: 60,
  moments: 120,
  states: {
    missing: 'does not exist',
    'not-listed': 'is in a namespace that was not listed',
    unready: 'is not ready',
    circle: 'waits for it in turn',
  },
};

type Row = Readonly<Record<string, unknown>>;
const rowsOf = (releases: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): readonly Row[] =>
  run(releasesOverview, { releases, now: NOW, ...RULES, ...more })['rows'] as readonly Row[];

describe('the stage of a release', () => {
  test.each([
    ['failedUpgrade14', 'used-up', true],
    ['failedUpgrade16', 'used-up', true],
    ['failedInstall', 'used-up', true],
    ['retryOnFailure16', 'failing', true],
    ['rollbackFails', 'failing', true],
    ['missingRollbackTarget', 'stalled', true],
    ['missingValues', 'cannot-begin', true],
    ['uninstalling16', 'cannot-begin', true],
    ['ready', 'running', false],
  ] as const)('of the set %s is %s', (set, stage, bad) => {
    expect(rowsOf([buildRelease({ conditions: SEEN[set] })])).toMatchObject([{ stage, bad }]);
  });

  test.each([['rolledBack14'], ['rolledBack16']] as const)(
    'of the set %s with the failed revision in its history is used-up-rolled-back',
    (set) => {
      const release = buildRelease({
        conditions: SEEN[set],
        history: ['v3:deployed:2.28.1:rollback', 'v2:failed:2.28.3', 'v1:superseded:2.28.1'],
        status: { lastAttemptedRevision: '2.28.3' },
      });
      expect(rowsOf([release])).toMatchObject([{ stage: 'used-up-rolled-back', runs: '2.28.1', attempted: '2.28.3' }]);
    },
  );

  const running = [
    `Reconciling=True Progressing "Running 'upgrade' action with timeout of 5m0s" @2025-11-15T18:13:00Z`,
    `Ready=Unknown Progressing "Running 'upgrade' action with timeout of 5m0s" @2025-11-15T18:13:00Z`,
  ];
  const late = running.map((line) => line.replace('18:13:00', '17:13:00'));

  test('is in-progress inside its time, overdue after it, and overdue at once where its controller is down', () => {
    expect(rowsOf([buildRelease({ conditions: running })])).toMatchObject([
      { stage: 'in-progress', until: '2025-11-15T18:18:00Z' },
    ]);
    expect(rowsOf([buildRelease({ conditions: late })])).toMatchObject([{ stage: 'overdue', bad: true }]);
    const controllers = [buildController('helm-controller', '1.4.0', 0)];
    expect(rowsOf([buildRelease({ conditions: running })], { controllers })).toMatchObject([{ stage: 'overdue' }]);
  });

  test('is failing where an attempt runs after others that failed before Helm stored a revision', () => {
    const released =
      'Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: x"';
    const [row] = rowsOf([buildRelease({ conditions: [...running, released], status: { failures: 3 } })]);
    expect(row).toMatchObject({ stage: 'failing', bad: true });
    expect(row?.['message']).toContain('x');
    const [counted] = rowsOf([
      buildRelease({ conditions: [...running, released], status: { failures: 1, upgradeFailures: 1 } }),
    ]);
    expect(counted).toMatchObject({ stage: 'in-progress' });
  });

  test('of one that no controller has touched is not-observed, unless it was made a moment ago', () => {
    const untouched = { conditions: [], history: [], status: { observedGeneration: -1 } };
    expect(rowsOf([buildRelease(untouched)])).toMatchObject([{ stage: 'not-observed', bad: true }]);
    const metadata = { creationTimestamp: '2025-11-15T18:14:50Z' };
    expect(rowsOf([buildRelease({ ...untouched, metadata })])).toMatchObject([{ stage: 'just-changed', bad: false }]);
  });

  test('suspended hides old trouble and says who did it; deleting has its time', () => {
    const managedFields = [{ manager: 'flux', time: NOW, fieldsV1: { 'f:spec': { 'f:suspend': {} } } }];
    const suspended = buildRelease({
      spec: { suspend: true },
      metadata: { managedFields },
      conditions: SEEN.failedUpgrade14,
    });
    expect(rowsOf([suspended])).toMatchObject([{ stage: 'suspended', bad: false, by: 'flux', byAt: NOW }]);
    const going = (deletionTimestamp: string): unknown => buildRelease({ metadata: { deletionTimestamp } });
    expect(rowsOf([going('2025-11-15T18:14:00Z')])).toMatchObject([{ stage: 'deleting' }]);
    expect(rowsOf([going('2025-11-15T16:14:00Z')])).toMatchObject([{ stage: 'deletion-stuck', bad: true }]);
  });

  test('begins and ends where it is told', () => {
    const going = buildRelease({ metadata: { deletionTimestamp: '2025-11-15T16:14:00Z' } });
    expect(rowsOf([going], { patience: 9000 })).toMatchObject([{ stage: 'deleting' }]);
    const untouched = { conditions: [], history: [], status: { observedGeneration: -1 } };
    const made = buildRelease({ ...untouched, metadata: { creationTimestamp: '2025-11-15T18:14:50Z' } });
    expect(rowsOf([made], { moments: 5 })).toMatchObject([{ stage: 'not-observed' }]);
    const lacking = buildRelease({ conditions: SEEN.missingValues });
    expect(rowsOf([lacking], { cannotBegin: [] })).toMatchObject([{ stage: 'failing' }]);
    expect(rowsOf([lacking], { ofTheSource: ['ValuesError'] })).toMatchObject([{ stage: 'waits-for-source' }]);
    expect(releasesOverview.run({ releases: [], now: NOW, ...RULES, patience: undefined })).toBeUndefined();
  });

  test('without a condition that says so is never running', () => {
    const odd = buildRelease({ conditions: ['Ready=Unknown Whatever "?"'] });
    expect(rowsOf([odd])).toMatchObject([{ stage: 'unclear', bad: true }]);
  });
});

describe('dependencies', () => {
  const waiting = (name: string, on: string, namespace = 'coder'): unknown =>
    buildRelease({
      name,
      spec: { dependsOn: [{ name: on, namespace }] },
      conditions: [`Ready=False DependencyNotReady "dependency '${namespace}/${on}' is not ready"`],
    });

  test('are followed to the one that has a reason of its own', () => {
    const db = buildRelease({ name: 'db', conditions: SEEN.failedUpgrade14 });
    const [, , jobs] = rowsOf([waiting('api', 'db'), waiting('jobs', 'api'), db]);
    expect(jobs).toMatchObject({ dependency: 'coder/db', dependencyState: 'is not ready', dependencyObject: db });
  });

  test.each([
    ['a circle', [waiting('a', 'b'), waiting('b', 'a')], 'waits for it in turn'],
    ['one that is not there', [waiting('a', 'b')], 'does not exist'],
  ])('end at %s', (_what, releases, dependencyState) => {
    expect(rowsOf(releases)[0]).toMatchObject({ dependencyState, dependencyObject: null });
  });

  test('in a namespace that was not listed are not called missing', () => {
    const rows = rowsOf([waiting('a', 'b', 'elsewhere')], { onlyNamespace: 'coder' });
    expect(rows[0]).toMatchObject({ dependencyState: 'is in a namespace that was not listed' });
  });
});

test('releases that fail in the same words are told together, whatever they are called', () => {
  const failing = (name: string, why: string): unknown =>
    buildRelease({
      name,
      conditions: [
        `Ready=False UpgradeFailed "Helm upgrade failed for release coder/${name} with chart c@1.0.${name}: ${why}"`,
      ],
    });
  const { same } = run(releasesOverview, {
    releases: [failing('a1', 'quota q exceeded by a1'), failing('a2', 'quota q exceeded by a2'), failing('b', 'other')],
    now: NOW,
    ...RULES,
  });
  expect(same).toMatchObject([{ names: ['coder/a1', 'coder/a2'], count: 2 }]);
});

test('Secrets of Helm tell the newest revision and the one to go back to', () => {
  const secrets = [
    ...buildSecrets(['v1:deployed', 'v2:failed', 'v3:pending-upgrade']),
    { metadata: { name: 'other' } },
  ];
  expect(run(helmReleasesByHand, { secrets })).toMatchObject({
    count: 1,
    first: {
      name: 'coder/coder',
      revision: 3,
      status: 'pending-upgrade',
      rollbackRevision: 1,
      locked: true,
      failed: false,
    },
  });
  expect(run(helmReleasesByHand, { secrets, name: 'nobody' })).toMatchObject({ count: 0, first: null });
});
