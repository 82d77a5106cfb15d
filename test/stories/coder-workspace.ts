import { firstStart, settled, type AppSketch } from './build/app.ts';
import { crashedContainer } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { pod, type Built, type Change } from './build/build.ts';
import { coderGround, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, inProgress, incomplete, problem } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import type { Expected, Story } from './story.ts';

/** Workspaces whose pods run, and what keeps their agents from Coder, as the script that fetches the agent says it. */
const SINCE = '2025-11-15T17:10:00Z';
const ENV: Change = { env: [{ name: 'CODER_AGENT_TOKEN', value: '0b6f1c52-5c53-4f0e-8f6e-1f6d1c2b3a4d' }] };
const server = workingServer();
const ground = [...server.all, ...coderGround, namespaceObject('workspaces')];
const SERVER_LOG = { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG };

const sketch = (name = 'coder-6a1f2b3c', since = SINCE): AppSketch => ({
  name,
  namespace: 'workspaces',
  image: 'registry.example/workspace:1',
  since,
  labels: { 'com.coder.workspace.name': 'dev', 'com.coder.user.username': 'alice' },
  container: ENV,
  // Each start makes the Deployment anew.
  deployment: { metadata: { creationTimestamp: since } },
});
const placeOf = (name: string): string => `workspaces/${name}-5d7f9b8c6-q5w9b/${name}`;

/** What the script prints as it runs, with its own trace (`set -x`). */
const BINARY = 'https://coder.example.org/bin/coder-linux-amd64';
const BEGUN = [
  '+ trap waitonexit EXIT',
  '+ BINARY_DIR=/tmp/coder.hG3rSd',
  '+ BINARY_NAME=coder',
  `+ BINARY_URL=${BINARY}`,
  '+ cd /tmp/coder.hG3rSd',
];
const fetching = (status: number, ...said: readonly string[]): readonly string[] => [
  '+ :',
  '+ status=',
  '+ command -v curl',
  `+ curl -fsSL --compressed ${BINARY} -o coder`,
  ...said,
  `+ status=${String(status)}`,
  '+ echo error: failed to download coder agent',
  'error: failed to download coder agent',
  `+ echo        command returned: ${String(status)}`,
  `       command returned: ${String(status)}`,
  '+ echo Trying again in 30 seconds...',
  'Trying again in 30 seconds...',
  '+ sleep 30',
];
const FETCHED = [
  '+ :',
  `+ curl -fsSL --compressed ${BINARY} -o coder`,
  '+ break',
  '+ chmod +x coder',
  '+ exec ./coder agent',
];
const CONNECTED = [
  '2025-11-15 17:10:21.402 [info]  fetched manifest  manifest="…"',
  '2025-11-15 17:10:21.610 [info]  connected to coordination RPC',
];
const refusedAs = (status: number, message: string): readonly string[] => [
  '2025-11-15 18:14:40.101 [warn]  run exited with error ...',
  `    error= GET https://coder.example.org/api/v2/workspaceagents/me/rpc?version=2.3: unexpected status code ${String(status)}: ${message}`,
];
const NOT_AUTHORIZED = refusedAs(
  401,
  "Workspace agent not authorized.: Try logging in using 'coder login'.\n           \tError: The agent cannot authenticate until the workspace provision job has been completed. If the job is no longer running, this agent is invalid.",
);

const asked = (name: string, summary: string, scene: Scene, expected: Expected): Story =>
  storyOf(name.includes('/') ? name : `coder-workspace/${name}`, summary, scene, expected, {
    runbook: 'coder',
    inputs: { onlyNamespace: '' },
  });

/** A workspace whose pod runs, with the log of its container. */
function running(name: string, summary: string, log: readonly string[], expected: Expected, since = SINCE): Story {
  const app = settled(sketch(undefined, since));
  const scene = {
    objects: [...ground, ...app.all],
    logs: { ...SERVER_LOG, [placeOf('coder-6a1f2b3c')]: [...BEGUN, ...log, ''].join('\n') },
  };
  return asked(name, summary, scene, expected);
}

