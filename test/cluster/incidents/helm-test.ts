import { conditionOf } from '../plane/manifest.ts';
import { expectNewRuns, installOld, publishNew, RELEASE } from './coder.ts';
import { expectNothing, expectVerified } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { failingUpgrade, ROOM } from './upgrade.ts';

/** A test of the chart, which ends with this exit code. */
function helmTest(exitCode: number, message = ''): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-test-login
  annotations:
    helm.sh/hook: test
    kubelet.test/exit-code: "${exitCode}"
    kubelet.test/message: "${message}"
spec:
  restartPolicy: Never
  containers: [{ name: login, image: "ghcr.io/coder/coder:v{{ .Chart.AppVersion }}" }]
`;
}

const PASSES = { templates: { 'login.yaml': helmTest(0) } };
const FAILS = { templates: { 'login.yaml': helmTest(1, 'login as demo, 401 Unauthorized') } };

const ignored: Incident = {
  name: 'test-fails-ignored',
  is: 'control',
  title: 'A test of the new version fails, and the release says that failed tests do not count',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster, { test: { enable: true, ignoreFailures: true } }, PASSES);
    await publishNew(cluster, FAILS);
    await cluster.until('the test to have failed', async () => {
      const release = await cluster.api.get(RELEASE);
      const failed = conditionOf(release, 'TestSuccess')['status'] === 'False';
      return failed && conditionOf(release, 'Ready')['status'] === 'True';
    });
    await expectNewRuns(cluster);
    const { notes } = await expectNothing(cluster, 'healthy');
    const told = notes.map(({ text }) => text).find((text) => text.includes('coder-test-login'));
    if (told === undefined) throw new Error('the report does not tell of the failed test');
    await expectVerified(cluster);
  },
};

/** Tests of the chart, which Flux runs once everything is ready. */
export const TESTS: readonly Incident[] = [
  failingUpgrade({
    name: 'test-fails',
    title: 'A test of the new version fails, and Flux goes back to the old one because of it',
    spec: { test: { enable: true }, upgrade: { remediation: { retries: 1 } } },
    old: PASSES,
    parts: FAILS,
    expected: { code: 'test-pod-failed', confidence: ['confirmed', 'likely'] },
    advice: ['pin-passed'],
    ends: 'old',
  }),
  ignored,
];
