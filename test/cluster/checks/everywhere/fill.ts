import { Agent, request } from 'node:https';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Cluster } from '../../cluster/cluster.ts';
import { textAt } from '../../plane/manifest.ts';

/** How much there is in the cluster that is looked at as a whole. */
export const SIZE = { namespaces: 50, podsPerNamespace: 100 };

/** The one pod that is in trouble. */
export const TROUBLED = 'Pod/web-0';

/** How many requests are under way at a time. */
const AT_ONCE = 16;

/**
 * Writes the pods straight through the API: bound to a node already, so that no scheduler is asked, and with a status, so
 * that no kubelet is. As Deployments they would take the controllers minutes.
 */
export async function fillCluster(cluster: Cluster): Promise<void> {
  const { post, close } = client(cluster);
  const spaces = Array.from({ length: SIZE.namespaces }, (_, index) => `team-${index}`);
  try {
    await inTurns(spaces, (name) => post('POST', '/api/v1/namespaces', { metadata: { name } }));
    await cluster.until('the accounts of the namespaces', async () => {
      const accounts = await cluster.api.list('v1', 'ServiceAccount');
      const having = new Set(accounts.map((account) => textAt(account, 'metadata.namespace')));
      return spaces.every((space) => having.has(space));
    });
    const pods = spaces.flatMap((space) =>
      Array.from({ length: SIZE.podsPerNamespace }, (_, index) => ({ space, index })),
    );
    await inTurns(pods, async ({ space, index }) => {
      const pod = podOf(space, index);
      const place = `/api/v1/namespaces/${space}/pods`;
      await post('POST', place, pod);
      // The one in trouble is its kubelet's.
      if (!isTroubled(space, index))
        await post('PATCH', `${place}/${pod.metadata.name}/status`, { status: statusOf(index) });
    });
  } finally {
    close();
  }
}

async function inTurns<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const LABELS = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/part-of': 'shop', tier: 'front' };

function podOf(
  namespace: string,
  index: number,
): { readonly metadata: { readonly name: string }; readonly spec: object } {
  const env = Array.from({ length: 12 }, (_, at) => ({ name: `SETTING_${at}`, value: `value-${at}-of-the-program` }));
  const probe = { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 10 };
  const container = {
    name: 'web',
    image: 'registry.example/web:1.0',
    ports: [{ name: 'http', containerPort: 8080 }],
    env,
    readinessProbe: probe,
    livenessProbe: probe,
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }],
  };
  const annotations = isTroubled(namespace, index) ? { 'kubelet.test/fails': 'CrashLoopBackOff' } : {};
  const metadata = { name: `web-${index}`, namespace, labels: LABELS, annotations };
  const spec = { nodeName: NODE, containers: [container], volumes: [{ name: 'scratch', emptyDir: {} }] };
  return { metadata, spec };
}

function isTroubled(namespace: string, index: number): boolean {
  return namespace === 'team-0' && index === 0;
}

/** The node that all are bound to. */
export const NODE = 'kyrion';

/** A pod that runs; its kubelet leaves it so. */
function statusOf(index: number): object {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const types = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady'];
  const container = {
    name: 'web',
    image: 'registry.example/web:1.0',
    imageID: '',
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: now } },
    lastState: {},
  };
  return {
    phase: 'Running',
    startTime: now,
    podIP: `10.1.${Math.floor(index / 250)}.${(index % 250) + 1}`,
    conditions: types.map((type) => ({ type, status: 'True', lastTransitionTime: now })),
    containerStatuses: [container],
  };
}

interface Client {
  readonly post: (method: string, path: string, body: object) => Promise<void>;
  readonly close: () => void;
}

/** A client that keeps its connections: ten thousand handshakes would be most of the time. */
function client({ plane }: Cluster): Client {
  const config: unknown = parse(readFileSync(plane.kubeconfigs.harness, 'utf8'));
  const authorization = `Bearer ${textAt(config, 'users.0.user.token')}`;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: AT_ONCE,
    ca: readFileSync(join(plane.folder, 'pki', 'apiserver.crt')),
  });
  const port = plane.ports['kube-apiserver'];
  const post: Client['post'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
      const headers = { authorization, 'content-type': type };
      const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
        response.resume();
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode < 300) resolve();
          else reject(new Error(`${method} ${path}: ${statusCode}`));
        });
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  return { post, close: () => agent.destroy() };
}
