import { firstStart, mediumNode, settled, type App, type AppSketch } from './app.ts';
import { crashedContainer, unready } from './app-status.ts';
import type { Built, Change } from './build.ts';
import { deepMerge } from './merge.ts';
import { namespaceObject } from './namespace.ts';
import type { Scene } from './ask.ts';

const IMAGE = 'ghcr.io/coder/coder:v2.28.1';

/** What stands around a Coder server: its node and its namespace. */
export const coderGround: readonly Built[] = [mediumNode('node-1'), namespaceObject('coder')];

/** The variables that the chart and its values give a server; the address of the database comes from a Secret. */
const ENVIRONMENT: readonly Change[] = [
  { name: 'CODER_HTTP_ADDRESS', value: '0.0.0.0:8080' },
  { name: 'CODER_PROMETHEUS_ADDRESS', value: '0.0.0.0:2112' },
  { name: 'CODER_ACCESS_URL', value: 'https://coder.example.org' },
  { name: 'CODER_WILDCARD_ACCESS_URL', value: '*.coder.example.org' },
  { name: 'CODER_PG_CONNECTION_URL', valueFrom: { secretKeyRef: { name: 'coder-db-url', key: 'url' } } },
];

const PORTS = [{ name: 'http', containerPort: 8080, protocol: 'TCP' }];
const PROBE = {
  httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' },
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};
/** Before 2.30 the chart set both (helm/libcoder). */
const PROBES = { readinessProbe: PROBE, livenessProbe: PROBE };

/** A Coder server as its chart makes it, with the variables of a story in place of those of the same name, null for none. */
export function coderServer(env: Readonly<Record<string, string | null>> = {}, rest: AppSketch = {}): AppSketch {
  const kept = ENVIRONMENT.filter(({ name }) => !Object.hasOwn(env, name as string));
  const own = Object.entries(env).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  return {
    name: 'coder',
    namespace: 'coder',
    image: IMAGE,
    labels: { 'app.kubernetes.io/part-of': 'coder', 'app.kubernetes.io/version': '2.28.1' },
    ...rest,
    container: deepMerge(
      { command: ['/opt/coder'], args: ['server'], env: [...kept, ...own], ports: PORTS, ...PROBES },
      rest.container ?? {},
    ),
  };
}

/** What a server of version 2.28 prints until it has asked nobody yet. */
const BEGINNING = [
  'Coder v2.28.1+2e9ee9e - Your Self-Hosted Remote Development Platform',
  'Started HTTP listener at http://0.0.0.0:8080',
  '',
  'View the Web UI:',
  'https://coder.example.org',
  '',
];

/** A log that ends with an error of the start, with the lines before it. */
export function endedLog(error: string, before: readonly string[] = []): string {
  const ended = 'Encountered an error running "coder server", see "coder server --help" for more information';
  return [...BEGINNING, ...before, ended, `error: ${error}`, ''].join('\n');
}

/** A log that stops after the lines that come before the first question to anybody. */
export const SILENT_LOG = [...BEGINNING, ''].join('\n');

/** A log of a server that serves. */
export const SERVING_LOG = [
  ...BEGINNING,
  '==> Logs will stream in below (press ctrl+c to gracefully exit):',
  '2025-11-15 17:30:04.512 [info]  coderd: started agent metadata batcher',
  '',
].join('\n');

/** A server whose only pod ends again and again with this log. */
export function endingServer(log: string, sketch: AppSketch = coderServer(), ended: Change = {}): Scene {
  const change = crashedContainer('coder', IMAGE, 9);
  const app = firstStart(sketch, { change: deepMerge(change, endedBy(ended)) });
  return sceneOf(app, { 'coder/coder-5d7f9b8c6-q5w9b/coder.previous': log });
}

function endedBy(ended: Change): Change {
  return Object.keys(ended).length === 0
    ? {}
    : { status: { containerStatuses: [{ lastState: { terminated: ended } }] } };
}

/** A server whose only pod runs since a time and is not ready. */
export function waitingServer(log: string, since = '2025-11-15T18:05:00Z'): Scene {
  const status = unready(since);
  const container = { name: 'coder', image: IMAGE, imageID: `${IMAGE}@sha256:0` };
  const statuses = (status['status'] as { containerStatuses: readonly Change[] }).containerStatuses;
  const change = deepMerge(status, {
    status: { containerStatuses: statuses.map((each) => deepMerge(each, container)) },
  });
  const app = firstStart({ ...coderServer(), since }, { change });
  return sceneOf(app, { 'coder/coder-5d7f9b8c6-q5w9b/coder': log });
}

/** A server that does its work. */
export function workingServer(sketch: AppSketch = coderServer()): App {
  return settled({ since: '2025-11-15T17:30:00Z', ...sketch });
}

function sceneOf(app: App, logs: Readonly<Record<string, string>>): Scene {
  return { objects: [...app.all, ...coderGround], logs };
}
