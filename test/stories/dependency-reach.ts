import { JUST_NOW } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { object, type Built } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { failing, nodes, running, serving, type Failing } from './build/failing.ts';
import { networkPolicy } from './build/traffic.ts';
import type { Story } from './story.ts';

/** Programs that do not reach what they need, each in the words of its runtime. */
const GO_NO_HOST = [
  '{"time":"2025-11-15T18:12:36.101Z","level":"INFO","msg":"starting","version":"1.5.0"}',
  '{"time":"2025-11-15T18:12:41.220Z","level":"ERROR","msg":"cannot connect","err":"dial tcp: lookup postgres on 10.96.0.10:53: no such host"}',
  '',
].join('\n');
const NODE_REFUSED = [
  'node:internal/process/promises:394',
  '      triggerUncaughtException(err, true /* fromPromise */);',
  '      ^',
  '',
  'Error: connect ECONNREFUSED 127.0.0.1:5432',
  '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16) {',
  '  errno: -111,',
  "  code: 'ECONNREFUSED',",
  "  syscall: 'connect',",
  "  address: '127.0.0.1',",
  '  port: 5432',
  '}',
  '',
  'Node.js v20.19.5',
  '',
].join('\n');
const PYTHON_REFUSED = [
  'Traceback (most recent call last):',
  '  File "/app/main.py", line 12, in <module>',
  '    conn = psycopg2.connect(dsn)',
  '           ^^^^^^^^^^^^^^^^^^^^^',
  'psycopg2.OperationalError: connection to server at "db" (10.96.40.7), port 5432 failed: Connection refused',
  '\tIs the server running on that host and accepting TCP/IP connections?',
  '',
].join('\n');
const PYTHON_DENIED = PYTHON_REFUSED.replace(
  /failed: Connection refused\n.*\n/,
  'failed: FATAL:  password authentication failed for user "app"\n',
);
const JAVA_UNKNOWN = [
  '2025-11-15T18:12:40.901Z ERROR 1 --- [web] [           main] com.zaxxer.hikari.pool.HikariPool        : HikariPool-1 - Exception during pool initialization.',
  '',
  'org.postgresql.util.PSQLException: The connection attempt failed.',
  '\tat org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:364) ~[postgresql-42.7.4.jar!/:42.7.4]',
  '\tat com.zaxxer.hikari.pool.PoolBase.newConnection(PoolBase.java:360) ~[HikariCP-5.1.0.jar!/:na]',
  '\t... 30 common frames omitted',
  'Caused by: java.net.UnknownHostException: db',
  '\tat java.base/sun.nio.ch.NioSocketImpl.connect(NioSocketImpl.java:567) ~[na:na]',
  '\t... 41 common frames omitted',
  '2025-11-15T18:12:41.002Z ERROR 1 --- [web] [           main] o.s.boot.SpringApplication               : Application run failed',
  '',
].join('\n');
const JAVA_UNTRUSTED =
  'javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target\n\tat java.base/sun.security.ssl.Alert.createSSLException(Alert.java:131)\n';
const GO_EXPIRED =
  '2025/11/15 18:12:41 cannot start: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2025-11-15T18:12:41Z is after 2025-11-01T00:00:00Z\n';
const DOTNET_OUTSIDE = [
  'Unhandled exception. System.Net.Http.HttpRequestException: Name or service not known (pay.example.com:443)',
  ' ---> System.Net.Sockets.SocketException (0xFFFDFFFF): Name or service not known',
  '   at System.Net.Sockets.Socket.AwaitableSocketAsyncEventArgs.ThrowException(SocketError error, CancellationToken cancellationToken)',
  '   --- End of inner exception stack trace ---',
  '   at Program.<Main>$(String[] args) in /src/Program.cs:line 7',
  '',
].join('\n');
const NGINX_NO_HOST =
  '/docker-entrypoint.sh: Configuration complete; ready for start up\n2025/11/15 18:12:41 [emerg] 1#1: host not found in upstream "orders.sales" in /etc/nginx/conf.d/default.conf:12\nnginx: [emerg] host not found in upstream "orders.sales" in /etc/nginx/conf.d/default.conf:12\n';

const env = (name: string, value: string) => ({ container: { env: [{ name, value }] } });
const database = running('postgresql');
const db = running('db');
/** The database is ready, and whoever doubts its port may read where it listens. */
const DB_LOG = {
  'shop/db-5d7f9b8c6-q5w9b/db':
    '2025-11-15 17:30:01.123 UTC [1] LOG:  database system is ready to accept connections\n',
};
const late = running('db', '2025-11-15T18:14:50Z');
const dbServed = [...db.all, ...serving(db, 5432)];

