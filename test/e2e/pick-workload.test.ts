import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { KEYS, openTerminal, type OpenTerminal } from '../support/pty.ts';
import { builtProgram } from '../support/program.ts';
import { root } from '../support/root.ts';
import { folderOf } from '../support/run-command.ts';

/** As long as a Deployment's name can be whose pods bear it as a label: 63 characters. */
const LONG = 'exporter-of-invoices-to-the-ledger-of-the-second-region-standby';
const COPIES = ['basket', 'billing', 'catalogue', 'checkout', 'delivery', 'returns', 'search', LONG];
const QUESTION = 'Which one?';
const DONE = 'What now?';

let program: string;
const opened: OpenTerminal[] = [];

beforeAll(async () => {
  program = await builtProgram();
});
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.kill();
});

/** A namespace in which nine workloads crash, `web` among them, and one, `api`, does well. */
function crashingShop(): string {
  const folder = folderOf();
  cpSync(join(root, 'test/scenarios/workloads-of-namespace/crashes'), folder, { recursive: true });
  for (const file of ['deployment.yaml', 'replicaset.yaml', 'pod.yaml']) {
    const place = join(folder, file);
    const documents = readFileSync(place, 'utf8').split(/^---\n/m);
    const ofWeb = documents.filter((text) => text.includes('app.kubernetes.io/name: web'));
    const copies = COPIES.flatMap((name, index) => ofWeb.map((text) => copied(text, name, index + 1)));
    writeFileSync(place, [...documents, ...copies].map((text) => `${text.trimEnd()}\n`).join('---\n'));
  }
  return folder;
}

/** The same under another name, with uids of its own. */
function copied(text: string, name: string, number: number): string {
  return text
    .replaceAll(/\bweb\b/g, name)
    .replaceAll('-0000-4000-8000-', `-0000-4000-8${String(number).padStart(3, '0')}-`);
}

function pick(size: { readonly cols?: number; readonly rows?: number } = {}): OpenTerminal {
  const args = ['diagnose', 'workload', '-n', 'shop', '--from', crashingShop()];
  const terminal = openTerminal(process.execPath, [program, ...args], size);
  opened.push(terminal);
  return terminal;
}

test('without a name the workloads in trouble are listed, and those that do well are not', async () => {
  const terminal = pick({ rows: 60 });
  await terminal.waitForPrompt(QUESTION);
  for (const name of ['web', ...COPIES.slice(0, -1)]) expect(terminal.screen()).toContain(`Deployment shop/${name}`);
  expect(terminal.screen()).not.toContain('shop/api');
  expect(terminal.screen()).toMatch(/Deployment shop\/web +1 of 2 ready/);
  expect(terminal.screen()).not.toContain('MinimumReplicas');
  terminal.press(KEYS.ctrlC);
  expect((await terminal.exit).exitCode).toBe(130);
});

test('typing a part of a name leaves those that hold it, and the chosen one alone is walked', async () => {
  const terminal = pick({ rows: 60 });
  await terminal.waitForPrompt(QUESTION);
  terminal.press('/');
  await terminal.waitFor('↑↓ navigate');
  terminal.press('catal');
  await terminal.waitFor(/❯ Deployment shop\/catalogue/);
  expect(terminal.visible()).not.toContain('shop/checkout');
  terminal.press(KEYS.enter);
  await terminal.waitForPrompt(DONE);
  expect(terminal.screen().match(/ROOT CAUSE/g)).toHaveLength(1);
  const [before = '', report = ''] = terminal.screen().split('ROOT CAUSE');
  expect(before.replaceAll(/\s+/g, ' ')).toMatch(/not looked at, since another one was chosen[^·]*shop\/checkout/);
  expect(report).toContain('catalogue');
  expect(report).not.toContain('checkout');
  terminal.press('q');
  expect(await terminal.exit).toEqual({ exitCode: 1, signal: 0 });
  expect(terminal.cursorVisible()).toBe(true);
});

test('a name that is too long for 80 columns is cut in the menu, whose lines stay where they are', async () => {
  const terminal = pick({ cols: 80, rows: 60 });
  await terminal.waitForPrompt(QUESTION);
  const menu = terminal.screen().split('\n');
  expect(menu.filter((line) => line.includes('Deployment shop/'))).toHaveLength(COPIES.length + 1);
  expect(menu.some((line) => line.includes(`Deployment shop/${LONG.slice(0, 30)}`))).toBe(true);
  expect(menu.filter((line) => line.length > 80)).toEqual([]);
  for (const place of COPIES.keys()) {
    terminal.press(KEYS.down);
    await terminal.waitFor(`↑↓ ${String(place + 2)} of ${String(COPIES.length + 1)}`);
  }
  expect(terminal.screen()).toContain('❯ Deployment shop/web');
  expect(terminal.screen().match(/Deployment shop\/web/g)).toHaveLength(1);
  terminal.press('q');
  expect((await terminal.exit).exitCode).toBe(3);
  expect(terminal.cursorVisible()).toBe(true);
});

test('Ctrl-C while a name is being typed ends it with 130 and claims nothing', async () => {
  const terminal = pick({ rows: 60 });
  await terminal.waitForPrompt(QUESTION);
  terminal.press('/');
  await terminal.waitFor('↑↓ navigate');
  terminal.press('we');
  await terminal.waitFor(/❯ Deployment shop\/web/);
  terminal.press(KEYS.ctrlC);
  expect((await terminal.exit).exitCode).toBe(130);
  expect(terminal.cursorVisible()).toBe(true);
  expect(terminal.screen()).not.toMatch(/ROOT CAUSE|healthy/);
});
