import { RE2JS } from 're2js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redactText } from '../../src/text/redact.ts';
import { catalogue } from '../support/shipped.ts';
import { postgresPrograms, startPostgres, type RealPostgres } from './real-postgres.ts';

const PROGRAMS = postgresPrograms();

/** How a server's refusal stands in the log of Coder: its driver puts `pq: ` in front of the message (lib/pq, error.go). */
function logged(refusal: string): string {
  const [, message = ''] = /FATAL: {2}(.*)/.exec(refusal) ?? [];
  return `connect to postgres: connect to postgres: unable to connect after 30 tries; last error: pq: ${message}`;
}

/** The class that coder-start gives to the error of a start. */
function classOf(error: string): string | undefined {
  const step = catalogue.runbooks.get('coder-start')?.steps.find((each) => each.step === 'said');
  const patterns = step !== undefined && 'match' in step ? step.patterns : [];
  return patterns.find(({ is }) => RE2JS.compile(is).matcher(redactText(error)).find())?.class;
}

describe.skipIf(PROGRAMS === undefined)('a real PostgreSQL refuses (skipped where this machine has none)', () => {
  let server: RealPostgres;
  beforeAll(async () => {
    server = await startPostgres(PROGRAMS ?? '');
  }, 120_000);
  afterAll(() => server.stop());

  const url = (user: string, database = 'coder', more = ''): string =>
    `postgres://${user}@127.0.0.1:${String(server.port)}/${database}${more}`;

  it('nobody with the right password', () => {
    expect(server.refusal(url('coder:right'))).toBe('');
  });

  it('a wrong password', () => {
    expect(classOf(logged(server.refusal(url('coder:wrong'))))).toBe('password');
  });

  it('a database that there is not', () => {
    expect(classOf(logged(server.refusal(url('coder:right', 'ledger'))))).toBe('no-database');
  });

  it('a user for whom it has no rule', () => {
    const refusal = server.refusal(url('stranger:right'));
    expect(refusal).toContain('no encryption');
    expect(classOf(logged(refusal))).toBe('wants-tls');
  });

  it('TLS, which the driver tells in words of its own (lib/pq, ssl.go)', async () => {
    expect(await server.speaksTls()).toBe('N');
    expect(classOf('connect to postgres: pq: SSL is not enabled on the server')).toBe('no-tls');
  });

  it('one connection too many, of a user and then of anybody', async () => {
    await server.hold(url('coder:right'));
    await server.hold(url('coder:right'));
    const reserved = server.refusal(url('coder:right'));
    expect(reserved).toContain('remaining connection slots are reserved');
    expect(classOf(logged(reserved))).toBe('full');
    for (const _ of [1, 2, 3]) await server.hold(url('admin', 'postgres'));
    const full = server.refusal(url('admin', 'postgres'));
    expect(full).toContain('too many clients already');
    expect(classOf(logged(full))).toBe('full');
  }, 60_000);
});
