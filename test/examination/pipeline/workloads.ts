import type { Change } from '../../stories/build/build.ts';
import { fine } from '../kit/fates.ts';
import { later } from '../kit/moment.ts';
import { claimTemplate } from '../kit/plain.ts';
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
import type { Workload } from '../kit/workload.ts';
import { BY_HELM, CREATED, databaseUrl, IMAGE, labelsOf, LAST_WEEK, RELEASE, selectorOf, SPACE } from './home.ts';
import { celeryWell, gunicorn, RABBIT } from './words.ts';

type Texts = Readonly<Record<string, string>>;

const broker = [
  fromConfig('SEDIMENT_BROKER_HOST', 'ambergris-wiring', 'broker-host'),
  fromSecret('SEDIMENT_BROKER_PASSWORD', 'ambergris-hopper-user', 'password'),
  fromConfig('SEDIMENT_RESULTS_URL', 'ambergris-wiring', 'results-url'),
];

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

/** Where batches come in, two kinds of workers, their clock, their broker and their results. */
export const workloads: readonly Workload[] = [
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
