import { mediumNode, settled } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { condition, event, pod, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { revision } from './build/flux.ts';
import { attempt, done, endedWith, gaveUp, job, OUT_OF_ATTEMPTS } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, ready, stalled } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Hooks and tests of a chart: gone, a pod instead of a Job, too slow, and what became of the revision. */
const app = settled({ labels: appliedBy() });
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf(), ...app.all];
const named = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };
const AT = '2025-11-15T17:34:58Z';
const FROM = '2025-11-15T17:30:00Z';
const TO = '2025-11-15T17:31:52Z';

/** An upgrade that a hook ended. */
function ended(error: string): Built {
  const message = `Helm upgrade failed for release shop/web with chart web@1.5.0: ${error}`;
  return deepMerge(stalled(), {
    status: {
      conditions: [
        condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', AT),
        condition('Ready', 'False', 'UpgradeFailed', message, AT),
        condition('Released', 'False', 'UpgradeFailed', message, AT),
      ].map((each) => ({ ...each, observedGeneration: 12 })),
    },
  });
}

/** Helm 3 in helm-controller 1.4, and the waiter of Flux in 1.6. */
const JOB_FAILED = 'pre-upgrade hooks failed: 1 error occurred:\n\t* job migrate failed: BackoffLimitExceeded\n\n';
const JOB_STALLED =
  "pre-upgrade hooks failed: failed early due to stalled resources: [Job/shop/migrate status: 'Failed']";
const JOB_SLOW = "pre-upgrade hooks failed: timeout waiting for: [Job/shop/migrate status: 'InProgress']";
const POD_FAILED = 'post-upgrade hooks failed: 1 error occurred:\n\t* pod web-warm-up failed\n\n';

const HOOK: Change = { annotations: { 'helm.sh/hook': 'pre-upgrade' }, creationTimestamp: FROM };
const failed = job(gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, TO, 1), { backoffLimit: 0 }, HOOK);
const failedPod = attempt(failed, 'a4f7q', FROM, endedWith(1, FROM, TO));
/** Ten minutes of work, and Helm waits for five. */
const slow = job({ ...done('2025-11-15T17:40:12Z'), startTime: FROM }, {}, HOOK);
const lastWords = event(failed, {
  reason: 'BackoffLimitExceeded',
  message: OUT_OF_ATTEMPTS,
  at: TO,
  by: 'job-controller',
});

/** A pod of its own, as hooks and tests that are no Job are. */
function lonePod(name: string, hook: string, change: Change): Built {
  const sketch = { name, namespace: 'shop', image: 'registry.example/shop/check:1.5.0', created: FROM };
  const base = pod(null, { ...sketch, pod: name, node: 'node-1' });
  const status = endedWith(1, FROM, TO) as { status: { containerStatuses: readonly Change[] } };
  const containerStatuses = status.status.containerStatuses.map((each) => ({
    ...each,
    name,
    image: sketch.image,
    imageID: `${sketch.image}@sha256:0`,
  }));
  const own = { metadata: { annotations: { 'helm.sh/hook': hook } }, spec: { restartPolicy: 'Never' } };
  return deepMerge(deepMerge(deepMerge(base, own), deepMerge(status, { status: { containerStatuses } })), change);
}
const warmUp = lonePod('web-warm-up', 'post-upgrade', {});

const hooks: readonly Story[] = [
  releaseStory(
    'chart-hook/hook-of-helm-4',
    'The hook before the upgrade fails, in the words of the waiter of Flux 2.9; its Job and its pod are there.',
    {
      objects: [ended(JOB_STALLED), failed, failedPod, ...around],
      logs: { 'shop/migrate-a4f7q/migrate': 'ERROR: permission denied for schema public\n' },
    },
    problem('job-attempt-failed', 'confirmed', { says: ['permission denied for schema public', '--reset'] }),
  ),
  releaseStory(
    'chart-hook/hook-gone',
    'The hook failed and was deleted by its policy; the event about it is left.',
    { objects: [ended(JOB_FAILED), lastWords, ...around] },
    problem('hook-failed', 'likely', {
      says: [
        'The pre-upgrade hook of HelmRelease shop/web failed: migrate',
        'It is gone: its delete policy or the next attempt took it',
        'BackoffLimitExceeded, Job has reached the specified backoff limit',
        'a migration may be half done',
        'Do not skip the hook',
        'is there a backup from before the attempt?',
      ],
      never: ['disableHooks', 'helm rollback'],
    }),
  ),
  storyOf(
    'chart-hook/hook-gone-decoy',
    'The release went through since; the event about a hook that failed before is left.',
    { objects: [ready(), lastWords, ...around] },
    healthy,
    named,
  ),
  releaseStory(
    'chart-hook/hook-gone-denied',
    'The hook failed, and Jobs may not be looked at.',
    { objects: [ended(JOB_FAILED), failed, failedPod, ...around], denied: ['jobs.batch'] },
    problem('hook-failed', 'likely', { says: ['jobs'], never: ['It is gone'] }),
  ),
  releaseStory(
    'chart-hook/hook-too-slow',
    'Helm waited five minutes for the hook, which was done after ten.',
    { objects: [ended(JOB_SLOW), slow, ...around] },
    problem('hook-timed-out', 'confirmed', {
      says: ['it was slow, not stuck', 'timeout: 20m', 'after 10m'],
      never: ['What it changed so far stays changed', 'disableHooks'],
    }),
  ),
  releaseStory(
    'chart-hook/hook-at-work',
    'Helm gave up waiting for the hook, and it is still at work.',
    {
      objects: [
        ended(JOB_SLOW),
        job({ active: 1, ready: 1, startTime: FROM }, {}, HOOK),
        attempt(failed, 'b5g8r', FROM, { status: { phase: 'Running' } }),
        ...around,
      ],
    },
    problem('hook-timed-out', 'confirmed', {
      says: ['It is still at work', 'Let it come to its end before anything else is tried'],
      never: ['disableHooks'],
    }),
  ),
  releaseStory(
    'chart-hook/hook-is-a-pod',
    'The hook after the upgrade is a pod, and it ended with an error.',
    {
      objects: [ended(POD_FAILED), warmUp, ...around],
      logs: { 'shop/web-warm-up/web-warm-up': 'GET /warm-up: 500 Internal Server Error\n' },
    },
    problem('hook-pod-failed', 'confirmed', {
      says: ['GET /warm-up: 500', 'exit code 1', 'kubectl logs web-warm-up -n shop', '--reset'],
    }),
  ),
];

