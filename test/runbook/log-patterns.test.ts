import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findPatterns } from '../../src/probes/logs/find-patterns.ts';
import { compilePattern } from '../../src/probes/logs/compiled-pattern.ts';
import { logEvents } from '../../src/probes/logs/log-events.ts';
import { requiredText, requiredTexts } from '../../src/probes/logs/required-text.ts';
import { loadPatterns, samePatternNames } from '../../src/runbook/load-patterns.ts';
import { givePatterns, patternsGiven } from '../../src/runbook/give-patterns.ts';
import { checkRunbooks } from '../../src/runbook/check.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { probes } from '../../src/probes/index.ts';
import { catalogue } from '../support/shipped.ts';

const shipped = catalogue.patterns;
const all = shipped.flatMap((set) => set.lines.map((pattern) => ({ pattern, set, name: pattern.name })));

describe.each(all)('$name', ({ pattern, set }) => {
  const found = (line: string) =>
    findPatterns(logEvents(line, set.formats, set.traces), [{ pattern, runtime: set.patterns }])[0];

  it('matches its examples and nothing that looks like it', () => {
    for (const { line, gives = {} } of pattern.examples) expect(found(line)?.groups, line).toEqual(gives);
    for (const line of pattern.others) expect(found(line), line).toBeUndefined();
  });

  it('is told by its own file in the words of its example, whatever other patterns there are', () => {
    const { line } = pattern.examples[0] ?? { line: '' };
    const everywhere = shipped.flatMap((each) => each.lines.map((one) => ({ pattern: one, runtime: each.patterns })));
    const events = logEvents(
      line,
      shipped.flatMap((each) => each.formats),
      shipped.flatMap((each) => each.traces),
    );
    expect(findPatterns(events, everywhere).map((each) => each.pattern)).toContain(pattern.name);
  });
});

it('says of each message where its words were seen, and of most more than that nobody looked', () => {
  const unseen = all.filter(({ pattern }) => pattern.seen === 'unverified');
  expect(all.filter(({ pattern }) => pattern.seen.trim() === '')).toEqual([]);
  expect(unseen.length / all.length).toBeLessThan(0.2);
});

it('every file has the name of its patterns', () => {
  const files = [...catalogue.patternTexts.keys()].flatMap((file) => /patterns\/([^/]+)\.yaml$/.exec(file)?.[1] ?? []);
  expect(files).toEqual(shipped.map(({ patterns }) => patterns));
});

it('the files are of the shipped schema', () => {
  const schema = JSON.parse(readFileSync('schemas/patterns.schema.json', 'utf8')) as object;
  const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
  const texts = [...catalogue.patternTexts.values()];
  expect(texts.length).toBe(shipped.length);
  for (const text of texts) expect(validate(parse(text)) ? [] : validate.errors).toEqual([]);
});

const GOOD = `format: 1
patterns: tool
title: A tool
formats:
  - name: plain
    line: '^(?P<time>\\S+Z) (?P<message>.*)$'
    example: '2025-11-15T18:15:00Z hello'
lines:
  - name: tool-fails
    is: 'cannot reach (?P<host>\\S+)'
    kind: error
    suggests: refused
    means: It does not reach {host}.
    source: tool.c
    seen: unverified
    examples: [{ line: 'cannot reach db', gives: { host: db } }]
    others: [can reach db]
`;
const complaintsOf = (from: string, to: string) => {
  expect(GOOD).toContain(from);
  return loadPatterns(GOOD.replace(from, to), 'tool.yaml').problems.map(
    ({ line, column, message, rule }) => `${String(line)}:${String(column)} ${message} [${rule}]`,
  );
};

