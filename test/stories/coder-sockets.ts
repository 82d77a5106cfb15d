import { storyOf } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { object } from './build/build.ts';
import { coderTrust, DERP, openRelay, openSocket, openSockets, ownBuild, plainRelay } from './build/coder-outside.ts';
import { coderGround, coderServer, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { definition } from './build/definition.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { ingress, ingressClass, rule } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

type Answer = Readonly<Record<string, unknown>>;

const HOST = 'coder.example.org';
const INSTALLED = '2025-10-01T08:00:00Z';
const entry = { runbook: 'coder', inputs: { onlyNamespace: '', network: 'yes' } };

/** What the other addresses of a server that works answer. */
const well: Answer = { get: `https://${HOST}/healthz`, status: 200, body: 'OK', tls: coderTrust };
const apps: Answer = {
  get: `https://kubedoc-asks.${HOST}/`,
  status: 400,
  body: '<h1>Invalid Application URL</h1>',
  tls: coderTrust,
};

const plain = (status: number, more: Answer = {}): Answer => ({ get: DERP, status, tls: coderTrust, ...more });
const socket = (more: Answer): Answer => ({ get: DERP, upgrade: openSocket.upgrade, tls: coderTrust, ...more });
const relay = (more: Answer): Answer => ({ get: DERP, upgrade: openRelay.upgrade, tls: coderTrust, ...more });
const STRIPPED = { status: 426, body: 'DERP requires connection upgrade\n' };

interface Around {
  readonly env?: Readonly<Record<string, string | null>>;
  readonly objects?: readonly Built[];
  readonly denied?: readonly string[];
}

function asked(
  name: string,
  summary: string,
  commands: readonly Answer[],
  expected: Expected,
  { env = {}, objects = [], denied }: Around = {},
): Story {
  const scene = {
    objects: [...workingServer(coderServer(env)).all, ...coderGround, ...objects],
    logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG },
    commands: [well, apps, ownBuild, ...commands],
    ...(denied === undefined ? {} : { denied }),
  };
  return storyOf(`coder-sockets/${name}`, summary, scene, expected, entry);
}

/** The Ingress that the chart makes of coder.ingress, of a class. */
function coderIngress(className: string, annotations: Change = {}): Built {
  return ingress(
    'coder',
    { ingressClassName: className, rules: [rule(HOST, 'coder', { name: 'http' })] },
    { metadata: { namespace: 'coder', annotations } },
  );
}

const contourClass = ingressClass('contour', {
  metadata: { labels: { 'app.kubernetes.io/instance': 'contour', 'app.kubernetes.io/name': 'contour' } },
  spec: { controller: 'projectcontour.io/ingress-controller' },
});

function httpProxy(): Built {
  return object(
    { apiVersion: 'projectcontour.io/v1', kind: 'HTTPProxy', namespace: 'coder', name: 'coder', created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: { virtualhost: { fqdn: HOST }, routes: [{ services: [{ name: 'coder', port: 80 }] }] },
      status: { currentStatus: 'valid', description: 'Valid HTTPProxy' },
    },
  );
}

function mapping(spec: Change): Built {
  return object(
    {
      apiVersion: 'getambassador.io/v3alpha1',
      kind: 'Mapping',
      namespace: 'coder',
      name: 'coder',
      created: INSTALLED,
    },
    { metadata: { generation: 1 }, spec: { hostname: HOST, prefix: '/', service: 'coder.coder:80', ...spec } },
  );
}

const PROXIES = definition({
  group: 'projectcontour.io',
  kind: 'HTTPProxy',
  plural: 'httpproxies',
  created: INSTALLED,
});
const MAPPINGS = definition({ group: 'getambassador.io', kind: 'Mapping', plural: 'mappings', created: INSTALLED });

