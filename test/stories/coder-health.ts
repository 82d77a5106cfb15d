import { storyOf } from './build/ask.ts';
import { failing, healthPage, warning } from './build/coder-health.ts';
import { coderGround, coderServer, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { openSockets } from './build/coder-outside.ts';
import type { Expected, Story } from './story.ts';

/** What a Coder server that works says of itself, in the words of Coder 2.28. */
type Answer = Readonly<Record<string, unknown>>;

const URL = 'https://coder.example.org';
const server = workingServer();
const scene = { objects: [...server.all, ...coderGround], logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG } };
const VERSION = 'v2.28.1+2e9ee9e';
const CODER = { headers: { 'x-coder-build-version': VERSION, 'content-type': 'application/json; charset=utf-8' } };

const buildInfo = (change: Answer = {}): string =>
  JSON.stringify({
    external_url: 'https://github.com/coder/coder/commit/2e9ee9e',
    version: VERSION,
    dashboard_url: URL,
    telemetry: false,
    workspace_proxy: false,
    agent_api_version: '1.0',
    provisioner_api_version: '1.11',
    deployment_id: '3f6b1c1e-7f2f-4f3e-9c54-6f0f3f2c1a55',
    ...change,
  });

const UP = { get: `${URL}/healthz`, status: 200, body: 'OK' };
const APPS = { get: 'https://kubedoc-asks.coder.example.org/', status: 400, body: '<h1>Invalid Application URL</h1>' };
const BUILD = { get: `${URL}/api/v2/buildinfo`, status: 200, body: buildInfo(), ...CODER };
const open = [UP, APPS, BUILD];

/** What comes with the token of an owner. */
const withToken = (path: string, answer: Answer): Answer => ({
  get: `${URL}/api/v2/${path}`,
  with: 'CODER_SESSION_TOKEN',
  ...answer,
});
const page = (body: string): Answer => withToken('debug/health', { status: 200, body });
const licence = (errors: readonly string[] = [], warnings: readonly string[] = []): Answer =>
  withToken('entitlements', { status: 200, body: JSON.stringify({ has_license: false, errors, warnings }) });

const entry = { runbook: 'coder', inputs: { onlyNamespace: '', network: 'yes' } };

function asked(name: string, summary: string, commands: readonly Answer[], expected: Expected): Story {
  return storyOf(
    `coder-health/${name}`,
    summary,
    { ...scene, commands: [...commands, ...openSockets] },
    expected,
    entry,
  );
}

/** A page, everything else being well. */
function told(name: string, summary: string, body: string, expected: Expected): Story {
  return asked(name, summary, [...open, page(body), licence()], expected);
}

/** An answer that is no page. */
function refused(name: string, summary: string, answer: Answer, says: readonly string[]): Story {
  return asked(name, summary, [...open, withToken('debug/health', answer)], incomplete({ says }));
}

const PING = 'ping database: dial tcp 10.96.12.7:5432: connect: connection refused';
const AWAY = 'Get "https://coder.example.org/healthz": dial tcp 203.0.113.9:443: i/o timeout';

const REPORT = 'https://emea.example.org/healthz-report';
const PROXY_ILL = healthPage('error', {
  workspace_proxy: {
    ...failing('EWP04: emea: request to proxy failed: dial tcp: i/o timeout'),
    workspace_proxies: {
      regions: [
        { name: 'primary', path_app_url: URL, version: VERSION, status: { status: 'ok' } },
        {
          name: 'emea',
          path_app_url: 'https://emea.example.org',
          version: VERSION,
          status: { status: 'unreachable', report: { errors: ['request to proxy failed'], warnings: [] } },
        },
      ],
    },
  },
});
const awayProxy = problem('health-proxies-away', 'likely', {
  says: ['emea (https://emea.example.org) is unreachable'],
});

