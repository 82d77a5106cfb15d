import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../support/shipped.ts';
import { ask, type Options } from './asking.ts';
import { makeHome, startEmulator, type Emulator, type Estate, type Home } from './harness.ts';
import { describeAws, thoroughly } from './machine.ts';

/** A call as runbooks make it, and what its answer has to hold for the probes that read it. */
interface Operation {
  readonly options: (estate: Estate) => Options;
  readonly holds: object;
}

const one = (each: object): unknown => expect.objectContaining(each);
const some = (each: object): unknown => expect.arrayContaining([one(each)]);
const text: unknown = expect.any(String);
const number: unknown = expect.any(Number);

/** The database cluster and its instances have these in common. */
const OF_DATABASE = {
  Engine: 'aurora-postgresql',
  VpcSecurityGroups: some({ VpcSecurityGroupId: text, Status: 'active' }),
};

const ofVpc = ({ vpc }: Estate) => `Name=vpc-id,Values=${vpc}`;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'autoscaling describe-scaling-activities': {
    options: ({ scalingGroup }) => ({ 'auto-scaling-group-name': scalingGroup }),
    holds: { Activities: [] },
  },
  'ec2 describe-instance-types': {
    options: () => ({ 'instance-types': ['m6i.2xlarge', 'm6i.large'] }),
    holds: {
      InstanceTypes: some({ InstanceType: 'm6i.2xlarge', VCpuInfo: one({ DefaultVCpus: 8 }) }),
    },
  },
  'ec2 describe-instances': {
    options: ({ nodes }) => ({ 'instance-ids': nodes.map(({ instance }) => instance) }),
    holds: {
      Reservations: some({
        OwnerId: text,
        Instances: some({
          InstanceId: text,
          Tags: some({ Key: 'eks:cluster-name', Value: 'workshop-a' }),
          SubnetId: text,
          VpcId: text,
          State: one({ Name: 'running' }),
          SecurityGroups: some({ GroupId: text }),
          NetworkInterfaces: some({
            Groups: some({ GroupId: text }),
            PrivateIpAddresses: some({ PrivateIpAddress: text }),
          }),
          IamInstanceProfile: one({ Arn: text }),
        }),
      }),
    },
  },
  'ec2 describe-nat-gateways': {
    options: (estate) => ({ filter: ofVpc(estate) }),
    holds: { NatGateways: some({ NatGatewayId: text, State: 'available', SubnetId: text }) },
  },
  'ec2 describe-network-acls': {
    options: ({ subnets }) => ({
      filters: `Name=association.subnet-id,Values=${subnets['private-a']},${subnets.small}`,
    }),
    holds: {
      NetworkAcls: some({
        NetworkAclId: text,
        Associations: some({ SubnetId: text }),
        Entries: some({ RuleNumber: 100, RuleAction: 'allow', Egress: true, Protocol: '-1', CidrBlock: '0.0.0.0/0' }),
      }),
    },
  },
  'ec2 describe-network-interfaces': {
    options: ({ nodes }) => ({ filters: `Name=addresses.private-ip-address,Values=${nodes[0]?.pod ?? ''}` }),
    holds: { NetworkInterfaces: some({ VpcId: text, SubnetId: text, Groups: some({ GroupId: text }) }) },
  },
  'ec2 describe-route-tables': {
    options: (estate) => ({ filters: ofVpc(estate) }),
    holds: {
      RouteTables: some({
        Routes: some({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: text, State: 'active' }),
        Associations: some({ SubnetId: text, Main: false }),
      }),
    },
  },
  'ec2 describe-security-groups': {
    options: ({ groups }) => ({ 'group-ids': [groups.node, groups.database] }),
    holds: {
      SecurityGroups: some({
        GroupId: text,
        VpcId: text,
        IpPermissions: some({
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          UserIdGroupPairs: some({ GroupId: text }),
        }),
        IpPermissionsEgress: some({ IpProtocol: '-1', IpRanges: some({ CidrIp: '0.0.0.0/0' }) }),
      }),
    },
  },
  'ec2 describe-subnets': {
    options: ({ subnets }) => ({ 'subnet-ids': [subnets['private-a'], subnets.small] }),
    holds: { Subnets: some({ SubnetId: text, CidrBlock: '10.20.200.0/28', AvailableIpAddressCount: number }) },
  },
  'ec2 describe-vpc-endpoints': {
    options: (estate) => ({ filters: ofVpc(estate) }),
    holds: {
      VpcEndpoints: some({
        ServiceName: 'com.amazonaws.eu-central-1.ecr.dkr',
        VpcEndpointType: 'Interface',
        State: 'available',
        PrivateDnsEnabled: true,
        Groups: some({ GroupId: text }),
      }),
    },
  },
  'ec2 describe-vpcs': {
    options: ({ vpc }) => ({ 'vpc-ids': vpc }),
    holds: { Vpcs: some({ CidrBlock: '10.20.0.0/16', CidrBlockAssociationSet: some({ CidrBlock: '10.20.0.0/16' }) }) },
  },
  'ec2 get-managed-prefix-list-entries': {
    options: ({ prefixList }) => ({ 'prefix-list-id': prefixList }),
    holds: { Entries: some({ Cidr: '10.20.0.0/16' }) },
  },
  'ecr batch-get-image': {
    options: ({ repository }) => ({ 'repository-name': repository.name, 'image-ids': 'imageTag=latest' }),
    holds: {
      images: some({ imageId: { imageTag: 'latest', imageDigest: text }, imageManifest: text }),
      failures: [],
    },
  },
  'ecr describe-images': {
    options: ({ repository }) => ({ 'repository-name': repository.name, 'image-ids': 'imageTag=latest' }),
    holds: {
      imageDetails: some({ imageDigest: text, imageTags: ['latest'], imagePushedAt: expect.anything() as unknown }),
    },
  },
  'ecr describe-pull-through-cache-rules': {
    options: ({ account }) => ({ 'registry-id': account }),
    holds: { pullThroughCacheRules: [] },
  },
  'ecr describe-repositories': {
    options: ({ repository }) => ({ 'repository-names': repository.name }),
    holds: { repositories: some({ repositoryUri: text, imageTagMutability: text }) },
  },
  'eks describe-addon': {
    options: ({ cluster }) => ({ 'cluster-name': cluster, 'addon-name': 'vpc-cni' }),
    holds: { addon: one({ status: 'ACTIVE', addonVersion: text }) },
  },
  'eks describe-cluster': {
    options: ({ cluster }) => ({ name: cluster }),
    holds: {
      cluster: one({
        status: 'ACTIVE',
        arn: text,
        endpoint: text,
        version: '1.33',
        health: { issues: [] },
        resourcesVpcConfig: one({
          vpcId: text,
          clusterSecurityGroupId: text,
          endpointPublicAccess: true,
        }),
      }),
    },
  },
  'eks describe-nodegroup': {
    options: ({ cluster, nodeGroup }) => ({ 'cluster-name': cluster, 'nodegroup-name': nodeGroup }),
    holds: {
      nodegroup: one({
        status: 'ACTIVE',
        scalingConfig: { minSize: 2, maxSize: 10, desiredSize: 4 },
        resources: one({ autoScalingGroups: some({ name: text }) }),
        subnets: [text, text],
        instanceTypes: ['m6i.2xlarge'],
      }),
    },
  },
  'eks list-addons': {
    options: ({ cluster }) => ({ 'cluster-name': cluster }),
    holds: { addons: ['vpc-cni', 'coredns', 'kube-proxy'] },
  },
  'eks list-clusters': {
    options: () => ({}),
    holds: { clusters: ['workshop-a'] },
  },
  'eks list-nodegroups': {
    options: ({ cluster }) => ({ 'cluster-name': cluster }),
    holds: { nodegroups: ['workspaces'] },
  },
  'eks list-pod-identity-associations': {
    options: ({ cluster }) => ({ 'cluster-name': cluster, namespace: 'coder', 'service-account': 'coder-provisioner' }),
    holds: { associations: [] },
  },
  'elbv2 describe-load-balancers': {
    options: () => ({}),
    holds: {
      LoadBalancers: some({ LoadBalancerArn: text, DNSName: text, Type: 'network', State: { Code: 'active' } }),
    },
  },
  'elbv2 describe-target-groups': {
    options: ({ balancer }) => ({ 'load-balancer-arn': balancer.arn }),
    holds: {
      TargetGroups: some({
        TargetGroupArn: text,
        TargetType: 'ip',
        Port: number,
        HealthCheckPath: '/healthz',
        HealthCheckPort: text,
      }),
    },
  },
  'elbv2 describe-target-health': {
    options: ({ targetGroup }) => ({ 'target-group-arn': targetGroup }),
    holds: {
      TargetHealthDescriptions: some({
        Target: one({ Id: text, Port: 8080 }),
        TargetHealth: one({ State: 'healthy' }),
      }),
    },
  },
  'iam get-instance-profile': {
    options: ({ roles }) => ({ 'instance-profile-name': roles.node }),
    holds: { InstanceProfile: one({ Roles: some({ RoleName: 'workshop-a-node', Arn: text }) }) },
  },
  'iam get-role': {
    options: ({ roles }) => ({ 'role-name': roles.provisioner }),
    // The program decodes the policy, which travels as text.
    holds: { Role: one({ Arn: text, AssumeRolePolicyDocument: one({ Statement: some({ Effect: 'Allow' }) }) }) },
  },
  'iam list-open-id-connect-providers': {
    options: () => ({}),
    holds: { OpenIDConnectProviderList: some({ Arn: text }) },
  },
  'iam simulate-principal-policy': {
    options: ({ account, roles }) => ({
      'policy-source-arn': `arn:aws:iam::${account}:role/${roles.node}`,
      'action-names': ['ecr:BatchGetImage', 'ecr:GetAuthorizationToken'],
    }),
    holds: { EvaluationResults: some({ EvalActionName: 'ecr:BatchGetImage', EvalDecision: 'allowed' }) },
  },
  'rds describe-db-clusters': {
    options: () => ({}),
    holds: {
      DBClusters: some({
        ...OF_DATABASE,
        Status: 'available',
        Endpoint: text,
        ReaderEndpoint: text,
        Port: 5432,
        DBClusterMembers: some({ DBInstanceIdentifier: text, IsClusterWriter: true }),
      }),
    },
  },
  'rds describe-db-instances': {
    options: () => ({}),
    holds: {
      DBInstances: some({
        ...OF_DATABASE,
        DBInstanceStatus: 'available',
        Endpoint: one({ Address: text }),
      }),
    },
  },
  'rds describe-events': {
    options: ({ database }) => ({ 'source-identifier': database.id, 'source-type': 'db-cluster', duration: '1440' }),
    holds: { Events: [] },
  },
  'service-quotas get-aws-default-service-quota': {
    options: () => ({ 'service-code': 'ec2', 'quota-code': 'L-1216C47A' }),
    holds: { Quota: one({ Value: 256, QuotaCode: 'L-1216C47A' }) },
  },
  'service-quotas get-service-quota': {
    options: () => ({ 'service-code': 'ec2', 'quota-code': 'L-1216C47A' }),
    holds: { Quota: one({ Value: 256, QuotaCode: 'L-1216C47A' }) },
  },
  'sts get-caller-identity': { options: () => ({}), holds: { Account: '111122223333', Arn: text } },
};

