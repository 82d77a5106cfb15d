import { firstStart } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { container, event, object, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { nodes, running, serving } from './build/failing.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/**
 * Programs that run and are not ready, because something that they need is away: in the words of their runtimes and of the
 * kubelet, which keeps what a command printed and of an HTTP probe the status alone (pkg/probe/http, pkg/probe/exec).
 */
const STARTED = '2025-11-15T17:30:10Z';
const STATUS_503 = 'HTTP probe failed with statuscode: 503';

const SPRING = [
  '2025-11-15T17:30:31.402Z  INFO 1 --- [web] [           main] c.example.shop.web.WebApplication        : Started WebApplication in 19.412 seconds (process running for 20.02)',
  '2025-11-15T18:14:38.901Z  WARN 1 --- [web] [nio-8080-exec-2] o.s.b.a.jdbc.DataSourceHealthIndicator   : DataSource health check failed',
  '',
  'org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection',
  '\tat org.springframework.jdbc.datasource.DataSourceUtils.getConnection(DataSourceUtils.java:84) ~[spring-jdbc-6.2.11.jar!/:6.2.11]',
  'Caused by: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms (total=0, active=0, idle=0, waiting=0)',
  '\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:709) ~[HikariCP-6.3.3.jar!/:na]',
  '\t... 96 common frames omitted',
  'Caused by: org.postgresql.util.PSQLException: Connection to db:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.',
  '\tat org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:352) ~[postgresql-42.7.7.jar!/:42.7.7]',
  '\t... 14 common frames omitted',
  'Caused by: java.net.ConnectException: Connection refused',
  '\tat java.base/sun.nio.ch.Net.pollConnect(Native Method) ~[na:na]',
  '\t... 20 common frames omitted',
  '',
].join('\n');
const SPRING_POOL = SPRING.replace(/Caused by: org\.postgresql[^]*$/, '');
const SPRING_BODY =
  'curl: (22) The requested URL returned error: 503\n{"status":"DOWN","components":{"db":{"status":"DOWN","details":{"error":"org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection"}},"diskSpace":{"status":"UP","details":{"total":105089261568,"free":60246675456,"threshold":10485760,"path":"/app/.","exists":true}},"ping":{"status":"UP"},"redis":{"status":"UP","details":{"version":"7.4.5"}}}}';
const RAILS = [
  '[5b6d7f1e] Started GET "/readyz" for 10.244.1.1 at 2025-11-15 18:14:38 +0000',
  '[5b6d7f1e]   ',
  '[5b6d7f1e] ActiveRecord::ConnectionNotEstablished (connection to server at "10.96.40.7", port 5432 failed: Connection refused',
  '\tIs the server running on that host and accepting TCP/IP connections?',
  '):',
  '[5b6d7f1e]   ',
  "[5b6d7f1e] app/controllers/health_controller.rb:5:in `show'",
  '',
].join('\n');
const NEST =
  '[Nest] 1  - 11/15/2025, 6:14:38 PM   ERROR [HealthCheckService] Health Check has failed! {"redis":{"status":"down","message":"Connection is closed."}}\n';
const IOREDIS = [
  'server ready',
  '[ioredis] Unhandled error event: Error: connect ECONNREFUSED 10.96.40.7:6379',
  '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)',
  '[ioredis] Unhandled error event: Error: connect ECONNREFUSED 10.96.40.7:6379',
  '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)',
  '',
].join('\n');
const GO_GRPC = [
  '{"time":"2025-11-15T17:30:11.101Z","level":"INFO","msg":"grpc server up","addr":":8080"}',
  '{"time":"2025-11-15T18:14:41.220Z","level":"WARN","msg":"not serving yet","err":"ping database: dial tcp: lookup postgres on 10.96.0.10:53: no such host"}',
  '',
].join('\n');
const DOTNET = [
  'info: Microsoft.Hosting.Lifetime[14]',
  '      Now listening on: http://[::]:8080',
  'info: Microsoft.Hosting.Lifetime[0]',
  '      Application started. Press Ctrl+C to shut down.',
  'fail: Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService[103]',
  "      Health check npgsql with status Unhealthy completed after 15003.1437ms with message 'null'",
  '      System.OperationCanceledException: The operation was canceled.',
  '         at Npgsql.ThrowHelper.ThrowOperationCanceledException()',
  '',
].join('\n');
const CELERY = [
  '[2025-11-15 17:30:14,120: ERROR/MainProcess] consumer: Cannot connect to amqp://app:**@broker:5672//: [Errno 111] Connection refused.',
  'Trying again in 2.00 seconds... (1/100)',
  '',
  '[2025-11-15 18:14:38,120: ERROR/MainProcess] consumer: Cannot connect to amqp://app:**@broker:5672//: [Errno 111] Connection refused.',
  'Trying again in 32.00 seconds... (82/100)',
  '',
].join('\n');
const KAFKA = [
  '2025-11-15T18:14:40.118Z  WARN 1 --- [web] [ad | producer-1] org.apache.kafka.clients.NetworkClient   : [Producer clientId=producer-1] Connection to node -1 (broker/10.96.40.7:9092) could not be established. Node may not be available.',
  '',
].join('\n');
const NO_DATABASE = 'dial tcp 10.96.40.7:5432: connect: connection refused';
/** As the kubelet hands it out: with its own time before each line. */
const GO_RETRIES = [
  `2025-11-15T17:30:11.000413210Z 2025/11/15 17:30:11 waiting for the database: ${NO_DATABASE}`,
  `2025-11-15T18:14:41.000220817Z 2025/11/15 18:14:41 waiting for the database: ${NO_DATABASE}`,
  '',
].join('\n');
const GO_ONCE = `2025-11-15T17:30:11.000413210Z 2025/11/15 17:30:11 going on without a database: ${NO_DATABASE}\n`;
const REFUSED = 'Get "http://10.244.1.9:8080/healthz": dial tcp 10.244.1.9:8080: connect: connection refused';

const HTTP = { httpGet: { path: '/readyz', port: 'http', scheme: 'HTTP' } };
const probe = (asks: Change): Change => ({
  readinessProbe: { ...asks, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 },
});
const exec = (...command: readonly string[]): Change => probe({ exec: { command } });

interface Unready {
  readonly log: string;
  /** What the kubelet says of the probe behind the words that it puts before; empty where the events have expired. */
  readonly answer: string;
  readonly asks?: Change;
  readonly env?: readonly Change[];
}

/** An app whose only pod runs and is not ready. */
function unready({ log, answer, asks = probe(HTTP), env = [] }: Unready, name = 'web') {
  const image = `registry.example/shop/${name}:1.5.0`;
  const up = { ...container(name, image, { running: { startedAt: STARTED } }, { started: true }) };
  const app = firstStart(
    { name, container: { ...asks, env } },
    { change: { ...up, status: { ...(up['status'] as Change), phase: 'Running' } } },
  );
  const said = {
    reason: 'Unhealthy',
    message: `Readiness probe failed: ${answer}`,
    at: '2025-11-15T18:14:40Z',
    count: 260,
  };
  const told = event(app.newPod, said, { involvedObject: { fieldPath: `spec.containers{${name}}` } });
  return {
    objects: [...app.all, ...(answer === '' ? [] : [told])],
    logs: { [`shop/${name}-5d7f9b8c6-q5w9b/${name}`]: log },
  };
}

const literal = (name: string, value: string): Change => ({ name, value });
const DB = [literal('DB_URL', 'jdbc:postgresql://db:5432/shop')];
const WIRED = [
  ...DB,
  literal('SPRING_DATA_REDIS_HOST', 'cache'),
  literal('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://otel-collector:4317'),
];

/** A server that runs and is ready, and its Service: as it should be, or one that selects nobody. */
function server(name: string, port: number) {
  const app = running(name);
  const astray = service(name, {
    ports: [{ name: 'main', port, protocol: 'TCP', targetPort: 8080 }],
    selector: { 'app.kubernetes.io/name': `${name}s` },
  });
  return { served: [...app.all, ...serving(app, port)], astray: [...app.all, astray, sliceOf(astray, [])] };
}
const db = server('db', 5432);
const broker = server('broker', 5672);
const kafka = server('broker', 9092);
const cache = server('cache', 6379);
const otel = server('otel-collector', 4317);
/** Of several Services each has an address of its own. */
const at = (address: string, objects: readonly Built[]): readonly Built[] =>
  objects.map((each) =>
    each['kind'] === 'Service'
      ? { ...each, spec: { ...(each['spec'] as Change), clusterIP: address, clusterIPs: [address] } }
      : each,
  );
const cacheAstray = at('10.96.40.8', cache.astray);
const cacheServed = at('10.96.40.8', cache.served);
const otelServed = at('10.96.40.9', otel.served);
const otelAstray = at('10.96.40.9', otel.astray);
const config: Built = object(
  { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web-config', created: '2025-11-01T09:00:00Z' },
  { data: { ConnectionStrings__Shop: 'Host=db;Port=5432;Database=shop;Username=app' } },
);

/** The database is ready, and whoever doubts its port may read where it listens. */
const DB_LOG = {
  'shop/db-5d7f9b8c6-q5w9b/db':
    '2025-11-15 17:30:01.123 UTC [1] LOG:  database system is ready to accept connections\n',
};

function story(
  name: string,
  summary: string,
  scene: Unready,
  around: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
): Story {
  const { objects, logs } = unready(scene);
  const whole = { objects: [...nodes, ...objects, ...around], logs: { ...DB_LOG, ...logs } };
  return workloadStory(
    `failing-probe/needs-${name}`,
    summary,
    denied === undefined ? whole : { ...whole, denied },
    expected,
  );
}

const nobody = (said: string, of = 'db') =>
  problem('service-selects-nothing', 'confirmed', {
    says: [`The selector of Service shop/${of} matches no pod`, said],
  });
const perhaps = (of: string, confidence: 'likely' | 'possible', says: readonly string[] = []) =>
  problem('service-selects-nothing', confidence, {
    says: [`The selector of Service shop/${of} matches no pod`, ...says],
  });
const never = ['service-selects-nothing'];

const spring = { log: SPRING, answer: STATUS_503, env: DB };
const springBody = {
  log: '',
  answer: SPRING_BODY,
  asks: exec('curl', '-sS', '--fail-with-body', 'http://localhost:8080/actuator/health'),
  env: WIRED,
};
const silent = { log: 'warming caches\n', answer: STATUS_503, env: DB };
const dotnet = {
  log: DOTNET,
  answer: STATUS_503,
  env: [],
  asks: { ...probe(HTTP), envFrom: [{ configMapRef: { name: 'web-config' } }] },
};

/** One story per way in which such a program tells of it, and those that look like it. */
export const dependencyUnready: readonly Story[] = [
  story(
    'spring',
    'Spring Boot answers 503; its log says of which database, and the Service of that selects nobody.',
    spring,
    db.astray,
    nobody('Connection to db:5432 refused'),
  ),
  story(
    'spring-denied',
    'The same, and Services may not be looked at.',
    spring,
    db.astray,
    problem('probe-fails', 'likely', { says: ['Connection to db:5432 refused'], never }),
    ['services'],
  ),
  story(
    'spring-decoy',
    'It said so, and its pool has connected since: it is not ready for another reason.',
    {
      ...spring,
      log: `${SPRING}2025-11-15T18:14:39.001Z  INFO 1 --- [web] [nio-8080-exec-3] com.zaxxer.hikari.HikariDataSource       : HikariPool-1 - Start completed.\n`,
    },
    db.served,
    problem('probe-fails', 'likely', { never: ['dependency-refuses'] }),
  ),
  story(
    'spring-pool',
    'Its log names no host, and calls its DataSource unwell: of the Services that its variables name one is a database.',
    { ...spring, log: SPRING_POOL, env: WIRED },
    [...db.astray, ...cacheServed, ...otelServed],
    perhaps('db', 'likely', ['DataSource health check failed']),
  ),
  story(
    'spring-pool-decoy',
    'The same, and the Service without pods is that of the traces, which it does not speak of.',
    { ...spring, log: SPRING_POOL, env: WIRED },
    [...db.served, ...cacheServed, ...otelAstray],
    problem('probe-fails', 'likely', { says: ['It calls unwell: DataSource'], never }),
  ),
  story(
    'answer-body',
    'A command asks its health endpoint, and the event holds the answer, which calls its database unwell.',
    springBody,
    [...db.astray, ...cacheServed, ...otelServed],
    perhaps('db', 'likely'),
  ),
  story(
    'answer-body-decoy',
    'The same, and the Service without pods is that of Redis, which it calls well.',
    springBody,
    [...db.served, ...cacheAstray, ...otelServed],
    problem('probe-fails', 'likely', { says: ['It calls unwell: db'], never }),
  ),
  story(
    'answer-body-denied',
    'The same, and no event may be read: what its variables name is all that is left.',
    springBody,
    [...db.astray, ...cacheServed, ...otelServed],
    perhaps('db', 'possible'),
    ['events'],
  ),
  story(
    'rails',
    'Rails answers 503; its log has the address of the Service.',
    { log: RAILS, answer: STATUS_503 },
    db.astray,
    nobody('ActiveRecord::ConnectionNotEstablished'),
  ),
  story(
    'rails-decoy',
    'The twin of Rails whose database is well.',
    { log: RAILS, answer: STATUS_503 },
    db.served,
    problem('dependency-refuses', 'likely', { says: ['was ready when web said so last'] }),
  ),
  story(
    'terminus',
    'NestJS logs which check failed, and no host.',
    { log: NEST, answer: STATUS_503, env: WIRED },
    [...db.served, ...cacheAstray, ...otelServed],
    perhaps('cache', 'likely', ['Health Check has failed!']),
  ),
  story(
    'terminus-decoy',
    'The same, and the Service without pods is that of the database, which is not what failed.',
    { log: NEST, answer: STATUS_503, env: WIRED },
    [...db.astray, ...cacheServed, ...otelServed],
    problem('probe-fails', 'likely', { says: ['It calls unwell: redis'], never }),
  ),
  story(
    'node',
    'A program in Node.js goes on asking Redis by its address.',
    { log: IOREDIS, answer: STATUS_503 },
    at('10.96.40.7', cache.astray),
    nobody('ECONNREFUSED 10.96.40.7:6379', 'cache'),
  ),
  story(
    'grpc',
    'A program in Go says NOT_SERVING, and in its log why: there is no Service of that name.',
    {
      log: GO_GRPC,
      answer: 'service unhealthy (responded with "NOT_SERVING")',
      asks: probe({ grpc: { port: 8080, service: '' } }),
      env: [literal('DB_HOST', 'postgres')],
    },
    at('10.96.40.7', server('postgresql', 5432).served),
    problem('service-not-there', 'confirmed', {
      says: ['There is no Service shop/postgres', 'The nearest name there is postgresql', 'variable DB_HOST'],
    }),
  ),
  story(
    'grpc-silent',
    'The same and says nothing; its variable names a Service that selects nobody. That is no more than possible.',
    {
      log: '{"time":"2025-11-15T17:30:11.101Z","level":"INFO","msg":"grpc server up","addr":":8080"}\n',
      answer: 'service unhealthy (responded with "NOT_SERVING")',
      asks: probe({ grpc: { port: 8080, service: '' } }),
      env: DB,
    },
    db.astray,
    perhaps('db', 'possible', ['NOT_SERVING', 'a line of its log, or an answer of its probe']),
  ),
  story(
    'dotnet',
    'ASP.NET Core logs the check that failed; the connection string of a ConfigMap names the Service.',
    dotnet,
    [config, ...db.astray],
    perhaps('db', 'likely', ['Health check npgsql with status Unhealthy']),
  ),
  story(
    'dotnet-configmaps-denied',
    'The same, and ConfigMaps may not be read.',
    dotnet,
    [config, ...db.astray],
    problem('probe-fails', 'likely', { never }),
    ['configmaps'],
  ),
  story(
    'celery',
    'A worker of Celery goes on trying for its broker; its probe, a command, finds no worker.',
    {
      log: CELERY,
      answer: 'Error: No nodes replied within time constraint',
      asks: exec('celery', '-A', 'app', 'inspect', 'ping'),
    },
    broker.astray,
    nobody('Cannot connect to amqp', 'broker'),
  ),
  story(
    'events-gone',
    'A program in Java goes on trying for Kafka, and no event is left.',
    { log: KAFKA, answer: '' },
    kafka.astray,
    nobody('could not be established', 'broker'),
  ),
  story(
    'not-listening',
    'A program in Go listens only once it has its database, so nobody answers the probe.',
    { log: GO_RETRIES, answer: REFUSED },
    db.astray,
    nobody('dial tcp 10.96.40.7:5432'),
  ),
  story(
    'not-listening-silent',
    'Nobody answers the probe, and the log is silent: that comes first, and what a variable names second.',
    { log: 'starting\n', answer: REFUSED, env: DB },
    db.astray,
    {
      verdict: 'problem',
      exit: 1,
      findings: [
        { code: 'nothing-listens', confidence: 'likely' },
        { code: 'service-selects-nothing', confidence: 'possible' },
      ],
    },
  ),
  story(
    'command',
    'The probe is a command that asks the database itself.',
    { log: 'ready to serve\n', answer: 'db:5432 - no response', asks: exec('pg_isready', '-h', 'db') },
    db.astray,
    nobody('db:5432 - no response'),
  ),
  story(
    'command-decoy',
    'The probe is a command that asks the container itself, and what a variable names has its pods.',
    {
      log: 'warming caches\n',
      answer: "curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server",
      asks: exec('curl', '-f', 'localhost:8080/healthz'),
      env: DB,
    },
    db.served,
    problem('probe-fails', 'likely', { never: [...never, 'asks-itself'] }),
  ),
  story(
    'silent',
    'It answers 503 and says nothing; its variable names a Service that selects nobody.',
    silent,
    db.astray,
    perhaps('db', 'possible', [STATUS_503]),
  ),
  story(
    'silent-decoy',
    'The same, and that Service has its pods.',
    silent,
    db.served,
    problem('probe-fails', 'likely', { never }),
  ),
  story(
    'silent-services-denied',
    'The same, and Services may not be looked at.',
    silent,
    db.astray,
    problem('probe-fails', 'likely', { never }),
    ['services'],
  ),
  story(
    'came-since',
    'The database was not there when it asked last, a moment ago, and is by now.',
    { log: GO_RETRIES, answer: STATUS_503 },
    [...running('db', '2025-11-15T18:14:50Z').all, ...serving(running('db', '2025-11-15T18:14:50Z'), 5432)],
    inProgress({ says: ['a program that tries again finds it'] }),
  ),
  story(
    'not-asked-again',
    'It asked once, when it started; the database came a minute later and has been ready ever since.',
    {
      log: GO_ONCE,
      answer: STATUS_503,
    },
    [...running('db', '2025-11-15T17:31:30Z').all, ...serving(running('db', '2025-11-15T17:31:30Z'), 5432)],
    problem('dependency-not-asked-again', 'likely', { says: ['kubectl delete pod web-5d7f9b8c6-q5w9b'] }),
  ),
  story(
    'not-asked-again-decoy',
    'The same, and it goes on saying so: it was asked again, and the database was ready then.',
    { log: GO_RETRIES, answer: STATUS_503 },
    [...running('db', '2025-11-15T17:31:30Z').all, ...serving(running('db', '2025-11-15T17:31:30Z'), 5432)],
    problem('dependency-refuses', 'likely', { never: ['dependency-not-asked-again'] }),
  ),
  workloadStory(
    'failing-probe/needs-healthy',
    "The twin is ready; what it said on its way is nobody's business.",
    { objects: [...nodes, ...running('web').all, ...db.astray], logs: { 'shop/web-5d7f9b8c6-q5w9b/web': SPRING } },
    healthy,
  ),
];
