import { storyOf, type Scene } from './build/ask.ts';
import { mediumNode } from './build/app.ts';
import { object, type Built, type Change } from './build/build.ts';
import { awsRefuses, awsSays, signedIn, type AwsCall } from './build/aws.ts';
import { healthy, incomplete, problem, snapshot } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import { CONNECTED_LOG, PROVISIONER_LOG, provisioner } from './build/provisioner.ts';
import type { Expected, Story } from './story.ts';

/** Roles of AWS that ServiceAccounts name, as IAM and EKS tell of them. */
const REGION = 'eu-central-1';
const ACCOUNT = '111122223333';
const CONTEXT = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/workshop-a`;
const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/workshops/coder-provisioner`;
const REFUSED =
  'An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity';

const node = mediumNode('node-1', {
  metadata: { labels: { 'topology.kubernetes.io/region': REGION } },
  spec: { providerID: `aws:///${REGION}a/i-0123456789abcdef0` },
});

function serviceAccount(role: string | null): Built {
  const annotations: Change = role === null ? {} : { 'eks.amazonaws.com/role-arn': role };
  return object(
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      namespace: 'coder',
      name: 'coder-provisioner',
      created: '2025-11-15T17:00:00Z',
    },
    { metadata: { annotations } },
  );
}

const app = provisioner({ spec: { serviceAccountName: 'coder-provisioner', serviceAccount: 'coder-provisioner' } });

const call = (words: string, options: AwsCall['options'] = {}): AwsCall => ({ call: words, options, region: REGION });
const GET_ROLE = call('iam get-role', { 'role-name': 'coder-provisioner' });
const CLUSTER = call('eks describe-cluster', { name: 'workshop-a' });
const PROVIDERS = call('iam list-open-id-connect-providers');
const ASSOCIATIONS = call('eks list-pod-identity-associations', {
  'cluster-name': 'workshop-a',
  namespace: 'coder',
  'service-account': 'coder-provisioner',
});

const SUBJECT = 'system:serviceaccount:coder:coder-provisioner';
const trusting = (condition: object) =>
  awsSays(GET_ROLE, {
    Role: {
      Path: '/workshops/',
      RoleName: 'coder-provisioner',
      RoleId: 'AROAEXAMPLE',
      Arn: ROLE,
      CreateDate: '2025-10-01T09:00:00+00:00',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: PROVIDER },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: { StringEquals: condition },
          },
        ],
      },
      MaxSessionDuration: 3600,
    },
  });
const well = trusting({ [`${ISSUER}:sub`]: SUBJECT, [`${ISSUER}:aud`]: 'sts.amazonaws.com' });
const cluster = awsSays(CLUSTER, {
  cluster: { name: 'workshop-a', status: 'ACTIVE', identity: { oidc: { issuer: `https://${ISSUER}` } } },
});
const providers = awsSays(PROVIDERS, { OpenIDConnectProviderList: [{ Arn: PROVIDER }] });
const nobody = awsSays(ASSOCIATIONS, { associations: [] });
const signed = signedIn(ACCOUNT, REGION);

interface Sketch {
  readonly role?: string | null;
  readonly complaint?: string;
  readonly commands?: Scene['commands'];
  readonly denied?: readonly string[];
  readonly at?: Built;
  readonly context?: string;
}

function about(name: string, summary: string, sketch: Sketch, expected: Expected): Story {
  const { role = ROLE, complaint, commands, denied = [], at = node, context = CONTEXT } = sketch;
  const objects = [...app.all, at, namespaceObject('coder'), serviceAccount(role)];
  const inputs = { workload: 'Deployment/coder/coder-provisioner', ...(complaint === undefined ? {} : { complaint }) };
  const scene = {
    objects,
    logs: { [PROVISIONER_LOG]: CONNECTED_LOG },
    denied,
    ...(commands === undefined ? {} : { commands }),
  };
  const story = storyOf(`aws-role/${name}`, summary, scene, expected, { runbook: 'aws-role', inputs });
  return { ...story, snapshot: { ...snapshot(denied), context } };
}

const answers = (...more: NonNullable<Scene['commands']>): Scene['commands'] => [signed, cluster, ...more];

