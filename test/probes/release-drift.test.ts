import { expect, test } from 'vitest';
import { releaseDrift } from '../../src/probes/release-drift.ts';
import { buildRelease, NOW, run } from './release-builder.ts';

const DETECTED =
  'Cluster state of release coder/coder.v1 has drifted from the desired state:\n' +
  'Deployment/coder/coder changed (0 additions, 1 changes, 0 removals)\nClusterRole/coder removed';
const CORRECTED = 'Cluster state of release coder/coder.v1 has been corrected:\nDeployment/coder/coder configured';

function event(reason: string, at: string, message: string, count = 1): unknown {
  return { reason, message, lastTimestamp: at, count };
}

const LIMITS = { slack: 180, fight: 3 };

function drift(mode: string, events: readonly unknown[] | undefined, conditions?: readonly string[]) {
  const spec = mode === '' ? {} : { driftDetection: { mode } };
  const release = buildRelease({ spec, ...(conditions === undefined ? {} : { conditions }) });
  return run(releaseDrift, { release, now: NOW, ...LIMITS, ...(events === undefined ? {} : { events }) });
}

test('the condition of Flux 2.9 says what differs now', () => {
  const result = drift('warn', [], ['Ready=True UpgradeSucceeded', `Drifted=True DriftDetected "${DETECTED}"`]);
  expect(result).toMatchObject({ mode: 'warn', present: true, from: 'Drifted' });
  expect(result['lines']).toEqual([
    'Deployment coder/coder changed (0 additions, 1 changes, 0 removals)',
    'ClusterRole coder removed',
  ]);
  expect(result['objects']).toContainEqual({ kind: 'ClusterRole', namespace: '', name: 'coder', how: 'removed' });
});

test('a condition that says no outweighs an event', () => {
  const events = [event('DriftDetected', '2025-11-15T18:14:00Z', DETECTED)];
  const conditions = ['Ready=True UpgradeSucceeded', 'Drifted=False NoDriftDetected'];
  expect(drift('warn', events, conditions)).toMatchObject({ present: false, lines: [] });
});

test.each([
  ['2025-11-15T18:03:00Z', true],
  ['2025-11-15T18:01:00Z', false],
])('an event of %s, with an interval of ten minutes: %s', (at, present) => {
  expect(drift('warn', [event('DriftDetected', at, DETECTED)])['present']).toBe(present);
});

test('an event from before the newest revision is history', () => {
  const release = buildRelease({ spec: { driftDetection: { mode: 'warn' }, interval: '2400h' } });
  const events = [event('DriftDetected', '2025-11-09T00:00:00Z', DETECTED)];
  expect(run(releaseDrift, { release, now: NOW, events, ...LIMITS })['present']).toBe(false);
});

test('without events nothing is known, unless nobody looks for drift', () => {
  expect(drift('warn', undefined)['present']).toBeNull();
  expect(drift('', undefined)).toMatchObject({ mode: 'disabled', present: false });
});

test.each([
  ['often and lately', 3, '2025-11-15T18:14:00Z', true],
  ['twice', 2, '2025-11-15T18:14:00Z', false],
  ['often, and not any more', 6, '2025-11-15T17:30:00Z', false],
  ['often, long ago', 6, '2025-11-15T12:00:00Z', false],
])('corrected %s', (_what, count, at, fought) => {
  const result = drift('enabled', [event('DriftCorrected', at, CORRECTED, count)]);
  expect(result['fought']).toBe(fought);
});

test('what was corrected is named once', () => {
  const events = ['2025-11-15T18:14:00Z', '2025-11-15T18:04:00Z'].map((at) =>
    event('DriftCorrected', at, CORRECTED, 2),
  );
  expect(drift('enabled', events)).toMatchObject({ corrections: 4, corrected: ['Deployment coder/coder configured'] });
});

test('a correction that failed lately says why', () => {
  const failed = event('DriftCorrectionFailed', '2025-11-15T18:14:00Z', 'Failed to correct cluster state: no');
  expect(drift('enabled', [failed])['failed']).toBe('Failed to correct cluster state: no');
  expect(drift('enabled', [])['failed']).toBe('');
});

test('what is lately, and how much is too much, is what it is told', () => {
  const release = buildRelease({ spec: { driftDetection: { mode: 'enabled' } } });
  const events = [event('DriftDetected', '2025-11-15T18:01:00Z', DETECTED)];
  const again = [event('DriftCorrected', '2025-11-15T18:14:00Z', CORRECTED, 2)];
  expect(run(releaseDrift, { release, now: NOW, events, slack: 600, fight: 3 })['present']).toBe(true);
  expect(run(releaseDrift, { release, now: NOW, events: again, slack: 180, fight: 2 })['fought']).toBe(true);
  expect(releaseDrift.run({ release, now: NOW, events })).toBeUndefined();
});

test('no release, no drift', () => {
  expect(releaseDrift.run({ release: null, now: NOW, ...LIMITS })).toBeUndefined();
});
