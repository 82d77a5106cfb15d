import { storyOf } from './build/ask.ts';
import { coderGround, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete } from './build/expect.ts';
import {
  litellmApp,
  MODEL_LOG,
  modelGround,
  modelLog,
  modelSecrets,
  SERVES,
  withRole,
  account,
} from './build/litellm.ts';
import type { Expected, Story } from './story.ts';

/** What a Coder server says that is known, beside its findings. */
const { all } = workingServer();
const objects = [...all, ...coderGround];

/** A line as the kubelet gives it when it is asked for times. */
const at = (time: string, text: string): string => `2025-11-15T${time}.120000000Z ${text}`;
const LOST = 'pubsub: pubsub disconnected from postgres  error=EOF';
const BACK = 'pubsub: pubsub reconnected to postgres';

const said = (name: string, summary: string, lines: readonly string[], expected: Expected, denied?: string[]): Story =>
  storyOf(
    `coder-log/${name}`,
    summary,
    {
      objects,
      logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': `${lines.join('\n')}\n` },
      ...(denied === undefined ? {} : { denied }),
    },
    expected,
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  );

const TROUBLED = [
  at('17:30:04', '==> Logs will stream in below (press ctrl+c to gracefully exit):'),
  at('18:01:10', `2025-11-15 18:01:10.120 [erro]  ${LOST}`),
  at('18:02:10', `2025-11-15 18:02:10.120 [erro]  ${LOST}`),
  at('18:02:15', `2025-11-15 18:02:15.120 [info]  ${BACK}`),
];

/** LiteLLM beside it, with what it said of clients an hour ago. */
const models = [
  ...withRole(litellmApp()),
  ...modelGround.filter(({ kind }) => kind !== 'Node'),
  account,
  ...modelSecrets,
];
const BLOCKED = "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.";
const FOREIGN = "Authentication Error, LiteLLM Virtual Key expected. Received=hunter2, expected to start with 'sk-'.";
const DENIED = "key not allowed to access model. This key can only access models=['small']. Tried to access large";

const beside = (
  name: string,
  summary: string,
  lines: Parameters<typeof modelLog>[0],
  expected: Expected,
  denied?: string[],
): Story =>
  storyOf(
    `coder-log/${name}`,
    summary,
    {
      objects: [...objects, ...models],
      logs: {
        'coder/coder-5d7f9b8c6-q5w9b/coder': `${SERVING_LOG}\n`,
        [MODEL_LOG]: modelLog([...SERVES, ...lines]),
      },
      ...(denied === undefined ? {} : { denied }),
    },
    expected,
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  );

/** One story per thing that a log may tell. */
export const coderLog: readonly Story[] = [
  said('trouble-over', 'It lost its database twice and got it back: counted, with the times, and no cause.', TROUBLED, {
    ...healthy,
    says: [
      'Known messages in the last 300 lines',
      'error, over since',
      '2025-11-15 18:01:10 UTC',
      '2025-11-15 18:02:10 UTC',
      'Its server has its PostgreSQL again',
    ],
  }),
  said('serving-healthy', 'It serves: that is told too, and nothing of trouble.', [SERVING_LOG], {
    ...healthy,
    says: ['it serves from here on'],
    never: ['"error"', 'error, over'],
  }),
  said('nothing-known', 'Lines that no pattern knows: nothing is told of them.', ['hello', 'world'], {
    ...healthy,
    never: ['Known messages'],
  }),
  said(
    'denied',
    'Its log may not be read: that is told, and nothing is said of it.',
    TROUBLED,
    incomplete({ says: ['no message of its log is known'], never: ['Known messages', LOST] }),
    ['pods/log'],
  ),
  beside(
    'litellm-turns-clients-away',
    'LiteLLM turned clients away for three reasons: counted, with what each means, and no cause.',
    [
      ['17:31:00', BLOCKED],
      ['17:32:00', FOREIGN],
      ['17:33:00', FOREIGN],
      ['17:34:00', DENIED],
    ],
    {
      ...healthy,
      says: [
        'Known messages in the last 300 lines',
        'Somebody has blocked the key that a client gave',
        'something that is no key of LiteLLM',
        'asked for a model that it may not use',
        '2025-11-15 17:33:00 UTC',
      ],
      never: ['hunter2'],
    },
  ),
  beside('litellm-serves-healthy', 'LiteLLM serves, and has turned nobody away.', [], {
    ...healthy,
    says: ['It serves.'],
    never: ['refusal'],
  }),
  beside(
    'litellm-denied',
    'The logs may not be read: that is told, and nothing is said of any message.',
    [['17:31:00', BLOCKED]],
    incomplete({ says: ['no message of its log is known'], never: ['Key is blocked', 'Known messages'] }),
    ['pods/log'],
  ),
];
