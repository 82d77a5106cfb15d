import { firstStart, mediumNode, settled } from './build/app.ts';
import { nodeClass, nodePool } from './build/autoscaling.ts';
import { crashedContainer } from './build/app-status.ts';
import { storyOf, workloadStory, type Scene } from './build/ask.ts';
import { awsGivesUp, awsRefuses, awsSays } from './build/aws.ts';
import * as aws from './build/aws-estate.ts';
import { object, type Built, type Change } from './build/build.ts';
import { coderServer, endedLog, SERVING_LOG } from './build/coder-server.ts';
import { healthy, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import type { Expected, Story } from './story.ts';

/** Databases at AWS behind a Coder server, and the way to them. Errors are those of the driver of Coder and of the aws CLI. */
const POD = 'coder/coder-5d7f9b8c6-q5w9b/coder';
const IMAGE = 'ghcr.io/coder/coder:v2.28.1';
const TIMEOUT = `dial tcp ${aws.DB_ADDRESS}:5432: i/o timeout`;
const REFUSED = `dial tcp ${aws.DB_ADDRESS}:5432: connect: connection refused`;
const NO_HOST = `dial tcp: lookup ${aws.DB_HOST} on 172.20.0.10:53: no such host`;

/** The Secret with the address; its password is `hunter2`, which must stand in no report. */
function secret(host = aws.DB_HOST, port = '5432'): Built {
  const url = `postgres://coder:hunter2@${host}:${port}/coder?sslmode=require`;
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace: 'coder', name: 'coder-db-url', created: '2025-11-01T09:00:00Z' },
    { type: 'Opaque', data: { url: Buffer.from(url).toString('base64') } },
  );
}

type Said = ReturnType<typeof awsSays>;

interface Around {
  /** What `aws` said, call by call. */
  readonly says?: readonly Readonly<Record<string, unknown>>[];
  readonly secret?: Built;
  readonly pod?: Change;
  readonly objects?: readonly Built[];
  readonly denied?: readonly string[];
  readonly ground?: readonly Built[];
}

/** A server that serves, and whose log ends with the loss of its database by this error; with none it has not lost it. */
function serving(error: string, around: Around = {}): Scene {
  const change = deepMerge(aws.inVpc, around.pod ?? {});
  const app = settled({ since: '2025-11-15T17:30:00Z', ...coderServer() }, { change });
  return sceneOf([...app.all, around.secret ?? secret()], { [POD]: lost(error) }, around);
}

/** A server whose only pod ends again and again, since it does not get to its database; where that is nobody reads. */
function starting(error: string, around: Around = {}): Scene {
  const change = deepMerge(deepMerge(crashedContainer('coder', IMAGE, 9), aws.inVpc), around.pod ?? {});
  const app = firstStart(coderServer(), { change });
  const last = `connect to postgres: connect to postgres: unable to connect after 30 tries; last error: ${error}`;
  return sceneOf([...app.all], { [`${POD}.previous`]: endedLog(last) }, around);
}

function sceneOf(objects: readonly Built[], logs: Readonly<Record<string, string>>, around: Around): Scene {
  const { says = [], denied } = around;
  const all = [...objects, ...(around.ground ?? aws.eksGround), ...(around.objects ?? [])];
  return { objects: all, logs, commands: says, ...(denied === undefined ? {} : { denied }) };
}

function lost(error: string): string {
  if (error === '') return SERVING_LOG;
  return [
    SERVING_LOG.trimEnd(),
    '2025-11-15 18:11:02.114 [erro]  pubsub: pubsub disconnected from postgres  error=EOF',
    `2025-11-15 18:11:33.120 [warn]  pubsub: pubsub failed to dial postgres  error="${error}"`,
    '',
  ].join('\n');
}

/** A story about the whole of Coder, in which the Secret with the address may be read. */
function story(name: string, summary: string, scene: Scene, expected: Expected): Story {
  const inputs = { onlyNamespace: '', readSecret: 'coder/coder-db-url/url' };
  const never = ['hunter2', 'aHVudGVyM', ...(expected.never ?? [])];
  return storyOf(`aws-database/${name}`, summary, scene, { ...expected, never }, { runbook: 'coder', inputs });
}

