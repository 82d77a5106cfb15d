import { mediumNode } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { coderGround, coderServer, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { CONNECTED_LOG, provisioner, PROVISIONER_LOG } from './build/provisioner.ts';
import { scaled, scaledBeyond } from './build/scaled.ts';
import type { Expected, Story, StoryInput } from './story.ts';

/** Provisioners, of their own and inside the server, against the participants of a workshop. */
const server = workingServer().all;
const set = provisioner({ requests: { cpu: '250m', memory: '512Mi' } });
const ground = [...server, ...coderGround];

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  inputs: Readonly<Record<string, StoryInput>> = {},
  more: Partial<Scene> = {},
): Story {
  const scene = { objects, logs: { [PROVISIONER_LOG]: CONNECTED_LOG }, ...more };
  return storyOf(`preflight-provisioners/${name}`, summary, scene, expected, {
    runbook: 'preflight-provisioners',
    inputs: { participants: 20, role: '', ...inputs },
  });
}

const REFUSED =
  '2025-11-15 17:30:02.655 [warn]  coderd client failed to dial  error= GET http://coder.coder.svc.cluster.local/api/v2/organizations/default/provisionerdaemons/serve: unexpected status code 401: API key or external provisioner authentication required, but none provided\n';

export const preflightProvisioners: readonly Story[] = [
  about(
    'enough',
    'Nine of their own and three inside the server are what twenty people want.',
    [...ground, ...scaled(set, 9)],
    {
      ...healthy,
      says: ['12 declared (9 of their own, 3 inside the server), 12 ready, 12 wanted'],
    },
  ),
  about(
    'too-few',
    'Six of their own and three inside the server are three too few.',
    [...ground, ...scaled(set, 6)],
    problem('workshop-lacks-provisioners', 'confirmed', {
      says: [
        'replicas: 9',
        'Raise coder-provisioner from 6 to 9 replicas',
        'The nodes that are there have room for them',
      ],
    }),
  ),
  about(
    'table-goes-on',
    'Forty people: above the table each two of them want one more.',
    [...ground, ...scaled(set, 9)],
    problem('workshop-lacks-provisioners', 'confirmed', { says: ['want 20 provisioners', 'replicas: 17'] }),
    { participants: 40 },
  ),
  about(
    'own-threshold',
    'A profile says that one is enough for three.',
    [...ground, ...scaled(set, 4)],
    { ...healthy, says: ['7 wanted'] },
    { participantsPerProvisioner: 3 },
  ),
  about(
    'inside-only',
    'Only the three inside the server are there.',
    ground,
    problem('workshop-lacks-provisioners', 'confirmed', { says: ['CODER_PROVISIONER_DAEMONS'] }),
    { participants: 8 },
  ),
  about(
    'inside-set',
    'The server is told to run six of them.',
    [...workingServer(coderServer({ CODER_PROVISIONER_DAEMONS: '6' })).all, ...coderGround],
    { ...healthy, says: ['6 inside the server'] },
    { participants: 8 },
  ),
  about(
    'too-few-and-refused',
    'Too few, and the key of those that are there is not accepted.',
    [...ground, ...scaled(set, 6)],
    problems(
      [
        ['workshop-lacks-provisioners', 'confirmed'],
        ['provisioner-key-refused', 'confirmed'],
      ],
      { says: ['provisioners coder-provisioner'] },
    ),
    {},
    { logs: { [PROVISIONER_LOG]: REFUSED } },
  ),
  about(
    'not-ready',
    'Nine are declared, and the node holds six of them.',
    [...ground, ...scaledBeyond(provisioner({ requests: { cpu: '1200m', memory: '512Mi' } }), 9, 6)],
    problems([
      ['no-room', 'confirmed'],
      ['workshop-provisioners-not-ready', 'confirmed'],
    ]),
  ),
  about(
    'elsewhere',
    'Nothing here builds workspaces.',
    [mediumNode('node-1')],
    { ...healthy, says: ['not-applicable'] },
    { role: 'proxy' },
  ),
  about(
    'missing-here',
    'It is to be the control plane, and no Coder is found.',
    [mediumNode('node-1')],
    incomplete({ says: ['neither a Coder server nor provisioners'] }),
    { role: 'control-plane' },
  ),
  about(
    'denied',
    'StatefulSets may not be listed, so that some may be missing.',
    [...ground, ...scaled(set, 9)],
    incomplete({ says: ['list statefulsets'] }),
    {},
    { denied: ['statefulsets'] },
  ),
];
