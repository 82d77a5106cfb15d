import { describe, expect, test } from 'vitest';
import { register } from '../../src/cli/command-spec.ts';
import type { CommonOptions } from '../../src/cli/common-options.ts';
import { demoCommand } from '../../src/cli/demo-command.ts';
import { lintCommand } from '../../src/cli/lint-command.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import { recoverCommand } from '../../src/cli/recover-command.ts';
import { parseSeconds } from '../../src/cli/values.ts';
import { UsageError } from '../../src/model/errors.ts';
import { fc } from '../support/random.ts';

/** A command and what it is to do. */
type Intent = readonly [command: string, intent: object];

const registered = [
  register(recoverCommand, (intent): Intent => ['recover', intent]),
  register(lintCommand, (intent): Intent => ['lint', intent]),
  register(demoCommand, (intent): Intent => ['demo', intent]),
];

const DEFAULTS: CommonOptions = {
  context: undefined,
  namespace: undefined,
  allNamespaces: false,
  kubeconfig: undefined,
  as: undefined,
  asGroups: [],
  requestTimeout: 10,
  timeLimit: 60,
  output: 'table',
  from: undefined,
  report: undefined,
  answers: {},
  input: true,
  programs: true,
  awsProfile: undefined,
  awsRegion: undefined,
  nodeStats: false,
  readSecret: undefined,
  terraform: undefined,
  plan: 'no',
  verbose: false,
};

function recover(
  target?: string,
  options: Partial<CommonOptions> = {},
  verify?: number,
  steady?: number | 'interval',
): Intent {
  return ['recover', { target, verify, steady, helmHistory: false, options: { ...DEFAULTS, ...options } }];
}

function withHelmHistory(): Intent {
  const none = { target: undefined, verify: undefined, steady: undefined };
  return ['recover', { ...none, helmHistory: true, options: DEFAULTS }];
}

function demo(name?: string, options: Partial<CommonOptions> = {}, serve = false): Intent {
  return ['demo', { name, serve, options: { ...DEFAULTS, ...options } }];
}

function lint(places: readonly string[], output = 'text'): Intent {
  return ['lint', { places, output }];
}

test.each<[string, Intent]>([
  ['helmrelease recover', recover()],
  ['hr recover', recover()],
  ['hr recover coder/coder', recover('coder/coder')],
  ['hr recover coder -n apps', recover('coder', { namespace: 'apps' })],
  ['hr recover -n apps coder', recover('coder', { namespace: 'apps' })],
  ['hr recover --namespace=apps', recover(undefined, { namespace: 'apps' })],
  ['hr recover --node-stats', recover(undefined, { nodeStats: true })],
  ['hr recover --no-programs', recover(undefined, { programs: false })],
  ['hr recover --read-helm-history', withHelmHistory()],
  ['hr recover -A', recover(undefined, { allNamespaces: true })],
  ['hr recover --context prod', recover(undefined, { context: 'prod' })],
  ['hr recover --kubeconfig /k', recover(undefined, { kubeconfig: '/k' })],
  ['hr recover --as ann --as-group a --as-group b', recover(undefined, { as: 'ann', asGroups: ['a', 'b'] })],
  ['hr recover --request-timeout 300ms', recover(undefined, { requestTimeout: 0.3 })],
  ['hr recover --request-timeout 5', recover(undefined, { requestTimeout: 5 })],
  ['hr recover --time-limit=1m30s', recover(undefined, { timeLimit: 90 })],
  ['hr recover -o json', recover(undefined, { output: 'json' })],
  ['hr recover -ojson', recover(undefined, { output: 'json' })],
  ['hr recover --output markdown', recover(undefined, { output: 'markdown' })],
  ['hr recover --from folder', recover(undefined, { from: 'folder' })],
  ['hr recover --report r.md', recover(undefined, { report: 'r.md' })],
  ['hr recover --answer a=b --answer c-d=e=f', recover(undefined, { answers: { a: 'b', 'c-d': 'e=f' } })],
  ['hr recover --no-input', recover(undefined, { input: false })],
  ['hr recover --plan', recover(undefined, { plan: 'lookups' })],
  ['hr recover --plan --role', recover(undefined, { plan: 'role' })],
  ['hr recover -v', recover(undefined, { verbose: true })],
  ['hr recover a/b --verify', recover('a/b', {}, 600)],
  ['hr recover --verify a/b', recover('a/b', {}, 600)],
  ['hr recover --verify 5m a/b', recover('a/b', {}, 300)],
  ['hr recover a/b --verify=90', recover('a/b', {}, 90)],
  ['hr recover a/b --verify=90 --steady', recover('a/b', {}, 90, 'interval')],
  ['hr recover --verify --steady a/b', recover('a/b', {}, 600, 'interval')],
  ['hr recover a/b --verify=90 --steady 30s', recover('a/b', {}, 90, 30)],
  ['hr recover --verify -n a b', recover('b', { namespace: 'a' }, 600)],
  ['demo', demo()],
  ['demo healthy', demo('healthy')],
  ['demo healthy --serve', demo('healthy', {}, true)],
  ['demo -o json healthy', demo('healthy', { output: 'json' })],
  ['runbook lint a.yaml', lint(['a.yaml'])],
  ['runbook lint a.yaml b/ -', lint(['a.yaml', 'b/', '-'])],
  ['runbook lint -o json -', lint(['-'], 'json')],
])('%s', (line, intent) => {
  expect(parseArguments(line.split(' '), registered)).toEqual({ is: 'chosen', choice: intent });
});

