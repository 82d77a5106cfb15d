import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../support/shipped.ts';
import { runCommand } from '../support/run-command.ts';

const folder = (story: string): string => join(root, 'test/scenarios', story);

async function diagnosed(story: string, ...args: readonly string[]): ReturnType<typeof runCommand> {
  return runCommand(['diagnose', ...args, '--from', folder(story)]);
}

interface Told {
  readonly verdict: string;
  readonly findings: readonly unknown[];
  readonly path: readonly { readonly runbook: string }[];
  readonly changes?: { readonly leads: readonly { readonly beforeOnset: boolean | null }[] };
}

async function toldBy(story: string, ...args: readonly string[]): Promise<Told> {
  const { stdout } = await diagnosed(story, ...args, '-o', 'json');
  return JSON.parse(stdout) as Told;
}

describe('--since', () => {
  test('tells what was changed beside what is wrong, and changes neither verdict nor findings', async () => {
    const [without, asked] = await Promise.all([
      toldBy('changes/rollout', '-n', 'shop'),
      toldBy('changes/rollout', '-n', 'shop', '--since', '2h'),
    ]);
    expect(without.changes).toBeUndefined();
    expect(asked.changes?.leads.map(({ beforeOnset }) => beforeOnset)).toEqual([true]);
    expect([asked.verdict, asked.findings]).toEqual([without.verdict, without.findings]);
  });

  test.each(['namespace/healthy', 'changes/config-map'])('keeps %s healthy', async (story) => {
    const { exit, stdout } = await diagnosed(story, '-n', 'shop', '--since', '30d');
    expect(exit).toBe(0);
    expect(stdout).toContain('leads, not causes');
  });

  test('is about one workload where one is named', async () => {
    const { stdout } = await diagnosed('changes/one-workload', 'workload', 'deploy/web', '-n', 'shop', '--since', '2h');
    expect(stdout).toContain('Service shop/web: changed (by kubectl-edit)');
    expect(stdout).not.toContain('shop/settings');
  });

  test('is walked with -A as well', async () => {
    expect((await toldBy('changes/rollout', '-A', '--since', '2h')).changes?.leads).toHaveLength(1);
  });

  test.each<[string, RegExp]>([
    ['2x', /Write it as 30m, 2h, 3d or/],
    ['0s', /Write it as/],
    ['2025-11-15', /Write it as/],
    ['2030-01-01T00:00:00Z', /has not come yet.*2025-11-15T18:15:03Z/],
  ])('refuses %s with one line', async (since, says) => {
    const { exit, stdout, stderr } = await diagnosed('changes/nothing', '-n', 'shop', '--since', since);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(says);
  });

  test('stands in the plan and in the role, and only where it is asked for', async () => {
    const [plan, role, without] = await Promise.all([
      runCommand(['diagnose', '-n', 'shop', '--since', '2h', '--plan']),
      runCommand(['diagnose', '-n', 'shop', '--since', '2h', '--plan', '--role']),
      runCommand(['diagnose', '-n', 'shop', '--plan', '--role']),
    ]);
    expect(plan.stdout).toContain('list secrets, in onlyNamespace (metadata only)');
    expect(role.stdout).toContain('controllerrevisions');
    expect(without.stdout).not.toContain('controllerrevisions');
  });
});
