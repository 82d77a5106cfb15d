import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/shipped.ts';
import { runProgram } from '../support/program.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the run in the README is what the program prints, parts left out where it says so', async () => {
  const [, command = '', shown = ''] =
    /```console\n\$ node bin\/kubedoc\.js ([^\n]+)\n([\s\S]*?)\n```/.exec(readme) ?? [];
  const { stdout, exit } = await runProgram(command.split(' '), { env: { COLUMNS: '80' } });
  let from = 0;
  for (const part of shown.split('\n  …\n')) {
    const at = stdout.indexOf(part, from);
    expect(at, `not in the output, or not in this place:\n${part}`).toBeGreaterThanOrEqual(0);
    from = at + part.length;
  }
  expect(shown).toContain('ROOT CAUSE  A rolling update needs room');
  expect(exit).toBe(1);
});

test('the run in docs/workshop.md is what the program prints, and needs no cluster', async () => {
  const page = readFileSync(join(root, 'docs/workshop.md'), 'utf8');
  const [, command = '', shown = ''] =
    /```console\n\$ node bin\/kubedoc\.js ([^\n]+)\n([\s\S]*?)\n```/.exec(page) ?? [];
  const { stdout, exit } = await runProgram(command.split(' '), { env: { COLUMNS: '80' } });
  const parts = shown.split(/^ {2}…\n?/m).filter((part) => part !== '');
  expect(parts).toHaveLength(3);
  let from = 0;
  for (const part of parts) {
    const at = stdout.indexOf(part, from);
    expect(at, `not in the output, or not in this place:\n${part}`).toBeGreaterThanOrEqual(0);
    from = at + part.length;
  }
  expect(exit).toBe(1);
});

test('the README names the commands that build, diagnose and test', () => {
  expect(readme).toContain('npm ci && npm run build && node bin/kubedoc.js demo rollout-does-not-fit');
  expect(readme).toContain('npm ci && npm test');
});
