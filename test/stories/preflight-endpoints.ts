import { mediumNode } from './build/app.ts';
import type { Scene } from './build/ask.ts';
import { openSockets, plainRelay } from './build/coder-outside.ts';
import { coderGround, coderServer, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { atCoder, checkStory, proxyApp, SERVER_LOG } from './build/preflight-place.ts';
import type { Expected, Story } from './story.ts';

/** What answers at the addresses of a server, of a proxy, and at the host that people are given. */
const VERSION = 'v2.28.1+2e9ee9e';
const site = (host: string, isProxy = false) => [
  { get: `https://${host}/healthz`, status: 200, body: 'OK' },
  {
    get: `https://${host}/api/v2/buildinfo`,
    status: 200,
    body: JSON.stringify({ version: VERSION, workspace_proxy: isProxy }),
  },
  { get: `https://kubedoc-asks.${host}/`, status: 400, body: '<h1>Invalid Application URL</h1>' },
];
const [health, build, apps] = site('coder.example.org');
const well = [...site('coder.example.org'), ...openSockets];
const report = { get: 'https://emea.example.org/healthz-report', status: 200, body: '{"errors":null,"warnings":null}' };

function about(
  folder: string,
  summary: string,
  commands: readonly unknown[],
  expected: Expected,
  more: Partial<Scene> & { readonly inputs?: Readonly<Record<string, unknown>> } = {},
): Story {
  const { inputs = {}, ...rest } = more;
  const scene: Scene = { ...atCoder, commands: commands as NonNullable<Scene['commands']>, ...rest };
  return checkStory('endpoints', folder, summary, scene, expected, inputs);
}

/** A server whose address comes from a Secret, so that only a person can name it. */
const secretly = workingServer(coderServer({ CODER_ACCESS_URL: null, CODER_WILDCARD_ACCESS_URL: null }));

export const preflightEndpoints: readonly Story[] = [
  about('pass', 'The server answers at its addresses, and WebSockets get through.', well, {
    ...healthy,
    says: [VERSION, 'Invalid Application URL'].slice(0, 1),
  }),
  about('proxy', 'A proxy answers at its own addresses.', [...site('emea.example.org', true), report], healthy, {
    objects: [...proxyApp().all, ...coderGround],
    logs: {},
    inputs: { role: 'proxy' },
  }),
  about(
    'fail',
    'The Ingress has nobody behind it.',
    [{ ...health, status: 502, body: 'Bad Gateway' }, build, apps, ...openSockets],
    problem('access-url-of-another', 'likely', { says: ['answers 502'] }),
  ),
  about(
    'no-apps',
    'The server does not know of its wildcard host.',
    [health, build, { ...apps, status: 200, body: '<!doctype html>' }, ...openSockets],
    problem('wildcard-leads-elsewhere', 'likely'),
  ),
  about(
    'no-websocket',
    'A hop keeps WebSockets out.',
    [
      health,
      build,
      apps,
      plainRelay,
      { get: 'https://coder.example.org/derp', upgrade: { to: 'websocket', protocol: 'derp' }, status: 403 },
    ],
    problem('websocket-refused', 'likely'),
  ),
  about(
    'given',
    'The server does not say its host, and people are given one that answers.',
    site('workshop.example.org'),
    healthy,
    {
      objects: [...secretly.all, ...coderGround],
      logs: SERVER_LOG,
      inputs: { domain: 'workshop.example.org', wildcard: '*.workshop.example.org' },
    },
  ),
  about(
    'given-silent',
    'The host that people are given has no address.',
    [...well, { get: 'https://workshop.example.org/healthz', outcome: 'no-such-name' }],
    problem('endpoint-not-coder', 'likely', { says: ['workshop.example.org', '"severity":"P1"'] }),
    {
      inputs: { domain: 'workshop.example.org' },
    },
  ),
  about(
    'given-apps',
    'Names under the wildcard host that people are given lead to a default backend.',
    [
      ...well,
      ...site('workshop.example.org').slice(0, 2),
      { get: 'https://kubedoc-asks.apps.example.org/', status: 404, body: 'default backend - 404' },
    ],
    problem('apps-not-coder', 'likely', { says: ['404'] }),
    {
      inputs: { domain: 'workshop.example.org', wildcard: '*.apps.example.org' },
    },
  ),
  about('unnamed', 'The server does not say its host, and nobody else did.', [], incomplete({ says: ['--domain'] }), {
    objects: [...secretly.all, ...coderGround],
    logs: SERVER_LOG,
  }),
  about('unknown', 'Which server there is may not be seen.', well, incomplete({ says: ['list deployments'] }), {
    denied: ['deployments'],
  }),
  about(
    'unrecorded',
    'A recording without the answers of hosts and name servers.',
    [],
    { ...incomplete(), says: ['holds no answer of a host'], never: ['--no-network'] },
    {
      inputs: { network: '', unrecorded: 'yes' },
    },
  ),
  about(
    'switched-off',
    'The network was switched off.',
    [],
    { ...healthy, says: ['"kind":"not-applicable"', '--no-network'] },
    {
      inputs: { network: '' },
    },
  ),
  about(
    'not-applicable',
    'Nothing of Coder is here, and nobody named a host.',
    [],
    { ...healthy, says: ['"kind":"not-applicable"'] },
    {
      objects: [mediumNode('node-1')],
      logs: {},
    },
  ),
];
