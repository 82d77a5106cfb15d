import { describe, expect, test } from 'vitest';
import { drivenCommands } from '../faults/commands.ts';
import { folderOf, runCommand, serveExample, type Outcome } from '../support/run-command.ts';

/** One line that a person can act on, the last on stderr: no stack, and nothing on stdout. */
function expectOneLine({ stdout, stderr }: Outcome, says: RegExp): void {
  expect(stdout).toBe('');
  const line = stderr.trimEnd().split('\n').at(-1);
  expect(line).toMatch(/^kubedoc: \S/);
  expect(line).toMatch(says);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+|bug in kubedoc/m);
}

describe.each(drivenCommands)('$name', ({ args }) => {
  test.each<[string, (folder: string) => string, RegExp]>([
    ['a folder that does not exist', (folder) => `${folder}/nothing`, /there is no folder/],
    ['a folder without a cluster', (folder) => folder, /holds no Kubernetes objects/],
    ['a file for a folder', (folder) => `${folder}/file`, /is a file, not a folder/],
  ])('with %s', async (_what, place, says) => {
    const outcome = await runCommand([...args, '--from', place(folderOf({ file: 'hello' }))]);
    expectOneLine(outcome, says);
    expect(outcome.exit).toBe(2);
  });

  test.each([
    ['YAML', { 'pods.yaml': 'a: [' }, /pods\.yaml:\d+:\d+: /],
    ['JSON', { 'pods.json': '{"a": ' }, /pods\.json:\d+:\d+: /],
    ['a snapshot file', { 'snapshot.yaml': 'capturedAt: yesterday' }, /snapshot\.yaml:1:13: capturedAt is a time/],
    ['answers', { 'snapshot.yaml': '{}', 'answers.yaml': '- yes' }, /answers\.yaml:1:1: answers are a map/],
  ])('with a folder with broken %s', async (_what, files, says) => {
    const outcome = await runCommand([...args, '--from', folderOf(files)]);
    expectOneLine(outcome, says);
    expect(outcome.exit).toBe(2);
  });

  test('with a silent server and a time limit that is shorter than the limit of a request', async () => {
    const { kubeconfig } = await serveExample('healthy', { fault: { kind: 'silent' } });
    const outcome = await runCommand([...args, '--kubeconfig', kubeconfig, '--time-limit', '100ms']);
    expectOneLine(outcome, /gave no answer within the time limit/);
    expect(outcome.exit).toBe(4);
  });
});
