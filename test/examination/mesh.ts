import { condition } from '../stories/build/build.ts';
import { noNode } from '../stories/build/waiting.ts';
import type { ExamCase, Place } from './exam-case.ts';
import { crashing, unready } from './kit/fates.ts';
import type { Fate } from './kit/fate.ts';
import { add, alter, amend, examine, remove, reshaped, rolled, witness, type Step } from './kit/model.ts';
import { ago, later } from './kit/moment.ts';
import { clusterIpOf } from './kit/plain.ts';
import { secretVolume } from './kit/pod-spec.ts';
import { unplaced, withoutVolume } from './kit/waits.ts';
import { WORKERS } from './kit/workload.ts';
import { application } from './mesh/around.ts';
import { nodeDown, SILENT } from './mesh/lost-node.ts';
import { LAST_WEEK, SPACE } from './mesh/home.ts';
import { mesh, names, NATS_MISTAKEN, role, route } from './mesh/parts.ts';
import { clientsOf, dnsRule } from './mesh/policies.ts';
import { oxbowWell, pino, quillonWithoutMongo, quillonWithoutNats, slog, tamarackWell } from './mesh/words.ts';

export { names };

const at = (kind: string, name: string): Place => ({ kind, namespace: SPACE, name });
const all = (kind: string, name: string): Place => at(`pods of ${kind}`, name);
const whole = (name: string): readonly Place[] => [at('Deployment', name), all('Deployment', name)];

const scars: readonly Step[] = [
  witness('PersistentVolumeClaim', 'data-whimbrel-0', {
    reason: 'ProvisioningFailed',
    message:
      'failed to provision volume with StorageClass "gp3": rpc error: code = ResourceExhausted desc = volume limit exceeded',
    by: 'ebs.csi.aws.com_ebs-csi-controller',
    first: ago('9d2h'),
    last: ago('9d1h'),
    count: 9,
  }),
  witness('Service', 'tamarack', {
    reason: 'FailedToUpdateEndpointSlices',
    message:
      'Error updating Endpoint Slices for Service vesperfold/tamarack: failed to update tamarack slice: Operation cannot be fulfilled',
    by: 'endpoint-slice-controller',
    last: LAST_WEEK,
  }),
];

const make = (sketch: Parameters<typeof examine>[1], ...steps: readonly Step[]): ExamCase =>
  examine(mesh, sketch, ...scars, ...steps);

const health = (state: 'Degraded' | 'Progressing'): readonly Step[] => [
  remove('Application', 'vesperfold'),
  add(application(state)),
];

const addressOf = (name: string, port: number): string => `${clusterIpOf(SPACE, name)}:${port}`;

/** Crashes for lack of something since `created`, having run well before. */
function dependant(log: (start: string) => string, exitCode: number, lasts: number): Fate {
  return crashing({ exitCode, restarts: 8, lasts, ended: ago('1m41s'), created: ago('18d'), log });
}

const quillonCrashes = (lasts: number, log: () => string): Step =>
  alter('quillon', { fates: [dependant(log, 134, lasts), dependant(log, 134, lasts)] });

/** The gateway goes on and is not ready. */
function oxbowUnready(since: string, msg: string, err: string): Step {
  const fate = unready({
    since,
    created: ago('18d'),
    probe: () => 'HTTP probe failed with statuscode: 503',
    log: (pod) =>
      `${oxbowWell(later(pod.created, 2))}${Array.from(
        { length: 6 },
        (_, index) => `${slog(later(since, 5 + index * 30), 'ERROR', msg, { err })}\n`,
      ).join('')}`,
  });
  return alter('oxbow', { fates: [fate, fate] });
}

const lookup = (host: string): string =>
  `dial tcp: lookup ${host} on 10.96.0.10:53: read udp 10.244.61.7:41288->10.96.0.10:53: i/o timeout`;

const noNames = make(
  {
    name: 'mesh-policy-dns',
    summary: 'The policy that lets the pods ask for names allows TCP only.',
    faulty: [at('NetworkPolicy', 'vesper-names')],
  },
  ...health('Progressing'),
  remove('NetworkPolicy', 'vesper-names'),
  add(policy('vesper-names', dnsRule(['TCP']))),
  oxbowUnready(ago('37m'), 'nats reconnect failed', lookup('whimbrel')),
  quillonCrashes(31, () =>
    quillonWithoutNats('System.Net.Sockets.SocketException (00000001, 11): Resource temporarily unavailable'),
  ),
  alter('tamarack', {
    log: (pod) =>
      `${tamarackWell(later(pod.created, 2))}${pino(ago('3m'), 50, 'rpc failed', {
        err: { type: 'Error', code: 14, message: '14 UNAVAILABLE: Name resolution failed for target dns:oxbow:9090' },
      })}\n`,
  }),
);

function policy(name: string, spec: ReturnType<typeof dnsRule>) {
  const found = mesh.plain.find((each) => (each['metadata'] as { name: string }).name === name);
  return { ...found, metadata: { ...(found?.['metadata'] as object), generation: 2 }, spec };
}

