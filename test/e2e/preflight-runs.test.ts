import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadCapture } from '../../src/replay/capture.ts';
import { serveCapture } from '../../src/replay/server.ts';
import { builtProgram, runProgram } from '../support/program.ts';
import { KEYS, openTerminal, type OpenTerminal } from '../support/pty.ts';
import { deadAddress, folderOf, kubeconfigTo, runCommand, serveExample } from '../support/run-command.ts';
import { root } from '../support/root.ts';

/** How `workshop preflight` behaves as a program: exit codes, what is refused, --watch, questions in a terminal. */
const FITS = join(root, 'test', 'scenarios', 'preflight-capacity', 'fits');
const CONTROL = join(root, 'test', 'estates', 'all-go', 'us');
const PROXY = join(root, 'test', 'estates', 'all-go', 'emea');
const TIMES = ['--start', 'now', '--duration', '4h', '--zone', 'UTC'];
const look = (...args: readonly string[]) => runCommand(['workshop', 'preflight', ...args]);

describe('a line that makes no sense is one clear line, and exit code 2', () => {
  const TEN = ['--participants', '10', '--from', FITS];
  test.each([
    { args: ['--from', FITS, ...TIMES], says: '--participants' },
    { args: [...TEN, '--duration', '4h'], says: '--start' },
    { args: [...TEN, '--start', 'now'], says: '--duration' },
    { args: ['--participants', '0', '--from', FITS, ...TIMES], says: 'whole number from 1 to 10000' },
    { args: [...TEN, '--start', '2025-11-01T09:00', '--duration', '4h', '--zone', 'UTC'], says: '--start' },
    { args: [...TEN, '--start', 'now', '--duration', '0h'], says: '--duration' },
    { args: [...TEN, ...TIMES, '--context-role', 'lap=proxy'], says: 'lap' },
    { args: [...TEN, ...TIMES, '--join', 'x.json'], says: '--join looks at no cluster' },
    { args: ['--join', '/nonexistent/x.json'], says: 'there is no file' },
    { args: [...TEN, ...TIMES, '--zone', 'Mars/Olympus'], says: 'Mars/Olympus' },
  ])('$args', async ({ args, says }) => {
    const { exit, stdout, stderr } = await look(...args);
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
  });

  test('what nobody typed names the flag and the key of the profile', async () => {
    const { stderr } = await look('--from', FITS);
    for (const word of ['participants', 'start', 'duration']) expect(stderr).toContain(`--${word}`);
    expect(stderr).toContain('workshop');
  });

  test('an unknown context names the nearest, an unknown key of the profile its place', async () => {
    const kubeconfig = kubeconfigTo(await deadAddress(), 'homelab');
    const context = await look('--participants', '3', ...TIMES, '--kubeconfig', kubeconfig, '--context', 'homlab');
    expect(context).toMatchObject({ exit: 2 });
    expect(context.stderr).toContain('homelab');
    const profile = join(
      folderOf({ 'kubedoc.yaml': 'contexts:\n  - { context: us, rolle: proxy }\n' }),
      'kubedoc.yaml',
    );
    const key = await look('--participants', '3', ...TIMES, '--from', FITS, '--profile', profile);
    expect(key).toMatchObject({ exit: 2 });
    expect(key.stderr).toMatch(/kubedoc\.yaml:2:\d+/);
  });
});

test('a window over a change of clocks is as long as it was said', async () => {
  const { stdout } = await look(
    '--participants',
    '5',
    '--from',
    FITS,
    '--start',
    '2026-03-29T00:30',
    '--duration',
    '4h',
    '--zone',
    'Europe/Berlin',
    '-o',
    'json',
  );
  const { workshop } = JSON.parse(stdout) as { workshop: { window: { start: string; end: string } } };
  expect(workshop.window).toMatchObject({ start: '2026-03-28T23:30:00Z', end: '2026-03-29T03:30:00Z' });
});

