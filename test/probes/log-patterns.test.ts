import { describe, expect, it } from 'vitest';
import type { PatternSet } from '../../src/model/log-pattern.ts';
import { logPatterns } from '../../src/probes/log-patterns.ts';
import { catalogue } from '../support/shipped.ts';

const read = (log: unknown, patterns: readonly PatternSet[] = catalogue.patterns) => logPatterns.run({ log, patterns });
const only = (name: string): readonly PatternSet[] => catalogue.patterns.filter(({ patterns }) => patterns === name);
const rows = (log: string) => (read(log)?.['found'] ?? []) as readonly Record<string, unknown>[];

const JAVA = [
  '2025-11-15T18:12:40.901Z ERROR 1 --- [web] [           main] com.zaxxer.hikari.pool.HikariPool        : HikariPool-1 - Exception during pool initialization.',
  '',
  'org.postgresql.util.PSQLException: The connection attempt failed.',
  '\tat org.postgresql.Driver.connect(Driver.java:255)',
  'Caused by: java.net.UnknownHostException: db',
  '\tat java.base/java.net.InetAddress.getByName(InetAddress.java:1)',
  '\t... 41 common frames omitted',
  '2025-11-15T18:12:41.002Z ERROR 1 --- [web] [           main] o.s.boot.SpringApplication               : Application run failed',
].join('\n');

const PYTHON = [
  'Traceback (most recent call last):',
  '  File "/app/db.py", line 3, in connect',
  'psycopg2.OperationalError: connection to server at "db" (10.96.40.7), port 5432 failed: Connection refused',
  '\tIs the server running on that host and accepting TCP/IP connections?',
  '',
  '',
  'The above exception was the direct cause of the following exception:',
  '',
  'Traceback (most recent call last):',
  '  File "/app/main.py", line 9, in <module>',
  'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "db" (10.96.40.7), port 5432 failed: Connection refused',
  '\tIs the server running on that host and accepting TCP/IP connections?',
  '(Background on this error at: https://sqlalche.me/e/20/e3q8)',
].join('\n');

const GO = [
  'panic: runtime error: invalid memory address or nil pointer dereference',
  '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x47b3c2]',
  '',
  'goroutine 1 [running]:',
  'main.serve(...)',
  '\t/src/main.go:12',
  'main.main()',
  '\t/src/main.go:7 +0x1d',
  'exit status 2',
].join('\n');

/** The last line says who was refused, and the line above it that the program ended of it. */
const UNNAMED = [
  'Traceback (most recent call last):',
  '  File "/app/main.py", line 3, in connect',
  'ConnectionRefusedError: [Errno 111] Connection refused',
  '',
  'The above exception was the direct cause of the following exception:',
  '',
  'Traceback (most recent call last):',
  '  File "/app/main.py", line 9, in <module>',
  'shop.broker.NotStarted: no broker',
].join('\n');