/** What a runbook asks and the emulator does not answer as AWS would, with the reason. */
const NOT_LIVE: Readonly<Record<string, string>> = {
  'ecr get-repository-policy': 'the repository has none, and then it is not found',
};

test('every operation that a runbook asks is asked here', () => {
  const asked = [...catalogue.runbooks.values()].flatMap(({ lookups }) =>
    Object.values(lookups).flatMap(({ aws }) => aws?.call ?? []),
  );
  const tried = [...Object.keys(OPERATIONS), ...Object.keys(NOT_LIVE)];
  expect([...new Set(asked)].filter((call) => !tried.includes(call))).toEqual([]);
});

describeAws('the operations that runbooks ask', () => {
  let emulator: Emulator;
  let home: Home;
  let estate: Estate;

  beforeAll(async () => {
    home = makeHome();
    emulator = await startEmulator();
    estate = await emulator.build();
  });

  afterAll(async () => {
    await emulator.close();
    home.remove();
  });

  thoroughly.each(Object.entries(OPERATIONS))('%s', async (call, { options, holds }) => {
    const fact = await ask(call, options(estate), { env: home.environment(emulator.url) });
    expect(fact).toEqual({ state: 'known', value: one(holds) as object });
  });

  thoroughly('ecr get-repository-policy, of a repository without one', async () => {
    const options = { 'repository-name': estate.repository.name };
    const fact = await ask('ecr get-repository-policy', options, { env: home.environment(emulator.url) });
    expect(fact).toEqual({ state: 'absent', what: 'object' });
  });
});
