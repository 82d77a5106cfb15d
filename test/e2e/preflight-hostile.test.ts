import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadCapture, type Capture } from '../../src/replay/capture.ts';
import { serveCapture, type ReplayServer } from '../../src/replay/server.ts';
import { folderOf, runCommand, type CommandOptions, type Outcome } from '../support/run-command.ts';
import { root } from '../support/root.ts';

/** No API server lets such names in, but whoever stands in its place may send them, and messages and logs come as they are. */
const ATTACK = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u2066\u200b\r\nFORGED';
/** By these what is said of an attack in one place is told from another. */
const NAMES: Readonly<Record<string, string>> = {
  Pod: 'FROM-POD',
  Node: 'FROM-NODE',
  NodePool: 'FROM-POOL',
  CronJob: 'FROM-CRON',
  Deployment: 'FROM-DEPLOYMENT',
};
const attacked = (text: string, from: string): string => `${text}-${from}${ATTACK}`;
/** By these the parts of Coder are known. */
const LEFT_ALONE = ['coder', 'app.kubernetes.io/name'];

/** The same cluster with such names, images, labels, messages and logs; what names another thing still does. */
function hostile(capture: Capture): Capture {
  const names = new Map(
    capture.objects.flatMap(({ kind, metadata: { name } }) => {
      const from = NAMES[kind];
      return from === undefined || LEFT_ALONE.includes(name) ? [] : [[name, attacked(name, from)] as const];
    }),
  );
  const changed = (value: unknown, key: string, parent: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => changed(one, key, parent));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([below, one]) => [below, changed(one, below, key)]));
    if (typeof value !== 'string' || LEFT_ALONE.includes(key)) return value;
    if (key === 'image') return attacked(value, 'FROM-IMAGE');
    if (key === 'message') return attacked(value, 'FROM-MESSAGE');
    if (['labels', 'matchLabels', 'selector'].includes(parent)) return attacked(value, 'FROM-LABEL');
    return names.get(value) ?? value;
  };
  const logs = [...capture.logs].map(([key, text]) => {
    const parts = key.split('/').map((part) => names.get(part) ?? part);
    return [parts.join('/'), attacked(text, 'FROM-LOG')] as const;
  });
  return { ...capture, objects: changed(capture.objects, '', '') as Capture['objects'], logs: new Map(logs) };
}

interface Place {
  readonly context: string;
  readonly url: string;
}

async function hostileEstate(estate: string, context: string): Promise<Capture> {
  return hostile(await loadCapture(join(root, 'test', 'estates', estate, context)));
}

async function serve(capture: Capture): Promise<ReplayServer> {
  const server = await serveCapture(capture, { clock: 'running' });
  onTestFinished(() => server.close());
  return server;
}

/** A preflight of these places, of which the first is the control plane. */
function look(places: readonly Place[], more: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const kubeconfig = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: places.map(({ context, url }) => ({ name: context, cluster: { server: url } })),
    users: [{ name: 'me', user: {} }],
    contexts: places.map(({ context }) => ({ name: context, context: { cluster: context, user: 'me' } })),
  });
  const named = places.flatMap(({ context }, index) => [
    '--context',
    context,
    '--context-role',
    `${context}=${index === 0 ? 'control-plane' : 'proxy'}`,
  ]);
  const workshop = ['--participants', '60', '--start', 'now', '--duration', '4h', '--zone', 'UTC', '--no-network'];
  const shape = ['--workspace-cpu', '1', '--workspace-memory', '4Gi'];
  const where = ['--kubeconfig', join(folderOf({ kubeconfig }), 'kubeconfig'), ...named];
  return runCommand(['workshop', 'preflight', ...workshop, ...shape, ...where, ...more], options);
}

async function places(contexts: readonly string[], rename: (context: string) => string): Promise<readonly Place[]> {
  const each = contexts.map(async (context) => {
    const { url } = await serve(await hostileEstate('every-fail', context));
    return { context: rename(context), url };
  });
  return Promise.all(each);
}

const attackedContexts = (...contexts: readonly string[]): Promise<readonly Place[]> =>
  places(contexts, (context) => attacked(context, 'FROM-CONTEXT'));

/** What a terminal does not show as it is: controls but for the end of a line, what Unicode calls format, and what is invisible. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const unseenIn = (text: string): readonly string[] => text.match(UNSEEN) ?? [];
const PAINT = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
const SHOWN = ['FROM-CONTEXT', 'FROM-POD', 'FROM-POOL', 'FROM-CRON', 'FROM-DEPLOYMENT', 'FROM-IMAGE', 'FROM-MESSAGE'];

function isHarmless({ stdout, stderr }: Pick<Outcome, 'stdout' | 'stderr'>): void {
  expect(unseenIn(`${stdout}${stderr}`)).toEqual([]);
  // No line is its own: each begins as far in as what it belongs to.
  expect(`${stdout}${stderr}`).not.toMatch(/^FORGED/m);
}

test.each(['table', 'markdown', 'json'])('what comes from a hostile cluster is told as text: %s', async (output) => {
  const outcome = await look(await attackedContexts('us', 'emea', 'apac'), ['-o', output]);
  expect(outcome.exit).toBe(1);
  // Else nothing was tried.
  for (const from of SHOWN) expect(outcome.stdout).toContain(from);
  expect(outcome.stdout).toContain(output === 'json' ? String.raw`\u001b[2J` : String.raw`\u{1b}`);
  isHarmless(outcome);
});

test('NO_COLOR leaves nothing that a terminal acts on, and paint is all that is there without it', async () => {
  const clusters = await attackedContexts('us');
  isHarmless(await look(clusters, [], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }));
  const painted = await look(clusters, [], { env: { FORCE_COLOR: '1' } });
  expect(painted.stdout).toMatch(PAINT);
  isHarmless({ stdout: painted.stdout.replaceAll(PAINT, ''), stderr: painted.stderr });
});

test('no command is made of it', async () => {
  const { stdout } = await look(await places(['us'], (context) => context), ['-o', 'json']);
  const commands = commandsIn(JSON.parse(stdout));
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter((command) => /FORGED|FROM-/.test(command))).toEqual([]);
  expect(commands.flatMap(unseenIn)).toEqual([]);
});

/** All that stands under `commands` and `verify`, however deep. */
function commandsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    ['commands', 'verify'].includes(key) && Array.isArray(below) ? (below as string[]) : commandsIn(below),
  );
}

test.each(['table', 'json'])('--watch tells what changed as text: %s', async (output) => {
  const before = await serve(await hostileEstate('every-fail', 'us'));
  const after = await serve(await hostileEstate('all-go', 'us'));
  let behind = before.url;
  const place = { context: attacked('us', 'FROM-CONTEXT'), url: await doorTo(() => behind) };
  const outcome = await look([place], ['--watch=1m', '--watch-limit', '1m', '-o', output], {
    wait: (ms) => {
      if (ms >= 60_000) behind = after.url;
      return Promise.resolve();
    },
  });
  const told = output === 'json' ? outcome.stderr : outcome.stdout.slice(outcome.stdout.lastIndexOf('open\n'));
  expect(told).toContain('Pods that wait, crash or are evicted');
  expect(told).toContain('(was fail)');
  for (const from of ['FROM-CONTEXT', 'FROM-IMAGE']) expect(told).toContain(from);
  isHarmless(outcome);
});

/** A server that hands every request on to wherever it leads at the moment. */
async function doorTo(behind: () => string): Promise<string> {
  const server = createServer((asked, response) => {
    const { method, headers } = asked;
    const onward = request(`${behind()}${asked.url ?? ''}`, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
