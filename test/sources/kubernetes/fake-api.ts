import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { KubeContext } from '../../../src/sources/kubernetes/kube-context.ts';
import { loadKubeContext } from '../../../src/sources/kubernetes/kubeconfig.ts';
import {
  createKubernetesSource,
  type KubernetesSource,
  type KubernetesSourceOptions,
} from '../../../src/sources/kubernetes/kubernetes.ts';

/** A file of test/fixtures/tls. */
export function tlsFile(name: string): string {
  return readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
}

/** A server on 127.0.0.1 that notes what arrives. */
export interface FakeApi {
  readonly port: number;
  readonly url: string;
  readonly requests: { method: string; url: string; headers: http.IncomingHttpHeaders; body: string }[];
  /** TCP connections so far. */
  connections(): number;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** Starts a server that ends with the test; with `tls` it speaks HTTPS. */
export async function startApi(handler: Handler, tls?: https.ServerOptions): Promise<FakeApi> {
  const requests: FakeApi['requests'] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: '' };
    requests.push(seen);
    request.setEncoding('utf8').on('data', (text: string) => (seen.body += text));
    handler(request, response, requests.length);
  };
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
  });
  server.on('tlsClientError', () => undefined);
  const port = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port, url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, requests, connections: () => connections };
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(server: http.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** HTTPS with the certificate that `ca.crt` signed. */
export function goodTls(): https.ServerOptions {
  return { cert: tlsFile('server.crt'), key: tlsFile('server.key') };
}

/** Answers JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers a Status, as the API server does when it refuses. */
export function refuse(response: ServerResponse, status: number, more: object = {}, headers = {}): void {
  json(
    response,
    { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: status, ...more },
    status,
    headers,
  );
}

/** A `PodList` with pods of these names. */
export function podList(names: readonly string[], metadata: object = {}): object {
  const items = names.map((name) => ({ metadata: { name, namespace: 'shop' }, spec: { nodeName: 'n1' } }));
  return { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '1', ...metadata }, items };
}

/** What the kubeconfig of a test says beyond the server. */
export interface ContextParts {
  readonly cluster?: object;
  /** Left out, the context has no user. */
  readonly user?: object;
  readonly env?: NodeJS.ProcessEnv;
  readonly files?: Readonly<Record<string, string>>;
}

/** One context of a kubeconfig that exists in memory only. */
export function contextFor(server: string, { cluster = {}, user, files = {} }: ContextParts = {}): KubeContext {
  const kubeconfig = JSON.stringify({
    'current-context': 'test',
    clusters: [{ name: 'c', cluster: { server, ...cluster } }],
    users: user ? [{ name: 'u', user }] : [],
    contexts: [{ name: 'test', context: { cluster: 'c', ...(user ? { user: 'u' } : {}), namespace: 'shop' } }],
  });
  return loadKubeContext({
    kubeconfig: '/k/config',
    env: {},
    home: '/home/nobody',
    readFile: readFrom({ ...files, '/k/config': kubeconfig }),
  });
}

/** A `readFile` over files in memory. */
export function readFrom(files: Readonly<Record<string, string>>): (path: string) => string {
  return (path) => {
    const text = files[path];
    if (text !== undefined) return text;
    throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
  };
}

/** A source over that context which never sleeps; closed when the test ends. */
export function sourceFor(
  server: string,
  parts: ContextParts = {},
  options: Partial<KubernetesSourceOptions> = {},
): KubernetesSource {
  const source = createKubernetesSource({
    context: contextFor(server, parts),
    env: parts.env ?? {},
    wait: () => Promise.resolve(),
    ...options,
  });
  onTestFinished(() => source.close());
  return source;
}

/** A `lookup` that finds every name on this machine. */
export const everythingIsLocal: NonNullable<KubernetesSourceOptions['lookup']> = (_name, options, callback) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

/** The query that most tests ask. */
export const PODS = { from: 'list', resource: 'pods', namespace: null } as const;
