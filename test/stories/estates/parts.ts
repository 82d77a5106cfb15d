import { firstStart, mediumNode, settled, type App } from '../build/app.ts';
import { crashedContainer } from '../build/app-status.ts';
import type { Scene } from '../build/ask.ts';
import { budget } from '../build/budget.ts';
import { condition, node, object, type Built, type Change } from '../build/build.ts';
import { CODER_LOG, coderIngress, coderService, coderSlice } from '../build/coder-door.ts';
import { openSockets } from '../build/coder-outside.ts';
import { coderGround, coderServer, workingServer } from '../build/coder-server.ts';
import { workspace } from '../build/coder-workspace.ts';
import { kubeletFigures } from '../build/kubelet-figures.ts';
import { account, litellmApp, modelGround, modelLog, modelSecrets, SERVES } from '../build/litellm.ts';
import { deepMerge } from '../build/merge.ts';
import { namespaceObject } from '../build/namespace.ts';
import { proxyApp } from '../build/preflight-place.ts';
import { CONNECTED_LOG, provisioner, PROVISIONER_LOG } from '../build/provisioner.ts';
import { scaled } from '../build/scaled.ts';
import { ingressClass } from '../build/traffic.ts';
import { appliedBy, flux } from '../build/web-release.ts';

/** The image of workspaces, the same in all clusters. */
export const WORKSPACE_IMAGE = 'ghcr.io/example/base:v3';
/** The load balancer of every cluster. */
const DOOR = '203.0.113.10';
export const CODER_RELEASE = { namespace: 'coder', name: 'coder' };

/** The server of an estate, brought by Flux. */
export const estateServer: App = workingServer(coderServer({}, { labels: appliedBy('coder', 'coder') }));

/** Server, its door, and what every cluster of an estate has around it. */
export const controlGround: readonly Built[] = [
  ...estateServer.all,
  ...coderGround,
  coderService(),
  coderSlice(coderService()),
  coderIngress(['coder.example.org', '*.coder.example.org']),
  ingressClass(),
  ...flux,
  ...modelGround,
  ...modelSecrets,
  account,
  namespaceObject('workspaces'),
  namespaceObject('coder-ws'),
];

/** A node with room for sixteen workspaces of a core and 4Gi. */
export const large = (name: string, change: Change = {}): Built => node(name, { cpu: '16', memory: '64Gi' }, change);

/** Provisioners and replicas of LiteLLM, so many of each. */
export const builders = (count: number): readonly Built[] =>
  scaled(provisioner({ requests: { cpu: '250m', memory: '512Mi' } }), count);
export const models = (count: number): readonly Built[] => scaled(litellmApp(), count);

/** Two people who work already. */
export const [first, second] = [
  workspace('6a1f2b3c', 'node-2', WORKSPACE_IMAGE),
  workspace('7b2a3c4d', 'node-3', WORKSPACE_IMAGE),
];

/** A workspace that ends again and again. */
export const crashing: readonly Built[] = firstStart(
  {
    name: 'coder-8c3b4d5e',
    namespace: 'workspaces',
    image: WORKSPACE_IMAGE,
    container: { env: [{ name: 'CODER_AGENT_TOKEN', value: 'x' }] },
  },
  { change: crashedContainer('coder-8c3b4d5e', WORKSPACE_IMAGE, 9) },
).all;

/** A quota of the namespace of workspaces. */
export function quota(cpu: string): Built {
  return object(
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      namespace: 'workspaces',
      name: 'workspaces',
      created: '2025-11-01T09:00:00Z',
    },
    {
      spec: { hard: { 'requests.cpu': cpu } },
      status: { hard: { 'requests.cpu': cpu }, used: { 'requests.cpu': '500m' } },
    },
  );
}

/** How full the disks of the nodes are, in per cent; the first holds most. */
export function disks(used: number): NonNullable<Scene['stats']> {
  const names = ['node-1', 'node-2', 'node-3', 'node-4', 'node-5'];
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      kubeletFigures(name, { disk: { capacity: 100, used: index === 0 ? used : 30 }, pods: [] }),
    ]),
  );
}

/** What the pods of Coder and LiteLLM have printed. */
export function logsOf(objects: readonly Built[]): Readonly<Record<string, string>> {
  const pods = objects.filter(({ kind }) => kind === 'Pod').map((pod) => (pod['metadata'] as { name: string }).name);
  const model = pods.filter((name) => name.startsWith('litellm-'));
  return {
    ...CODER_LOG,
    [PROVISIONER_LOG]: CONNECTED_LOG,
    ...Object.fromEntries(model.map((name) => [`litellm/${name}/litellm`, modelLog(SERVES)])),
  };
}

const TLS = {
  trusted: true,
  distrust: '',
  coversName: true,
  validFrom: '2025-10-01T00:00:00Z',
  subject: 'CN=coder.example.org',
  issuer: 'CN=R13,O=Test Authority',
};
const BUILT = { 'x-coder-build-version': 'v2.28.1+2e9ee9e' };
type Answers = readonly Readonly<Record<string, unknown>>[];

/** What is seen of a host from outside where all is well. */
export function outside(host: string, validTo = '2026-02-01T00:00:00Z', isProxy = false): Answers {
  const tls = { ...TLS, names: [host, `*.${host}`], validTo };
  const star = `kubedoc-asks.${host}`;
  const build = JSON.stringify({ version: 'v2.28.1+2e9ee9e', workspace_proxy: isProxy });
  return [
    { dns: host, type: 'A', outcome: 'found', records: [DOOR] },
    { dns: star, type: 'A', outcome: 'found', records: [DOOR] },
    { get: `https://${host}/healthz`, status: 200, body: 'OK', tls },
    { get: `https://${host}/api/v2/buildinfo`, status: 200, headers: BUILT, body: build },
    { get: `https://${star}/`, status: 400, body: '<h1>Invalid Application URL</h1>', tls },
    ...(isProxy
      ? [{ get: `https://${host}/healthz-report`, status: 200, body: '{"errors":null,"warnings":null}' }]
      : openSockets),
  ];
}

/** A cluster with a workspace proxy for a region, and its door. */
export function proxyCluster(region: string, proxy: App = proxyApp()): readonly Built[] {
  const host = `${region}.example.org`;
  const own = JSON.parse(JSON.stringify(proxy.all).replaceAll('emea.example.org', host)) as readonly Built[];
  return [
    ...own,
    ...coderGround,
    coderService(),
    coderSlice(coderService()),
    coderIngress([host, `*.${host}`]),
    ingressClass(),
  ];
}

/** The budget of LiteLLM, which lets one of eight replicas go. */
export const modelBudget: Built = deepMerge(
  budget(
    { disruptionsAllowed: 1, currentHealthy: 8, desiredHealthy: 7, expectedPods: 8 },
    {
      name: 'litellm',
      spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'litellm' } } },
      said: condition('DisruptionAllowed', 'True', 'SufficientPods', '', '2025-11-01T09:00:00Z'),
    },
  ),
  { metadata: { namespace: 'litellm' } },
);

/** A cluster in which nothing of Coder is. */
export const emptyCluster: readonly Built[] = [
  mediumNode('node-1'),
  ...settled({ name: 'web', namespace: 'shop' }).all,
];

/** Each object once, the last that was given. */
export function distinct(objects: readonly Built[]): readonly Built[] {
  return [...new Map(objects.map((each) => [keyOf(each), each])).values()];
}

function keyOf(each: Built): string {
  const { namespace = null, name } = each['metadata'] as { namespace?: string; name: string };
  return JSON.stringify([each['kind'], namespace, name]);
}
