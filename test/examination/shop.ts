import type { ExamCase, Place } from './exam-case.ts';
import { crashing, endedByLiveness } from './kit/fates.ts';
import { controllerLog } from './kit/ingress-nginx.ts';
import { add, alter, amend, examine, remove, reshaped, rolled, witness, type Step } from './kit/model.ts';
import { ago, later, precise } from './kit/moment.ts';
import { ingress } from './kit/plain.ts';
import { fromConfig, httpProbe } from './kit/pod-spec.ts';
import { pulling, withoutConfig } from './kit/waits.ts';
import { lose, loseCache, mailerCrashes } from './shop/dead-database.ts';
import { databaseLog, HOME, LAST_WEEK, names, NGINX, shop, SPACE } from './shop/parts.ts';
import { beginning, deniedTo, say, withoutDatabase } from './shop/words.ts';

export { names };

const at = (kind: string, name: string): Place => ({ kind, namespace: SPACE, name });
const all = (kind: string, name: string): Place => at(`pods of ${kind}`, name);

/** What is left of last week, in every case. */
const scars: readonly Step[] = [
  witness('PersistentVolumeClaim', 'data-marigold-pg-0', {
    reason: 'VolumeResizeFailed',
    message:
      'resize volume "pvc-data" by resizer "ebs.csi.aws.com" failed: rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    by: 'external-resizer ebs.csi.aws.com',
    first: ago('7d2h'),
    last: ago('7d1h50m'),
    count: 3,
  }),
  witness('HorizontalPodAutoscaler', 'brindlecart', {
    reason: 'FailedGetResourceMetric',
    message:
      'failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
    by: 'horizontal-pod-autoscaler',
    first: later(LAST_WEEK, 5),
    last: later(LAST_WEEK, 95),
    count: 7,
  }),
];

const make = (sketch: Parameters<typeof examine>[1], ...steps: readonly Step[]): ExamCase =>
  examine(shop, sketch, ...scars, ...steps);

const notThere = (image: string): string =>
  `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;

const badTag = make(
  {
    name: 'shop-image-tag',
    summary: 'A release of the carts names an image that was never pushed.',
    faulty: [at('Deployment', 'brindlecart'), all('Deployment', 'brindlecart')],
  },
  alter('brindlecart', (each) =>
    rolled(
      each,
      reshaped(each, { image: 'registry.terracotta.example/brindlecart:4.3.3-rc' }),
      [pulling(notThere, { since: ago('52m') })],
      2,
    ),
  ),
);

const tlsWarning = (time: string): string =>
  `W0212 ${time}       7 controller.go:1341] Error getting SSL certificate "terracotta/brindlecart-tls": local SSL certificate terracotta/brindlecart-tls was not found. Using default certificate`;

const noCertificate = make(
  {
    name: 'shop-tls-secret',
    summary: 'The Secret with the certificate of the Ingress was deleted.',
    faulty: [at('Ingress', 'brindlecart-public'), at('Secret', 'brindlecart-tls')],
  },
  remove('Secret', 'brindlecart-tls'),
  alter('ingress-nginx-controller', {
    log: () =>
      controllerLog([
        'W0212 12:58:09.117342       7 backend_ssl.go:47] Error obtaining X.509 certificate: no object matching key "terracotta/brindlecart-tls" in local store',
        tlsWarning('12:58:09.117600'),
        tlsWarning('13:40:22.893115'),
        tlsWarning('14:11:47.020411'),
      ]),
  }),
);

const denied = crashing({
  exitCode: 1,
  restarts: 14,
  lasts: 9,
  ended: ago('2m11s'),
  created: ago('19d'),
  log: (start) => withoutDatabase({ app: 'pomelo-ledger', start }, 'LedgerApplication', deniedTo('pomelo')),
});
const fatal = (time: string, pid: number): readonly string[] => [
  `2026-02-12 ${time} UTC [${pid}] FATAL:  password authentication failed for user "pomelo"`,
  `2026-02-12 ${time} UTC [${pid}] DETAIL:  Connection matched file "/var/lib/postgresql/data/pgdata/pg_hba.conf" line 128: "host all all all scram-sha-256"`,
];

const wrongPassword = make(
  {
    name: 'shop-password',
    summary: 'The password of the ledger was changed in its Secret and not in the database.',
    faulty: [at('Deployment', 'pomelo-ledger'), all('Deployment', 'pomelo-ledger'), at('Secret', 'pomelo-ledger-db')],
  },
  alter('pomelo-ledger', { fates: [denied, denied] }),
  alter('marigold-pg', {
    log: () => databaseLog([...fatal('14:12:41.212', 31870), ...fatal('14:17:47.482', 31902)]),
  }),
);

const fullDisk = (start: string): string => {
  const stamp = (seconds: number): string => precise(later(start, seconds), 214).replace('T', ' ').replace('Z', ' UTC');
  return [
    'PostgreSQL Database directory appears to contain a database; Skipping initialization',
    '',
    `${stamp(0)} [1] LOG:  starting PostgreSQL 17.5 (Debian 17.5-1.pgdg120+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit`,
    `${stamp(0)} [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432`,
    `${stamp(0)} [1] LOG:  listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"`,
    `${stamp(0)} [29] LOG:  database system was interrupted while in recovery at 2026-02-12 13:36:10 UTC`,
    `${stamp(1)} [29] LOG:  database system was not properly shut down; automatic recovery in progress`,
    `${stamp(1)} [29] LOG:  redo starts at 6/9A0000D8`,
    `${stamp(1)} [29] FATAL:  could not write to file "pg_wal/xlogtemp.29": No space left on device`,
    `${stamp(1)} [1] LOG:  startup process (PID 29) exited with exit code 1`,
    `${stamp(1)} [1] LOG:  aborting startup due to startup process failure`,
    `${stamp(1)} [1] LOG:  database system is shut down`,
    '',
  ].join('\n');
};

