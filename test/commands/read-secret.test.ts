import { describe, expect, it } from 'vitest';
import { refusedSecret } from '../../src/commands/asked-secret.ts';
import { runCommand, serveExample } from '../support/run-command.ts';
import { root } from '../support/shipped.ts';

const FOLDER = 'test/scenarios/coder-database';
const ALLOWED = ['--read-secret', 'coder/coder-db-url/url'];
/** The password of the stories, and how it stands in a Secret. */
const MARK = /hunter2|aHVudGVyM/;

const ask = (story: string, ...args: readonly string[]) =>
  runCommand(['diagnose', 'coder', '--from', `${FOLDER}/${story}`, ...args]);

describe('a Secret that may be read', () => {
  it.each([['table'], ['json'], ['markdown']])('shows where the database is and no password, as %s', async (format) => {
    const { exit, stdout, stderr } = await ask('at-aws', ...ALLOWED, '-o', format, '-v');
    expect(exit).toBe(0);
    expect(stdout).toContain('coder-prod');
    expect(stdout + stderr).not.toMatch(MARK);
  });

  it.each(['unescaped', 'no-address', 'as-words', 'written-out', 'sslmode-unknown', 'service-missing'])(
    'leaves no password behind in %s, as table, JSON, Markdown and tree',
    async (story) => {
      const formats = [['-o', 'table'], ['-o', 'json'], ['-o', 'markdown'], ['--tree']];
      for (const format of formats) {
        const { stdout, stderr } = await ask(story, ...ALLOWED, ...format, '-v');
        expect(stdout + stderr).not.toMatch(MARK);
      }
    },
  );

  it('is asked for by itself, and by nobody who was not allowed to', async () => {
    const { server, kubeconfig } = await serveExample(`${root}/${FOLDER}/at-aws`);
    const live = ['diagnose', 'coder', '--kubeconfig', kubeconfig];
    const content = () =>
      server
        .requests()
        .filter(({ path, accept }) => path.includes('/secrets') && !accept.includes('PartialObjectMetadata'));
    await runCommand(live);
    expect(content()).toEqual([]);
    await runCommand([...live, ...ALLOWED]);
    expect(content().map(({ path }) => path)).toEqual(['/api/v1/namespaces/coder/secrets/coder-db-url']);
  });

  it('that the cluster does not let be read is told with the right that it takes', async () => {
    const { exit, stdout } = await ask('denied', ...ALLOWED);
    expect(exit).toBe(3);
    expect(stdout).toContain('get secrets coder-db-url in namespace coder');
  });

  it('is in the plan only where it was allowed, and the role says so', async () => {
    const plan = async (...args: readonly string[]) =>
      (await runCommand(['diagnose', 'coder', '--plan', ...args])).stdout;
    expect(await plan()).not.toContain('secretParts');
    expect(await plan(...ALLOWED)).toContain('get  secrets, in secretParts[0]');
    expect(await plan('--role')).toMatch(/secrets only the metadata is read; RBAC/);
    expect(await plan('--role', ...ALLOWED)).toContain('but for the one Secret that is named');
  });
});

describe('a Secret that is wrong', () => {
  it.each([
    ['x', 'Write it as NAMESPACE/NAME/KEY, such as coder/coder-db-url/url.'],
    ['coder/coder-db-url', 'Write it as NAMESPACE/NAME/KEY'],
    ['coder/../nodes', 'Write it as NAMESPACE/NAME/KEY'],
    ['coder/coder-db-ur/url', 'there is no Secret coder/coder-db-ur (did you mean coder-db-url?)'],
    ['coder/coder-db-url/uri', 'Secret coder/coder-db-url has no key uri (did you mean url?)'],
    ['coder/coder-db-url/password', 'Secret coder/coder-db-url has no key password (there: url)'],
    ['nowhere/x/url', 'there is no Secret nowhere/x'],
  ])('%s ends with one line', async (typed, line) => {
    const { exit, stdout, stderr } = await ask('at-aws', '--read-secret', typed);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('holds no address, which is not quoted', async () => {
    const { exit, stderr } = await ask('no-address', ...ALLOWED);
    expect(exit).toBe(2);
    expect(stderr).toContain('key url of Secret coder/coder-db-url holds no address of a PostgreSQL database');
    expect(stderr).not.toMatch(MARK);
  });

  it('has no place beside a topic that reads none', async () => {
    const { exit, stderr } = await runCommand(['diagnose', '-n', 'coder', '--from', `${FOLDER}/at-aws`, ...ALLOWED]);
    expect(exit).toBe(2);
    expect(stderr).toContain('reads no Secret (leave --read-secret out)');
  });
});

it('nothing but the very key that was named is read', () => {
  const named = { namespace: 'coder', name: 'coder-db-url', key: 'url' };
  const query = { from: 'address', ...named } as const;
  expect(refusedSecret(query, named)).toBeUndefined();
  expect(refusedSecret({ from: 'stats', node: 'a' }, undefined)).toBeUndefined();
  for (const other of [undefined, { ...named, key: 'x' }, { ...named, name: 'x' }, { ...named, namespace: 'x' }])
    expect(refusedSecret(query, other)).toMatchObject({ state: 'failed', unasked: true });
});
