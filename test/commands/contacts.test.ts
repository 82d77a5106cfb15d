import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { folderOf, runCommand } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';

const CRASHES = join(root, 'test', 'scenarios', 'coder-start', 'database-password');

/** `diagnose coder` where the database refuses the password, with a profile. */
async function diagnose(profile: string): Promise<{ exit: number; stdout: string; stderr: string }> {
  const file = join(folderOf({ 'kubedoc.yaml': profile }), 'kubedoc.yaml');
  return runCommand(['diagnose', 'coder', '--from', CRASHES, '-o', 'json', '--profile', file]);
}

describe('whom to call', () => {
  it('is reached as the profile says', async () => {
    const { exit, stdout } = await diagnose('contacts: { database: "#dba", coder-support: ticket desk }\n');
    const [first] = (JSON.parse(stdout) as Report).findings;
    expect(exit).toBe(1);
    expect(first?.code).toBe('database-password');
    expect(first?.escalation?.turns.map(({ team, contact }) => [team, contact])).toEqual([
      ['on-call', ''],
      ['database', '#dba'],
      ['coder-support', 'ticket desk'],
    ]);
  });

  it('begins with the level that the profile says for the severity', async () => {
    const { stdout } = await diagnose('escalation: { begin: { P0: L3, P1: L3, P2: L3, P3: L3 } }\n');
    const [first] = (JSON.parse(stdout) as Report).findings;
    expect(first?.escalation?.begin).toBe('L3');
    expect(first?.escalation?.because).toBe(`the profile says so for ${first?.severity ?? ''}`);
  });

  it('is no team that no runbook names: the nearest is said', async () => {
    const { exit, stderr } = await diagnose('contacts: { databse: "#dba" }\n');
    expect(exit).toBe(2);
    expect(stderr).toContain('has a contact of databse, and no runbook names such a team');
    expect(stderr).toContain('did you mean database?');
  });

  it('is told in one line', async () => {
    const { exit, stderr } = await diagnose('contacts: { database: "a\\nb" }\n');
    expect(exit).toBe(2);
    expect(stderr).toContain('is one line of at most 200 characters');
  });
});