const diskFull = make(
  {
    name: 'shop-disk-full',
    summary: 'The volume of the database is full; three programs lose it.',
    faulty: [
      at('StatefulSet', 'marigold-pg'),
      all('StatefulSet', 'marigold-pg'),
      at('PersistentVolumeClaim', 'data-marigold-pg-0'),
    ],
  },
  alter('marigold-pg', {
    fates: [crashing({ exitCode: 1, restarts: 11, lasts: 2, ended: ago('58s'), created: ago('71d'), log: fullDisk })],
  }),
  lose('brindlecart', ago('34m')),
  lose('pomelo-ledger', ago('34m')),
  mailerCrashes,
);

const wrongSelector = make(
  {
    name: 'shop-selector',
    summary: 'The Service of the cache was given a selector that none of its pods has.',
    faulty: [at('Service', 'thistle-cache')],
  },
  amend('Service', 'thistle-cache', { spec: { selector: { app: 'thistle-cache-v2' } } }),
  loseCache('brindlecart', ago('35m')),
  loseCache('pomelo-ledger', ago('35m')),
);

const wrongPort = make(
  {
    name: 'shop-ingress-port',
    summary: 'The Ingress sends to a port that the Service does not have.',
    faulty: [at('Ingress', 'brindlecart-public')],
  },
  remove('Ingress', 'brindlecart-public'),
  add(
    ingress({ ...HOME, annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '4m' } }, 'brindlecart-public', {
      host: 'www.terracotta.example',
      className: 'nginx',
      tls: 'brindlecart-tls',
      address: '203.0.113.40',
      paths: [
        { path: '/api', service: 'brindlecart', port: 8090 },
        { path: '/', service: 'larkspur-front', port: 'http' },
      ],
    }),
  ),
  amend('Ingress', 'brindlecart-public', { metadata: { generation: 2 } }),
  alter('ingress-nginx-controller', {
    log: () =>
      controllerLog([
        'W0212 13:02:15.559803       7 controller.go:1126] Service "terracotta/brindlecart" does not have any active Endpoint.',
        '198.51.100.23 - - [12/Feb/2026:14:18:03 +0000] "GET /api/carts/91 HTTP/2.0" 503 190 "-" "Mozilla/5.0" 412 0.000 [terracotta-brindlecart-8090] [] - - - - 7f0a2c6a2a4e1f6d7c1be5c3b10e43aa',
      ]),
  }),
);

const smallLimit = make(
  {
    name: 'shop-oom',
    summary: 'The limit of the carts was cut below what its heap takes.',
    faulty: [at('Deployment', 'brindlecart'), all('Deployment', 'brindlecart')],
  },
  alter('brindlecart', (each) => {
    const fate = crashing({
      exitCode: 137,
      reason: 'OOMKilled',
      restarts: 9,
      lasts: 24,
      ended: ago('2m48s'),
      log: (start) => beginning({ app: 'brindlecart', start }, 'CartApplication').join('\n'),
    });
    const resources = { limits: { memory: '320Mi' }, requests: { memory: '320Mi' } };
    const env = { name: 'JAVA_TOOL_OPTIONS', value: '-Xms512m -Xmx768m' };
    return { ...rolled(each, reshaped(each, { resources, env: [env, ...envOf(each.spec)] }), [fate], 2) };
  }),
);

function envOf(spec: Readonly<Record<string, unknown>>): readonly { name: string; value?: string }[] {
  const [first] = spec['containers'] as readonly { env: readonly { name: string }[] }[];
  return (first?.env ?? []).filter(({ name }) => name !== 'JAVA_TOOL_OPTIONS');
}

