import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { PreflightReport } from '../../src/model/preflight.ts';
import type { Change } from '../stories/build/build.ts';
import { deepMerge } from '../stories/build/merge.ts';
import { deadAddress, folderOf, runCommand, serveExample, type Outcome } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';

/** The estates below test/estates, and what a preflight makes of each. */
const WORKSHOP = ['--start', '2025-11-15T19:00:00Z', '--duration', '4h', '--zone', 'Europe/Berlin'];
const SHAPE = ['--workspace-cpu', '1', '--workspace-memory', '4Gi'];
const ESTATES = join(root, 'test', 'estates');

/** What is typed for an estate, its clusters in the order of their names from behind: `us` is the control plane. */
function flagsFor(estate: string, participants: number): readonly string[] {
  const contexts = readdirSync(join(ESTATES, estate)).toSorted().toReversed();
  const places = contexts.flatMap((context) => [
    '--from',
    join(ESTATES, estate, context),
    '--context-role',
    `${context}=${context === 'us' ? 'control-plane' : 'proxy'}`,
  ]);
  return ['--participants', String(participants), ...WORKSHOP, ...SHAPE, ...places];
}

function look(args: readonly string[]): Promise<Outcome> {
  return runCommand(['workshop', 'preflight', ...args]);
}

async function reportOf(args: readonly string[]): Promise<PreflightReport> {
  const { stdout } = await look([...args, '-o', 'json']);
  return JSON.parse(stdout) as PreflightReport;
}

/** The screens that are kept. `KUBEDOC_RENEW=1` writes them; whoever does so reads what has changed. */
function isKept(name: string, stdout: string): void {
  const file = join(ESTATES, `${name}.txt`);
  if (process.env['KUBEDOC_RENEW'] === '1') writeFileSync(file, stdout);
  expect(stdout).toBe(readFileSync(file, 'utf8'));
}

const resultsOf = ({ checks }: PreflightReport) =>
  Object.fromEntries(
    checks.map(({ id, context, result }) => [`${id.slice(10)}${context === null ? '' : ` ${context}`}`, result]),
  );

const validate = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(root, 'schemas', 'preflight.schema.json'), 'utf8')) as object,
);

test.each([
  { estate: 'all-go', participants: 40, exit: 0, verdict: 'go' },
  { estate: 'every-fail', participants: 60, exit: 1, verdict: 'no-go' },
  { estate: 'role-too-small', participants: 40, exit: 3, verdict: 'cannot-tell' },
])(
  '$estate: the screen is the kept one, and the report holds to its schema',
  async ({ estate, participants, exit, verdict }) => {
    const flags = flagsFor(estate, participants);
    const screen = await look(flags);
    expect(screen.exit).toBe(exit);
    expect(screen.stderr).toBe('');
    isKept(estate, screen.stdout);
    const report = await reportOf(flags);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.verdict).toBe(verdict);
    const markdown = await look([...flags, '-o', 'markdown']);
    expect(markdown.exit).toBe(exit);
    expect(markdown.stdout).toMatch(/^# Workshop preflight: /);
    expect(controlsIn(markdown.stdout)).toEqual([]);
  },
);

test('every check fails somewhere, or warns where that is the worst that it can do; clocks tell nothing of a recording, a server is there, and the estate is not on AWS', async () => {
  const results = resultsOf(await reportOf(flagsFor('every-fail', 60)));
  const bad = Object.entries(results).filter(([, result]) => result === 'fail' || result === 'warn');
  const ids = new Set(Object.keys(results).map((key) => key.split(' ')[0]));
  const seen = new Set(bad.map(([key]) => key.split(' ')[0]));
  expect([...ids].filter((id) => !seen.has(id))).toEqual(['servers', 'clock', 'aws-targets', 'clocks']);
  expect(results).toMatchObject({
    'coder apac': 'fail',
    'image-parity': 'fail',
    'capacity us': 'fail',
    'images us': 'warn',
  });
});

test('a role that is too small: what may not be seen is unknown, never not applicable, and it is named', async () => {
  const report = await reportOf(flagsFor('role-too-small', 40));
  expect(resultsOf(report)).toMatchObject({
    'capacity us': 'unknown',
    'keys us': 'unknown',
    'quotas us': 'unknown',
    'dns us': 'unknown',
    'releases us': 'unknown',
    'maintenance us': 'unknown',
    'provisioners us': 'pass',
  });
  const missing = report.checks.flatMap(({ unknown }) => unknown.map(({ lookup }) => lookup));
  expect(missing).toEqual(expect.arrayContaining(['list nodes', 'list cronjobs.batch in all namespaces']));
});

/** Control characters other than the end of a line. */
function controlsIn(text: string): readonly string[] {
  return Array.from(text).filter((each) => {
    const code = each.codePointAt(0) ?? 0;
    return each !== '\n' && (code < 32 || (code >= 127 && code < 160));
  });
}

test('a context that is dead hides nothing of the others', async () => {
  const { server } = await serveExample(join(ESTATES, 'all-go', 'emea'), { clock: 'running' });
  const kubeconfig = kubeconfigOf({ emea: server.url, apac: await deadAddress() });
  const workshop = ['--participants', '40', '--start', 'now', '--duration', '1h', '--zone', 'UTC', '--no-network'];
  // The clock of the estate runs on from the day on which it was recorded.
  const flags = [...workshop, '--threshold', 'clock-skew-seconds=10000000000'];
  const both = [
    '--context',
    'emea',
    '--context',
    'apac',
    '--context-role',
    'emea=proxy',
    '--context-role',
    'apac=proxy',
  ];
  const { exit, stdout } = await look([...flags, '--kubeconfig', kubeconfig, ...both]);
  expect(exit).toBe(3);
  isKept(
    'dead-context',
    stdout
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d to (?:\d{4}-\d\d-\d\d )?\d\d:\d\d/g, 'WINDOW')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST'),
  );
  const alone = await look([...flags, '--kubeconfig', kubeconfig, '--context', 'apac']);
  expect(alone.exit).toBe(4);
});

