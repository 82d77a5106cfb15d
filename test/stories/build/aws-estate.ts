import { mediumNode } from './app.ts';
import { awsRefuses, awsSays, signedIn, type AwsCall } from './aws.ts';
import type { Built, Change } from './build.ts';
import { namespaceObject } from './namespace.ts';

/** A cluster of EKS with one node, a database beside it, and what `aws` says of both. Account and names are examples. */
export const REGION = 'eu-central-1';
export const ACCOUNT = '111122223333';
export const VPC = 'vpc-0a1b2c3d4e5f60718';
export const NODE_GROUP = 'sg-0aaa1111bbb22222c';
export const DB_GROUP = 'sg-0ddd4444eee55555f';
export const POD_GROUP = 'sg-0777888899990000a';
export const NODE_SUBNET = 'subnet-0a1b2c3d4e5f60718';
export const DB_SUBNET = 'subnet-0d4e5f60718a1b2c3';
export const POD_ADDRESS = '10.20.1.20';
export const DB_ADDRESS = '10.20.9.40';
export const DB_HOST = 'workshop-a.cluster-c3x9q2m1kzab.eu-central-1.rds.amazonaws.com';
const INSTANCE = 'i-0a1b2c3d4e5f60718';
const NODE_INTERFACE = 'eni-0123456789abcdef0';

type Entry = Readonly<Record<string, unknown>>;

/** The node of EKS that the pods of a story run on, and the namespace of Coder. */
export const eksGround: readonly Built[] = [
  mediumNode('node-1', {
    metadata: {
      labels: {
        'topology.kubernetes.io/region': REGION,
        'topology.kubernetes.io/zone': `${REGION}a`,
        'eks.amazonaws.com/nodegroup': 'platform',
      },
    },
    spec: { providerID: `aws:///${REGION}a/${INSTANCE}` },
  }),
  namespaceObject('coder'),
];

/** The same where the pod runs on Fargate, which is no instance. */
export const fargateGround: readonly Built[] = [
  mediumNode('node-1', {
    metadata: { labels: { 'topology.kubernetes.io/region': REGION, 'eks.amazonaws.com/compute-type': 'fargate' } },
    spec: {
      providerID: `aws:///${REGION}a/0a1b2c3d4e-0f1e2d3c4b5a69788796a5b4c3d2e1f0/fargate-ip-10-20-1-4.${REGION}.compute.internal`,
    },
  }),
  namespaceObject('coder'),
];

/** What a pod has that got its address from the CNI of the VPC. */
export const inVpc: Change = { status: { podIP: POD_ADDRESS, podIPs: [{ ip: POD_ADDRESS }] } };

const asked = (call: string, options: AwsCall['options'] = {}): AwsCall => ({ call, options, region: REGION });
export const CLUSTERS = asked('rds describe-db-clusters');
export const INSTANCES = asked('rds describe-db-instances');
export const MACHINES = asked('ec2 describe-instances', { 'instance-ids': INSTANCE });
export const ADDRESSED = asked('ec2 describe-network-interfaces', {
  filters: `Name=addresses.private-ip-address,Values=${DB_ADDRESS}`,
});

/** The call for the network ACLs of both subnets. */
export const ACLS = asked('ec2 describe-network-acls', {
  filters: `Name=association.subnet-id,Values=${NODE_SUBNET},${DB_SUBNET}`,
});

/** The call for these groups; kubedoc names those of the pod first. */
export function groupsCall(...ids: readonly string[]): AwsCall {
  return asked('ec2 describe-security-groups', { 'group-ids': ids });
}

/** The call for one list of prefixes. */
export function listCall(id: string): AwsCall {
  return asked('ec2 get-managed-prefix-list-entries', { 'prefix-list-id': id });
}

/** The call for one interface of a pod. */
export function interfaceCall(id: string): AwsCall {
  return asked('ec2 describe-network-interfaces', { 'network-interface-ids': id });
}

/** Who the program is signed in as, first of all. */
export const identity = signedIn(ACCOUNT, REGION);

