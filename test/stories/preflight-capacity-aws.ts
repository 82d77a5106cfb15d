import { storyOf } from './build/ask.ts';
import { awsSays } from './build/aws.ts';
import { node, type Built, type Change } from './build/build.ts';
import { workspace } from './build/coder-workspace.ts';
import {
  ACCOUNT,
  AS_SOMEBODY,
  CLUSTER,
  GROUP,
  GROUP_DENIED,
  GROUP_GONE,
  GROUPS_DENIED,
  groupSays,
  groupsListed,
  idleGroupSays,
  issue,
  onEks,
  QUIET,
  QUOTA_DENIED,
  quotaSays,
  REGION,
  SIGNED_OUT,
  sizes,
  subnetsDenied,
  subnetsSay,
  type Said,
} from './build/eks.ts';
import { healthy, problem, problems } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import { nodePool, scalingStatus, scalingStatusOf } from './build/node-pool.ts';
import type { Expected, Story } from './story.ts';

/** Whether workspaces have room on machines that AWS may still give: by node groups, NodePools and quotas. */
const GI = 1024 ** 3;
/** A machine of eight vCPUs holds four of these. */
const SHAPE = { workspaceCpu: 2000, workspaceMemory: 8 * GI, workspaceStorage: 10 * GI };
const TYPE = { 'node.kubernetes.io/instance-type': 'm6i.2xlarge' };
const machine = (name: string, change: Change): Built =>
  node(name, { cpu: '8', memory: '32Gi' }, deepMerge({ metadata: { labels: TYPE } }, change));
const ofGroup = (name: string, labels: Readonly<Record<string, string>> = {}): Built =>
  machine(name, deepMerge(onEks(), { metadata: { labels } }));
const place: readonly Built[] = [
  namespaceObject('workspaces'),
  ...workspace('6a1f2b3c', 'node-1', 'registry.example/workspace:1').all,
];
/** Two machines of the group, with room for seven more. */
const ground: readonly Built[] = [ofGroup('node-1'), ofGroup('node-2'), ...place];
/** The pod of a workspace with its home on a claim, as the official template makes it. */
function withHome(each: Built): Built {
  if (each['kind'] !== 'Pod') return each;
  const volumes = [{ name: 'home', persistentVolumeClaim: { claimName: 'coder-6a1f2b3c-home' } }];
  return deepMerge(each, { spec: { volumes } });
}
/** The autoscaler knows the group by its Auto Scaling group. */
const scaler = (target: number, max: number): Built => scalingStatus('eks-workspaces-7ec3b2d1', target, max);
const [FIRST, SECOND] = ['subnet-0a1b2c3d', 'subnet-0b2c3d4e'] as const;
/** The subnets have addresses, and there is no other node group. */
const asked = (...said: readonly Said[]): readonly Said[] => askedOf([GROUP], ...said);
const askedOf = (names: readonly string[], ...said: readonly Said[]): readonly Said[] => [
  AS_SOMEBODY,
  ...said,
  groupsListed(...names),
  subnetsSay({ [FIRST]: 200, [SECOND]: 200 }),
];
const ROOMY = quotaSays(256, 4);
const UPDATE = `aws eks update-nodegroup-config --cluster-name ${CLUSTER} --nodegroup-name ${GROUP} --region ${REGION} --scaling-config`;

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  commands: readonly Said[],
  expected: Expected,
  workspaces = 20,
): Story {
  return storyOf(`preflight-capacity/aws-${name}`, summary, { objects, commands }, expected, {
    runbook: 'preflight-capacity',
    inputs: { workspaces, ...SHAPE, workspaceNamespace: '', role: 'control-plane' },
  });
}