test('risks are a failure with --strict alone', async () => {
  const shape = ['--workspace-cpu', '1', '--workspace-memory', '5Gi'];
  const window = ['--start', '2025-11-15T19:00:00Z', '--duration', '4h', '--zone', 'UTC'];
  const tight = ['--participants', '40', ...window, '--from', CONTROL, ...shape];
  const loose = await look(...tight, '-o', 'json');
  const { verdict } = JSON.parse(loose.stdout) as { verdict: string };
  const strict = await look(...tight, '--strict');
  const codes: Readonly<Record<string, readonly [number, number]>> = {
    'go-with-risks': [0, 1],
    'cannot-tell': [3, 3],
    'no-go': [1, 1],
    go: [0, 0],
  };
  expect([loose.exit, strict.exit]).toEqual(codes[verdict]);
  expect(verdict).toBe('go-with-risks');
});

describe('--watch', () => {
  const flags = ['--participants', '5', ...TIMES, '--no-network', '--context-role', 'proxy'];

  async function dead(more: readonly string[], wait: (signals: number) => void = () => undefined) {
    const kubeconfig = kubeconfigTo(await deadAddress(), 'emea');
    let waits = 0;
    const outcome = await runCommand(['workshop', 'preflight', ...flags, '--kubeconfig', kubeconfig, ...more], {
      wait: () => {
        waits += 1;
        wait(waits);
        return new Promise(setImmediate);
      },
    });
    return { ...outcome, waits };
  }

  test('ends at the limit with the exit code of the last look, and tells no more than what changed', async () => {
    const { exit, stdout } = await dead(['--watch=1m', '--watch-limit', '2m']);
    expect(exit).toBe(4);
    expect(stdout.match(/no change/g)).toHaveLength(2);
    expect(stdout.match(/^ {2}context$/gm)).toHaveLength(1);
  });

  test('leaves no time limit of a look behind while it waits for the next', async () => {
    const kubeconfig = kubeconfigTo(await deadAddress(), 'emea');
    const limits: (AbortSignal | undefined)[] = [];
    const left: number[] = [];
    await runCommand(
      ['workshop', 'preflight', ...flags, '--kubeconfig', kubeconfig, '--watch=1m', '--watch-limit', '2m'],
      {
        deadline: (_ms, signal) => {
          limits.push(signal);
          return new Promise(() => undefined);
        },
        wait: (ms) => {
          if (ms >= 60_000) left.push(limits.filter((signal) => signal?.aborted !== true).length);
          return new Promise(setImmediate);
        },
      },
    );
    expect(limits.length).toBeGreaterThanOrEqual(3);
    expect(left).toEqual([0, 0]);
  });

  test('prints one document for a program', async () => {
    const { exit, stdout, stderr } = await dead(['--watch=1m', '--watch-limit', '2m', '-o', 'json']);
    expect(exit).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'cannot-tell' });
    expect(stderr.match(/no change/g)).toHaveLength(2);
  });

  test('ends as soon as it is a go', async () => {
    // Without its CronJobs: they run by the hour, and this one by the time of the machine.
    const folder = join(folderOf(), 'us');
    cpSync(CONTROL, folder, { recursive: true });
    rmSync(join(folder, 'cronjob.yaml'));
    const capture = await loadCapture(folder);
    const shaped = [
      '--participants',
      '5',
      ...TIMES,
      '--no-network',
      // The clock of a recording stands still.
      '--threshold',
      'clock-skew-seconds=10000000000',
      '--workspace-cpu',
      '1',
      '--workspace-memory',
      '4Gi',
    ];
    const closed = await serveCapture(capture);
    await closed.close();
    const kubeconfig = kubeconfigTo(closed.url, 'us');
    const opened: { close(): Promise<void> }[] = [];
    const { exit, stdout } = await runCommand(
      ['workshop', 'preflight', ...shaped, '--kubeconfig', kubeconfig, '--watch=1m', '--watch-limit', '1h'],
      {
        wait: async (ms) => {
          if (ms >= 60_000 && opened.length === 0) opened.push(await serveCapture(capture, { port: closed.port }));
        },
      },
    );
    await opened[0]?.close();
    expect(exit).toBe(0);
    expect(stdout).toMatch(/GO \(was CANNOT TELL\)/);
    expect(stdout.match(/\(was CANNOT TELL\)/g)).toHaveLength(1);
  });

  test('ends at an interrupt with 130', async () => {
    const kubeconfig = kubeconfigTo(await deadAddress(), 'emea');
    let interrupt: () => void = () => undefined;
    const { exit } = await runCommand(['workshop', 'preflight', ...flags, '--kubeconfig', kubeconfig, '--watch'], {
      onStart: (signals) => {
        interrupt = () => void signals.emit('SIGINT');
      },
      wait: (ms) => {
        if (ms >= 60_000) interrupt();
        return new Promise(setImmediate);
      },
    });
    expect(exit).toBe(130);
  });
});

