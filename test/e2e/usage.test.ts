import { cpSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { VERSION } from '../../src/model/version.ts';
import { loadCapture } from '../../src/replay/capture.ts';
import { serveCapture } from '../../src/replay/server.ts';
import { builtProgram, runProgram, startProgram } from '../support/program.ts';
import { exampleFolder, folderOf, kubeconfigTo, runCommand, serveExample } from '../support/run-command.ts';
import { execFile } from 'node:child_process';

const HEALTHY = ['--from', exampleFolder('healthy')];
const BROKEN = ['--from', exampleFolder('rollout-does-not-fit')];

test.each<[string, readonly string[], RegExp]>([
  [
    'an unknown release with a near name',
    ['hr', 'recover', 'coder/codr', ...HEALTHY],
    /no HelmRelease coder\/codr \(did you mean coder\/coder\?\)/,
  ],
  [
    'an unknown release',
    ['hr', 'recover', 'coder/prometheus', ...HEALTHY],
    /no HelmRelease coder\/prometheus \(there: coder\)/,
  ],
  [
    'an unknown release to verify',
    ['hr', 'recover', 'coder/codr', '--verify', ...HEALTHY],
    /did you mean coder\/coder/,
  ],
  ['an empty namespace', ['hr', 'recover', 'kube-system/coder', ...HEALTHY], /no HelmRelease in namespace kube-system/],
  [
    'a name without a namespace',
    ['hr', 'recover', 'coder', ...HEALTHY],
    /in which namespace is coder\? \(write NAMESPACE\/coder/,
  ],
  ['three parts', ['hr', 'recover', 'a/b/c', ...HEALTHY], /"a\/b\/c" is not the name of a HelmRelease/],
  ['capital letters', ['hr', 'recover', 'coder/Coder', ...HEALTHY], /"coder\/Coder" is not the name/],
  [
    'a namespace that cannot be',
    ['hr', 'recover', '-n', 'Co_der', ...HEALTHY],
    /"Co_der" is not the name of a namespace/,
  ],
  ['two namespaces', ['hr', 'recover', 'coder/coder', '-n', 'other', ...HEALTHY], /name different namespaces/],
  ['a wrong flag', ['hr', 'recover', '--verbos', ...HEALTHY], /unknown option '--verbos' \(Did you mean --verbose\?\)/],
  ['a wrong format', ['hr', 'recover', '-o', 'yml', ...HEALTHY], /Formats: table, json, markdown/],
  ['a wrong duration', ['hr', 'recover', '--time-limit', '1d', ...HEALTHY], /Write it as 30s, 5m or 1h/],
  ['-n with -A', ['hr', 'recover', '-n', 'a', '-A', ...HEALTHY], /-n and -A contradict each other/],
  ['--role without --plan', ['hr', 'recover', '--role', ...HEALTHY], /--role goes with --plan/],
  ['--verify without a name', ['hr', 'recover', '--verify', ...HEALTHY], /--verify needs the name of a HelmRelease/],
  [
    'an answer that is none',
    ['hr', 'recover', '--answer', 'interruption=maybe', ...BROKEN],
    /"maybe" is no answer to interruption \(answers: yes, no/,
  ],
  [
    'an answer to no question',
    ['hr', 'recover', '--answer', 'interuption=yes', ...HEALTHY],
    /no question has the name interuption \(did you mean --answer interruption=…\?\)/,
  ],
  [
    'an answer to nothing like a question',
    ['hr', 'recover', '--answer', 'foo=yes', ...HEALTHY],
    /no question has the name foo \(questions: .*interruption/,
  ],
  ['a strange answer to a plan', ['hr', 'recover', '--answer', 'foo=yes', '--plan'], /no question has the name foo/],
  ['a strange name to a plan', ['hr', 'recover', 'a/b/c', '--plan'], /is not the name of a HelmRelease/],
  ['control characters', ['hr', 'recover', 'a/\u001b[31mb', ...HEALTHY], /is not the name of a HelmRelease/],
])('%s ends in one line and exit code 2', async (_what, args, says) => {
  const outcome = await runCommand(args);
  expect(outcome).toMatchObject({ exit: 2, stdout: '' });
  expect(outcome.stderr).toMatch(/^kubedoc: [^\n]+\n$/);
  expect(outcome.stderr).not.toContain('\u001b');
  expect(outcome.stderr).toMatch(says);
});

test.each<[string, readonly string[], RegExp]>([
  ['a demo that is none', ['demo', 'healty'], /no bundled cluster "healty" \(did you mean healthy\?\)/],
  ['a demo like no other', ['demo', 'x/../../y'], /no bundled cluster .* \(there are: decoy, healthy/],
  ['no kubeconfig', ['hr', 'recover'], /kubeconfig/],
  ['a command that does not exist', ['preflight'], /there is no command preflight \(commands: .*helmrelease.*\)/],
])('%s, to the program itself', async (_what, args, says) => {
  const ended = await runProgram(args);
  expect(ended).toMatchObject({ exit: 2, stdout: '' });
  expect(ended.stderr).toMatch(/^kubedoc: [^\n]+\n$/);
  expect(ended.stderr).toMatch(says);
});

test.each([
  ['win32', '24.1.0', 'it runs on Linux and macOS, not on win32 (on Windows: inside WSL)'],
  ['freebsd', '20.19.0', 'it runs on Linux and macOS, not on freebsd (on Windows: inside WSL)'],
  ['linux', '18.20.4', 'it needs Node 20.19 or newer, and this is Node 18.20.4'],
  ['darwin', '20.18.3', 'it needs Node 20.19 or newer, and this is Node 20.18.3'],
])('on %s with Node %s one line says why not', async (platform, version, why) => {
  for (const args of [['demo', 'healthy'], ['--version']])
    expect(await runProgram(args, { env: { NODE_OPTIONS: pretend(platform, version) } })).toMatchObject({
      exit: 2,
      stdout: '',
      stderr: `kubedoc: ${why}\n`,
    });
});

test.each([
  ['darwin', '20.19.0'],
  ['linux', '24.21.0'],
])('on %s with Node %s it runs', async (platform, version) => {
  const ended = await runProgram(['--version'], { env: { NODE_OPTIONS: pretend(platform, version) } });
  expect(ended).toMatchObject({ exit: 0, stdout: `${VERSION}\n`, stderr: '' });
});

/** Makes Node take itself for another one, before anything else is loaded. */
function pretend(platform: string, node: string): string {
  const say = (name: string, value: unknown) =>
    `Object.defineProperty(process,'${name}',{value:${JSON.stringify(value)}});`;
  const code = encodeURIComponent(`${say('platform', platform)}${say('versions', { node })}`);
  return `--import=data:text/javascript,${code}`;
}

test('the version, alone and beside other words', async () => {
  expect(await runProgram(['--version'])).toMatchObject({ exit: 0, stdout: `${VERSION}\n`, stderr: '' });
  expect(await runProgram(['--version', '--help'])).toMatchObject({ exit: 0, stdout: `${VERSION}\n`, stderr: '' });
});

test('the bundled clusters are listed with what they show', async () => {
  const { exit, stdout } = await runProgram(['demo']);
  expect(exit).toBe(0);
  for (const name of readdirSync(exampleFolder('.'))) expect(stdout).toMatch(new RegExp(`^${name} {2,}\\S`, 'm'));
});

test.each([
  ['demo', 'healthy'],
  ['demo'],
  ['--help'],
  ['--version'],
  ['hr', 'recover', '--plan'],
  ['demo', 'decoy', '-o', 'json'],
  ['demo', 'healthy', '--serve'],
])('a full disk behind stdout is told by the exit code: %s %s %s', async (...args) => {
  const full = openSync('/dev/full', 'w');
  const ended = await runProgram(args, { stdout: full });
  expect(ended.exit).toBe(74);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
});

test('a report that cannot be written is told, and the other output comes all the same', async () => {
  const folder = folderOf();
  const outcome = await runCommand(['hr', 'recover', '--report', join(folder, 'none', 'r.md'), ...HEALTHY]);
  expect(outcome.exit).toBe(74);
  expect(outcome.stderr).toMatch(/^warning: the report could not be written to .*r\.md: ENOENT\n$/);
  expect(outcome.stdout).toContain('healthy');
  expect((await runCommand(['hr', 'recover', '--report', folder, ...BROKEN])).exit).toBe(74);
});

test('a report is written beside the other output, as Markdown', async () => {
  const file = join(folderOf(), 'r.md');
  const outcome = await runCommand(['hr', 'recover', '--report', file, '-o', 'json', ...BROKEN]);
  expect(outcome.exit).toBe(1);
  expect(JSON.parse(outcome.stdout)).toMatchObject({ verdict: 'problem' });
  expect(readFileSync(file, 'utf8')).toMatch(/^# /);
});

test('a reader that leaves early is no failure and hears no complaint', async () => {
  const program = await builtProgram();
  const script = `"${process.execPath}" "${program}" "$@" | head -1; exit "\${PIPESTATUS[0]}"`;
  const ended = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile('bash', ['-c', script, 'bash', 'demo', 'rollout-does-not-fit'], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
  expect(ended).toMatchObject({ code: 1, stderr: '' });
  expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle of a look gives %i, and no report of a look that broke off', async (name, exit) => {
  for (const args of [[], ['coder/coder', '--verify']]) {
    const { server, kubeconfig } = await serveExample('healthy', { fault: { kind: 'silent', match: 'deployments' } });
    const running = await startProgram(['hr', 'recover', ...args, '--kubeconfig', kubeconfig]);
    await until(() => server.requests().some(({ path }) => path.includes('deployments')));
    running.child.kill(name);
    expect(await running.ended).toEqual({ exit, signal: null, stdout: '', stderr: '' });
  }
});

test('SIGTERM ends a demo that is served', async () => {
  const running = await startProgram(['demo', 'healthy', '--serve']);
  await running.printed(/\n/);
  running.child.kill('SIGTERM');
  expect((await running.ended).exit).toBe(143);
});

test('what is still under way does not hold the program up when the time limit is over', async () => {
  // The time limit cuts the look short; the request could go on for an hour.
  const { kubeconfig } = await serveExample('healthy', { fault: { kind: 'silent' } });
  const ended = await runProgram([
    'hr',
    'recover',
    '--kubeconfig',
    kubeconfig,
    '--time-limit',
    '300ms',
    '--request-timeout',
    '1h',
  ]);
  expect(ended).toMatchObject({ exit: 4, signal: null, stdout: '' });
});

test('the program waits between two looks of a verification', async () => {
  const capture = await loadCapture(exampleFolder('rollout-does-not-fit'));
  const server = await serveCapture(capture);
  onTestFinished(() => server.close());
  const ended = await runProgram([
    'hr',
    'recover',
    'coder/coder',
    '--verify=1s',
    '--kubeconfig',
    kubeconfigTo(server.url),
  ]);
  expect(ended.exit).toBe(1);
  expect(server.requests().filter(({ path }) => path.includes('/version')).length).toBeGreaterThan(1);
});

test('a program that was not built says so', async () => {
  const folder = folderOf();
  cpSync(dirname(await builtProgram()), join(folder, 'bin'), { recursive: true });
  const ended = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [join(folder, 'bin', 'kubedoc.js'), 'demo'], (error, stdout, stderr) => {
      resolve({ code: error?.code, stdout, stderr });
    });
  });
  expect(ended).toEqual({ code: 2, stdout: '', stderr: 'kubedoc is not built: run npm run build\n' });
});

/** Lets everything else run until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