/** How large node groups are and may get. */
const groups: readonly Story[] = [
  about(
    'fits',
    'All fit on the nodes that are there; the node group may get larger.',
    ground,
    asked(groupSays(sizes(1, 2, 6))),
    {
      ...healthy,
      says: ['Node group workspaces has 2 nodes and may have 6', 'nothing that is seen makes it larger'],
      never: ['service-quotas', 'was not looked at'],
    },
    5,
  ),
  storyOf(
    'preflight-capacity/aws-volumes',
    'By cpu and memory 63 fit on two machines, and each has a volume of its own.',
    { objects: ground.map(withHome), commands: asked(groupSays(sizes(1, 2, 6))) },
    { ...healthy, says: ['how many a node may hold was not counted', 'kubectl get csinodes'] },
    {
      runbook: 'preflight-capacity',
      inputs: { workspaces: 20, workspaceNamespace: '', role: 'control-plane' },
    },
  ),
  about(
    'room',
    'The cluster autoscaler may make the node group large enough, and the quota allows it.',
    [...ground, scaler(2, 6)],
    asked(groupSays(sizes(1, 2, 6)), ...ROOMY),
    problem('workshop-waits-for-nodes', 'confirmed', {
      says: [
        'which is room for 16 more',
        '"possible":16',
        '32 of 256 vCPUs run, which leaves room for 28 × m6i.2xlarge',
      ],
      never: ['was not looked at'],
    }),
  ),
  about(
    'room-by-hand',
    'The node group may have more nodes, and nothing in the cluster makes it larger.',
    ground,
    asked(groupSays(sizes(1, 2, 6)), ...ROOMY),
    problem('workshop-beyond-node-groups', 'confirmed', {
      says: ['nothing that is seen makes it larger', `${UPDATE} minSize=1,maxSize=6,desiredSize=6`, '"possible":null'],
      never: ['The quota has to be raised'],
    }),
  ),
  about(
    'at-max',
    'The node group is as large as it may get, and nothing in the cluster makes it larger.',
    ground,
    asked(groupSays(sizes(1, 2, 2)), ...ROOMY),
    problem('workshop-beyond-node-groups', 'confirmed', {
      says: ['has 2 nodes and may have 2', `${UPDATE} minSize=1,maxSize=6,desiredSize=6`],
    }),
  ),
  about(
    'at-max-of-autoscaler',
    'The cluster autoscaler may not make the node group large enough.',
    [...ground, scaler(2, 3)],
    asked(groupSays(sizes(1, 2, 3)), ...ROOMY),
    problem('workshop-beyond-node-groups', 'confirmed', {
      says: ['which is room for 4 more', `${UPDATE} maxSize=6`, '"possible":4'],
      never: ['desiredSize='],
    }),
  ),
  about(
    'raised',
    'The same once it may have six nodes.',
    [...ground, scaler(2, 6)],
    asked(groupSays(sizes(1, 2, 6)), ...ROOMY),
    problem('workshop-waits-for-nodes', 'confirmed'),
  ),
  about(
    'other-group-decoy',
    'The autoscaler may enlarge a group of other machines; that of the workspaces is at its largest.',
    [...ground, scalingStatus('eks-gpu-1a2b3c', 0, 20)],
    asked(groupSays(sizes(1, 2, 2)), ...ROOMY),
    problem('workshop-beyond-node-groups', 'confirmed', { says: ['"possible":0'] }),
  ),
  about(
    'sick',
    'The node group may have more nodes and gets none: its Auto Scaling group is gone.',
    [...ground, scaler(2, 6)],
    asked(
      groupSays({
        ...sizes(1, 2, 6),
        status: 'DEGRADED',
        health: { issues: [issue('AutoScalingGroupNotFound', 'The auto scaling group was not found')] },
      }),
      ...ROOMY,
    ),
    problems(
      [
        ['node-group-unhealthy', 'confirmed'],
        ['workshop-does-not-fit', 'confirmed'],
      ],
      { says: ['so it is not counted upon', '"possible":0'] },
    ),
  ),
  about(
    'sick-fits',
    'All fit, and something is wrong with the node group: who loses a node gets none in its place.',
    ground,
    asked(
      groupSays({ ...sizes(1, 2, 6), health: { issues: [issue('IamNodeRoleNotFound', 'The role was not found')] } }),
      QUIET,
    ),
    problem('node-group-unhealthy', 'confirmed', { says: ['"severity":"P2"'] }),
    5,
  ),
  about(
    'gone',
    'AWS knows no such node group.',
    [...ground, scaler(2, 6)],
    asked(GROUP_GONE, ...ROOMY),
    problem('workshop-waits-for-nodes', 'confirmed', {
      says: ['Node group workspaces is none that EKS knows', 'cluster-autoscaler may grow'],
    }),
  ),
  about(
    'name-by-tags',
    'Nothing but the tags of a machine tells what AWS calls the cluster.',
    ground.map((each) => withoutName(each)),
    asked(
      awsSays(
        { call: 'ec2 describe-instances', options: { 'instance-ids': 'i-0a1b2c3d4e5f60718' }, region: REGION },
        {
          Reservations: [{ OwnerId: ACCOUNT, Instances: [{ Tags: [{ Key: 'eks:cluster-name', Value: CLUSTER }] }] }],
        },
      ),
      groupSays(sizes(1, 2, 6)),
      ...ROOMY,
    ),
    problem('workshop-beyond-node-groups', 'confirmed', { says: [`${UPDATE} minSize=1,maxSize=6,desiredSize=6`] }),
  ),
];