/** One story per code, and per way in which the page is not had. */
export const coderHealth: readonly Story[] = [
  told('healthy', 'Everything is well, by its own page too.', healthPage(), healthy),
  storyOf(
    'coder-health/not-asked',
    'Nobody wants anything to be asked over the network.',
    scene,
    { ...healthy, says: ['What Coder says of itself was not asked'] },
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  ),
  storyOf(
    'coder-health/denied',
    'Which server there is may not be seen, so there is nothing to ask.',
    { ...scene, denied: ['deployments'], commands: open },
    incomplete({ says: ['list deployments'] }),
    entry,
  ),
  asked('no-token', 'Nobody gave a token.', open, {
    ...healthy,
    says: ['export CODER_URL=https://coder.example.org', 'coder tokens create'],
  }),
  storyOf(
    'coder-health/only-inside',
    'Only the cluster knows its access URL.',
    {
      objects: [
        ...workingServer(coderServer({ CODER_ACCESS_URL: 'http://coder.coder.svc.cluster.local' })).all,
        ...coderGround,
      ],
      logs: scene.logs,
      commands: [{ ...APPS, get: 'http://kubedoc-asks.coder.example.org/' }],
    },
    incomplete({ says: ['no access URL that can be asked from here'] }),
    entry,
  ),
  asked(
    'answers-ok-and-is-not-coder',
    'Something that says OK to everything stands where Coder should be.',
    [UP, APPS, { get: `${URL}/api/v2/buildinfo`, status: 200, body: 'OK' }],
    problem('access-url-not-coder', 'likely', { says: ['X-Coder-Build-Version'] }),
  ),
  asked(
    'leads-to-a-proxy',
    'The access URL is that of a workspace proxy.',
    [UP, APPS, { ...BUILD, body: buildInfo({ workspace_proxy: true }) }],
    problem('access-url-of-proxy', 'likely'),
  ),
  asked(
    'other-version-decoy',
    'Another version answers than the image says: a rollout may be under way, which is no fault.',
    [UP, APPS, { ...BUILD, body: buildInfo({ version: 'v2.27.3+aaaaaaa' }) }, page(healthPage()), licence()],
    { ...healthy, says: ['answers as Coder v2.27.3'] },
  ),
  refused(
    'token-refused',
    'Coder does not know the token.',
    { status: 401, body: '{"message":"API key is invalid."}' },
    ['does not know the token'],
  ),
  refused('not-owner', 'The token is of a member.', { status: 403, body: '{"message":"Forbidden."}' }, [
    'to owners alone',
  ]),
  refused(
    'page-slow',
    'A check does not come to an end.',
    {
      status: 503,
      body: JSON.stringify({
        message: 'Healthcheck timed out.',
        detail: 'Still running: Database (elapsed: 30s)',
      }),
    },
    ['Healthcheck timed out.', 'Still running: Database'],
  ),
  refused('page-refused', 'A gateway answers in its place.', { status: 502, body: 'Bad Gateway' }, ['answers 502']),
  refused('page-silent', 'Nobody answers in time.', { outcome: 'timeout' }, ['was not seen']),
  refused('page-too-large', 'The page is cut off.', { status: 200, body: '{"severity":"ok"', truncated: true }, [
    'larger than 4 MiB',
  ]),
  refused('page-of-another-shape', 'It is JSON, and no such page.', { status: 200, body: '{"severity":"ok"}' }, [
    'no health page that can be understood',
  ]),
  told(
    'database-away',
    'EDB01.',
    healthPage('error', { database: failing(`EDB01: ${PING}`) }),
    problem('health-database-away', 'likely', { says: [PING, '?force=true', 'CODER_SESSION_TOKEN'] }),
  ),
  told(
    'database-slow',
    'EDB02.',
    healthPage('warning', {
      database: warning('EDB02', 'median latency 23ms exceeds threshold 15ms'),
    }),
    problem('health-database-slow', 'likely', { says: ['another zone'] }),
  ),
  told(
    'access-url-not-set',
    'EACS01.',
    healthPage('error', { access_url: failing('EACS01: Access URL not set') }),
    problem('health-access-url-unusable', 'likely'),
  ),
  told(
    'access-url-invalid',
    'EACS02.',
    healthPage('error', { access_url: failing('EACS02: parse healthz endpoint: parse ":": missing protocol scheme') }),
    problem('health-access-url-unusable', 'likely', { says: ['missing protocol scheme'] }),
  ),
  told(
    'own-name-away',
    'EACS03 and EWS01 at once, while people work: the pod does not reach its own name (12975).',
    healthPage('error', {
      access_url: failing(`EACS03: get healthz endpoint: ${AWAY}`),
      websocket: failing('EWS01: websocket dial: failed to WebSocket dial: i/o timeout'),
    }),
    problem('health-own-name-away', 'likely', { says: ['people outside may work as ever', 'kubectl exec'] }),
  ),
  told(
    'own-name-of-another',
    'EACS04.',
    healthPage('warning', { access_url: warning('EACS04', '/healthz did not return 200 OK') }),
    problem('health-own-name-of-another', 'likely'),
  ),
  told(
    'websockets-refused',
    'EWS01 alone: a hop does not let the upgrade through (16892).',
    healthPage('error', {
      websocket: failing('EWS01: websocket dial: expected handshake response status code 101 but got 403'),
    }),
    problem('health-websockets-refused', 'likely', { says: ['but got 403'] }),
  ),
  told(
    'websockets-changed',
    'EWS03.',
    healthPage('error', { websocket: failing('EWS03: expected echo 1, got 0') }),
    problem('health-websockets-broken', 'likely'),
  ),
  told(
    'relay-over-websockets-healthy',
    'EDERP01, as behind every Cloudflare tunnel.',
    healthPage('warning', {
      derp: warning(
        'EDERP01',
        'Node uses WebSockets because the "Upgrade: DERP" header may be blocked on the load balancer.',
      ),
    }),
    { ...healthy, says: ['as a Cloudflare tunnel always does'] },
  ),
  told(
    'relay-away',
    'EDERP02.',
    healthPage('warning', {
      derp: warning('EDERP02', 'Region is operational, but performance might be degraded as one node is unhealthy.'),
    }),
    problem('health-relay-away', 'likely'),
  ),
  told(
    'no-direct-connections-healthy',
    'ESTUN01.',
    healthPage('warning', { derp: warning('ESTUN01', 'No STUN servers are available.') }),
    { ...healthy, says: ['slower, not broken'] },
  ),
  told(
    'hard-nat-healthy',
    'ESTUN02.',
    healthPage('warning', {
      derp: warning('ESTUN02', 'STUN returned different addresses; you may be behind a hard NAT.'),
    }),
    { ...healthy, says: ['The address that STUN sees changes'] },
  ),
  told(
    'small-packets-healthy',
    'EIF01.',
    healthPage('warning', { derp: warning('EIF01', 'Network interface wg0 has MTU 1280 (less than 1378)') }),
    { ...healthy, says: ['small packets'] },
  ),
  told('proxy-away', 'EWP04, with what the proxy says of itself.', PROXY_ILL, awayProxy),
  asked(
    'proxy-away-silent',
    'The same, and it does not answer from here either.',
    [...open, page(PROXY_ILL), licence(), { get: REPORT, outcome: 'timeout' }],
    awayProxy,
  ),
  asked(
    'proxy-stale',
    'The same, but the proxy answers and has no error: the server kept what it saw before (8532).',
    [...open, page(PROXY_ILL), licence(), { get: REPORT, status: 200, body: '{"errors":null,"warnings":null}' }],
    problem('health-proxies-stale', 'likely', { says: [REPORT, 'can outlive the fault'] }),
  ),
  asked(
    'proxy-ill-itself',
    'It answers, and says that it is ill itself.',
    [
      ...open,
      page(PROXY_ILL),
      licence(),
      { get: REPORT, status: 200, body: '{"errors":["no primary"],"warnings":[]}' },
    ],
    awayProxy,
  ),
  told(
    'proxies-unknown',
    'EWP02.',
    healthPage('error', { workspace_proxy: failing('EWP02: fetch workspace proxies: context deadline exceeded') }),
    problem('health-proxies-unknown', 'likely'),
  ),
  told(
    'proxies-not-updated',
    'EWP01.',
    healthPage('warning', { workspace_proxy: warning('EWP01', 'update proxy health: context deadline exceeded') }),
    problem('health-proxies-unknown', 'likely'),
  ),
  told(
    'no-provisioners',
    'EPD01.',
    healthPage('error', { provisioner_daemons: failing('EPD01: No active provisioner daemons found!') }),
    problem('health-no-provisioners', 'likely', { says: ['coder provisioner list'] }),
  ),
  told(
    'provisioners-of-another-version-healthy',
    'EPD02.',
    healthPage('warning', {
      provisioner_daemons: warning('EPD02', 'Some provisioner daemons report mismatched versions.'),
    }),
    { ...healthy, says: ['of another version than the server'] },
  ),
  told(
    'provisioners-deprecated-healthy',
    'EPD03.',
    healthPage('warning', {
      provisioner_daemons: warning('EPD03', 'Some provisioner daemons report deprecated major API versions.'),
    }),
    { ...healthy, says: ['a later version of the server will not take'] },
  ),
  told(
    'unknown-code',
    'A check panicked, which no code tells of.',
    healthPage('error', { derp: failing('EUNKNOWN: derp report panic: runtime error') }),
    incomplete({ says: ['EUNKNOWN', 'derp report panic'] }),
  ),
  told(
    'code-of-a-later-version',
    'A later version has a code that is not known here.',
    healthPage('warning', { database: warning('EDB07', 'a thing of tomorrow') }),
    incomplete({ says: ['EDB07', 'a thing of tomorrow'] }),
  ),
  told(
    'dismissed-healthy',
    'Somebody dismissed the section that complains.',
    healthPage('error', { websocket: { ...failing('EWS01: websocket dial: 403'), dismissed: true } }),
    { ...healthy, says: ['somebody dismissed there', 'websocket'] },
  ),
  asked(
    'replicas-without-licence',
    'Two replicas, no licence.',
    [
      ...open,
      page(healthPage()),
      licence([
        'You have multiple replicas but high availability is an Enterprise feature. You will be unable to connect to workspaces.',
      ]),
    ],
    problem('replicas-without-licence', 'likely', { says: ['You have multiple replicas'] }),
  ),
  asked(
    'licence-error',
    'The licence does not allow what is used.',
    [
      ...open,
      page(healthPage()),
      licence(['You have multiple External Auth Providers configured but your license is limited at one.']),
    ],
    problem('licence-error', 'likely', { says: ['limited at one'] }),
  ),
  asked(
    'licence-ends-healthy',
    'The licence ends soon.',
    [...open, page(healthPage()), licence([], ['Your license expires in 12 days.'])],
    { ...healthy, says: ['expires in 12 days'] },
  ),
];
