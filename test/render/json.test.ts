import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { LAYERS } from '../../src/model/report.ts';
import { renders } from '../../src/render/index.ts';
import { renderJson } from '../../src/render/json.ts';
import { anyText, reportWith } from './arbitrary-text.ts';
import { healthy, incident, incomplete, inProgress, twoFindings } from './report-fixture.ts';
import { fc } from '../support/random.ts';

interface LayerSchema {
  readonly $defs: {
    readonly finding: { readonly properties: { readonly layer: { readonly enum: readonly string[] } } };
  };
}

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
) as LayerSchema;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const REPORTS = {
  incident: incident(),
  healthy: healthy(),
  incomplete: incomplete(),
  inProgress: inProgress(),
  twoFindings: twoFindings(),
};

describe('renderJson', () => {
  it.each(Object.entries(REPORTS))('gives JSON of the %s report that its schema accepts', (_, report) => {
    validate(JSON.parse(renderJson(report)));
    expect(validate.errors).toBeNull();
  });

  it.each(Object.entries(REPORTS))('loses nothing of the %s report', (_, report) => {
    expect(JSON.parse(renderJson(report))).toEqual(report);
  });

  it('writes the same bytes whatever order the keys were set in, two spaces deep, with a newline at the end', () => {
    const text = renderJson(incident());
    expect(renderJson(reversedKeys(incident()) as ReturnType<typeof incident>)).toBe(text);
    expect(text).toMatch(/^\{\n {2}"schemaVersion": 1,\n {2}"runbook": /);
    expect(text.endsWith('\n}\n')).toBe(true);
  });

  it('leaves out what the report does not name', () => {
    const extra = { ...incident(), secret: 'x' };
    expect(renderJson(extra)).toBe(renderJson(incident()));
  });

  it('parses to the same data and is safe to print whatever text it holds', () => {
    fc.assert(
      fc.property(reportWith(anyText), (report) => {
        const text = renderJson(report);
        expect(JSON.parse(text)).toEqual(report);
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the schema', () => {
  it('names the layers of the model', () => {
    expect(schema.$defs.finding.properties.layer.enum).toEqual(LAYERS);
  });

  it.each([
    ['a field that it does not know', { ...incident(), extra: 1 }],
    ['another version', { ...incident(), schemaVersion: 2 }],
    ['another verdict', { ...incident(), verdict: 'fine' }],
    ['a missing field', { ...incident(), notes: undefined }],
    [
      'an object without a name',
      { ...incident(), timeline: [{ at: '', text: '', object: { apiVersion: 'v1', kind: 'Pod', namespace: null } }] },
    ],
  ])('refuses %s', (_, report) => {
    expect(validate(JSON.parse(JSON.stringify(report)))).toBe(false);
  });
});

describe('renders', () => {
  it('has a render for every format', () => {
    expect(Object.keys(renders)).toEqual(['table', 'json', 'markdown']);
  });
});

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversedKeys(item)]),
  );
}