describe('loadPatterns', () => {
  it('has nothing to say of a good file', () => {
    expect(loadPatterns(GOOD, 'tool.yaml').problems).toEqual([]);
  });

  it.each([
    ['kind: error', 'kind: eror', '11:11 "eror" is not one of them (did you mean "error"?) [value]'],
    ['suggests:', 'sugests:', '12:5 unknown key "sugests" (did you mean "suggests"?) [unknown-key]'],
    ['(?P<host>\\S+)', '(?=host)', '10:23 not an RE2 pattern: invalid or unsupported Perl syntax: `(?=` [pattern]'],
    ['?P<host>', '?P<hots>', '10:9 there is no group "hots" (did you mean "host"?) [pattern-group]'],
    ['{host}.', '{hots}.', '13:12 the pattern has no group "hots" (did you mean "host"?) [pattern-group]'],
    [
      "line: 'cannot reach db'",
      "line: 'cannot raech db'",
      '16:24 the pattern does not match this line [pattern-example]',
    ],
    ['host: db }', 'host: dc }', '16:24 the group host is "db" in this line [pattern-example]'],
    [
      'suggests: refused',
      'suggests: refused\n    ending: true',
      '13:13 an ending is generic: it does not say why [pattern-kind]',
    ],
    ['[can reach db]', '[cannot reach db]', '17:14 the pattern matches this line [pattern-example]'],
    [
      "example: '2025-11-15T18:15:00Z hello'",
      'example: hello',
      '7:14 the format does not read this line [pattern-example]',
    ],
  ])('complains of %s → %s', (from, to, complaint) => {
    expect(complaintsOf(from, to)).toContain(complaint);
  });

  it('complains of another format', () => {
    expect(complaintsOf('format: 1', 'format: 2')[0]).toMatch(/^1:9 .* \[value\]$/);
  });

  it('knows a name that is taken', () => {
    const twice = [
      loadPatterns(GOOD, 'tool.yaml'),
      loadPatterns(GOOD.replace('patterns: tool', 'patterns: other'), 'other.yaml'),
    ];
    expect(samePatternNames(twice).map(({ message }) => message)).toEqual([
      'the name "tool-fails" is taken in tool.yaml',
    ]);
  });
});

describe('a runbook that asks for log patterns', () => {
  const text = (patterns: string) => `format: 1
name: log
title: What does it say?
summary: Reads a log.
inputs: { log: { kind: text } }
derive:
  said: { probe: log-patterns, with: { log: log }, patterns: [${patterns}] }
steps:
  - { step: said, question: Is it well?, check: '!said.known', yes: healthy, no: unclear, unknown: unclear }
`;
  const problems = (patterns: string) =>
    checkRunbooks([loadRunbook(text(patterns), 'log.yaml')], { probes, patterns: shipped }).map(
      ({ message }) => message,
    );

  it('names files that there are', () => {
    expect(problems('go, java')).toEqual([]);
    expect(problems('all')).toEqual([]);
    expect(problems('jaava')).toEqual(['there are no log patterns "jaava" (did you mean "java"?)']);
  });

  it('is given those and no others', () => {
    const { runbook } = loadRunbook(text('go, java'), 'log.yaml');
    if (runbook === undefined) throw new Error('the runbook does not load');
    const given = patternsGiven(givePatterns(new Map([['log', runbook]]), shipped));
    expect(given.map(({ patterns }) => patterns)).toEqual(['go', 'java']);
  });
});

describe('requiredText', () => {
  it.each([
    ['dial tcp (?P<host>\\S+): connect', 'dial tcp '],
    ['a|b', ''],
    ['(?i)hello', ''],
    ['colou?r: red', 'r: red'],
    ['ab+c', 'ab'],
    ['x\\.y[abc]]z', 'x.y'],
    ['[]x]end', 'end'],
    ['\\d+ lines', ' lines'],
    ['a{2}bc', 'bc'],
    ['a \\d{2,5} b', 'a '],
  ])('%s', (pattern, required) => {
    expect(requiredText(pattern)).toBe(required);
  });

  it.each([
    ['a (?:bc|de) f', ['a ']],
    ['(?:first|second (?:thing)?)', ['first', 'second ']],
    ['first|(?P<name>second)x|th[|]ird', ['first', 'x', 'ird']],
    ['(?:first|\\w+)', ['']],
    ['(?:first|second)?', ['']],
    ['(?:it|don\\x27t)', ['it', 'don']],
    ['(?i)(?:first|second)', ['']],
  ])('%s holds one of %j', (pattern, texts) => {
    expect(requiredTexts(pattern)).toEqual(texts);
  });

  it('stands in every example of every pattern', () => {
    for (const { pattern } of all) expect(() => compilePattern(pattern.is)).not.toThrow();
  });
});
