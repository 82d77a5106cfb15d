import { object, type Built, type Change } from '../../stories/build/build.ts';
import { listOf, partOf, textOf } from '../../stories/build/json-parts.ts';
import { cronJob, jobNumber, type JobSketch } from '../kit/batch.ts';
import { fine } from '../kit/fates.ts';
import { surrounded, type Model } from '../kit/model.ts';
import { ago, later } from '../kit/moment.ts';
import {
  boundClaim,
  budget,
  claimTemplate,
  configMap,
  HEADLESS,
  secret,
  service,
  serviceAccount,
} from '../kit/plain.ts';
import {
  claimVolume,
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
import { celeryWell, gunicorn, RABBIT } from './words.ts';

export const SPACE = 'cobaltmill';
const RELEASE = 'ambergris';
const CREATED = ago('95d');
export const IMAGE = 'ghcr.io/cobaltmill/sediment:0.14.2';
export const LAST_WEEK = ago('5d7h');

const BY_HELM = { 'meta.helm.sh/release-name': RELEASE, 'meta.helm.sh/release-namespace': SPACE } as const;

type Texts = Readonly<Record<string, string>>;

export function selectorOf(part: string): Texts {
  return {
    'app.kubernetes.io/component': part,
    'app.kubernetes.io/instance': RELEASE,
    'app.kubernetes.io/name': 'sedimentary',
  };
}

export function labelsOf(part: string): Texts {
  return {
    ...selectorOf(part),
    'app.kubernetes.io/managed-by': 'Helm',
    'app.kubernetes.io/version': '0.14.2',
    'helm.sh/chart': 'sedimentary-0.14.2',
  };
}

export const homeOf = (part: string) =>
  ({ namespace: SPACE, created: CREATED, labels: labelsOf(part), annotations: BY_HELM }) as const;

const broker = [
  fromConfig('SEDIMENT_BROKER_HOST', 'ambergris-wiring', 'broker-host'),
  fromSecret('SEDIMENT_BROKER_PASSWORD', 'ambergris-hopper-user', 'password'),
  fromConfig('SEDIMENT_RESULTS_URL', 'ambergris-wiring', 'results-url'),
];
const databaseUrl = fromSecret('SEDIMENT_DATABASE_URL', 'ambergris-basin', 'url');

function part(name: string, replicas: number, spec: Change, rest: Partial<Workload> = {}): Workload {
  return {
    kind: 'Deployment',
    namespace: SPACE,
    name: `ambergris-${name}`,
    labels: labelsOf(name),
    annotations: BY_HELM,
    selector: selectorOf(name),
    podAnnotations: { 'checksum/config': 'd2f1b0c9bb0a4a0f7c67a1e4c7d06f4a40c1f0f2f8f5b1a8e6f3d2c1b0a99887' },
    replicas,
    created: CREATED,
    revision: 7,
    spec,
    ...rest,
  };
}

const ping = execProbe(['celery', '-A', 'sediment', 'inspect', 'ping', '-t', '5'], {
  periodSeconds: 30,
  timeoutSeconds: 10,
  initialDelaySeconds: 15,
});

function worker(queue: string, requests: Texts, more: Change = {}, mounts?: Texts): Change {
  return podSpec(
    [
      container({
        name: queue,
        image: IMAGE,
        args: ['celery', '-A', 'sediment', 'worker', '-Q', queue, '-c', '4', '-l', 'INFO'],
        env: [...broker, databaseUrl],
        requests,
        limits: { memory: requests['memory'] ?? '1Gi' },
        readiness: ping,
        ...(mounts === undefined ? {} : { mounts }),
      }),
    ],
    { serviceAccountName: RELEASE, ...more },
  );
}

const awaitSchema = container({
  name: 'await-schema',
  image: IMAGE,
  command: ['python', '-m', 'sediment.schema', 'wait'],
  env: [databaseUrl],
});

const restarted = fine({
  at: LAST_WEEK,
  exitCode: 1,
  reason: 'Error',
  count: 3,
  events: (pod) => [
    {
      reason: 'BackOff',
      message: `Back-off restarting failed container tocsin in pod ${pod.name}_${pod.namespace}(${pod.uid})`,
      container: 'tocsin',
      first: later(LAST_WEEK, -80),
      last: later(LAST_WEEK, -5),
      count: 7,
    },
  ],
});

const workloads: readonly Workload[] = [
  part(
    'intake',
    2,
    podSpec(
      [
        container({
          name: 'intake',
          image: IMAGE,
          args: [
            'gunicorn',
            'sediment.intake:app',
            '-k',
            'uvicorn.workers.UvicornWorker',
            '-w',
            '2',
            '-b',
            '0.0.0.0:8000',
          ],
          ports: { http: 8000 },
          env: [...broker, databaseUrl, ...values({ WEB_CONCURRENCY: '2' })],
          requests: { cpu: '200m', memory: '512Mi' },
          limits: { memory: '512Mi' },
          readiness: httpProbe('/health', 'http'),
          liveness: tcpProbe('http', { initialDelaySeconds: 10 }),
        }),
      ],
      { initContainers: [awaitSchema], serviceAccountName: RELEASE },
    ),
    {
      log: (pod) =>
        gunicorn(later(pod.created, 4), [
          '10.244.117.9:40114 - "POST /batches HTTP/1.1" 202',
          '10.20.0.51:55120 - "GET /health HTTP/1.1" 200',
        ]),
    },
  ),
  part('sieve', 2, worker('sieve', { cpu: '500m', memory: '1Gi' }), {
    log: (pod) => celeryWell(later(pod.created, 3), 'sieve'),
  }),
  part(
    'press',
    1,
    worker(
      'press',
      { cpu: '500m', memory: '1Gi' },
      { volumes: [claimVolume('strata', 'ambergris-strata')] },
      { strata: '/strata' },
    ),
    {
      strategy: { type: 'Recreate' },
      nodes: ['ip-10-20-1-17'],
      log: (pod) => celeryWell(later(pod.created, 3), 'press'),
    },
  ),
  part(
    'tocsin',
    1,
    podSpec(
      [
        container({
          name: 'tocsin',
          image: IMAGE,
          args: ['celery', '-A', 'sediment', 'beat', '-l', 'INFO', '-s', '/tmp/beat'],
          env: broker,
          requests: { cpu: '50m', memory: '128Mi' },
          limits: { memory: '128Mi' },
        }),
      ],
      { serviceAccountName: RELEASE },
    ),
    {
      strategy: { type: 'Recreate' },
      fates: [restarted],
      log: () =>
        [
          'celery beat v5.5.3 (immunity) is starting.',
          '[2026-02-12 14:15:00,012: INFO/MainProcess] Scheduler: Sending due task grade-backlog (sediment.tasks.grade_backlog)',
          '',
        ].join('\n'),
    },
  ),
  part(
    'larder',
    1,
    podSpec([
      container({
        name: 'redis',
        image: 'docker.io/library/redis:8.2',
        ports: { redis: 6379 },
        requests: { cpu: '50m', memory: '256Mi' },
        limits: { memory: '256Mi' },
        readiness: execProbe(['redis-cli', 'ping']),
      }),
    ]),
    { log: () => '1:M 09 Nov 2025 14:20:09.551 * Ready to accept connections tcp\n' },
  ),
  {
    ...part(
      'hopper',
      1,
      podSpec([
        container({
          name: 'rabbitmq',
          image: 'docker.io/library/rabbitmq:4.1-management',
          ports: { amqp: 5672, management: 15672 },
          env: [
            ...values({ RABBITMQ_DEFAULT_USER: 'sluice' }),
            fromSecret('RABBITMQ_DEFAULT_PASS', 'ambergris-hopper-user', 'password'),
          ],
          requests: { cpu: '250m', memory: '1Gi' },
          limits: { memory: '1Gi' },
          mounts: { data: '/var/lib/rabbitmq' },
          readiness: execProbe(['rabbitmq-diagnostics', '-q', 'check_port_connectivity'], {
            periodSeconds: 30,
            timeoutSeconds: 10,
          }),
        }),
      ]),
    ),
    kind: 'StatefulSet',
    nodes: ['ip-10-20-3-91'],
    more: { serviceName: 'ambergris-hopper-peers', volumeClaimTemplates: [claimTemplate('data', 'gp3', '8Gi')] },
    log: () => RABBIT,
  },
];

const UPGRADED = ago('12d4h');
/** The hook that brings the schema up to the release. */
export const migration = {
  namespace: SPACE,
  name: 'ambergris-alembic',
  labels: labelsOf('alembic'),
  annotations: {
    ...BY_HELM,
    'helm.sh/hook': 'post-install,post-upgrade',
    'helm.sh/hook-delete-policy': 'before-hook-creation',
    'helm.sh/hook-weight': '0',
  },
  podLabels: selectorOf('alembic'),
  spec: podSpec(
    [container({ name: 'alembic', image: IMAGE, command: ['alembic', 'upgrade', 'head'], env: [databaseUrl] })],
    { serviceAccountName: RELEASE },
  ),
  backoffLimit: 2,
  attempts: [
    {
      at: UPGRADED,
      lasts: 6,
      exitCode: 0,
      log: 'INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\nINFO  [alembic.runtime.migration] Running upgrade 2f0c7715ab90 -> 6c1f0a7d2b34, grain size of batches\n',
    },
  ],
} as const satisfies JobSketch;

export const tallySpec = podSpec(
  [
    container({
      name: 'tally',
      image: IMAGE,
      command: ['python', '-m', 'sediment.tally'],
      env: [databaseUrl, fromConfig('TALLY_WINDOW', 'ambergris-wiring', 'tally-window')],
    }),
  ],
  { serviceAccountName: RELEASE },
);

export function tally(lastRun: string, lastSuccess: string): Built {
  return cronJob({
    namespace: SPACE,
    name: 'ambergris-tally',
    labels: labelsOf('tally'),
    annotations: BY_HELM,
    podLabels: selectorOf('tally'),
    schedule: '0 * * * *',
    spec: tallySpec,
    created: CREATED,
    lastRun,
    lastSuccess,
    backoffLimit: 2,
  });
}

export function tallied(cron: Built, at: string, attempts: JobSketch['attempts']): JobSketch {
  return {
    namespace: SPACE,
    name: `ambergris-tally-${jobNumber(at)}`,
    labels: labelsOf('tally'),
    podLabels: selectorOf('tally'),
    spec: tallySpec,
    backoffLimit: 2,
    cron,
    attempts,
  };
}

const HOURLY = ago('20m');
const hourly = tally(HOURLY, later(HOURLY, 19));

const quota = object(
  { apiVersion: 'v1', kind: 'ResourceQuota', namespace: SPACE, name: 'cobaltmill-cap', created: ago('120d') },
  {
    spec: { hard: { 'requests.memory': '8Gi' } },
    status: { hard: { 'requests.memory': '8Gi' }, used: { 'requests.memory': '0' } },
  },
);

function helmRevision(version: number, status: string, created: string): Built {
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace: SPACE, name: `sh.helm.release.v1.${RELEASE}.v${version}`, created },
    {
      metadata: {
        labels: {
          owner: 'helm',
          name: RELEASE,
          status,
          version: String(version),
          modifiedAt: String(Date.parse(created) / 1000),
        },
      },
      type: 'helm.sh/release.v1',
    },
  );
}