const noPort = make(
  {
    name: 'mesh-policy-port',
    summary: 'The policy of the database names a port that it does not listen on.',
    faulty: [at('NetworkPolicy', 'dunlin-clients')],
  },
  ...health('Progressing'),
  remove('NetworkPolicy', 'dunlin-clients'),
  add(policy('dunlin-clients', clientsOf('dunlin', ['oxbow', 'quillon'], 27018))),
  oxbowUnready(
    ago('45m'),
    'mongo ping failed',
    `server selection error: server selection timeout, current topology: { Type: Unknown, Servers: [{ Addr: dunlin:27017, Type: Unknown, Last error: dial tcp ${addressOf('dunlin', 27017)}: i/o timeout }, ] }`,
  ),
  quillonCrashes(33, () =>
    quillonWithoutMongo(
      `System.TimeoutException: Timed out connecting to ${addressOf('dunlin', 27017)}. Timeout was 00:00:30.`,
    ),
  ),
);

const noBackend = make(
  {
    name: 'mesh-route-backend',
    summary: 'The route sends to a Service that is not there.',
    faulty: [at('HTTPRoute', 'tamarack-paths')],
  },
  remove('HTTPRoute', 'tamarack-paths'),
  add(
    route(
      'tamarack-front',
      condition(
        'ResolvedRefs',
        'False',
        'BackendNotFound',
        'Failed to process route rule 1 backendRef 0: service vesperfold/tamarack-front not found.',
        ago('1h22m'),
      ),
      2,
    ),
  ),
);

const deadNode = make(
  {
    name: 'mesh-node-down',
    summary: 'The node of the database fell silent, and the pod of the StatefulSet is not made anew elsewhere.',
    faulty: [{ kind: 'Node', namespace: null, name: WORKERS[2] }],
  },
  ...health('Progressing'),
  oxbowUnready(
    later(SILENT, 60),
    'mongo ping failed',
    `server selection error: server selection timeout, current topology: { Type: Unknown, Servers: [{ Addr: dunlin:27017, Type: Unknown, Last error: dial tcp ${addressOf('dunlin', 27017)}: connect: connection refused }, ] }`,
  ),
  alter('quillon', () => {
    const fate = crashing({
      exitCode: 134,
      restarts: 6,
      lasts: 33,
      ended: ago('1m41s'),
      created: ago('18d'),
      log: () =>
        quillonWithoutMongo(
          `System.Net.Sockets.SocketException (111): Connection refused ${addressOf('dunlin', 27017)}`,
        ),
    });
    return { fates: [fate, fate] };
  }),
  ...nodeDown,
);

const wrongArchitecture = make(
  {
    name: 'mesh-exec-format',
    summary: 'The new image of the front was built for another kind of processor.',
    faulty: whole('tamarack'),
  },
  ...health('Degraded'),
  alter('tamarack', (each) => {
    const fate = crashing({
      exitCode: 255,
      restarts: 9,
      lasts: 1,
      ended: ago('2m16s'),
      log: () => 'exec /usr/local/bin/docker-entrypoint.sh: exec format error\n',
    });
    return rolled(each, reshaped(each, { image: 'registry.vesper.example/tamarack:11.5.0' }), [fate], 2);
  }),
);

const klog = (start: string, after: number): string => {
  const time = later(start, after);
  return `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 19)}.114882       1`;
};
const forbidden =
  'endpointslices.discovery.k8s.io is forbidden: User "system:serviceaccount:vesperfold:oxbow" cannot list resource "endpointslices" in API group "discovery.k8s.io" in the namespace "vesperfold"';
const noRights = make(
  {
    name: 'mesh-rights',
    summary: 'The Role of the gateway no longer lets it list EndpointSlices.',
    faulty: [
      at('Role', 'oxbow-watcher'),
      at('RoleBinding', 'oxbow-watcher'),
      at('ServiceAccount', 'oxbow'),
      ...whole('oxbow'),
    ],
  },
  ...health('Progressing'),
  remove('Role', 'oxbow-watcher'),
  add(role([])),
  alter('oxbow', () => {
    const fate = crashing({
      exitCode: 1,
      restarts: 10,
      lasts: 61,
      ended: ago('52s'),
      created: ago('18d'),
      log: (start) =>
        [
          slog(start, 'INFO', 'starting', { version: '2.18.0', go: 'go1.25.3' }),
          slog(later(start, 1), 'INFO', 'nats connected', { url: 'nats://whimbrel:4222', server: 'whimbrel-0' }),
          ...[1, 2, 5, 12, 27].flatMap((after) => [
            `W${klog(start, after)} reflector.go:569] k8s.io/client-go/informers/factory.go:160: failed to list *v1.EndpointSlice: ${forbidden}`,
            `E${klog(start, after)} reflector.go:166] "Unhandled Error" err="k8s.io/client-go/informers/factory.go:160: Failed to watch *v1.EndpointSlice: failed to list *v1.EndpointSlice: ${forbidden.replaceAll('"', '\\"')}" logger="UnhandledError"`,
          ]),
          slog(later(start, 60), 'ERROR', 'caches did not sync', {
            resource: 'endpointslices',
            err: 'context deadline exceeded',
          }),
          '',
        ].join('\n'),
    });
    return { fates: [fate, fate] };
  }),
);

