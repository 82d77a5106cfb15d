import { storyOf } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { object } from './build/build.ts';
import { coderTrust, DERP, openRelay, openSocket, openSockets, ownBuild, plainRelay } from './build/coder-outside.ts';
import { coderGround, coderServer, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { configuredNginx, nginxConfig } from './build/coder-door.ts';
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

const LOUD = 'nginx.ingress.kubernetes.io/';
const NO_SOCKET = [plainRelay, socket({ status: 400, headers: { server: 'nginx' } }), relay({ status: 400 })];
const CUT_SOCKET = [plainRelay, { ...openSocket, cut: true }, openRelay];

interface Configured extends Around {
  readonly data?: Readonly<Record<string, string>>;
  readonly annotations?: Change;
}

/** A server behind an ingress-nginx that reads its ConfigMap. */
function configured(
  name: string,
  summary: string,
  commands: readonly Answer[],
  expected: Expected,
  { data = {}, annotations = {}, objects = [], ...around }: Configured = {},
): Story {
  const behind = [coderIngress('nginx', annotations), ingressClass(), ...configuredNginx(data).all, ...objects];
  const story = asked(name, summary, commands, expected, { ...around, objects: behind });
  return { ...story, folder: story.folder.replace('coder-sockets', 'nginx-configuration') };
}

const HOUR = { 'proxy-read-timeout': '3600', 'proxy-send-timeout': '3600' };
const OLD = { ...HOUR, 'proxy-http-version': '1.0' };
const OWN_HEADERS = { ...HOUR, 'proxy-set-headers': 'ingress-nginx/own-headers' };

/** What the ConfigMap of the controller says counts where a WebSocket was seen to be refused or cut. */
const configurations: readonly Story[] = [
  configured(
    'healthy',
    'The ConfigMap gives silent connections an hour.',
    openSockets,
    { ...healthy, never: ['is cut', 'It says to ingress-nginx'] },
    { data: HOUR },
  ),
  configured(
    'version',
    'Its ConfigMap says HTTP/1.0, and WebSockets are refused.',
    NO_SOCKET,
    problem('nginx-keeps-websockets-out', 'likely', {
      says: [
        'proxy-http-version in ConfigMap ingress-nginx/ingress-nginx-controller says 1.0',
        'says 400 to an upgrade',
      ],
    }),
    { data: OLD },
  ),
  configured('version-decoy', 'It says so, and WebSockets get through.', openSockets, healthy, { data: OLD }),
  configured(
    'nothing-there-decoy',
    'WebSockets are refused, and the ConfigMap says nothing of them.',
    NO_SOCKET,
    problem('websocket-refused', 'likely'),
    { data: HOUR },
  ),
  configured(
    'headers',
    'The ConfigMap of headers writes Connection for every request.',
    NO_SOCKET,
    problem('nginx-keeps-websockets-out', 'likely', { says: ['sets Connection for every request'] }),
    { data: OWN_HEADERS, objects: [nginxConfig({ Connection: 'close', 'X-From': 'edge' }, 'own-headers')] },
  ),
  configured(
    'headers-missing',
    'It names a ConfigMap of headers that is not there.',
    openSockets,
    { ...healthy, says: ['names ConfigMap ingress-nginx/own-headers, which does not exist'] },
    { data: OWN_HEADERS },
  ),
  configured(
    'own-map',
    'A snippet has a map of its own beside the one that there is.',
    NO_SOCKET,
    problem('nginx-keeps-websockets-out', 'possible', { says: ['a map of its own'], never: ['map $http_upgrade'] }),
    { data: { ...HOUR, 'http-snippet': 'map $http_upgrade $connection_upgrade {\n  websocket upgrade;\n}\n' } },
  ),
  configured(
    'by-annotation',
    'The Ingress writes another Connection than the upgrade.',
    NO_SOCKET,
    problem('nginx-keeps-websockets-out', 'likely', { says: ['connection-proxy-header of the Ingress'] }),
    { data: HOUR, annotations: { [`${LOUD}connection-proxy-header`]: 'keep-alive' } },
  ),
  configured(
    'cuts',
    'A silent connection is given three seconds, and one was cut.',
    CUT_SOCKET,
    problem('nginx-cuts-websockets', 'likely', { says: ['silent for 3 s', 'proxy-read-timeout: \\"3600\\"'] }),
    { data: { 'proxy-read-timeout': '3' } },
  ),
  configured(
    'cut-by-another',
    'One was cut, and the ConfigMap gives an hour.',
    CUT_SOCKET,
    problem('websocket-cut', 'likely'),
    { data: HOUR },
  ),
  configured(
    'overridden',
    'The ConfigMap gives three seconds and the Ingress an hour; one was cut.',
    CUT_SOCKET,
    problem('websocket-cut', 'likely'),
    { data: { 'proxy-read-timeout': '3' }, annotations: { [`${LOUD}proxy-read-timeout`]: '3600' } },
  ),
  configured(
    'short',
    'A silent connection is given half a minute, and nobody waited that long.',
    openSockets,
    { ...healthy, says: ['for 30 s is cut: proxy-read-timeout in ConfigMap'] },
    { data: { 'proxy-read-timeout': '30' } },
  ),
  configured(
    'unread',
    'A time with a unit is left out.',
    openSockets,
    { ...healthy, says: ['in place of proxy-read-timeout: 3600s', 'its own 60 s hold'] },
    { data: { 'proxy-read-timeout': '3600s' } },
  ),
  configured(
    'says',
    'Snippets are allowed, and what proxies in front say is believed.',
    openSockets,
    { ...healthy, says: ['use-forwarded-headers: true, allow-snippet-annotations: true'] },
    { data: { ...HOUR, 'use-forwarded-headers': 'true', 'allow-snippet-annotations': 'true' } },
  ),
  configured(
    'denied',
    'WebSockets are refused, and the ConfigMap may not be seen.',
    NO_SOCKET,
    problem('websocket-refused', 'likely', { says: ['was not looked at (ingress-nginx/ingress-nginx-controller)'] }),
    { data: OLD, denied: ['configmaps'] },
  ),
  configured(
    'denied-open',
    'WebSockets get through, and the ConfigMap may not be seen.',
    openSockets,
    { ...healthy, says: ['was not looked at'], never: ['its own 60 s hold'] },
    { data: { 'proxy-read-timeout': '3' }, denied: ['configmaps'] },
  ),
];

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
  ...configurations,
];
