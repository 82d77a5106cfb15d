import { describe, expect, it } from 'vitest';
import { testHooks } from '../../src/probes/test-hooks.ts';

const at = '2025-11-15T17:31:00Z';
const ran = (phase: string) => ({ lastStarted: at, lastCompleted: '2025-11-15T17:31:20Z', phase });
const tested = {
  version: 2,
  chartVersion: '1.5.0',
  testHooks: { 'web-test-login': ran('Failed'), 'web-test-ping': ran('Succeeded') },
};

function run(status: Readonly<Record<string, unknown>>, spec: Readonly<Record<string, unknown>> = {}) {
  return testHooks.run({
    release: {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'web', namespace: 'shop' },
      spec,
      status,
    },
  });
}

describe('test-hooks', () => {
  it('names the tests that failed, and the revision', () => {
    expect(run({ history: [tested] })).toEqual({
      failed: [{ name: 'web-test-login', startedAt: at, completedAt: '2025-11-15T17:31:20Z' }],
      first: 'web-test-login',
      names: 'web-test-login',
      passed: ['web-test-ping'],
      revision: 2,
      chartVersion: '1.5.0',
      path: 'status.history[0].testHooks',
      ignored: false,
      tookBack: '',
    });
  });

  it('finds them behind the revision that took their place', () => {
    const conditions = [{ type: 'Remediated', status: 'True', reason: 'RollbackSucceeded' }];
    expect(run({ history: [{ version: 3 }, tested], conditions })).toMatchObject({
      path: 'status.history[1].testHooks',
      first: 'web-test-login',
      tookBack: 'rolled back',
    });
  });

  it.each([
    [{ test: { ignoreFailures: true } }, true],
    [{ test: { ignoreFailures: true }, upgrade: { remediation: { ignoreTestFailures: false } } }, false],
    [{ upgrade: { remediation: { ignoreTestFailures: true } } }, true],
    [{ install: { remediation: { ignoreTestFailures: true } } }, false],
  ])('by %j says whether they count', (spec, ignored) => {
    expect(run({ lastAttemptedReleaseAction: 'upgrade', history: [tested] }, spec)).toMatchObject({ ignored });
  });

  it('names none where none failed', () => {
    expect(run({})).toMatchObject({ failed: [], first: '', names: 'none', revision: 0 });
  });
});
