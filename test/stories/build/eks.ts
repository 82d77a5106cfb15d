import { mediumNode, tenant } from './app.ts';
import { awsGivesUp, awsRefuses, awsSays, signedIn, type AwsCall } from './aws.ts';
import type { Built, Change } from './build.ts';

/** What AWS says of the cluster workshop-a of these stories, and of what belongs to it. */
export const REGION = 'eu-central-1';
export const ACCOUNT = '111122223333';
export const CLUSTER = 'workshop-a';
export const GROUP = 'workspaces';
const SCALING_GROUP = 'eks-workspaces-7ec3b2d1';

/** The address of its API server, as a kubeconfig and EKS have it. */
export const SERVER = 'https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com';

/** An entry of `commands.yaml`. */
export type Said = ReturnType<typeof awsSays>;

/** What the identity is that everything else is asked as. */
export const AS_SOMEBODY: Said = signedIn(ACCOUNT, REGION);

/** Nobody has signed in. */
export const SIGNED_OUT: Said = awsGivesUp(
  { call: 'sts get-caller-identity', region: REGION },
  'Unable to locate credentials. You can configure credentials by running "aws configure".',
);

/** What a node of the group says of where it is. */
export function onEks(change: Change = {}): Change {
  return {
    metadata: {
      labels: {
        'eks.amazonaws.com/nodegroup': GROUP,
        'alpha.eksctl.io/cluster-name': CLUSTER,
        'topology.kubernetes.io/region': REGION,
      },
    },
    spec: { providerID: 'aws:///eu-central-1a/i-0a1b2c3d4e5f60718' },
    ...change,
  };
}

/** The node of the group, with next to no room left. */
export const fullOfGroup: readonly Built[] = [mediumNode('node-1', onEks()), tenant('node-1', '12Gi')];

/** A call about the cluster. */
function of(call: string, options: AwsCall['options'] = {}): AwsCall {
  return { call, options, region: REGION };
}

const ofGroup = of('eks describe-nodegroup', { 'cluster-name': CLUSTER, 'nodegroup-name': GROUP });
const ofLaunches = of('autoscaling describe-scaling-activities', { 'auto-scaling-group-name': SCALING_GROUP });
const ofCluster = of('eks describe-cluster', { name: CLUSTER });
const ofGroups = of('eks list-nodegroups', { 'cluster-name': CLUSTER });
const ofMachine = of('ec2 describe-instances', { 'instance-ids': 'i-0a1b2c3d4e5f60718' });
const ofAddOns = of('eks list-addons', { 'cluster-name': CLUSTER });

/** One thing that EKS says is wrong. */
export function issue(code: string, message: string, ...resourceIds: readonly string[]): Change {
  return { code, message, resourceIds: [...resourceIds] };
}

/** The node group: of four nodes, with room for two more, unless it is said otherwise. */
export function groupSays(change: Change = {}): Said {
  return awsSays(ofGroup, {
    nodegroup: {
      nodegroupName: GROUP,
      clusterName: CLUSTER,
      version: '1.34',
      status: 'ACTIVE',
      capacityType: 'ON_DEMAND',
      scalingConfig: { minSize: 1, maxSize: 6, desiredSize: 4 },
      instanceTypes: ['m6i.2xlarge'],
      subnets: ['subnet-0a1b2c3d', 'subnet-0b2c3d4e'],
      resources: { autoScalingGroups: [{ name: SCALING_GROUP }] },
      health: { issues: [] },
      ...change,
    },
  });
}

/** Another node group of the cluster, of which no node is there: it may have five. */
export function idleGroupSays(name: string, change: Change = {}): Said {
  return awsSays(of('eks describe-nodegroup', { 'cluster-name': CLUSTER, 'nodegroup-name': name }), {
    nodegroup: {
      nodegroupName: name,
      clusterName: CLUSTER,
      version: '1.34',
      status: 'ACTIVE',
      capacityType: 'ON_DEMAND',
      scalingConfig: { minSize: 0, maxSize: 5, desiredSize: 0 },
      instanceTypes: ['m6i.2xlarge'],
      subnets: ['subnet-0a1b2c3d', 'subnet-0b2c3d4e'],
      amiType: 'AL2023_x86_64_STANDARD',
      diskSize: 100,
      resources: { autoScalingGroups: [{ name: `eks-${name}-0a1b2c3d` }] },
      health: { issues: [] },
      ...change,
    },
  });
}

