import { workloadStory } from './build/ask.ts';
import type { Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { failing, nodes, running, serving } from './build/failing.ts';
import type { AppSketch } from './build/app.ts';
import type { Story } from './story.ts';

/** What crashing programs say of themselves, as their runtimes write it. */
interface Said {
  readonly name: string;
  readonly summary: string;
  readonly log: readonly string[];
  readonly code: string;
  readonly says: readonly string[];
  readonly never?: readonly string[];
  readonly sketch?: AppSketch;
  readonly ended?: Change;
}

const volume: AppSketch = {
  container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
  spec: {
    securityContext: { runAsUser: 1000, runAsNonRoot: true },
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }],
  },
};
const AT = '2025-11-15T18:12:41.120Z';

const SAID: readonly Said[] = [
  {
    name: 'php-memory',
    summary: 'PHP ends a run that takes more memory than its own setting allows; the container has room.',
    log: [
      '  2025-11-15 18:12:39 App\\Jobs\\ExportCatalogue ................................ RUNNING',
      'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /var/www/html/app/Export.php on line 42',
    ],
    code: 'limit-reached',
    says: ['memory_limit of its php.ini, which is not the limit of the container'],
    never: ['within its limit'],
    ended: { exitCode: 255 },
  },
  {
    name: 'mysql-unknown-setting',
    summary: 'MySQL was brought to a version that no longer knows a setting that it is given.',
    log: [
      '2025-11-15T18:12:40.481177Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.4.6) starting as process 1',
      "2025-11-15T18:12:41.016026Z 0 [ERROR] [MY-000067] [Server] unknown variable 'default-authentication-plugin=mysql_native_password'.",
      '2025-11-15T18:12:41.017540Z 0 [ERROR] [MY-010119] [Server] Aborting',
      '2025-11-15T18:12:41.739616Z 0 [System] [MY-015016] [Server] MySQL Server - end.',
    ],
    code: 'configuration-wrong',
    says: ['the setting default-authentication-plugin, which this version does not know'],
  },
  {
    name: 'gpu-memory',
    summary: 'A model is larger than the memory of the GPU.',
    log: [
      'Traceback (most recent call last):',
      '  File "/app/serve.py", line 9, in <module>',
      '    model = load(path).to("cuda")',
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 224.00 MiB. GPU 0 has a total capacity of 22.06 GiB of which 110.44 MiB is free.',
    ],
    code: 'limit-reached',
    says: ['The memory of its GPU is too small', 'limit of the container has nothing to do with it'],
    never: ['mistake of its own'],
  },
  {
    name: 'minio-credential',
    summary: 'The root password of MinIO is too short.',
    log: [
      'FATAL Unable to validate credentials inherited from the shell environment: Invalid credentials',
      '      > Please provide correct credentials',
    ],
    code: 'configuration-wrong',
    says: ['the password at least 8'],
  },
  {
    name: 'env-missing',
    summary: 'A program in Go wants a variable that nothing gives it.',
    log: ['2025/11/15 18:12:41 required key DATABASE_URL missing value'],
    code: 'setting-missing',
    says: ['is not given the setting DATABASE_URL', '- name: DATABASE_URL'],
  },
  {
    name: 'env-missing-python',
    summary: 'A program in Python looks for a variable in its environment without asking whether it is there.',
    log: [
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 4, in <module>',
      '    dsn = os.environ["DATABASE_URL"]',
      '          ~~~~~~~~~~^^^^^^^^^^^^^^^^',
      '  File "<frozen os>", line 685, in __getitem__',
      "KeyError: 'DATABASE_URL'",
    ],
    code: 'setting-missing',
    says: ['is not given the setting DATABASE_URL'],
    never: ['without anybody having caught it'],
  },
  {
    name: 'env-missing-spring',
    summary: 'Spring Boot has no address of a database.',
    log: [
      '***************************',
      'APPLICATION FAILED TO START',
      '***************************',
      '',
      'Description:',
      '',
      "Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.",
      '',
      'Reason: Failed to determine a suitable driver class',
    ],
    code: 'setting-missing',
    says: ['nothing sets spring.datasource.url'],
  },
  {
    name: 'file-missing',
    summary: 'nginx names a certificate that is not mounted.',
    log: [
      'nginx: [emerg] cannot load certificate "/etc/nginx/tls/tls.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/etc/nginx/tls/tls.crt, r) error:10000080:BIO routines::no such file)',
    ],
    code: 'file-missing',
    says: ['does not find the file /etc/nginx/tls/tls.crt', 'No volume is mounted there.'],
  },
  {
    name: 'configuration',
    summary: 'nginx finds a word in its configuration that it does not know.',
    log: ['2025/11/15 18:12:41 [emerg] 1#1: unknown directive "proxy_passs" in /etc/nginx/conf.d/default.conf:7'],
    code: 'configuration-wrong',
    says: ['does not understand its configuration', 'proxy_passs'],
  },
  {
    name: 'port-taken',
    summary: 'A program in Node.js wants a port on which another container of the pod listens.',
    log: [
      'node:events:495',
      "      throw er; // Unhandled 'error' event",
      'Error: listen EADDRINUSE: address already in use :::8080',
      '    at Server.setupListenHandle [as _listen2] (node:net:1817:16)',
    ],
    code: 'port-taken',
    says: ['its port is taken', 'port 8080'],
  },
  {
    name: 'permission',
    summary: 'A program in Python may not write to its volume: it runs as user 1000, and no group is set.',
    log: [
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 9, in <module>',
      '    os.makedirs("/data/media")',
      "PermissionError: [Errno 13] Permission denied: '/data/media'",
    ],
    code: 'not-permitted',
    says: ['It runs as user 1000.', 'No fsGroup is set', 'Volume data is mounted at /data', 'fsGroup: <group>'],
    sketch: volume,
  },
  {
    name: 'permission-root-file-system',
    summary: 'The same where the file system of the container may not be written to.',
    log: ["Error: EROFS: read-only file system, mkdir '/app/.cache'"],
    code: 'not-permitted',
    says: ['readOnlyRootFilesystem'],
    sketch: { container: { securityContext: { readOnlyRootFilesystem: true } } },
  },
  {
    name: 'service-link',
    summary: 'A variable that Kubernetes sets for a Service has the name of one in which the program wants a number.',
    log: ['2025/11/15 18:12:41 parsing config: strconv.Atoi: parsing "tcp://10.96.40.9:6379": invalid syntax'],
    code: 'configuration-wrong',
    says: ['for each Service of the namespace', 'enableServiceLinks: false'],
  },
  {
    name: 'spring-cause',
    summary: 'Spring Boot says that it could not start, and in the last cause why.',
    log: [
      `${AT}  INFO 1 --- [web] [           main] com.example.web.WebApplication           : Starting WebApplication v1 using Java 21`,
      `${AT} ERROR 1 --- [web] [           main] o.s.boot.SpringApplication               : Application run failed`,
      '',
      "org.springframework.context.ApplicationContextException: Failed to start bean 'ledger'",
      '\tat org.springframework.context.support.DefaultLifecycleProcessor.doStart(DefaultLifecycleProcessor.java:408) ~[spring-context-6.2.11.jar!/:6.2.11]',
      'Caused by: java.lang.IllegalStateException: ledger of 2024 is still open',
      '\tat com.example.web.Ledger.open(Ledger.java:31) ~[!/:na]',
    ],
    code: 'container-crashes',
    says: ['IllegalStateException: ledger of 2024 is still open', 'Ledger.java'],
  },
  {
    name: 'left-behind',
    summary: 'A file of a run before, on a volume that goes with the pod, says that the program runs already.',
    log: [
      '=> Booting Puma',
      '=> Rails 8.0.3 application starting in production ',
      '=> Run `bin/rails server --help` for more startup options',
      'A server is already running (pid: 7, file: /rails/tmp/pids/server.pid).',
      'Exiting',
    ],
    code: 'left-by-earlier-run',
    says: [
      '/rails/tmp/pids/server.pid is left of an earlier run',
      'volume tmp, an emptyDir',
      'kubectl delete pod web-',
    ],
    sketch: {
      container: { volumeMounts: [{ name: 'tmp', mountPath: '/rails/tmp' }] },
      spec: { volumes: [{ name: 'tmp', emptyDir: {} }] },
    },
  },
  {
    name: 'left-behind-in-the-image',
    summary: 'The same where no volume is: to delete the pod does not help.',
    log: ['ERROR: Pidfile (/app/celerybeat.pid) already exists.', "Seems we're already running? (pid: 7)"],
    code: 'left-by-earlier-run',
    says: ['No volume is mounted there'],
    never: ['kubectl delete pod'],
  },
  {
    name: 'disk-full',
    summary: 'The volume of a PostgreSQL server is full.',
    log: [
      '2025-11-15 18:12:41.010 UTC [29] PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device',
    ],
    code: 'disk-full-inside',
    says: ['Its claims are web-data', 'storage: <size>'],
    sketch: volume,
  },
  {
    name: 'java-heap',
    summary: 'The heap of a Java virtual machine is full, and it ends itself before the kernel would.',
    log: ['Terminating due to java.lang.OutOfMemoryError: Java heap space'],
    code: 'heap-exhausted',
    says: ['The limit of the container is 512Mi', 'Java heap space', 'A variable of it sets'],
    never: ['-Xmx64m'],
    sketch: { container: { env: [{ name: 'JAVA_TOOL_OPTIONS', value: '-Xmx64m' }] } },
    ended: { exitCode: 3 },
  },
  {
    name: 'node-heap',
    summary: 'The heap of Node.js is full; it aborts itself.',
    log: [
      '<--- Last few GCs --->',
      '',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      '----- Native stack trace -----',
    ],
    code: 'heap-exhausted',
    says: ['JavaScript heap out of memory', 'No variable of it says'],
    ended: { exitCode: 134 },
  },
  {
    name: 'module-missing',
    summary: 'The image of a program in Node.js lacks a module.',
    log: [
      'node:internal/modules/cjs/loader:1228',
      '  throw err;',
      "Error: Cannot find module 'express'",
      'Require stack:',
      '- /app/index.js',
      '    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15) {',
      "  code: 'MODULE_NOT_FOUND',",
      '}',
    ],
    code: 'program-incomplete',
    says: ['lacks express'],
  },
  {
    name: 'schema',
    summary: 'The database has no table that the program wants.',
    log: [
      '{"level":"fatal","ts":1763230361.12,"msg":"cannot start","error":"ERROR: relation \\"orders\\" does not exist (SQLSTATE 42P01)"}',
    ],
    code: 'schema-behind',
    says: ['has no table orders'],
  },
  {
    name: 'database-missing',
    summary: 'The server of the database is reached and has none of the name that a program in Java asks for.',
    log: ['org.postgresql.util.PSQLException: FATAL: database "shop" does not exist'],
    code: 'named-database-missing',
    says: ['has no database shop', 'only while their data directory is empty'],
    never: ['migrations'],
  },
  {
    name: 'setting-of-pydantic',
    summary: 'A program in Python says which class of settings is not complete, and below which field.',
    log: [
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings',
      'database_url',
      '  Field required [type=missing, input_value={}, input_type=dict]',
    ],
    code: 'setting-missing',
    says: ['is not given a setting that it needs', 'database_url'],
    never: ['the setting Settings'],
  },
  {
    name: 'too-many-connections-by-driver',
    summary: 'A driver hands on what the database said, with nothing of its own around it.',
    log: ['FATAL: sorry, too many clients already'],
    code: 'limit-reached',
    says: ['no connection left to give'],
  },
  {
    name: 'disk-full-of-node',
    summary: 'A program in Python without a volume finds the disk full that it writes to.',
    log: ['OSError: [Errno 28] No space left on device'],
    code: 'disk-full-inside',
    says: ['The disk that it writes to is full.', 'It has no claim'],
    never: ['Its volume is full'],
  },
  {
    name: 'data-damaged',
    summary: 'A Redis server finds its append-only file damaged.',
    log: [
      '1:M 15 Nov 2025 18:12:41.120 # Bad file format reading the append only file appendonly.aof.1.incr.aof: make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>',
    ],
    code: 'data-damaged',
    says: ['append-only file is damaged', 'make a copy of the volume'],
    sketch: volume,
  },
  {
    name: 'data-of-another-version',
    summary: 'A PostgreSQL server finds data of an older major version.',
    log: [
      '2025-11-15 18:12:41.010 UTC [1] FATAL:  database files are incompatible with server',
      '2025-11-15 18:12:41.010 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL version 15, which is not compatible with this version 16.4 (Debian 16.4-1.pgdg120+1).',
    ],
    code: 'version-mismatch',
    says: ['is of PostgreSQL 15, and the image runs 16.4'],
  },
  {
    name: 'too-many-connections',
    summary: 'The database is up and has no connection left.',
    log: [`{"time":"${AT}","level":"ERROR","msg":"cannot start","err":"pq: sorry, too many clients already"}`],
    code: 'limit-reached',
    says: ['no connection left to give'],
  },
  {
    name: 'mistake-in-python',
    summary: 'A program in Python ends with an error of its own making, behind one of a library.',
    log: [
      'Traceback (most recent call last):',
      '  File "/usr/local/lib/python3.13/site-packages/cart/rates.py", line 88, in load',
      '    raise RatesError("empty")',
      'cart.rates.RatesError: empty',
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 12, in <module>',
      '    start()',
      '  File "/app/start.py", line 7, in start',
      '    raise NotStarted("no rates") from error',
      'shop.start.NotStarted: no rates',
    ],
    code: 'program-fails',
    says: ['It said: shop.start.NotStarted: no rates At /app/start.py:7.'],
    never: ['It said: Traceback'],
  },
  {
    name: 'mistake',
    summary: 'A program in Go reaches beyond the end of a list.',
    log: [
      '2025/11/15 18:12:41 listening',
      'panic: runtime error: index out of range [5] with length 3',
      '',
      'goroutine 1 [running]:',
      'main.main()',
      '\t/src/main.go:12 +0x1d',
      'exit status 2',
    ],
    code: 'program-fails',
    says: ['index out of range [5] with length 3'],
    ended: { exitCode: 2 },
  },
  {
    name: 'password-in-log',
    summary: 'A program writes the address of its database with the password in it; nobody gets to read it here.',
    log: ['2025/11/15 18:12:41 cannot use postgres://app:s3cr3t-Pa55@db:5432/shop: giving up, password=hunter2'],
    code: 'container-crashes',
    says: ['://***@db:5432/shop'],
    never: ['s3cr3t-Pa55', 'hunter2'],
  },
  {
    name: 'over',
    summary: 'The program had trouble with its database at first, then worked, and ended without a word.',
    log: [
      '2025-11-15 18:12:35,101 - shop.db - ERROR - connection to server at "db" (10.96.40.7), port 5432 failed: Connection refused',
      'INFO:     Application startup complete.',
      'INFO:     Shutting down',
    ],
    code: 'container-crashes',
    says: ['It had said that it works.'],
  },
];

