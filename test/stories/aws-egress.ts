import { mediumNode, settled } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { awsRefuses } from './build/aws.ts';
import { ACCOUNT, REGION, signed } from './build/aws-balanced.ts';
import {
  endpoint,
  endpointsAre,
  gateway,
  gatewaysAre,
  groupsAre,
  IMAGE,
  INSTANCE,
  machineIs,
  NODE,
  pullOf,
  profileIs,
  roleMay,
  tablesAre,
  tagIs,
  toGateway,
  vpcIs,
} from './build/aws-registry.ts';
import type { Built } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import type { Expected, Story } from './story.ts';

/** Pulls that get no answer, and kubelets that get no token, by what AWS says of the way. */
const HEAD = `https://${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/v2/shop/web/manifests/1.5.0`;
const timeout = (address: string): string =>
  `failed to do request: Head "${HEAD}": dial tcp ${address}:443: i/o timeout`;
const OUTSIDE = timeout('52.95.110.1');
const INSIDE = timeout('10.0.32.9');
const NO_TOKEN =
  'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials';
const DOCKER = 'docker.io/library/nginx:1.29';
const OF_DOCKER =
  'failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1.29": dial tcp 54.1.2.3:443: i/o timeout';

/** The policy of an endpoint that nobody has touched, and one that somebody has; AWS gives them as texts. */
const ALL = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const ONE_ROLE = { ...ALL, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/builds` } };
const withPolicy = (service: string, statement: object): object =>
  endpoint(service, { PolicyDocument: JSON.stringify({ Version: '2008-10-17', Statement: [statement] }) });

interface Asked {
  readonly image?: string;
  readonly node?: Built;
  readonly denied?: readonly string[];
}

function about(
  name: string,
  summary: string,
  tail: string,
  commands: readonly object[],
  expected: Expected,
  { image = IMAGE, node = NODE, denied = [] }: Asked = {},
): Story {
  const said = commands as NonNullable<Story['commands']>;
  const scene = { objects: [node, ...pullOf(image, tail).all], commands: said, denied };
  return workloadStory(`aws-egress/${name}`, summary, scene, expected);
}

const start = [signed, machineIs(), vpcIs];
const three = [endpoint('ecr.api'), endpoint('ecr.dkr'), endpoint('s3')];
const closed = tablesAre([]);
const open = [gatewaysAre(gateway('available')), tablesAre([toGateway()])];

/** Without a token. */
const tokens: readonly Story[] = [
  about(
    'no-api-endpoint',
    'The private subnet has endpoints for ecr.dkr and s3, and none for ecr.api: the kubelet gets no token.',
    NO_TOKEN,
    [...start, endpointsAre(endpoint('ecr.dkr'), endpoint('s3')), gatewaysAre(), closed],
    problem('ecr-out-of-reach', 'confirmed', {
      says: ['have no way to ecr.api of Amazon ECR', 'reads like missing credentials'],
      never: ['fix-pull-secret'],
    }),
  ),
  about(
    'endpoint-policy',
    'There are all endpoints; the policy of the one for ecr.api lets one role alone through.',
    NO_TOKEN,
    [
      ...start,
      endpointsAre(withPolicy('ecr.api', ONE_ROLE), withPolicy('ecr.dkr', ALL), endpoint('s3')),
      gatewaysAre(),
      closed,
    ],
    problem('image-denied', 'confirmed', { says: ['by these endpoints: vpce-0ecrapi for ecr.api.'] }),
  ),
  about(
    'endpoint-policy-decoy',
    'The same with the policies that endpoints get where nobody gives them another.',
    NO_TOKEN,
    [
      ...start,
      endpointsAre(...['ecr.api', 'ecr.dkr', 's3'].map((each) => withPolicy(each, ALL))),
      gatewaysAre(),
      closed,
    ],
    problem('image-denied', 'confirmed', { never: ['by these endpoints'] }),
  ),
  about(
    'deleted-endpoint',
    'The endpoint for ecr.api was deleted, and is still listed.',
    NO_TOKEN,
    [
      ...start,
      endpointsAre(endpoint('ecr.api', { State: 'deleted', VpcEndpointId: 'vpce-0old' }), ...three.slice(1)),
      gatewaysAre(),
      closed,
    ],
    problem('ecr-out-of-reach', 'confirmed', { says: ['Deleted were: vpce-0old for ecr.api (deleted)'] }),
  ),
  about(
    'deleted-endpoint-decoy',
    'A deleted endpoint is listed beside the one that took its place; the role may not pull.',
    NO_TOKEN,
    [
      ...start,
      endpointsAre(endpoint('ecr.api', { State: 'deleted', VpcEndpointId: 'vpce-0old' }), ...three),
      gatewaysAre(),
      closed,
      tagIs(),
      profileIs,
      roleMay('implicitDeny'),
    ],
    problem('node-role-without-ecr', 'likely', { never: ['vpce-0old', 'out-of-reach'] }),
  ),
  about(
    'no-private-dns',
    'The endpoint for ecr.api is there, and names do not lead to it.',
    NO_TOKEN,
    [
      ...start,
      endpointsAre(endpoint('ecr.api', { PrivateDnsEnabled: false }), ...three.slice(1)),
      gatewaysAre(),
      closed,
    ],
    problem('ecr-out-of-reach', 'confirmed', { says: ['it has no private DNS'] }),
  ),
];

/** Without an answer. */
const answers: readonly Story[] = [
  about(
    'gateway-deleted',
    'The NAT gateway was deleted, and the route to it is a blackhole.',
    OUTSIDE,
    [...start, endpointsAre(), gatewaysAre(gateway('deleted')), tablesAre([toGateway('blackhole')])],
    problem('ecr-out-of-reach', 'confirmed', {
      says: ['something that is gone: nat-0123456789abcdef0 (deleted)', 'ecr.api, ecr.dkr, s3'],
    }),
  ),
  about(
    'gateway-failed',
    'The NAT gateway could not be made, which the route does not show.',
    OF_DOCKER,
    [
      ...start,
      endpointsAre(...three),
      gatewaysAre(
        gateway('failed', {
          FailureCode: 'Gateway.NotAttached',
          FailureMessage: 'Network vpc has no internet gateway',
        }),
      ),
      tablesAre([toGateway()]),
    ],
    problem('subnet-without-way-out', 'confirmed', { says: ['Gateway.NotAttached', 'docker.io is outside'] }),
    { image: DOCKER },
  ),
  about(
    'main-table',
    'The subnet has no route table of its own, and the main one leads nowhere.',
    OF_DOCKER,
    [...start, endpointsAre(...three), gatewaysAre(gateway('available')), tablesAre([toGateway()], [])],
    problem('subnet-without-way-out', 'confirmed', { says: ['the main one of the VPC'] }),
    { image: DOCKER },
  ),
  about(
    'gateway-decoy',
    'There is a NAT gateway and a route to it, so why nobody answers is not known.',
    OUTSIDE,
    [...start, endpointsAre(), ...open],
    problem('image-registry-unreachable', 'confirmed', { says: ['ErrorPortAllocation'] }),
  ),
  about(
    'another-way',
    'The subnet leads to a transit gateway.',
    OUTSIDE,
    [
      ...start,
      endpointsAre(),
      gatewaysAre(),
      tablesAre([{ DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-0aa', State: 'active' }]),
    ],
    problem('image-registry-unreachable', 'confirmed', { says: ['tgw-0aa, of which nothing more was looked at'] }),
  ),
  about(
    'names-lead-outside',
    'All endpoints are there, and the node was led to an address outside.',
    OUTSIDE,
    [...start, endpointsAre(...three), gatewaysAre(), closed],
    problem('image-registry-unreachable', 'confirmed', { says: ['looks names up elsewhere'] }),
  ),
  about(
    'endpoint-closed',
    'The address is one of the VPC, and the group of the endpoints lets in another group alone.',
    INSIDE,
    [
      ...start,
      endpointsAre(...three),
      gatewaysAre(),
      closed,
      groupsAre({ UserIdGroupPairs: [{ GroupId: 'sg-0000000000000000c' }] }),
    ],
    problem('endpoint-closed', 'confirmed', {
      says: ['vpce-0ecrapi', 'authorize-security-group-ingress'],
      never: ['NAT gateway that'],
    }),
  ),
  about(
    'endpoint-open-decoy',
    'The same where the group lets the machines in: something else keeps them out.',
    INSIDE,
    [
      ...start,
      endpointsAre(...three),
      gatewaysAre(),
      closed,
      groupsAre({ UserIdGroupPairs: [{ GroupId: 'sg-0000000000000000a' }] }),
    ],
    problem('endpoint-silent', 'likely', { says: ['network ACL'], never: ['authorize-security-group-ingress'] }),
  ),
  about(
    'groups-denied',
    'The same where the security groups may not be seen.',
    INSIDE,
    [
      ...start,
      endpointsAre(...three),
      gatewaysAre(),
      closed,
      awsRefuses(
        {
          call: 'ec2 describe-security-groups',
          options: { 'group-ids': ['sg-0000000000000000a', 'sg-0000000000000000b', 'sg-0000000000000000b'] },
          region: REGION,
        },
        'UnauthorizedOperation',
        'You are not authorized to perform this operation.',
      ),
    ],
    problem('endpoint-silent', 'likely', { says: ['ec2:DescribeSecurityGroups'] }),
  ),
  about(
    'inside-unknown',
    'The address is one of the VPC, and no endpoint is.',
    INSIDE,
    [...start, endpointsAre(), ...open],
    problem('image-registry-unreachable', 'confirmed', { says: ['a proxy or a registry of its own'] }),
  ),
];

/** Where AWS says nothing. */
const unseen: readonly Story[] = [
  workloadStory(
    'aws-egress/healthy',
    'The image was pulled, so nobody asks AWS about it.',
    { objects: [NODE, ...settled({ image: IMAGE }).all], commands: [signed] as NonNullable<Story['commands']> },
    { ...healthy, never: ['was asked about account'] },
  ),
  about(
    'machine-gone',
    'AWS does not know the machine any more.',
    OUTSIDE,
    [
      signed,
      awsRefuses(
        { call: 'ec2 describe-instances', options: { 'instance-ids': INSTANCE }, region: REGION },
        'InvalidInstanceID.NotFound',
        `The instance ID '${INSTANCE}' does not exist`,
      ),
    ],
    problem('image-registry-unreachable', 'confirmed', { says: ['AWS does not know the machine'] }),
  ),
  about(
    'denied',
    'Whoever aws is signed in as may not see route tables.',
    OUTSIDE,
    [
      ...start,
      endpointsAre(),
      gatewaysAre(),
      awsRefuses(
        {
          call: 'ec2 describe-route-tables',
          options: { filters: `Name=vpc-id,Values=vpc-0123456789abcdef0` },
          region: REGION,
        },
        'UnauthorizedOperation',
        'You are not authorized to perform this operation.',
      ),
    ],
    problem('image-registry-unreachable', 'confirmed', { says: ['ec2:DescribeRouteTables'] }),
  ),
  about('not-asked', 'aws was not asked.', OUTSIDE, [], problem('image-registry-unreachable', 'confirmed')),
  about(
    'elsewhere',
    'The node is no machine of AWS.',
    OF_DOCKER,
    [],
    problem('image-registry-unreachable', 'confirmed', { never: ['"call":"ec2', 'subnet'] }),
    { image: DOCKER, node: mediumNode('node-1') },
  ),
  about(
    'node-denied',
    'The node may not be looked at, so whether it is on AWS is not known.',
    OUTSIDE,
    [...start, endpointsAre(), ...open],
    problem('image-registry-unreachable', 'confirmed'),
    { denied: ['nodes'] },
  ),
];

/** One story per ending, and those that only look like one. */
export const awsEgress: readonly Story[] = [...tokens, ...answers, ...unseen];
