import { expect, test } from 'vitest';
import { releaseHistory } from '../../src/probes/release-history.ts';
import { buildRelease, buildSecrets, run, SEEN } from './release-builder.ts';

const attempted = { lastAttemptedRevision: '2.28.3' };

test('the failed upgrade of the worked example: 2.28.1 runs, 2.28.3 was tried for five minutes', () => {
  const release = buildRelease({
    conditions: SEEN.failedUpgrade14,
    history: ['v2:failed:2.28.3', 'v1:deployed:2.28.1'],
    status: { ...attempted, lastAttemptedReleaseActionDuration: '5m0.413408917s', failures: 1, upgradeFailures: 1 },
  });
  expect(run(releaseHistory, { release })).toMatchObject({
    attempted: '2.28.3',
    deployedVersion: '2.28.1',
    previousVersion: '2.28.1',
    failedRevision: { revision: 2, chartVersion: '2.28.3', from: 'status' },
    deployed: { revision: 1 },
    newest: { revision: 2 },
    rolledBack: false,
    uninstalling: false,
    locked: null,
    durationSeconds: 300.413408917,
    durationText: '5m0s',
    retries: 0,
    failures: 1,
    upgradeFailures: 1,
    installFailures: 0,
    rollbackTarget: true,
    rollbackRevision: 1,
    remediationTarget: true,
    attemptedAt: '2025-11-11T20:29:29Z',
  });
});

test.each(['rolledBack14', 'rolledBack16'] as const)(
  '%s: the history is sorted by revision, the attempt is v4',
  (set) => {
    const release = buildRelease({
      conditions: SEEN[set],
      history: ['v5:deployed:2.28.1', 'v2:failed:2.28.3', 'v4:failed:2.28.3', 'v3:superseded:2.28.1'],
      status: attempted,
    });
    const history = run(releaseHistory, { release });
    expect(history['entries']).toMatchObject([{ revision: 5 }, { revision: 4 }, { revision: 3 }, { revision: 2 }]);
    expect(history).toMatchObject({
      rolledBack: true,
      failedRevision: { revision: 4 },
      deployedVersion: '2.28.1',
      previousVersion: '2.28.1',
      attemptedAt: '2025-11-13T20:29:29Z',
      rollbackRevision: 3,
    });
  },
);

test('a rollback is seen in the history when the condition has gone', () => {
  const words = ['v3:deployed:2.28.1', 'v2:failed:2.28.3', 'v1:superseded:2.28.1'];
  const rolledBack = (history: readonly string[], version: string): unknown =>
    run(releaseHistory, { release: buildRelease({ history, status: { lastAttemptedRevision: version } }) })[
      'rolledBack'
    ];
  expect(rolledBack(words, '2.28.3')).toBe(true);
  expect(rolledBack(['v3:deployed:2.28.1:rollback', ...words.slice(1)], '2.28.3')).toBe(true);
});

test('going back to the old version in Git is no rollback', () => {
  const rest = ['v2:failed:2.28.3', 'v1:superseded:2.28.1'];
  for (const newest of ['v3:deployed:2.28.1', 'v3:deployed:2.28.1:upgrade']) {
    expect(run(releaseHistory, { release: buildRelease({ history: [newest, ...rest] }) })['rolledBack']).toBe(false);
  }
});

test('a second attempt that worked is no rollback', () => {
  const history = ['v3:deployed:2.28.3', 'v2:failed:2.28.3', 'v1:superseded:2.28.1'];
  const release = buildRelease({ history, status: attempted });
  expect(run(releaseHistory, { release })).toMatchObject({ rolledBack: false, previousVersion: '2.28.1' });
});

test('a failed rollback to the failed version is not taken for the attempt', () => {
  const history = ['v4:failed:2.28.3:rollback', 'v3:failed:2.28.3:upgrade', 'v1:superseded:2.28.1'];
  const release = buildRelease({ conditions: SEEN.rollbackFails, history, status: attempted });
  expect(run(releaseHistory, { release })).toMatchObject({
    rolledBack: false,
    attemptedAt: '2025-11-12T20:29:29Z',
    previousVersion: '2.28.1',
  });
});