/** What may be printed only where it is known that nothing lets it pass. */
const LETS_IN = 'authorize-security-group';
const quiet = [aws.happened('workshop-a', 'db-cluster', []), aws.happened('workshop-a-1', 'db-instance', [])];
const reached = [...aws.well, aws.machine, ...quiet];
const byNodes = aws.tcp(aws.fromGroup(aws.NODE_GROUP));
const stopped = [
  aws.identity,
  aws.cluster({ Status: 'stopped' }),
  aws.members('stopped', 'stopped'),
  aws.happened('workshop-a', 'db-cluster', [['2025-11-15T17:58:11.204Z', 'DB cluster stopped']]),
  aws.happened('workshop-a-1', 'db-instance', [['2025-11-15T18:01:40.007Z', 'DB instance stopped']]),
];
/** It is well, the groups let it pass, and still nobody answers. */
const unanswered = (...says: readonly string[]): Expected =>
  problem('aws-database-not-reached', 'likely', { says, never: [LETS_IN] });
const notReached = (...says: readonly string[]): Expected =>
  problem('outside-not-reached', 'likely', { says, never: [LETS_IN] });

/** States of the database itself. */
const states: readonly Story[] = [
  story(
    'well-healthy',
    'The server has its database, and AWS says that this is well.',
    serving('', { says: aws.well }),
    { ...healthy, says: ['Cluster workshop-a is available'] },
  ),
  story(
    'stopped',
    'Somebody has stopped the cluster: connections get no answer, and no rule of a group is to blame.',
    serving(TIMEOUT, { says: stopped }),
    problem('aws-database-not-available', 'confirmed', {
      says: [
        'is stopped',
        'DB cluster stopped',
        'aws rds start-db-cluster --db-cluster-identifier workshop-a',
        'after seven days',
      ],
      never: [LETS_IN],
    }),
  ),
  story(
    'stopped-unnoticed',
    'The cluster is stopped, and the log of the server does not tell of it yet.',
    serving('', { says: stopped }),
    problem('aws-database-not-available', 'confirmed'),
  ),
  story(
    'fails-over',
    'The writer is being replaced at this moment; what is left of the old one refuses.',
    serving(REFUSED, {
      says: [aws.identity, aws.cluster({ Status: 'failing-over' }), aws.members('available', 'available'), ...quiet],
    }),
    problem('aws-database-not-available', 'confirmed', { says: ['comes back by itself', 'failing-over'] }),
  ),
  story(
    'state-unlisted',
    'AWS has a word for its state that nobody has written down here.',
    serving(TIMEOUT, {
      says: [aws.identity, aws.cluster({ Status: 'pondering' }), aws.members('available'), ...quiet],
    }),
    problem('aws-database-not-available', 'likely', { says: ['pondering'], never: [LETS_IN] }),
  ),
  story(
    'backed-up-healthy',
    'A backup runs, which stops nobody.',
    serving('', { says: [aws.identity, aws.cluster({ Status: 'backing-up' }), aws.members('available', 'available')] }),
    { ...healthy, says: ['while something is done to it'] },
  ),
  story(
    'without-writer',
    'The cluster is available, and each of its instances only reads.',
    serving(TIMEOUT, {
      says: [
        aws.identity,
        aws.cluster({ DBClusterMembers: [{ DBInstanceIdentifier: 'workshop-a-2', IsClusterWriter: false }] }),
        aws.members('deleting', 'available'),
        aws.happened('workshop-a', 'db-cluster', []),
      ],
    }),
    problem('aws-database-without-writer', 'confirmed', {
      says: ['failover-db-cluster'],
      never: [LETS_IN, 'create-db-instance'],
    }),
  ),
  story(
    'without-instance',
    'The cluster is available, and has no instance at all.',
    serving(TIMEOUT, {
      says: [
        aws.identity,
        aws.cluster({ DBClusterMembers: [] }),
        aws.members(),
        aws.happened('workshop-a', 'db-cluster', [['2025-11-15T16:20:00.000Z', 'DB instance deleted']]),
      ],
    }),
    problem('aws-database-without-writer', 'confirmed', { says: ['create-db-instance', 'It has no instance.'] }),
  ),
  story(
    'gone',
    'No name server knows the host, and AWS has no database of that name: it was deleted.',
    serving(NO_HOST, { says: [aws.identity, aws.cluster({ Endpoint: 'another' }), aws.members()] }),
    problem('aws-database-not-there', 'likely', { says: ['aws sts get-caller-identity', 'region eu-central-1'] }),
  ),
  story(
    'other-port',
    'The address in the Secret has another port than the database serves on.',
    serving(`dial tcp ${aws.DB_ADDRESS}:5433: connect: connection refused`, {
      says: aws.well,
      secret: secret(aws.DB_HOST, '5433'),
    }),
    problem('aws-database-port-differs', 'confirmed', { says: ['at port 5432'], never: [LETS_IN] }),
  ),
  story(
    'reader-endpoint',
    'The address names the endpoint of the readers.',
    serving('', { says: aws.well, secret: secret(aws.DB_HOST.replace('cluster-', 'cluster-ro-')) }),
    { ...healthy, says: ['reader endpoint of cluster workshop-a'] },
  ),
];