test('clocks are looked at where clusters are asked, and one that is wrong is a failure', async () => {
  const late = join(folderOf(), 'emea');
  cpSync(join(ESTATES, 'all-go', 'emea'), late, { recursive: true });
  const snapshot = join(late, 'snapshot.yaml');
  writeFileSync(snapshot, readFileSync(snapshot, 'utf8').replace('18:15:03Z', '18:19:03Z'));
  const { server } = await serveExample(late);
  const other = await serveExample(join(ESTATES, 'all-go', 'apac'));
  const kubeconfig = kubeconfigOf({ emea: server.url, apac: other.server.url });
  const flags = [
    '--participants',
    '40',
    '--start',
    'now',
    '--duration',
    '1h',
    '--no-network',
    '--kubeconfig',
    kubeconfig,
  ];
  const report = await reportOf([...flags, '--context', 'emea', '--context', 'apac']);
  expect(resultsOf(report)).toMatchObject({ clocks: 'fail' });
});

/** A kubeconfig with a context per server. */
function kubeconfigOf(servers: Readonly<Record<string, string>>): string {
  const entries = Object.entries(servers);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': entries[0]?.[0],
    clusters: entries.map(([name, server]) => ({ name, cluster: { server } })),
    users: [{ name: 'reader', user: {} }],
    contexts: entries.map(([name]) => ({ name, context: { cluster: name, user: 'reader' } })),
  };
  return join(folderOf({ kubeconfig: JSON.stringify(config) }), 'kubeconfig');
}

/** The objects of a folder as they are when the patches of a report were laid over them and their controllers have followed. */
function patchedCopy(estate: string, context: string, changes: PreflightReport['changes']): string {
  const copy = join(folderOf(), context);
  cpSync(join(ESTATES, estate, context), copy, { recursive: true });
  for (const { context: where, sure, fix } of changes) {
    const change = fix.change;
    if (where !== context || sure !== 'computed' || change === null || change.object === null) continue;
    const { kind, namespace, name } = change.object;
    const file = join(copy, `${kind.toLowerCase()}.yaml`);
    const documents = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Kept);
    const written = documents.map((each) =>
      each.metadata.name === name && (each.metadata.namespace ?? null) === namespace
        ? followed(deepMerge(each as unknown as Change, parse(change.patch) as Change))
        : each,
    );
    writeFileSync(file, written.map((each) => stringify(each)).join('---\n'));
  }
  return copy;
}

interface Kept {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** A controller has made as many as its spec says. */
function followed(object: Change): Change {
  const { replicas } = object['spec'] as { readonly replicas?: number };
  if (replicas === undefined) return object;
  const counts = { replicas, readyReplicas: replicas, availableReplicas: replicas, updatedReplicas: replicas };
  return deepMerge(object, { status: counts });
}

test('the printed patches, laid over the objects, come to what the report promised of them', async () => {
  const flags = flagsFor('every-fail', 60);
  const before = await reportOf(flags);
  const computed = before.changes.filter(({ sure }) => sure === 'computed');
  const mended = new Set(
    computed.flatMap(({ mends, context }) => mends.map((id) => `${id.slice(10)} ${context ?? ''}`)),
  );
  expect([...mended].toSorted()).toEqual(['capacity us', 'keys us', 'litellm us', 'provisioners us', 'quotas us']);
  const copy = patchedCopy('every-fail', 'us', before.changes);
  const after = await reportOf(flags.map((each) => (each === join(ESTATES, 'every-fail', 'us') ? copy : each)));
  const promised = Object.fromEntries(
    (before.after?.open ?? []).map(({ id, context, result }) => [`${id.slice(10)} ${context ?? ''}`, result]),
  );
  const results = resultsOf(after);
  for (const key of mended) {
    expect(resultsOf(before)[key]).toBe('fail');
    expect(results[key], key).toBe(promised[key] ?? 'pass');
  }
});

test('each context by itself and then joined is the same as all at once', async () => {
  const flags = flagsFor('every-fail', 60);
  const whole = await reportOf(flags);
  const files = await Promise.all(
    ['us', 'emea', 'apac'].map(async (context) => {
      const role = context === 'us' ? 'control-plane' : 'proxy';
      const own = ['--from', join(ESTATES, 'every-fail', context), '--context-role', `${context}=${role}`];
      const { stdout } = await look(['--participants', '60', ...WORKSHOP, ...SHAPE, ...own, '-o', 'json']);
      return join(folderOf({ [`${context}.json`]: stdout }), `${context}.json`);
    }),
  );
  const { exit, stdout } = await look(['--join', ...files, '-o', 'json']);
  const report = JSON.parse(stdout) as PreflightReport;
  expect(exit).toBe(1);
  expect(report.verdict).toBe(whole.verdict);
  expect(resultsOf(report)).toEqual(resultsOf(whole));
  expect(report.checks).toEqual(whole.checks);
  expect(report.after?.verdict).toBe(whole.after?.verdict);
  const [first = ''] = files;
  expect(await look(['--join', first, first])).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('holds the context us once more') as string,
  });
  const other = await look([...flagsFor('all-go', 40), '-o', 'json']);
  const strange = join(folderOf({ 'x.json': other.stdout, 'no.json': '{' }), 'x.json');
  expect(await look(['--join', first, strange])).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('is about another workshop') as string,
  });
  expect(await look(['--join', strange.replace('x.json', 'no.json')])).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('is no JSON') as string,
  });
});
