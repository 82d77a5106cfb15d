import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { KEYS, openTerminal, withoutPaint, type OpenTerminal, type TerminalOptions } from '../support/pty.ts';
import { builtProgram, runProgram } from '../support/program.ts';
import { exampleFolder, folderOf, serveExample } from '../support/run-command.ts';

let program: string;
const opened: OpenTerminal[] = [];

beforeAll(async () => {
  program = await builtProgram();
});
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.kill();
});

function open(args: readonly string[], { env = {}, ...size }: TerminalOptions = {}): OpenTerminal {
  // The pseudo-terminal sets TERM by itself, so another one must be set behind it.
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const terminal = openTerminal('/usr/bin/env', [...variables, process.execPath, program, ...args], size);
  opened.push(terminal);
  return terminal;
}

const DEMO = ['demo', 'rollout-does-not-fit'];
const QUESTION = 'May the application be away';
const DONE = 'What now?';

/** The exit code; the cursor can be seen again whatever happened. */
async function codeOf(terminal: OpenTerminal): Promise<number> {
  const { exitCode, signal } = await terminal.exit;
  expect(terminal.cursorVisible()).toBe(true);
  expect(signal).toBe(0);
  return exitCode;
}

describe('the incident on a terminal', () => {
  test('steps flow by, the person is asked the one thing that no machine knows, and the report names the cause', async () => {
    const terminal = open(DEMO);
    await terminal.waitForPrompt(QUESTION);
    expect(terminal.screen()).toMatch(/^ {2}context homelab · v1\.34\.1 · reading only$/m);
    expect(terminal.screen()).toContain('Are there HelmReleases?');
    expect(terminal.screen()).not.toContain('ROOT CAUSE');
    terminal.press(KEYS.enter);
    await terminal.waitForPrompt(DONE);
    expect(terminal.screen()).toMatch(/ROOT CAUSE .*\n/);
    expect(terminal.screen()).toMatch(/4Gi|4\.0Gi/);
    terminal.press('q');
    expect(await codeOf(terminal)).toBe(1);
    // The question has been replaced by its answer: no menu is left on the screen.
    expect(terminal.screen().match(/Enter takes it/g)).toBeNull();
  });

  test('arrow keys move, and the answer chosen stays on the screen', async () => {
    const terminal = open(DEMO);
    await terminal.waitForPrompt(QUESTION);
    await terminal.waitFor('❯ Yes, a short interruption');
    terminal.press(KEYS.down);
    await terminal.waitFor('❯ No, it must stay up');
    terminal.press(KEYS.enter);
    await terminal.waitForPrompt(DONE);
    expect(terminal.screen()).toMatch(/^\? May the application be away .* {2}No,/m);
    terminal.press('q');
    expect(await codeOf(terminal)).toBe(1);
  });

  test('u says that the person does not know; b takes that back; r looks again; ? shows the evidence', async () => {
    const terminal = open(DEMO);
    await terminal.waitForPrompt(QUESTION);
    terminal.press('u');
    await terminal.waitForPrompt(DONE);
    terminal.press('?');
    await terminal.waitFor('maxSurge');
    await terminal.waitForPrompt(DONE);
    terminal.press('b');
    await terminal.waitForPrompt(QUESTION);
    terminal.press(KEYS.enter);
    await terminal.waitForPrompt(DONE);
    terminal.press('r');
    await terminal.waitForPrompt(DONE);
    expect(terminal.screen().match(/ROOT CAUSE/g)).toHaveLength(3);
    expect(terminal.screen().match(/^— (back|retest) —$/gm)).toEqual(['— back —', '— retest —']);
    terminal.press('q');
    expect(await codeOf(terminal)).toBe(1);
  });

  test('q at the question leaves before there is a report: nothing is claimed', async () => {
    const terminal = open(DEMO);
    await terminal.waitForPrompt(QUESTION);
    terminal.press('q');
    expect(await codeOf(terminal)).toBe(3);
    expect(terminal.screen()).not.toMatch(/ROOT CAUSE|healthy/);
  });

  test.each([
    ['at the question', QUESTION, []],
    ['after the report', DONE, ['--answer', 'interruption=yes']],
  ])('Ctrl-C %s ends it with 130', async (_where, menu, flags) => {
    const terminal = open([...DEMO, ...flags]);
    await terminal.waitForPrompt(menu);
    terminal.press(KEYS.ctrlC);
    expect(await codeOf(terminal)).toBe(130);
  });

  test('a signal to terminate ends it with 143', async () => {
    const terminal = open(DEMO);
    await terminal.waitForPrompt(QUESTION);
    terminal.kill('SIGTERM');
    expect(await codeOf(terminal)).toBe(143);
  });

  test('an answer that was given in advance is not asked for', async () => {
    const terminal = open([...DEMO, '--answer', 'interruption=no']);
    await terminal.waitForPrompt(DONE);
    expect(terminal.screen()).not.toMatch(/❯ (Yes|No),/);
    terminal.press('q');
    expect(await codeOf(terminal)).toBe(1);
  });

  test('no line is wider than 80 columns but for commands', async () => {
    const [wide, narrow] = [{ cols: 1000 }, { cols: 80, rows: 200 }].map((size) =>
      open([...DEMO, '--answer', 'interruption=no'], size),
    );
    for (const one of [wide, narrow]) {
      await one?.waitForPrompt(DONE);
      one?.press('q');
      await one?.exit;
    }
    // What a terminal of 80 columns breaks goes on at the first column of its next line; only commands may do that.
    const lines = narrow?.screen().split('\n') ?? [];
    const broken = lines.filter((line, index) => /^\S/.test(line) && lines[index - 1]?.length === 80);
    const commands = wide?.screen().match(/^ *\$ .*$/gm) ?? [];
    expect(broken.filter((part) => !commands.some((command) => command.includes(part)))).toEqual([]);
    expect(commands.length).toBeGreaterThan(1);
  });
});