const wrongName = failing('web', GO_NO_HOST, env('DB_HOST', 'postgres'));
const fromMap = failing('web', GO_NO_HOST, { container: { envFrom: [{ configMapRef: { name: 'web-config' } }] } });
const config: Built = object(
  { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web-config', created: '2025-11-01T09:00:00Z' },
  { data: { DATABASE_URL: 'postgres://app@postgres:5432/shop', LOG_LEVEL: 'info' } },
);
const secretOf: Built = object(
  { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'web-db', created: '2025-11-01T09:00:00Z' },
  { type: 'Opaque' },
);
const withSecret = {
  container: { env: [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'web-db', key: 'url' } } }] },
};
const sales: Built = object(
  { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: 'sales', created: '2025-11-01T09:00:00Z' },
  {
    metadata: { labels: { 'kubernetes.io/metadata.name': 'sales' } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  },
);
const itself = failing('web', NODE_REFUSED);
const beside = failing('web', NODE_REFUSED, {
  spec: {
    containers: [
      { name: 'web', image: 'registry.example/shop/web:1.5.0', resources: {} },
      {
        name: 'proxy',
        image: 'registry.example/shop/proxy:1',
        resources: {},
        ports: [{ containerPort: 5432, protocol: 'TCP' }],
      },
    ],
  },
});

const story = (
  name: string,
  summary: string,
  scene: Failing,
  more: readonly Built[],
  expected: Story['expected'],
  denied?: readonly string[],
): Story =>
  workloadStory(
    `dependency/${name}`,
    summary,
    {
      objects: [...nodes, ...scene.objects, ...more],
      logs: { ...DB_LOG, ...scene.logs },
      ...(denied === undefined ? {} : { denied }),
    },
    expected,
  );

/** One story per way in which a program does not reach what it needs, and those that look like it. */
export const dependencyReach: readonly Story[] = [
  story(
    'wrong-name',
    'A program in Go asks for a Service by a name that none has; a variable of it holds the name.',
    wrongName,
    [...database.all, ...serving(database, 5432)],
    problem('service-not-there', 'confirmed', {
      says: [
        'There is no Service shop/postgres',
        'The nearest name there is postgresql',
        'its variable DB_HOST',
        'no such host',
      ],
    }),
  ),
  story(
    'wrong-name-denied',
    'The same, and Services may not be looked at.',
    wrongName,
    [...database.all, ...serving(database, 5432)],
    problem('container-crashes', 'likely', { says: ['the name server knows no such name'] }),
    ['services'],
  ),
  story(
    'wrong-name-healthy',
    "The twin with the right name is ready; what its log said at the start is nobody's business.",
    { ...wrongName, objects: running('web').all, logs: { 'shop/web-5d7f9b8c6-q5w9b/web': GO_NO_HOST } },
    [...database.all, ...serving(database, 5432)],
    healthy,
  ),
  story(
    'wrong-name-in-configmap',
    'The name stands in a ConfigMap from which the container takes its variables.',
    fromMap,
    [config, ...database.all, ...serving(database, 5432)],
    problem('service-not-there', 'confirmed', {
      says: ['key DATABASE_URL of ConfigMap web-config', 'Correct key DATABASE_URL'],
      never: ['postgres://app@'],
    }),
  ),
  story(
    'wrong-name-in-secret',
    'Nothing that may be read names the host: it may stand in a Secret, which is not read.',
    failing('web', JAVA_UNKNOWN, withSecret),
    [secretOf],
    problem('service-not-there', 'confirmed', {
      says: [
        'There is no Service shop/db',
        'it may stand in Secret web-db, whose value does not count here',
        'java.net.UnknownHostException: db',
      ],
    }),
  ),
  story(
    'wrong-namespace',
    'nginx asks for a Service in a namespace that has none of this name.',
    failing('web', NGINX_NO_HOST),
    [sales],
    problem('service-not-there', 'confirmed', { says: ['There is no Service sales/orders', 'does not start without'] }),
  ),
  story(
    'itself',
    'A program in Node.js asks its own pod for the database, since nothing tells it where that is.',
    itself,
    dbServed,
    problem('asks-itself', 'likely', { says: ['127.0.0.1:5432', 'Nothing in the pod names it'] }),
  ),
  story(
    'itself-sidecar',
    'The same where another container of the pod serves that port, and is not up yet.',
    beside,
    [],
    problem('sidecar-not-listening', 'likely', { says: ['127.0.0.1:5432'] }),
  ),
  story(
    'came-up-since',
    'The database was not up when the program asked for it, and is by now: the next start finds it.',
    failing('web', PYTHON_REFUSED, { since: JUST_NOW }, { startedAt: JUST_NOW, finishedAt: '2025-11-15T18:14:41Z' }),
    [...late.all, ...serving(late, 5432)],
    inProgress({ says: ['the next run will find it'] }),
  ),
  story(
    'refuses',
    'The database was ready all the time, nothing forbids the way, and still the connection is refused.',
    failing('web', PYTHON_REFUSED),
    dbServed,
    problem('dependency-refuses', 'likely', { says: ['db:5432', 'Connection refused'] }),
  ),
  story(
    'wrong-target-port',
    'The Service leads to a port that the database does not have, so that its callers are refused.',
    failing('web', PYTHON_REFUSED),
    [
      ...db.all,
      ...serving(db, 5432, 'db', { ports: [{ name: 'main', port: 5432, protocol: 'TCP', targetPort: 5433 }] }),
    ],
    problem('service-port-nobody-listens', 'likely', {
      says: ['Service shop/db leads to port 5433', 'its pods declare', 'Connection refused'],
    }),
  ),
  story(
    'wrong-target-port-timeout-decoy',
    'The same, and nobody was refused: what runs into a timeout has not come that far.',
    failing('web', PYTHON_REFUSED.replace(/Connection refused[^]*$/, 'timeout expired\n')),
    [
      ...db.all,
      ...serving(db, 5432, 'db', { ports: [{ name: 'main', port: 5432, protocol: 'TCP', targetPort: 5433 }] }),
    ],
    problem('dependency-refuses', 'likely', { never: ['service-port-nobody-listens'] }),
  ),
  story(
    'wrong-target-port-log-denied',
    'The Service leads to a port that the database does not declare, and no log may be read.',
    failing('web', PYTHON_REFUSED),
    [
      ...db.all,
      ...serving(db, 5432, 'db', { ports: [{ name: 'main', port: 5432, protocol: 'TCP', targetPort: 5433 }] }),
    ],
    problem('container-crashes', 'likely', { never: ['service-port-nobody-listens'] }),
    ['pods/log'],
  ),
  story(
    'not-resolved',
    'The Service is there and leads to ready pods, and the name server did not know it.',
    failing('web', JAVA_UNKNOWN),
    dbServed,
    problem('name-not-resolved', 'likely', { says: ['java.net.UnknownHostException: db', 'k8s-app=kube-dns'] }),
  ),
  story(
    'wrong-port',
    'The Service is there and has another port than the one that is asked for.',
    failing('web', PYTHON_REFUSED.replace('port 5432', 'port 5433')),
    dbServed,
    problem('service-without-port', 'confirmed', { says: ['5433'] }),
  ),
  story(
    'policy',
    'A NetworkPolicy in front of the database lets nobody in: the program gets no answer.',
    failing(
      'web',
      PYTHON_REFUSED.replace(
        'Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?',
        'timeout expired',
      ),
    ),
    [
      ...dbServed,
      networkPolicy('shop', 'closed', {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'db' } },
        policyTypes: ['Ingress'],
      }),
    ],
    problem('network-policy-blocks-ingress', 'confirmed', { says: ['timeout expired'] }),
  ),
  story(
    'outside',
    'A program on .NET asks for a host outside of the cluster; nobody was asked about it from here.',
    failing('web', DOTNET_OUTSIDE),
    dbServed,
    problem('outside-not-reached', 'likely', { says: ['pay.example.com:443', 'dig +short pay.example.com'] }),
  ),
  story(
    'credential',
    'The database answers and refuses the password.',
    failing('web', PYTHON_DENIED, withSecret),
    [secretOf, ...dbServed],
    problem('credential-refused', 'likely', { says: ['refused the user app', 'Secret web-db was made at'] }),
  ),
  story(
    'credential-redis',
    'Redis wants a password that a program in Python does not give, in the words of its library.',
    failing('web', 'redis.exceptions.AuthenticationError: Authentication required.\n', withSecret),
    [secretOf, ...dbServed],
    problem('credential-refused', 'likely', { says: ['wants one that the program does not give'] }),
  ),
  story(
    'certificate',
    'A program in Java does not trust the certificate of what it asks.',
    failing('web', JAVA_UNTRUSTED),
    dbServed,
    problem('certificate-not-trusted', 'likely', {
      says: ['PKIX path building failed', 'Give the program the authority'],
      never: ['it has expired'],
    }),
  ),
  story(
    'certificate-expired',
    'The certificate of what it asks has expired, which no other authority mends.',
    failing('web', GO_EXPIRED),
    dbServed,
    problem('certificate-not-trusted', 'likely', {
      says: ['for it has expired or is not valid yet', 'why it was not made anew'],
      never: ['Give the program the authority'],
    }),
  ),
  story(
    'certificate-expired-events-denied',
    'The same, and events may not be read: its log says it all the same.',
    failing('web', GO_EXPIRED),
    dbServed,
    problem('certificate-not-trusted', 'likely', { says: ['for it has expired'] }),
    ['events'],
  ),
];