describe('log-patterns', () => {
  it('takes what a program says of its reason before that it ended', () => {
    expect(read(UNNAMED)).toMatchObject({ suggests: 'refused', pattern: 'python-refused', host: '' });
    const unhandled = 'Unhandled exception. System.Net.Sockets.SocketException (111): Connection refused';
    expect(read(unhandled)).toMatchObject({ suggests: 'refused' });
  });

  it('takes the end of a program for what tells most, where an earlier trouble was another event', () => {
    const log = '[Errno 111] Connection refused, again in 2 s\nfetched 12 orders\npanic: no handler for route\n';
    expect(read(log)).toMatchObject({ suggests: 'panic', pattern: 'go-panic' });
  });

  it('counts a stack trace of Java once and takes its deepest cause', () => {
    expect(read(JAVA)).toMatchObject({
      known: true,
      pattern: 'java-unknown-host',
      suggests: 'name-not-found',
      host: 'db',
      times: 1,
      first: '2025-11-15T18:12:40.901Z',
      sample: 'Caused by: java.net.UnknownHostException: db',
    });
    expect(rows(JAVA).map(({ pattern, count }) => [pattern, count])).toEqual([
      ['java-unknown-host', 1],
      ['hikari-no-connection', 1],
      ['spring-failed', 1],
    ]);
  });

  it('counts chained tracebacks of Python once', () => {
    expect(read(PYTHON)).toMatchObject({ pattern: 'libpq-refused', times: 1, host: 'db', port: '5432' });
  });

  it('takes a panic of Go with its goroutines for one event', () => {
    expect(read(GO)).toMatchObject({ pattern: 'segmentation-fault', suggests: 'panic', times: 1 });
    expect(rows(GO).every(({ count }) => count === 1)).toBe(true);
  });

  it('counts what is said again, with its first and last time', () => {
    const line = (second: number) =>
      `{"time":"2025-11-15T18:12:4${String(second)}Z","level":"WARN","msg":"retrying","err":"dial tcp 10.96.40.7:5432: i/o timeout"}`;
    expect(read([line(1), line(3), line(9)].join('\n'))).toMatchObject({
      times: 3,
      first: '2025-11-15T18:12:41.000Z',
      last: '2025-11-15T18:12:49.000Z',
      suggests: 'timeout',
    });
  });

  it("goes by the kubelet's times, and shows lines without them", () => {
    const line = (second: string, text: string) => `2025-11-15T18:12:${second}.120000000Z ${text}`;
    const refused = 'Error: connect ECONNREFUSED 10.96.40.7:5432';
    const log = [line('01', refused), line('02', '    at a (b.js:1)'), line('09', refused), line('09', '')].join('\n');
    expect(read(`${log}\n`)).toMatchObject({
      times: 2,
      first: '2025-11-15T18:12:01.120Z',
      last: '2025-11-15T18:12:09.120Z',
      sample: refused,
      lines: `${refused}\n    at a (b.js:1)\n${refused}`,
    });
    const zoned = log.replaceAll('Z ', '+02:00 ');
    expect(read(zoned)).toMatchObject({ first: '2025-11-15T16:12:01.120Z' });
  });

  it('finds the same in a log with times as without', () => {
    const timed = (log: string) => log.replace(/^/gm, '2025-11-15T18:12:40.000000000Z ');
    const told = (log: string) => rows(log).map(({ pattern, count, sample }) => [pattern, count, sample]);
    for (const log of [JAVA, PYTHON, GO]) expect(told(timed(log))).toEqual(told(log));
  });

  it('leaves times that only some lines have where they are', () => {
    const log = '2025-11-15T18:12:41.123456789Z Error: connect ECONNREFUSED 10.96.40.7:5432\nbye';
    expect(read(log)?.['lines']).toBe(log);
  });

  it('forgets what a success came after', () => {
    const error = 'Error: connect ECONNREFUSED 10.96.40.7:5432';
    const works =
      '[Nest] 1  - 11/15/2025, 6:15:00 PM     LOG [NestApplication] Nest application successfully started +2ms';
    expect(read(`${error}\n${works}`)).toMatchObject({ known: false, suggests: '', succeeded: true });
    expect(read(`${works}\n${error}`)).toMatchObject({ known: true, suggests: 'refused', succeeded: false });
  });

  it('prefers what tells something to what only tells that something went wrong', () => {
    const log =
      '2025/11/15 18:12:41 dial tcp: lookup db on 10.96.0.10:53: no such host\npanic: giving up\n\ngoroutine 1 [running]:\n';
    expect(read(log)).toMatchObject({ pattern: 'go-lookup-no-such-host', host: 'db' });
    expect(read('panic: giving up\n')).toMatchObject({ pattern: 'go-panic', suggests: 'panic' });
  });

  it('does not hold noise against other patterns', () => {
    const log = "npm notice New minor version of npm available! Cannot find module 'x'";
    expect(read(log)).toMatchObject({ known: false });
  });

  it('tells that a client was turned away, and takes it for no trouble of the server', () => {
    const refused = '2025-11-15 18:15:00.123 UTC [71] FATAL:  password authentication failed for user "app"';
    const started = 'INFO:     Uvicorn running on http://0.0.0.0:4000 (Press CTRL+C to quit)';
    expect(read(`${refused}\n${started}`)).toMatchObject({ known: false, suggests: '' });
    expect(rows(`${refused}\n${started}`)).toMatchObject([
      { pattern: 'postgres-client-refused', kind: 'refusal', suggests: 'authentication', over: false, count: 1 },
      { kind: 'success' },
    ]);
  });

  it('tells what the API server does not allow from what a file system does not', () => {
    const forbidden = 'Error: pods is forbidden: User "system:serviceaccount:a:b" cannot list resource "pods"';
    expect(read(forbidden)).toMatchObject({ suggests: 'forbidden', user: 'system:serviceaccount:a:b' });
    expect(read('open /data/x: permission denied')).toMatchObject({ suggests: 'permission' });
  });

  it('uses only the files that it is given', () => {
    expect(read(JAVA, only('go'))).toMatchObject({ known: false });
  });

  it('hands on no password, token or escape', () => {
    const log = [
      'dial error: postgres://app:hunter2-Secret@db:5432/shop password=hunter3 lookup db: no such host',
      '\u001b[31mAuthorization: Bearer abcdef0123456789abcdef\u001b[0m eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    ].join('\n');
    const text = JSON.stringify(read(log));
    for (const secret of ['hunter2', 'hunter3', 'abcdef0123456789', 'eyJhbGci']) expect(text).not.toContain(secret);
    expect(text).toContain('://***@db:5432');
  });

  it('tells nothing of a log that it is not given, and takes an empty one for silence', () => {
    expect(read(null)).toBeUndefined();
    expect(read('')).toMatchObject({ known: false, found: [], lines: '' });
  });

  it('takes a long hostile line in its stride', () => {
    const log = `${'a.'.repeat(200_000)}\n${'password'.repeat(5000)}\n${'x@'.repeat(50_000)}\n{"msg":${'['.repeat(5000)}`;
    expect(read(log)).toMatchObject({ known: false });
  });
});
