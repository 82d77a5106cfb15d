import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { folderOf, runCommand, serveExample } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';
import { FOLDER, SECRET, stateOf, declared } from '../stories/build/terraform.ts';

const SCENARIOS = 'test/scenarios';
const HEALTHY = `${SCENARIOS}/coder-template-state/healthy`;

/** What was recorded in a scenario, and the folder that was named when it was. */
const ask = (scenario: string, ...args: readonly string[]) =>
  runCommand(['diagnose', 'coder', '--from', `${SCENARIOS}/${scenario}`, '--network', '--terraform', FOLDER, ...args]);

/** A folder with a configuration of Terraform. */
const configuration = (): string => folderOf({ 'main.tf': 'resource "coderd_template" "kubernetes" {}\n' });

/** A PATH with a terraform of a few lines of shell. */
function terraform(script: string): string {
  const folder = folderOf({ terraform: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, 'terraform'), 0o755);
  return `${folder}:/usr/bin:/bin`;
}

/** Looks at a cluster over the wire, with this terraform. */
async function live(script: string, folder: string, ...args: readonly string[]) {
  const { kubeconfig } = await serveExample(`${root}/${HEALTHY}`);
  const line = ['diagnose', 'coder', '--kubeconfig', kubeconfig, '--terraform', folder, ...args];
  return runCommand(line, { env: { PATH: terraform(script) } });
}

/** Writes down how it was called, and prints a state with a secret in it. */
const recording = (file: string): string =>
  `echo "$*" >> ${file}\ncat <<'END'\n${String(stateOf([declared()])['stdout'])}\nEND`;

describe('a folder of Terraform', () => {
  it('is told, and held against nothing where Coder is not asked', async () => {
    const file = join(folderOf(), 'called');
    const folder = configuration();
    const { exit, stdout, stderr } = await live(recording(file), folder, '-v');
    expect(exit).toBe(3);
    expect(stdout).toContain('coderd_template.kubernetes');
    expect(stdout).toContain('add --network');
    expect(stdout + stderr).not.toContain(SECRET);
    expect(existsSync(file)).toBe(true);
  });

  it.each([['table'], ['json'], ['markdown'], ['tree']])('shows nothing else of the state, as %s', async (format) => {
    const as = format === 'tree' ? ['--tree'] : ['-o', format];
    const { stdout, stderr } = await live(recording('/dev/null'), configuration(), ...as, '-v');
    expect(stdout).not.toBe('');
    expect(stdout + stderr).not.toContain(SECRET);
  });

  it('is named from its root on, wherever it was typed', async () => {
    const file = join(folderOf(), 'called');
    const folder = configuration();
    await live(`echo "$*" > ${file}; exit 1`, relative(process.cwd(), folder));
    expect(readFileSync(file, 'utf8')).toBe(`-chdir=${folder} show -json\n`);
  });

  it('that cannot be read is told with a reason and what to do, and never healthy', async () => {
    const { exit, stdout } = await live(
      `echo "Error: Backend initialization required: ${SECRET}" >&2; exit 1`,
      configuration(),
      '-o',
      'json',
    );
    expect(exit).toBe(3);
    expect(stdout).toContain('the folder was not initialised for its backend');
    expect(stdout).not.toContain(SECRET);
  });

  it('is not read where nobody named one', async () => {
    const file = join(folderOf(), 'called');
    const { kubeconfig } = await serveExample(`${root}/${HEALTHY}`);
    const { exit } = await runCommand(['diagnose', 'coder', '--kubeconfig', kubeconfig], {
      env: { PATH: terraform(`touch ${file}`) },
    });
    expect({ exit, called: existsSync(file) }).toEqual({ exit: 0, called: false });
  });

  it('is not read from a capture, which holds what was said', async () => {
    const file = join(folderOf(), 'called');
    const args = ['diagnose', 'coder', '--from', HEALTHY, '--network', '--terraform', FOLDER];
    const { exit } = await runCommand(args, { env: { PATH: terraform(`touch ${file}`) } });
    expect({ exit, called: existsSync(file) }).toEqual({ exit: 0, called: false });
  });
});

test.each([
  ['coder-template-state/healthy', 0, 'has templates: 1'],
  ['coder-template-declared/gone', 1, `terraform -chdir=${FOLDER} plan -lock=false`],
  ['coder-template-declared/version-drift', 1, 'has another active version than the state'],
  ['coder-template-declared/not-seen', 3, 'is not seen with this token'],
  ['coder-template-state/another-server', 3, 'another Coder server'],
])('%s ends with %i', async (scenario, code, words) => {
  const { exit, stdout } = await ask(scenario, '-o', 'json');
  expect(exit).toBe(code);
  expect(stdout).toContain(words);
  expect(stdout).not.toContain(SECRET);
});

describe('a folder that is wrong', () => {
  const HINT = '(name the folder with the *.tf files that declare the templates)';
  it.each<[string, () => readonly string[], string]>([
    ['not there', () => ['--terraform', '/nonexistent/x'], `/nonexistent/x cannot be read: it does not exist ${HINT}`],
    ['a file', () => ['--terraform', join(configuration(), 'main.tf')], `cannot be read: it is no folder ${HINT}`],
    ['empty', () => ['--terraform', folderOf({ 'README.md': '' })], `holds no configuration of Terraform ${HINT}`],
    ['named by nothing', () => ['--terraform', ' '], `--terraform names no folder ${HINT}`],
    [
      'beside --no-programs',
      () => ['--terraform', configuration(), '--no-programs'],
      '--terraform starts a program, and --no-programs means none (leave one of them out)',
    ],
  ])('%s ends with one line', async (_, args, line) => {
    const { exit, stdout, stderr } = await runCommand(['diagnose', 'coder', ...args()]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('has no place beside a topic that has no use for it', async () => {
    const { exit, stderr } = await runCommand(['diagnose', '-n', 'coder', '--terraform', configuration()]);
    expect(exit).toBe(2);
    expect(stderr).toContain('reads no state of Terraform (leave --terraform out)');
  });
});

test('the plan has it only where a folder is named', async () => {
  const plan = async (...args: readonly string[]) =>
    (await runCommand(['diagnose', 'coder', '--plan', ...args])).stdout;
  expect(await plan()).not.toContain('terraform show');
  expect(await plan('--terraform', configuration())).toContain('terraform show -json in folder');
});
