import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { KnownProgram } from '../../src/model/known-program.ts';
import { programProblems } from '../../src/runbook/load-program.ts';
import { AWS, TERRAFORM } from '../../src/text/known-programs.ts';
import { root } from '../support/root.ts';

const folder = join(root, 'runbooks/programs');
const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

describe.each(files)('%s', (name, text) => {
  it('is in order, and has the name of its program', () => {
    expect(programProblems(text, name)).toEqual([]);
    expect((parse(text) as KnownProgram).program).toBe(basename(name, '.yaml'));
  });

  it('is of the shipped schema', () => {
    const schema = JSON.parse(readFileSync(join(root, 'schemas/program.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
    expect(validate(parse(text)) ? [] : validate.errors).toEqual([]);
  });

  it('is what the program knows', () => {
    expect([AWS, TERRAFORM]).toContainEqual(parse(text));
  });
});

const GOOD = `format: 1
program: tool
title: A tool
denied: [Denied]
failures:
  - name: away
    words: [no such host]
    reason: it is away
    hint: look
    examples: [{ says: no such host db }]
  - name: slow
    codes: [5\\d\\d, Slow]
    words: [later]
    reason: it is slow
    hint: wait
    examples: [{ code: '503', says: Later. }]
`;

describe('programProblems', () => {
  it('has nothing to say of a good file', () => {
    expect(programProblems(GOOD, 'tool.yaml')).toEqual([]);
  });

  it.each([
    [
      'denied:',
      'refused:',
      '4:1 unknown key "refused" (known: format, program, title, denied, absent, failures, regions) [unknown-key]',
    ],
    ['[Denied]', "['(?=x)']", '4:11 not an RE2 pattern: invalid or unsupported Perl syntax: `(?=` [pattern]'],
    ['[no such host]', "['(no']", '7:14 not an RE2 pattern: missing closing ): `(no` [pattern]'],
    ['name: slow', 'name: away', '11:11 the name "away" is taken [program-failure]'],
    ['    words: [no such host]\n', '', '6:11 a failure has codes, words or both [program-failure]'],
    ['no such host db', 'no such hots', '10:24 no failure fits this [program-failure]'],
    ["code: '503'", "code: '403'", '16:37 no failure fits this [program-failure]'],
    ['says: Later.', "says: 'Later, no such host'", '16:37 this comes to "away" [program-failure]'],
  ])('complains of %s → %s', (from, to, complaint) => {
    expect(GOOD).toContain(from);
    const problems = programProblems(GOOD.replace(from, to), 'tool.yaml');
    const told = problems.map(({ line, column, message, rule }) => `${line}:${column} ${message} [${rule}]`);
    expect(told).toContain(complaint);
  });
});
