import { rollout, type App } from './app.ts';
import { waiting } from './app-status.ts';
import { awsNode, ACCOUNT, REGION } from './aws-balanced.ts';
import { awsRefuses, awsSays, type AwsCall } from './aws.ts';
import type { Built } from './build.ts';
import { digestOf } from './digest.ts';

/** A pod that cannot pull an image of Amazon ECR, and what AWS says of registry, VPC and role. */
export const INSTANCE = 'i-0123456789abcdef1';
export const VPC = 'vpc-0123456789abcdef0';
export const SUBNET = 'subnet-0123456789abcdef0';
export const REPOSITORY = 'shop/web';
export const IMAGE = imageIn();
export const ROLE = 'workshop-a-node';

/** The image of the pod, in a registry of some account and region. */
export function imageIn(account = ACCOUNT, region = REGION, repository = REPOSITORY): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com/${repository}:1.5.0`;
}

/** What containerd says of a pull, as the kubelet puts it behind its back-off. */
export function pullOf(image: string, tail: string): App {
  const words = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${tail}`;
  const message = `Back-off pulling image "${image}": ErrImagePull: ${words}`;
  return rollout({ image }, { change: waiting('ImagePullBackOff', message) });
}

export const NODE: Built = awsNode('node-1', INSTANCE);

