import type { Probe } from '../model/probe.ts';
import { condition, entry, field, isRecord, list, num, record, text } from './read.ts';
import { isRelease } from './release/helm-release.ts';

/** The tests that Helm ran on a revision, as helm-controller notes them in `status.history[].testHooks`. */
export const testHooks: Probe = {
  name: 'test-hooks',
  computes: 'Which Helm tests of a release failed, on which revision, and what became of that revision.',
  params: { release: { is: 'object', means: 'the HelmRelease' } },
  returns: {
    failed: 'the tests that failed: {name, startedAt, completedAt}',
    first: 'the name of the first of them; empty without one',
    names: 'their names as one line; `none` without any',
    passed: 'the names of those that went well',
    revision: 'the revision that was tested; 0 if unknown',
    chartVersion: 'its chart version; empty if unknown',
    path: 'where that stands, such as `status.history[0].testHooks`',
    ignored: 'whether failed tests do not count (spec.test.ignoreFailures, or that of the remediation)',
    tookBack: 'what the remediation did since: `rolled back`, `uninstalled`, or empty',
  },
  run({ release }) {
    if (!isRelease(release)) return undefined;
    const history = list(field(release, 'status.history'));
    const at = history.findIndex((each) => failedOf(each).length > 0);
    const tested = history[at];
    const failed = failedOf(tested);
    return {
      failed,
      first: failed[0]?.name ?? '',
      names: failed.map(({ name }) => name).join(', ') || 'none',
      passed: Object.entries(record(entry(tested, 'testHooks')))
        .filter(([, hook]) => entry(hook, 'phase') === 'Succeeded')
        .map(([name]) => name),
      revision: num(entry(tested, 'version')) ?? 0,
      chartVersion: text(entry(tested, 'chartVersion')),
      path: `status.history[${Math.max(at, 0)}].testHooks`,
      ignored: isIgnored(release),
      tookBack: tookBackOf(release),
    };
  },
};

function failedOf(snapshot: unknown): readonly { name: string; startedAt: string; completedAt: string }[] {
  return Object.entries(record(entry(snapshot, 'testHooks')))
    .filter(([, hook]) => isRecord(hook) && hook['phase'] === 'Failed')
    .map(([name, hook]) => ({
      name,
      startedAt: text(entry(hook, 'lastStarted')),
      completedAt: text(entry(hook, 'lastCompleted')),
    }));
}

/** The remediation of the action that ran last decides, and the test itself where it says nothing (API v2, MustIgnoreTestFailures). */
function isIgnored(release: unknown): boolean {
  const action = text(field(release, 'status.lastAttemptedReleaseAction')) === 'install' ? 'install' : 'upgrade';
  const own = field(release, `spec.${action}.remediation.ignoreTestFailures`);
  return (typeof own === 'boolean' ? own : field(release, 'spec.test.ignoreFailures')) === true;
}

function tookBackOf(release: unknown): string {
  const remediated = condition(release, 'Remediated');
  if (entry(remediated, 'status') !== 'True') return '';
  return text(entry(remediated, 'reason')) === 'UninstallSucceeded' ? 'uninstalled' : 'rolled back';
}