const plain: readonly Built[] = [
  serviceAccount(homeOf('account'), RELEASE),
  configMap(homeOf('wiring'), 'ambergris-wiring', {
    'broker-host': 'ambergris-hopper',
    'results-url': 'redis://ambergris-larder:6379/0',
    'tally-window': '1h',
  }),
  secret(homeOf('hopper'), 'ambergris-hopper-user'),
  secret(homeOf('basin'), 'ambergris-basin'),
  helmRevision(6, 'superseded', ago('40d')),
  helmRevision(7, 'deployed', UPGRADED),
  service(homeOf('intake'), 'ambergris-intake', selectorOf('intake'), [{ name: 'http', port: 80, target: 'http' }]),
  service(homeOf('hopper'), 'ambergris-hopper', selectorOf('hopper'), [
    { name: 'amqp', port: 5672, target: 'amqp' },
    { name: 'management', port: 15672, target: 'management' },
  ]),
  service(homeOf('hopper'), 'ambergris-hopper-peers', selectorOf('hopper'), [{ name: 'amqp', port: 5672 }], HEADLESS),
  service(homeOf('larder'), 'ambergris-larder', selectorOf('larder'), [{ name: 'redis', port: 6379, target: 'redis' }]),
  object(
    { apiVersion: 'v1', kind: 'Service', namespace: SPACE, name: 'ambergris-basin', created: CREATED },
    {
      metadata: { labels: labelsOf('basin'), annotations: BY_HELM },
      spec: {
        externalName: 'basin.c9xqz2.eu-central-1.rds.amazonaws.com',
        sessionAffinity: 'None',
        type: 'ExternalName',
      },
      status: { loadBalancer: {} },
    },
  ),
  ...boundClaim(homeOf('press'), 'ambergris-strata', { storage: '50Gi', storageClass: 'gp3', zone: 'eu-central-1a' }),
  ...boundClaim({ namespace: SPACE, created: CREATED, labels: selectorOf('hopper') }, 'data-ambergris-hopper-0', {
    storage: '8Gi',
    storageClass: 'gp3',
    zone: 'eu-central-1c',
  }),
  budget(homeOf('intake'), 'ambergris-intake', selectorOf('intake'), 1, { healthy: 2, all: 2 }),
  scaler(homeOf('intake'), {
    name: 'ambergris-intake',
    target: 'ambergris-intake',
    min: 2,
    max: 5,
    current: 2,
    used: 22,
    wanted: 75,
  }),
  scaler(homeOf('sieve'), {
    name: 'ambergris-sieve',
    target: 'ambergris-sieve',
    min: 2,
    max: 8,
    current: 2,
    used: 44,
    wanted: 80,
  }),
  hourly,
  quota,
];

