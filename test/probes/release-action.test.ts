import { describe, expect, it, test } from 'vitest';
import { releaseAction } from '../../src/probes/release-action.ts';
import { buildController, buildRelease, buildSecrets, NOW, run, SEEN } from './release-builder.ts';

const upgrading = buildRelease({ conditions: SEEN.upgrading, status: { observedGeneration: 2 } });

test('an upgrade under way, with its deadline', () => {
  const secrets = buildSecrets(['v1:deployed', 'v2:pending-upgrade']);
  expect(run(releaseAction, { release: upgrading, now: NOW, secrets })).toMatchObject({
    running: true,
    frozen: false,
    action: 'upgrade',
    timeoutSeconds: 600,
    startedAt: '2025-11-15T18:10:03Z',
    deadline: '2025-11-15T18:20:03Z',
    graceSeconds: 600,
    withinTime: true,
    overdueSeconds: 0,
    pendingLock: true,
    lockRevision: 2,
    lockStatus: 'pending-upgrade',
    lockedSince: '2025-11-15T18:10:03Z',
    controllerReady: null,
  });
});

test.each([
  ['2025-11-15T18:30:03Z', true, 0, false],
  ['2025-11-15T18:30:04Z', false, 1, true],
])('one interval of grace: at %s within time is %s', (now, withinTime, overdueSeconds, frozen) => {
  expect(run(releaseAction, { release: upgrading, now })).toMatchObject({ withinTime, overdueSeconds, frozen });
});

test('nobody works on it while the controller is known to be down', () => {
  const down = [buildController('helm-controller', '1.4.0', 0)];
  expect(run(releaseAction, { release: upgrading, now: NOW, controllers: down })).toMatchObject({
    running: false,
    frozen: true,
    controllerReady: false,
  });
  const up = [buildController('helm-controller', '1.4.0')];
  expect(run(releaseAction, { release: upgrading, now: NOW, controllers: up })).toMatchObject({ running: true });
});

test.each(['failedUpgrade14', 'rolledBack14'] as const)('%s: stalled beside prerequisites never runs', (set) => {
  const release = buildRelease({ conditions: SEEN[set] });
  expect(run(releaseAction, { release, now: NOW })).toMatchObject({
    running: false,
    frozen: false,
    stuckPrerequisites: true,
    withinTime: null,
    action: '',
  });
});

test.each(['failedUpgrade16', 'rolledBack16', 'failedInstall', 'missingValues', 'uninstalling16', 'ready'] as const)(
  '%s: nothing runs',
  (set) => {
    const release = buildRelease({ conditions: SEEN[set] });
    expect(run(releaseAction, { release, now: NOW })).toMatchObject({ running: false, stuckPrerequisites: false });
  },
);

test('prerequisites without Stalled run, for the timeout of the action to come', () => {
  const conditions = [
    'Reconciling=True Progressing "Fulfilling prerequisites" @2025-11-15T18:14:03Z',
    'Ready=Unknown Progressing "Fulfilling prerequisites" @2025-11-15T18:14:03Z',
  ];
  expect(run(releaseAction, { release: buildRelease({ conditions }), now: NOW })).toMatchObject({
    running: true,
    action: 'prerequisites',
    deadline: '2025-11-15T18:19:03Z',
  });
});

test('RetryOnFailure waits for its retry', () => {
  const release = buildRelease({ conditions: SEEN.retryOnFailure16 });
  expect(run(releaseAction, { release, now: NOW })).toMatchObject({
    running: false,
    retrying: true,
    retryText: 'retrying after 10m0s',
    lastAttemptFailed: false,
  });
});

test('a rollback that fails again and again is no work in progress', () => {
  const release = buildRelease({ conditions: SEEN.rollbackFails });
  expect(run(releaseAction, { release, now: NOW })).toMatchObject({ running: false, lastAttemptFailed: true });
});

describe('an attempt that follows others which failed before Helm stored a revision', () => {
  const conditions = [
    `Reconciling=True Progressing "Running 'upgrade' action with timeout of 5m0s" @2025-11-15T18:14:03Z`,
    `Ready=Unknown Progressing "Running 'upgrade' action with timeout of 5m0s" @2025-11-15T18:14:03Z`,
    'Released=False UpgradeFailed "Helm upgrade failed for release coder/coder with chart coder@2.28.3: resource mapping not found"',
  ];
  const failed = (status: object, secrets?: unknown): unknown => {
    const release = buildRelease({ conditions, status: { observedGeneration: 2, ...status } });
    return run(releaseAction, { release, now: NOW, ...(secrets ? { secrets } : {}) })['lastAttemptFailed'];
  };
  it.each([
    ['is one more of them', { failures: 3 }, buildSecrets(['v1:deployed']), true],
    ['has got further where it holds the lock', { failures: 3 }, buildSecrets(['v2:pending-upgrade']), false],
    ['is not known where the lock cannot be seen', { failures: 3 }, undefined, null],
    ['is the next of a counted few where each made a revision', { failures: 1, upgradeFailures: 1 }, [], false],
    ['is the first', {}, buildSecrets(['v1:deployed']), false],
  ])('%s', (_, status, secrets, expected) => {
    expect(failed(status, secrets)).toBe(expected);
  });
});

test('a lock is as old as its Secret, whose labels have the times of the revision before', () => {
  const [before, pending] = buildSecrets(['v1:deployed', 'v2:pending-upgrade']);
  const metadata = { ...(pending?.['metadata'] as object), creationTimestamp: '2025-11-15T18:14:03Z' };
  const secrets = [before, { ...pending, metadata }];
  expect(run(releaseAction, { release: upgrading, now: NOW, secrets })).toMatchObject({
    lockedSince: '2025-11-15T18:14:03Z',
  });
});

test('the lock of another release, or of an older revision, does not count; without Secrets nobody knows', () => {
  const locked = (secrets?: unknown): unknown =>
    run(releaseAction, { release: upgrading, now: NOW, ...(secrets ? { secrets } : {}) })['pendingLock'];
  expect(locked(buildSecrets(['v2:pending-upgrade'], 'other'))).toBe(false);
  expect(locked(buildSecrets(['v2:pending-upgrade', 'v3:failed']))).toBe(false);
  expect(locked()).toBeNull();
});

test('an unreadable present time leaves the time unknown', () => {
  expect(run(releaseAction, { release: upgrading, now: 'noon' })).toMatchObject({ running: true, withinTime: null });
});

test.each([undefined, [], {}])('%j is no release', (release) => {
  expect(releaseAction.run({ release, now: NOW })).toBeUndefined();
});