function withoutName(built: Built): Built {
  return JSON.parse(
    JSON.stringify(built, (key, value: unknown) => (key === 'alpha.eksctl.io/cluster-name' ? undefined : value)),
  ) as Built;
}

/** What the account may run. */
const quotas: readonly Story[] = [
  about(
    'quota-short',
    'The autoscaler may make the node group large enough, and the quota lets one machine more run.',
    [...ground, scaler(2, 6)],
    asked(groupSays(sizes(1, 2, 6)), ...quotaSays(40, 4)),
    problem('workshop-beyond-vcpu-quota', 'confirmed', {
      says: [
        '"severity":"P1"',
        '32 of 40 vCPUs run',
        'it lets 4 more come',
        '24 vCPUs are lacking',
        '--quota-code L-1216C47A --region eu-central-1 --desired-value 64',
        '"possible":4',
      ],
    }),
  ),
  about(
    'quota-raised',
    'The same with the quota that was asked for.',
    [...ground, scaler(2, 6)],
    asked(groupSays(sizes(1, 2, 6)), ...quotaSays(64, 4)),
    problem('workshop-waits-for-nodes', 'confirmed', { says: ['32 of 64 vCPUs run', '"possible":16'] }),
  ),
  about(
    'quota-usual',
    'The account never asked for more than every account begins with.',
    [...ground, scaler(2, 6)],
    asked(groupSays(sizes(1, 2, 6)), ...quotaSays(null, 0)),
    problem('workshop-beyond-vcpu-quota', 'confirmed', { says: ['0 of 5 vCPUs run', '"possible":0'] }),
  ),
  about(
    'quota-and-group',
    'Somebody would have to enlarge the group, and the quota is too small for that.',
    ground,
    asked(groupSays(sizes(1, 2, 6)), ...quotaSays(40, 4)),
    problem('workshop-beyond-node-groups', 'confirmed', {
      says: ['The quota has to be raised first', '--desired-value 64', 'maxSize=6,desiredSize=6'],
    }),
  ),
  about(
    'quota-of-spot',
    'The machines are spot ones, which another quota counts; those on demand use none of it.',
    [
      ofGroup('node-1', { 'eks.amazonaws.com/capacityType': 'SPOT' }),
      ofGroup('node-2', { 'eks.amazonaws.com/capacityType': 'SPOT' }),
      ...place,
      scaler(2, 6),
    ],
    asked(groupSays({ ...sizes(1, 2, 6), capacityType: 'SPOT' }), ...quotaSays(16, 4, 'L-34B43A08')),
    problem('workshop-beyond-vcpu-quota', 'confirmed', { says: ['0 of 16 vCPUs run', '--quota-code L-34B43A08'] }),
  ),
  about(
    'quota-denied',
    'The autoscaler may make the group large enough; the quota may not be looked at.',
    [...ground, scaler(2, 6)],
    asked(groupSays(sizes(1, 2, 6)), ...QUOTA_DENIED),
    problem('workshop-waits-for-nodes', 'confirmed', {
      says: ['servicequotas:GetServiceQuota', 'How many vCPUs AWS allows was not looked at', 'L-1216C47A'],
    }),
  ),
  about(
    'quota-strange',
    'The nodes are of a type whose quota is not known.',
    [
      ofGroup('node-1', { 'node.kubernetes.io/instance-type': 'mac2.metal' }),
      ofGroup('node-2', { 'node.kubernetes.io/instance-type': 'mac2.metal' }),
      ...place,
      scaler(2, 6),
    ],
    asked(groupSays(sizes(1, 2, 6)), ...ROOMY),
    problem('workshop-waits-for-nodes', 'confirmed', { says: ['How many vCPUs AWS allows was not looked at'] }),
  ),
];

/** What is left of the addresses of its subnets. */
const withSubnets = (name: string, summary: string, subnets: Said, expected: Expected): Story =>
  about(
    name,
    summary,
    [...ground, scaler(2, 6)],
    [AS_SOMEBODY, groupSays(sizes(1, 2, 6)), ...ROOMY, subnets],
    expected,
  );