const slowStart = make(
  {
    name: 'shop-liveness',
    summary: 'The ledger lost its startup probe, and its liveness probe ends it before it is up.',
    faulty: [at('Deployment', 'pomelo-ledger'), all('Deployment', 'pomelo-ledger')],
  },
  alter('pomelo-ledger', (each) => {
    const fate = endedByLiveness({
      restarts: 10,
      lasts: 33,
      failures: 3,
      ended: ago('1m26s'),
      probe: (pod) =>
        `Get "http://${pod.ip}:8081/actuator/health/liveness": dial tcp ${pod.ip}:8081: connect: connection refused`,
      log: (start) => {
        const voice = { app: 'pomelo-ledger', start };
        return [
          ...beginning(voice, 'LedgerApplication'),
          say(voice, 6.4, 'INFO', 'com.zaxxer.hikari.HikariDataSource', 'HikariPool-1 - Start completed.'),
          say(
            voice,
            7.8,
            'INFO',
            'org.flywaydb.core.FlywayExecutor',
            'Database: jdbc:postgresql://marigold-pg:5432/pomelo (PostgreSQL 17.5)',
          ),
          say(voice, 9.2, 'INFO', 'example.pomelo.balance.Replay', 'Replaying 412883 bookings of the open year'),
          say(voice, 21.7, 'INFO', 'example.pomelo.balance.Replay', 'Replayed 150000 of 412883 bookings'),
          '',
        ].join('\n');
      },
    });
    const liveness = httpProbe('/actuator/health/liveness', 'management', {
      initialDelaySeconds: 10,
      timeoutSeconds: 3,
    });
    const spec = reshaped(each, { startupProbe: undefined, livenessProbe: liveness });
    return rolled(each, spec, [fate], 2);
  }),
);

const brokenConf = NGINX.replace('proxy_set_header', 'proxy_set_headers');
const brokenNginx = make(
  {
    name: 'shop-nginx-conf',
    summary: 'A change of the ConfigMap left nginx with a directive that it does not know.',
    faulty: [at('ConfigMap', 'larkspur-conf'), at('Deployment', 'larkspur-front'), all('Deployment', 'larkspur-front')],
  },
  amend('ConfigMap', 'larkspur-conf', { data: { 'default.conf': brokenConf } }),
  alter('larkspur-front', (each) => {
    const fate = crashing({
      exitCode: 1,
      restarts: 7,
      lasts: 1,
      ended: ago('3m2s'),
      log: (start) =>
        [
          '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
          '/docker-entrypoint.sh: Configuration complete; ready for start up',
          `${start.slice(0, 19).replace('T', ' ').replaceAll('-', '/')} [emerg] 1#1: unknown directive "proxy_set_headers" in /etc/nginx/conf.d/default.conf:6`,
          'nginx: [emerg] unknown directive "proxy_set_headers" in /etc/nginx/conf.d/default.conf:6',
          '',
        ].join('\n'),
    });
    const annotations = { 'kubectl.kubernetes.io/restartedAt': fate.created ?? '' };
    return { ...rolled(each, each.spec, [fate, fate], 0), podAnnotations: annotations };
  }),
);

const twoFaults = make(
  {
    name: 'shop-two-faults',
    summary:
      'The mailer asks for a key that its ConfigMap does not hold; another Ingress has a class without a controller.',
    faulty: [
      at('ConfigMap', 'skylark-mailer-settings'),
      at('Deployment', 'skylark-mailer'),
      all('Deployment', 'skylark-mailer'),
    ],
    also: [at('Ingress', 'skylark-bounces'), { kind: 'IngressClass', namespace: null, name: 'nginx-internal' }],
  },
  alter('skylark-mailer', (each) =>
    rolled(
      each,
      reshaped(each, {
        env: [...envOf(each.spec), fromConfig('SMTP_STARTTLS', 'skylark-mailer-settings', 'SMTP_STARTTLS')],
      }),
      [
        withoutConfig("couldn't find key SMTP_STARTTLS in ConfigMap terracotta/skylark-mailer-settings", {
          since: ago('1h14m'),
        }),
      ],
      1,
    ),
  ),
  add(
    ingress({ ...HOME, created: ago('2d5h') }, 'skylark-bounces', {
      host: 'bounces.terracotta.example',
      className: 'nginx-internal',
      paths: [{ path: '/', service: 'skylark-mailer', port: 80 }],
    }),
  ),
);

const twin = make({
  name: 'shop-healthy',
  summary: 'The shop as it should be, with what is left of last week.',
  faulty: [],
});

export const cases: readonly ExamCase[] = [
  twin,
  badTag,
  noCertificate,
  wrongPassword,
  diskFull,
  wrongSelector,
  wrongPort,
  smallLimit,
  slowStart,
  brokenNginx,
  twoFaults,
];
