import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { runbookJsonSchema } from '../../src/runbook/json-schema.ts';
import { changed, BELOW, GOOD } from './good-runbook.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(runbookJsonSchema());

it('accepts the good runbooks', () => {
  expect([GOOD, BELOW].map((text) => validate(parse(text)))).toEqual([true, true]);
});

it.each([
  ['an unknown key', changed('summary:', 'sumary:')],
  ['another format', changed('format: 1', 'format: 2')],
  ['a step of no form', changed('    check: count', '    chek: count')],
  ['a missing unknown branch', changed('    unknown: unclear\n  - step: room', '  - step: room')],
  ['a name that is none', changed('  first: pods', '  First: pods')],
])('refuses %s', (_what, text) => {
  expect(validate(parse(text))).toBe(false);
});