const addresses: readonly Story[] = [
  withSubnets(
    'subnets-full',
    'The node group may have more machines, and its subnets have no address for them.',
    subnetsSay({ [FIRST]: 0, [SECOND]: 0 }),
    problem('workshop-lacks-addresses', 'confirmed', {
      says: ['0 of 251 free', 'describe-network-interfaces', '"possible":0'],
    }),
  ),
  withSubnets(
    'subnet-of-two',
    'One of the two subnets has none left: machines start in the other.',
    subnetsSay({ [FIRST]: 0, [SECOND]: 120 }),
    problem('workshop-waits-for-nodes', 'confirmed', { says: ['Few addresses are left', '0 of 251 free'] }),
  ),
  withSubnets(
    'subnets-denied',
    'The subnets may not be looked at.',
    subnetsDenied(FIRST, SECOND),
    problem('workshop-waits-for-nodes', 'confirmed', {
      says: ['ec2:DescribeSubnets', 'addresses the subnets of the node groups have left was not looked at'],
    }),
  ),
];

const BURST = 'burst';
const BURST_SCALING = `eks-${BURST}-0a1b2c3d`;
/** Two groups: that of the nodes is as large as it may get, the other has no node. */
const withIdle = (...said: readonly Said[]): readonly Said[] =>
  askedOf([GROUP, BURST], groupSays(sizes(1, 2, 2)), ...ROOMY, ...said);
const bothScaled = scalingStatusOf([
  ['eks-workspaces-7ec3b2d1', 2, 2],
  [BURST_SCALING, 0, 5],
]);
const ONLY_OTHERS = { taints: [{ key: 'only', value: 'builds', effect: 'NO_SCHEDULE' }] };

/** Groups that no node tells of, since they have none. */
const idle: readonly Story[] = [
  about(
    'idle',
    'The node group of the nodes is full; another one begins with no node, and the autoscaler enlarges it.',
    [...ground, bothScaled],
    withIdle(idleGroupSays(BURST)),
    problem('workshop-waits-for-nodes', 'confirmed', {
      // A machine of eight vCPUs, of which four fifths are taken to be left: three workspaces on each of five.
      says: ['Node group burst has 0 nodes and may have 5, which is room for 15 more', '"possible":15'],
      never: ['was not looked at'],
    }),
  ),
  about(
    'idle-by-hand',
    'The same, and nothing makes it larger.',
    ground,
    withIdle(idleGroupSays(BURST)),
    problem('workshop-beyond-node-groups', 'confirmed', {
      says: [
        'Node group burst has 0 nodes and may have 5, which is room for 15 more, and nothing that is seen makes it larger',
      ],
    }),
  ),
  about(
    'idle-decoy',
    'The other group is for builds alone: a taint keeps workspaces away.',
    [...ground, bothScaled],
    withIdle(idleGroupSays(BURST, ONLY_OTHERS)),
    problem('workshop-beyond-node-groups', 'confirmed', { says: ['"possible":0'], never: ['Node group burst'] }),
  ),
  about(
    'idle-small',
    'The machines of the other group are too small for a workspace.',
    [...ground, bothScaled],
    withIdle(idleGroupSays(BURST, { diskSize: 8 })),
    problem('workshop-beyond-node-groups', 'confirmed', { says: ['"possible":0'] }),
  ),
  about(
    'idle-template',
    'What the machines of the other group are stands in a launch template.',
    [...ground, bothScaled],
    withIdle(
      idleGroupSays(BURST, { instanceTypes: [], diskSize: null, launchTemplate: { id: 'lt-0a1b2c3d', version: '3' } }),
    ),
    problem('workshop-beyond-node-groups', 'likely', {
      says: ['Node group burst has no node, and what its machines are stands in a launch template'],
    }),
  ),
  about(
    'idle-sick',
    'The other group has no node because it gets none.',
    [...ground, bothScaled],
    withIdle(
      idleGroupSays(BURST, {
        ...sizes(1, 2, 5),
        status: 'DEGRADED',
        health: { issues: [issue('AutoScalingGroupNotFound', 'The auto scaling group was not found')] },
      }),
    ),
    problems(
      [
        ['workshop-beyond-node-groups', 'confirmed'],
        ['node-group-unhealthy', 'confirmed'],
      ],
      { says: ['Node group burst has 2 nodes and may have 5; something is wrong with it'] },
    ),
  ),
  about(
    'idle-alone',
    'The nodes that are there are for something else; workspaces begin with a group that has none.',
    [
      ofGroup('node-1', { 'eks.amazonaws.com/nodegroup': 'system' }),
      ...place,
      scalingStatusOf([[BURST_SCALING, 0, 5]]),
    ].map((each) => (each['kind'] === 'Node' ? deepMerge(each, { spec: { unschedulable: true } }) : each)),
    askedOf(['system', BURST], idleGroupSays(BURST), ...ROOMY),
    problem('workshop-waits-for-nodes', 'confirmed', { says: ['"possible":15'] }),
    12,
  ),
  about(
    'idle-denied',
    'Which node groups there are may not be listed.',
    [...ground, bothScaled],
    [AS_SOMEBODY, groupSays(sizes(1, 2, 2)), ...ROOMY, GROUPS_DENIED, subnetsSay({ [FIRST]: 200, [SECOND]: 200 })],
    problem('workshop-beyond-node-groups', 'likely', {
      says: ['eks:ListNodegroups', 'Whether there are node groups without a node', 'was not looked at'],
    }),
  ),
];

