import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load-profile.ts';
import { builtProgram } from '../support/program.ts';
import { KEYS, openTerminal, type OpenTerminal } from '../support/pty.ts';
import { folderOf, serveExample } from '../support/run-command.ts';

let program: string;
const opened: OpenTerminal[] = [];

beforeAll(async () => {
  program = await builtProgram();
});
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.kill();
});

/** `workshop init` in a folder, on a cluster with Coder. */
async function open(cwd: string): Promise<OpenTerminal> {
  const { kubeconfig } = await serveExample('healthy');
  const args = ['TZ=Europe/Berlin', process.execPath, program, 'workshop', 'init', '--kubeconfig', kubeconfig];
  const terminal = openTerminal('/usr/bin/env', args, { cwd });
  opened.push(terminal);
  return terminal;
}

async function answer(terminal: OpenTerminal, question: string, line: string): Promise<void> {
  await terminal.waitFor(question);
  terminal.press(`${line}${KEYS.enter}`);
}

describe('workshop init on a terminal', () => {
  test('asks what no cluster knows, says what is no answer, and writes a profile', async () => {
    const cwd = folderOf();
    const terminal = await open(cwd);
    await answer(terminal, 'Which contexts are part of it? (of homelab) (homelab)', '');
    await answer(terminal, 'In which time zone is it held? (Europe/Berlin)', 'Tokio');
    await terminal.waitFor('there is no time zone Tokio; did you mean Asia/Tokyo?');
    terminal.press('\u0015Asia/Tokyo\r');
    await answer(terminal, 'How many people take part?', '30');
    await answer(terminal, 'When does it begin?', '2126-12-01T09:00');
    await answer(terminal, 'How long does it take?', '');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(terminal.screen()).toContain('kubedoc.yaml is written. Next:');
    expect(terminal.screen()).toMatch(/^kubedoc workshop preflight$/m);
    expect(terminal.cursorVisible()).toBe(true);
    const loaded = loadProfile(readFileSync(join(cwd, 'kubedoc.yaml'), 'utf8'), 'kubedoc.yaml');
    expect(loaded).toMatchObject({
      profile: {
        contexts: [{ context: 'homelab', role: 'control-plane' }],
        workshops: [{ participants: 30, start: '2126-12-01T09:00', zone: 'Asia/Tokyo', duration: '4h' }],
      },
    });
  });

  test('replaces no file without a yes', async () => {
    const cwd = folderOf({ 'kubedoc.yaml': 'accepted: []\n' });
    const terminal = await open(cwd);
    await answer(terminal, 'kubedoc.yaml is there already. Replace it?', '');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(terminal.screen()).toContain('kubedoc.yaml is left as it is');
    expect(readFileSync(join(cwd, 'kubedoc.yaml'), 'utf8')).toBe('accepted: []\n');
  });

  test.each([KEYS.ctrlC, KEYS.ctrlD])('ends at a question with %j, and nothing is written', async (key) => {
    const cwd = folderOf({ 'other.txt': '' });
    const terminal = await open(cwd);
    await terminal.waitFor('Which contexts are part of it?');
    terminal.press(key);
    expect(await terminal.exit).toMatchObject({ exitCode: 130 });
    expect(terminal.cursorVisible()).toBe(true);
    expect(() => readFileSync(join(cwd, 'kubedoc.yaml'))).toThrow('ENOENT');
  });
});
