import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/shipped.ts';
import { exampleFolder, folderOf, runCommand, serveExample } from '../support/run-command.ts';

interface Report {
  readonly verdict: string;
  readonly context: string;
  readonly findings: readonly {
    readonly code: string;
    readonly confidence: string;
    readonly accepted?: { readonly reason: string; readonly until: string };
    readonly advice: readonly {
      readonly change: { readonly file: string; readonly patch: string } | null;
      readonly commands: readonly string[];
    }[];
  }[];
  readonly notes: readonly { readonly text: string }[];
  readonly path: readonly { readonly step: string; readonly answer: string }[];
}

const TIDY = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  interval: 15m
  timeout: 10m
  chart: { spec: { chart: web, version: 1.5.0, sourceRef: { kind: HelmRepository, name: web } } }
  upgrade: { strategy: { name: RetryOnFailure } }
  driftDetection: { mode: warn }
`;
const ANY_VERSION = TIDY.replace('1.5.0', "'*'");
const PATCH = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { values: { replicas: 2 } }
`;

async function lint(...args: readonly string[]): Promise<{ exit: number; report: Report; stderr: string }> {
  const { exit, stdout, stderr } = await runCommand(['hr', 'lint', '-o', 'json', ...args]);
  return { exit, stderr, report: (stdout === '' ? {} : JSON.parse(stdout)) as Report };
}

function codesOf({ findings }: Report): readonly string[] {
  return findings.map(({ code }) => code);
}

const INCIDENT = exampleFolder('rollout-does-not-fit');

describe('helmrelease lint on a cluster', () => {
  it('finds what invites the next failure, with the change that mends it', async () => {
    const { exit, report } = await lint('--from', INCIDENT);
    expect(exit).toBe(1);
    expect(codesOf(report)).toEqual(
      expect.arrayContaining(['version-unpinned', 'no-retries', 'drift-undetected', 'no-alert']),
    );
    const pin = report.findings.find(({ code }) => code === 'version-unpinned')?.advice[0]?.change;
    expect(pin?.file).toContain('./apps/base/coder');
    expect(pin?.patch).toBe('spec:\n  chart:\n    spec:\n      version: 2.28.1\n');
  });

  it('says nothing where nothing is left to say', async () => {
    const { exit, report } = await lint('--from', join(root, 'test/scenarios/helmreleases-lint/healthy'));
    expect([exit, report.verdict, report.findings]).toEqual([0, 'healthy', []]);
  });

  it('is incomplete where it may not look', async () => {
    const { exit, report } = await lint('--from', join(root, 'test/scenarios/helmrelease-lint/alert-denied'));
    expect([exit, report.verdict]).toEqual([3, 'incomplete']);
  });

  it('cannot say anything where nothing may be read', async () => {
    const { kubeconfig } = await serveExample('rollout-does-not-fit', { fault: { kind: 'status', status: 403 } });
    const { exit, stderr } = await lint('--kubeconfig', kubeconfig);
    expect(exit).toBe(4);
    expect(stderr).toMatch(/^kubedoc: nothing may be read in this cluster.*\n$/);
  });

  it('suggests the name that was meant', async () => {
    const { exit, stderr } = await lint('coder/codr', '--from', INCIDENT);
    expect([exit, stderr]).toEqual([2, 'kubedoc: there is no HelmRelease coder/codr (did you mean coder/coder?)\n']);
  });

  it('lists what it would look up, and the role for it', async () => {
    const plan = await runCommand(['hr', 'lint', '--plan']);
    expect([plan.exit, plan.stdout]).toEqual([0, expect.stringContaining('alerts.notification.toolkit.fluxcd.io')]);
    const role = await runCommand(['hr', 'lint', '--plan', '--role']);
    expect(role.stdout).toMatch(/kind: ClusterRole[^]*customresourcedefinitions/);
  });
});