test('an uninstall as remediation is no rollback', () => {
  const conditions = ['Remediated=True UninstallSucceeded', 'Ready=False UninstallSucceeded'];
  expect(run(releaseHistory, { release: buildRelease({ conditions }) })['rolledBack']).toBe(false);
});

test("Helm's Secrets add revisions, and their status wins", () => {
  const release = buildRelease({ history: ['v1:deployed:2.28.1'], status: attempted });
  const secrets = buildSecrets(['v10:pending-upgrade', 'v9:failed', 'v1:superseded']);
  const history = run(releaseHistory, { release, secrets });
  expect(history['entries']).toMatchObject([
    { revision: 10, status: 'pending-upgrade', chartVersion: '', deployedAt: '2025-11-15T18:10:03Z', from: 'secret' },
    { revision: 9, status: 'failed', from: 'secret' },
    { revision: 1, status: 'superseded', chartVersion: '2.28.1', from: 'status' },
  ]);
  expect(history).toMatchObject({ locked: true, deployed: null, rollbackRevision: 1, previousVersion: '2.28.1' });
});

test('an emptied history has no target for the controller, though Helm still has a revision', () => {
  const release = buildRelease({
    conditions: SEEN.missingRollbackTarget,
    history: ['v3:failed:2.28.3'],
    status: attempted,
  });
  const secrets = buildSecrets(['v3:failed', 'v2:failed', 'v1:deployed']);
  expect(run(releaseHistory, { release, secrets })).toMatchObject({
    remediationTarget: false,
    rollbackTarget: true,
    rollbackRevision: 1,
  });
  expect(run(releaseHistory, { release })).toMatchObject({ remediationTarget: false, rollbackTarget: false });
});

test('an attempt that failed before it made a revision has no time, and came from what runs', () => {
  const released = 'Released=False UpgradeFailed "Helm upgrade failed for release coder/coder: no matches for kind"';
  for (const lastAttemptedRevision of ['2.28.3', '2.28.1']) {
    const release = buildRelease({
      conditions: ['Ready=False UpgradeFailed', released],
      status: { lastAttemptedRevision },
    });
    expect(run(releaseHistory, { release })).toMatchObject({ attemptedAt: '', previousVersion: '2.28.1' });
  }
});

test('a first install came from nowhere', () => {
  const release = buildRelease({
    conditions: SEEN.failedInstall,
    history: ['v1:failed:2.28.3'],
    spec: { install: { remediation: { retries: 1 } }, upgrade: { remediation: { retries: 7 } } },
    status: { ...attempted, lastAttemptedReleaseAction: 'install', installFailures: 2 },
  });
  expect(run(releaseHistory, { release })).toMatchObject({
    previousVersion: '',
    deployedVersion: '',
    rollbackTarget: false,
    retries: 1,
    installFailures: 2,
    durationSeconds: null,
    durationText: '',
  });
});

test('a revision left in uninstalling', () => {
  const secrets = buildSecrets(['v1:uninstalling']);
  const release = buildRelease({ conditions: SEEN.uninstalling16, history: ['v1:failed:2.28.3'] });
  expect(run(releaseHistory, { release, secrets })).toMatchObject({ uninstalling: true, locked: false });
});

test('odd input: broken entries are left out, no release gives nothing', () => {
  const release = buildRelease({ status: { history: [null, 3, { version: 'x' }, { version: 2 }] } });
  const secrets = [null, { metadata: { labels: { owner: 'helm', name: 'coder', version: '1e9' } } }];
  expect(run(releaseHistory, { release, secrets })['entries']).toMatchObject([{ revision: 2, status: '' }]);
  expect(releaseHistory.run({ release: 'coder' })).toBeUndefined();
});
