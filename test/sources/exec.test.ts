import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../src/sources/exec.ts';
import { folderOf } from '../support/run-command.ts';

const LONG = 60_000;

/** A program of a few lines; runs in this Node, so that nothing has to be made executable. */
function script(source: string): readonly string[] {
  return [process.execPath, '-e', source];
}

test('the value is the exit code and both outputs, as they came', async () => {
  const argv = script('console.log(" out "); console.error("err"); process.exitCode = 3');
  expect(await runProgram(argv, LONG)).toEqual({
    state: 'known',
    value: { exit: 3, stdout: ' out \n', stderr: 'err\n' },
  });
});

test('arguments reach the program as they are, with no shell in between', async () => {
  const words = ['$HOME', '; echo no', '*', '', 'a b', "it's", '$(id)'];
  const fact = await runProgram(
    [...script('console.log(JSON.stringify(process.argv.slice(1)))'), '--', ...words],
    LONG,
  );
  expect(fact).toMatchObject({ state: 'known', value: { stdout: `${JSON.stringify(words)}\n` } });
});

test('a program that is not installed', async () => {
  expect(await runProgram(['kubedoc-no-such-program', 'version'], LONG)).toEqual({ state: 'absent', what: 'program' });
});

test('a file that is no program', async () => {
  const file = join(folderOf({ tool: 'text' }), 'tool');
  expect(await runProgram([file], LONG)).toMatchObject({ state: 'failed', reason: `${file} cannot be run (EACCES)` });
});

test('it has the environment that it is given, and is found by the PATH of that', async () => {
  const folder = folderOf({ 'kubedoc-told': '#!/bin/sh\necho "$WORD"\n' });
  chmodSync(join(folder, 'kubedoc-told'), 0o755);
  const fact = await runProgram(['kubedoc-told'], LONG, undefined, { PATH: folder, WORD: 'given' });
  expect(fact).toMatchObject({ state: 'known', value: { stdout: 'given\n' } });
  expect(await runProgram(['kubedoc-told'], LONG, undefined, { PATH: '/nonexistent' })).toMatchObject({
    state: 'absent',
  });
});

test('an empty command', async () => {
  expect((await runProgram([], LONG)).state).toBe('failed');
});

test('standard input is closed: nothing waits for a person', async () => {
  const argv = script('process.stdin.on("data", () => 0).on("end", () => console.log("closed"))');
  expect(await runProgram(argv, LONG)).toMatchObject({ state: 'known', value: { stdout: 'closed\n' } });
});

test('a program that hangs is ended at the limit', async () => {
  expect(await runProgram(script('setInterval(() => 0, 1000)'), 300)).toEqual({
    state: 'failed',
    reason: `${process.execPath} gave no answer in 0.3 s`,
    hint: `run ${process.execPath} by hand`,
  });
});

test('a program that hangs and does not want to be ended is ended all the same', async () => {
  const stubborn = 'process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)';
  expect(await runProgram(script(stubborn), 300)).toMatchObject({ state: 'failed' });
});

test('what a hanging program has started does not outlive it, nor hold anything up', async () => {
  const mark = join(folderOf(), 'pid');
  const source = `
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' });
    require('fs').writeFileSync(${JSON.stringify(mark)}, String(child.pid));
    setInterval(() => 0, 1000);`;
  expect(await runProgram(script(source), 1500)).toMatchObject({ state: 'failed' });
  expect(existsSync(mark)).toBe(true);
  await gone(Number(readFileSync(mark, 'utf8')));
});

test('too much output is no answer', async () => {
  const fact = await runProgram(script('process.stdout.write("x".repeat(9 * 1024 * 1024))'), LONG);
  expect(fact).toMatchObject({ state: 'failed', reason: `${process.execPath} printed more than can be read` });
});

test('output up to the limit is all there', async () => {
  const fact = await runProgram(script('process.stdout.write("x".repeat(7 * 1024 * 1024))'), LONG);
  if (fact.state !== 'known') throw new Error(fact.state);
  expect((fact.value as { stdout: string }).stdout).toHaveLength(7 * 1024 * 1024);
});

test('an interruption ends it', async () => {
  const run = new AbortController();
  const mark = join(folderOf(), 'started');
  const source = `require('fs').writeFileSync(${JSON.stringify(mark)}, ''); setInterval(() => 0, 1000)`;
  const running = runProgram(script(source), LONG, run.signal);
  while (!existsSync(mark)) await new Promise(setImmediate);
  run.abort();
  expect(await running).toMatchObject({ state: 'failed', reason: `${process.execPath} was ended` });
  expect(await runProgram(script('0'), LONG, run.signal)).toMatchObject({ state: 'failed' });
});

test('it has no terminal that it could ask on', async () => {
  const argv = ['sh', '-c', 'if (: </dev/tty) 2>/dev/null; then echo terminal; else echo none; fi'];
  expect(await runProgram(argv, LONG)).toMatchObject({ state: 'known', value: { stdout: 'none\n' } });
});

/** Waits until a process is gone; the limit of the test is the limit. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    if (readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) return;
    await new Promise(setImmediate);
  }
}