describe('helmrelease lint on files', () => {
  it('says what files alone do not tell, and is content with the rest', async () => {
    const { exit, report } = await lint(join(folderOf({ 'web.yaml': TIDY }), 'web.yaml'));
    expect([exit, report.verdict, report.context]).toEqual([0, 'healthy', '']);
    const answers = Object.fromEntries(report.path.map(({ step, answer }) => [step, answer]));
    expect(answers).toMatchObject({ alert: 'unknown', images: 'unknown', inventory: 'unknown', version: 'yes' });
    expect(report.notes.map(({ text }) => text).join()).toMatch(/Unknown from here: how long its rollouts take/);
  });

  it('names the line, and no command that would go to some cluster', async () => {
    const folder = folderOf();
    mkdirSync(join(folder, 'apps'));
    writeFileSync(join(folder, 'apps', 'all.yaml'), `kind: List\n---\n${ANY_VERSION}`);
    const { exit, report } = await lint(folder);
    expect([exit, codesOf(report)]).toEqual([1, ['version-unpinned']]);
    expect(JSON.stringify(report)).toContain(`It stands in ${join(folder, 'apps', 'all.yaml')}:3.`);
    expect(report.findings.flatMap(({ advice }) => advice.flatMap(({ commands }) => commands))).toEqual([]);
  });

  it('knows an Alert that lies beside the release', async () => {
    const alert = `apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: { name: all, namespace: shop }
spec: { providerRef: { name: chat }, eventSources: [{ kind: HelmRelease, name: '*' }] }
---
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Provider
metadata: { name: chat, namespace: shop }
spec: { type: slack }
`;
    const { report } = await lint(folderOf({ 'web.yaml': TIDY, 'alert.yaml': alert }));
    expect(report.path.find(({ step }) => step === 'alert')?.answer).toBe('yes');
  });

  it('reads older API versions, passes charts over and leaves patches to kustomize', async () => {
    const folder = folderOf({ 'web.yaml': TIDY.replace('fluxcd.io/v2', 'fluxcd.io/v2beta1'), 'patch.yaml': PATCH });
    mkdirSync(join(folder, 'chart', 'templates'), { recursive: true });
    writeFileSync(join(folder, 'chart', 'Chart.yaml'), 'name: x\nversion: 1.0.0\n');
    writeFileSync(join(folder, 'chart', 'templates', 'a.yaml'), '{{ if }}: [');
    const { exit, report } = await lint(folder);
    expect([exit, report.verdict]).toEqual([0, 'healthy']);
    expect(report.notes.map(({ text }) => text).join()).toMatch(/being patches of an overlay: .*patch\.yaml:1/);
  });

  it.each([
    ['a file that is not there', () => join(folderOf(), 'x.yaml'), /^kubedoc: there is no file .*x\.yaml\n$/],
    ['no YAML', () => folderOf({ 'a.yaml': 'a: [1\n' }), /^kubedoc: .*a\.yaml:\d+:\d+: .*\n$/],
    ['no HelmRelease', () => folderOf({ 'a.yaml': 'a: 1\n' }), /^kubedoc: there is no HelmRelease in .*\n$/],
    ['an empty folder', () => folderOf(), /^kubedoc: there is no HelmRelease in .*\n$/],
  ])('says in one line: %s', async (_, place, line) => {
    const { exit, stderr } = await lint(place());
    expect(exit).toBe(2);
    expect(stderr).toMatch(line);
  });

  it.each([
    ['two names', ['a/b', 'c/d']],
    ['a cluster beside files', ['--context', 'x', './a.yaml']],
    ['a name that is not among them', ['shop/other', join(root, 'test/scenarios/helmreleases-lint/healthy')]],
  ])('refuses %s', async (_, args) => {
    const { exit, stderr } = await lint(...args);
    expect(exit).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('helmrelease lint with a profile', () => {
  function profile(until: string): string {
    const entry = 'code: version-unpinned\n    object: HelmRelease/shop/web\n    reason: it is a demo';
    return join(folderOf({ 'kubedoc.yaml': `accepted:\n  - ${entry}\n    until: ${until}\n` }), 'kubedoc.yaml');
  }

  it('shows what is accepted, and does not count it', async () => {
    const { exit, report } = await lint('--profile', profile('2999-01-01'), folderOf({ 'web.yaml': ANY_VERSION }));
    expect([exit, report.verdict]).toEqual([0, 'healthy']);
    expect(report.findings[0]?.accepted).toEqual({ reason: 'it is a demo', until: '2999-01-01' });
  });

  it('shows it on the screen and in Markdown', async () => {
    const args = ['hr', 'lint', '--profile', profile('2999-01-01'), folderOf({ 'web.yaml': ANY_VERSION })];
    const { stdout } = await runCommand(args);
    expect(stdout).toMatch(/1 finding, 1 of them accepted[^]*ACCEPTED[^]*until 2999-01-01: it is a demo/);
    expect((await runCommand([...args, '-o', 'markdown'])).stdout).toContain(
      '**Accepted:** until 2999-01-01: it is a demo',
    );
  });

  it('counts it again when its time is over', async () => {
    const { exit, report } = await lint('--profile', profile('2025-01-01'), folderOf({ 'web.yaml': ANY_VERSION }));
    expect(exit).toBe(1);
    expect(report.notes.map(({ text }) => text).join()).toContain('that is over, so it counts again');
  });

  it('goes by the clock of the cluster', async () => {
    const text = 'code: drift-undetected, object: HelmRelease/coder/coder, reason: x, until: 2025-11-15';
    const file = join(folderOf({ 'p.yaml': `accepted: [{ ${text} }]\n` }), 'p.yaml');
    const { report } = await lint('--profile', file, '--from', INCIDENT);
    expect(report.findings.find(({ code }) => code === 'drift-undetected')?.accepted?.until).toBe('2025-11-15');
  });

  it('finds it in the folder for configuration', async () => {
    const home = folderOf();
    mkdirSync(join(home, '.config', 'kubedoc'), { recursive: true });
    writeFileSync(join(home, '.config', 'kubedoc', 'kubedoc.yaml'), 'acepted: []\n');
    const { exit, stderr } = await runCommand(['hr', 'lint', folderOf({ 'web.yaml': TIDY })], { home });
    expect(exit).toBe(2);
    expect(stderr).toMatch(
      /kubedoc\.yaml:1:1: unknown key "acepted" \(did you mean "accepted"\?\) \[unknown-key\]\n1 \|/,
    );
  });

  it('says when there is none of that name', async () => {
    const { exit, stderr } = await lint('--profile', '/nonexistent/p.yaml', folderOf({ 'web.yaml': TIDY }));
    expect([exit, stderr]).toEqual([2, 'kubedoc: there is no profile /nonexistent/p.yaml\n']);
  });
});
