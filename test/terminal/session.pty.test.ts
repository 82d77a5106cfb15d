import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { KEYS, openTerminal, withoutPaint, type OpenTerminal, type TerminalOptions } from '../support/pty.ts';
import { bundle, type Bundle } from './fixtures/bundle.ts';

let program: Bundle;
const opened: OpenTerminal[] = [];

beforeAll(async () => {
  program = await bundle('session-program');
});
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.kill();
});
afterAll(() => program.remove());

function open(options: TerminalOptions = {}): OpenTerminal {
  const terminal = openTerminal(process.execPath, [program.file], options);
  opened.push(terminal);
  return terminal;
}

/** Answers both questions with their first options and waits for the menu after the report. */
async function toReport(terminal: OpenTerminal): Promise<void> {
  await terminal.waitForPrompt('Which one?');
  terminal.press(KEYS.enter);
  await terminal.waitForPrompt('changed by hand?');
  terminal.press(KEYS.enter);
  await terminal.waitForPrompt('What now?');
}

async function ended(terminal: OpenTerminal): Promise<string> {
  const { exitCode } = await terminal.exit;
  expect(terminal.cursorVisible()).toBe(true);
  const [, line = ''] = /^ended: (.*)$/m.exec(terminal.screen()) ?? [];
  return `${exitCode} ${line}`;
}

