import { mediumNode, settled } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { copier, maker } from './build/key-rotator.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import type { Expected, Story, StoryInput } from './story.ts';

/** Rotation of keys against a workshop from nine to one o'clock in Vancouver, in whose time zone the CronJobs run. */
const WINDOW = { start: '2025-11-17T17:00:00Z', end: '2025-11-17T21:00:00Z' };
const ground = [mediumNode('node-1'), namespaceObject('litellm'), namespaceObject('coder-ws')];
const rotator = settled({
  name: 'litellm-key-rotator',
  namespace: 'litellm',
  image: 'registry.example/litellm-key-rotator:3',
  since: '2025-11-15T17:30:00Z',
});

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  inputs: Readonly<Record<string, StoryInput>> = {},
  more: Partial<Scene> = {},
): Story {
  const scene = { objects: [...ground, ...objects], ...more };
  const folder = name.includes('/') ? name : `preflight-keys/${name}`;
  return storyOf(folder, summary, scene, expected, {
    runbook: 'preflight-keys',
    inputs: { ...WINDOW, ...inputs },
  });
}

export const preflightKeys: readonly Story[] = [
  about(
    'outside',
    'Keys are made at eight and copied right after, and last for eight hours.',
    [maker('0 8 * * *'), copier('5 8 * * *')],
    {
      ...healthy,
      says: ['GET /key/info'],
    },
  ),
  about(
    'in-window',
    'Keys are made every four hours: once while it lasts, at noon in Vancouver.',
    [maker('0 */4 * * *'), copier('5 */4 * * *')],
    problems(
      [
        ['key-rotation-in-window', 'confirmed'],
        ['key-rotation-in-window', 'confirmed'],
      ],
      {
        says: [
          'CronJob litellm/rotate-key rotates keys while the workshop lasts: once, at 2025-11-17 20:00:00 UTC',
          'kubectl patch cronjob rotate-key -n coder-ws -p',
          'suspend: true',
        ],
      },
    ),
  ),
  about(
    'every-five-minutes',
    'Keys are made every five minutes.',
    [maker('*/5 * * * *')],
    problem('key-rotation-in-window', 'confirmed', { says: ['49 times', '43 more'] }),
  ),
  about(
    'copier-suspended',
    'The copies are held already, and the key that was made at eight lasts.',
    [maker('0 8 * * *'), copier('0 */4 * * *', '2025-11-15T16:00:00Z', true)],
    { ...healthy, says: ['Suspended: coder-ws/rotate-key', 'Switch it on again'] },
  ),
  about(
    'key-too-short',
    'The key that is made at three is over at eleven.',
    [maker('0 3 * * *')],
    problem('key-ends-in-window', 'likely', { says: ['P2', 'kubectl create job rotate-key-for-workshop'] }),
  ),
  about(
    'held-too-early',
    'Whoever held the rotation did so two days before it begins: the key will be over.',
    [maker('0 */4 * * *', true)],
    problem('key-ends-in-window', 'likely', { says: ['Switch it on again'] }),
  ),
  about(
    'over-while-it-lasts',
    'It has begun, the rotation is held, and the key is over before the end.',
    [maker('0 */4 * * *', true)],
    problem('key-ends-in-window', 'likely', { says: ['P1'] }),
    { start: '2025-11-15T18:00:00Z', end: '2025-11-16T04:00:00Z' },
  ),
  about(
    'loop',
    'A Deployment rotates keys, and nobody can say when.',
    rotator.all,
    problem('key-rotator-without-schedule', 'likely', { says: ['replicas: 0', '--replicas 1'] }),
  ),
  about('unreadable', 'Its time zone does not exist.', [unzoned()], incomplete({ says: ['Middle/Earth'] })),
  about('key-loop/at-rest', 'The Deployment that rotates keys is taken to no replica.', resting(), healthy),
  about(
    'key-loop/denied',
    'Deployments may not be listed.',
    rotator.all,
    incomplete({ says: ['list deployments'] }),
    {},
    {
      denied: ['deployments'],
    },
  ),
  about('key-window/outside', 'Keys are made at eight and at night.', [maker('0 8,20 * * *')], {
    ...healthy,
    says: ['between 2025-11-17 17:00:00 UTC'],
  }),
  about(
    'key-window/denied',
    'CronJobs may not be listed.',
    [maker('0 8 * * *')],
    incomplete(),
    {},
    { denied: ['cronjobs'] },
  ),
  about('key-lifetime/lasts', 'The key that is made at eight lasts until four.', [maker('0 8 * * *')], {
    ...healthy,
    says: ['made at 2025-11-17 16:00:00 UTC, it lasts 8h'],
  }),
  about(
    'key-lifetime/denied',
    'CronJobs may not be listed.',
    [maker('0 3 * * *')],
    incomplete(),
    {},
    { denied: ['cronjobs'] },
  ),
  about('none', 'Nothing rotates keys.', [], { ...healthy, says: ['not-applicable'] }),
  about(
    'denied',
    'CronJobs may not be listed.',
    [maker('0 */4 * * *')],
    incomplete({ says: ['list cronjobs'] }),
    {},
    {
      denied: ['cronjobs'],
    },
  ),
];

function unzoned(): Built {
  const job = copier('0 */4 * * *');
  return { ...job, spec: { ...(job['spec'] as object), timeZone: 'Middle/Earth' } };
}

function resting(): readonly Built[] {
  const status = {
    replicas: undefined,
    readyReplicas: undefined,
    updatedReplicas: undefined,
    availableReplicas: undefined,
  };
  return [deepMerge(rotator.deployment, { spec: { replicas: 0 }, status })];
}