test.each([
  ['demi', /^there is no command demi$/, 'did you mean demo?'],
  ['hr recovr', /^there is no command recovr$/, 'did you mean recover?'],
  ['diagnose', /^there is no command diagnose$/, 'commands: helmrelease, runbook, demo'],
  ['hr recover a b', /too many arguments/, undefined],
  ['hr recover --contxt a', /^unknown option '--contxt' \(Did you mean --context\?\)$/, undefined],
  ['hr recover --context', /argument missing/, undefined],
  ['hr recover -n a -A', /^-n and -A contradict each other$/, undefined],
  ['hr recover --role', /^--role goes with --plan$/, undefined],
  ['hr recover -o jsn', /Formats: table, json, markdown\. Did you mean json\?/, undefined],
  ['hr recover -o xml', /Formats: table, json, markdown\.$/, undefined],
  ['hr recover --answer yes', /Write it as KEY=VALUE/, undefined],
  ['hr recover --answer =yes', /Write it as KEY=VALUE/, undefined],
  ['hr recover --answer a=', /Write it as KEY=VALUE/, undefined],
  ['hr recover --time-limit soon', /Write it as 30s, 5m or 1h/, undefined],
  ['hr recover --time-limit 0', /Write it as 30s/, undefined],
  ['hr recover --time-limit 0.1ms', /Write it as 30s/, undefined],
  ['hr recover --time-limit 169h', /at most 168h/, undefined],
  ['hr recover --time-limit 99999999999', /at most 168h/, undefined],
  ['hr recover a/b --steady', /--steady is about --verify/, undefined],
  ['hr recover --verify=soon a/b', /Write it as 30s/, undefined],
  ['hr recover --from f --kubeconfig k', /so --kubeconfig has no place beside it$/, undefined],
  ['hr recover --from f --context c', /so --context has no place beside it$/, undefined],
  ['hr recover --from f --as a', /so --as has no place beside it$/, undefined],
  ['hr recover --from f --as-group a', /so --as-group has no place beside it$/, undefined],
  ['demo a b', /too many arguments/, undefined],
  ['runbook lint', /missing required argument 'file'/, undefined],
  ['runbook lint a.yaml -o yaml', /Formats: text, json\.$/, undefined],
  ['runbook lnt a.yaml', /^there is no command lnt$/, 'did you mean lint?'],
  ['demo a --from b', /^unknown option '--from'/, undefined],
  ['demo a --kubeconfig b', /^unknown option '--kubeconfig'/, undefined],
])('%s is refused', (line, message, hint) => {
  const error = refusal(line.split(' '));
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('\n');
  expect(error.hint).toBeDefined();
  if (hint !== undefined) expect(error.hint).toBe(hint);
});

function refusal(argv: readonly string[]): UsageError {
  try {
    parseArguments(argv, registered);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error(`${argv.join(' ')} was not refused`);
}

test('whatever is typed is an intent or a usage error', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'hr',
      'helmrelease',
      'recover',
      'demo',
      'runbook',
      'lint',
      '--verify',
      '-n',
      '-A',
      '-o',
      'json',
      '--',
      '-h',
      '--plan',
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      try {
        expect(['print', 'chosen']).toContain(parseArguments(argv, registered).is);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        expect(error.message).not.toMatch(/\n/);
      }
    }),
  );
});

test('a duration is between a millisecond and a week', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        const seconds = parseSeconds(text);
        expect(seconds >= 0.001 && seconds <= 604_800).toBe(true);
      } catch (error) {
        expect(String(error)).toContain('Write it as');
      }
    }),
  );
  expect(['300ms', '1h', '2m0.5s', '7'].map(parseSeconds)).toEqual([0.3, 3600, 120.5, 7]);
});

function help(...argv: string[]): string {
  const parsed = parseArguments(argv, registered);
  if (parsed.is !== 'print') throw new Error('no help');
  return parsed.text;
}

describe('help', () => {
  const PAGES = [
    [],
    ['--help'],
    ['hr'],
    ['hr', '--help'],
    ['hr', 'recover', '-h'],
    ['demo', '--help'],
    ['runbook', 'lint', '-h'],
  ];

  test.each(PAGES.map((argv) => ({ argv, line: `kubedoc ${argv.join(' ')}` })))('$line', ({ argv }) => {
    const text = help(...argv);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const code of ['0', '1', '2', '3', '4', '74', '130']) expect(text).toMatch(new RegExp(`^  ${code} +\\S`, 'm'));
    expect(text).not.toMatch(/diagnose|workshop|\[\]|\{\}|default: false/);
  });

  test.each([[['hr', 'recover', '-h']], [['demo', '-h']], [['runbook', 'lint', '-h']], [['-h']], [['hr', '-h']]])(
    '%j has every flag on one line',
    (argv) => {
      const [, options = ''] = /Options:\n((?: .*\n)*)/.exec(help(...argv)) ?? [];
      const lines = options.trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.filter((line) => !/^ {2}(-\w, )?--?[a-z-]+( [<[][a-z=]+[>\]])? {2,}\S/.test(line))).toEqual([]);
    },
  );

  test('of the flags that everything takes is the same everywhere', () => {
    const flags = (text: string) => new Set(text.match(/^ {2}-.*$/gm));
    const extra = [...flags(help('demo', '-h'))].filter((line) => !flags(help('hr', 'recover', '-h')).has(line));
    expect(extra).toEqual(['  --serve                       keep it up, and write a kubeconfig for kubectl']);
  });
});
