import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, test } from 'vitest';
import { openTerminal, type OpenTerminal } from '../support/pty.ts';
import { builtProgram, runProgram } from '../support/program.ts';
import { exampleFolder, runCommand, serveExample } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';

const story = (name: string): string => join(root, 'test', 'scenarios', name);
const ALL_SORTS = story('helmrelease-list/all-sorts');
const opened: OpenTerminal[] = [];
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.kill();
});

async function open(args: readonly string[], size: { cols: number; rows: number }): Promise<OpenTerminal> {
  const terminal = openTerminal(process.execPath, [await builtProgram(), ...args], size);
  opened.push(terminal);
  return terminal;
}

describe('helmrelease list', () => {
  test('shows shared causes first, then each state with its releases', async () => {
    const { exit, stdout, stderr } = await runProgram(['hr', 'list', '--from', ALL_SORTS]);
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' });
    const places = [
      'HelmRepository flux-system/web-charts is not ready',
      'HelmRelease shop/db is not ready, and others depend on it',
      'Failed, and its retries are used up',
      'Not looked at by any controller',
      'In progress',
      'Suspended',
      'Ready (2)',
    ].map((words) => stdout.indexOf(words));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(stdout.match(/shop\/cart/g)?.length).toBe(2);
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes('$ '))).toEqual([]);
  });

  test('at 80 columns tells nothing but the list, and a wide terminal shows the chart as well', async () => {
    const narrow = await open(['hr', 'list', '--from', ALL_SORTS], { cols: 80, rows: 24 });
    expect((await narrow.exit).exitCode).toBe(1);
    expect(narrow.screen()).not.toContain('Is listing the HelmReleases');
    expect(narrow.screen()).not.toContain('web of flux-system');
    const wide = await open(['hr', 'list', '--from', ALL_SORTS], { cols: 140, rows: 50 });
    expect((await wide.exit).exitCode).toBe(1);
    expect(wide.screen()).toContain('web of flux-system/web-charts');
  });

  test('as JSON is a report, and as Markdown has a table per state', async () => {
    const json = await runCommand(['hr', 'list', '-o', 'json', '--from', ALL_SORTS]);
    const schema = JSON.parse(readFileSync(join(root, 'schemas', 'report.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    expect(validate(JSON.parse(json.stdout)), JSON.stringify(validate.errors)).toBe(true);
    const markdown = await runCommand(['hr', 'list', '-o', 'markdown', '--from', ALL_SORTS]);
    expect(markdown.stdout).toContain('## Shared causes');
    expect(markdown.stdout).toMatch(/^### Suspended$/m);
  });

  test('asks few things: one list per kind, and no pods', async () => {
    const { kubeconfig, server } = await serveExample('rollout-does-not-fit');
    expect((await runCommand(['hr', 'list', '--kubeconfig', kubeconfig])).exit).toBe(1);
    const paths = server.requests().map(({ path }) => path);
    expect(paths.length).toBeLessThan(10);
    expect(paths.filter((path) => /\/pods|\/secrets/.test(path))).toEqual([]);
  });

  test('of a healthy cluster ends with 0, of one without HelmReleases with 3 and what there is instead', async () => {
    expect((await runCommand(['hr', 'list', '--from', exampleFolder('healthy')])).exit).toBe(0);
    const { exit, stdout } = await runCommand(['hr', 'list', '--from', story('helmrelease-list/by-hand')]);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/shop\/db +revision 7 is pending-upgrade/);
  });
});

describe('recover of a release that no HelmRelease makes', () => {
  test('walks its workloads and says whose it is', async () => {
    const folder = story('release-without-flux/by-hand-crashes');
    const { exit, stdout } = await runProgram(['hr', 'recover', 'shop/web', '--from', folder]);
    expect(exit).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain('no HelmRelease makes it');
    expect(stdout).toContain('Deployment shop/web');
  });

  test('suggests the nearest of all names', async () => {
    const folder = story('helmrelease-list/secrets-denied');
    const unseen = await runCommand(['hr', 'recover', 'shop/wep', '--from', folder]);
    expect(unseen).toMatchObject({ exit: 3 });
    const { exit, stderr } = await runCommand(['hr', 'recover', 'shop/wep', '--from', ALL_SORTS]);
    expect(exit).toBe(2);
    expect(stderr).toContain('did you mean shop/web?');
  });
});

describe('trees', () => {
  test('recover --tree prints the path taken, --tree=mermaid a flowchart, with the exit code of the walk', async () => {
    const folder = exampleFolder('rollout-does-not-fit');
    const text = await runProgram(['hr', 'recover', '--tree', 'coder/coder', '--from', folder]);
    expect(text.exit).toBe(1);
    expect(text.stdout).toContain('▶ found');
    const chart = await runProgram(['hr', 'recover', 'coder/coder', '--tree=mermaid', '--from', folder]);
    expect(chart.stdout).toMatch(/^flowchart TD\n/);
    expect(chart.exit).toBe(1);
  });

  test('runbook show lists, prints, and suggests the nearest name', async () => {
    expect((await runProgram(['runbook', 'show'])).stdout).toMatch(/^helmrelease +Why is this HelmRelease/m);
    const { stdout } = await runProgram(['runbook', 'show', 'helmrelease', '--format', 'mermaid']);
    expect(stdout).toMatch(/^flowchart TD\n/);
    expect(await runCommand(['runbook', 'show', 'helmreleas'])).toMatchObject({ exit: 2 });
  });

  test.each([
    [['--tree', '-o', 'json'], /--tree and -o json/],
    [['coder/coder', '--tree', '--verify=1s'], /--tree and --verify/],
    [['--tree=svg'], /Formats: text, mermaid/],
  ] as const)('%j makes no sense', async (flags, words) => {
    const { exit, stderr } = await runCommand(['hr', 'recover', ...flags]);
    expect(exit).toBe(2);
    expect(stderr).toMatch(words);
  });
});