/** An Aurora cluster with a writer and a reader, with what is special about it. */
export function cluster(change: Readonly<Record<string, unknown>> = {}): Entry {
  return awsSays(CLUSTERS, {
    DBClusters: [
      {
        DBClusterIdentifier: 'workshop-a',
        Status: 'available',
        Endpoint: DB_HOST,
        ReaderEndpoint: DB_HOST.replace('cluster-', 'cluster-ro-'),
        Port: 5432,
        Engine: 'aurora-postgresql',
        EngineVersion: '16.4',
        EngineMode: 'provisioned',
        DBSubnetGroup: 'workshop-a',
        DBClusterMembers: [
          { DBInstanceIdentifier: 'workshop-a-1', IsClusterWriter: true, PromotionTier: 1 },
          { DBInstanceIdentifier: 'workshop-a-2', IsClusterWriter: false, PromotionTier: 1 },
        ],
        VpcSecurityGroups: [{ VpcSecurityGroupId: DB_GROUP, Status: 'active' }],
        ...change,
      },
    ],
  });
}

/** The instances of that cluster, each with its state. */
export function members(...states: readonly string[]): Entry {
  const all = states.map((DBInstanceStatus, at) => ({
    DBInstanceIdentifier: `workshop-a-${String(at + 1)}`,
    DBClusterIdentifier: 'workshop-a',
    DBInstanceStatus,
    Engine: 'aurora-postgresql',
    EngineVersion: '16.4',
    Endpoint: { Address: `workshop-a-${String(at + 1)}.c3x9q2m1kzab.${REGION}.rds.amazonaws.com`, Port: 5432 },
    DBSubnetGroup: { DBSubnetGroupName: 'workshop-a', VpcId: VPC },
    VpcSecurityGroups: [{ VpcSecurityGroupId: DB_GROUP, Status: 'active' }],
  }));
  return awsSays(INSTANCES, { DBInstances: all });
}

/** A database that is well, as AWS says it. */
export const well: readonly Entry[] = [identity, cluster(), members('available', 'available')];

/** What happened in the last day to the cluster, or to one of its instances. */
export function happened(of: string, kind: string, told: readonly (readonly [at: string, message: string])[]): Entry {
  const call = asked('rds describe-events', { 'source-identifier': of, 'source-type': kind, duration: '1440' });
  const Events = told.map(([at, Message]) => ({
    SourceIdentifier: of,
    SourceType: kind,
    Message,
    EventCategories: [],
    Date: at,
  }));
  return awsSays(call, { Events });
}

/** The instance of the node, and its interfaces; the pod has an address of the first. */
export const machine: Entry = awsSays(MACHINES, {
  Reservations: [
    {
      Instances: [
        {
          InstanceId: INSTANCE,
          State: { Code: 16, Name: 'running' },
          VpcId: VPC,
          PrivateIpAddress: '10.20.1.4',
          SecurityGroups: [{ GroupId: NODE_GROUP, GroupName: 'nodes' }],
          NetworkInterfaces: [
            {
              NetworkInterfaceId: NODE_INTERFACE,
              SubnetId: NODE_SUBNET,
              VpcId: VPC,
              PrivateIpAddress: '10.20.1.4',
              PrivateIpAddresses: ['10.20.1.4', POD_ADDRESS].map((PrivateIpAddress) => ({ PrivateIpAddress })),
              Groups: [{ GroupId: NODE_GROUP, GroupName: 'nodes' }],
              Attachment: { DeviceIndex: 0, NetworkCardIndex: 0, Status: 'attached' },
            },
          ],
        },
      ],
    },
  ],
});

/** The interface that the database has in the VPC. */
export const databaseInterface: Entry = awsSays(ADDRESSED, {
  NetworkInterfaces: [
    {
      NetworkInterfaceId: 'eni-0fedcba9876543210',
      SubnetId: DB_SUBNET,
      Description: 'RDSNetworkInterface',
      RequesterId: 'amazon-rds',
      VpcId: VPC,
      PrivateIpAddress: DB_ADDRESS,
      PrivateIpAddresses: [{ PrivateIpAddress: DB_ADDRESS }],
      Groups: [{ GroupId: DB_GROUP, GroupName: 'database' }],
    },
  ],
});