export const awsRole: readonly Story[] = [
  about('trusted', 'The role is there and trusts the ServiceAccount.', { commands: answers(well, providers) }, healthy),
  about(
    'missing',
    'The ServiceAccount names a role that nobody made.',
    {
      commands: answers(awsRefuses(GET_ROLE, 'NoSuchEntity', 'The role with name coder-provisioner cannot be found.')),
      complaint: REFUSED,
    },
    problem('role-missing', 'confirmed', {
      says: [
        'coder-provisioner of ServiceAccount coder-provisioner does not exist',
        'AWS was asked about account 111122223333',
      ],
    }),
  ),
  about(
    'missing-unheard',
    'The role is not there; nobody has complained yet.',
    {
      commands: answers(awsRefuses(GET_ROLE, 'NoSuchEntity', 'The role with name coder-provisioner cannot be found.')),
    },
    problem('role-missing', 'likely'),
  ),
  about(
    'condition-over-arn',
    'The condition of the trust policy is over the ARN of the provider in place of the host of the issuer.',
    { commands: answers(trusting({ [`${PROVIDER}:sub`]: SUBJECT }), providers, nobody), complaint: REFUSED },
    problem('role-not-trusted', 'confirmed', { says: ['begin with the host of the issuer, not with the ARN'] }),
  ),
  about(
    'another-account',
    'The role is for another ServiceAccount of the namespace.',
    {
      commands: answers(trusting({ [`${ISSUER}:sub`]: 'system:serviceaccount:coder:coder' }), providers, nobody),
      complaint: REFUSED,
    },
    problem('role-not-trusted', 'confirmed', { says: ['is for system:serviceaccount:coder:coder'] }),
  ),
  about(
    'pod-identity',
    'The trust policy is of no use, and EKS Pod Identity gives the role.',
    {
      commands: answers(
        trusting({ [`${ISSUER}:sub`]: 'system:serviceaccount:coder:coder' }),
        providers,
        awsSays(ASSOCIATIONS, {
          associations: [
            {
              clusterName: 'workshop-a',
              namespace: 'coder',
              serviceAccount: 'coder-provisioner',
              associationId: 'a-1',
            },
          ],
        }),
      ),
    },
    healthy,
  ),
  about(
    'issuer-unknown-to-iam',
    'Nobody told IAM of the issuer of the cluster.',
    { commands: answers(well, awsSays(PROVIDERS, { OpenIDConnectProviderList: [] })), complaint: REFUSED },
    problem('provider-missing', 'confirmed', { says: ['create-open-id-connect-provider'] }),
  ),
  about(
    'no-arn',
    'The annotation holds the name of the role in place of its ARN.',
    { role: 'coder-provisioner', commands: answers() },
    problem('role-arn-wrong', 'likely'),
  ),
  about(
    'name-by-instance',
    'The kubeconfig does not tell which cluster of EKS it is: one of its machines does.',
    {
      context: 'lab',
      commands: answers(
        awsSays(call('ec2 describe-instances', { 'instance-ids': 'i-0123456789abcdef0' }), {
          Reservations: [
            {
              OwnerId: ACCOUNT,
              Instances: [
                {
                  InstanceId: 'i-0123456789abcdef0',
                  Tags: [{ Key: 'aws:eks:cluster-name', Value: 'workshop-a' }],
                },
              ],
            },
          ],
        }),
        well,
        providers,
      ),
    },
    healthy,
  ),
  about(
    'name-denied',
    'The kubeconfig does not tell which cluster of EKS it is, and its machines may not be looked at.',
    {
      context: 'lab',
      commands: answers(
        awsRefuses(
          call('ec2 describe-instances', { 'instance-ids': 'i-0123456789abcdef0' }),
          'UnauthorizedOperation',
          'You are not authorized to perform this operation.',
        ),
        well,
        providers,
      ),
    },
    incomplete({ says: ['ec2:DescribeInstances'], never: ['role-not-trusted'] }),
  ),
  about(
    'role-of-another-account',
    'The role is of another account than the one that is asked; one of its name is not there.',
    {
      role: 'arn:aws:iam::444455556666:role/coder-provisioner',
      commands: answers(awsRefuses(GET_ROLE, 'NoSuchEntity', 'The role with name coder-provisioner cannot be found.')),
      complaint: REFUSED,
    },
    incomplete({ says: ['is of account 444455556666'], never: ['does not exist'] }),
  ),
  about('no-role', 'The ServiceAccount names no role: AWS is not asked.', { role: null }, healthy),
  about(
    'elsewhere-decoy',
    'The cluster is not on AWS; the annotation came with the manifests.',
    { at: mediumNode('node-1'), context: 'lab' },
    healthy,
  ),
  about(
    'denied',
    'This identity may not see roles.',
    {
      commands: answers(
        awsRefuses(
          GET_ROLE,
          'AccessDenied',
          `User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: iam:GetRole on resource: role coder-provisioner`,
        ),
        providers,
      ),
    },
    incomplete({ says: ['iam:GetRole', 'aws iam get-role --role-name coder-provisioner'] }),
  ),
  about(
    'not-asked',
    'AWS was not asked.',
    {},
    incomplete({ says: ['aws iam get-role --role-name coder-provisioner --region eu-central-1 --output json'] }),
  ),
  about(
    'wrong-account',
    'The program is signed in to another account than the cluster is of.',
    { commands: [signedIn('444455556666', REGION)] },
    incomplete({ says: ['signed in to account 444455556666'] }),
  ),
  about(
    'account-denied',
    'The ServiceAccount may not be looked at.',
    { denied: ['serviceaccounts'], commands: answers(well, providers) },
    incomplete({ says: ['serviceaccounts'] }),
  ),
];
