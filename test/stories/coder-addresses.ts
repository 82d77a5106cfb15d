import { storyOf } from './build/ask.ts';
import { coderTrust as trust, openSockets } from './build/coder-outside.ts';
import { coderGround, coderServer, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import type { Expected, Story } from './story.ts';

/** What answers at the addresses of a Coder server that works, as somebody outside sees it. */
const HEALTH = 'https://coder.example.org/healthz';
const APP = 'https://kubedoc-asks.coder.example.org/';
const server = workingServer();
const scene = { objects: [...server.all, ...coderGround], logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG } };
const untrusted = (distrust: string) => ({
  outcome: 'untrusted',
  trouble: `its certificate is not trusted (${distrust})`,
  tls: { ...trust, trusted: false, distrust },
});

const well = { get: HEALTH, status: 200, body: 'OK', tls: trust };
const apps = { get: APP, status: 400, body: '<h1>Invalid Application URL</h1>', tls: trust };
type Answer = Readonly<Record<string, unknown>>;

const asked = (name: string, summary: string, commands: readonly Answer[], expected: Expected): Story =>
  storyOf(`coder-addresses/${name}`, summary, { ...scene, commands: [...commands, ...openSockets] }, expected, {
    runbook: 'coder',
    inputs: { onlyNamespace: '', network: 'yes' },
  });

/** One story per answer. */
export const coderAddresses: readonly Story[] = [
  asked('healthy', 'Both answer as Coder does.', [well, apps], healthy),
  storyOf(
    'coder-addresses/not-asked',
    'Nobody wants them to be asked.',
    scene,
    { ...healthy, says: ['kubedoc diagnose coder --network does'] },
    {
      runbook: 'coder',
      inputs: { onlyNamespace: '' },
    },
  ),
  storyOf(
    'coder-addresses/denied',
    'Which server there is may not be seen, so there is nothing to ask.',
    { ...scene, denied: ['deployments'] },
    incomplete({ says: ['list deployments'] }),
    { runbook: 'coder', inputs: { onlyNamespace: '', network: 'yes' } },
  ),
  asked(
    'access-url-unknown',
    'The host of the access URL has no address.',
    [{ get: HEALTH, outcome: 'no-such-name' }, apps],
    problem('access-url-unknown', 'likely', { says: ['asked from here'] }),
  ),
  asked(
    'access-url-expired',
    'The certificate has expired.',
    [{ get: HEALTH, ...untrusted('expired') }, apps],
    problem('access-url-untrusted', 'likely', { says: ['expired', '*.coder.example.org'] }),
  ),
  asked(
    'access-url-bad-gateway',
    'The Ingress answers, and has nobody behind it.',
    [{ get: HEALTH, status: 502, body: 'Bad Gateway', tls: trust }, apps],
    problem('access-url-of-another', 'likely', { says: ['answers 502'] }),
  ),
  asked(
    'access-url-silent',
    'Nobody answers there.',
    [{ get: HEALTH, outcome: 'timeout' }, apps],
    problem('access-url-silent', 'likely', { says: ['timeout'] }),
  ),
  asked(
    'wildcard-unknown',
    'There is no wildcard record in DNS.',
    [well, { get: APP, outcome: 'no-such-name' }],
    problem('wildcard-unknown', 'likely', { says: ['wildcard record'] }),
  ),
  asked(
    'wildcard-certificate',
    'The certificate is for the access URL alone.',
    [well, { get: APP, ...untrusted('wrong-name') }],
    problem('wildcard-untrusted', 'likely', { says: ['wrong-name'] }),
  ),
  asked(
    'wildcard-not-set',
    'The server does not know of its wildcard address and shows its web interface.',
    [well, { get: APP, status: 200, body: '<!doctype html>', tls: trust }],
    problem('wildcard-leads-elsewhere', 'likely', { says: ['answers 200'] }),
  ),
  asked(
    'wildcard-without-rule',
    'No Ingress has a rule for the names.',
    [well, { get: APP, status: 404, body: 'default backend - 404', tls: trust }],
    problem('wildcard-leads-elsewhere', 'likely', { says: ['answers 404'] }),
  ),
  asked(
    'wildcard-silent',
    'Nobody answers for the names.',
    [well, { get: APP, outcome: 'refused' }],
    problem('wildcard-silent', 'likely', { says: ['refused'] }),
  ),
  storyOf(
    'coder-addresses/no-access-url',
    'It is given no access URL, so there is nothing to ask.',
    {
      objects: [...workingServer(coderServer({ CODER_ACCESS_URL: null })).all, ...coderGround],
      logs: scene.logs,
      commands: [apps, ...openSockets],
    },
    incomplete(),
    { runbook: 'coder', inputs: { onlyNamespace: '', network: 'yes' } },
  ),
  storyOf(
    'coder-addresses/no-wildcard',
    'It has no wildcard address, and its access URL answers.',
    {
      objects: [...workingServer(coderServer({ CODER_WILDCARD_ACCESS_URL: null })).all, ...coderGround],
      logs: scene.logs,
      commands: [well, ...openSockets],
    },
    healthy,
    { runbook: 'coder', inputs: { onlyNamespace: '', network: 'yes' } },
  ),
];
