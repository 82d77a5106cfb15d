import { expect, test } from 'vitest';
import { recoveryVerb } from '../../src/probes/recovery-verb.ts';
import { buildRelease, buildSecrets, NOW, run, SEEN } from './release-builder.ts';

test.each([
  ['failedUpgrade14', 'reset'],
  ['failedUpgrade16', 'reset'],
  ['rolledBack14', 'reset'],
  ['rolledBack16', 'reset'],
  ['failedInstall', 'reset'],
  ['missingRollbackTarget', 'reset'],
  ['retryOnFailure16', 'wait'],
  ['upgrading', 'wait'],
  ['rollbackFails', 'reconcile'],
  ['missingValues', 'reconcile'],
  ['uninstalling16', 'by-hand'],
  ['ready', 'none'],
] as const)('%s: %s', (set, verb) => {
  const choice = run(recoveryVerb, { release: buildRelease({ conditions: SEEN[set] }), now: NOW });
  expect(choice).toMatchObject({ verb, specChangeResets: true });
  expect(choice['because']).not.toBe('');
});

test('the reason is said in words', () => {
  const because = (conditions: readonly string[], sketch = {}): unknown =>
    run(recoveryVerb, { release: buildRelease({ conditions, ...sketch }), now: NOW })['because'];
  expect(because(SEEN.failedUpgrade14)).toBe('its retries are used up: Failed to upgrade after 1 attempt(s)');
  expect(because(SEEN.upgrading)).toBe('upgrade may take until 2025-11-15T18:20:03Z');
  expect(because(SEEN.retryOnFailure16)).toBe('the controller retries by itself: retrying after 10m0s');
});

test('deleting comes before suspended, suspended before stalled', () => {
  const metadata = { deletionTimestamp: '2025-11-15T18:00:00Z' };
  const verb = (sketch: object): unknown =>
    run(recoveryVerb, { release: buildRelease({ conditions: SEEN.failedUpgrade14, ...sketch }), now: NOW })['verb'];
  expect(verb({ metadata, spec: { suspend: true } })).toBe('none');
  expect(verb({ spec: { suspend: true } })).toBe('resume');
});

test('an upgrade that is long over needs an attempt, not patience', () => {
  const release = buildRelease({ conditions: SEEN.upgrading });
  expect(run(recoveryVerb, { release, now: '2025-11-16T18:15:03Z' })['verb']).toBe('reconcile');
});

test.each([
  ['an attempt after others that left no revision', { failures: 3 }, ['v1:deployed'], 'reconcile'],
  ['an attempt that has got as far as the lock', { failures: 3 }, ['v2:pending-upgrade', 'v1:deployed'], 'wait'],
  ['a first attempt', {}, ['v1:deployed'], 'wait'],
])('%s inside its time', (_what, status, revisions, verb) => {
  const released = SEEN.failedUpgrade14.filter((condition) => condition.startsWith('Released'));
  const conditions = [...SEEN.upgrading.filter((condition) => !condition.startsWith('Released')), ...released];
  const release = buildRelease({ conditions, status });
  expect(run(recoveryVerb, { release, now: NOW, secrets: buildSecrets(revisions) })['verb']).toBe(verb);
});

test.each(['AccessDenied', 'InvalidCELExpression'])('%s ends only with another spec', (reason) => {
  const release = buildRelease({ conditions: [`Stalled=True ${reason} "no"`, `Ready=False ${reason} "no"`] });
  expect(run(recoveryVerb, { release, now: NOW })['verb']).toBe('change-spec');
});

test('a controller too old for a reset', () => {
  const release = buildRelease({ conditions: ['Ready=False UpgradeFailed "upgrade retries exhausted"'] });
  expect(run(recoveryVerb, { release, now: NOW })['verb']).toBe('suspend-resume');
});

test('an uninstall that broke off is seen in the Secrets too, but not while it is in its time', () => {
  const secrets = buildSecrets(['v1:uninstalling']);
  const stuck = buildRelease({ conditions: SEEN.failedInstall });
  expect(run(recoveryVerb, { release: stuck, now: NOW, secrets })['verb']).toBe('by-hand');
  const text = `Running 'uninstall' action with timeout of 5m0s`;
  const conditions = [`Reconciling=True Progressing "${text}" @2025-11-15T18:14:03Z`, 'Ready=Unknown Progressing'];
  expect(run(recoveryVerb, { release: buildRelease({ conditions }), now: NOW, secrets })['verb']).toBe('wait');
});

test('a release that nobody has looked at, or not since its last change', () => {
  const untouched = buildRelease({ conditions: [] });
  expect(run(recoveryVerb, { release: untouched, now: NOW })['verb']).toBe('reconcile');
  const conditions = [{ type: 'Ready', status: 'True', reason: 'UpgradeSucceeded', observedGeneration: 2 }];
  const outdated = buildRelease({ status: { observedGeneration: 2, conditions } });
  expect(run(recoveryVerb, { release: outdated, now: NOW })['verb']).toBe('reconcile');
});

test('no release, no verb', () => {
  expect(recoveryVerb.run({ release: null, now: NOW })).toBeUndefined();
});
