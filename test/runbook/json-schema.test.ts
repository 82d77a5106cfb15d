import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { probes } from '../../src/probes/index.ts';
import { loadCatalogue } from '../../src/runbook/catalogue.ts';
import { runbookJsonSchema } from '../../src/runbook/json-schema.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { changed, BELOW, GOOD } from './good-runbook.ts';

const shipped: unknown = JSON.parse(readFileSync('schemas/runbook.schema.json', 'utf8'));
const ajv = new Ajv2020({ strict: true, strictTypes: false });
const validate = ajv.compile(shipped as object);

it('the shipped schema is the one that the code gives', () => {
  expect(shipped).toEqual(JSON.parse(JSON.stringify(runbookJsonSchema())));
});

describe('it accepts', () => {
  it.each<readonly [string, string]>([
    ['the runbook with a little of everything', GOOD],
    ['the one that it enters', BELOW],
    ...loadCatalogue('runbooks', probes).texts,
  ])('%s', (_what, text) => {
    expect(validate(parse(text)) ? [] : validate.errors).toEqual([]);
  });
});

describe('it refuses', () => {
  it.each([
    ['an unknown key', changed('summary:', 'sumary:')],
    ['a missing key', changed('title: Are the pods ready?\n', '')],
    ['another format', changed('format: 1', 'format: 2')],
    ['a format in quotes', changed('format: 1', 'format: "1"')],
    ['no steps', BELOW.replace(/steps:\n.*\n/, 'steps: []\n')],
    ['a step of no form', changed('    check: count', '    chek: count')],
    ['a step of two forms', changed('    match: log', '    match: log\n    check: "true"')],
    ['a missing unknown branch', changed('    unknown: unclear\n  - step: room', '  - step: room')],
    ['an unknown key in a branch', changed('no: {note: none,', 'no: {nota: none,')],
    ['a list for a branch', changed('yes: next', 'yes: [next]')],
    ['an unknown key in a look-up', changed('    about: pods', '    abuot: pods')],
    ['an unknown way to read', changed('required: true}', 'required: true, read: all}')],
    ['a tail that is too long', changed('container: fit.container}', 'container: fit.container, tail: 5000}')],
    ['a name that is none', changed('  first: pods', '  First: pods')],
    ['a code that is none', changed('  no-room:\n', '  no room:\n')],
    ['a number for a text', changed('title: Make room', 'title: 404')],
    ['an empty expression', changed('check: count(pods) > 0', "check: ''")],
    ['an unknown layer', changed('layer: scheduling', 'layer: sheduling')],
    ['an unknown severity', changed('{is: P1,', '{is: P9,')],
    ['an unknown risk', changed('risk: changes', 'risk: some')],
    ['an unknown tier', changed('tier: now\n    title: Make', 'tier: soon\n    title: Make')],
    ['no severity', changed('rule: something is left}', 'rule: something is left, ruel: x}')],
    ['a table without columns', changed("columns: {Pod: '{item.metadata.name}'}", 'columns: []')],
    ['an answer that is no word', changed('{answer: same,', '{answer: The same,')],
  ])('%s', (_what, text) => {
    expect(validate(parse(text))).toBe(false);
    expect(loadRunbook(text, 'x.yaml').runbook).toBeUndefined();
  });
});

it('says of every key what it means, for the hover of an editor', () => {
  expect(keysWithout(shipped, [])).toEqual([]);
});

/** The keys that say nothing of their own: the type of a text alone is no help. */
function keysWithout(node: unknown, path: readonly string[]): string[] {
  if (node === null || typeof node !== 'object') return [];
  const inside = Object.entries(node).flatMap(([key, value]) => keysWithout(value, [...path, key]));
  if (path.at(-1) !== 'properties') return inside;
  const silent = Object.entries(node).filter(([, value]) => !says(value));
  return [...silent.map(([key]) => [...path, key].join('.')), ...inside];
}

function says(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || !('description' in value)) return false;
  return !/^(?:One line of CEL|Words with placeholders.*|)\.?$/.test(String(value.description));
}
