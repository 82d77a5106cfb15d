import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand, serveExample } from '../support/run-command.ts';

function configuration(text: string): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-aws-'));
  writeFileSync(join(folder, 'config'), text);
  return { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
}

test('an unknown profile is refused, and the nearest is told', async () => {
  const { kubeconfig } = await serveExample('healthy');
  const env = configuration('[default]\n[profile workshop]\n[profile home]\n');
  const args = ['hr', 'recover', '--kubeconfig', kubeconfig, '--aws-profile'];
  const { exit, stderr, stdout } = await runCommand([...args, 'workshpo'], { env });
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain('no profile workshpo in the AWS configuration; did you mean workshop?');
  expect(stderr).toContain('default, home, workshop');
  expect((await runCommand([...args, 'workshop'], { env })).exit).toBe(0);
});

test('a region that is none is refused, and the nearest is told', async () => {
  const { exit, stderr } = await runCommand(['diagnose', '-A', '--aws-region', 'eu-centrl-1']);
  expect(exit).toBe(2);
  expect(stderr).toContain('Did you mean eu-central-1?');
});