/** What the envbox template makes: a pod without an owner and without labels, which is never restarted. */
function envbox(change: Change = {}): Built {
  const own = { name: 'dev', namespace: 'workspaces', image: 'ghcr.io/coder/envbox:0.6.6', created: SINCE };
  const base = pod(null, { ...own, pod: 'coder-alice-box', node: 'node-1' }, change);
  const { labels: _labels, generateName: _generateName, ...metadata } = base['metadata'] as Record<string, never>;
  const spec = base['spec'] as { containers: readonly Change[] };
  const containers = spec.containers.map((each) => ({ ...each, ...ENV }));
  return { ...base, metadata, spec: { ...spec, restartPolicy: 'Never', containers } };
}

const SHARED = fetching(60, 'curl: (60) SSL certificate problem: unable to get local issuer certificate');
const three = ['coder-6a1f2b3c', 'coder-7b2f3c4d', 'coder-8c3f4d5e'].map((name) => settled(sketch(name)));
const many = Array.from({ length: 20 }, (_, at) =>
  settled(sketch(`coder-${String(at).padStart(2, '0')}`, `2025-11-15T16:${String(10 + at)}:00Z`)),
);
const shortOfPower = firstStart(sketch(), {
  change: crashedContainer('coder-6a1f2b3c', 'registry.example/workspace:1', 9),
});