const TAINTED = ago('1h12m');
const tainted = make(
  {
    name: 'mesh-taint',
    summary: 'All nodes kept the taint of a maintenance that is over; a new worker finds no place.',
    faulty: [...whole('quillon'), ...WORKERS.map((name) => ({ kind: 'Node', namespace: null, name }))],
  },
  ...health('Degraded'),
  ...WORKERS.map((name) =>
    amend('Node', name, {
      spec: { taints: [{ key: 'vesper.example/maintenance', value: 'planned', effect: 'NoSchedule' }] },
    }),
  ),
  alter('quillon', (each) =>
    rolled(
      each,
      reshaped(each, { image: 'registry.vesper.example/quillon:5.0.8' }),
      [
        unplaced(
          noNode(3, '3 node(s) had untolerated taint(s)', '3 Preemption is not helpful for scheduling'),
          TAINTED,
        ),
      ],
      2,
    ),
  ),
);

const refusedPods = make(
  {
    name: 'mesh-webhook',
    summary: 'A webhook refuses the new pods of the front, which have no limit of memory.',
    faulty: [...whole('tamarack'), { kind: 'ValidatingWebhookConfiguration', namespace: null, name: 'gatewarden' }],
  },
  ...health('Degraded'),
  alter('tamarack', (each) => ({
    ...rolled(each, reshaped(each, { resources: { limits: { memory: undefined } } }), [], 2),
    rollout: { at: ago('58m'), keeps: 2, before: each.spec },
    refusal: () =>
      'admission webhook "pods.gatewarden.example" denied the request: container "tamarack" has no limits.memory (policy memory-limits)',
  })),
);

const wrongTarget = make(
  {
    name: 'mesh-target-port',
    summary: 'The Service of the gateway sends to a port on which nothing listens.',
    faulty: [at('Service', 'oxbow')],
  },
  ...health('Progressing'),
  amend('Service', 'oxbow', {
    spec: {
      ports: [
        { name: 'grpc', port: 9090, protocol: 'TCP', targetPort: 9091 },
        { name: 'http', port: 8090, protocol: 'TCP', targetPort: 'http' },
      ],
    },
  }),
  alter('tamarack', () => {
    const since = ago('29m');
    const fate = unready({
      since,
      created: ago('18d'),
      probe: () => 'HTTP probe failed with statuscode: 503',
      log: (pod) =>
        `${tamarackWell(later(pod.created, 2))}${[5, 35, 65, 95, 600, 1500]
          .map((after) =>
            pino(later(since, after), 50, 'rpc failed', {
              err: {
                type: 'Error',
                message: `14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED ${addressOf('oxbow', 9090)} (${later(since, after)})`,
                code: 14,
              },
            }),
          )
          .join('\n')}\n`,
    });
    return { fates: [fate, fate] };
  }),
);

const twoFaults = make(
  {
    name: 'mesh-two-faults',
    summary:
      'A slip in the configuration of the message server stops it and those who need it; the front mounts a Secret that is not there.',
    faulty: [at('ConfigMap', 'whimbrel-conf'), at('StatefulSet', 'whimbrel'), all('StatefulSet', 'whimbrel')],
    also: [...whole('tamarack'), at('Secret', 'tamarack-session')],
  },
  ...health('Degraded'),
  amend('ConfigMap', 'whimbrel-conf', { data: { 'nats.conf': NATS_MISTAKEN } }),
  alter('whimbrel', {
    fates: [
      crashing({
        exitCode: 1,
        restarts: 13,
        lasts: 1,
        ended: ago('3m31s'),
        created: ago('70d'),
        log: () => 'nats-server: /etc/nats/nats.conf:5:1: unknown field "jetsream"\n',
      }),
    ],
  }),
  oxbowUnready(
    ago('47m'),
    'nats reconnect failed',
    `dial tcp ${addressOf('whimbrel', 4222)}: connect: connection refused`,
  ),
  quillonCrashes(4, () => quillonWithoutNats('System.Net.Sockets.SocketException (111): Connection refused')),
  alter('tamarack', (each) =>
    rolled(
      each,
      reshaped(each, {}, { volumes: [secretVolume('session', 'tamarack-session')] }),
      [
        withoutVolume(
          [
            {
              reason: 'FailedMount',
              message: 'MountVolume.SetUp failed for volume "session" : secret "tamarack-session" not found',
            },
          ],
          { since: ago('1h51m') },
        ),
      ],
      2,
    ),
  ),
);

const twin = make({
  name: 'mesh-healthy',
  summary: 'The third application as it should be, with what is left of last week.',
  faulty: [],
});

export const cases: readonly ExamCase[] = [
  twin,
  noNames,
  noPort,
  noBackend,
  deadNode,
  wrongArchitecture,
  noRights,
  tainted,
  refusedPods,
  wrongTarget,
  twoFaults,
];
