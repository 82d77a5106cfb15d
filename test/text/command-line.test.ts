import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildCommand, type CommandWord, type ValueGrammar } from '../../src/text/command-line.ts';
import { fc } from '../support/random.ts';

const run = promisify(execFile);

/** What a POSIX shell makes of the text: every word, ended by NUL. */
async function shellWords(text: string): Promise<string[]> {
  const { stdout } = await run('sh', ['-c', `set -- ${text}\nprintf '%s\\0' "$@"`], {
    env: { PATH: process.env['PATH'] },
  });
  return stdout.split('\0').slice(0, -1);
}

function literals(...words: string[]): CommandWord[] {
  return words.map((literal) => ({ literal }));
}

function argvOf(words: readonly CommandWord[], context: string | null): readonly string[] {
  const built = buildCommand(words, context);
  return built.ok ? built.argv : [`refused: ${built.refused}`];
}

function fits(value: string, grammar: ValueGrammar): boolean {
  return buildCommand([{ literal: 'kubectl' }, { value, grammar }], null).ok;
}

describe('buildCommand', () => {
  it('prints words bare where that is safe and quoted where it is not', () => {
    const words: CommandWord[] = [
      ...literals('kubectl', 'get', 'pod'),
      { value: 'coder-5df88d876c-q5w9b', grammar: 'name' },
      ...literals('-n'),
      { value: 'coder', grammar: 'namespace' },
      ...literals('-o', 'jsonpath={.status.phase}'),
    ];
    expect(buildCommand(words, 'homelab')).toEqual({
      ok: true,
      text: "kubectl get pod coder-5df88d876c-q5w9b -n coder -o 'jsonpath={.status.phase}' --context homelab",
      argv: ['kubectl', 'get', 'pod', 'coder-5df88d876c-q5w9b', '-n', 'coder', '-o', 'jsonpath={.status.phase}'].concat(
        '--context',
        'homelab',
      ),
    });
  });

  it('lets the shell fill in the variable of a header that the author wrote, and no other word', () => {
    const header = 'Coder-Session-Token: $CODER_SESSION_TOKEN';
    const textOf = (...words: CommandWord[]) => {
      const built = buildCommand([{ literal: 'curl' }, ...words], 'homelab');
      return built.ok ? built.text : built.refused;
    };
    expect(textOf(...literals('-H', header))).toBe(`curl -H "${header}"`);
    expect(textOf({ value: header, grammar: 'quoted' })).toBe(`curl '${header}'`);
    for (const other of ['A: $(id)', 'A: $a', 'A: $HOME `id`', '$HOME', 'A: "$HOME', 'A b: $HOME'])
      expect(textOf({ literal: other })).toBe(`curl '${other}'`);
  });

  it('names the context in the words of each program, and to no other program', () => {
    const arn = 'arn:aws:eks:region-1:123456789012:cluster/one';
    expect(argvOf(literals('flux', 'get', 'all'), arn)).toEqual(['flux', 'get', 'all', '--context', arn]);
    expect(argvOf(literals('helm', 'list'), 'a b')).toEqual(['helm', 'list', '--kube-context', 'a b']);
    expect(argvOf(literals('git', 'log'), arn)).toEqual(['git', 'log']);
    expect(argvOf(literals('kubectl', 'get', 'ns'), null)).toEqual(['kubectl', 'get', 'ns']);
  });

  it('puts the context before a separator and never twice', () => {
    const exec = literals('kubectl', 'exec', 'x', '--', 'ls', '--context');
    expect(argvOf(exec, 'c')).toEqual(['kubectl', 'exec', 'x', '--context', 'c', '--', 'ls', '--context']);
    const named = literals('kubectl', '--context', 'mine', 'get', 'ns');
    expect(argvOf(named, 'c')).toEqual(['kubectl', '--context', 'mine', 'get', 'ns']);
    expect(argvOf(literals('helm', '--kube-context=mine', 'list'), 'c')).toEqual([
      'helm',
      '--kube-context=mine',
      'list',
    ]);
  });

  it('does not take a value for an option or for the separator', () => {
    const value = (text: string): CommandWord => ({ value: text, grammar: 'quoted' });
    expect(buildCommand([...literals('kubectl', 'delete', 'pod'), value('--all')], null)).toEqual({
      ok: false,
      refused: '"--all" would be read as an option',
    });
    expect(buildCommand([...literals('kubectl', 'x'), value('--')], 'c').ok).toBe(false);
    expect(argvOf([...literals('kubectl', 'exec', 'x', '--', 'grep'), value('-v')], null)).toContain('-v');
  });

  it.each<[ValueGrammar, string]>([
    ['name', 'coder'],
    ['name', 'sh.helm.release.v1.coder.v12'],
    ['name', 'a'.repeat(253)],
    ['namespace', 'kube-system'],
    ['label-value', ''],
    ['label-value', 'Coder_2.28.1'],
    ['path', 'apps/base/coder/release.yaml'],
    ['path', 'deployment/coder'],
    ['path', '/etc/..data/x'],
    ['quoted', ''],
    ['quoted', `it's "$(x)" \`y\` ~ * ! \\ # é`],
  ])('takes as %s: %s', (grammar, value) => {
    expect(fits(value, grammar)).toBe(true);
  });

  it.each<[ValueGrammar, string]>([
    ['name', ''],
    ['name', 'Coder'],
    ['name', '-coder'],
    ['name', 'coder-'],
    ['name', 'a..b'],
    ['name', 'a/b'],
    ['name', 'coder; rm -rf /'],
    ['name', 'coder\n'],
    ['name', 'a'.repeat(254)],
    ['namespace', 'a.b'],
    ['namespace', 'a'.repeat(64)],
    ['label-value', 'a b'],
    ['label-value', 'a-'],
    ['label-value', 'a'.repeat(64)],
    ['path', ''],
    ['path', '../secret'],
    ['path', 'a/../b'],
    ['path', 'a/..'],
    ['path', 'a b'],
    ['path', '-f'],
    ['path', '~/x'],
    ['quoted', 'a\nb'],
    ['quoted', 'a\tb'],
    ['quoted', 'a\x1b[2J'],
    ['quoted', 'a\u202eb'],
  ])('refuses as %s: %j', (grammar, value) => {
    expect(fits(value, grammar)).toBe(false);
  });

  it('says what it refused without repeating a control character', () => {
    const built = buildCommand([{ literal: 'kubectl' }, { value: 'a\x1b[2J\n', grammar: 'name' }], null);
    expect(built).toEqual({ ok: false, refused: '"a\\u{1b}[2J " is not the name of a Kubernetes object' });
    expect(buildCommand(literals('kubectl'), 'a\nb')).toEqual({
      ok: false,
      refused: 'the context "a b" cannot be printed',
    });
  });

  it('wants a program first', () => {
    expect(buildCommand([], null).ok).toBe(false);
    expect(buildCommand(literals('A=b', 'kubectl'), null).ok).toBe(false);
    expect(buildCommand([{ value: 'kubectl', grammar: 'name' }], null).ok).toBe(false);
  });

  it('means the same words to a shell, whatever the values are', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom("'", '"', '\\', '$(id)', '`id`', '~', '!', '*', ' ', '=', 'é', '#', '&', '\n'))
        .map((all) => all.join('')),
    );
    const value = fc.record({
      value: text,
      grammar: fc.constantFrom<ValueGrammar>('quoted', 'quoted', 'path', 'name', 'label-value'),
    });
    const word: fc.Arbitrary<CommandWord> = fc.oneof(value, fc.record({ literal: text }));
    const program = fc.constantFrom('kubectl', 'flux', 'helm', 'git');
    await fc.assert(
      fc.asyncProperty(program, fc.array(word, { maxLength: 5 }), fc.option(text), async (first, rest, context) => {
        const built = buildCommand([{ literal: first }, ...rest], context);
        if (!built.ok) {
          expect(built.refused).not.toMatch(/\p{Cc}/u);
          return;
        }
        expect(built.text).not.toMatch(/\p{Cc}/u);
        expect(await shellWords(built.text)).toEqual(built.argv);
      }),
      { numRuns: 300 },
    );
  });
});