/** The groups let it pass, and the network ACLs say this. */
function open(name: string, summary: string, acls: Said, expected: Expected): Story {
  const says = [...reached, aws.databaseInterface, aws.rules([byNodes]), acls];
  return story(name, summary, serving(TIMEOUT, { says }), expected);
}

/** The way to it, where connections get no answer. */
const paths: readonly Story[] = [
  story(
    'group-keeps-out',
    'The group of the database lets another group in, and not that of the nodes.',
    serving(TIMEOUT, { says: [...reached, aws.rules([aws.tcp(aws.fromGroup('sg-0bbb2222ccc33333d'))])] }),
    problem('aws-group-keeps-out', 'confirmed', {
      says: [
        `aws ec2 authorize-security-group-ingress --group-id ${aws.DB_GROUP} --protocol tcp --port 5432 --source-group ${aws.NODE_GROUP} --region eu-central-1`,
        'lets in sg-0bbb2222ccc33333d',
        'Terraform',
        'not this pod alone',
      ],
    }),
  ),
  story(
    'group-keeps-out-by-address',
    'A server that does not start names the address of its database alone: AWS tells which interface has it.',
    starting(TIMEOUT, {
      says: [
        aws.identity,
        aws.cluster(),
        aws.members('available'),
        aws.machine,
        aws.databaseInterface,
        aws.rules([aws.tcp(aws.fromGroup(aws.NODE_GROUP), 5433, 5440)]),
      ],
    }),
    problem('aws-group-keeps-out', 'confirmed', { says: ['No rule of them is about that port', LETS_IN] }),
  ),
  story(
    'group-keeps-in',
    'The group of the nodes lets out to port 443 alone.',
    serving(TIMEOUT, { says: [...reached, aws.rules([byNodes], [aws.tcp(aws.fromRange('0.0.0.0/0'), 443)])] }),
    problem('aws-group-keeps-in', 'confirmed', {
      says: [
        `aws ec2 authorize-security-group-egress --group-id ${aws.NODE_GROUP} --protocol tcp --port 5432 --source-group ${aws.DB_GROUP}`,
      ],
      never: ['authorize-security-group-ingress'],
    }),
  ),
  story(
    'group-of-a-pod',
    'A SecurityGroupPolicy gave the pod an interface with a group that the database does not let in; that of the node it does.',
    serving(TIMEOUT, {
      says: [
        ...reached,
        awsSays(aws.interfaceCall('eni-0abc0abc0abc0abc0'), {
          NetworkInterfaces: [
            {
              NetworkInterfaceId: 'eni-0abc0abc0abc0abc0',
              VpcId: aws.VPC,
              PrivateIpAddress: '10.20.4.8',
              Groups: [{ GroupId: aws.POD_GROUP }],
            },
          ],
        }),
        aws.rules([byNodes], aws.EVERYTHING, aws.POD_GROUP),
      ],
      pod: {
        metadata: {
          annotations: {
            'vpc.amazonaws.com/pod-eni': '[{"eniId":"eni-0abc0abc0abc0abc0","privateIp":"10.20.4.8","vlanId":1}]',
          },
        },
        status: { podIP: '10.20.4.8' },
      },
    }),
    problem('aws-group-keeps-out', 'confirmed', { says: [aws.POD_GROUP, 'an interface that it has for itself'] }),
  ),
  story(
    'policy-came-later',
    'A SecurityGroupPolicy chooses the pod, which was made before it: the groups of its node count.',
    serving(TIMEOUT, {
      says: [...reached, aws.rulesOfThree([aws.tcp(aws.fromGroup(aws.POD_GROUP))])],
      objects: [
        object(
          {
            apiVersion: 'vpcresources.k8s.aws/v1beta1',
            kind: 'SecurityGroupPolicy',
            namespace: 'coder',
            name: 'database',
            created: '2025-11-15T18:00:00Z',
          },
          {
            spec: {
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'coder' } },
              securityGroups: { groupIds: [aws.POD_GROUP] },
            },
          },
        ),
      ],
    }),
    problem('aws-group-keeps-out', 'confirmed', {
      says: ['SecurityGroupPolicy database chooses', 'it was made before the policy'],
    }),
  ),
  story(
    'allowed-by-range',
    'Decoy: no rule names the group of the nodes, and one takes the range that their pods are in.',
    serving(TIMEOUT, { says: [...reached, aws.rules([aws.tcp(aws.fromRange('10.20.0.0/16'))])] }),
    unanswered('lets in 10.20.0.0/16', 'network ACLs', 'pg_isready'),
  ),
  story(
    'allowed-by-all-traffic',
    'Decoy: the only rule is about all protocols, and has no ports.',
    serving(TIMEOUT, { says: [...reached, aws.rules([{ IpProtocol: '-1', ...aws.fromGroup(aws.NODE_GROUP) }])] }),
    unanswered(`lets in ${aws.NODE_GROUP} (-1 all)`),
  ),
  story(
    'allowed-by-prefix-list',
    'Decoy: the rule names two lists of prefixes, and the second holds the address of the pod.',
    serving(TIMEOUT, {
      says: [
        ...reached,
        aws.rules([aws.tcp(aws.fromList('pl-0aaa1111bbb22222c', 'pl-0ddd4444eee55555f'))]),
        aws.prefixList('pl-0aaa1111bbb22222c', '10.99.0.0/16'),
        aws.prefixList('pl-0ddd4444eee55555f', '10.98.0.0/16', '10.20.1.0/24'),
      ],
    }),
    unanswered('lets in pl-0ddd4444eee55555f'),
  ),
  story(
    'prefix-list-keeps-out',
    'The list of prefixes was read, and holds the address of no pod.',
    serving(TIMEOUT, {
      says: [
        ...reached,
        aws.rules([aws.tcp(aws.fromList('pl-0aaa1111bbb22222c'))]),
        aws.prefixList('pl-0aaa1111bbb22222c', '10.99.0.0/16'),
      ],
    }),
    problem('aws-group-keeps-out', 'confirmed'),
  ),
  story(
    'allowed-to-everybody',
    'The database lets in everybody, so no group is in the way; that is told.',
    serving(TIMEOUT, { says: [...reached, aws.rules([aws.tcp(aws.fromRange('0.0.0.0/0'))])] }),
    unanswered('lets in everybody on port 5432'),
  ),
  open(
    'acl-keeps-out',
    'The groups let it pass; the ACL of the subnet of the database lets in port 443 alone.',
    aws.acls([aws.aclRule(100, 'allow', [443, 443]), aws.aclRule(32767, 'deny')]),
    problem('aws-acl-in-the-way', 'confirmed', {
      says: [
        'what comes into the subnet of the database',
        'acl-0ddd4444eee55555f',
        'no rule of it allows that',
        'create-network-acl-entry',
      ],
      never: [LETS_IN],
    }),
  ),
  open(
    'acl-denies-first',
    'A rule that denies the range of the nodes stands before the one that allows everything.',
    aws.acls([aws.aclRule(50, 'deny', [5432, 5432], '10.20.1.0/24'), ...aws.OPEN]),
    problem('aws-acl-in-the-way', 'confirmed', { says: ['rule 50 denies that'] }),
  ),
  open(
    'acl-keeps-answers',
    'The connection gets in; the ACL of the subnet of the nodes lets no answer back.',
    aws.acls(aws.OPEN, aws.OPEN, [aws.aclRule(100, 'allow', [443, 443]), aws.aclRule(32767, 'deny')]),
    problem('aws-acl-in-the-way', 'confirmed', {
      says: ['the answers that come into the subnet of the pod', '32768-60999', 'From=1024,To=65535'],
    }),
  ),
  open(
    'acl-keeps-some-answers',
    'Of the answers those to the upper half of the ports are let back.',
    aws.acls(aws.OPEN, aws.OPEN, [aws.aclRule(100, 'allow', [49152, 65535]), aws.aclRule(32767, 'deny')]),
    unanswered('denies some of the ports that clients connect from (port 32768-49151'),
  ),
  open(
    'acl-denies-later-decoy',
    'The rule that denies comes after the one that allows, and another is about other addresses.',
    aws.acls([
      aws.aclRule(50, 'deny', [5432, 5432], '10.99.0.0/16'),
      aws.aclRule(100, 'allow', [5432, 5432], '10.20.0.0/16'),
      aws.aclRule(200, 'deny', [0, 65535]),
      aws.aclRule(32767, 'deny'),
    ]),
    {
      ...unanswered('routes and peerings'),
      never: [LETS_IN, 'describe-network-acls --filters Name=vpc-id,Values=VPC'],
    },
  ),
  open(
    'acls-denied',
    'Network ACLs may not be seen: that is no reason to call them open, nor closed.',
    aws.notPermitted(aws.ACLS),
    unanswered('ec2:DescribeNetworkAcls', 'was not looked at'),
  ),
  story(
    'refused-with-a-closed-group',
    'It is refused: whatever the groups say, they are not asked for it.',
    serving(REFUSED, { says: aws.well }),
    notReached('a security group is not in the way'),
  ),
  story(
    'encryption-wanted',
    'After an upgrade the database takes connections with TLS alone (pgbouncer 812): no group is looked at.',
    serving(
      'pq: no pg_hba.conf entry for host \\"10.20.1.20\\", user \\"coder\\", database \\"coder\\", no encryption',
      {
        says: aws.well,
      },
    ),
    problem('database-wants-tls', 'likely', { says: ['rds.force_ssl'], never: [LETS_IN, 'describe-security-groups'] }),
  ),
];