/** The machine that the node is, in the one subnet. */
export function machineIs(more: object = {}, owner = ACCOUNT): object {
  const own = {
    InstanceId: INSTANCE,
    SubnetId: SUBNET,
    VpcId: VPC,
    PrivateIpAddress: '10.0.16.7',
    State: { Code: 16, Name: 'running' },
    SecurityGroups: [{ GroupId: 'sg-0000000000000000a', GroupName: 'nodes' }],
    IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/eks-1a2b3c`, Id: 'AIPAEXAMPLE' },
    ...more,
  };
  return awsSays(
    { call: 'ec2 describe-instances', options: { 'instance-ids': INSTANCE }, region: REGION },
    { Reservations: [{ ReservationId: 'r-0aa', OwnerId: owner, Instances: [own] }] },
  );
}

export const vpcIs = awsSays(
  { call: 'ec2 describe-vpcs', options: { 'vpc-ids': VPC }, region: REGION },
  {
    Vpcs: [
      {
        VpcId: VPC,
        CidrBlock: '10.0.0.0/16',
        CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
      },
    ],
  },
);

const ofVpc = (call: string, option = 'filters'): AwsCall => ({
  call,
  options: { [option]: `Name=vpc-id,Values=${VPC}` },
  region: REGION,
});

/** An endpoint of the VPC with private DNS, of the service that is named. */
export function endpoint(service: string, more: object = {}): object {
  const isGateway = service === 's3';
  return {
    VpcEndpointId: `vpce-0${service.replace('.', '')}`,
    VpcEndpointType: isGateway ? 'Gateway' : 'Interface',
    VpcId: VPC,
    ServiceName: `com.amazonaws.${REGION}.${service}`,
    State: 'available',
    PrivateDnsEnabled: !isGateway,
    RouteTableIds: isGateway ? ['rtb-0private'] : [],
    SubnetIds: isGateway ? [] : [SUBNET],
    Groups: isGateway ? [] : [{ GroupId: 'sg-0000000000000000b', GroupName: 'endpoints' }],
    ...more,
  };
}

/** The endpoints of the VPC. */
export function endpointsAre(...endpoints: readonly object[]): object {
  return awsSays(ofVpc('ec2 describe-vpc-endpoints'), { VpcEndpoints: endpoints });
}

/** The NAT gateways of the VPC. */
export function gatewaysAre(...gateways: readonly object[]): object {
  return awsSays(ofVpc('ec2 describe-nat-gateways', 'filter'), { NatGateways: gateways });
}

/** A NAT gateway in some state. */
export function gateway(State: string, more: object = {}): object {
  return { NatGatewayId: 'nat-0123456789abcdef0', State, VpcId: VPC, ConnectivityType: 'public', ...more };
}

/** The route tables: that of the private subnet, with these routes besides the local one, and the main one. */
export function tablesAre(
  routes: readonly object[],
  associations: readonly object[] = [{ SubnetId: SUBNET, Main: false }],
): object {
  const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };
  return awsSays(ofVpc('ec2 describe-route-tables'), {
    RouteTables: [
      { RouteTableId: 'rtb-0main', VpcId: VPC, Routes: [local], Associations: [{ Main: true }] },
      { RouteTableId: 'rtb-0private', VpcId: VPC, Routes: [local, ...routes], Associations: associations },
    ],
  });
}

/** A default route to the NAT gateway. */
export function toGateway(State = 'active'): object {
  return { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0123456789abcdef0', State };
}

/** The groups of the machine and of the endpoints, whose rules let some source in. */
export function groupsAre(source: object): object {
  const all = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], UserIdGroupPairs: [] };
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [], UserIdGroupPairs: [], ...source };
  const group = (GroupId: string, IpPermissions: readonly object[]) => ({
    GroupId,
    OwnerId: ACCOUNT,
    VpcId: VPC,
    IpPermissions,
    IpPermissionsEgress: [all],
  });
  return awsSays(
    {
      call: 'ec2 describe-security-groups',
      options: { 'group-ids': ['sg-0000000000000000a', 'sg-0000000000000000b', 'sg-0000000000000000b'] },
      region: REGION,
    },
    { SecurityGroups: [group('sg-0000000000000000a', []), group('sg-0000000000000000b', [https])] },
  );
}

interface Asked {
  readonly account?: string;
  readonly region?: string;
  readonly repository?: string;
}

function ecr(operation: string, options: AwsCall['options'], { account = ACCOUNT, region = REGION }: Asked): AwsCall {
  return { call: `ecr ${operation}`, options: { 'registry-id': account, ...options }, region };
}

function tagged(asked: Asked): AwsCall {
  const { repository = REPOSITORY } = asked;
  return ecr('describe-images', { 'repository-name': repository, 'image-ids': 'imageTag=1.5.0' }, asked);
}

/** What the registry holds under the tag. */
export function tagIs(more: object = {}, asked: Asked = {}): object {
  const own = {
    registryId: asked.account ?? ACCOUNT,
    repositoryName: asked.repository ?? REPOSITORY,
    imageDigest: `sha256:${digestOf('held')}`,
    imageTags: ['1.5.0'],
    imagePushedAt: '2025-11-12T08:00:00+00:00',
    imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
    ...more,
  };
  return awsSays(tagged(asked), { imageDetails: [own] });
}

/** The registry has no such tag, or no such repository: the code tells which. */
export function tagMissing(code = 'ImageNotFoundException', asked: Asked = {}): object {
  return awsRefuses(tagged(asked), code, `The image with imageId {imageTag:'1.5.0'} does not exist`);
}

/** Whoever aws is signed in as may not see the images. */
export function tagDenied(asked: Asked = {}): object {
  return awsRefuses(tagged(asked), 'AccessDeniedException', 'User is not authorized to perform: ecr:DescribeImages');
}

/** The registry has the repository. */
export function repositoryIs(asked: Asked = {}): object {
  const { repository = REPOSITORY } = asked;
  return awsSays(ecr('describe-repositories', { 'repository-names': repository }, asked), {
    repositories: [{ repositoryName: repository, repositoryUri: IMAGE.split(':')[0], imageTagMutability: 'MUTABLE' }],
  });
}

/** The registry has no such repository. */
export function repositoryMissing(asked: Asked = {}): object {
  const { repository = REPOSITORY } = asked;
  const call = ecr('describe-repositories', { 'repository-names': repository }, asked);
  return awsRefuses(call, 'RepositoryNotFoundException', `The repository with name '${repository}' does not exist`);
}

/** The tags that the repository has. */
export function tagsAre(tags: readonly string[], asked: Asked = {}): object {
  const { repository = REPOSITORY } = asked;
  const call = ecr('describe-images', { 'repository-name': repository, filter: 'tagStatus=TAGGED' }, asked);
  return awsSays(call, {
    imageDetails: tags.map((tag) => ({
      imageDigest: `sha256:${digestOf(tag)}`,
      imageTags: [tag],
      imagePushedAt: 1762934400.5,
    })),
  });
}

/** The rules of pull through cache of the registry. */
export function rulesAre(rules: readonly object[] = [], asked: Asked = {}): object {
  return awsSays(ecr('describe-pull-through-cache-rules', {}, asked), { pullThroughCacheRules: rules });
}

/** The policy of the repository; none without a text. */
export function policyIs(text: string, asked: Asked): object {
  const call = ecr('get-repository-policy', { 'repository-name': REPOSITORY }, asked);
  if (text === '') return awsRefuses(call, 'RepositoryPolicyNotFoundException', 'Repository policy does not exist');
  return awsSays(call, { registryId: asked.account, repositoryName: REPOSITORY, policyText: text });
}

export const profileIs = awsSays(
  { call: 'iam get-instance-profile', options: { 'instance-profile-name': 'eks-1a2b3c' }, region: REGION },
  {
    InstanceProfile: {
      InstanceProfileName: 'eks-1a2b3c',
      Roles: [{ RoleName: ROLE, Arn: `arn:aws:iam::${ACCOUNT}:role/${ROLE}` }],
    },
  },
);

/** What IAM says of the role of the node, for each call that a pull takes. */
export function roleMay(decision: string): object {
  const actions = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  return awsSays(
    {
      call: 'iam simulate-principal-policy',
      options: { 'policy-source-arn': `arn:aws:iam::${ACCOUNT}:role/${ROLE}`, 'action-names': actions },
      region: REGION,
    },
    {
      EvaluationResults: actions.map((EvalActionName) => ({
        EvalActionName,
        EvalResourceName: '*',
        EvalDecision: decision,
      })),
    },
  );
}
