import type { LookupFunction } from 'node:net';
import { expect, test } from 'vitest';
import { kubeconfigTo, runCommand } from '../support/run-command.ts';

const RECOVER = ['helmrelease', 'recover', 'coder/coder'];
const fails = (code: string) => Object.assign(new Error(code), { code });

test('a name that the resolver does not know ends in one line', async () => {
  const asked: string[] = [];
  const lookup: LookupFunction = (name, _options, callback) => {
    asked.push(name);
    callback(fails('ENOTFOUND'), '');
  };
  const kubeconfig = kubeconfigTo('https://api.kubedoc.test:6443');
  const outcome = await runCommand([...RECOVER, '--kubeconfig', kubeconfig], { lookup });
  expect(outcome).toEqual({
    exit: 4,
    stdout: '',
    stderr: expect.stringMatching(
      /^kubedoc: .*the name of the API server cannot be resolved \(ENOTFOUND\).*DNS and VPN.*\n$/,
    ) as string,
  });
  expect(new Set(asked)).toEqual(new Set(['api.kubedoc.test']));
});

test('a kubeconfig that may not be read ends in one line', async () => {
  const readFile = (): never => {
    throw fails('EACCES');
  };
  expect(await runCommand([...RECOVER, '--kubeconfig', '/k/config'], { readFile })).toEqual({
    exit: 2,
    stdout: '',
    stderr:
      'kubedoc: the kubeconfig /k/config cannot be read: permission denied (name another with --kubeconfig FILE)\n',
  });
});

test('a token file that is missing ends in one line, and nothing is asked anonymously', async () => {
  const text = `{"current-context":"a","clusters":[{"name":"a","cluster":{"server":"http://127.0.0.1:1"}}],
    "users":[{"name":"a","user":{"tokenFile":"token"}}],"contexts":[{"name":"a","context":{"cluster":"a","user":"a"}}]}`;
  const readFile = (path: string): string => {
    if (path === '/k/config') return text;
    throw fails('ENOENT');
  };
  const outcome = await runCommand([...RECOVER, '--kubeconfig', '/k/config'], { readFile });
  expect(outcome).toMatchObject({ exit: 4, stdout: '' });
  expect(outcome.stderr).toMatch(
    /^kubedoc: .*the token file of context a gives no token: it does not exist.*\/k\/token.*\n$/,
  );
});
