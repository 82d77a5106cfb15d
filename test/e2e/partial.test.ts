import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deadline as realDeadline } from '../../src/commands/pause.ts';
import type { ReplayOptions } from '../../src/replay/server.ts';
import { exampleFolder, folderOf, runCommand, serveExample } from '../support/run-command.ts';

interface Report {
  readonly verdict: string;
  readonly notes: readonly { readonly text: string }[];
  readonly findings: readonly { readonly code: string; readonly confidence: string; readonly cause: string }[];
  readonly unknown: readonly {
    readonly lookup: string;
    readonly state: string;
    readonly required: boolean;
    readonly need: string;
  }[];
}

async function look(example: string, options: ReplayOptions, more: readonly string[] = []) {
  const { kubeconfig } = await serveExample(example, options);
  const { exit, stdout, stderr } = await runCommand([
    'hr',
    'recover',
    '-o',
    'json',
    '--kubeconfig',
    kubeconfig,
    ...more,
  ]);
  return { exit, stderr, report: JSON.parse(stdout) as Report };
}

/** What a role may lack without the incident going unseen. */
const MINOR = ['nodes', 'events', 'secrets', 'deployments.apps', 'replicasets.apps', 'pods', 'nodes.metrics.k8s.io'];

describe('with one kind forbidden', () => {
  test.each(MINOR)('%s: a problem that shows is found all the same', async (resource) => {
    const { exit, report } = await look('rollout-does-not-fit', { deny: [resource] });
    expect(exit).toBe(1);
    expect(report.verdict).toBe('problem');
    expect(report.findings.length).toBeGreaterThan(0);
  });

  test.each(MINOR)('%s: a cluster in which all is well is never anything worse than not seen', async (resource) => {
    const { exit, report } = await look('healthy', { deny: [resource] });
    expect([0, 3]).toContain(exit);
    expect(report.findings).toEqual([]);
    if (exit === 3) expect(report.unknown.some(({ required }) => required)).toBe(true);
  });

  test('nodes: the cause is likely, never confirmed, and the missing right is named', async () => {
    const { exit, report } = await look('rollout-does-not-fit', { deny: ['nodes'] });
    expect(exit).toBe(1);
    expect(report.findings.map(({ code, confidence }) => [code, confidence])).toEqual([
      ['rollout-does-not-fit', 'likely'],
    ]);
    expect(report.unknown).toContainEqual(
      expect.objectContaining({ state: 'denied', need: expect.stringContaining('list nodes') as unknown }),
    );
  });

  test('HelmReleases: nothing can be said, and the right that is missing is named', async () => {
    const { exit, report } = await look('healthy', { deny: ['helmreleases.helm.toolkit.fluxcd.io'] });
    expect(exit).toBe(3);
    expect(report.verdict).toBe('incomplete');
    const required = report.unknown.filter((row) => row.required);
    expect(required).not.toEqual([]);
    for (const row of required)
      expect(row).toMatchObject({ state: 'denied', need: expect.stringContaining('helmreleases') as unknown });
  });

  test.each([
    { words: ['coder/coder'], told: false },
    { words: ['-n', 'coder'], told: false },
    { words: [], told: true },
  ])('HelmReleases, asked about $words: only who asked about all is told of another namespace', async (asked) => {
    const { report } = await look('healthy', { deny: ['helmreleases.helm.toolkit.fluxcd.io'] }, asked.words);
    expect(report.notes.some(({ text }) => text.includes('every namespace could not be listed'))).toBe(asked.told);
  });
});

test('without the CRD of HelmReleases there is nothing to look at', async () => {
  const folder = folderOf();
  cpSync(exampleFolder('healthy'), folder, { recursive: true });
  rmSync(join(folder, 'helmrelease.yaml'));
  for (const args of [[], ['coder/coder'], ['coder/coder', '--verify']]) {
    const outcome = await runCommand(['hr', 'recover', ...args, '--from', folder]);
    expect(outcome.exit).toBe(3);
    expect(outcome.stdout).not.toContain('✔ healthy');
  }
});

test.each([
  ['403', { kind: 'status', status: 403 }],
  ['503', { kind: 'status', status: 503 }],
  ['silence', { kind: 'silent' }],
  ['HTML', { kind: 'html' }],
  ['null items', { kind: 'items-null' }],
  ['another kind', { kind: 'wrong-kind' }],
  ['half an answer', { kind: 'truncated' }],
  ['a reset', { kind: 'reset' }],
] as const)('%s for any one kind never makes a release in trouble look well', async (_name, fault) => {
  for (const match of ['/pods', '/replicasets', '/deployments', '/nodes', '/events', '/secrets', '/helmcharts']) {
    const { exit, report } = await look('rollout-does-not-fit', { fault: { ...fault, match } }, [
      '--request-timeout',
      '300ms',
    ]);
    expect([match, exit, report.verdict]).toEqual([match, 1, 'problem']);
  }
});

test('what is not seen within the time limit is unknown, and nothing is well because of it', async () => {
  const { kubeconfig } = await serveExample('healthy', { fault: { kind: 'silent', match: '/helmreleases' } });
  const args = [
    'hr',
    'recover',
    '-o',
    'json',
    '--time-limit',
    '77s',
    '--request-timeout',
    '10m',
    '--kubeconfig',
    kubeconfig,
  ];
  const times: number[] = [];
  const outcome = await runCommand(args, {
    // The minute and a bit is over when everything but the silent look-up has been answered.
    deadline: (ms) => {
      times.push(ms);
      return realDeadline(500);
    },
  });
  const report = JSON.parse(outcome.stdout) as Report;
  expect(outcome.exit).toBe(3);
  expect(report.verdict).toBe('incomplete');
  expect(times).toEqual([77_000]);
  const [row] = report.unknown.filter(({ required }) => required);
  expect(row).toMatchObject({ state: 'failed' });
  expect(JSON.stringify(report.unknown)).toContain('--time-limit');
});

test('every example is as it was when a table, Markdown or JSON is asked for', async () => {
  for (const example of readdirSync(exampleFolder('.'))) {
    const exits = await Promise.all(
      ['table', 'markdown', 'json'].map(
        async (format) => (await runCommand(['hr', 'recover', '-o', format, '--from', exampleFolder(example)])).exit,
      ),
    );
    expect(new Set(exits).size).toBe(1);
  }
});
