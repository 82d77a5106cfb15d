import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import type { Pause } from '../../src/commands/io.ts';
import { deadline as realDeadline } from '../../src/commands/pause.ts';
import type { ReplayOptions } from '../../src/replay/server.ts';
import { goodTls, startApi } from '../sources/kubernetes/fake-api.ts';
import { deadAddress, folderOf, kubeconfigTo, runCommand, serveExample, type Outcome } from '../support/run-command.ts';

/** Every way to look at a cluster that a person can type. */
const COMMANDS: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['all releases', ['helmrelease', 'recover']],
  ['one release', ['helmrelease', 'recover', 'coder/coder']],
  ['one namespace as JSON', ['hr', 'recover', '-n', 'coder', '-o', 'json']],
  ['markdown with a report', ['hr', 'recover', '-o', 'markdown', '-v']],
  ['verification', ['helmrelease', 'recover', 'coder/coder', '--verify=10s']],
];

const FORBIDDEN = { kind: 'status', status: 403 } as const;
const RELEASES = '/helmreleases';

/** What a server does wrong, the exit code, and what the one line says. */
const FAULTS: readonly (readonly [name: string, options: ReplayOptions, exit: number, says: RegExp])[] = [
  [
    '403 on everything',
    { fault: FORBIDDEN },
    4,
    /may be read .*: every request was answered 403 Forbidden; ask for a role/,
  ],
  ['403 on all but the version', { fault: { ...FORBIDDEN, match: /^\/apis?\// } }, 4, /every request was answered 403/],
  ['401', { fault: { kind: 'status', status: 401 } }, 4, /nothing may be read .*401 Unauthorized.*sign in again/],
  ['503', { fault: { kind: 'status', status: 503 } }, 4, /cannot be reached .*503 Service Unavailable/],
  ['429', { fault: { kind: 'status', status: 429, retryAfter: 1 } }, 4, /cannot be reached .*429 Too Many Requests/],
  ['500', { fault: { kind: 'status', status: 500 } }, 4, /cannot be reached .*500 Internal Server Error/],
  ['410', { fault: { kind: 'status', status: 410 } }, 4, /cannot be reached .*410 Gone/],
  ['silence', { fault: { kind: 'silent' } }, 4, /did not answer completely within 0.3 s/],
  ['a drip', { fault: { kind: 'drip', delayMs: 50 } }, 4, /did not answer completely within 0.3 s/],
  ['HTML with 200', { fault: { kind: 'html' } }, 4, /an HTML page came back .*\(status 200\)/],
  ['a reset', { fault: { kind: 'reset' } }, 4, /broke off before the answer was complete \(ECONNRESET\)/],
  ['truncated JSON', { fault: { kind: 'truncated' } }, 4, /breaks off in the middle \(truncated JSON\)/],
];

/** The time of `--verify=10s` is over at once; other limits are as long as they say. */
const deadline: Pause = (ms, signal) => (ms === 10_000 ? Promise.resolve() : realDeadline(ms, signal));

/** One line that a person can act on: no stack, no "healthy", nothing on stdout. */
function expectOneLine({ stdout, stderr }: Outcome, says: RegExp): void {
  expect(stdout).toBe('');
  const lines = stderr.trimEnd().split('\n');
  expect(lines.at(-1)).toMatch(/^kubedoc: \S/);
  expect(lines.at(-1)).toMatch(says);
  // -v tells besides where it looks and what it has answered.
  expect(lines.slice(0, -1).filter((one) => !/^ *([✔✖?·→] |context )/.test(one))).toEqual([]);
}

function expectSober({ stdout, stderr }: Outcome): void {
  expect(`${stdout}${stderr}`).not.toMatch(
    /^\s+at .*:\d+:\d+|bug in kubedoc|✔ healthy|"verdict": "healthy"|undefined/m,
  );
}

/** Commands that look at no cluster of the person's. */
const WITHOUT_CLUSTER = ['demo'];

test('every command that looks at a cluster is in the table', () => {
  const program = buildProgram({ recover: () => undefined, demo: () => undefined });
  const driven = COMMANDS.map(([, args]) => args.slice(0, 2).join(' '));
  expect(leavesOf(program).filter((leaf) => !WITHOUT_CLUSTER.includes(leaf) && !driven.includes(leaf))).toEqual([]);
});

/** The full words of every command that holds no others. */
function leavesOf(command: Command): readonly string[] {
  if (command.commands.length === 0) return [''];
  return command.commands.flatMap((child) => leavesOf(child).map((rest) => `${child.name()} ${rest}`.trim()));
}

describe.each(COMMANDS)('%s', (_name, args) => {
  test.each(FAULTS)('against %s', async (_fault, options, exit, says) => {
    const { kubeconfig } = await serveExample('rollout-does-not-fit', options);
    const outcome = await runCommand([...args, '--kubeconfig', kubeconfig, '--request-timeout', '300ms'], { deadline });
    expectSober(outcome);
    expectOneLine(outcome, says);
    expect(outcome.exit).toBe(exit);
  });

  test('against a port where nobody listens', async () => {
    const outcome = await runCommand([...args, '--kubeconfig', kubeconfigTo(await deadAddress())]);
    expectOneLine(outcome, /refused the connection \(ECONNREFUSED\)/);
    expect(outcome.exit).toBe(4);
  });

  test('against a certificate of an unknown authority', async () => {
    const api = await startApi((_request, response) => response.end('{}'), goodTls());
    const outcome = await runCommand([...args, '--kubeconfig', kubeconfigTo(api.url)]);
    expectOneLine(outcome, /signed by an authority that the kubeconfig does not know/);
    expect(outcome.exit).toBe(4);
  });

  test('with a silent server and a time limit that is shorter than the limit of a request', async () => {
    const { kubeconfig } = await serveExample('healthy', { fault: { kind: 'silent' } });
    const outcome = await runCommand([...args, '--kubeconfig', kubeconfig, '--time-limit', '100ms']);
    expectSober(outcome);
    expectOneLine(outcome, /gave no answer within the time limit/);
    expect(outcome.exit).toBe(4);
  });

  test.each<[string, (folder: string) => readonly string[], RegExp]>([
    ['no kubeconfig', (folder) => ['--kubeconfig', `${folder}/nothing`], /there is no kubeconfig .*nothing/],
    ['a malformed one', (folder) => ['--kubeconfig', `${folder}/malformed`], /malformed/],
    ['one that is no mapping', (folder) => ['--kubeconfig', `${folder}/text`], /text/],
    ['an empty one', (folder) => ['--kubeconfig', `${folder}/empty`], /empty/],
    [
      'an unknown context',
      (folder) => ['--kubeconfig', `${folder}/good`, '--context', 'prod'],
      /no context prod .*staging/,
    ],
    ['a folder that does not exist', (folder) => ['--from', `${folder}/nothing`], /there is no folder/],
    ['a folder without a cluster', (folder) => ['--from', folder], /holds no Kubernetes objects/],
    ['a file for a folder', (folder) => ['--from', `${folder}/good`], /is a file, not a folder/],
  ])('with %s', async (_what, flags, says) => {
    const context = { name: 'staging', context: { cluster: 'c' } };
    const folder = folderOf({
      malformed: 'clusters: [',
      text: 'hello',
      empty: '',
      good: JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1' } }],
        contexts: [context],
      }),
    });
    const outcome = await runCommand([...args, ...flags(folder)]);
    expectSober(outcome);
    expectOneLine(outcome, says);
    expect(outcome.exit).toBe(2);
  });

  test.each([
    ['YAML', { 'pods.yaml': 'a: [' }, /pods\.yaml:\d+:\d+: /],
    ['JSON', { 'pods.json': '{"a": ' }, /pods\.json:\d+:\d+: /],
    ['a snapshot file', { 'snapshot.yaml': 'capturedAt: yesterday' }, /snapshot\.yaml:1:13: capturedAt is a time/],
    ['answers', { 'snapshot.yaml': '{}', 'answers.yaml': '- yes' }, /answers\.yaml:1:1: answers are a map/],
  ])('with a folder with broken %s', async (_what, files, says) => {
    const outcome = await runCommand([...args, '--from', folderOf(files)]);
    expectOneLine(outcome, says);
    expect(outcome.exit).toBe(2);
  });

  test('without any kubeconfig', async () => {
    const outcome = await runCommand(args, { home: folderOf() });
    expectOneLine(outcome, /kubeconfig/);
    expect(outcome.exit).toBe(2);
  });

  test.each<[string, ReplayOptions]>([
    ['403 on HelmReleases alone', { deny: ['helmreleases.helm.toolkit.fluxcd.io'] }],
    ['503 for HelmReleases', { fault: { kind: 'status', status: 503, match: RELEASES } }],
    ['silence about HelmReleases', { fault: { kind: 'silent', match: RELEASES } }],
    ['HTML for HelmReleases', { fault: { kind: 'html', match: RELEASES } }],
    ['items that are null', { fault: { kind: 'items-null', match: RELEASES } }],
    ['another kind', { fault: { kind: 'wrong-kind', match: RELEASES } }],
    ['truncated HelmReleases', { fault: { kind: 'truncated', match: RELEASES } }],
    ['pages without end', { fault: { kind: 'endless-continue', match: RELEASES } }],
    ['a drip of HelmReleases', { fault: { kind: 'drip', delayMs: 50, match: RELEASES } }],
  ])('against %s', async (_what, options) => {
    const { kubeconfig } = await serveExample('rollout-does-not-fit', options);
    const outcome = await runCommand([...args, '--kubeconfig', kubeconfig, '--request-timeout', '300ms'], { deadline });
    expectSober(outcome);
    expect(outcome.exit).toBe(3);
    expect(outcome.stdout).toContain('helmreleases');
  });
});
