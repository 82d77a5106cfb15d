import { expect, test } from 'vitest';
import { releaseConditions } from '../../src/probes/release-conditions.ts';
import { buildRelease, NOW, run, SEEN } from './release-builder.ts';

test.each([
  ['failedUpgrade14', 'Stalled RetriesExceeded', true],
  ['failedUpgrade16', 'Stalled RetriesExceeded', true],
  ['rolledBack14', 'Stalled RetriesExceeded', true],
  ['rolledBack16', 'Stalled RetriesExceeded', true],
  ['failedInstall', 'Stalled RetriesExceeded', true],
  ['retryOnFailure16', 'NotReady UpgradeFailed', true],
  ['upgrading', 'Progressing', true],
  ['rollbackFails', 'NotReady RollbackFailed', true],
  ['missingRollbackTarget', 'Stalled MissingRollbackTarget', true],
  ['missingValues', 'NotReady ValuesError', true],
  ['uninstalling16', 'NotReady StateError', true],
  ['ready', 'Ready', false],
] as const)('the set %s reads %j, trouble %s', (set, word, trouble) => {
  expect(run(releaseConditions, { release: buildRelease({ conditions: SEEN[set] }) })).toMatchObject({ word, trouble });
});

test('the state has an age from the transition of the condition that decides', () => {
  const release = buildRelease({ conditions: SEEN.failedUpgrade14 });
  expect(run(releaseConditions, { release, now: NOW })).toMatchObject({
    since: '2025-11-12T21:26:46Z',
    sinceText: '2025-11-12 21:26:46 UTC',
    ageText: '2d20h',
  });
  expect(run(releaseConditions, { release })['ageText']).toBe('');
});

test('every condition is there, an absent one with empty texts', () => {
  const conditions = run(releaseConditions, { release: buildRelease({ conditions: SEEN.rolledBack16 }) });
  expect(conditions).toMatchObject({
    ready: { status: 'False', reason: 'RollbackSucceeded' },
    released: { status: 'False', reason: 'UpgradeFailed' },
    remediated: { status: 'True' },
    drifted: { status: '', reason: '', message: '', at: '', observedGeneration: null },
  });
});

test('a rollback without exhausted retries is trouble although something is deployed', () => {
  const release = buildRelease({ conditions: ['Remediated=True RollbackSucceeded', 'Ready=True UpgradeSucceeded'] });
  expect(run(releaseConditions, { release })).toMatchObject({ word: 'Remediated RollbackSucceeded', trouble: true });
});

test('a suspended release is no trouble, whatever its conditions were', () => {
  const release = buildRelease({ conditions: SEEN.failedUpgrade16, spec: { suspend: true } });
  expect(run(releaseConditions, { release })).toMatchObject({ word: 'Suspended', trouble: false, suspended: true });
});

test('suspended before it was ever reconciled: no conditions, yet the generation is observed', () => {
  const release = buildRelease({ conditions: [], spec: { suspend: true } });
  expect(run(releaseConditions, { release })).toMatchObject({
    word: 'Suspended',
    neverReconciled: true,
    current: true,
  });
});

test('a new release that no controller has seen', () => {
  const release = buildRelease({ conditions: [], status: { observedGeneration: -1 } });
  expect(run(releaseConditions, { release })).toMatchObject({
    word: 'NeverReconciled',
    neverReconciled: true,
    current: false,
    trouble: true,
    since: '2025-10-01T08:00:00Z',
  });
});

test('a deleting release is trouble only when its uninstall fails', () => {
  const metadata = { deletionTimestamp: '2025-11-15T18:00:00Z' };
  const failed = buildRelease({ metadata, conditions: ['Ready=False UninstallFailed "Helm uninstall failed"'] });
  expect(run(releaseConditions, { release: failed })).toMatchObject({ word: 'Deleting', trouble: true });
  expect(run(releaseConditions, { release: buildRelease({ metadata }) })).toMatchObject({
    word: 'Deleting',
    trouble: false,
  });
});

test('an uninstall under way is no trouble', () => {
  const metadata = { deletionTimestamp: '2025-11-15T18:00:00Z' };
  const release = buildRelease({ metadata, conditions: ['Ready=Unknown Progressing "uninstalling"'] });
  expect(run(releaseConditions, { release })).toMatchObject({ word: 'Deleting', trouble: false });
});

test('an old Ready without a controller behind it is outdated', () => {
  const release = buildRelease({ generation: 4, status: { observedGeneration: 3, conditions: staleReady(3) } });
  expect(run(releaseConditions, { release })).toMatchObject({
    word: 'Outdated',
    current: false,
    aboutThisSpec: false,
    trouble: true,
  });
});

test('a Ready about this generation counts although old controllers leave observedGeneration behind', () => {
  const release = buildRelease({ generation: 4, status: { observedGeneration: 3, conditions: staleReady(4) } });
  expect(run(releaseConditions, { release })).toMatchObject({ word: 'Ready', current: true, trouble: false });
});

test('a failure before the first success is about this spec although observedGeneration is -1', () => {
  const release = buildRelease({ conditions: SEEN.missingValues, status: { observedGeneration: -1 } });
  expect(run(releaseConditions, { release })).toMatchObject({ current: false, aboutThisSpec: true });
});

test('without a generation nobody knows whether the status is current', () => {
  const release = buildRelease({ metadata: { generation: undefined } });
  expect(run(releaseConditions, { release })).toMatchObject({ current: null, aboutThisSpec: null, trouble: false });
});

test.each([undefined, 7, {}])('%j is no release', (release) => {
  expect(releaseConditions.run({ release })).toBeUndefined();
});

function staleReady(observedGeneration: number): unknown {
  return [{ type: 'Ready', status: 'True', reason: 'UpgradeSucceeded', observedGeneration }];
}
