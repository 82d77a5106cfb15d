import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { parseKubeconfig } from '../../../src/sources/kubernetes/kubeconfig-file.ts';
import type { KubeconfigOptions } from '../../../src/sources/kubernetes/kube-context.ts';
import { listContexts, loadKubeContext } from '../../../src/sources/kubernetes/kubeconfig.ts';
import { readFrom } from './fake-api.ts';
import { fc } from '../../support/random.ts';

const ONE = `
current-context: one
clusters:
- name: shared
  cluster: {server: https://one.test:6443/, certificate-authority: certs/ca.crt}
users:
- name: u
  user: {client-certificate: u.crt, client-key: /abs/u.key}
contexts:
- name: one
  context: {cluster: shared, user: u, namespace: shop}
`;
const TWO = `
current-context: two
clusters:
- name: shared
  cluster: {server: https://two.test}
- name: two
  cluster: {server: https://two.test}
contexts:
- name: two
  context: {cluster: two}
- name: production-west
  context: {cluster: shared}
`;
const FILES = { '/a/one': ONE, '/b/two': TWO, '/a/certs/ca.crt': 'CA', '/a/u.crt': 'CERT', '/abs/u.key': 'KEY' };

function load(options: Partial<KubeconfigOptions>, files: Record<string, string> = FILES) {
  return loadKubeContext({ env: {}, home: '/home/a', readFile: readFrom(files), ...options });
}

