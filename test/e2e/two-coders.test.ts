import { afterEach, beforeAll, expect, test } from 'vitest';
import { builtProgram, runProgram } from '../support/program.ts';
import { KEYS, openTerminal, type OpenTerminal } from '../support/pty.ts';
import { root } from '../support/shipped.ts';

const ASKED = ['diagnose', 'coder', '--from', `${root}/test/scenarios/coder/two-installations`];
const QUESTION = 'Does each Coder server do its work?';

let program: string;
const opened: OpenTerminal[] = [];

beforeAll(async () => {
  program = await builtProgram();
});
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.kill();
});

async function chosen(keys: string): Promise<{ exit: number; screen: string }> {
  const terminal = openTerminal(process.execPath, [program, ...ASKED], { cols: 120 });
  opened.push(terminal);
  await terminal.waitForPrompt(QUESTION);
  expect(terminal.screen()).toContain('staging · ghcr.io/coder/coder');
  terminal.press(keys + KEYS.enter);
  await terminal.waitForPrompt('What now?');
  const screen = terminal.screen();
  terminal.press('q');
  const { exitCode } = await terminal.exit;
  return { exit: exitCode, screen };
}

test('a person with two Coder servers is asked which, and only that one is looked at', async () => {
  const first = await chosen('');
  expect(first.exit).toBe(0);
  expect(first.screen).not.toContain('wildcard address of Coder server');
  const second = await chosen(KEYS.down);
  expect(second.exit).toBe(1);
  expect(second.screen).toContain('ROOT CAUSE');
});

test('a run without a terminal looks at both', async () => {
  const { exit, stdout } = await runProgram([...ASKED, '-o', 'json']);
  expect(exit).toBe(1);
  expect(stdout).toContain('--read-secret coder/coder-db-url/url');
  expect(stdout).toContain('--read-secret staging/coder-db-url/url');
});