test('names with escape sequences never reach a screen as they are', async () => {
  const { server } = await serveExample(PROXY);
  const kubeconfig = kubeconfigTo(server.url, 'emea\u001b[31m\u202e\n');
  const flags = ['--participants', '5', ...TIMES, '--no-network', '--kubeconfig', kubeconfig];
  for (const output of ['table', 'json', 'markdown']) {
    const { stdout, stderr } = await look(...flags, '-o', output);
    expect(stdout).toContain('emea');
    expect(`${stdout}${stderr}`).not.toMatch(/\u202e/);
    expect(`${stdout}${stderr}`.includes('\u001b')).toBe(false);
  }
});

describe('the built program', () => {
  let program: string;
  const opened: OpenTerminal[] = [];

  beforeAll(async () => {
    program = await builtProgram();
  });
  afterEach(() => {
    for (const terminal of opened.splice(0)) terminal.kill();
  });

  function open(args: readonly string[]): OpenTerminal {
    const terminal = openTerminal(process.execPath, [program, 'workshop', 'preflight', ...args], {
      cols: 100,
      rows: 60,
    });
    opened.push(terminal);
    return terminal;
  }

  test('asks in a terminal for what nobody said, refuses what is no answer, and looks then', async () => {
    const terminal = open(['--from', FITS, '--zone', 'UTC', '--workspace-cpu', '1', '--workspace-memory', '1Gi']);
    await terminal.waitFor(/How many .*\?/);
    terminal.press(`none${KEYS.enter}`);
    await terminal.waitFor('whole number');
    terminal.press(`\u00155${KEYS.enter}`);
    await terminal.waitFor(/begin/);
    terminal.press(`now${KEYS.enter}`);
    await terminal.waitFor(/How long/);
    terminal.press(`4h${KEYS.enter}`);
    await terminal.waitFor(/GO/);
    const { exitCode } = await terminal.exit;
    expect([0, 1, 3]).toContain(exitCode);
    expect(terminal.screen()).toContain('5 participants');
  });

  test('says that it goes on looking, and ends with 130 where somebody had enough', async () => {
    const kubeconfig = kubeconfigTo(await deadAddress(), 'emea');
    const flags = ['--participants', '5', ...TIMES, '--no-network', '--kubeconfig', kubeconfig];
    const terminal = open([...flags, '--watch', '--watch-limit', '30m']);
    await terminal.waitFor('looking again every 60s until it is a GO, for 30m at most; Ctrl-C ends it');
    terminal.press('\u0003');
    const { exitCode } = await terminal.exit;
    expect(exitCode).toBe(130);
    expect(terminal.cursorVisible()).toBe(true);
  });

  test('ends with 130 where a question is left', async () => {
    const terminal = open(['--from', FITS]);
    await terminal.waitFor(/How many .*\?/);
    terminal.press('\u0003');
    const { exitCode } = await terminal.exit;
    expect(exitCode).toBe(130);
    expect(terminal.cursorVisible()).toBe(true);
  });

  test('paints nothing in a pipe', async () => {
    const { stdout, exit } = await runProgram([
      'workshop',
      'preflight',
      '--from',
      FITS,
      '--participants',
      '5',
      ...TIMES,
    ]);
    expect(exit).not.toBe(2);
    expect(stdout.includes('\u001b')).toBe(false);
  });
});
