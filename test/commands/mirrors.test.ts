import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, runCommand, type Outcome } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';

const ECR = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const MIRRORS = `mirrors: [{ from: ghcr.io/example, to: ${ECR}/ghcr/example }]\n`;
const COPY = `crane copy ghcr.io/example/base:latest ${ECR}/ghcr/example/base:latest`;

const workshop = [
  '--participants',
  '5',
  '--start',
  '2025-11-15T19:00:00Z',
  '--duration',
  '2h',
  '--no-input',
  '-o',
  'json',
];

function run(command: readonly string[], story: string, profile: string, ...more: readonly string[]): Promise<Outcome> {
  const from = join(root, 'test/scenarios/mirror-source', story);
  const file = join(folderOf({ 'kubedoc.yaml': profile }), 'kubedoc.yaml');
  return runCommand([...command, '--from', from, '--profile', file, ...more]);
}
const preflight = (story: string, profile: string, ...more: readonly string[]): Promise<Outcome> =>
  run(['workshop', 'preflight', ...workshop], story, profile, ...more);
const diagnose = (story: string, profile: string, ...more: readonly string[]): Promise<Outcome> =>
  run(['diagnose', 'coder', '--no-input', '-o', 'json'], story, profile, ...more);

describe('the mirrors of a profile', () => {
  it('are held against their sources in a preflight', async () => {
    const { stdout } = await preflight('behind', MIRRORS);
    expect(stdout).toContain('mirror-behind');
    expect(stdout).toContain(COPY);
  });

  it('are not known without a profile that names them, and that is told', async () => {
    const { stdout } = await preflight('behind', 'mirrors: []\n');
    expect(stdout).not.toContain('mirror-behind');
    expect(stdout).toContain('is a copy of is not known');
  });

  it('are not asked about where the network is switched off', async () => {
    const { stdout } = await preflight('behind', MIRRORS, '--no-network');
    expect(stdout).not.toContain('mirror-behind');
    expect(stdout).toContain('the network was not to be asked');
  });

  it('are asked about by diagnose coder with --network where one tag has several contents', async () => {
    const [asked, unasked] = [
      await diagnose('contents-differ', MIRRORS, '--network'),
      await diagnose('contents-differ', MIRRORS, '--no-network'),
    ];
    expect(asked.stdout).toContain('mirror-behind');
    expect(asked.stdout).toContain(COPY);
    expect(unasked.stdout).not.toContain('mirror-behind');
    expect(unasked.stdout).toContain('the network was not to be asked');
  });

  it('that are wrong end in one line each and exit code 2', async () => {
    const { exit, stdout, stderr } = await preflight('behind', 'mirrors: [{ from: example, to: ghcr.io }]\n');
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/kubedoc\.yaml:1:19: is a registry with a path/);
  });

  it('are planned as look-ups of registries, and not where the network is switched off', async () => {
    const plan = async (...more: readonly string[]): Promise<string> =>
      (await runCommand(['workshop', 'preflight', '--plan', ...more])).stdout;
    expect(await plan()).toMatch(/registry digest of source/);
    expect(await plan('--no-network')).not.toContain('registry digest');
  });
});