const db = running('db');
const around = [...nodes, ...db.all, ...serving(db, 5432)];
const scenes = SAID.map(({ name, summary, log, code, says, never, sketch, ended }) => {
  const scene = failing('web', [...log, ''].join('\n'), sketch, ended);
  const words = { says, ...(never === undefined ? {} : { never }) };
  return workloadStory(
    `crash/log-${name}`,
    summary,
    { objects: [...around, ...scene.objects], logs: scene.logs },
    problem(code, 'confirmed', words),
  );
});

const waits = failing(
  'web',
  'db:5432 - no response\ndb:5432 - no response\n',
  { container: { livenessProbe: { httpGet: { path: '/', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 } } },
  { exitCode: 137 },
);
const env = failing('web', '2025/11/15 18:12:41 required key DATABASE_URL missing value\n');

/** One story per thing that a log can say a program lacks, and those that look like it. */
export const crashLog: readonly Story[] = [
  ...scenes,
  workloadStory(
    'crash/log-killed-while-waiting',
    'A program waits for a database that is not there until its liveness probe has it killed.',
    { objects: [...nodes, ...waits.objects], logs: waits.logs },
    problem('service-not-there', 'likely', {
      says: ['There is no Service shop/db', 'It waits for PostgreSQL at db:5432'],
    }),
  ),
  workloadStory(
    'crash/log-env-missing-denied',
    'The variable that is missing stands in the log, which may not be read.',
    { objects: [...around, ...env.objects], logs: env.logs, denied: ['pods/log'] },
    problem('container-crashes', 'likely'),
  ),
  workloadStory(
    'crash/log-env-missing-healthy',
    'The twin has the variable and is ready; an old line about it is in its log.',
    {
      objects: [...around, ...running('web').all],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web': '2025/11/15 17:30:01 required key DATABASE_URL missing value\n' },
    },
    healthy,
  ),
];
