import { spawn } from 'node:child_process';
import { mkdtempSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startKeeper } from './plane/keeper.ts';
import { lastLine, startProgram } from './plane/program.ts';
import { until } from './plane/wait.ts';

const KEEPER = join(import.meta.dirname, 'plane', 'keeper.mjs');
const { signal } = new AbortController();
const patience = { seconds: 20, signal, every: 20 };

/** Starts a shell that starts a child of its own, and says both of their ids. */
const PARENT_AND_CHILD = 'sleep 600 & echo "$$ $!"; wait';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that has ended stays in the table until its parent asks; Linux tells the two apart.
    return !existsSync('/proc/self') || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function idsIn(log: string): Promise<readonly number[]> {
  // The log is there before anything is in it.
  const said = () => (existsSync(log) ? /^(\d+) (\d+)$/.exec(lastLine(log)) : null);
  const [, ...ids] = await until('the ids', async () => said() ?? undefined, patience);
  return ids.map(Number);
}

it('a program that is stopped takes along what it started', async () => {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  const keeper = startKeeper(KEEPER, join(folder, 'plane'));
  const program = startProgram({ name: 'sh', file: '/bin/sh', args: ['-c', PARENT_AND_CHILD], log }, keeper);
  const ids = await idsIn(log);
  expect(ids.map(isThere)).toEqual([true, true]);
  await program.stop();
  expect(ids.map(isThere)).toEqual([false, false]);
  expect(program.isRunning()).toBe(false);
  await keeper.dismiss();
});

it('a program that is not there ends, and says so', async () => {
  const folder = temporaryFolder();
  const keeper = startKeeper(KEEPER, join(folder, 'plane'));
  const program = startProgram({ name: 'no', file: join(folder, 'no'), args: [], log: join(folder, 'log') }, keeper);
  expect(await program.ended).toContain('ENOENT');
  await program.stop();
  await keeper.dismiss();
});

it('what a program says goes into its log, and its stdout elsewhere if wanted', async () => {
  const folder = temporaryFolder();
  const [log, output] = [join(folder, 'log'), join(folder, 'out')];
  const keeper = startKeeper(KEEPER, join(folder, 'plane'));
  const args = ['-c', 'echo said; echo complained >&2; exit 3'];
  const program = startProgram({ name: 'sh', file: '/bin/sh', args, log, output }, keeper);
  expect(await program.ended).toBe('ended with 3');
  expect([readFileSync(output, 'utf8'), lastLine(log)]).toEqual(['said\n', 'complained']);
  await keeper.dismiss();
});

it('nothing outlives a harness that is killed', async () => {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  const told = join(folder, 'told');
  // Does what the harness does, and is then killed without a chance to clean up, once the keeper has been told.
  const harness = `
    import { spawn } from 'node:child_process';
    import { openSync, writeFileSync } from 'node:fs';
    const keeper = spawn(process.execPath, [${JSON.stringify(KEEPER)}], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    const log = openSync(${JSON.stringify(log)}, 'a');
    const args = ['-c', ${JSON.stringify(PARENT_AND_CHILD)}];
    const child = spawn('/bin/sh', args, { detached: true, stdio: ['ignore', log, log] });
    keeper.stdin.write('+' + child.pid + '\\n', () => writeFileSync(${JSON.stringify(told)}, ''));
    setInterval(() => undefined, 1000);
  `;
  const killed = spawn(process.execPath, ['--input-type=module', '-e', harness], { stdio: 'ignore' });
  onTestFinished(() => void killed.kill('SIGKILL'));
  const ids = await idsIn(log);
  await until('the keeper that was told', async () => existsSync(told), patience);
  killed.kill('SIGKILL');
  await until('an empty place', async () => ids.every((id) => !isThere(id)), patience);
});

it('a wait ends with the reason of whoever ends it', async () => {
  const stopping = new AbortController();
  const waiting = until('something', async () => undefined, { seconds: 20, signal: stopping.signal });
  stopping.abort(new Error('etcd: ended with 1'));
  await expect(waiting).rejects.toThrow('etcd: ended with 1');
});

it('a wait in vain says what for, and what the last look met', async () => {
  const looks = until('a pod', () => Promise.reject(new Error('not found')), { seconds: 0.05, signal, every: 10 });
  await expect(looks).rejects.toThrow('waited 0.05 s for a pod: not found');
});