/** A program in Python that gives up on its database after some seconds. */
const PYTHON = [
  'Traceback (most recent call last):',
  '  File "/app/main.py", line 12, in <module>',
  '    conn = psycopg2.connect(dsn)',
  '           ^^^^^^^^^^^^^^^^^^^^^',
  `psycopg2.OperationalError: connection to server at "${aws.DB_HOST}" (${aws.DB_ADDRESS}), port 5432 failed: timeout expired`,
  '',
].join('\n');

/** Any application, not Coder alone. */
const others: readonly Story[] = [
  workloadStory(
    'aws-database/of-any-application',
    'An application that is not Coder names the host of its database in its log, and is kept out.',
    {
      objects: [
        ...firstStart(
          {},
          { change: deepMerge(crashedContainer('web', 'registry.example/shop/web:1.5.0', 9), aws.inVpc) },
        ).all,
        ...aws.eksGround,
      ],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web.previous': PYTHON },
      commands: [...reached, aws.rules([aws.tcp(aws.fromGroup(aws.POD_GROUP))])],
    },
    problem('aws-group-keeps-out', 'confirmed', { says: ['timeout expired', LETS_IN] }),
  ),
];

const EKS = { call: 'eks describe-cluster', options: { name: 'workshop-a' }, region: aws.REGION };
const GROUP = {
  call: 'eks describe-nodegroup',
  options: { 'cluster-name': 'workshop-a', 'nodegroup-name': 'platform' },
  region: aws.REGION,
};

