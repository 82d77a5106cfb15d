import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { folderOf, runCommand } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';

const IGNORED = join(root, 'test', 'scenarios', 'coder-figures', 'strategy-ignored');
const CODE = 'coder-values-ignored';
const OBJECT = 'HelmRelease/coder/coder';

/** `diagnose coder` where values do nothing, with an acceptance of it. */
async function diagnose(entry: string, ...more: string[]): Promise<{ exit: number; stdout: string }> {
  const file = join(
    folderOf({ 'kubedoc.yaml': `accepted: [{ ${entry}, reason: they go in March }]\n` }),
    'kubedoc.yaml',
  );
  return runCommand(['diagnose', 'coder', '--from', IGNORED, '--profile', file, ...more]);
}

async function reportOf(entry: string): Promise<Report> {
  return JSON.parse((await diagnose(entry, '-o', 'json')).stdout) as Report;
}

describe('diagnose with accepted findings', () => {
  const entry = `code: ${CODE}, object: ${OBJECT}`;

  it('shows them behind the others with reason and day, and nobody is called', async () => {
    const { exit, stdout } = await diagnose(`${entry}, until: 2999-01-01`);
    expect(stdout).toMatch(/ACCEPTED[^]*until 2999-01-01: they go in March/);
    expect(stdout).not.toContain('hand over');
    expect(exit).not.toBe(1);
  });

  it('has them in its JSON', async () => {
    const { findings } = await reportOf(`${entry}, until: 2999-01-01`);
    expect(findings.map(({ code, accepted }) => [code, accepted])).toEqual([
      [CODE, { reason: 'they go in March', until: '2999-01-01' }],
    ]);
  });

  it('counts one again whose day is over, and says so', async () => {
    const { exit, stdout } = await diagnose(`${entry}, until: 2025-01-01`);
    expect(exit).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('was accepted until 2025-01-01 (they go in March); that is over');
  });

  it('does not take one for another object', async () => {
    const { verdict } = await reportOf(`code: ${CODE}, object: HelmRelease/coder/other, until: 2999-01-01`);
    expect(verdict).toBe('problem');
  });
});