test.each([
  ['no input wanted', [...DEMO, '--no-input'], {}, 1],
  ['JSON', [...DEMO, '-o', 'json'], {}, 1],
  ['a dumb terminal', DEMO, { TERM: 'dumb' }, 1],
  ['a cluster without trouble', ['demo', 'healthy', '--no-input'], {}, 0],
])('nothing is asked: %s', async (_what, args, env, code) => {
  const terminal = open(args, { env });
  expect(await codeOf(terminal)).toBe(code);
  expect(terminal.screen()).not.toMatch(/❯|Enter takes it/);
});

test('a cluster in which nothing may be read is told as such on a terminal, too', async () => {
  const { kubeconfig } = await serveExample('healthy', { fault: { kind: 'status', status: 403, match: /^\/apis?\// } });
  const terminal = open(['hr', 'recover', '--kubeconfig', kubeconfig]);
  await terminal.waitForPrompt(DONE);
  expect(terminal.screen()).toContain('kubedoc: nothing may be read in this cluster');
  expect(terminal.screen()).not.toContain('healthy');
  terminal.press('q');
  expect(await codeOf(terminal)).toBe(4);
});

// node-pty stops reading 200 ms after a program has ended: on a busy machine the last lines of a long report are lost.
test('NO_COLOR takes the colours away and nothing else', { retry: 3 }, async () => {
  const [plain, painted] = [open([...DEMO, '--no-input'], { env: { NO_COLOR: '1' } }), open([...DEMO, '--no-input'])];
  await Promise.all([codeOf(plain), codeOf(painted)]);
  expect(plain.raw()).toBe(withoutPaint(plain.raw()));
  expect(painted.raw()).not.toBe(withoutPaint(painted.raw()));
  expect(plain.screen()).toBe(painted.screen());
});

test('a dumb terminal gets no escape sequence at all', async () => {
  const terminal = open([...DEMO, '--no-input'], { env: { TERM: 'dumb' } });
  await codeOf(terminal);
  expect(terminal.raw()).not.toContain('\u001b[3');
  expect(terminal.raw().replaceAll('\u001b[?25h', '')).not.toContain('\u001b');
});

test('through a pipe there is no menu, no colour, no spinner and no chatter', async () => {
  for (const env of [{}, { TERM: 'xterm-256color' }, { NO_COLOR: '1' }]) {
    const ended = await runProgram(DEMO, { env });
    expect(ended).toMatchObject({ exit: 1, stderr: '' });
    expect(ended.stdout).not.toContain('\u001b');
    expect(ended.stdout).toContain('--answer interruption=yes|no');
  }
  const verbose = await runProgram([...DEMO, '-v']);
  expect(verbose.stdout).toBe((await runProgram(DEMO)).stdout);
  expect(verbose.stderr).toContain('Are there HelmReleases?');
  expect(verbose.stderr).not.toContain('\u001b');
});

/** The incident twice in one cluster: the release, its workload and its pods once more under another name. */
function twoInTrouble(): string {
  const folder = folderOf();
  cpSync(exampleFolder('rollout-does-not-fit'), folder, { recursive: true });
  const copied = ['helmrelease', 'helmchart', 'deployment', 'replicaset', 'pod', 'secret', 'event'];
  for (const name of readdirSync(folder).filter((file) => copied.some((kind) => file === `${kind}.yaml`))) {
    const text = readFileSync(join(folder, name), 'utf8');
    // Names, namespaces and the identities that owners are known by; images and controllers of Flux stay.
    const other = text.replaceAll(/\bcoder\b/g, 'second').replaceAll(/(uid: ['"]?)(\S)/g, '$1f$2');
    writeFileSync(join(folder, `second-${name}`), other);
  }
  return folder;
}

test('with two releases in trouble the person chooses one', async () => {
  const folder = twoInTrouble();
  const terminal = open(['helmrelease', 'recover', '--from', folder, '--answer', 'interruption=yes']);
  await terminal.waitForPrompt('Which one?');
  expect(terminal.visible()).toMatch(/❯ coder\/coder +\S/);
  terminal.press(KEYS.down);
  await terminal.waitFor('❯ second/second');
  terminal.press(KEYS.enter);
  await terminal.waitForPrompt(DONE);
  expect(terminal.screen()).toMatch(/\? Which one\? +second\/second/);
  expect(terminal.screen()).toContain('Deployment second/second');
  expect(terminal.screen()).not.toContain('Deployment coder/coder');
  terminal.press('b');
  await terminal.waitForPrompt('Which one?');
  terminal.press(KEYS.enter);
  await terminal.waitForPrompt(DONE);
  expect(terminal.screen()).toContain('Deployment coder/coder');
  terminal.press('q');
  expect(await codeOf(terminal)).toBe(1);
});

test('with two releases in trouble and nobody there both are walked, unless one is named', async () => {
  const folder = twoInTrouble();
  const look = async (...more: string[]) => {
    const { exit, stdout } = await runProgram(['hr', 'recover', '--from', folder, '-o', 'json', ...more]);
    expect(exit).toBe(1);
    return new Set(stdout.match(/"(coder|second)"/g));
  };
  expect(await look()).toEqual(new Set(['"coder"', '"second"']));
  expect(await look('second/second')).toEqual(new Set(['"second"']));
  expect(await look('--answer', 'release=coder/coder')).toEqual(new Set(['"coder"']));
});