describe('a session on a terminal', () => {
  test('arrow keys choose, Enter takes, and quitting keeps the answers', async () => {
    const terminal = open();
    await terminal.waitForPrompt('Which one?');
    terminal.press(KEYS.down);
    await terminal.waitFor('❯ ai/librechat');
    terminal.press(KEYS.down + KEYS.down + KEYS.up + KEYS.up + KEYS.enter);
    await terminal.waitForPrompt('Was ai/librechat changed by hand?');
    terminal.press(KEYS.up + KEYS.enter);
    await terminal.waitForPrompt('What now?');
    expect(terminal.screen()).toContain('REPORT ai/librechat changed=no look=1');
    expect(terminal.screen()).toContain('? Which one?  ai/librechat\n');
    expect(terminal.screen().match(/Enter takes it/g)).toHaveLength(1);
    terminal.press('q');
    expect(await ended(terminal)).toBe('0 quit; release=ai/librechat changed=no; ai/librechat changed=no look=1');
  });

  test('back asks the last question again and tells only what follows', async () => {
    const terminal = open();
    await terminal.waitForPrompt('Which one?');
    expect(terminal.screen()).not.toContain('b back');
    terminal.press(KEYS.enter);
    await terminal.waitForPrompt('Was coder/coder changed');
    terminal.press('b');
    await terminal.waitForPrompt('Which one?');
    expect(terminal.screen().match(/Is the status about/g)).toHaveLength(1);
    terminal.press(KEYS.down + KEYS.enter);
    await terminal.waitForPrompt('Was ai/librechat changed');
    terminal.press('q');
    expect(await ended(terminal)).toBe('0 quit; release=ai/librechat; no report');
  });

  test('back after the report takes the last answer back', async () => {
    const terminal = open();
    await toReport(terminal);
    terminal.press('b');
    await terminal.waitForPrompt('changed by hand?');
    terminal.press(KEYS.down + KEYS.enter);
    await terminal.waitForPrompt('What now?');
    expect(terminal.screen()).toContain('REPORT coder/coder changed=no look=1');
  });

  test('retest looks again with the same answers', async () => {
    const terminal = open();
    await toReport(terminal);
    terminal.press('r');
    await terminal.waitForPrompt('What now?');
    expect(terminal.screen()).toContain('— retest —');
    expect(terminal.screen()).toContain('REPORT coder/coder changed=yes look=2');
  });

  test('"I don’t know" is an answer', async () => {
    const terminal = open();
    await terminal.waitForPrompt('Which one?');
    terminal.press('u');
    await terminal.waitForPrompt('Was unknown changed by hand?');
    expect(terminal.screen()).toContain('? Which one?  I don’t know');
    terminal.press('u');
    await terminal.waitForPrompt('What now?');
    expect(terminal.screen()).toContain('REPORT unknown changed=unknown');
  });

  test('the evidence so far is shown and the question asked again', async () => {
    const terminal = open();
    await terminal.waitForPrompt('Which one?');
    terminal.press('?');
    await terminal.waitForPrompt('Which one?');
    expect(terminal.screen()).toContain('evidence so far');
    expect(terminal.screen()).toContain('looked at   list helmreleases in namespace coder');
  });

  test('after the report: evidence, other options, verification, copy', async () => {
    const terminal = open();
    await toReport(terminal);
    terminal.press('?');
    await terminal.waitForPrompt('What now?');
    expect(terminal.screen()).toContain('$ kubectl get pod coder-1 -n coder --context homelab');
    terminal.press(KEYS.down + KEYS.enter);
    await terminal.waitFor('LOSES DATA');
    await terminal.waitFor('❯ Show the evidence');
    terminal.press('c');
    await terminal.waitForPrompt('What now?');
    expect(terminal.screen()).toContain('copied (1 of 2): flux reconcile helmrelease coder');
    const [, sent = ''] = /52;c;([\w+/=]*)/.exec(terminal.raw()) ?? [];
    expect(Buffer.from(sent, 'base64').toString()).toBe(
      'flux reconcile helmrelease coder -n coder --context homelab --reset',
    );
  });

  test.each([
    ['Ctrl-C', KEYS.ctrlC],
    ['Ctrl-D', KEYS.ctrlD],
  ])('%s at a question interrupts', async (_, key) => {
    const terminal = open();
    await terminal.waitForPrompt('Which one?');
    terminal.press(key);
    expect(await ended(terminal)).toBe('130 interrupted; ; no report');
  });

  test('Ctrl-C after the report interrupts, too', async () => {
    const terminal = open();
    await toReport(terminal);
    terminal.press(KEYS.ctrlC);
    expect(await ended(terminal)).toMatch(/^130 interrupted; release=coder\/coder changed=yes; coder\/coder/);
  });

  test('SIGTERM at a question terminates', async () => {
    const terminal = open();
    await terminal.waitForPrompt('Which one?');
    terminal.kill('SIGTERM');
    expect(await ended(terminal)).toBe('143 terminated; ; no report');
  });

  test('a long wait is named, and Ctrl-C ends it', async () => {
    const terminal = open({ env: { HANG: '1' } });
    await terminal.waitFor('waiting for: list helmreleases in namespace coder');
    terminal.press(KEYS.ctrlC);
    expect(await ended(terminal)).toBe('130 interrupted; ; no report');
  });

  test('SIGTERM ends a long wait', async () => {
    const terminal = open({ env: { HANG: '1' } });
    await terminal.waitFor('waiting for: list helmreleases in namespace coder');
    terminal.kill('SIGTERM');
    expect(await ended(terminal)).toBe('143 terminated; ; no report');
    expect(terminal.screen()).not.toContain('waiting for');
  });

  test('a preset answers and nobody is asked', async () => {
    const terminal = open({ env: { PRESET: 'ai/librechat' } });
    await terminal.waitForPrompt('Was ai/librechat changed');
    expect(terminal.screen()).not.toContain('Which one?');
    expect(terminal.screen()).not.toContain('b back');
  });

  test.each([
    [80, 24],
    [120, 40],
  ])('at %d columns and %d lines nothing is wrapped by the terminal', async (cols, rows) => {
    const terminal = open({ cols, rows });
    await terminal.waitForPrompt('Which one?');
    const lines = terminal.visible().split('\n');
    expect(lines.filter((line) => line.startsWith('❯ coder/coder') || line.startsWith('  ai/librechat'))).toHaveLength(
      2,
    );
    expect(lines.find((line) => line.startsWith('❯'))?.endsWith('…')).toBe(cols === 80);
    expect(terminal.visible()).toContain('evil/\\u{1b}[31mred');
    expect(terminal.visible()).toContain('a\\u{202e}hint in two lines');
  });

  test('NO_COLOR paints nothing; without it there is paint', async () => {
    const plain = open({ env: { NO_COLOR: '1' } });
    const painted = open();
    for (const terminal of [plain, painted]) {
      await toReport(terminal);
      terminal.press('?');
      await terminal.waitForPrompt('What now?');
    }
    expect(withoutPaint(plain.raw())).toBe(plain.raw());
    expect(withoutPaint(painted.raw())).not.toBe(painted.raw());
  });
});