const UPGRADED = 'Helm upgrade succeeded for release shop/web.v2 with chart web@1.5.0';
const TEST_SAID =
  'Helm test failed for release shop/web.v2 with chart web@1.5.0: 1 error occurred:\n\t* pod web-test-login failed';
const test = (phase: string): Change => ({ lastStarted: FROM, lastCompleted: TO, phase });
const testHooks: Change = { 'web-test-login': test('Failed'), 'web-test-ping': test('Succeeded') };
const OF = { namespace: 'shop', name: 'web', chart: 'web' };
const tested = { ...revision(OF, { version: 2, chartVersion: '1.5.0', status: 'deployed', at: FROM }), testHooks };
const before = revision(OF, { version: 1, chartVersion: '1.4.0', status: 'superseded', at: '2025-11-01T09:00:00Z' });
const testPod = lonePod('web-test-login', 'test', {});
const testLog = { 'shop/web-test-login/web-test-login': 'login as demo: 401 Unauthorized\n' };

/** A release whose test failed, with these conditions and history. */
function untested(conditions: readonly Change[], history: readonly Change[], spec: Change = {}): Built {
  return deepMerge(stalled({ spec: { test: { enable: true }, ...spec } }), {
    status: { conditions: conditions.map((each) => ({ ...each, observedGeneration: 12 })), history },
  });
}
const testFailed = untested(
  [
    condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 1 attempt(s)', TO),
    condition('Ready', 'False', 'TestFailed', TEST_SAID, TO),
    condition('Released', 'True', 'UpgradeSucceeded', UPGRADED, FROM),
    condition('TestSuccess', 'False', 'TestFailed', TEST_SAID, TO),
  ],
  [tested, before],
);
const BACK = 'Helm rollback to previous release shop/web.v1 with chart web@1.4.0 succeeded';
const takenBack = untested(
  [
    condition('Stalled', 'True', 'RetriesExceeded', 'Failed to upgrade after 2 attempt(s)', TO),
    condition('Ready', 'False', 'RollbackSucceeded', BACK, TO),
    condition('Released', 'True', 'UpgradeSucceeded', UPGRADED, FROM),
    condition('TestSuccess', 'False', 'TestFailed', TEST_SAID, TO),
    condition('Remediated', 'True', 'RollbackSucceeded', BACK, TO),
  ],
  [
    revision(OF, { version: 3, chartVersion: '1.4.0', status: 'deployed', at: TO, action: 'rollback' }),
    { ...tested, status: 'superseded' },
    before,
  ],
  { upgrade: { remediation: { retries: 1 } } },
);

const IGNORES: Change = { test: { enable: true, ignoreFailures: true } };

/** A release that is Ready although a test failed, since failed tests do not count. */
function ignoring(history: readonly Change[], said = TEST_SAID, status = 'False', reason = 'TestFailed'): Built {
  return deepMerge(ready({ spec: IGNORES }), {
    status: {
      conditions: [
        condition('Ready', 'True', 'UpgradeSucceeded', UPGRADED, FROM),
        condition('Released', 'True', 'UpgradeSucceeded', UPGRADED, FROM),
        condition('TestSuccess', status, reason, said, TO),
      ].map((each) => ({ ...each, observedGeneration: 12 })),
      history,
    },
  });
}
const PASSED = 'Helm test succeeded for release shop/web.v2 with chart web@1.5.0: 1 test hook completed successfully';
const passed = { ...tested, testHooks: { 'web-test-login': test('Succeeded') } };
const failedBefore = { ...before, testHooks: { 'web-test-login': test('Failed') } };

