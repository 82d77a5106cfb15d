import { readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { reportBug } from '../../src/commands/bug.ts';
import type { Io } from '../../src/commands/io.ts';
import { fakeTerminal } from '../terminal/fixtures/fake-stream.ts';
import { runCommand } from '../support/run-command.ts';

function report(error: unknown) {
  const { stream, text } = fakeTerminal();
  const code = reportBug(error, { stderr: stream } as unknown as Io);
  const [, file = ''] = /its stack is in (\S+)\n/.exec(text()) ?? [];
  onTestFinished(() => {
    if (file !== '') rmSync(dirname(file), { recursive: true });
  });
  return { code, line: text(), file, saved: readFileSync(file, 'utf8') };
}

test('a bug is one line and a file with its stack, which nobody else may read', () => {
  const { code, line, file, saved } = report(new TypeError('x is not\na function'));
  expect(code).toBe(2);
  expect(line).toMatch(/^kubedoc: this is a bug in kubedoc: x is not\S* ?a function; its stack is in \S+\n$/);
  expect(saved).toMatch(/^\s+at .*bug\.test\.ts/m);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

const JWT = ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJzeXN0ZW06c2VydmljZSJ9', 'c2lnbmF0dXJl'].join('.');
const SECRETS = [
  ['a bearer token', 'Authorization: Bearer hunter2', 'hunter2'],
  ['a login', 'header basic aHVudGVyOjI=', 'aHVudGVyOjI='],
  ['a password in an address', 'GET https://ann:hunter2@db.example/x', 'hunter2'],
  ['a web token', `token ${JWT} refused`, JWT],
  ['a long encoded text', `key ${'Ab1+'.repeat(20)}==`, 'Ab1+'.repeat(12)],
] as const;

test.each(SECRETS)('%s stands neither in the line nor in the file', (_what, message, secret) => {
  const { line, saved } = report(new Error(message));
  expect(line).not.toContain(secret);
  expect(saved).not.toContain(secret);
});

test('what is thrown need not be an error', () => {
  expect(report('plain words').line).toContain('this is a bug in kubedoc: plain words;');
});

test('no control character comes out', () => {
  expect(report(new Error('\u001b[31mred')).line).not.toContain('\u001b');
});

test('a command that breaks ends with it, and with no stack', async () => {
  const outcome = await runCommand(['hr', 'recover', '--plan'], {
    runbooks: () => {
      throw new RangeError('broken on purpose');
    },
  });
  expect(outcome).toMatchObject({ exit: 2, stdout: '' });
  expect(outcome.stderr).toMatch(/^kubedoc: this is a bug in kubedoc: broken on purpose; its stack is in (\S+)\n$/);
  rmSync(dirname(/(\S+)\n$/.exec(outcome.stderr)?.[1] ?? ''), { recursive: true });
});