/** One story per answer, and per program that stands in between. */
export const coderSockets: readonly Story[] = [
  asked('healthy', 'All three answer as Coder does.', openSockets, healthy),
  asked(
    'cut-at-once',
    'A hop lets the upgrade through and ends the connection a moment later.',
    [plainRelay, { ...openSocket, cut: true }, openRelay],
    problem('websocket-cut', 'likely', { says: ['where Coder would wait for ten'] }),
  ),
  storyOf(
    'coder-sockets/not-asked',
    'Nobody wants them to be asked for.',
    {
      objects: [...workingServer().all, ...coderGround],
      logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG },
    },
    {
      ...healthy,
      says: ['WebSockets and DERP get through to it was not asked; kubedoc diagnose coder --network does'],
    },
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  ),
  asked(
    'denied',
    'Which server there is may not be seen, so there is nothing to ask.',
    openSockets,
    incomplete({ says: ['list deployments'] }),
    { denied: ['deployments'] },
  ),
  asked(
    'contour-ingress',
    'Contour answers 403 to a WebSocket; its Ingress has no websocket-routes (16892).',
    [plainRelay, socket({ status: 403, headers: { server: 'envoy' } }), relay({ status: 403 })],
    problem('websocket-refused', 'likely', {
      says: ['says 403 to an upgrade', 'projectcontour.io/websocket-routes: /', 'EWS01'],
      never: ['enableWebsockets'],
    }),
    { objects: [coderIngress('contour'), contourClass] },
  ),
  asked(
    'contour-proxy',
    'The same with an HTTPProxy, whose route says it.',
    [plainRelay, socket({ status: 403 }), relay({ status: 403 })],
    problem('websocket-refused', 'likely', {
      says: ['/spec/routes/<route>/enableWebsockets'],
      never: ['websocket-routes'],
    }),
    { objects: [PROXIES, httpProxy()] },
  ),
  asked(
    'emissary-mapping',
    'Emissary refuses the upgrade, since its Mapping allows none.',
    [plainRelay, socket({ status: 403, headers: { server: 'envoy' } }), relay({ status: 403 })],
    problem('websocket-refused', 'likely', { says: ['allow_upgrade: [websocket]', 'timeout_ms: 0'] }),
    { objects: [MAPPINGS, mapping({})] },
  ),
  asked(
    'emissary-hurries',
    'WebSockets pass, and the Mapping keeps the three seconds in which no agent can be loaded (9361).',
    openSockets,
    { ...healthy, says: ['cuts each answer off after 3 s', 'INTERNAL_ERROR'] },
    { objects: [MAPPINGS, mapping({ allow_upgrade: ['websocket'] })] },
  ),
  asked(
    'emissary-patient',
    'A Mapping without a limit.',
    openSockets,
    { ...healthy, never: ['cuts each answer'] },
    { objects: [MAPPINGS, mapping({ allow_upgrade: ['websocket'], timeout_ms: 0 })] },
  ),
  asked(
    'ingress-denied',
    'A WebSocket is refused, and what stands in between may not be seen.',
    [plainRelay, socket({ status: 502, headers: { server: 'nginx' } }), relay({ status: 502 })],
    problem('websocket-refused', 'likely', { says: ['says 502 to an upgrade', 'A proxy, a firewall'] }),
    { objects: [coderIngress('contour'), contourClass], denied: ['ingresses'] },
  ),
  asked(
    'websocket-reset',
    'A firewall breaks the connection off as soon as a WebSocket is asked for.',
    [plainRelay, socket({ outcome: 'reset', trouble: 'the connection breaks off' }), openRelay],
    problem('websocket-refused', 'likely', { says: ['says the connection breaks off to an upgrade'] }),
  ),
  asked(
    'websocket-unproven',
    'Something says 101 to everything, and does not speak WebSocket.',
    [plainRelay, socket({ status: 101, upgraded: false }), openRelay],
    problem('websocket-refused', 'likely', { says: ['says 101 to an upgrade'] }),
  ),
  asked(
    'nginx-sixty',
    'Everything passes ingress-nginx, whose Ingress says nothing of silent connections.',
    openSockets,
    { ...healthy, says: ['silent for 60 s is cut'] },
    { objects: [coderIngress('nginx'), ingressClass()] },
  ),
  asked(
    'nginx-hour',
    'The Ingress gives silent connections an hour.',
    openSockets,
    { ...healthy, never: ['silent for 60 s'] },
    {
      objects: [coderIngress('nginx', { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600' }), ingressClass()],
    },
  ),
  asked(
    'behind-cloudflare',
    'A tunnel passes WebSockets and nothing else, as it always does.',
    [
      { ...plainRelay, headers: { server: 'cloudflare' } },
      openSocket,
      relay({ ...STRIPPED, headers: { server: 'cloudflare' } }),
    ],
    { ...healthy, says: ['DERP itself does not pass Cloudflare'] },
  ),
  asked(
    'derp-stripped',
    'A proxy takes the header Upgrade away; a WebSocket stands in.',
    [plainRelay, openSocket, relay(STRIPPED)],
    problem('derp-upgrade-stripped', 'likely', {
      says: ['EDERP01', 'CODER_DERP_FORCE_WEBSOCKETS', 'relay over a WebSocket'],
    }),
  ),
  asked(
    'derp-not-tried',
    'The same, where Coder was told to use WebSockets at once.',
    [plainRelay, openSocket, relay(STRIPPED)],
    healthy,
    { env: { CODER_DERP_FORCE_WEBSOCKETS: 'true' } },
  ),
  asked(
    'derp-broken',
    'A proxy answers 502 to DERP, from which no client goes over to a WebSocket.',
    [plainRelay, openSocket, relay({ status: 502, body: 'Bad Gateway' })],
    problem('derp-upgrade-broken', 'likely', { says: ['says 502', 'from 400 to 499'] }),
  ),
  asked(
    'derp-elsewhere',
    'A rule for /derp leads to another program.',
    [plain(404, { body: 'default backend - 404' })],
    problem('derp-not-served', 'likely', { says: ['answers 404, where Coder says 426'] }),
  ),
  asked(
    'derp-off',
    'The DERP server is turned off on purpose, and the web interface answers.',
    [plain(200, { body: '<!doctype html>' })],
    incomplete({ says: ['CODER_DERP_SERVER_ENABLE is false'] }),
    { env: { CODER_DERP_SERVER_ENABLE: 'false' } },
  ),
  asked(
    'silent',
    'Nobody answers at /derp, though the server does elsewhere.',
    [{ get: DERP, outcome: 'timeout' }],
    incomplete({ says: ['timeout'] }),
  ),
  asked(
    'only-inside',
    'Only the cluster knows the access URL.',
    [],
    incomplete({ says: ['cannot be asked from here'] }),
    { env: { CODER_ACCESS_URL: 'http://coder.coder.svc.cluster.local' } },
  ),
];
