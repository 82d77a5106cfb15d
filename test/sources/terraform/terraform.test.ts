import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askTerraform } from '../../../src/sources/terraform/terraform.ts';
import { folderOf } from '../../support/run-command.ts';

const LONG = 60_000;
const EMPTY = { state: 'known', value: { templates: [], organisations: [] } };

/** A folder with programs of a few lines of shell, as the PATH. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const files = Object.entries(scripts).map(([name, script]) => [name, `#!/bin/sh\n${script}\n`]);
  const folder = folderOf(Object.fromEntries(files) as Record<string, string>);
  for (const name of Object.keys(scripts)) chmodSync(join(folder, name), 0o755);
  return folder;
}

/** What comes of asking in a folder with these programs, and with more in the environment. */
function ask(scripts: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}, timeoutMs = LONG) {
  const access = { env: { ...env, PATH: `${programs(scripts)}:/usr/bin:/bin` }, timeoutMs };
  return askTerraform({ from: 'terraform', folder: '/tmp' }, { ...access, signal: new AbortController().signal });
}

/** Prints a state with one template, of which a word of the shell is the name. */
const named = (word: string): string =>
  `printf '{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"a","mode":"managed","type":"coderd_template","values":{"name":"%s"},"sensitive_values":{}}]}}}' "${word}"`;

const name = (text: string): object => ({ state: 'known', value: { templates: [{ name: text }] } });

test('it is called with the folder, to show its state as JSON', async () => {
  expect(await ask({ terraform: named('$*') })).toMatchObject(name('-chdir=/tmp show -json'));
});

test('tofu is asked where terraform is not installed', async () => {
  expect(await ask({ tofu: named('$0 $*') })).toMatchObject({
    value: { templates: [{ name: expect.stringMatching(/tofu -chdir=\/tmp show -json$/) as string }] },
  });
});

test('terraform is asked where both are installed, though it fails', async () => {
  expect(await ask({ terraform: 'exit 1', tofu: named('x') })).toMatchObject({ state: 'failed' });
});

test('without either it is told that neither is there', async () => {
  const env = { PATH: programs({}) };
  const signal = new AbortController().signal;
  const fact = await askTerraform({ from: 'terraform', folder: '/tmp' }, { env, timeoutMs: LONG, signal });
  expect(fact).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('neither terraform nor tofu') as string,
  });
});

test('nobody is asked anything, and nobody but the backend is spoken to', async () => {
  const script = named('$TF_IN_AUTOMATION $TF_INPUT $CHECKPOINT_DISABLE');
  expect(await ask({ terraform: script }, { TF_INPUT: '1', CHECKPOINT_DISABLE: '' })).toMatchObject(name('1 0 1'));
});

test('what would change the call or write down what is read is kept from it; credentials and the workspace are not', async () => {
  const script = named('$TF_CLI_ARGS-$TF_CLI_ARGS_show-$TF_LOG-$TF_LOG_PATH-$TF_WORKSPACE-$AWS_PROFILE');
  const env = { TF_CLI_ARGS: 'a', TF_CLI_ARGS_show: 'b', TF_LOG: 'trace', TF_LOG_PATH: '/tmp/x', TF_WORKSPACE: 'blue' };
  expect(await ask({ terraform: script }, { ...env, AWS_PROFILE: 'lab' })).toMatchObject(
    name('-----blue-lab'.slice(1)),
  );
});

test('one that hangs is ended at the limit, and the hint says what helps', async () => {
  expect(await ask({ terraform: 'exec sleep 1000' }, {}, 300)).toEqual({
    state: 'failed',
    reason: 'terraform gave no answer in 0.3 s',
    hint: expect.stringContaining('--request-timeout') as string,
  });
});

test('one that prints too much has failed', async () => {
  expect(await ask({ terraform: 'exec head -c 9000000 /dev/zero' })).toMatchObject({
    state: 'failed',
    reason: 'terraform printed more than can be read',
  });
});

test('what it printed is nowhere when it fails', async () => {
  const fact = await ask({ terraform: 'echo secret-of-stdout; echo secret-of-stderr >&2; exit 1' });
  expect(fact).toMatchObject({ state: 'failed' });
  expect(JSON.stringify(fact)).not.toContain('secret-of');
});

/** A real one, where this machine has it. */
const REAL = ['terraform', 'tofu'].find((program) => spawnSync(program, ['version']).status === 0);
const SKIPPED = REAL === undefined ? ' (skipped: neither terraform nor tofu is installed here)' : '';

function askReal(files: Readonly<Record<string, string>>) {
  const folder = folderOf(files);
  const access = { env: process.env, timeoutMs: LONG, signal: new AbortController().signal };
  return { folder, fact: askTerraform({ from: 'terraform', folder }, access) };
}

test.skipIf(REAL === undefined)(
  `the real program shows an empty state where nothing was applied${SKIPPED}`,
  async () => {
    const { fact } = askReal({ 'main.tf': 'resource "terraform_data" "a" {\n  input = "x"\n}\n' });
    expect(await fact).toEqual(EMPTY);
  },
);

test.skipIf(REAL === undefined)(
  `of a real state nothing but templates is kept, and nothing is written${SKIPPED}`,
  async () => {
    const instance = { schema_version: 0, attributes: { id: 'a', input: { value: 'hunter2', type: 'string' } } };
    const provider = 'provider["terraform.io/builtin/terraform"]';
    const resource = { mode: 'managed', type: 'terraform_data', name: 'a', provider, instances: [instance] };
    const output = { value: 'hunter2', type: 'string', sensitive: true };
    const state = { version: 4, terraform_version: '1.4.0', serial: 1, lineage: 'a', outputs: { o: output } };
    const { folder, fact } = askReal({
      'main.tf': 'resource "terraform_data" "a" {}\n',
      'terraform.tfstate': JSON.stringify({ ...state, resources: [resource] }),
    });
    expect(await fact).toEqual(EMPTY);
    expect(readdirSync(folder).toSorted()).toEqual(['main.tf', 'terraform.tfstate']);
  },
);

test.skipIf(REAL === undefined)(`of a real backend that was not initialised it is told so${SKIPPED}`, async () => {
  const backend = '  backend "s3" {\n    bucket = "x"\n    key    = "y"\n    region = "eu-west-1"\n  }\n';
  const { fact } = askReal({ 'main.tf': `terraform {\n${backend}}\n` });
  expect(await fact).toMatchObject({ state: 'failed', reason: 'the folder was not initialised for its backend' });
});

test.skipIf(REAL === undefined)(`of real providers that are not installed it is told so${SKIPPED}`, async () => {
  const provider = 'provider["registry.terraform.io/coder/coderd"]';
  const instance = { schema_version: 0, attributes: { id: 'a', name: 'hunter2' } };
  const resource = { mode: 'managed', type: 'coderd_template', name: 'a', provider, instances: [instance] };
  const state = { version: 4, terraform_version: '1.4.0', serial: 1, lineage: 'a', outputs: {}, resources: [resource] };
  const { fact } = askReal({ 'terraform.tfstate': JSON.stringify(state), 'main.tf': '' });
  expect(await fact).toMatchObject({ state: 'failed', reason: expect.stringContaining('providers') as string });
});
