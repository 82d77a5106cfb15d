import type { Built } from '../../stories/build/build.ts';
import { listOf, partOf, textOf } from '../../stories/build/json-parts.ts';
import { cronJob, jobNumber, type JobSketch } from '../kit/batch.ts';
import { fine } from '../kit/fates.ts';
import { ingressController, ingressParts, PUBLIC_ADDRESS } from '../kit/ingress-nginx.ts';
import { surrounded, type Model } from '../kit/model.ts';
import { ago, later } from '../kit/moment.ts';
import {
  boundClaim,
  budget,
  claimTemplate,
  configMap,
  HEADLESS,
  ingress,
  secret,
  service,
  serviceAccount,
} from '../kit/plain.ts';
import {
  configVolume,
  container,
  execProbe,
  fromConfig,
  fromSecret,
  httpProbe,
  podSpec,
  tcpProbe,
  values,
} from '../kit/pod-spec.ts';
import { scaler } from '../kit/scaling.ts';
import type { Workload } from '../kit/workload.ts';
import { wellStarted } from './words.ts';

export const SPACE = 'terracotta';
const CREATED = ago('88d');
export const HOME = { namespace: SPACE, created: CREATED } as const;
const DATABASE = 'marigold-pg';
const CACHE = 'thistle-cache';
export const LAST_WEEK = ago('6d3h');

const appOf = (name: string): { app: string } => ({ app: name });

function spring(name: string, main: string, sketch: { replicas: number; user: string; account?: string }): Workload {
  const { replicas, user } = sketch;
  return {
    kind: 'Deployment',
    namespace: SPACE,
    name,
    labels: { ...appOf(name), tier: 'backend' },
    selector: appOf(name),
    podLabels: { tier: 'backend' },
    replicas,
    created: CREATED,
    revision: 12,
    spec: podSpec(
      [
        container({
          name,
          image: `registry.terracotta.example/${name}:4.3.2`,
          ports: { http: 8080, management: 8081 },
          env: [
            ...values({
              JAVA_TOOL_OPTIONS: '-XX:MaxRAMPercentage=70',
              SPRING_PROFILES_ACTIVE: 'production',
              SPRING_DATASOURCE_URL: `jdbc:postgresql://${DATABASE}:5432/${user}`,
              SPRING_DATASOURCE_USERNAME: user,
              SPRING_DATA_REDIS_HOST: CACHE,
            }),
            fromSecret('SPRING_DATASOURCE_PASSWORD', `${name}-db`, 'password'),
          ],
          envFrom: [{ configMapRef: { name: `${name}-settings` } }],
          requests: { cpu: '250m', memory: '768Mi' },
          limits: { memory: '1Gi' },
          readiness: httpProbe('/actuator/health/readiness', 'management', { timeoutSeconds: 3 }),
          liveness: httpProbe('/actuator/health/liveness', 'management', { timeoutSeconds: 3 }),
          startup: httpProbe('/actuator/health/liveness', 'management', { failureThreshold: 30, periodSeconds: 5 }),
        }),
      ],
      { serviceAccountName: name },
    ),
    log: (pod) => wellStarted({ app: name, start: later(pod.created, 2) }, main),
  };
}

const restarted = fine({
  at: LAST_WEEK,
  exitCode: 137,
  reason: 'OOMKilled',
  count: 1,
  events: () => [
    {
      reason: 'Unhealthy',
      message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      container: 'brindlecart',
      first: later(LAST_WEEK, -40),
      last: later(LAST_WEEK, -10),
      count: 4,
    },
  ],
});

const front: Workload = {
  kind: 'Deployment',
  namespace: SPACE,
  name: 'larkspur-front',
  labels: { ...appOf('larkspur-front'), tier: 'edge' },
  selector: appOf('larkspur-front'),
  podLabels: { tier: 'edge' },
  replicas: 2,
  created: CREATED,
  revision: 5,
  strategy: { type: 'Recreate' },
  spec: podSpec(
    [
      container({
        name: 'nginx',
        image: 'registry.terracotta.example/larkspur-front:7.1.0',
        ports: { http: 8080 },
        requests: { cpu: '50m', memory: '64Mi' },
        limits: { memory: '128Mi' },
        mounts: { conf: '/etc/nginx/conf.d' },
        readiness: httpProbe('/alive', 'http'),
        liveness: httpProbe('/alive', 'http', { initialDelaySeconds: 5 }),
      }),
    ],
    { volumes: [configVolume('conf', 'larkspur-conf')] },
  ),
  log: (pod) =>
    [
      '/docker-entrypoint.sh: Configuration complete; ready for start up',
      `${pod.created.slice(0, 19).replace('T', ' ').replaceAll('-', '/')} [notice] 1#1: nginx/1.29.1`,
      `10.244.87.12 - - [12/Feb/2026:14:19:51 +0000] "GET /alive HTTP/1.1" 200 3 "-" "kube-probe/1.34" "-"`,
      '',
    ].join('\n'),
};

