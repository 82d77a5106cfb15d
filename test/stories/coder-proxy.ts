import { firstStart, settled, type AppSketch } from './build/app.ts';
import { crashedContainer } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Change } from './build/build.ts';
import { coderGround } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import type { Expected, Story } from './story.ts';

/** A workspace proxy in a cluster of its own, as the chart makes it with coder.workspaceProxy. */
type Answer = Readonly<Record<string, unknown>>;
type Env = Readonly<Record<string, string | null>>;

const URL = 'https://emea.example.org';
const IMAGE = 'ghcr.io/coder/coder:v2.28.1';
const VERSION = 'v2.28.1+2e9ee9e';
/** What a proxy prints once it serves (enterprise/cli/proxyserver.go). */
const LOG = '\n==> Logs will stream in below (press ctrl+c to gracefully exit):\n';

function proxySketch(env: Env = {}): AppSketch {
  const values: Env = {
    CODER_PRIMARY_ACCESS_URL: 'https://coder.example.org',
    CODER_ACCESS_URL: URL,
    CODER_WILDCARD_ACCESS_URL: '*.emea.example.org',
    CODER_PROXY_SESSION_TOKEN: '',
    ...env,
  };
  const rows = Object.entries(values).flatMap(([name, value]): readonly Change[] => {
    if (value === null) return [];
    if (name !== 'CODER_PROXY_SESSION_TOKEN') return [{ name, value }];
    return [{ name, valueFrom: { secretKeyRef: { name: 'coder-proxy-token', key: 'token' } } }];
  });
  return {
    name: 'coder',
    namespace: 'coder',
    image: IMAGE,
    container: { command: ['/opt/coder'], args: ['wsproxy', 'server'], env: rows },
  };
}

function running(env: Env = {}): Scene {
  const { all } = settled({ ...proxySketch(env), since: '2025-11-15T17:30:00Z' });
  return { objects: [...all, ...coderGround], logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': LOG } };
}

const UP = { get: `${URL}/healthz`, status: 200, body: 'OK' };
const build = (isProxy: boolean): Answer => ({
  get: `${URL}/api/v2/buildinfo`,
  status: 200,
  headers: { 'x-coder-build-version': VERSION },
  body: JSON.stringify({ version: VERSION, dashboard_url: 'https://coder.example.org', workspace_proxy: isProxy }),
});
const report = (errors: readonly string[] | null, warnings: readonly string[] | null): Answer => ({
  get: `${URL}/healthz-report`,
  status: 200,
  body: JSON.stringify({ errors, warnings }),
});
const well = [UP, build(true), report(null, null)];

function told(name: string, summary: string, scene: Scene, expected: Expected, network = 'yes'): Story {
  return storyOf(`coder-proxy/${name}`, summary, scene, expected, {
    runbook: 'coder',
    inputs: { onlyNamespace: '', network },
  });
}

function asked(name: string, summary: string, commands: readonly Answer[], expected: Expected): Story {
  return told(name, summary, { ...running(), commands }, expected);
}

const crashing = firstStart(proxySketch(), { change: crashedContainer('coder', IMAGE, 9) });

/** One story per setting, and per answer. */
export const coderProxy: readonly Story[] = [
  asked('healthy', 'It answers as a proxy does, and has nothing to complain about.', well, healthy),
  told('not-asked', 'Nobody wants it to be asked.', running(), { ...healthy, says: ['at its own address'] }, ''),
  told(
    'denied',
    'Which proxies there are may not be seen.',
    { ...running(), denied: ['deployments'], commands: well },
    incomplete({ says: ['list deployments'] }),
  ),
  told(
    'without-primary',
    'It is not told its server.',
    running({ CODER_PRIMARY_ACCESS_URL: null }),
    problem('proxy-without-primary', 'likely'),
  ),
  told(
    'without-token',
    'It has no token.',
    running({ CODER_PROXY_SESSION_TOKEN: null }),
    problem('proxy-without-token', 'likely', { says: ['coder wsproxy create'] }),
  ),
  told(
    'of-itself',
    'Its own address stands where that of its server should.',
    running({ CODER_PRIMARY_ACCESS_URL: `${URL}/` }),
    problem('proxy-of-itself', 'likely', { says: ['not a primary coderd instance'] }),
  ),
  told(
    'without-wildcard-healthy',
    'It has no names for apps.',
    { ...running({ CODER_WILDCARD_ACCESS_URL: null }), commands: well },
    { ...healthy, says: ['apps have no names there'] },
  ),
  told(
    'only-inside',
    'Only the cluster knows its access URL, as the chart sets it.',
    running({ CODER_ACCESS_URL: 'http://coder.coder.svc.cluster.local' }),
    { ...healthy, says: ['which only this cluster knows'] },
  ),
  told(
    'crashes',
    'It crashes, since what it takes for its server is a proxy.',
    {
      objects: [...crashing.all, ...coderGround],
      logs: {
        'coder/coder-5d7f9b8c6-q5w9b/coder.previous': [
          'Encountered an error running "coder wsproxy server", see "coder wsproxy server --help" for more information',
          'error: create workspace proxy: "https://coder.example.org" is a workspace proxy, not a primary coderd instance',
          '',
        ].join('\n'),
      },
    },
    problem('configuration-wrong', 'confirmed', { says: ['not a primary coderd instance'] }),
  ),
  asked(
    'silent',
    'Nobody answers at its address.',
    [{ get: `${URL}/healthz`, outcome: 'no-such-name' }],
    problem('proxy-address-silent', 'likely', { says: ['no-such-name'] }),
  ),
  asked(
    'bad-gateway',
    'The Ingress has nobody behind it.',
    [{ ...UP, status: 502, body: 'Bad Gateway' }],
    problem('proxy-address-of-another', 'likely', { says: ['answers 502'] }),
  ),
  asked(
    'leads-to-the-server',
    'Its name leads to the Coder server.',
    [UP, build(false)],
    problem('proxy-address-of-server', 'likely', { says: [VERSION] }),
  ),
  asked(
    'complains',
    'It does not reach its server.',
    [UP, build(true), report(['failed to get build info: Get "https://coder.example.org": i/o timeout'], [])],
    problem('proxy-complains', 'likely', { says: ['failed to get build info'] }),
  ),
  asked(
    'other-version-healthy',
    'It is of another version than its server, which is a warning alone.',
    [UP, build(true), report(['version mismatch: primary coderd (v2.29.0) != workspace proxy (v2.28.1)'], null)],
    { ...healthy, says: ['version mismatch', 'keep them together'] },
  ),
  asked(
    'report-of-another-shape',
    'What it says of itself cannot be understood.',
    [UP, build(true), { get: `${URL}/healthz-report`, status: 200, body: '<html>' }],
    incomplete(),
  ),
];
