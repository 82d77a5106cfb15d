import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../support/program.ts';
import { exampleFolder, folderOf } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';

const RELEASE = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  interval: 15m
  timeout: 10m
  chart: { spec: { chart: web, version: 1.5.0, sourceRef: { kind: HelmRepository, name: web } } }
  upgrade: { strategy: { name: RetryOnFailure } }
`;
const PROFILE = `accepted:
  - code: drift-undetected
    object: HelmRelease/shop/web
    reason: looked at by hand
    until: 2999-12-31
`;

test('the built program finds risks on a cluster and writes nothing but the report', async () => {
  const { exit, stdout, stderr } = await runProgram(['hr', 'lint', '--from', exampleFolder('rollout-does-not-fit')]);
  expect([exit, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/RISK 1 of \d/);
  expect(stdout).not.toContain('ROOT CAUSE');
  const wide = stdout.split('\n').filter((line) => line.length > 80 && !/^ +(\$|[a-zA-Z-]+:)/.test(line));
  expect(wide).toEqual([]);
});

test('files beside a profile of the current folder: first a risk, then an accepted one', async () => {
  const cwd = folderOf({ 'release.yaml': RELEASE });
  const before = await runProgram(['hr', 'lint', '-o', 'json', 'release.yaml'], { cwd });
  expect([before.exit, before.stderr]).toEqual([1, '']);
  writeFileSync(join(cwd, 'kubedoc.yaml'), PROFILE);
  const after = await runProgram(['hr', 'lint', '-o', 'json', 'release.yaml'], { cwd });
  const report = JSON.parse(after.stdout) as { findings: readonly { code: string; accepted?: object }[] };
  expect([after.exit, report.findings.map(({ code, accepted }) => [code, accepted])]).toEqual([
    0,
    [['drift-undetected', { reason: 'looked at by hand', until: '2999-12-31' }]],
  ]);
});

test('what may not be looked at is no good news', async () => {
  const from = join(root, 'test/scenarios/helmrelease-lint/alert-denied');
  const { exit, stdout } = await runProgram(['hr', 'lint', '--from', from]);
  expect(exit).toBe(3);
  expect(stdout).toMatch(/not looked at[^]*alerts/);
});

test('without a cluster one line says so', async () => {
  const { exit, stdout, stderr } = await runProgram(['hr', 'lint', '--kubeconfig', join(folderOf(), 'none')]);
  expect([exit, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^kubedoc: .*\n$/);
});