const karpenterNode = (name: string, labels: Readonly<Record<string, string>> = {}): Built =>
  machine(name, {
    metadata: { labels: { 'karpenter.sh/nodepool': 'general', 'topology.kubernetes.io/region': REGION, ...labels } },
    spec: { providerID: 'aws:///eu-central-1a/i-0a1b2c3d4e5f60718' },
  });
const AUTO = { 'eks.amazonaws.com/compute-type': 'auto' };
const autoClass = { spec: { template: { spec: { nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass' } } } } };
const NO_GROUP = ['eks describe-nodegroup', 'update-nodegroup-config'];

/** Clusters without a node group. */
const pools: readonly Story[] = [
  about(
    'karpenter',
    'The NodePool of Karpenter has no limit, and the quota bounds it.',
    [karpenterNode('node-1'), karpenterNode('node-2'), ...place, nodePool('general', {}, { cpu: '16' })],
    asked(...ROOMY),
    problem('workshop-waits-for-nodes', 'confirmed', {
      // Twenty-eight more machines, each with room for four.
      says: ['bounded by the quota of AWS alone', '32 of 256 vCPUs run', '"possible":112'],
      never: NO_GROUP,
    }),
  ),
  about(
    'auto-mode',
    'EKS Auto Mode has no limit, and the quota is used up.',
    [
      karpenterNode('node-1', AUTO),
      karpenterNode('node-2', AUTO),
      ...place,
      nodePool('general', {}, { cpu: '16' }, autoClass),
    ],
    asked(...quotaSays(32, 4)),
    problem('workshop-beyond-vcpu-quota', 'confirmed', {
      says: ['32 of 32 vCPUs run', '"possible":0'],
      never: NO_GROUP,
    }),
  ),
  about(
    'pool-limit-and-quota',
    'The limits of the NodePool are too low, and the quota is too.',
    [
      karpenterNode('node-1'),
      karpenterNode('node-2'),
      ...place,
      nodePool('general', { cpu: '16' }, { cpu: '16', memory: '64Gi' }),
    ],
    asked(...quotaSays(40, 4)),
    problem('workshop-beyond-node-limits', 'confirmed', {
      says: ['The quota has to be raised first', 'Whether there are node groups without a node'],
      never: NO_GROUP,
    }),
  ),
];

/** AWS was not asked, or did not say: what the cluster tells stands, and what was not looked at is named. */
const unasked: readonly Story[] = [
  about('not-asked', 'The program aws was not asked.', [...ground, scaler(2, 6)], [], {
    ...problem('workshop-waits-for-nodes', 'confirmed'),
    says: [
      `aws eks describe-nodegroup --cluster-name ${CLUSTER} --nodegroup-name ${GROUP} --region ${REGION}`,
      'How many vCPUs AWS allows was not looked at',
      '"possible":16',
    ],
  }),
  about(
    'signed-out',
    'Nobody has signed in to AWS, and all fit.',
    ground,
    [SIGNED_OUT],
    { ...healthy, says: ['How large node group workspaces may grow was not looked at', 'aws has no credentials'] },
    5,
  ),
  about(
    'signed-out-short',
    'Nobody has signed in to AWS, and not all fit.',
    ground,
    [SIGNED_OUT],
    problem('workshop-does-not-fit', 'confirmed', { says: ['was not looked at', 'aws has no credentials'] }),
  ),
  about(
    'denied',
    'The node group may not be looked at.',
    [...ground, scaler(2, 6)],
    asked(GROUP_DENIED, ...ROOMY),
    problem('workshop-waits-for-nodes', 'confirmed', {
      says: ['eks:DescribeNodegroup', 'How large node group workspaces may grow was not looked at', '"possible":16'],
    }),
  ),
];

export const preflightCapacityAws: readonly Story[] = [
  ...groups,
  ...quotas,
  ...addresses,
  ...idle,
  ...pools,
  ...unasked,
];
