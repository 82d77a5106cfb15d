import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { runProgram, startProgram } from '../support/program.ts';
import { root } from '../support/shipped.ts';
import { exampleFolder, runCommand, serveExample } from '../support/run-command.ts';

const schema = JSON.parse(readFileSync(join(root, 'schemas', 'report.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

/** What each bundled cluster comes to: exit code, verdict, and the code and confidence of its findings. */
const EXAMPLES: Readonly<Record<string, readonly [exit: number, verdict: string, findings: readonly string[]]>> = {
  decoy: [0, 'healthy', []],
  healthy: [0, 'healthy', []],
  'rollout-does-not-fit': [1, 'problem', ['rollout-does-not-fit confirmed']],
  'rollout-rolled-back': [1, 'problem', ['rollout-does-not-fit likely']],
};

interface Report {
  readonly verdict: string;
  readonly findings: readonly { readonly code: string; readonly confidence: string }[];
}

test('every bundled cluster is in the table', () => {
  expect(readdirSync(exampleFolder('.')).toSorted()).toEqual(Object.keys(EXAMPLES).toSorted());
});

describe.each(Object.entries(EXAMPLES))('%s', (name, [exit, verdict, findings]) => {
  test('as JSON is valid, the same again, and the same from a folder and through a kubeconfig', async () => {
    const demo = await runProgram(['demo', name, '-o', 'json']);
    expect(demo).toMatchObject({ exit, stderr: '' });
    const report = JSON.parse(demo.stdout) as Report;
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.verdict).toBe(verdict);
    expect(report.findings.map(({ code, confidence }) => `${code} ${confidence}`)).toEqual(findings);

    const { kubeconfig } = await serveExample(name);
    const ways = await Promise.all([
      runProgram(['demo', name, '--output=json', '--no-input']),
      runCommand(['helmrelease', 'recover', '-o', 'json', '--from', exampleFolder(name)]),
      runCommand(['helmrelease', 'recover', '-o', 'json', '--from', `${exampleFolder(name)}/`]),
      runCommand(['hr', 'recover', '-o', 'json', '--no-programs', '--kubeconfig', kubeconfig]),
      runCommand(['hr', 'recover', '-A', '-o', 'json', '--no-programs'], { env: { KUBECONFIG: kubeconfig } }),
    ]);
    for (const way of ways) expect(way).toMatchObject({ exit, stdout: demo.stdout });
  });

  test('holds no address, no place on this machine and no control character', async () => {
    const { kubeconfig, server } = await serveExample(name);
    for (const output of ['json', 'markdown', 'table']) {
      const { stdout } = await runCommand(['hr', 'recover', '-o', output, '--kubeconfig', kubeconfig]);
      expect(stdout).not.toMatch(/127\.0\.0\.1|localhost|\/tmp\//);
      // With its colon: the digits alone may stand in a resource version or a nanosecond.
      expect(stdout).not.toContain(`:${String(server.port)}`);
      expect(stdout).not.toContain(kubeconfig);
      expect(stdout).not.toContain('\u001b');
    }
  });

  test('gives the same table and the same Markdown twice, no line of the table wider than 80 but for commands', async () => {
    for (const output of ['table', 'markdown']) {
      const [first, second] = await Promise.all([1, 2].map(() => runProgram(['demo', name, '-o', output])));
      expect(first).toEqual(second);
      expect(first?.exit).toBe(exit);
      if (output === 'table') expect(tooWide(first?.stdout ?? '')).toEqual([]);
    }
  });

  test('is served for a second kubedoc, until it is interrupted', async () => {
    const demo = await startProgram(['demo', name, '--serve']);
    const kubeconfig = await demo.printed(/^(\S+)\n/);
    const second = await runProgram([
      'helmrelease',
      'recover',
      '--kubeconfig',
      kubeconfig,
      '-o',
      'json',
      '--no-programs',
    ]);
    expect(second).toEqual(await runProgram(['demo', name, '-o', 'json']));
    demo.child.kill('SIGINT');
    expect(await demo.ended).toMatchObject({ exit: 130, signal: null, stdout: `${kubeconfig}\n` });
  });
});

/** Commands are never cut or wrapped, whatever their length. */
function tooWide(table: string): readonly string[] {
  return table.split('\n').filter((line) => line.length > 80 && !/^\s*\$ /.test(line));
}
