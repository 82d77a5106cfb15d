import type { Change } from '../../stories/build/build.ts';
import { fine } from '../kit/fates.ts';
import { later } from '../kit/moment.ts';
import { claimTemplate } from '../kit/plain.ts';
import {
  configVolume,
  container,
  execProbe,
  fromSecret,
  grpcProbe,
  httpProbe,
  podSpec,
  secretVolume,
  tcpProbe,
  values,
} from '../kit/pod-spec.ts';
import { WORKERS, type Workload } from '../kit/workload.ts';
import { CREATED, LAST_WEEK, markOf, SPACE, STATE_NODE } from './home.ts';
import { mongo, oxbowWell, quillonWell, tamarackWell } from './words.ts';

const [FIRST, SECOND] = WORKERS;

function part(name: string, replicas: number, spec: Change, rest: Partial<Workload> = {}): Workload {
  return {
    kind: 'Deployment',
    namespace: SPACE,
    name,
    labels: markOf(name),
    selector: markOf(name),
    replicas,
    created: CREATED,
    revision: 18,
    nodes: [FIRST, SECOND],
    spec,
    ...rest,
  };
}

/** A gateway, a worker, a front, a database and a message server. */
export const workloads: readonly Workload[] = [
  part(
    'oxbow',
    2,
    podSpec(
      [
        container({
          name: 'oxbow',
          image: 'registry.vesper.example/oxbow:2.18.0',
          ports: { grpc: 9090, http: 8090 },
          env: [
            ...values({ NATS_URL: 'nats://whimbrel:4222', MONGO_HOST: 'dunlin:27017' }),
            fromSecret('MONGO_PASSWORD', 'dunlin-keys', 'oxbow'),
          ],
          requests: { cpu: '200m', memory: '128Mi' },
          limits: { memory: '256Mi' },
          readiness: httpProbe('/readyz', 'http'),
          liveness: grpcProbe(9090, { initialDelaySeconds: 10 }),
        }),
      ],
      { serviceAccountName: 'oxbow' },
    ),
    { log: (pod) => oxbowWell(later(pod.created, 2)) },
  ),
  part(
    'quillon',
    2,
    podSpec(
      [
        container({
          name: 'quillon',
          image: 'registry.vesper.example/quillon:5.0.7',
          env: [
            ...values({ DOTNET_gcServer: '0', Nats__Url: 'nats://whimbrel:4222', Mongo__Host: 'dunlin:27017' }),
            fromSecret('Mongo__Password', 'dunlin-keys', 'quillon'),
          ],
          requests: { cpu: '200m', memory: '256Mi' },
          limits: { memory: '512Mi' },
        }),
      ],
      { serviceAccountName: 'quillon' },
    ),
    {
      log: () => quillonWell(),
      fates: [
        fine({
          at: LAST_WEEK,
          exitCode: 134,
          reason: 'Error',
          count: 4,
          events: (pod) => [
            {
              reason: 'BackOff',
              message: `Back-off restarting failed container quillon in pod ${pod.name}_${pod.namespace}(${pod.uid})`,
              container: 'quillon',
              first: later(LAST_WEEK, -190),
              last: later(LAST_WEEK, -3),
              count: 15,
            },
          ],
        }),
        fine(),
      ],
    },
  ),
  part(
    'tamarack',
    2,
    podSpec(
      [
        container({
          name: 'tamarack',
          image: 'registry.vesper.example/tamarack:11.4.0',
          ports: { web: 3000 },
          env: values({ NODE_ENV: 'production', RPC_TARGET: 'dns:///oxbow:9090' }),
          requests: { cpu: '100m', memory: '192Mi' },
          limits: { memory: '256Mi' },
          mounts: { session: '/run/session' },
          readiness: httpProbe('/ready', 'web'),
          liveness: httpProbe('/live', 'web', { initialDelaySeconds: 5 }),
        }),
      ],
      { serviceAccountName: 'tamarack', volumes: [secretVolume('session', 'tamarack-cookie')] },
    ),
    { log: (pod) => tamarackWell(later(pod.created, 2)) },
  ),
  {
    ...part(
      'dunlin',
      1,
      podSpec([
        container({
          name: 'mongod',
          image: 'docker.io/library/mongo:8.0',
          args: ['--bind_ip_all', '--auth'],
          ports: { mongo: 27017 },
          requests: { cpu: '500m', memory: '1Gi' },
          limits: { memory: '2Gi' },
          mounts: { data: '/data/db' },
          readiness: execProbe(['mongosh', '--quiet', '--eval', 'db.adminCommand("ping")'], { timeoutSeconds: 5 }),
        }),
      ]),
    ),
    kind: 'StatefulSet',
    nodes: [STATE_NODE],
    more: { serviceName: 'dunlin-members', volumeClaimTemplates: [claimTemplate('data', 'gp3', '40Gi')] },
    log: (pod) =>
      `${mongo(later(pod.created, 4), 'I', 'NETWORK', 'Waiting for connections', { port: 27017, ssl: 'off' })}\n`,
  },
  {
    ...part(
      'whimbrel',
      1,
      podSpec(
        [
          container({
            name: 'nats',
            image: 'docker.io/library/nats:2.12',
            args: ['-c', '/etc/nats/nats.conf'],
            ports: { client: 4222, monitor: 8222 },
            requests: { cpu: '100m', memory: '256Mi' },
            limits: { memory: '512Mi' },
            mounts: { conf: '/etc/nats', data: '/data' },
            readiness: httpProbe('/healthz', 'monitor'),
            startup: tcpProbe('client', { failureThreshold: 30 }),
          }),
        ],
        { volumes: [configVolume('conf', 'whimbrel-conf')] },
      ),
    ),
    kind: 'StatefulSet',
    nodes: [FIRST],
    more: { serviceName: 'whimbrel-members', volumeClaimTemplates: [claimTemplate('data', 'gp3', '10Gi')] },
    log: () =>
      [
        '[1] 2025/11/27 15:20:31.771034 [INF] Starting nats-server',
        '[1] 2025/11/27 15:20:31.771060 [INF]   Version:  2.12.1',
        '[1] 2025/11/27 15:20:31.812345 [INF] Listening for client connections on 0.0.0.0:4222',
        '[1] 2025/11/27 15:20:31.812388 [INF] Server is ready',
        '',
      ].join('\n'),
  },
];
