import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { probes } from '../../src/probes/index.ts';
import { loadCatalogue } from '../../src/runbook/catalogue.ts';
import { checkRunbooks } from '../../src/runbook/check.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { formatProblem } from '../../src/runbook/problem.ts';
import { RULES } from '../../src/runbook/rules/index.ts';
import { LOADING_RULES } from '../../src/runbook/rules/loading-rules.ts';
import { fc } from '../support/random.ts';

type Path = readonly (string | number)[];
type Container = Record<string | number, unknown>;

const { runbooks, texts } = loadCatalogue('runbooks', probes);
const FILES = [...texts.keys()];
const RULE_NAMES = new Set([...RULES, ...LOADING_RULES].map(({ name }) => name));

/** Values of every type, to stand where another belongs. */
const STRANGERS: readonly unknown[] = [
  null,
  true,
  7,
  -0.5,
  '',
  'next',
  'count(1) +',
  '{nothing.at:all}',
  'a\nb && c',
  [],
  ['x'],
  {},
  { when: 'true' },
  [[{ a: 1 }]],
  '日本🚀',
];

const mutation = fc.record({
  how: fc.constantFrom('delete', 'rename', 'swap', 'letter', 'repeat'),
  at: fc.nat(),
  word: fc.constantFrom('nmae', 'x', 'unknown', 'Ünknown', 'item', '__proto__', 'constructor', 'a b', ''),
  stranger: fc.constantFrom(...STRANGERS),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

describe('a shipped runbook in which something was changed', () => {
  it('is never too much for the checker: what is wrong has its place in the file and a rule', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.array(mutation, { minLength: 1, maxLength: 3 }), (file, mutations) => {
        const value = parse(texts.get(file) ?? '') as Container;
        for (const each of mutations) mutate(value, each);
        const text = stringify(value, { aliasDuplicateObjects: false });
        for (const problem of checkRunbooks([loadRunbook(text, file)], { probes, runbooks })) {
          const line = text.split('\n')[problem.line - 1];
          expect(RULE_NAMES).toContain(problem.rule);
          expect(problem.file).toBe(file);
          expect(problem.message).not.toBe('');
          expect(line).toBeDefined();
          expect(problem.column).toBeGreaterThanOrEqual(1);
          expect(problem.column).toBeLessThanOrEqual((line ?? '').length + 1);
          expect(formatProblem(problem, text)).toContain(`[${problem.rule}]`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(['constructor', 'hasOwnProperty', 'toString'])(
    'is checked where an argument or an input has the name that every object inherits: %s',
    (name) => {
      for (const [file, text] of texts) {
        const renamed = text.replace(/^(\s+with:(?: \{|\n\s+))\w+:/m, `$1${name}:`);
        if (renamed === text) continue;
        const problems = checkRunbooks([loadRunbook(renamed, file)], { probes, runbooks });
        expect(problems.map(({ message }) => message)).toContainEqual(expect.stringContaining(`"${name}"`));
      }
    },
  );

  it('is seldom right any more when a key is gone that has to be there', () => {
    const value = parse(readFileSync('runbooks/pod.yaml', 'utf8')) as { steps: Container[] };
    for (const [index] of value.steps.entries()) {
      const copy = structuredClone(value);
      delete copy.steps[index]?.['unknown'];
      const problems = checkRunbooks([loadRunbook(stringify(copy), 'pod.yaml')], { probes, runbooks });
      expect(problems).toMatchObject([{ rule: 'missing-key' }]);
    }
  });
});

function mutate(value: Container, { how, at, word, stranger }: Mutation): void {
  const paths = pathsOf(value, []);
  const path = paths[at % paths.length] ?? [];
  const owner = path.slice(0, -1).reduce<unknown>((now, part) => (now as Container)[part], value) as Container;
  const key = path.at(-1);
  if (key === undefined) return;
  const before = owner[key];
  if (how === 'swap') owner[key] = stranger;
  else if (how === 'letter' && typeof before === 'string') owner[key] = before.replace(/\w/, word);
  else if (how === 'repeat' && Array.isArray(owner)) owner.push(before);
  else if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else {
    Reflect.deleteProperty(owner, key);
    if (how === 'rename')
      Object.defineProperty(owner, word, { value: before, enumerable: true, configurable: true, writable: true });
  }
}

function pathsOf(value: unknown, path: Path): readonly Path[] {
  if (value === null || typeof value !== 'object') return [path];
  const inside = Object.entries(value).flatMap(([key, field]) =>
    pathsOf(field, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inside : [path, ...inside];
}
