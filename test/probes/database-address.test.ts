import { describe, expect, it } from 'vitest';
import { databaseAddress } from '../../src/probes/database-address.ts';

const NAME = 'CODER_PG_CONNECTION_URL';
const pod = (env: readonly object[]) => ({ spec: { containers: [{ name: 'coder', env }] } });
const run = (object: unknown, container = 'coder') => databaseAddress.run({ object, container, name: NAME });

describe('the address of a database in a variable', () => {
  it('is read without user, password and database', () => {
    const value = 'postgres://coder:hunter2@db.data:5433/ledger?sslmode=require';
    const result = run({ spec: { template: pod([{ name: NAME, value }]) } });
    expect(result).toMatchObject({ form: 'url', host: 'db.data', port: '5433', sslmode: 'require', escaped: true });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|ledger/);
  });

  it('is not there where the value comes from elsewhere, or is missing', () => {
    const valueFrom = { secretKeyRef: { name: 'coder-db-url', key: 'url' } };
    expect(run(pod([{ name: NAME, valueFrom }]))).toMatchObject({ form: '', host: '' });
    expect(run(pod([]))).toMatchObject({ form: '', host: '' });
  });

  it('is unknown without the container', () => {
    expect(run(pod([]), 'other')).toBeUndefined();
  });
});