/** Which node groups the cluster has. */
export function groupsListed(...groups: readonly string[]): Said {
  return awsSays(ofGroups, { nodegroups: groups });
}

/** The node groups of the cluster may not be listed. */
export const GROUPS_DENIED: Said = awsRefuses(
  ofGroups,
  'AccessDeniedException',
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: eks:ListNodegroups on resource: arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`,
);

/** How large the group is and may be. */
export function sizes(minSize: number, desiredSize: number, maxSize: number): Change {
  return { scalingConfig: { minSize, maxSize, desiredSize } };
}

/** The group may not be looked at. */
export const GROUP_DENIED: Said = awsRefuses(
  ofGroup,
  'AccessDeniedException',
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: eks:DescribeNodegroup on resource: arn:aws:eks:${REGION}:${ACCOUNT}:nodegroup/${CLUSTER}/${GROUP}`,
);

/** There is no such group. */
export const GROUP_GONE: Said = awsRefuses(
  ofGroup,
  'ResourceNotFoundException',
  `No node group found for name: ${GROUP}.`,
);

/** What its Auto Scaling group last tried; a launch that was refused says why. */
export function launches(...tries: readonly (readonly [at: string, code: string, message?: string])[]): Said {
  return awsSays(ofLaunches, {
    Activities: tries.map(([at, StatusCode, message]) => ({
      ActivityId: at,
      AutoScalingGroupName: SCALING_GROUP,
      Description: `Launching a new EC2 instance${message === undefined ? ': i-0f1e2d3c4b5a69788' : '.  Status Reason: refused'}`,
      StartTime: at,
      StatusCode,
      ...(message === undefined ? {} : { StatusMessage: message }),
    })),
  });
}

/** Nothing was started lately. */
export const QUIET: Said = launches();

/** The vCPUs of standard machines that the account may run, and how many machines of eight run. */
export function quotaSays(value: number | null, running: number, code = 'L-1216C47A'): readonly Said[] {
  const quota = of('service-quotas get-service-quota', { 'service-code': 'ec2', 'quota-code': code });
  const usual = of('service-quotas get-aws-default-service-quota', quota.options);
  const named = {
    ServiceCode: 'ec2',
    QuotaCode: code,
    QuotaName: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    Unit: 'None',
    Adjustable: true,
  };
  const own =
    value === null
      ? [
          awsRefuses(
            quota,
            'NoSuchResourceException',
            'The request failed because the specified quota does not exist.',
          ),
          awsSays(usual, { Quota: { ...named, Value: 5 } }),
        ]
      : [awsSays(quota, { Quota: { ...named, Value: value } })];
  return [...own, ...machinesSay(running)];
}

/** The quota may not be looked at; what runs may. */
export const QUOTA_DENIED: readonly Said[] = [
  awsRefuses(
    of('service-quotas get-service-quota', { 'service-code': 'ec2', 'quota-code': 'L-1216C47A' }),
    'AccessDeniedException',
    `User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: servicequotas:GetServiceQuota`,
  ),
  ...machinesSay(4),
];

function machinesSay(running: number): readonly Said[] {
  const one = { InstanceType: 'm6i.2xlarge', State: { Code: 16, Name: 'running' }, SubnetId: 'subnet-0a1b2c3d' };
  const shape = {
    InstanceType: 'm6i.2xlarge',
    ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
    VCpuInfo: { DefaultVCpus: 8 },
    MemoryInfo: { SizeInMiB: 32768 },
    NetworkInfo: { MaximumNetworkInterfaces: 4, Ipv4AddressesPerInterface: 15 },
  };
  return [
    awsSays(of('ec2 describe-instances', { filters: 'Name=instance-state-name,Values=pending,running' }), {
      Reservations: Array.from({ length: running }, () => ({ Instances: [one] })),
    }),
    awsSays(of('ec2 describe-instance-types', { 'instance-types': ['m6i.2xlarge'] }), { InstanceTypes: [shape] }),
  ];
}

/** Subnets with so many free addresses, of 251 each. */
export function subnetsSay(free: Readonly<Record<string, number>>): Said {
  return awsSays(of('ec2 describe-subnets', { 'subnet-ids': Object.keys(free) }), {
    Subnets: Object.entries(free).map(([SubnetId, AvailableIpAddressCount], index) => ({
      SubnetId,
      AvailableIpAddressCount,
      AvailabilityZone: `${REGION}${'abc'.charAt(index)}`,
      CidrBlock: `10.0.${index + 1}.0/24`,
    })),
  });
}