function usageError(work: () => unknown): UsageError {
  try {
    work();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const decoded = (data: string | undefined) => Buffer.from(data ?? '', 'base64').toString();

test('reads the flag alone, with paths relative to the file', () => {
  const context = load({ kubeconfig: '/a/one', env: { KUBECONFIG: '/b/two' } });
  expect(context).toMatchObject({ name: 'one', namespace: 'shop', server: 'https://one.test:6443' });
  expect(decoded(context.cluster.caData)).toBe('CA');
  expect(decoded(context.user.certData)).toBe('CERT');
  expect(decoded(context.user.keyData)).toBe('KEY');
});

test('inline certificate data wins over a file', () => {
  const text = ONE.replace('certificate-authority:', 'certificate-authority-data: SU5MSU5F, certificate-authority:');
  expect(decoded(load({ kubeconfig: '/a/one' }, { ...FILES, '/a/one': text }).cluster.caData)).toBe('INLINE');
});

test('merges KUBECONFIG: the first file wins, a missing one and an empty one are skipped', () => {
  const env = { KUBECONFIG: '/a/one:/none::/a/empty:/b/two' };
  const files = { ...FILES, '/a/empty': '' };
  expect(load({ env }, files).name).toBe('one');
  expect(load({ env, context: 'production-west' }, files).server).toBe('https://one.test:6443');
  expect(listContexts({ env, home: '/', readFile: readFrom(files) })).toEqual({
    names: ['one', 'two', 'production-west'],
    current: 'one',
  });
});

test('falls back to the home folder', () => {
  expect(load({}, { '/home/a/.kube/config': TWO }).name).toBe('two');
});

test('a context without a user and without a namespace is legal', () => {
  const context = load({ kubeconfig: '/b/two' });
  expect(context.namespace).toBe('default');
  expect(context.user.token).toBeUndefined();
});

test('uses the ServiceAccount of a pod only when there is no kubeconfig', () => {
  const root = '/var/run/secrets/kubernetes.io/serviceaccount';
  const files = { [`${root}/token`]: 't', [`${root}/namespace`]: 'tools\n', [`${root}/ca.crt`]: 'CA' };
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
  const context = load({ env }, files);
  expect(context).toMatchObject({ name: 'in-cluster', namespace: 'tools', server: 'https://[fd00::1]:443' });
  expect(context.user.tokenFile).toBe(`${root}/token`);
  expect(load({ env }, { ...files, '/home/a/.kube/config': TWO }).name).toBe('two');
  expect(usageError(() => load({ env: { ...env, KUBECONFIG: '/typo' } }, files)).message).toContain('/typo');
});

test.each([
  ['nothing anywhere', {}, {}, /^no kubeconfig found: looked for \/home\/a\/.kube\/config$/, /--kubeconfig FILE/],
  ['a flag that leads nowhere', { kubeconfig: '/none' }, {}, /^there is no kubeconfig \/none$/, /--kubeconfig/],
  ['an empty file', { kubeconfig: '/f' }, { '/f': '\n' }, /\/f \(an empty file\) holds no contexts/, /--kubeconfig/],
  ['a scalar', { kubeconfig: '/f' }, { '/f': 'hello' }, /\/f is not a mapping/, /mend/],
  [
    'broken YAML',
    { kubeconfig: '/f' },
    { '/f': 'a:\n  token: "SECRET\n' },
    /\/f:3:1 is not YAML: missing char/,
    /mend/,
  ],
  ['an alias to nowhere', { kubeconfig: '/f' }, { '/f': 'clusters: *x' }, /\/f has YAML aliases/, /mend/],
  ['clusters as text', { kubeconfig: '/f' }, { '/f': 'clusters: x' }, /\/f: clusters is not a list/, /mend/],
  [
    'a number as token',
    { kubeconfig: '/f' },
    { '/f': 'users: [{name: u, user: {token: 12}}]' },
    /\/f: users\[0\]\.user\.token is not text/,
    /mend/,
  ],
  [
    'no current context',
    { kubeconfig: '/f' },
    { '/f': TWO.replace('current-context: two', '') },
    /names no current context/,
    /--context: two, production-west/,
  ],
  [
    'a misspelt context',
    { kubeconfig: '/b/two', context: 'prodution-west' },
    FILES,
    /^no context prodution-west in the kubeconfig; did you mean production-west\?$/,
    /two, production-west/,
  ],
  [
    'a context like no other',
    { kubeconfig: '/b/two', context: 'zzzzzz' },
    FILES,
    /^no context zzzzzz in the kubeconfig$/,
    /two, production-west/,
  ],
  [
    'a certificate file that is gone',
    { kubeconfig: '/a/one' },
    { '/a/one': ONE },
    /certificate or key file \/a\/certs\/ca.crt, which cannot be read: it does not exist$/,
    /mend the path/,
  ],
  [
    'a server that is no address',
    { kubeconfig: '/f' },
    { '/f': TWO.replaceAll('https://two.test', 'two.test') },
    /cluster two .* not an http\(s\) address/,
    undefined,
  ],
  [
    'a cluster that is not there',
    { kubeconfig: '/f' },
    { '/f': TWO.replace('cluster: two', 'cluster: three') },
    /names the cluster three/,
    undefined,
  ],
  [
    'groups without a user to act as',
    { kubeconfig: '/a/one', asGroups: ['g'] },
    FILES,
    /--as-group needs --as/,
    /--as NAME/,
  ],
])('refuses %s', (_what, options, files, message, hint) => {
  const error = usageError(() => load(options, files));
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('\n');
  expect(error.message).not.toContain('SECRET');
  if (hint) expect(error.hint).toMatch(hint);
});

test.each([
  ['token', 'token'],
  ['certificate authority', 'ca.crt'],
])('a pod whose ServiceAccount is mounted without its %s', (_what, file) => {
  const root = '/var/run/secrets/kubernetes.io/serviceaccount';
  const files = { [`${root}/token`]: 't', [`${root}/ca.crt`]: 'CA' };
  const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
  const rest = Object.fromEntries(Object.entries(files).filter(([path]) => path !== `${root}/${file}`));
  const error = usageError(() => load({ env }, rest));
  expect(error.message).toBe(
    `no kubeconfig found: looked for /home/a/.kube/config; this is a pod, but its ServiceAccount is not mounted (${root}/${file} cannot be read)`,
  );
  expect(error.hint).toContain('automountServiceAccountToken');
});

test('a certificate authority that may not be read', () => {
  const readFile = (path: string) => {
    if (path === '/a/one') return ONE;
    throw Object.assign(new Error('no'), { code: 'EACCES' });
  };
  expect(usageError(() => load({ kubeconfig: '/a/one', readFile })).message).toBe(
    'the kubeconfig names the certificate or key file /a/certs/ca.crt, which cannot be read: permission denied',
  );
});

test('paths in a kubeconfig that is itself named relatively stay paths', () => {
  const text = 'users: [{name: u, user: {tokenFile: t, exec: {command: ./login}}}]';
  const user = parseKubeconfig(text, 'config').users.get('u');
  expect(user?.exec?.command).toBe(join(process.cwd(), 'login'));
  expect(user?.tokenFile).toBe(join(process.cwd(), 't'));
});

test('says why a file cannot be read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const real = usageError(() => loadKubeContext({ kubeconfig: folder, env: {}, home: '/' }));
  expect(real.message).toBe(`the kubeconfig ${folder} cannot be read: it is a folder`);
  const readFile = () => {
    throw Object.assign(new Error('no'), { code: 'EACCES' });
  };
  expect(usageError(() => load({ kubeconfig: '/f', readFile })).message).toMatch(/permission denied$/);
});

test('resolves a plugin command with a slash against the file, and leaves a bare one to the PATH', () => {
  const withCommand = (command: string) =>
    parseKubeconfig(`users: [{name: u, user: {exec: {command: ${command}, args: [a]}}}]`, '/a/one').users.get('u')
      ?.exec;
  expect(withCommand('./bin/login')?.command).toBe('/a/bin/login');
  expect(withCommand('aws')?.command).toBe('aws');
  expect(withCommand('/opt/login')?.command).toBe('/opt/login');
});

test('takes every impersonation header from the kubeconfig, and none of them beside --as', () => {
  const user = `{as: eve, as-uid: u1, as-groups: [a, b], as-user-extra: {"acme.io/team": [x, y]}}`;
  const files = { '/f': ONE.replace(/user: \{client.*\}/, `user: ${user}`), '/certs/ca.crt': 'CA' };
  expect(load({ kubeconfig: '/f' }, files).impersonation).toEqual({
    'Impersonate-User': 'eve',
    'Impersonate-Uid': 'u1',
    'Impersonate-Group': ['a', 'b'],
    'Impersonate-Extra-acme.io%2Fteam': ['x', 'y'],
  });
  expect(load({ kubeconfig: '/f', as: 'bob', asGroups: ['g'] }, files).impersonation).toEqual({
    'Impersonate-User': 'bob',
    'Impersonate-Group': ['g'],
  });
});

test('any text is either a kubeconfig or a usage error of one line', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,&*!|>- \n\'"#%@a1')) }),
        fc.json(),
        fc.constantFrom(ONE, TWO).map((text) => text.slice(0, 60)),
      ),
      (text) => {
        try {
          parseKubeconfig(text, '/f');
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      },
    ),
  );
});
