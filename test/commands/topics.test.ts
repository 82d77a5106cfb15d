import { describe, expect, it } from 'vitest';
import { findTopic, topicsOf } from '../../src/commands/topics.ts';
import { renderTopics } from '../../src/render/topics.ts';
import { catalogue, root } from '../support/shipped.ts';
import { runCommand } from '../support/run-command.ts';

const { runbooks } = catalogue;
const asking = (topic?: string, target?: string) =>
  findTopic(runbooks, {
    topic,
    target,
    tree: undefined,
    since: undefined,
    network: undefined,
    profile: undefined,
    options: {} as never,
  });

describe('the topics', () => {
  it('begin with runbooks that are there and take what diagnose hands them', () => {
    for (const { entry, named } of topicsOf(runbooks)) {
      expect(Object.keys(runbooks.get(entry)?.inputs ?? {})).toContain('onlyNamespace');
      if (named === undefined) continue;
      const inputs = runbooks.get(named)?.inputs ?? {};
      expect(inputs['workload']).toMatchObject({ optional: true });
      expect(Object.keys(inputs)).toContain('onlyNamespace');
    }
  });

  it('have one about whatever runs, which is meant where none is named', () => {
    expect(asking()).toMatchObject({ name: 'workload', entry: 'namespace', named: 'application' });
  });

  it('are suggested for a word that is none', () => {
    expect(() => asking('workloads')).toThrow(expect.objectContaining({ hint: 'did you mean workload?' }));
    expect(() => asking('shop/web')).toThrow(
      expect.objectContaining({
        hint: 'topics: coder, eks, workload; one object is kubedoc diagnose workload shop/web',
      }),
    );
  });

  it('are listed with what each would look at, and nothing is asked', async () => {
    const { exit, stdout, stderr } = await runCommand(['diagnose'], { env: {} });
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/workload {2}any application/);
    expect(stdout).toMatch(/looks at .*daemonsets, deployments/s);
    expect(stdout).toContain('kubedoc diagnose workload [[NAMESPACE/]KIND/]NAME');
  });

  it('are listed for programs', async () => {
    const { stdout } = await runCommand(['diagnose', '-o', 'json'], { env: {} });
    const { topics } = JSON.parse(stdout) as { topics: readonly { name: string; looksAt: readonly string[] }[] };
    expect(topics.map(({ name }) => name)).toContain('workload');
    expect(topics[0]?.looksAt).toContain('deployments.apps');
  });

  it('of an application whose parts may be anywhere look in all namespaces, or in the one that is named', async () => {
    const from = ['--from', `${root}/test/scenarios/coder-provisioner/key-refused`, '-o', 'json'];
    const everywhere = await runCommand(['diagnose', 'coder', ...from], { env: {} });
    expect(everywhere.exit).toBe(1);
    expect(everywhere.stdout).toContain('"code": "provisioner-key-refused"');
    const elsewhere = await runCommand(['diagnose', 'coder', '-n', 'litellm', ...from], { env: {} });
    expect([elsewhere.exit, elsewhere.stderr]).toEqual([2, expect.stringContaining('litellm')]);
    const other = ['--from', `${root}/test/scenarios/coder/healthy`, '-n', 'litellm', '-o', 'json'];
    const without = await runCommand(['diagnose', 'coder', ...other], { env: {} });
    expect([without.exit, without.stdout]).toEqual([
      3,
      expect.stringContaining('No Coder was found in namespace litellm'),
    ]);
  });

  it('that are about a namespace alone take no name', () => {
    const topic = { name: 'x', about: 'y', question: 'Z?', takesName: false, looksAt: ['pods'], explainsWith: [] };
    expect(renderTopics([topic], 80)).not.toContain('NAME]');
    expect(
      renderTopics([topic], 0)
        .split('\n')
        .every((line) => line.length <= 90),
    ).toBe(true);
  });
});
