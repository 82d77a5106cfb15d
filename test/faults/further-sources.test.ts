import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCapture } from '../../src/replay/capture.ts';
import type { Fault as ServerFault } from '../../src/replay/faults.ts';
import { serveCapture } from '../../src/replay/server.ts';
import { root } from '../support/shipped.ts';
import { driveProgram, driveQuickly } from './drive.ts';
import { to } from './fault.ts';
import { soberness } from './judge.ts';
import { onStage } from './stage.ts';

/** What is asked beside objects: logs, the metrics API and what a kubelet measures. Objects are the business of the table. */
interface Source {
  readonly name: string;
  /** A capture in which the command asks for it, and gets it. */
  readonly folder: string;
  readonly args: readonly string[];
  /** The requests that go wrong. */
  readonly path: RegExp;
  /** How the command ends where it gets it, and where it does not. */
  readonly exits: readonly [well: number, ill: number];
  /** What the report names where it does not. */
  readonly names: RegExp;
  /** What can be no fault of it: half of a log is a log as well, and figures bear no kind. */
  readonly but?: readonly string[];
}

const sources: readonly Source[] = [
  {
    name: 'the log that a verdict needs',
    folder: 'test/scenarios/coder-workspace/healthy',
    args: ['diagnose', 'coder', '--no-input'],
    path: /\/pods\/[^/]+\/log/,
    exits: [0, 3],
    names: /log/,
    but: ['truncated', 'another kind'],
  },
  {
    name: 'the log of a crash',
    folder: 'test/scenarios/crash/log-env-missing',
    args: ['diagnose', '-n', 'shop', '--no-input'],
    path: /\/pods\/[^/]+\/log/,
    exits: [1, 1],
    names: /log/,
    but: ['truncated', 'another kind'],
  },
  {
    name: 'the metrics API',
    folder: 'examples/rollout-does-not-fit',
    args: ['diagnose', '-n', 'coder', '--no-input'],
    path: /metrics\.k8s\.io/,
    exits: [1, 1],
    names: /metrics\.k8s\.io/,
  },
  {
    name: 'what a kubelet measures',
    folder: 'test/scenarios/stopped/evicted-measured',
    args: ['diagnose', '-n', 'shop', '--node-stats', '--no-input'],
    path: /\/proxy\/stats\/summary/,
    exits: [1, 1],
    names: /figures of the kubelet/,
    but: ['another kind'],
  },
];

/** The same faults as those of one kind in the table, by the words that they are told with. */
const faults: readonly (readonly [name: string, what: ServerFault])[] = [
  ['401', { kind: 'status', status: 401 }],
  ['403', { kind: 'status', status: 403 }],
  ['429', { kind: 'status', status: 429 }],
  ['500', { kind: 'status', status: 500 }],
  ['503', { kind: 'status', status: 503 }],
  ['silence', { kind: 'silent' }],
  ['a body that drips', { kind: 'drip' }],
  ['a reset', { kind: 'reset' }],
  ['HTML', { kind: 'html' }],
  ['truncated', { kind: 'truncated' }],
  ['another kind', { kind: 'wrong-kind' }],
];

const isProgram = process.env['KUBEDOC_FAULTS'] === 'program';
const drive = isProgram ? driveProgram : driveQuickly;
/** Only what gets no answer waits for the limit; whatever else goes on has time. */
function limitFor({ kind }: ServerFault): readonly string[] {
  if (isProgram) return [];
  return ['--request-timeout', kind === 'silent' || kind === 'drip' ? '1s' : '30s'];
}

describe.each(sources)('$name', (source) => {
  const { name, folder, args, path, exits, names, but = [] } = source;
  const command = { name: args.join(' '), args };

  test('is asked for, and answers', async () => {
    await onStage({ kind: '', api: '' }, async (stage) => {
      const server = await serveCapture(await loadCapture(join(root, folder)));
      stage.finally(() => server.close());
      const { exit, stdout } = await drive(
        command,
        to(stage.kubeconfigTo(server.url), ...limitFor({ kind: 'status' })),
      );
      expect(server.requests().filter((request) => path.test(request.path))).not.toEqual([]);
      expect({ exit, stdout }).toMatchObject({ exit: exits[0] });
    });
  });

  const possible = faults.filter(([fault]) => !but.includes(fault));
  test.concurrent.for(possible)('%s', { timeout: 120_000 }, async ([fault, what], { task }) => {
    const outcome = await onStage({ kind: '', api: '' }, async (stage) => {
      const capture = await loadCapture(join(root, folder));
      return drive(command, to(await stage.serve({ fault: { ...what, match: path } }, capture), ...limitFor(what)));
    });
    task.meta.fault = { fault: `${name}: ${fault}`, command: command.name, exit: exits[1], line: '' };
    expect(outcome).toMatchObject({ exit: exits[1] });
    expect(soberness(outcome)).toEqual([]);
    const [, unseen = ''] = outcome.stdout.split('not looked at');
    expect(unseen).toMatch(names);
  });
});
