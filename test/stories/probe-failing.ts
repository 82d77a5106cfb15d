import { JUST_NOW, mediumNode, rollout, settled, type App } from './build/app.ts';
import { readyAgain, unready } from './build/app-status.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { event, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import type { Story } from './story.ts';

/** Containers that run and do not pass their probes: what the kubelet's prober says (pkg/kubelet/prober, pkg/probe). */
const nodes: readonly Built[] = [mediumNode('node-1')];
const LOG = 'shop/web-5d7f9b8c6-q5w9b/web';
const UP: Change = unready('2025-11-15T17:30:10Z');

function http(path: string, port: number | string, rest: Change = {}, scheme = 'HTTP'): Change {
  return {
    httpGet: { path, port, scheme },
    periodSeconds: 10,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
    ...rest,
  };
}

interface Fault {
  readonly name: string;
  readonly summary: string;
  readonly container: Change;
  readonly message: string;
  readonly log?: string;
  readonly code: string;
  readonly confidence: 'confirmed' | 'likely';
  readonly says: readonly string[];
  readonly never?: readonly string[];
}

const ADDRESS = '10.244.1.9';

const FAULTS: readonly Fault[] = [
  {
    name: 'wrong-path',
    summary: 'The program does not know the path that its probe asks.',
    container: { readinessProbe: http('/healthz', 'http') },
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 404',
    code: 'probe-asks-wrong-path',
    confidence: 'confirmed',
    says: ['asks /healthz', 'so it runs', 'path: <path>', 'its container differs in: image, readinessProbe.'],
  },
  {
    name: 'needs-login',
    summary: 'The path that the probe asks wants a login.',
    container: { readinessProbe: http('/admin', 'http') },
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 401',
    code: 'probe-needs-login',
    confidence: 'confirmed',
    says: ['/admin wants a login'],
  },
  {
    name: 'port-not-named',
    summary: 'The probe asks a port by a name that no port of the container has.',
    container: { readinessProbe: http('/healthz', 'htpp') },
    message: 'Readiness probe errored and resulted in unknown state: port htpp not found',
    code: 'probe-port-not-named',
    confidence: 'confirmed',
    says: ['asks port \\"htpp\\"', 'port: 8080'],
  },
  {
    name: 'https-asked',
    summary: 'The probe asks by HTTPS, and the program speaks plain HTTP.',
    container: { readinessProbe: http('/healthz', 8080, {}, 'HTTPS') },
    message: `Readiness probe failed: Get "https://${ADDRESS}:8080/healthz": http: server gave HTTP response to HTTPS client`,
    code: 'probe-asks-wrong-scheme',
    confidence: 'confirmed',
    says: ['asks by HTTPS', 'scheme: HTTP\\n'],
  },
  {
    name: 'http-asked',
    summary: 'The probe asks by plain HTTP, and the program speaks TLS.',
    container: { readinessProbe: http('/healthz', 8080) },
    message: `Readiness probe failed: Get "http://${ADDRESS}:8080/healthz": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01\\x00\\x02\\x02"`,
    code: 'probe-asks-wrong-scheme',
    confidence: 'confirmed',
    says: ['speaks HTTPS there', 'scheme: HTTPS'],
  },
  {
    name: 'command-missing',
    summary: 'The probe runs curl, and the image has none.',
    container: {
      readinessProbe: {
        exec: { command: ['curl', '-f', 'localhost:8080/healthz'] },
        periodSeconds: 10,
        failureThreshold: 3,
      },
    },
    message:
      'Readiness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "8f1d": OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH',
    code: 'probe-command-missing',
    confidence: 'confirmed',
    says: ['runs curl', 'command: [<command>]'],
  },
  {
    name: 'times-out',
    summary: 'The program takes longer than a second to answer.',
    container: { readinessProbe: http('/healthz', 'http') },
    message: `Readiness probe failed: Get "http://${ADDRESS}:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    log: 'slow query: 4.2 s\n',
    code: 'probe-times-out',
    confidence: 'likely',
    says: ['no answer in time', 'timeoutSeconds: <seconds>', 'slow query'],
  },
  {
    name: 'listens-elsewhere',
    summary: 'The program listens on another port than the one that is declared and asked; its log says so.',
    container: { readinessProbe: http('/healthz', 'http') },
    message: `Readiness probe failed: Get "http://${ADDRESS}:8080/healthz": dial tcp ${ADDRESS}:8080: connect: connection refused`,
    log: 'server listening on 0.0.0.0:3000\n',
    code: 'nothing-listens',
    confidence: 'confirmed',
    says: ['Its log says that it listens on 3000', 'port: 3000'],
  },
  {
    name: 'listens-nowhere',
    summary: 'Nothing listens on the port that is declared and asked, and the log does not say what it does.',
    container: { readinessProbe: http('/healthz', 'http') },
    message: `Readiness probe failed: Get "http://${ADDRESS}:8080/healthz": dial tcp ${ADDRESS}:8080: connect: connection refused`,
    log: 'loading model\n',
    code: 'nothing-listens',
    confidence: 'likely',
    says: ['on 127.0.0.1 alone', 'loading model'],
  },
  {
    name: 'to-itself',
    summary: 'The program listens on the port that is asked, and on 127.0.0.1 alone; its log says so.',
    container: { readinessProbe: http('/healthz', 'http') },
    message: `Readiness probe failed: Get "http://${ADDRESS}:8080/healthz": dial tcp ${ADDRESS}:8080: connect: connection refused`,
    log: '[1] * Listening on http://127.0.0.1:8080\n',
    code: 'listens-to-itself',
    confidence: 'confirmed',
    says: ['listens on port 8080 of a loopback address alone', 'listen on all addresses'],
    never: ['port: 8080'],
  },
  {
    name: 'says-that-it-listens',
    summary:
      'The log says that it listens where the probe asks, and nothing answers there: to ask the same port is no advice.',
    container: { readinessProbe: http('/healthz', 'http') },
    message: `Readiness probe failed: Get "http://${ADDRESS}:8080/healthz": dial tcp ${ADDRESS}:8080: connect: connection refused`,
    log: 'server listening on 0.0.0.0:8080\nreloading\n',
    code: 'nothing-listens',
    confidence: 'likely',
    says: ['reloading'],
    never: ['Let the probe ask port', 'loopback'],
  },
  {
    name: 'host-refused',
    summary: 'The program takes requests for host names that it knows alone, and the kubelet asks by the address.',
    container: { readinessProbe: http('/healthz', 'http') },
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 403',
    log: `E, [2025-11-15T18:14:31.123456 #19] ERROR -- : [ActionDispatch::HostAuthorization::DefaultResponseApp] Blocked hosts: ${ADDRESS}:8080\n`,
    code: 'probe-host-refused',
    confidence: 'confirmed',
    says: ['asks by the address of the pod', 'name: Host'],
    never: ['wants a login'],
  },
  {
    name: 'host-refused-400',
    summary: 'The same in Django, which answers 400.',
    container: { readinessProbe: http('/healthz', 'http') },
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 400',
    log: `Invalid HTTP_HOST header: '${ADDRESS}:8080'. You may need to add '${ADDRESS}' to ALLOWED_HOSTS.\n`,
    code: 'probe-host-refused',
    confidence: 'confirmed',
    says: ['name: Host'],
  },
  {
    name: 'forbidden',
    summary: 'The path is answered with 403, and the log says nothing of hosts.',
    container: { readinessProbe: http('/admin', 'http') },
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 403',
    log: 'GET /admin 403\n',
    code: 'probe-needs-login',
    confidence: 'confirmed',
    says: ['/admin wants a login'],
    never: ['name: Host'],
  },
  {
    name: 'no-grpc',
    summary: 'The probe asks for gRPC health, and the program does not offer that service.',
    container: { readinessProbe: { grpc: { port: 8080, service: '' }, periodSeconds: 10, failureThreshold: 3 } },
    message:
      'Readiness probe failed: error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health',
    code: 'probe-asks-no-grpc',
    confidence: 'confirmed',
    says: ['grpc.health.v1.Health'],
  },
];

function unhealthy(app: App, message: string, at = '2025-11-15T18:14:40Z'): Built {
  const about = { involvedObject: { fieldPath: 'spec.containers{web}' } };
  return event(app.newPod, { reason: 'Unhealthy', message, at, count: 260 }, about);
}

const stories = FAULTS.flatMap(
  ({ name, summary, container, message, log, code, confidence, says, never }): readonly Story[] => {
    const app = rollout({ container }, { change: UP });
    const well = settled({ container }, { change: readyAgain(0, {}) });
    const logs = log === undefined ? {} : { logs: { [LOG]: log } };
    const scene = { objects: [...nodes, ...app.all, unhealthy(app, message)], ...logs };
    return [
      workloadStory(
        `failing-probe/${name}`,
        summary,
        scene,
        problem(code, confidence, { says, ...(never === undefined ? {} : { never }) }),
      ),
      workloadStory(
        `failing-probe/${name}-decoy`,
        `It passes now, and the event of an hour ago is left. Then: ${summary}`,
        { objects: [...nodes, ...well.all, unhealthy(well, message, '2025-11-15T17:32:00Z')], ...logs },
        healthy,
      ),
      workloadStory(
        `failing-probe/${name}-denied`,
        `${summary} The events may not be looked at, so what the probe gets is not known.`,
        { ...scene, denied: ['events'] },
        problem(name === 'port-not-named' ? 'probe-asks-wrong-port' : 'probe-fails', 'possible'),
      ),
    ];
  },
);

const young = rollout(
  { since: JUST_NOW, container: { readinessProbe: http('/healthz', 'http', { initialDelaySeconds: 30 }) } },
  { change: unready('2025-11-15T18:14:35Z') },
);
const undeclared = rollout({ container: { readinessProbe: http('/healthz', 9090) } }, { change: UP });
const served = rollout(
  { container: { readinessProbe: http('/healthz', 9090), livenessProbe: http('/', 8080) } },
  { change: UP },
);
/** Other pods of the same ReplicaSet, in the same state. */
const twins = ['k2m4n', 'z8p6s'].map((id) =>
  deepMerge(served.newPod, { metadata: { name: `web-5d7f9b8c6-${id}`, uid: `uid-of-${id}` } }),
);
const logOf = (id: string): string => `shop/web-5d7f9b8c6-${id}/web`;
const UNSET = 'required key DATABASE_URL missing value\n';
const operated = rollout(
  {
    container: { readinessProbe: http('/healthz', 'http') },
    deployment: {
      metadata: {
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
      },
    },
  },
  { change: UP },
);
const restarted = rollout(
  { container: { livenessProbe: http('/healthz', 'http'), readinessProbe: http('/healthz', 'http') } },
  {
    change: unready('2025-11-15T18:14:30Z', {
      restartCount: 6,
      lastState: {
        terminated: {
          reason: 'Error',
          exitCode: 137,
          startedAt: '2025-11-15T18:13:30Z',
          finishedAt: '2025-11-15T18:14:25Z',
        },
      },
    }),
  },
);
const killing = event(
  restarted.newPod,
  {
    reason: 'Killing',
    message: 'Container web failed liveness probe, will be restarted',
    at: '2025-11-15T18:13:55Z',
    type: 'Normal',
    count: 6,
  },
  { involvedObject: { fieldPath: 'spec.containers{web}' } },
);

/** One story per answer that a probe gets, with the same when it is over and when nobody may ask, and what looks like it. */
export const probeFailing: readonly Story[] = [
  ...stories,
  workloadStory(
    'failing-probe/young',
    'Nothing listens yet, half a minute after the start.',
    {
      objects: [
        ...nodes,
        ...young.all,
        unhealthy(
          young,
          `Readiness probe failed: Get "http://${ADDRESS}:8080/healthz": dial tcp ${ADDRESS}:8080: connect: connection refused`,
          '2025-11-15T18:15:00Z',
        ),
      ],
    },
    inProgress(),
  ),
  workloadStory(
    'failing-probe/undeclared-port',
    'The probe asks a port that the container does not declare, and nothing listens there.',
    {
      objects: [
        ...nodes,
        ...undeclared.all,
        unhealthy(
          undeclared,
          `Readiness probe failed: Get "http://${ADDRESS}:9090/healthz": dial tcp ${ADDRESS}:9090: connect: connection refused`,
        ),
      ],
    },
    problem('probe-asks-wrong-port', 'confirmed', {
      says: ['port: 8080', 'it is the only port that the container declares'],
    }),
  ),
  workloadStory(
    'failing-probe/undeclared-port-served',
    'The port is not declared, and the program answers there all the same: the port is not what is wrong.',
    {
      objects: [
        ...nodes,
        ...served.all,
        unhealthy(served, 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
      ],
    },
    problem('probe-fails', 'likely', { never: ['probe-asks-wrong-port'] }),
  ),
  workloadStory(
    'failing-probe/several-say-so',
    'Three pods answer that they are not ready, and two of them say the same in their logs.',
    {
      objects: [
        ...nodes,
        ...served.all,
        ...twins,
        ...[served.newPod, ...twins].map((newPod) =>
          unhealthy({ ...served, newPod }, 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
        ),
      ],
      logs: { [LOG]: UNSET, [logOf('k2m4n')]: UNSET, [logOf('z8p6s')]: 'warming up\n' },
    },
    problem('probe-fails', 'likely', { says: ['in the logs of 2 of 3 pods that run and are not ready'] }),
  ),
  workloadStory(
    'failing-probe/wrong-path-in-git',
    'Flux applies the Deployment: the path is put right in Git.',
    {
      objects: [
        ...nodes,
        ...operated.all,
        unhealthy(operated, 'Readiness probe failed: HTTP probe failed with statuscode: 404'),
      ],
    },
    problem('probe-asks-wrong-path', 'confirmed', {
      says: ['that Kustomization flux-system/apps applies', 'Kustomization flux-system/apps undoes a change by hand.'],
    }),
  ),
  storyOf(
    'failing-probe/killed-while-starting',
    'The liveness probe gives the program half a minute, and it takes longer.',
    {
      objects: [
        ...nodes,
        ...restarted.all,
        killing,
        unhealthy(
          restarted,
          `Readiness probe failed: Get "http://${ADDRESS}:8080/healthz": dial tcp ${ADDRESS}:8080: connect: connection refused`,
        ),
      ],
    },
    problem('probe-kills-start', 'likely', {
      says: ['restarted by its own probe', 'failureThreshold: <count>', '30s'],
    }),
    { runbook: 'failing-probe', inputs: { pod: 'Pod/shop/web-5d7f9b8c6-q5w9b', workload: 'Deployment/shop/web' } },
  ),
];
