import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { answerRequest } from '../../src/replay/answer-request.ts';
import { loadCapture } from '../../src/replay/capture.ts';
import { viewOf, type View } from '../../src/replay/view.ts';
import { exampleFolder, kubeconfigTo, runCommand, serveExample } from '../support/run-command.ts';

const VERIFY = ['helmrelease', 'recover', 'coder/coder', '--verify'];
const TEN_MINUTES = 600_000;

/** A cluster that changes: one address behind which another capture can be put. */
interface Changing {
  readonly kubeconfig: string;
  readonly show: (example: string) => Promise<void>;
  /** From now on every request but for the version is answered 503. */
  readonly fail: () => void;
}

async function changing(example: string): Promise<Changing> {
  let view: View | undefined;
  let now = '';
  const show = async (name: string) => {
    const capture = await loadCapture(exampleFolder(name));
    view = viewOf(capture);
    now = capture.now;
  };
  await show(example);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://cluster');
    const accept = (request.headers.accept ?? '').split(',');
    const query = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, accept };
    if (view === undefined) response.writeHead(503).end();
    else {
      const answer = answerRequest(view, { ...query, body: Buffer.alloc(0) });
      const headers = { 'content-type': answer.contentType, date: new Date(now).toUTCString() };
      response.writeHead(answer.status, headers).end(answer.body);
    }
  });
  const url = await listen(server);
  return {
    kubeconfig: kubeconfigTo(url),
    show,
    fail: () => {
      view = undefined;
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A clock whose pauses do something, and whose ten minutes are over after so many of them. */
function clock(pauses: readonly (() => unknown)[]) {
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const waited: number[] = [];
  const wait = async (ms: number) => {
    await pauses[waited.length]?.();
    waited.push(ms);
    if (waited.length >= pauses.length) end();
  };
  const deadline = (ms: number) => (ms === TEN_MINUTES ? over : new Promise<void>(() => undefined));
  return { wait, deadline, waited };
}

const nothing = () => undefined;

test('a release that recovers ends the wait with 0', async () => {
  const cluster = await changing('rollout-does-not-fit');
  const time = clock([nothing, () => cluster.show('healthy'), nothing, nothing]);
  const outcome = await runCommand([...VERIFY, '--kubeconfig', cluster.kubeconfig], time);
  expect(outcome.exit).toBe(0);
  expect(time.waited).toEqual([5000, 5000]);
  expect(outcome.stdout).toContain('healthy');
  expect(outcome.stderr.match(/^waiting for coder\/coder: Missing: /gm)).toHaveLength(1);
});

test('a release that stays broken ends it with 1 when the time is over, and says what is missing', async () => {
  const cluster = await changing('rollout-does-not-fit');
  const time = clock([nothing, nothing, nothing]);
  const outcome = await runCommand([...VERIFY, '-o', 'json', '--kubeconfig', cluster.kubeconfig], time);
  expect(outcome.exit).toBe(1);
  expect(time.waited).toHaveLength(3);
  const report = JSON.parse(outcome.stdout) as { verdict: string; findings: { code: string; cause: string }[] };
  expect(report.verdict).toBe('problem');
  expect(report.findings).toHaveLength(1);
  expect(report.findings[0]).toMatchObject({ code: 'not-recovered' });
  for (const missing of ['not Stalled', 'RetriesExceeded', 'revision 4 is failed', 'no pod is pending'])
    expect(report.findings[0]?.cause).toContain(missing);
});

test('no look leaves anything behind, however many there are', async () => {
  const limits: AbortSignal[] = [];
  const cluster = await changing('rollout-does-not-fit');
  const time = clock(Array.from({ length: 12 }, () => nothing));
  const deadline = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (ms !== TEN_MINUTES && signal !== undefined) limits.push(signal);
    return time.deadline(ms);
  };
  await runCommand([...VERIFY, '--kubeconfig', cluster.kubeconfig], { wait: time.wait, deadline });
  expect(limits.length).toBeGreaterThanOrEqual(12);
  // The first limit is that of the greeting, which lasts as long as the command.
  expect(limits.slice(1).filter(({ aborted }) => !aborted)).toEqual([]);
});

test('a release that is well needs no wait', async () => {
  const cluster = await changing('healthy');
  const time = clock([nothing]);
  expect(await runCommand([...VERIFY, '--kubeconfig', cluster.kubeconfig], time)).toMatchObject({
    exit: 0,
    stderr: '',
  });
  expect(time.waited).toEqual([]);
});

test('a cluster that goes away in between is waited for, too', async () => {
  const cluster = await changing('rollout-does-not-fit');
  const time = clock([cluster.fail, nothing, nothing, nothing, nothing, () => cluster.show('healthy'), nothing]);
  // The source pauses as well, before it asks again; the release is well whenever it comes back.
  expect((await runCommand([...VERIFY, '--kubeconfig', cluster.kubeconfig], time)).exit).toBe(0);
});

test('a folder is looked at once', async () => {
  const time = clock([nothing]);
  const look = (example: string) => runCommand([...VERIFY, '--from', exampleFolder(example)], time);
  expect((await look('healthy')).exit).toBe(0);
  expect((await look('rollout-does-not-fit')).exit).toBe(1);
  expect((await look('rollout-rolled-back')).exit).toBe(1);
  expect(time.waited).toEqual([]);
});

test('an interruption ends the wait', async () => {
  const cluster = await changing('rollout-does-not-fit');
  let interrupt: () => void = nothing;
  const time = clock([() => interrupt(), nothing, nothing]);
  const outcome = await runCommand([...VERIFY, '--kubeconfig', cluster.kubeconfig], {
    wait: time.wait,
    // As the real one does, a deadline ends with its signal.
    deadline: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
    onStart: (signals) => {
      interrupt = () => signals.emit('SIGINT');
    },
  });
  expect(outcome).toMatchObject({ exit: 130, stdout: '' });
  expect(time.waited).toHaveLength(1);
});

test('what may not be read is not waited for', async () => {
  const time = clock([nothing, nothing]);
  const { kubeconfig } = await serveExample('healthy', { deny: ['deployments.apps'] });
  const outcome = await runCommand([...VERIFY, '--kubeconfig', kubeconfig], time);
  expect(outcome.exit).toBe(3);
  expect(outcome.stdout).not.toContain('✔ healthy');
  expect(outcome.stdout).toContain('list deployments.apps in');
  expect(time.waited).toEqual([]);
});