/** The pipeline as it should be. */
export const pipeline: Model = {
  ...surrounded({
    namespace: SPACE,
    workloads,
    jobs: [
      migration,
      tallied(hourly, HOURLY, [
        { at: HOURLY, lasts: 17, exitCode: 0, log: '{"level": "info", "event": "tally written", "rows": 1882}\n' },
      ]),
    ],
    plain,
  }),
  finish: counted,
};

/** The quota controller's sum over the pods that have not ended. */
function counted(objects: readonly Built[]): readonly Built[] {
  const used = objects
    .filter((each) => each['kind'] === 'Pod' && partOf(each, 'metadata')['namespace'] === SPACE)
    .filter((each) => !['Succeeded', 'Failed'].includes(textOf(partOf(each, 'status')['phase'])))
    .flatMap((each) => listOf(partOf(each, 'spec')['containers']))
    .reduce((sum, each) => sum + mebibytes(textOf(partOf(each, 'resources', 'requests')['memory'])), 0);
  const status = { hard: { 'requests.memory': '8Gi' }, used: { 'requests.memory': `${used}Mi` } };
  return objects.map((each) => (each['kind'] === 'ResourceQuota' ? { ...each, status } : each));
}

function mebibytes(amount: string): number {
  const number = Number.parseInt(amount, 10);
  if (Number.isNaN(number)) return 0;
  return amount.endsWith('Gi') ? number * 1024 : number;
}

export { helmRevision };

/** Every name of the pipeline. */
export const names = [
  'cobaltmill',
  'ambergris',
  'sedimentary',
  'sediment.tasks',
  'intake',
  'sieve',
  'tocsin',
  'larder',
  'hopper',
  'strata',
  'sluice',
  'ambergris-tally',
] as const;