const database: Workload = {
  kind: 'StatefulSet',
  namespace: SPACE,
  name: DATABASE,
  labels: appOf(DATABASE),
  selector: appOf(DATABASE),
  replicas: 1,
  created: CREATED,
  nodes: ['ip-10-20-2-44'],
  more: { serviceName: 'marigold-pg-peers', volumeClaimTemplates: [claimTemplate('data', 'gp3', '20Gi')] },
  spec: podSpec(
    [
      container({
        name: 'postgres',
        image: 'docker.io/library/postgres:17.5',
        ports: { postgres: 5432 },
        env: [
          ...values({ PGDATA: '/var/lib/postgresql/data/pgdata' }),
          fromSecret('POSTGRES_PASSWORD', 'marigold-auth', 'superuser-password'),
        ],
        requests: { cpu: '500m', memory: '1Gi' },
        limits: { memory: '2Gi' },
        mounts: { data: '/var/lib/postgresql/data' },
        readiness: execProbe(['pg_isready', '-U', 'postgres']),
        liveness: tcpProbe('postgres', { initialDelaySeconds: 30, failureThreshold: 6 }),
      }),
    ],
    { securityContext: { fsGroup: 999 } },
  ),
  log: () => databaseLog([]),
};

/** What PostgreSQL says when it starts, and then. */
export function databaseLog(lines: readonly string[]): string {
  return [
    'PostgreSQL Database directory appears to contain a database; Skipping initialization',
    '',
    '2025-11-16 15:20:04.118 UTC [1] LOG:  starting PostgreSQL 17.5 (Debian 17.5-1.pgdg120+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit',
    '2025-11-16 15:20:04.119 UTC [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432',
    '2025-11-16 15:20:04.301 UTC [1] LOG:  database system is ready to accept connections',
    '2026-02-06 03:11:40.877 UTC [20418] ERROR:  duplicate key value violates unique constraint "orders_reference_key"',
    '2026-02-06 03:11:40.877 UTC [20418] DETAIL:  Key (reference)=(T-88214) already exists.',
    '2026-02-12 14:15:02.340 UTC [27] LOG:  checkpoint starting: time',
    '2026-02-12 14:15:19.882 UTC [27] LOG:  checkpoint complete: wrote 174 buffers (1.1%); 0 WAL file(s) added, 0 removed, 1 recycled',
    ...lines,
    '',
  ].join('\n');
}

const cache: Workload = {
  kind: 'Deployment',
  namespace: SPACE,
  name: CACHE,
  labels: appOf(CACHE),
  selector: appOf(CACHE),
  replicas: 1,
  created: CREATED,
  strategy: { type: 'Recreate' },
  spec: podSpec([
    container({
      name: 'redis',
      image: 'docker.io/library/redis:8.2',
      ports: { redis: 6379 },
      args: ['--save', '', '--maxmemory', '200mb', '--maxmemory-policy', 'allkeys-lru'],
      requests: { cpu: '50m', memory: '256Mi' },
      limits: { memory: '256Mi' },
      readiness: tcpProbe('redis'),
    }),
  ]),
  log: () =>
    [
      '1:C 16 Nov 2025 15:20:03.114 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
      '1:C 16 Nov 2025 15:20:03.114 # WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition.',
      '1:M 16 Nov 2025 15:20:03.118 * Server initialized',
      '1:M 16 Nov 2025 15:20:03.118 * Ready to accept connections tcp',
      '',
    ].join('\n'),
};

const sweepSpec = podSpec([
  container({
    name: 'sweep',
    image: 'registry.terracotta.example/nightjar-sweep:1.9.0',
    args: ['--older-than', '30d'],
    env: [...values({ LEDGER_URL: 'http://pomelo-ledger' }), fromConfig('ZONE', 'nightjar-settings', 'zone')],
    requests: { cpu: '50m', memory: '256Mi' },
  }),
]);
const SWEPT = ago('11h20m');
const sweep = cronJob({
  namespace: SPACE,
  name: 'nightjar-sweep',
  labels: appOf('nightjar-sweep'),
  annotations: {},
  podLabels: appOf('nightjar-sweep'),
  schedule: '0 3 * * *',
  spec: sweepSpec,
  created: CREATED,
  lastRun: SWEPT,
  lastSuccess: later(SWEPT, 41),
});
const swept: JobSketch = {
  namespace: SPACE,
  name: `nightjar-sweep-${jobNumber(SWEPT)}`,
  podLabels: appOf('nightjar-sweep'),
  spec: sweepSpec,
  cron: sweep,
  attempts: [
    { at: SWEPT, lasts: 38, exitCode: 0, log: '03:00:31.220 [main] INFO  e.nightjar.Sweep -- 1204 carts swept\n' },
  ],
};

export const NGINX = [
  'server {',
  '  listen 8080;',
  '  root /usr/share/nginx/html;',
  '  location = /alive { return 200 "ok\\n"; }',
  '  location /api/ {',
  '    proxy_set_header Host $host;',
  '    proxy_pass http://brindlecart/;',
  '  }',
  '}',
  '',
].join('\n');

