import { rollout, settled, mediumNode, type App } from './build/app.ts';
import { readyAgain, unready } from './build/app-status.ts';
import { workloadStory } from './build/ask.ts';
import { event, object, type Built, type Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { running, serving } from './build/failing.ts';
import { listOf, partOf } from './build/json-parts.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** A web server hands on to a program in the same pod, and its probe is answered 500: the program's log says why. */
const ENV: Change = { envFrom: [{ configMapRef: { name: 'web-settings' } }] };
const STARTED = '2025-11-15T17:30:10Z';
const CHECKED: Change = {
  readinessProbe: {
    httpGet: { path: '/up', port: 'http', scheme: 'HTTP' },
    periodSeconds: 10,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
  },
};
const settings = (host: string): Built =>
  object(
    { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web-settings', created: '2025-11-01T09:00:00Z' },
    { data: { DB_HOST: host, LOG_CHANNEL: 'stderr' } },
  );

/** The new pod of an app with a second container that runs. */
function withProgram(app: App, name: string): readonly Built[] {
  const image = 'registry.example/shop/program:2.1.0';
  const pod = app.newPod;
  const containers = [...listOf(partOf(pod, 'spec')['containers']), { name, image, resources: {}, ...ENV }];
  const status = {
    name,
    image,
    imageID: `${image}@sha256:0`,
    containerID: 'containerd://7',
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: STARTED } },
    lastState: {},
  };
  const containerStatuses = [...listOf(partOf(pod, 'status')['containerStatuses']), status];
  const both: Built = {
    ...pod,
    spec: { ...partOf(pod, 'spec'), containers },
    status: { ...partOf(pod, 'status'), containerStatuses },
  };
  return app.all.map((each) => (each === pod ? both : each));
}

const app = rollout({ container: CHECKED }, { change: unready(STARTED) });
const well = settled({ container: CHECKED }, { change: readyAgain(0, {}) });
const answered = event(
  app.newPod,
  {
    reason: 'Unhealthy',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 500',
    at: '2025-11-15T18:14:40Z',
    count: 260,
  },
  { involvedObject: { fieldPath: 'spec.containers{web}' } },
);
const db = running('db');
const served = [...db.all, ...serving(db, 3306)];
const astray = service('db', {
  ports: [{ name: 'main', port: 3306, protocol: 'TCP', targetPort: 8080 }],
  selector: { 'app.kubernetes.io/name': 'dbs' },
});
const READY = '[15-Nov-2025 17:30:11] NOTICE: ready to handle connections\n';
const NO_KEY = `${READY}[2025-11-15 18:14:40] production.ERROR: No application encryption key has been specified. {"exception":"[object] (Illuminate\\\\Encryption\\\\MissingAppKeyException(code: 0): No application encryption key has been specified."}\n`;
const refused = (why: string): string =>
  `${READY}[2025-11-15 18:14:40] production.ERROR: SQLSTATE[HY000] [2002] ${why} (Connection: mysql, SQL: select 1) {"exception":"[object] (Illuminate\\\\Database\\\\QueryException(code: 2002)"}\n`;
const NO_NAME = refused('php_network_getaddresses: getaddrinfo for dbb failed: Name or service not known');
const REFUSED = refused('Connection refused');

function story(name: string, summary: string, log: string, around: readonly Built[], expected: Expected): Story {
  return about(name, summary, { log, around, expected });
}

interface Scene {
  readonly log: string;
  readonly around?: readonly Built[];
  readonly expected: Expected;
  readonly denied?: readonly string[];
  readonly program?: string;
}

function about(name: string, summary: string, scene: Scene): Story {
  const { log, around = [], expected, denied = [], program = 'program' } = scene;
  const objects = [mediumNode('node-1'), ...withProgram(app, program), answered, ...around];
  const logs = { 'shop/web-5d7f9b8c6-q5w9b/web': 'GET /up 500\n', [`shop/web-5d7f9b8c6-q5w9b/${program}`]: log };
  return workloadStory(`beside/${name}`, summary, { objects, logs, denied }, expected);
}

/** What stands in the log of the other container, what only looks like it, and what may not be read. */
export const beside: readonly Story[] = [
  story(
    'setting',
    'The program behind the web server lacks a key.',
    NO_KEY,
    [settings('db'), ...served],
    problem('other-container-fails', 'likely', {
      says: ['Container program of web-5d7f9b8c6-q5w9b does not do its work', 'APP_KEY', '-c program --tail=100'],
    }),
  ),
  workloadStory(
    'beside/setting-decoy',
    'The pod is ready, and its program spoke of a missing key an hour ago.',
    {
      objects: [mediumNode('node-1'), ...withProgram(well, 'program'), settings('db'), ...served],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/program': NO_KEY },
    },
    healthy,
  ),
  about('setting-denied', 'The program lacks a key, and logs may not be read.', {
    log: NO_KEY,
    around: [settings('db'), ...served],
    denied: ['pods/log'],
    expected: problem('probe-fails', 'likely', { says: ['pods/log'], never: ['APP_KEY'] }),
  }),
  story(
    'name',
    'The program asks for a name that is misspelt in a ConfigMap.',
    NO_NAME,
    [settings('dbb'), ...served],
    problem('service-not-there', 'confirmed', {
      says: ['key DB_HOST of ConfigMap web-settings', 'The nearest name there is db'],
      never: ['probe-fails'],
    }),
  ),
  story(
    'unnamed',
    'The program is refused and does not say by whom: the Service that its settings name selects nothing.',
    REFUSED,
    [settings('db'), ...db.all, astray, sliceOf(astray, [])],
    problem('service-selects-nothing', 'likely', { never: ['probe-fails'] }),
  ),
  story(
    'unnamed-decoy',
    'The program was refused, and the Service that its settings name leads to a ready pod.',
    REFUSED,
    [settings('db'), ...served],
    problem('probe-fails', 'likely'),
  ),
  story('silent', 'The program says nothing of trouble.', READY, [settings('db')], problem('probe-fails', 'likely')),
  about('mesh', 'The proxy of a mesh says that the program is away, as it does of every program that is not up.', {
    log: 'dial tcp 127.0.0.1:8080: connect: connection refused\n',
    program: 'istio-proxy',
    expected: problem('probe-fails', 'likely', { never: ['127.0.0.1'] }),
  }),
];