/** The subnets may not be looked at. */
export function subnetsDenied(...ids: readonly string[]): Said {
  return awsRefuses(
    of('ec2 describe-subnets', { 'subnet-ids': ids }),
    'UnauthorizedOperation',
    'You are not authorized to perform this operation.',
  );
}

/** The machine of the node, and its subnet. */
export const MACHINE: Said = awsSays(ofMachine, {
  Reservations: [
    {
      Instances: [
        {
          InstanceId: 'i-0a1b2c3d4e5f60718',
          InstanceType: 'm6i.2xlarge',
          State: { Code: 16, Name: 'running' },
          SubnetId: 'subnet-0a1b2c3d',
        },
      ],
    },
  ],
});

/** The cluster, healthy and in standard support, unless it is said otherwise. */
export function clusterSays(change: Change = {}): Said {
  return awsSays(ofCluster, {
    cluster: {
      name: CLUSTER,
      arn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`,
      version: '1.34',
      endpoint: SERVER,
      status: 'ACTIVE',
      resourcesVpcConfig: {
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: ['198.51.100.0/24'],
        subnetIds: ['subnet-0a1b2c3d'],
      },
      logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: true }] },
      health: { issues: [] },
      accessConfig: { authenticationMode: 'API' },
      upgradePolicy: { supportType: 'EXTENDED' },
      computeConfig: { enabled: false },
      ...change,
    },
  });
}

/** The cluster may not be looked at. */
export const CLUSTER_DENIED: Said = awsRefuses(
  ofCluster,
  'AccessDeniedException',
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: eks:DescribeCluster on resource: arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`,
);

/** The machine of the node with its tags, among which EKS names the cluster; nobody marked it where there is none. */
export function machineTagged(tags: Readonly<Record<string, string>> = { 'aws:eks:cluster-name': CLUSTER }): Said {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return awsSays(ofMachine, {
    Reservations: [{ OwnerId: ACCOUNT, Instances: [{ InstanceId: 'i-0a1b2c3d4e5f60718', Tags }] }],
  });
}

/** Machines may not be looked at. */
export const MACHINE_DENIED: Said = awsRefuses(
  ofMachine,
  'UnauthorizedOperation',
  `You are not authorized to perform this operation. User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`,
);

/** The clusters of the region. */
export function clustersSay(...clusters: readonly string[]): Said {
  return awsSays(of('eks list-clusters'), { clusters });
}

/** The clusters of the region may not be listed. */
export const CLUSTERS_DENIED: Said = awsRefuses(
  of('eks list-clusters'),
  'AccessDeniedException',
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: eks:ListClusters on resource: arn:aws:eks:${REGION}:${ACCOUNT}:cluster/*`,
);

/** Another cluster of the region, at an address of its own. */
export function otherSays(name: string): Said {
  return awsSays(of('eks describe-cluster', { name }), {
    cluster: {
      name,
      arn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${name}`,
      endpoint: SERVER.replace('0123', '3210'),
      status: 'ACTIVE',
    },
  });
}

/** Another cluster of the region, which may not be looked at. */
export function otherDenied(name: string): Said {
  return awsRefuses(
    of('eks describe-cluster', { name }),
    'AccessDeniedException',
    `User: arn:aws:sts::${ACCOUNT}:assumed-role/on-call/somebody is not authorized to perform: eks:DescribeCluster on resource: arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${name}`,
  );
}

/** There is no cluster of that name. */
export const CLUSTER_GONE: Said = awsRefuses(
  ofCluster,
  'ResourceNotFoundException',
  `No cluster found for name: ${CLUSTER}.`,
);

/** Which node groups and add-ons the cluster has. */
export function parts(groups: readonly string[] | string, addOns: readonly string[]): readonly Said[] {
  return [awsSays(ofGroups, { nodegroups: groups }), awsSays(ofAddOns, { addons: addOns })];
}

/** An add-on that works, unless it is said otherwise. */
export function addOnSays(name: string, change: Change = {}): Said {
  return awsSays(of('eks describe-addon', { 'cluster-name': CLUSTER, 'addon-name': name }), {
    addon: {
      addonName: name,
      clusterName: CLUSTER,
      status: 'ACTIVE',
      addonVersion: 'v1.12.4-eksbuild.1',
      health: { issues: [] },
      ...change,
    },
  });
}