/** One story per string, per kind of workspace, and with very many. */
export const coderWorkspace: readonly Story[] = [
  running('healthy', 'Its agent is connected.', [...FETCHED, ...CONNECTED], healthy),
  running(
    'second-try',
    'The first download was refused, and the agent is connected since.',
    [...fetching(7, 'curl: (7) Failed to connect to coder.example.org port 443'), ...FETCHED, ...CONNECTED],
    healthy,
  ),
  running(
    'certificate',
    'Its image does not know the authority of the access URL (9403, 5818).',
    SHARED,
    problem('agent-trusts-no-certificate', 'confirmed', {
      says: ['https://coder.example.org', 'unable to get local issuer certificate', 'registry.example/workspace:1'],
      never: ['0b6f1c52'],
    }),
  ),
  running(
    'certificate-over',
    'The certificate of the access URL has expired: no image is to be changed for that.',
    fetching(60, 'curl: (60) SSL certificate problem: certificate has expired'),
    problem('agent-meets-old-certificate', 'confirmed', {
      says: ['certificate has expired'],
      never: ['Put the authority into the image'],
    }),
  ),
  running(
    'agent-certificate',
    'The agent was fetched without a look at the certificate, and does not trust it.',
    [
      ...FETCHED,
      `2025-11-15 18:14:40.101 [warn]  run exited with error  error="GET https://coder.example.org/api/v2/workspaceagents/me/rpc?version=2.8: failed to WebSocket dial: tls: failed to verify certificate: x509: certificate signed by unknown authority"`,
    ],
    problem('agent-trusts-no-certificate', 'confirmed', { says: ['signed by unknown authority'] }),
  ),
  running(
    'agent-finds-no-name',
    'The agent was fetched, and the name has gone since.',
    [
      ...FETCHED,
      '2025-11-15 18:14:40.101 [warn]  run exited with error  error="failed to WebSocket dial: dial tcp: lookup coder.example.org on 10.96.0.10:53: no such host"',
    ],
    problem('agent-finds-no-name', 'confirmed', { says: ['no such host'] }),
  ),
  running(
    'agent-bad-gateway',
    'The agent was fetched, and nobody stands behind the proxy.',
    [
      ...FETCHED,
      '2025-11-15 18:14:40.101 [warn]  run exited with error  error="failed to WebSocket dial: expected handshake response status code 101 but got 502"',
    ],
    problem('agent-reaches-nobody', 'likely', { says: ['101 but got 502'] }),
  ),
  running(
    'agent-turned-away',
    'The agent was fetched, and a proxy answers its WebSocket by itself.',
    [
      ...FETCHED,
      '2025-11-15 18:14:40.101 [warn]  run exited with error  error="failed to WebSocket dial: expected handshake response status code 101 but got 400"',
    ],
    problem('agent-answered-by-another', 'likely', { says: ['101 but got 400'] }),
  ),
  running(
    'agent-not-connected',
    'The agent does not get through, in words that name no cause.',
    [
      ...FETCHED,
      '2025-11-15 18:14:40.101 [warn]  run exited with error  error="unexpected status code 400: Unsupported version"',
    ],
    problem('agent-not-connected', 'likely', { says: ['tries again and again'] }),
  ),
  running(
    'agent-back-healthy',
    'The server was started anew, and the agent is back.',
    [
      ...FETCHED,
      ...CONNECTED,
      '2025-11-15 18:10:40.101 [warn]  run exited with error  error="failed to WebSocket dial: expected handshake response status code 101 but got 502"',
      ...CONNECTED,
    ],
    healthy,
  ),
  running(
    'no-such-name',
    'The name servers of the cluster do not know the access URL.',
    fetching(6, 'curl: (6) Could not resolve host: coder.example.org'),
    problem('agent-finds-no-name', 'confirmed', { says: ['Could not resolve host: coder.example.org'] }),
  ),
  running(
    'refused',
    'Nothing answers at the access URL.',
    fetching(7, 'curl: (7) Failed to connect to coder.example.org port 443 after 3 ms: Could not connect to server'),
    problem('agent-reaches-nobody', 'likely', { says: ['kubectl get networkpolicies -n workspaces'] }),
  ),
  running(
    'cut-off',
    'A proxy ends the download after three seconds (9361).',
    fetching(92, 'curl: (92) HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)'),
    problem('agent-download-cut-off', 'likely', { says: ['INTERNAL_ERROR'] }),
  ),
  running(
    'not-served',
    'Something else than Coder answers.',
    fetching(22, 'curl: (22) The requested URL returned error: 404'),
    problem('agent-not-served', 'likely', { says: ['returned error: 404'] }),
  ),
  running(
    'wget',
    'It has wget alone, which says nothing.',
    fetching(4).map((line) => line.replace('curl -fsSL --compressed', 'wget -q').replace('-o', '-O')),
    problem('agent-not-fetched', 'likely', { says: ['command returned: 4'] }),
  ),
  running(
    'no-tool',
    'Its image has nothing to download with.',
    [
      'error: no download tool found, please install curl, wget or busybox wget',
      '+ exit 127',
      '+ waitonexit',
      '=== Agent script exited with non-zero code (127). Sleeping 24h to preserve logs...',
      '+ sleep 86400',
    ],
    problem('agent-without-tool', 'confirmed', { says: ['registry.example/workspace:1'] }),
  ),
  running(
    'ended',
    'The agent ended.',
    [
      ...FETCHED.slice(0, 4),
      'ERROR: Downloaded agent binary returned unexpected version output',
      '=== Agent script exited with non-zero code (2). Sleeping 24h to preserve logs...',
      '+ sleep 86400',
    ],
    problem('agent-ended', 'likely'),
  ),
  running(
    'building',
    'Its build has not ended, so its agent is not let in yet.',
    [...FETCHED, ...NOT_AUTHORIZED],
    inProgress(),
    '2025-11-15T18:12:00Z',
  ),
  running(
    'not-accepted',
    'Coder has not let its agent in for an hour: the pod was moved by hand (8451).',
    [...FETCHED, ...NOT_AUTHORIZED],
    problem('agent-not-accepted', 'likely', { says: ['coder list --all'] }),
  ),
  running(
    'refused-and-in',
    'Its agent was not let in during the build, and is in since.',
    [...FETCHED, ...NOT_AUTHORIZED, ...CONNECTED],
    healthy,
  ),
  running(
    'old-build',
    'A pod of an earlier build still runs.',
    [
      ...FETCHED,
      ...CONNECTED,
      ...refusedAs(403, 'Agent trying to connect from non-latest build.\n           \tError: build is outdated'),
    ],
    problem('agent-of-old-build', 'confirmed', { says: ['dev of alice'] }),
  ),
  running(
    'websocket-refused',
    'A proxy lets no WebSocket through (16892).',
    [...FETCHED, ...refusedAs(403, 'unexpected non-JSON response ""')],
    problem('agent-answered-by-another', 'likely', { says: ['projectcontour.io/websocket-routes'] }),
  ),
  asked(
    'three-alike',
    'Three workspaces do not trust the same certificate: that is one cause.',
    {
      objects: [...ground, ...three.flatMap(({ all }) => all)],
      logs: {
        ...SERVER_LOG,
        ...Object.fromEntries(
          ['coder-6a1f2b3c', 'coder-7b2f3c4d', 'coder-8c3f4d5e'].map((name) => [
            placeOf(name),
            [...BEGUN, ...SHARED, ''].join('\n'),
          ]),
        ),
      },
    },
    problem('agent-trusts-no-certificate', 'confirmed'),
  ),
  asked(
    'coder-workspaces/many',
    'Of twenty that run the logs of the newest three are read.',
    {
      objects: [...ground, ...many.flatMap(({ all }) => all)],
      logs: {
        ...SERVER_LOG,
        ...Object.fromEntries(
          ['coder-17', 'coder-18', 'coder-19'].map((name) => [
            placeOf(name),
            [...BEGUN, ...FETCHED, ...CONNECTED, ''].join('\n'),
          ]),
        ),
      },
    },
    { ...healthy, says: ['the others (17)'] },
  ),
  asked(
    'envbox',
    'A workspace that is a pod of its own cannot download its agent.',
    {
      objects: [...ground, envbox()],
      logs: { ...SERVER_LOG, 'workspaces/coder-alice-box/dev': [...BEGUN, ...SHARED, ''].join('\n') },
    },
    problem('agent-trusts-no-certificate', 'confirmed', { says: ['ghcr.io/coder/envbox:0.6.6'] }),
  ),
  asked(
    'envbox-image',
    'The image of a workspace that is a pod of its own cannot be pulled.',
    {
      objects: [
        ...ground,
        envbox({
          status: {
            phase: 'Pending',
            conditions: [
              {
                type: 'Ready',
                status: 'False',
                reason: 'ContainersNotReady',
                message: 'containers with unready status: [dev]',
                lastProbeTime: null,
                lastTransitionTime: SINCE,
              },
            ],
            containerStatuses: [
              {
                name: 'dev',
                image: 'ghcr.io/coder/envbox:0.6.6',
                imageID: '',
                ready: false,
                started: false,
                restartCount: 0,
                state: {
                  waiting: {
                    reason: 'ImagePullBackOff',
                    message: 'Back-off pulling image "ghcr.io/coder/envbox:0.6.6": ErrImagePull: not found',
                  },
                },
                lastState: {},
              },
            ],
          },
        }),
      ],
      logs: SERVER_LOG,
    },
    problem('image-not-found', 'confirmed'),
  ),
  asked(
    'crashes',
    'A workspace crashes before it fetches anything.',
    {
      objects: [...ground, ...shortOfPower.all],
      logs: { ...SERVER_LOG, [`${placeOf('coder-6a1f2b3c')}.previous`]: 'fatal: no home\n' },
    },
    problem('container-crashes', 'confirmed'),
  ),
  asked(
    'log-denied',
    'Logs may not be read: whether agents are connected cannot be told.',
    { objects: [...ground, ...settled(sketch()).all], denied: ['pods/log'] },
    incomplete({ says: ['pods/log'] }),
  ),
  asked(
    'coder-workspaces/pods-denied',
    'Pods may not be listed.',
    { objects: [...ground, ...settled(sketch()).all], logs: SERVER_LOG, denied: ['pods'] },
    incomplete({ says: ['list pods'] }),
  ),
];
