import { describe, expect, it } from 'vitest';
import { jsonRows } from '../../src/probes/json-rows.ts';
import { fc } from '../support/random.ts';

const fields = { id: 'id', error: 'job.error', ready: 'ready', count: 'count' };
const ask = (body: string, at = ''): unknown => jsonRows.run({ body, at, fields });
const whole = (row: object): object => ({ id: null, error: null, ready: null, count: null, ...row });

describe('json-rows', () => {
  it('takes the named fields and nothing else', () => {
    const body = JSON.stringify([{ id: 'a', job: { error: 'no', token: 'x' }, ready: true, count: 3, secret: 'y' }]);
    expect(ask(body)).toEqual({ readable: true, rows: [{ id: 'a', error: 'no', ready: true, count: 3 }] });
  });

  it('goes to the list by its path', () => {
    expect(ask('{"workspaces": [{"id": "a"}], "count": 1}', 'workspaces')).toEqual({
      readable: true,
      rows: [whole({ id: 'a' })],
    });
  });

  it('reads one object as one row, and null as an empty list', () => {
    expect(ask('{"id": "a"}')).toEqual({ readable: true, rows: [whole({ id: 'a' })] });
    expect(ask('null')).toEqual({ readable: true, rows: [] });
  });

  it('leaves out what is no plain value', () => {
    expect(ask('[{"id": {"x": 1}, "ready": "yes", "count": [1]}]')).toEqual({
      readable: true,
      rows: [whole({ ready: 'yes' })],
    });
  });

  it.each([['<html>'], [''], ['"text"'], ['7'], ['[1, {"id": "a"}]'], ['[{"id": "a"}']])('cannot read %j', (body) => {
    expect(ask(body)).toMatchObject({ readable: false });
  });

  it('cannot read what has no list at its path', () => {
    expect(ask('{"message": "Forbidden."}', 'workspaces')).toEqual({ readable: false, rows: [] });
    expect(ask('{"workspaces": {}}', 'workspaces')).toEqual({ readable: false, rows: [] });
  });

  it('redacts and cuts texts', () => {
    const body = JSON.stringify([{ id: 'postgres://u:geheim@db', job: { error: 'x'.repeat(5000) } }]);
    const { rows } = jsonRows.run({ body, at: '', fields }) as { rows: readonly { id: string; error: string }[] };
    expect(rows[0]?.id).not.toContain('geheim');
    expect(rows[0]?.error).toHaveLength(600);
  });

  it('survives any JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', 'a', 'a.b'), (body, at) => {
        const result = jsonRows.run({ body, at, fields });
        expect(Array.isArray(result?.['rows'])).toBe(true);
      }),
    );
  });
});