const ignored: readonly Story[] = [
  storyOf(
    'chart-hook/test-ignored',
    'The release is Ready; a test of the new version fails, and failed tests do not count.',
    { objects: [ignoring([tested, before]), testPod, ...around], logs: testLog },
    {
      ...healthy,
      says: [
        'is Ready, but Helm test web-test-login of chart version 1.5.0 failed at',
        'Pod shop/web-test-login says why',
      ],
      never: ['web-test-ping'],
    },
    named,
  ),
  storyOf(
    'chart-hook/test-ignored-decoy',
    'A test of the version before failed and did not count; those of this version went through.',
    { objects: [ignoring([passed, failedBefore], PASSED, 'True', 'TestSucceeded'), ...around] },
    { ...healthy, never: ['Helm test web-test-login'] },
    named,
  ),
  storyOf(
    'chart-hook/test-ignored-denied',
    'The same as at first, and pods may not be looked at: that a test failed stands in the history.',
    { objects: [ignoring([tested, before]), testPod, ...around], logs: testLog, denied: ['pods'] },
    incomplete({ says: ['pods', 'is Ready, but Helm test web-test-login'] }),
    named,
  ),
];

const tests: readonly Story[] = [
  releaseStory(
    'chart-hook/test-fails',
    'The new version runs, and one of its two tests fails; its pod is still there.',
    { objects: [testFailed, testPod, ...around], logs: testLog },
    problem('test-pod-failed', 'confirmed', {
      says: ['Test web-test-login of HelmRelease shop/web', 'login as demo: 401 Unauthorized', 'Failed tests count'],
      never: ['web-test-ping failed'],
    }),
  ),
  storyOf(
    'chart-hook/test-fails-decoy',
    'The tests went through at the second attempt; the warning of the first is left.',
    {
      objects: [
        ready({ spec: { test: { enable: true } } }),
        event(testFailed, {
          reason: 'TestFailed',
          message: TEST_SAID,
          at: '2025-11-15T17:20:00Z',
          by: 'helm-controller',
        }),
        ...around,
      ],
    },
    healthy,
    named,
  ),
  releaseStory(
    'chart-hook/test-fails-denied',
    'The same as at first, and pods may not be looked at: which test failed stands in the history.',
    { objects: [testFailed, testPod, ...around], logs: testLog, denied: ['pods'] },
    problem('tests-failed', 'confirmed', { says: ['web-test-login', 'pods'], never: ['401 Unauthorized'] }),
  ),
  releaseStory(
    'chart-hook/test-gone-and-taken-back',
    'The test failed, the upgrade was rolled back because of it, and the pod of the test is gone.',
    {
      objects: [
        takenBack,
        mediumNode('node-1'),
        ...flux,
        chartOf(),
        ...settled({ labels: appliedBy(), image: 'registry.example/web:1.4.0' }).all,
      ],
    },
    problem('tests-failed', 'confirmed', {
      says: [
        'Because of it 1.5.0 was rolled back.',
        'It is gone, and its log with it',
        'Pin chart version 1.4.0 until the test goes through',
      ],
    }),
  ),
  storyOf(
    'chart-hook/healthy',
    'The release has a hook and a test, and both went well.',
    {
      objects: [
        deepMerge(ready({ spec: { test: { enable: true } } }), {
          status: { history: [{ ...tested, testHooks: { 'web-test-login': test('Succeeded') } }, before] },
        }),
        ...around,
      ],
    },
    healthy,
    named,
  ),
  storyOf(
    'chart-hook/tests-denied',
    'The release is ready; whether its pods are cannot be seen.',
    { objects: [ready({ spec: { test: { enable: true } } }), ...around], denied: ['pods'] },
    incomplete({ says: ['pods'] }),
    named,
  ),
];

const UNINSTALL =
  'Helm uninstall failed for release shop/web.v2 with chart web@1.5.0: failed to delete release: web: ConfigMap/shop/web-settings termination timeout: context deadline exceeded';

const uninstalls: readonly Story[] = [
  releaseStory(
    'chart-hook/uninstall-fails',
    'After the failed upgrade the release should be uninstalled, and an object of it does not go away.',
    {
      objects: [
        deepMerge(stalled({ spec: { upgrade: { remediation: { retries: 1, strategy: 'uninstall' } } } }), {
          status: {
            conditions: [
              condition('Ready', 'False', 'UninstallFailed', UNINSTALL, AT),
              condition('Released', 'False', 'UninstallFailed', UNINSTALL, AT),
            ].map((each) => ({ ...each, observedGeneration: 12 })),
          },
        }),
        ...around,
      ],
    },
    problem('uninstall-failed', 'possible', { says: ['web-settings', 'Taking finalizers off by force'] }),
  ),
];

export const chartHook: readonly Story[] = [...hooks, ...tests, ...ignored, ...uninstalls];