/** A rule about TCP on one port or several. */
export function tcp(source: Readonly<Record<string, unknown>>, from = 5432, to = from): object {
  return {
    IpProtocol: 'tcp',
    FromPort: from,
    ToPort: to,
    UserIdGroupPairs: [],
    IpRanges: [],
    PrefixListIds: [],
    ...source,
  };
}

export const fromGroup = (GroupId: string): Readonly<Record<string, unknown>> => ({
  UserIdGroupPairs: [{ GroupId, UserId: ACCOUNT }],
});
export const fromRange = (CidrIp: string): Readonly<Record<string, unknown>> => ({ IpRanges: [{ CidrIp }] });
export const fromList = (...ids: readonly string[]): Readonly<Record<string, unknown>> => ({
  PrefixListIds: ids.map((PrefixListId) => ({ PrefixListId })),
});
/** What a group lets out that nobody has touched. */
export const EVERYTHING = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];

function group(GroupId: string, IpPermissions: readonly object[], IpPermissionsEgress: readonly object[]): object {
  return { GroupId, OwnerId: ACCOUNT, VpcId: VPC, IpPermissions, IpPermissionsEgress };
}

/** The rules into the database and out of the group that the pod sends with. */
export function rules(into: readonly object[], out: readonly object[] = EVERYTHING, sender = NODE_GROUP): Entry {
  return awsSays(groupsCall(sender, DB_GROUP), {
    SecurityGroups: [group(DB_GROUP, into, EVERYTHING), group(sender, [], out)],
  });
}

/** The same where the group of a policy is asked for beside that of the node. */
export function rulesOfThree(into: readonly object[]): Entry {
  return awsSays(groupsCall(NODE_GROUP, POD_GROUP, DB_GROUP), {
    SecurityGroups: [
      group(DB_GROUP, into, EVERYTHING),
      group(NODE_GROUP, [], EVERYTHING),
      group(POD_GROUP, [], EVERYTHING),
    ],
  });
}

/** A rule of a network ACL; for every protocol it has no ports. */
export function aclRule(
  RuleNumber: number,
  RuleAction: 'allow' | 'deny',
  ports: readonly [from: number, to: number] | null = null,
  CidrBlock = '0.0.0.0/0',
): object {
  if (ports === null) return { RuleNumber, RuleAction, Protocol: '-1', CidrBlock };
  const [From, To] = ports;
  return { RuleNumber, RuleAction, Protocol: '6', CidrBlock, PortRange: { From, To } };
}

/** What an ACL lets through that nobody has touched, in either direction. */
export const OPEN = [aclRule(100, 'allow'), aclRule(32767, 'deny')];

/** The network ACLs of both subnets: what that of the nodes lets in, and what that of the database lets in and out. */
export function acls(into: readonly object[], out: readonly object[] = OPEN, back: readonly object[] = OPEN): Entry {
  const acl = (NetworkAclId: string, SubnetId: string, ingress: readonly object[], egress: readonly object[]) => ({
    NetworkAclId,
    VpcId: VPC,
    IsDefault: false,
    Associations: [{ NetworkAclAssociationId: 'aclassoc-0a1b2c3d', NetworkAclId, SubnetId }],
    Entries: [
      ...egress.map((rule) => ({ ...rule, Egress: true })),
      ...ingress.map((rule) => ({ ...rule, Egress: false })),
    ],
  });
  return awsSays(ACLS, {
    NetworkAcls: [
      acl('acl-0aaa1111bbb22222c', NODE_SUBNET, back, OPEN),
      acl('acl-0ddd4444eee55555f', DB_SUBNET, into, out),
    ],
  });
}

/** The ranges of one list of prefixes. */
export function prefixList(id: string, ...ranges: readonly string[]): Entry {
  return awsSays(listCall(id), { Entries: ranges.map((Cidr) => ({ Cidr })) });
}

/** What EC2 says to somebody who may not ask that. */
export function notPermitted(call: AwsCall): Entry {
  return awsRefuses(call, 'UnauthorizedOperation', 'You are not authorized to perform this operation.');
}
