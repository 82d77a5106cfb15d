import { INSTALLED, mediumNode } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { object, type Built } from './build/build.ts';
import { workspace } from './build/coder-workspace.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { secretObject } from './build/litellm.ts';
import { namespaceObject } from './build/namespace.ts';
import { atCoder, checkStory } from './build/preflight-place.ts';
import type { Expected, Story } from './story.ts';

/** Pull secrets of workspaces: there, of the right type, and as old as they are. */
const ECR = '123456789012.dkr.ecr.us-east-2.amazonaws.com/coder/base:v3';
const GHCR = 'ghcr.io/example/base:v3';
const ground = [...atCoder.objects, mediumNode('node-2'), namespaceObject('workspaces')];

const account = (name: string): Built =>
  object(
    { apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'workspaces', name: 'default', created: INSTALLED },
    { imagePullSecrets: [{ name }] },
  );
const secret = (name: string, written: string, type = 'kubernetes.io/dockerconfigjson'): Built => ({
  ...secretObject('workspaces', name, written),
  type,
});

interface Held {
  readonly name?: string;
  readonly image?: string;
  readonly held?: readonly Built[];
  readonly denied?: readonly string[];
  readonly version?: string;
}

function about(folder: string, summary: string, held: Held, expected: Expected): Story {
  const { name = 'registry', image = GHCR, denied, version } = held;
  const objects = [...ground, ...workspace('6a1f2b3c', 'node-2', image).all, account(name), ...(held.held ?? [])];
  const scene =
    denied === undefined ? { objects, logs: atCoder.logs ?? {} } : { objects, logs: atCoder.logs ?? {}, denied };
  const story = checkStory('pull-secrets', folder, summary, scene, expected);
  return version === undefined ? story : { ...story, snapshot: { ...story.snapshot, version } };
}

const EKS = 'v1.34.1-eks-113cf36';
const [FRESH, THIS_MORNING, YESTERDAY] = ['2025-11-15T17:00:00Z', '2025-11-15T08:00:00Z', '2025-11-14T08:00:00Z'];

/** One Secret by itself. */
function alone(folder: string, summary: string, expected: Expected, denied: readonly string[] = []): Story {
  const objects = [...ground, account('registry'), secret('registry', YESTERDAY)];
  return storyOf(`pull-secret/${folder}`, summary, denied.length === 0 ? { objects } : { objects, denied }, expected, {
    runbook: 'pull-secret',
    inputs: {
      by: 'ServiceAccount/workspaces/default',
      secretName: 'registry',
      home: 'workspaces',
      users: 1,
      registries: 'ghcr.io',
      onlyEcr: '',
      end: '2025-11-15T23:00:00Z',
    },
  });
}

export const preflightPullSecrets: readonly Story[] = [
  alone('healthy', 'It is there, of the right type, and no token of ECR.', healthy),
  alone('denied', 'It may not be looked at.', incomplete({ says: ['secrets'] }), ['secrets']),
  about(
    'pass',
    'The Secret is there, and of the right type.',
    { held: [secret('registry', YESTERDAY)] },
    {
      ...healthy,
      says: ['workspaces/registry'],
    },
  ),
  checkStory('pull-secrets', 'none-named', 'No pod names one.', atCoder, healthy),
  about(
    'fail',
    'The Secret does not exist.',
    {},
    problem('pull-secret-missing', 'confirmed', {
      says: ['workspaces/registry', '"severity":"P1"'],
    }),
  ),
  about(
    'other-type',
    'It is a Secret of another type.',
    { held: [secret('registry', YESTERDAY, 'Opaque')] },
    problem('pull-secret-of-other-type', 'confirmed'),
  ),
  about(
    'token-over',
    'Its token for ECR has run out, and the cluster is none of EKS.',
    { name: 'ecr-token', image: ECR, held: [secret('ecr-token', YESTERDAY)] },
    problem('ecr-token-runs-out', 'likely', { says: ['It has run out', '"severity":"P1"'] }),
  ),
  about(
    'warn',
    'Its token for ECR runs out before the workshop is over.',
    { name: 'ecr-token', image: ECR, held: [secret('ecr-token', THIS_MORNING)] },
    problem('ecr-token-runs-out', 'likely', { says: ['before the workshop is over', '"severity":"P2"'] }),
  ),
  about(
    'token-over-on-eks',
    'Its token has run out, and the role of the nodes pulls without it.',
    { name: 'ecr-token', image: ECR, held: [secret('ecr-token', YESTERDAY)], version: EKS },
    problem('ecr-token-runs-out', 'likely', { says: ['"severity":"P3"', 'does no harm'] }),
  ),
  about(
    'token-fresh',
    'Its token was written an hour ago.',
    {
      name: 'ecr-token',
      image: ECR,
      held: [secret('ecr-token', FRESH)],
    },
    healthy,
  ),
  about(
    'unknown',
    'Secrets may not be looked at.',
    { held: [secret('registry', FRESH)], denied: ['secrets'] },
    incomplete({
      says: ['secrets'],
    }),
  ),
  checkStory(
    'pull-secrets',
    'not-applicable',
    'Nothing of Coder is here.',
    { objects: [mediumNode('node-1')] },
    {
      ...healthy,
      says: ['"kind":"not-applicable"'],
    },
  ),
];
