import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf, runCommand } from '../support/run-command.ts';
import { runProgram } from '../support/program.ts';
import { root } from '../support/shipped.ts';

const GOOD = `format: 1
name: claims
title: Are there volume claims?
summary: Counts the volume claims of a namespace.
covers: []
sources: []
inputs: {}
lookups:
  claims: { list: persistentvolumeclaims, namespace: server.namespace, required: true }
derive: {}
steps:
  - step: any
    question: Are there volume claims?
    check: count(claims) > 0
    yes: healthy
    no: unclear
    unknown: unclear
findings: {}
advice: {}
notes: {}
`;
const BAD = GOOD.replace('count(claims) > 0', 'count(claim) > 0').replace('no: unclear', 'no: nxt');

test('a good runbook is told to be good', async () => {
  const folder = folderOf({ 'good.yaml': GOOD });
  const outcome = await runCommand(['runbook', 'lint', join(folder, 'good.yaml')]);
  expect(outcome).toEqual({ exit: 0, stdout: '1 runbook, no problems\n', stderr: '' });
});

test('each problem has its place, a caret below it, and the exit code is 2', async () => {
  const file = join(folderOf({ 'bad.yaml': BAD }), 'bad.yaml');
  const { exit, stdout, stderr } = await runCommand(['runbook', 'lint', file]);
  expect([exit, stderr]).toEqual([2, '']);
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(/bad\.yaml:14:18: .*claim.*did you mean .*claims.* \[[a-z-]+\]$/);
  expect(lines[1]).toBe('14 |     check: count(claim) > 0');
  expect(lines[2]).toBe('                      ^~~~~');
  expect(stdout).toMatch(/bad\.yaml:16:9: .*nxt.*\n16 | {5}no: nxt\n {12}\^~~\n/);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^1 runbook, \d+ problems$/);
});

test('a program gets the same as JSON', async () => {
  const file = join(folderOf({ 'bad.yaml': BAD }), 'bad.yaml');
  const { exit, stdout } = await runCommand(['runbook', 'lint', '-o', 'json', file]);
  expect(exit).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    format: 1,
    files: [file],
    problems: [{ file, line: 14, column: 18 }, {}],
  });
});

test('an editor hands the text over on stdin', async () => {
  const bad = await runProgram(['runbook', 'lint', '-'], { stdin: BAD });
  expect(bad.exit).toBe(2);
  expect(bad.stdout).toMatch(/^stdin:14:18: /);
  const good = await runProgram(['runbook', 'lint', '-'], { stdin: GOOD });
  expect(good).toMatchObject({ exit: 0, stdout: '1 runbook, no problems\n', stderr: '' });
});

test('a folder stands for its runbooks, which may enter each other and those that are shipped', async () => {
  const { exit, stdout } = await runProgram(['runbook', 'lint', join(root, 'runbooks')]);
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^\d+ runbooks, no problems\n$/);
  const alone = await runCommand(['runbook', 'lint', join(root, 'runbooks', 'workload.yaml')]);
  expect(alone).toMatchObject({ exit: 0, stdout: '1 runbook, no problems\n' });
});

test('what comes from a file cannot drive the terminal', async () => {
  const file = join(folderOf({ 'evil.yaml': `${GOOD}"\\e[2J\u001b[31m\u202e": 1\n` }), 'evil.yaml');
  const { exit, stdout } = await runCommand(['runbook', 'lint', file]);
  expect(exit).toBe(2);
  for (const evil of ['\u001b', '\u202e']) expect(stdout).not.toContain(evil);
});

test.each<[string, (folder: string) => readonly string[], RegExp]>([
  ['a file that is not there', (folder) => [`${folder}/none.yaml`], /there is no file .*none\.yaml/],
  ['one of two that is not there', (folder) => [`${folder}/good.yaml`, `${folder}/none.yaml`], /there is no file/],
  ['a folder without runbooks', (folder) => [`${folder}/empty`], /the folder .*empty holds no runbook/],
  ['a file below a file', (folder) => [`${folder}/good.yaml/x`], /cannot be read: ENOTDIR/],
  ['nothing', () => [], /missing required argument 'file'/],
])('%s ends in one line and exit code 2', async (_what, places, says) => {
  const folder = folderOf({ 'good.yaml': GOOD });
  mkdirSync(join(folder, 'empty'));
  const outcome = await runCommand(['runbook', 'lint', ...places(folder)]);
  expect(outcome).toMatchObject({ exit: 2, stdout: '' });
  expect(outcome.stderr).toMatch(/^kubedoc: [^\n]+\n$/);
  expect(outcome.stderr).toMatch(says);
});