/** The cluster, whose machines have the group of the nodes; that of its control plane is another. */
function clusterIs(): Said {
  const resourcesVpcConfig = {
    vpcId: aws.VPC,
    clusterSecurityGroupId: aws.NODE_GROUP,
    securityGroupIds: ['sg-0ccc3333ddd44444e'],
  };
  return awsSays(EKS, { cluster: { name: 'workshop-a', status: 'ACTIVE', resourcesVpcConfig } });
}

function groupIs(change: object = {}): Said {
  return awsSays(GROUP, { nodegroup: { nodegroupName: 'platform', status: 'ACTIVE', resources: {}, ...change } });
}

function node(labels: Readonly<Record<string, string>>): Built {
  return mediumNode('node-1', {
    metadata: { labels: { 'alpha.eksctl.io/cluster-name': 'workshop-a', ...labels } },
    spec: { providerID: 'aws:///eu-central-1a/i-0a1b2c3d4e5f60718' },
  });
}

/** A node that Karpenter made, by a class that found the group of the nodes. */
const karpenterGround: readonly Built[] = [
  node({ 'topology.kubernetes.io/region': aws.REGION, 'karpenter.sh/nodepool': 'general' }),
  nodePool('general', { cpu: '480' }, { cpu: '48' }),
  deepMerge(nodeClass(), { status: { securityGroups: [{ id: aws.NODE_GROUP, name: 'nodes' }] } }),
  namespaceObject('coder'),
];