const plain: readonly Built[] = [
  ...['brindlecart', 'pomelo-ledger', 'skylark-mailer'].flatMap((name) => [
    serviceAccount(HOME, name),
    secret(HOME, `${name}-db`),
    service({ ...HOME, labels: appOf(name) }, name, appOf(name), [{ name: 'http', port: 80, target: 'http' }]),
  ]),
  configMap(HOME, 'brindlecart-settings', { LEDGER_URL: 'http://pomelo-ledger', CART_TTL: '72h' }),
  configMap(HOME, 'pomelo-ledger-settings', { LEDGER_CURRENCY: 'EUR' }),
  configMap(HOME, 'skylark-mailer-settings', { SMTP_HOST: 'smtp.relay.example', SMTP_PORT: '587' }),
  configMap(HOME, 'nightjar-settings', { zone: 'Europe/Berlin' }),
  configMap(HOME, 'larkspur-conf', { 'default.conf': NGINX }),
  secret(HOME, 'marigold-auth'),
  secret(HOME, 'brindlecart-tls', 'kubernetes.io/tls'),
  service({ ...HOME, labels: appOf(DATABASE) }, DATABASE, appOf(DATABASE), [
    { name: 'postgres', port: 5432, target: 'postgres' },
  ]),
  service(
    { ...HOME, labels: appOf(DATABASE) },
    'marigold-pg-peers',
    appOf(DATABASE),
    [{ name: 'postgres', port: 5432 }],
    HEADLESS,
  ),
  service({ ...HOME, labels: appOf(CACHE) }, CACHE, appOf(CACHE), [{ name: 'redis', port: 6379, target: 'redis' }]),
  service({ ...HOME, labels: appOf('larkspur-front') }, 'larkspur-front', appOf('larkspur-front'), [
    { name: 'http', port: 80, target: 'http' },
  ]),
  ...boundClaim({ ...HOME, labels: appOf(DATABASE) }, 'data-marigold-pg-0', {
    storage: '20Gi',
    storageClass: 'gp3',
    zone: 'eu-central-1b',
  }),
  ingress({ ...HOME, annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '4m' } }, 'brindlecart-public', {
    host: 'www.terracotta.example',
    className: 'nginx',
    tls: 'brindlecart-tls',
    address: PUBLIC_ADDRESS,
    paths: [
      { path: '/api', service: 'brindlecart', port: 80 },
      { path: '/', service: 'larkspur-front', port: 'http' },
    ],
  }),
  budget(HOME, 'brindlecart', appOf('brindlecart'), 1, { healthy: 2, all: 2 }),
  scaler(HOME, { name: 'brindlecart', target: 'brindlecart', min: 2, max: 6, current: 2, used: 31, wanted: 70 }),
  sweep,
  ...ingressParts,
];

/** The shop as it should be. */
export const shop: Model = {
  ...surrounded({
    namespace: SPACE,
    workloads: [
      front,
      { ...spring('brindlecart', 'CartApplication', { replicas: 2, user: 'carts' }), fates: [restarted, fine()] },
      spring('pomelo-ledger', 'LedgerApplication', { replicas: 2, user: 'pomelo' }),
      spring('skylark-mailer', 'MailerApplication', { replicas: 1, user: 'skylark' }),
      database,
      cache,
      ingressController,
    ],
    jobs: [swept],
    plain,
  }),
  finish: (objects) => objects.map(applied),
};

const BY_HAND = [
  'Deployment',
  'StatefulSet',
  'CronJob',
  'Service',
  'Ingress',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
];

/** What the API server adds to a Service. */
const FILLED_IN = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'];

/** What `kubectl apply` keeps of what it was given. */
function applied(each: Built): Built {
  const metadata = partOf(each, 'metadata');
  const isConfig = each['kind'] === 'ConfigMap' && metadata['name'] !== 'kube-root-ca.crt';
  const isOurs = metadata['namespace'] === SPACE && listOf(metadata['ownerReferences']).length === 0;
  if (!isOurs || !(isConfig || BY_HAND.includes(textOf(each['kind'])))) return each;
  const spec = Object.fromEntries(Object.entries(partOf(each, 'spec')).filter(([field]) => !FILLED_IN.includes(field)));
  const headless = partOf(each, 'spec')['clusterIP'] === 'None' ? { clusterIP: 'None' } : {};
  const given = {
    apiVersion: each['apiVersion'],
    kind: each['kind'],
    metadata: { annotations: {}, labels: metadata['labels'], name: metadata['name'], namespace: SPACE },
    ...(isConfig ? { data: each['data'] } : { spec: { ...spec, ...headless } }),
  };
  const annotations = {
    ...partOf(metadata, 'annotations'),
    'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(given)}\n`,
  };
  return { ...each, metadata: { ...metadata, annotations } };
}

/** Every name of the shop. */
export const names = [
  'terracotta',
  'brindlecart',
  'pomelo',
  'skylark',
  'marigold',
  'thistle',
  'larkspur',
  'nightjar',
] as const;
