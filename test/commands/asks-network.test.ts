import { describe, expect, it } from 'vitest';
import type { DiagnoseIntent } from '../../src/cli/diagnose-command.ts';
import { asksNetwork } from '../../src/commands/asks-network.ts';
import { runCommand } from '../support/run-command.ts';

const NAMED = 'shop/deployment/web';
const FOLDER = 'test/scenarios/application/host-answers';

function asks(network: boolean | undefined, target: string | undefined, there: 'live' | 'recorded' | 'none') {
  return asksNetwork({ network, target } as DiagnoseIntent, { network: there });
}

describe('whether hosts and names are asked from here', () => {
  it.each([
    [undefined, NAMED, 'live', true],
    [undefined, NAMED, 'recorded', true],
    [undefined, NAMED, 'none', false],
    [undefined, undefined, 'live', false],
    [true, undefined, 'live', true],
    [true, undefined, 'none', true],
    [false, NAMED, 'live', false],
  ] as const)('%s with target %s, %s: %s', (network, target, there, answer) => {
    expect(asks(network, target, there)).toBe(answer);
  });

  it('is told in the plan, and only there where it would be done', async () => {
    const plan = async (...args: readonly string[]) => (await runCommand(['diagnose', ...args, '--plan'])).stdout;
    expect(await plan('-n', 'shop')).not.toMatch(/^ {2}(http|dns) /m);
    expect(await plan('-n', 'shop', '--network')).toMatch(/^ {2}http hostUrl/m);
    expect(await plan('workload', NAMED)).toMatch(/^ {2}dns {2}A of refs\.host/m);
    expect(await plan('workload', NAMED, '--no-network')).not.toMatch(/^ {2}(http|dns) /m);
  });

  it('uses what a folder holds of their answers, for one workload', async () => {
    const { exit, stdout } = await runCommand(['diagnose', 'workload', NAMED, '--from', FOLDER, '-o', 'json']);
    expect(exit).toBe(0);
    expect(stdout).toContain('https://shop.example.org/ answers 200');
  });

  it.each([[['-n', 'shop']], [['workload', NAMED, '--no-network']]])('is not done with %j', async (args) => {
    const { exit, stdout } = await runCommand(['diagnose', ...args, '--from', FOLDER, '-o', 'json']);
    expect(exit).toBe(0);
    expect(stdout).toContain('with --network that is done, from this machine');
    expect(stdout).not.toContain('answers 200');
  });
});