/** Whoever asks may not see machines. */
function blind(
  name: string,
  summary: string,
  says: readonly Said[],
  expected: Expected,
  ground: readonly Built[] = [
    node({ 'topology.kubernetes.io/region': aws.REGION, 'eks.amazonaws.com/nodegroup': 'platform' }),
    namespaceObject('coder'),
  ],
): Story {
  const told = [...aws.well, aws.notPermitted(aws.MACHINES), ...quiet, ...says];
  return story(name, summary, serving(TIMEOUT, { says: told, ground }), expected);
}

/** What could not be seen. */
const unseen: readonly Story[] = [
  blind(
    'machine-denied',
    'Machines may not be seen: those of the node group have the group of the cluster, and the database does not let it in.',
    [clusterIs(), groupIs(), aws.rules([aws.tcp(aws.fromGroup(aws.POD_GROUP))])],
    problem('aws-group-keeps-out', 'likely', {
      says: ['that of the cluster', 'ec2:DescribeInstances', LETS_IN, 'aws ec2 describe-instances --instance-ids'],
    }),
  ),
  blind(
    'machine-denied-passes',
    'Decoy: the same, and the database lets the group of the cluster in; that is no proof.',
    [clusterIs(), groupIs(), aws.rules([byNodes])],
    notReached('is not seen but taken from what made its node', `lets in ${aws.NODE_GROUP}`),
  ),
  blind(
    'machine-denied-by-address',
    'Decoy: the same, and a rule takes the range that pods and nodes are in.',
    [clusterIs(), groupIs(), aws.rules([aws.tcp(aws.fromRange('10.0.0.0/8'))])],
    notReached('lets in 10.0.0.0/8'),
  ),
  blind(
    'machine-denied-template',
    'The node group has a launch template, which may name other groups.',
    [
      clusterIs(),
      groupIs({ launchTemplate: { id: 'lt-0123456789abcdef0', version: '3' } }),
      aws.rules([aws.tcp(aws.fromGroup(aws.POD_GROUP))]),
    ],
    problem('aws-group-keeps-out', 'possible', { says: ['launch template'], never: [LETS_IN] }),
  ),
  blind(
    'machine-and-group-denied',
    'Neither machines nor the node group may be seen.',
    [
      clusterIs(),
      awsRefuses(GROUP, 'AccessDeniedException', 'is not authorized to perform: eks:DescribeNodegroup'),
      aws.rules([aws.tcp(aws.fromGroup(aws.POD_GROUP))]),
    ],
    problem('aws-group-keeps-out', 'possible', { says: ['eks:DescribeNodegroup'], never: [LETS_IN] }),
  ),
  blind(
    'machine-and-cluster-denied',
    'Neither machines nor the cluster may be seen.',
    [awsRefuses(EKS, 'AccessDeniedException', 'is not authorized to perform: eks:DescribeCluster'), groupIs()],
    notReached('ec2:DescribeInstances', 'eks:DescribeCluster', 'with which ones it sends is not known'),
  ),
  blind(
    'machine-denied-karpenter',
    'Machines may not be seen; Karpenter made the node, and its class holds the groups, which are not let out.',
    [aws.rules([byNodes], [aws.tcp(aws.fromRange('0.0.0.0/0'), 443)])],
    problem('aws-group-keeps-in', 'likely', { says: ['those on the class of its node'] }),
    karpenterGround,
  ),
  blind(
    'machine-denied-self-managed',
    'Machines may not be seen, and nothing tells what made this one.',
    [clusterIs()],
    notReached('neither a node group of EKS nor the class of its node'),
    [node({ 'topology.kubernetes.io/region': aws.REGION }), namespaceObject('coder')],
  ),
  story(
    'prefix-list-denied',
    'The list of prefixes may not be read: that is no reason to call the way closed.',
    serving(TIMEOUT, {
      says: [
        ...reached,
        aws.rules([aws.tcp(aws.fromList('pl-0aaa1111bbb22222c'))]),
        aws.notPermitted(aws.listCall('pl-0aaa1111bbb22222c')),
      ],
    }),
    notReached('a list of prefixes was not read (pl-0aaa1111bbb22222c)', 'ec2:GetManagedPrefixListEntries'),
  ),
  story(
    'groups-denied',
    'The rules of groups may not be seen.',
    serving(TIMEOUT, { says: [...reached, aws.notPermitted(aws.groupsCall(aws.NODE_GROUP, aws.DB_GROUP))] }),
    notReached('ec2:DescribeSecurityGroups', 'was not looked at'),
  ),
  story(
    'database-denied',
    'Databases may not be seen, the way to the address that is asked may.',
    serving(TIMEOUT, {
      says: [
        aws.identity,
        awsRefuses(aws.CLUSTERS, 'AccessDenied', 'User is not authorized to perform: rds:DescribeDBClusters'),
        awsRefuses(aws.INSTANCES, 'AccessDenied', 'User is not authorized to perform: rds:DescribeDBInstances'),
        aws.machine,
        aws.databaseInterface,
        aws.rules([byNodes]),
      ],
    }),
    notReached('rds:DescribeDBClusters', `lets in ${aws.NODE_GROUP}`),
  ),
  story(
    'aws-absent',
    'The aws program is not installed: all else is told as before, with the commands.',
    serving(TIMEOUT, {
      says: [{ run: ['aws', 'sts', 'get-caller-identity', '--region', aws.REGION, '--output', 'json'], absent: true }],
    }),
    notReached('aws rds describe-db-clusters --region eu-central-1 --output json'),
  ),
  story(
    'aws-absent-healthy',
    'The aws program is not installed and the server says nothing of its database: that stays healthy.',
    serving('', {
      says: [{ run: ['aws', 'sts', 'get-caller-identity', '--region', aws.REGION, '--output', 'json'], absent: true }],
    }),
    { ...healthy, says: ['aws rds describe-db-clusters --region eu-central-1 --output json'] },
  ),
  story(
    'signed-out',
    'The session of whoever asks is over.',
    serving(TIMEOUT, {
      says: [
        awsGivesUp(
          { call: 'sts get-caller-identity', region: aws.REGION },
          'Error when retrieving token from sso: Token has expired and refresh failed',
        ),
      ],
    }),
    notReached('aws sso login'),
  ),
  story(
    'proxy',
    'The address names an RDS Proxy, which is not followed; that is said.',
    serving('', { says: aws.well, secret: secret('workshop-a.proxy-c3x9q2m1kzab.eu-central-1.rds.amazonaws.com') }),
    { ...healthy, says: ['describe-db-proxies --db-proxy-name workshop-a'] },
  ),
  story(
    'stopped-by-address',
    'A server that does not start names the address alone; one database of the region is stopped, which may be it.',
    starting(TIMEOUT, {
      says: [...stopped, aws.machine, aws.databaseInterface, aws.rules([byNodes])],
    }),
    notReached('are not available: workshop-a (stopped)', '--read-secret tells its name', `lets in ${aws.NODE_GROUP}`),
  ),
  story(
    'wrong-account',
    'The region of the host has no such database in the account that was asked; its address is in none of its VPCs.',
    serving(TIMEOUT, {
      says: [
        aws.identity,
        awsSays(aws.CLUSTERS, { DBClusters: [] }),
        awsSays(aws.INSTANCES, { DBInstances: [] }),
        aws.machine,
        awsSays(aws.ADDRESSED, { NetworkInterfaces: [] }),
      ],
    }),
    notReached('it may belong to another one', 'those of the database are not known'),
  ),
  story(
    'other-region',
    'The database is in another region than the cluster: their groups do not know each other.',
    serving(TIMEOUT, {
      says: [
        aws.identity,
        aws.machine,
        ...['describe-db-clusters', 'describe-db-instances'].map((operation) =>
          awsSays(
            { call: `rds ${operation}`, region: 'eu-west-1' },
            operation === 'describe-db-instances'
              ? {
                  DBInstances: [
                    {
                      DBInstanceIdentifier: 'far',
                      DBInstanceStatus: 'available',
                      Engine: 'postgres',
                      EngineVersion: '16.3',
                      Endpoint: { Address: 'far.c3x9q2m1kzab.eu-west-1.rds.amazonaws.com', Port: 5432 },
                      VpcSecurityGroups: [{ VpcSecurityGroupId: aws.DB_GROUP, Status: 'active' }],
                    },
                  ],
                }
              : { DBClusters: [] },
          ),
        ),
        awsSays(
          { call: 'sts get-caller-identity', region: 'eu-west-1' },
          {
            UserId: 'AROAEXAMPLE:somebody',
            Account: aws.ACCOUNT,
            Arn: `arn:aws:sts::${aws.ACCOUNT}:assumed-role/on-call/somebody`,
          },
        ),
      ],
      secret: secret('far.c3x9q2m1kzab.eu-west-1.rds.amazonaws.com'),
    }),
    notReached('The database is in region eu-west-1 and the cluster in eu-central-1'),
  ),
  story(
    'on-fargate',
    'The pod runs on Fargate: no instance tells with which groups it sends.',
    serving(TIMEOUT, { says: aws.well, ground: aws.fargateGround }),
    notReached('it runs on Fargate'),
  ),
  story(
    'policies-denied',
    'Which SecurityGroupPolicies there are may not be seen; the interface that has the address of the pod tells its groups.',
    serving(TIMEOUT, { says: [...reached, aws.rules([])], denied: ['securitygrouppolicies.vpcresources.k8s.aws'] }),
    problem('aws-group-keeps-out', 'confirmed'),
  ),
  story(
    'nodes-denied',
    'Nodes may not be seen, so nobody knows that the cluster is on AWS.',
    serving(TIMEOUT, { denied: ['nodes'] }),
    problem('outside-not-reached', 'likely', { never: [LETS_IN] }),
  ),
];

/** One story per state of a database, per way to it, and per thing that may not be seen. */
export const awsDatabase: readonly Story[] = [...states, ...paths, ...others, ...unseen];
