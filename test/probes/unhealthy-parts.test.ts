import { describe, expect, it, test } from 'vitest';
import { unhealthyParts } from '../../src/probes/unhealthy-parts.ts';
import { run } from './release-builder.ts';

const GIVEN = {
  down: ['down', 'unhealthy', 'out_of_service', 'error', 'critical'],
  lines: [
    'Health check "?(?P<name>[\\w.-]+)"? with status Unhealthy completed',
    '(?P<name>\\w+) health check failed$',
    '^\\[-\\](?P<name>\\S+) failed',
    'Health Check has failed! (?P<body>\\{.*\\})',
  ],
};

function told(answer: string, log = ''): Record<string, unknown> {
  return run(unhealthyParts, { answer, log, ...GIVEN });
}

describe('an answer', () => {
  test.each([
    [
      'of Spring Boot',
      '{"status":"DOWN","components":{"db":{"status":"DOWN","components":{"primary":{"status":"DOWN","details":{"error":"org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection"}},"replica":{"status":"UP"}}},"diskSpace":{"status":"UP","details":{"free":1}},"ping":{"status":"UP"}}}',
      ['primary'],
      'Failed to obtain JDBC Connection',
    ],
    [
      'of MicroProfile',
      '{"status":"DOWN","checks":[{"name":"Database connections health check","status":"DOWN","data":{"<default>":"Unable to execute the validation check for the default DataSource: Connection refused"}},{"name":"live","status":"UP"}]}',
      ['Database connections health check'],
      'Connection refused',
    ],
    [
      'of Terminus, which says it twice',
      '{"status":"error","info":{"redis":{"status":"up"}},"error":{"database":{"status":"down","message":"connect ECONNREFUSED 10.96.40.7:5432"}},"details":{"redis":{"status":"up"},"database":{"status":"down","message":"connect ECONNREFUSED 10.96.40.7:5432"}}}',
      ['database'],
      'connect ECONNREFUSED 10.96.40.7:5432',
    ],
    [
      'of ASP.NET Core',
      '{"status":"Unhealthy","totalDuration":"00:00:05","entries":{"npgsql":{"data":{},"description":"Failed to connect to 10.96.40.7:5432","status":"Unhealthy","tags":[]}}}',
      ['npgsql'],
      'Failed to connect to 10.96.40.7:5432',
    ],
    [
      'of a list of failures',
      '{"status":"Service Unavailable","failures":{"postgres":"dial tcp 10.96.40.7:5432: connect: connection refused"}}',
      ['postgres'],
      'connection refused',
    ],
    [
      'behind the words of a tool',
      'curl: (22) The requested URL returned error: 503\n{"status":"DOWN","components":{"rabbit":{"status":"DOWN"}}}',
      ['rabbit'],
      '',
    ],
    ['in lines', '[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed', ['etcd'], '[-]etcd failed'],
  ])('%s', (_name, answer, names, reason) => {
    const result = told(answer);
    expect(result).toMatchObject({ names });
    expect(result['reasons']).toContain(reason);
    expect(result['sample']).not.toBe('');
  });
});

it('may stand in the log', () => {
  const log = [
    'fail: Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService[103]',
    "      Health check npgsql with status Unhealthy completed after 15003.1ms with message 'null'",
    '2025-11-15T18:14:40.901Z  WARN 1 --- [nio-8080-exec-2] o.s.b.a.jdbc.DataSourceHealthIndicator   : DataSource health check failed',
  ].join('\n');
  expect(told('', log)).toMatchObject({ names: ['npgsql', 'DataSource'], text: 'npgsql, DataSource' });
});

it('may stand as JSON in a line of the log', () => {
  const line =
    '[Nest] 1  - 11/15/2025, 6:14:38 PM   ERROR [HealthCheckService] Health Check has failed! {"redis":{"status":"down","message":"connect ECONNREFUSED 10.96.40.7:6379"}}';
  expect(told('', line)).toMatchObject({ names: ['redis'], reasons: 'connect ECONNREFUSED 10.96.40.7:6379' });
});

test.each([
  ['nothing', ''],
  ['a body in which all is well', '{"status":"UP","components":{"db":{"status":"UP"}}}'],
  ['a body that names no part', '{"status":"DOWN"}'],
  ['half a body', '{"status":"DOWN","components":{"db":{"status":"DOWN"'],
  ['no JSON', 'service unhealthy (responded with "NOT_SERVING")'],
  ['brackets of something else', 'exec: {db} down }'],
])('%s names nothing', (_name, answer) => {
  expect(told(answer)).toMatchObject({ names: [], text: '', sample: '', reasons: '' });
});

it('hands out no password', () => {
  const result = told(
    '{"status":"DOWN","checks":[{"name":"db","status":"DOWN","error":"dial postgres://app:hunter2@db/shop failed"}]}',
  );
  expect(result['sample']).not.toContain('hunter2');
});
