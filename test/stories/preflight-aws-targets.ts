import { addressOf, sliceOf } from './build/traffic.ts';
import type { Scene } from './build/ask.ts';
import { awsGivesUp } from './build/aws.ts';
import {
  awsNode,
  balancedCoder,
  balancerIs,
  bindingOf,
  groupIs,
  REGION,
  signed,
  target,
  targetsAre,
  targetsDenied,
} from './build/aws-balanced.ts';
import type { Built } from './build/build.ts';
import { mediumNode } from './build/app.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import { checkStory, SERVER, SERVER_LOG } from './build/preflight-place.ts';
import type { Expected, Story } from './story.ts';

/** The load balancers of a workshop, as AWS sees their targets. */
const ADDRESS = addressOf(SERVER.newPod);
const SECOND = 'i-0123456789abcdef2';
const NODES = [awsNode('node-1', 'i-0123456789abcdef1'), awsNode('node-2', SECOND)];
const own = balancedCoder();
const ofPods: readonly Built[] = [
  own,
  sliceOf(own, [SERVER.newPod], { metadata: { namespace: 'coder' } }),
  bindingOf(),
];
const around = (nodes: readonly Built[], door: readonly Built[] = ofPods): readonly Built[] => [
  ...SERVER.all,
  ...nodes,
  namespaceObject('coder'),
  ...door,
];

function about(
  folder: string,
  summary: string,
  commands: readonly object[],
  expected: Expected,
  more: Partial<Scene> = {},
): Story {
  const said = commands as NonNullable<Scene['commands']>;
  const scene: Scene = { objects: around(NODES), logs: SERVER_LOG, commands: said, ...more };
  return checkStory('aws-targets', folder, summary, scene, expected);
}

const start = [signed, balancerIs(), groupIs()];
const stopped = awsGivesUp(
  { call: 'sts get-caller-identity', region: REGION },
  'Unable to locate credentials. You can configure credentials by running "aws configure".',
);

export const preflightAwsTargets: readonly Story[] = [
  about('pass', 'The pod of the server is healthy in AWS.', [...start, targetsAre(target(ADDRESS, 'healthy'))], {
    ...healthy,
    says: ['1 healthy, 1 wanted, 1 registered'],
  }),
  about(
    'fail',
    'The health check of the load balancer gets no answer.',
    [...start, targetsAre(target(ADDRESS, 'unhealthy', 'Target.Timeout', 'Request timed out'))],
    problem('aws-targets-unhealthy', 'confirmed', { says: ['"severity":"P1"', 'a security group'] }),
  ),
  about(
    'warn',
    'An address that is gone is still registered beside the one that is well.',
    [...start, targetsAre(target(ADDRESS, 'healthy'), target('10.244.9.9', 'healthy'))],
    problem('aws-targets-stale', 'likely', { says: ['"severity":"P2"'] }),
  ),
  about(
    'draining-decoy',
    'A rollout has just ended.',
    [
      ...start,
      targetsAre(target(ADDRESS, 'healthy'), target('10.244.9.9', 'draining', 'Target.DeregistrationInProgress')),
    ],
    healthy,
  ),
  about(
    'unknown',
    'Whoever aws is signed in as may not see targets.',
    [...start, targetsDenied],
    incomplete({ says: ['elasticloadbalancing:DescribeTargetHealth'] }),
  ),
  about(
    'services-denied',
    'The Services may not be listed.',
    [...start, targetsAre(target(ADDRESS, 'healthy'))],
    incomplete({ says: ['list services'] }),
    { denied: ['services'] },
  ),
  about(
    'not-asked',
    'aws is signed in as nobody.',
    [stopped],
    incomplete({
      says: [
        'whether the targets of coder/coder are healthy was not looked at',
        'aws elbv2 describe-load-balancers --region eu-central-1',
        'aws has no credentials',
      ],
      never: ['not-applicable'],
    }),
  ),
  about(
    'nodes-elsewhere',
    'A load balancer of AWS leads to a cluster whose nodes are no machines of AWS, so nobody knows where to ask.',
    [signed],
    incomplete({ says: ['was not looked at', '--region <region>'], never: ['not-applicable'] }),
    { objects: around([mediumNode('node-1')]) },
  ),
  about(
    'nodes-denied',
    'Nodes may not be listed, so whether AWS can be asked is not known.',
    [signed],
    incomplete({ says: ['list nodes'] }),
    { denied: ['nodes'] },
  ),
  about(
    'not-applicable',
    'The context is not on AWS.',
    [],
    { ...healthy, says: ['"kind":"not-applicable"'], never: ['elasticloadbalancing'] },
    { objects: around([mediumNode('node-1')], []) },
  ),
];
