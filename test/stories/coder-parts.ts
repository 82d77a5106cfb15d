import { firstStart, settled, type AppSketch } from './build/app.ts';
import { podMetrics } from './build/build.ts';
import { crashedContainer } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { coderGround, coderServer, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import type { Expected, Story } from './story.ts';

/** The parts of Coder side by side, and what keeps each from its work though its pods run. */
const asked = (room: string, name: string, summary: string, scene: Scene, expected: Expected): Story =>
  storyOf(`${room}/${name}`, summary, scene, expected, { runbook: 'coder', inputs: { onlyNamespace: '' } });

const server = workingServer();
const SERVER_LOG = { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG };

const PROVISIONER: AppSketch = {
  name: 'coder-provisioner',
  namespace: 'coder',
  image: 'ghcr.io/coder/coder:v2.28.1',
  container: {
    command: ['/opt/coder'],
    args: ['provisionerd', 'start'],
    env: [
      { name: 'CODER_URL', value: 'http://coder.coder.svc.cluster.local' },
      {
        name: 'CODER_PROVISIONER_DAEMON_KEY',
        valueFrom: { secretKeyRef: { name: 'coder-provisioner-key', key: 'key' } },
      },
    ],
  },
};
const provisioner = settled({ ...PROVISIONER, since: '2025-11-15T17:30:00Z' });
const STARTED = [
  '2025-11-15 17:30:02.101 [info]  note: untagged provisioners can only pick up jobs from untagged templates',
  '2025-11-15 17:30:02.102 [info]  starting provisioner daemon  tags={}  name=coder-provisioner-5d7f9b8c6-q5w9b',
];
const CONNECTED = '2025-11-15 17:30:02.655 [info]  successfully connected to coderd';

/** A second pod beside the first, as ready as that. */
const twoProvisioners = provisioner.all.flatMap((each) => {
  const both = { replicas: 2, readyReplicas: 2, availableReplicas: 2 };
  if (each === provisioner.deployment)
    return [deepMerge(each, { spec: { replicas: 2 }, status: { ...both, updatedReplicas: 2 } })];
  if (each === provisioner.newSet)
    return [deepMerge(each, { spec: { replicas: 2 }, status: { ...both, fullyLabeledReplicas: 2 } })];
  if (each !== provisioner.newPod) return [each];
  const name = 'coder-provisioner-5d7f9b8c6-t7h2k';
  return [each, deepMerge(each, { metadata: { name, uid: 'b1e2a7c4-0000-4000-8000-b1e2a7c4b1e2' } })];
});
const BUILDS = [
  '2025-11-15 18:02:05.310 [info]  terraform: unpacking template source archive  session_id=78e83f09-2ed7-4d58-98e0-6479c170afd4  size_bytes=9728',
  '2025-11-15 18:02:11.877 [info]  runner: plan request successful  job_id=30fcd1c1-7a46-4a71-9d1c-8c3b4d5e6f70',
  '2025-11-15 18:02:40.102 [info]  runner: apply successful  job_id=30fcd1c1-7a46-4a71-9d1c-8c3b4d5e6f70',
  '',
].join('\n');

const litellm = settled({
  name: 'litellm',
  namespace: 'litellm',
  image: 'ghcr.io/berriai/litellm:main-v1.75.0',
  since: '2025-11-15T17:30:00Z',
});
const WORKSPACE: AppSketch = {
  name: 'coder-6a1f2b3c',
  namespace: 'workspaces',
  image: 'registry.example/workspace:1',
  container: { env: [{ name: 'CODER_AGENT_TOKEN', value: 'x' }] },
};
const workspace = settled({ ...WORKSPACE, since: '2025-11-15T17:30:00Z' });
const crashing = firstStart(WORKSPACE, {
  change: crashedContainer('coder-6a1f2b3c', 'registry.example/workspace:1', 9),
});

function provisioning(name: string, summary: string, lines: readonly string[], expected: Expected): Story {
  const log = [...STARTED, ...lines, ''].join('\n');
  const scene = {
    objects: [...server.all, ...provisioner.all, ...coderGround],
    logs: { ...SERVER_LOG, 'coder/coder-provisioner-5d7f9b8c6-q5w9b/coder-provisioner': log },
  };
  return asked('coder-provisioner', name, summary, scene, expected);
}

function set(name: string, summary: string, env: Readonly<Record<string, string | null>>, expected: Expected): Story {
  const own = workingServer(coderServer(env));
  return asked('coder-settings', name, summary, { objects: [...own.all, ...coderGround], logs: SERVER_LOG }, expected);
}

const whole: Scene = {
  objects: [...server.all, ...provisioner.all, ...litellm.all, ...workspace.all, ...coderGround],
  logs: {
    ...SERVER_LOG,
    'litellm/litellm-5d7f9b8c6-q5w9b/litellm':
      'INFO:     Uvicorn running on http://0.0.0.0:4000 (Press CTRL+C to quit)\n',
    'coder/coder-provisioner-5d7f9b8c6-q5w9b/coder-provisioner': [...STARTED, CONNECTED, ''].join('\n'),
    'workspaces/coder-6a1f2b3c-5d7f9b8c6-q5w9b/coder-6a1f2b3c':
      '2025-11-15 17:30:21.610 [info]  connected to coordination RPC\n',
  },
};

/** Provisioners with the limit of the chart, and what one of them uses; null where nobody measures it. */
function building(
  name: string,
  summary: string,
  cpu: string | null,
  expected: Expected,
  denied?: readonly string[],
): Story {
  const limited = settled({
    ...PROVISIONER,
    since: '2025-11-15T17:30:00Z',
    requests: { cpu: '2', memory: '4Gi' },
  });
  const pod = 'coder-provisioner-5d7f9b8c6-q5w9b';
  const usage =
    cpu === null
      ? []
      : [podMetrics('coder', pod, 'coder-provisioner', { cpu, memory: '300Mi' }, '2025-11-15T18:14:40Z')];
  const objects = [...server.all, ...limited.all, ...coderGround, ...usage];
  return asked(
    'coder-provisioner',
    name,
    summary,
    { ...whole, objects, ...(denied === undefined ? {} : { denied }) },
    expected,
  );
}

/** One story per part, and per setting. */
export const coderParts: readonly Story[] = [
  asked('coder', 'healthy', 'A server, provisioners, LiteLLM and a workspace, all at work.', whole, healthy),
  asked(
    'coder',
    'none',
    'Something runs, and nothing of it is Coder.',
    { objects: [...litellm.all, ...coderGround] },
    incomplete({ says: ['No Coder was found in the whole cluster', '--context'] }),
  ),
  asked(
    'coder',
    'denied',
    'Deployments may not be listed: whether there is a Coder cannot be told.',
    { ...whole, denied: ['deployments'] },
    incomplete({ says: ['list deployments'] }),
  ),
  asked(
    'coder',
    'provisioners-only',
    'The server is in another cluster: here are its provisioners alone.',
    { ...whole, objects: [...provisioner.all, ...coderGround] },
    { ...healthy, says: ['There is no Coder server in the whole cluster'] },
  ),
  asked(
    'coder',
    'workspace-crashes',
    'A workspace crashes, and everything else is at work.',
    {
      ...whole,
      objects: [...server.all, ...crashing.all, ...coderGround],
      logs: { ...whole.logs, 'workspaces/coder-6a1f2b3c-5d7f9b8c6-q5w9b/coder-6a1f2b3c.previous': 'fatal: no home\n' },
    },
    problem('container-crashes', 'confirmed'),
  ),
  provisioning('connected', 'They are connected.', [CONNECTED], healthy),
  asked(
    'coder-provisioner',
    'builds-healthy',
    'They have built so much that only builds are left of their log.',
    {
      objects: [...server.all, ...provisioner.all, ...coderGround],
      logs: { ...SERVER_LOG, 'coder/coder-provisioner-5d7f9b8c6-q5w9b/coder-provisioner': BUILDS },
    },
    healthy,
  ),
  asked(
    'coder-provisioner',
    'some-refused',
    'The key was deleted in Coder: who was in before stays in, and the pod that began since is refused.',
    {
      objects: [...server.all, ...twoProvisioners, ...coderGround],
      logs: {
        ...SERVER_LOG,
        'coder/coder-provisioner-5d7f9b8c6-q5w9b/coder-provisioner': [...STARTED, CONNECTED, ''].join('\n'),
        'coder/coder-provisioner-5d7f9b8c6-t7h2k/coder-provisioner': [
          ...STARTED,
          '2025-11-15 18:12:02.655 [warn]  coderd client failed to dial  error="POST http://coder.coder.svc.cluster.local/api/v2/organizations/0/provisionerdaemons/serve: unexpected status code 401: API key or external provisioner authentication required, but none provided"',
          '',
        ].join('\n'),
      },
    },
    problem('provisioner-key-refused', 'confirmed', {
      says: ['of 2 pods whose log was read 1 are not in: coder-provisioner-5d7f9b8c6-t7h2k'],
    }),
  ),
  provisioning(
    'closed',
    'The connection was closed, and nothing was said since.',
    [CONNECTED, '2025-11-15 18:10:02.655 [info]  connection to coderd closed'],
    incomplete({ says: ['that it was closed'] }),
  ),
  provisioning(
    'closed-and-back-healthy',
    'The connection was closed as in every rollout of the server, and is back.',
    [
      CONNECTED,
      '2025-11-15 18:10:02.655 [info]  connection to coderd closed',
      '2025-11-15 18:10:02.711 [warn]  coderd client failed to dial  error="failed to WebSocket dial: expected handshake response status code 101 but got 502"',
      '2025-11-15 18:10:03.655 [info]  successfully connected to coderd',
    ],
    { ...healthy, never: ['provisioner-not-connected', 'that it was closed'] },
  ),
  provisioning(
    'bad-gateway',
    'What stands before the server has nobody behind it, in words that name no cause.',
    [
      '2025-11-15 18:12:02.655 [warn]  coderd client failed to dial  error="failed to WebSocket dial: expected handshake response status code 101 but got 502"',
    ],
    problem('provisioner-not-connected', 'likely', { says: ['finds no Coder behind it'] }),
  ),
  provisioning(
    'refused-otherwise',
    'Coder forbids it for a reason that is not the licence and not the scope.',
    [
      '2025-11-15 18:12:02.655 [erro]  not authorized to dial coderd  error="GET http://coder.coder.svc.cluster.local/api/v2/organizations/0/provisionerdaemons/serve: unexpected status code 403: Insufficient permissions"',
    ],
    problem('provisioner-refused', 'confirmed', { says: ['they have stopped trying'] }),
  ),
  provisioning(
    'nothing-said',
    'Their log says nothing of it: neither connected nor refused.',
    [],
    incomplete({ says: ['coder provisioner list'] }),
  ),
  provisioning(
    'key-refused',
    'A pre-shared key that Coder does not know: the pod runs and does nothing.',
    [
      '2025-11-15 17:30:02.655 [warn]  coderd client failed to dial  error="POST http://coder.coder.svc.cluster.local/api/v2/organizations/0/provisionerdaemons/serve: unexpected status code 401: API key or external provisioner authentication required, but none provided"',
    ],
    problem('provisioner-key-refused', 'confirmed', { says: ['Secret coder-provisioner-key, key key'] }),
  ),
  provisioning(
    'without-licence',
    'The licence has ended.',
    [
      '2025-11-15 17:30:02.655 [erro]  not authorized to dial coderd  error="unexpected status code 403: External provisioner daemons is an Enterprise feature. Contact sales!"',
    ],
    problem('provisioner-without-licence', 'confirmed'),
  ),
  provisioning(
    'scope-refused',
    'A pre-shared key for an organisation that is not the default one.',
    [
      `2025-11-15 17:30:02.655 [erro]  not authorized to dial coderd  error="unexpected status code 403: You aren't allowed to create provisioner daemons with scope \\"organization\\": PSK auth is only allowed for the default organization 'coder'"`,
    ],
    problem('provisioner-scope-refused', 'confirmed'),
  ),
  provisioning(
    'other-version',
    'The server is newer by more than its protocol allows.',
    ['2025-11-15 17:30:02.655 [erro]  Incompatible or unparsable version'],
    problem('provisioner-version', 'confirmed', { says: ['ghcr.io/coder/coder:v2.28.1'] }),
  ),
  provisioning(
    'not-connected',
    'CODER_URL names a Service that is not there.',
    [
      '2025-11-15 17:30:02.655 [warn]  coderd client failed to dial  error="dial tcp: lookup coder.coder.svc.cluster.local on 10.96.0.10:53: no such host"',
    ],
    problem('provisioner-not-connected', 'likely', { says: ['CODER_URL is http://coder.coder.svc.cluster.local.'] }),
  ),
  provisioning(
    'refused-and-in',
    'It was refused at first, and is connected since.',
    [
      '2025-11-15 17:30:02.655 [warn]  coderd client failed to dial  error="dial tcp 10.96.40.7:80: connect: connection refused"',
      CONNECTED,
    ],
    healthy,
  ),
  building(
    'starved',
    'A build uses all the CPU that its provisioner may.',
    '1985m',
    problem('provisioner-short-of-cpu', 'likely', { says: ['uses 1985m', '4000m', 'cpu.stat'] }),
  ),
  building('idle', 'The same limit, and it is idle.', '12m', { ...healthy, never: ['holds builds back'] }),
  building('unmeasured', 'The same limit, and nobody measures.', null, {
    ...healthy,
    says: ['holds builds back is not known', 'container_cpu_cfs_throttled_periods_total'],
  }),
  building(
    'usage-denied',
    'The same limit, and what pods use may not be read.',
    '1985m',
    incomplete({ says: ['holds builds back is not known', 'pods.metrics.k8s.io'] }),
    ['pods.metrics.k8s.io'],
  ),
  asked(
    'coder-provisioner',
    'log-denied',
    'Their log may not be read: whether Coder lets them in cannot be told.',
    { ...whole, denied: ['pods/log'] },
    incomplete({ says: ['pods/log'] }),
  ),
  asked(
    'coder-server',
    'pods-denied',
    'Its pods may not be listed.',
    { objects: [...server.all, ...coderGround], denied: ['pods'] },
    incomplete({ says: ['list pods'] }),
  ),
  asked(
    'coder-server',
    'working',
    'All that it rests on is at work.',
    { objects: [...server.all, ...coderGround], logs: SERVER_LOG },
    healthy,
  ),
  asked(
    'coder-settings',
    'denied',
    'Deployments may not be listed: whose settings there are cannot be told.',
    { objects: [...server.all, ...coderGround], logs: SERVER_LOG, denied: ['deployments'] },
    incomplete({ says: ['list deployments'] }),
  ),
  set('working', 'All settings are as they should be.', {}, healthy),
  set(
    'built-in-database',
    'Nobody gives it a database.',
    { CODER_PG_CONNECTION_URL: null },
    problem('built-in-database', 'likely'),
  ),
  set(
    'wildcard-with-scheme',
    'The wildcard address has a scheme.',
    { CODER_WILDCARD_ACCESS_URL: 'https://*.coder.example.org' },
    problem('wildcard-malformed', 'likely'),
  ),
  set(
    'wildcard-with-suffix',
    'The wildcard address has a suffix.',
    { CODER_WILDCARD_ACCESS_URL: '*--apps.example.org' },
    healthy,
  ),
  set(
    'without-openid',
    'The scopes leave openid out (7049).',
    {
      CODER_OIDC_ISSUER_URL: 'https://login.example.org',
      CODER_OIDC_SCOPES: 'profile,groups',
      CODER_OIDC_CLIENT_ID: 'coder',
    },
    problem('oidc-without-openid', 'likely', { says: ['profile,groups'] }),
  ),
  asked(
    'coder-settings',
    'settings-unseen',
    'A Secret brings all variables: nothing is known of what they say.',
    {
      objects: [
        ...workingServer(
          coderServer({}, { container: { env: [], envFrom: [{ secretRef: { name: 'coder-environment' } }] } }),
        ).all,
        ...coderGround,
      ],
      logs: SERVER_LOG,
    },
    incomplete({ says: ['which is not read here'] }),
  ),
  set(
    'access-url-inside',
    'The access URL is the one that the chart sets where nobody does.',
    { CODER_ACCESS_URL: 'http://coder.coder.svc.cluster.local' },
    { ...healthy, says: ['which only this cluster knows'] },
  ),
];
