import { storyOf, type Scene } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { coderGround, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { copier, maker } from './build/key-rotator.ts';
import {
  account,
  litellmApp,
  MODEL_LOG,
  modelLog,
  modelSecrets,
  secretObject,
  SERVES,
  withRole,
} from './build/litellm.ts';
import { namespaceObject } from './build/namespace.ts';
import type { Expected, Story } from './story.ts';

/** CronJobs that make the keys of LiteLLM and copy them to workspaces, as one estate has them. */
const server = workingServer();

const copied = secretObject('coder-ws', 'litellm', '2025-11-15T16:00:19Z');
const old = secretObject('coder-ws', 'other', '2025-10-20T10:00:00Z');

const ground = [
  ...server.all,
  ...withRole(litellmApp()),
  ...coderGround,
  namespaceObject('litellm'),
  namespaceObject('coder-ws'),
  account,
  ...modelSecrets,
  copied,
  old,
];
const UNKNOWN =
  'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...GTNw, Key Hash (Token) =88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b. Unable to find token in cache or `LiteLLM_VerificationTokenTable`';

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  more: Partial<Scene> = {},
): Story {
  const logs = { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG, [MODEL_LOG]: modelLog(SERVES), ...more.logs };
  const scene: Scene = { objects: [...ground, ...objects], ...more, logs };
  return storyOf(`key-rotation/${name}`, summary, scene, expected, { runbook: 'coder', inputs: { onlyNamespace: '' } });
}

export const keyRotation: readonly Story[] = [
  about(
    'healthy',
    'A key is made every four hours, and copied right after.',
    [maker('0 */4 * * *'), copier('5 */4 * * *', '2025-11-15T16:05:00Z')],
    {
      ...healthy,
      says: ['2025-11-15 20:05:00 UTC', 'kubectl patch cronjob rotate-key -n coder-ws --context lab'],
      never: ['By itself this is no fault'],
    },
  ),
  about('none', 'No keys are rotated.', [], healthy),
  about(
    'copies-lag-decoy',
    'A key is made every five minutes and copied every four hours; nobody was refused.',
    [maker('*/5 * * * *'), copier('0 */4 * * *')],
    { ...healthy, says: ['By itself this is no fault', 'behind that: litellm.'], never: ['other.'] },
  ),
  about(
    'copies-dead',
    'The same, and workspaces are refused.',
    [maker('*/5 * * * *'), copier('0 */4 * * *')],
    problem('litellm-key-unknown', 'confirmed', {
      says: [
        'copies are dead most of the time',
        'kubectl create job --from cronjob/rotate-key rotate-key-now -n coder-ws',
      ],
    }),
    {
      logs: {
        [MODEL_LOG]: modelLog([
          ...SERVES,
          ...['18:10:01', '18:11:01', '18:12:01', '18:13:01', '18:14:01'].map((at) => [at, UNKNOWN] as const),
        ]),
      },
    },
  ),
  about(
    'suspended-decoy',
    'Somebody holds the rotation for a workshop.',
    [maker('*/5 * * * *', true), copier('0 */4 * * *', '2025-11-15T16:00:00Z', true)],
    { ...healthy, says: ['keys are not rotated here', '"suspend":false'.replaceAll('"', '\\"')] },
  ),
  about(
    'not-run',
    'The copy was due twice, and no Job was made.',
    [maker('*/5 * * * *'), copier('0 */4 * * *', '2025-11-15T08:00:00Z')],
    problem('cron-job-not-run', 'likely', { says: ['2 times'] }),
  ),
  about(
    'denied',
    'CronJobs may not be listed: whether keys are rotated cannot be told.',
    [maker('*/5 * * * *'), copier('0 */4 * * *')],
    incomplete({ says: ['list cronjobs.batch'] }),
    { denied: ['cronjobs.batch'] },
  ),
  rotating('copied', 'A copy that wrote its Secret.', '2025-11-15T20:00:00Z', {
    ...healthy,
    says: ['behind that: litellm.', '2025-11-15 20:00:00 UTC'],
  }),
  rotating('no-next', 'When it is due next cannot be told.', '', {
    ...healthy,
    says: ['cannot be told from its schedule'],
  }),
  rotating(
    'secrets-denied',
    'Secrets may not be listed, not even their metadata: when it is due is told all the same.',
    '2025-11-15T20:00:00Z',
    { ...healthy, says: ['Whether a Secret was written then could not be seen'] },
    ['secrets'],
  ),
];

function rotating(name: string, summary: string, next: string, expected: Expected, denied?: readonly string[]): Story {
  const scene: Scene = { objects: [...ground, copier('0 */4 * * *')], ...(denied === undefined ? {} : { denied }) };
  return storyOf(`key-rotator/${name}`, summary, scene, expected, {
    runbook: 'key-rotator',
    inputs: { cronJob: 'CronJob/coder-ws/rotate-key', next, role: 'key-copier' },
  });
}
