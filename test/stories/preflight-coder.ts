import { firstStart, mediumNode } from './build/app.ts';
import { crashedContainer } from './build/app-status.ts';
import type { Scene } from './build/ask.ts';
import { openSockets } from './build/coder-outside.ts';
import { coderGround, coderServer, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { atCoder, checkStory, proxyApp, SERVER_LOG } from './build/preflight-place.ts';
import type { Story } from './story.ts';

/** Coder itself, as a preflight sees it. */
const site = [
  { get: 'https://coder.example.org/healthz', status: 200, body: 'OK' },
  {
    get: 'https://coder.example.org/api/v2/buildinfo',
    status: 200,
    headers: { 'x-coder-build-version': 'v2.28.1+2e9ee9e' },
    body: '{"version":"v2.28.1+2e9ee9e"}',
  },
  { get: 'https://kubedoc-asks.coder.example.org/', status: 400, body: '<h1>Invalid Application URL</h1>' },
  ...openSockets,
];
const proxySite = [
  { get: 'https://emea.example.org/healthz', status: 200, body: 'OK' },
  {
    get: 'https://emea.example.org/api/v2/buildinfo',
    status: 200,
    body: '{"version":"v2.28.1+2e9ee9e","workspace_proxy":true}',
  },
  { get: 'https://emea.example.org/healthz-report', status: 200, body: '{"errors":null,"warnings":null}' },
];
const well: Scene = { ...atCoder, commands: site };
const proxy: Scene = { objects: [...proxyApp().all, ...coderGround], commands: proxySite };
const elsewhere: Scene = { objects: [mediumNode('node-1')] };
const noScheme = workingServer(coderServer({ CODER_WILDCARD_ACCESS_URL: 'https://*.coder.example.org' }));
const crashing = firstStart(coderServer(), { change: crashedContainer('coder', 'ghcr.io/coder/coder:v2.28.1', 9) });

export const preflightCoder: readonly Story[] = [
  checkStory('coder', 'pass', 'The server is well in all that it rests on.', well, { ...healthy, says: ['servers 1'] }),
  checkStory('coder', 'proxy', 'A proxy is well.', proxy, healthy, { role: 'proxy' }),
  checkStory(
    'coder',
    'fail',
    'There is no server where the control plane is to be.',
    elsewhere,
    problem('server-away', 'confirmed', { says: ['There is no Coder server in lab', '"kind":"Context"'] }),
  ),
  checkStory(
    'coder',
    'proxy-away',
    'There is no proxy where one is to be.',
    well,
    problem('proxy-away', 'confirmed', { says: ['wsproxy server'] }),
    { role: 'proxy' },
  ),
  checkStory(
    'coder',
    'crashes',
    'The server ends again and again.',
    {
      objects: [...crashing.all, ...coderGround],
      logs: {
        'coder/coder-5d7f9b8c6-q5w9b/coder.previous': 'error: create oidc config: OIDC client ID must be set!\n',
      },
    },
    problem('setting-missing', 'confirmed', { says: ['OIDC client ID must be set!'] }),
    { network: '' },
  ),
  checkStory(
    'coder',
    'warn',
    'Its wildcard address is written with a scheme.',
    { objects: [...noScheme.all, ...coderGround], logs: SERVER_LOG },
    problem('wildcard-malformed', 'likely'),
    { network: '' },
  ),
  checkStory(
    'coder',
    'unknown',
    'Deployments may not be listed.',
    { ...well, denied: ['deployments'] },
    incomplete({
      says: ['list deployments'],
    }),
  ),
  checkStory(
    'coder',
    'not-applicable',
    'There is neither, and nobody said that there should be.',
    elsewhere,
    { ...healthy, says: ['"kind":"not-applicable"'] },
    { role: '' },
  ),
];
