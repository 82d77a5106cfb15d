import { describe, expect, it } from 'vitest';
import { coderHealthPage } from '../../src/probes/coder-health-page.ts';
import { jsonValue } from '../../src/probes/json-value.ts';
import { failing, healthPage, warning } from '../stories/build/coder-health.ts';
import { fc } from '../support/random.ts';

interface Told {
  readonly severity: string;
  readonly at: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly codes: readonly string[];
  readonly said: Readonly<Record<string, string>>;
  readonly dismissed: readonly string[];
  readonly proxies: readonly object[];
}

function read(body: unknown): Told | undefined {
  return coderHealthPage.run({ body }) as Told | undefined;
}

describe('the health page of Coder', () => {
  it('that is well has no rows', () => {
    expect(read(healthPage())).toEqual({
      severity: 'ok',
      at: '2025-11-15T18:12:44.51Z',
      version: 'v2.28.1+2e9ee9e',
      rows: [],
      codes: [],
      said: {},
      dismissed: [],
      proxies: [],
    });
  });

  it('has a row for each error and each warning, with its code', () => {
    const told = read(
      healthPage('error', {
        database: failing('EDB01: ping database: EOF'),
        derp: warning('EDERP01', 'Node uses WebSockets'),
      }),
    );
    expect(told?.rows).toEqual([
      { section: 'derp', code: 'EDERP01', is: 'warning', message: 'Node uses WebSockets', dismissed: false },
      { section: 'database', code: 'EDB01', is: 'error', message: 'ping database: EOF', dismissed: false },
    ]);
    expect([told?.codes, told?.said['EDB01']]).toEqual([['EDERP01', 'EDB01'], 'ping database: EOF']);
  });

  it('tells what the nodes of a region say, and an error without a code', () => {
    const node = { severity: 'error', error: 'derp node panic', warnings: [] };
    const derp = { severity: 'error', regions: { 1: { error: null, node_reports: [node] } } };
    expect(read(healthPage('error', { derp }))?.rows).toMatchObject([{ code: '', message: 'derp node panic' }]);
  });

  it('that is worse than what it says has a row for that', () => {
    expect(read(healthPage('error'))?.rows).toMatchObject([{ section: '', code: '', is: 'error' }]);
    const database = { severity: 'warning' };
    expect(read(healthPage('warning', { database }))?.rows).toMatchObject([{ section: 'database', code: '' }]);
  });

  it('keeps what was dismissed apart', () => {
    const told = read(healthPage('error', { websocket: { ...failing('EWS01: dial'), dismissed: true } }));
    expect([told?.codes, told?.dismissed, told?.rows.length]).toEqual([[], ['websocket'], 1]);
  });

  it('says no password, and no more than a screen holds', () => {
    const told = read(
      healthPage('error', { database: failing(`EDB01: postgres://u:hunter2@db/coder ${'x '.repeat(500)}`) }),
    );
    expect(told?.said['EDB01']).not.toContain('hunter2');
    expect(told?.said['EDB01']?.length).toBeLessThan(410);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['a list', '[]'],
    ['no severity', '{}'],
    ['sections that are missing', '{"severity":"ok"}'],
    ['a section of another shape', healthPage('ok', { database: 'fine' })],
    ['a severity that nobody knows', healthPage('ok', { database: { severity: 'fine' } })],
    ['an error that is no text', healthPage('ok', { database: { error: {} } })],
    ['warnings that are no list', healthPage('ok', { derp: { warnings: 'EDERP01' } })],
    ['a warning of another shape', healthPage('ok', { derp: { warnings: [3] } })],
    ['a dismissal that is no yes or no', healthPage('ok', { derp: { dismissed: 'yes' } })],
    ['a later section of another shape', healthPage('ok', { dial: { severity: 7 } })],
  ])('is not known with %s', (_, body) => {
    expect(read(body)).toBeUndefined();
  });
});

describe('any JSON', () => {
  const anything = fc.jsonValue({ maxDepth: 6 });

  it('in place of any part of the page never makes it well, and never breaks', () => {
    const sick = healthPage('error', { database: failing('EDB01: ping database: EOF') });
    const parts = fc.constantFrom('severity', 'database', 'access_url', 'derp', 'websocket', 'workspace_proxy', 'time');
    fc.assert(
      fc.property(parts, anything, (part, value) => {
        const told = read(JSON.stringify({ ...(JSON.parse(sick) as object), [part]: value }));
        const kept = part === 'severity' || part === 'database' ? undefined : ['EDB01'];
        if (told === undefined || kept === undefined) return;
        expect(told.codes).toEqual(expect.arrayContaining(kept));
      }),
    );
  });

  it('in the place of what a section says is told, or makes the page unknown', () => {
    fc.assert(
      fc.property(anything, anything, (error, warnings) => {
        const database = { severity: 'error', warnings, error, dismissed: false };
        const told = read(JSON.stringify({ ...(JSON.parse(healthPage('error')) as object), database }));
        expect(told === undefined || told.rows.some(({ section }) => section === 'database')).toBe(true);
      }),
    );
  });

  it('in place of the whole is no page', () => {
    fc.assert(fc.property(anything, (value) => read(JSON.stringify(value)) === undefined));
    fc.assert(fc.property(fc.anything(), (value) => read(value) === undefined));
  });
});

describe('json-value', () => {
  it.each([
    ['{"a":1}', { value: { a: 1 } }],
    ['[1]', undefined],
    ['"a"', undefined],
    ['null', undefined],
    ['<', undefined],
  ])('makes of %s %j', (body, value) => {
    expect(jsonValue.run({ body })).toEqual(value);
  });

  it('never breaks', () => {
    fc.assert(fc.property(fc.anything(), (body) => typeof jsonValue.run({ body }) !== 'string'));
  });
});
