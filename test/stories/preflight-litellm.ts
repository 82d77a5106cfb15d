import { INSTALLED, mediumNode } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { object, type Built } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { account, litellmApp, modelGround, modelLog, modelSecrets, SERVES } from './build/litellm.ts';
import { scaled, scaledBeyond } from './build/scaled.ts';
import type { Expected, Story } from './story.ts';

/** The replicas of LiteLLM against the participants of a workshop. */
const ground = [...modelGround, account, ...modelSecrets];
const four = scaled(litellmApp(), 4);

/** Every one of its pods says that it serves. */
function logsOf(objects: readonly Built[]): Readonly<Record<string, string>> {
  const pods = objects.filter(({ kind }) => kind === 'Pod').map((pod) => (pod['metadata'] as { name: string }).name);
  return Object.fromEntries(pods.map((name) => [`litellm/${name}/litellm`, modelLog(SERVES)]));
}

/** An autoscaler that keeps between so many of it. */
function autoscaler(least: number, most: number): Built {
  return object(
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      namespace: 'litellm',
      name: 'litellm',
      created: INSTALLED,
    },
    {
      spec: {
        minReplicas: least,
        maxReplicas: most,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'litellm' },
      },
      status: { currentReplicas: 4, desiredReplicas: 4 },
    },
  );
}

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  participants = 15,
  more: Partial<Scene> = {},
): Story {
  const scene = { objects, logs: logsOf(objects), ...more };
  return storyOf(`preflight-litellm/${name}`, summary, scene, expected, {
    runbook: 'preflight-litellm',
    inputs: { participants, network: '' },
  });
}

export const preflightLitellm: readonly Story[] = [
  about('enough', 'Four replicas are what fifteen people want.', [...ground, ...four], {
    ...healthy,
    says: ['4 declared, 4 ready, 4 wanted'],
  }),
  about(
    'too-few',
    'Thirty people want eight.',
    [...ground, ...four],
    problem('workshop-lacks-litellm', 'confirmed', {
      says: ['replicas: 8', 'kubectl scale deployment/litellm -n litellm --replicas 8 --context lab'],
    }),
    30,
  ),
  about(
    'autoscaled',
    'An autoscaler sets the number, and keeps too few of it.',
    [...ground, ...four, autoscaler(4, 6)],
    problem('workshop-lacks-litellm', 'confirmed', {
      says: ['minReplicas: 8', 'maxReplicas: 8'],
      never: ['kubectl scale'],
    }),
    30,
  ),
  about(
    'not-ready',
    'Eight are declared, and the node holds six of them.',
    [...ground, ...scaledBeyond(litellmApp({ cpu: '1200m', memory: '512Mi' }), 8, 6)],
    problems([
      ['no-room', 'confirmed'],
      ['workshop-litellm-not-ready', 'confirmed'],
    ]),
    30,
  ),
  about('none', 'There is no LiteLLM.', [mediumNode('node-1')], { ...healthy, says: ['not-applicable'] }),
  about(
    'denied',
    'Deployments may not be listed.',
    [...ground, ...four],
    incomplete({ says: ['list deployments'] }),
    15,
    {
      denied: ['deployments'],
    },
  ),
];
