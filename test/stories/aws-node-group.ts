import { karpenterRefuses, nodeClass, nodePool, notTriggered, triggered } from './build/autoscaling.ts';
import { settled, mediumNode } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { object, type Built } from './build/build.ts';
import {
  AS_SOMEBODY,
  fullOfGroup,
  GROUP_DENIED,
  GROUP_GONE,
  groupSays,
  MACHINE_DENIED,
  machineTagged,
  issue,
  launches,
  onEks,
  QUIET,
  QUOTA_DENIED,
  quotaSays,
  SIGNED_OUT,
  sizes,
  subnetsDenied,
  subnetsSay,
  type Said,
} from './build/eks.ts';
import { deepMerge } from './build/merge.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { waitingWorkspace, workspaceSketch } from './build/waiting-workspace.ts';
import type { Expected, Story } from './story.ts';

/** Pods that find no room on nodes of a managed node group of EKS, and what AWS says of the group. */
const waits = waitingWorkspace();
const pod = waits.newPod;
const runs = settled(workspaceSketch());
const waiting: readonly Built[] = [...fullOfGroup, ...waits.all];
/** The same on a node that does not name its cluster, as EKS makes them. */
const unnamed = waiting.map((each) =>
  each['kind'] === 'Node'
    ? deepMerge(each, { metadata: { labels: { 'alpha.eksctl.io/cluster-name': undefined } } })
    : each,
);
const AT_MAX = sizes(1, 6, 6);
const LATELY = '2025-11-15T18:10:00Z';

function story(
  name: string,
  summary: string,
  objects: readonly Built[],
  commands: readonly Said[],
  expected: Expected,
): Story {
  return storyOf(`aws-node-group/${name}`, summary, { objects, commands }, expected, {
    runbook: 'workload',
    inputs: { workload: 'Deployment/workspaces/coder-6a1f2b3c' },
  });
}

const asked = (...said: readonly Said[]): readonly Said[] => [AS_SOMEBODY, ...said];
const UPDATE =
  'aws eks update-nodegroup-config --cluster-name workshop-a --nodegroup-name workspaces --region eu-central-1 --scaling-config';

/** The cluster autoscaler keeps this, whatever it does. */
const autoscaler = object(
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'cluster-autoscaler-status',
    created: '2025-11-01T09:00:00Z',
  },
  { data: { status: 'Cluster-wide:\n  Health: Healthy\n' } },
);

/** How large the group is. */
const size: readonly Story[] = [
  story(
    'at-max',
    'The group has as many nodes as it may, and nothing in the cluster makes it larger.',
    waiting,
    asked(groupSays(AT_MAX), QUIET),
    problem('node-group-at-max', 'confirmed', {
      says: ['It has 6 nodes and may have 1 to 6', `${UPDATE} minSize=1,maxSize=7,desiredSize=7`],
    }),
  ),
  story(
    'at-max-of-autoscaler',
    'The cluster autoscaler says that the group is as large as it may get, and AWS says how large that is.',
    [...waiting, notTriggered(pod, '1 max node group size reached')],
    asked(groupSays(AT_MAX), QUIET),
    problem('node-group-at-max', 'confirmed', {
      says: [`${UPDATE} maxSize=7`, 'The desired number is left alone'],
      never: ['desiredSize=7'],
    }),
  ),
  story(
    'at-max-beside-karpenter',
    'Karpenter finds no type of machine for the pod; the full node is one of a node group that is at its largest.',
    [
      ...waiting,
      nodeClass(),
      nodePool('workspaces', { cpu: '480' }, { cpu: '48' }),
      karpenterRefuses(
        pod,
        'no instance type has enough resources, requirements=karpenter.sh/nodepool In [workspaces]',
      ),
    ],
    asked(groupSays(AT_MAX), QUIET),
    problem('node-group-at-max', 'confirmed', { says: ['Karpenter makes nodes of its own', 'desiredSize=7'] }),
  ),
  story(
    'at-max-raised',
    'The autoscaler said that the group was at its largest, which was raised since; it has not tried again.',
    [...waiting, notTriggered(pod, '1 max node group size reached')],
    asked(groupSays(), QUIET),
    problem('node-groups-at-max', 'confirmed', {
      says: ['It has 4 nodes and may have 1 to 6'],
      never: ['node-group-at-max'],
    }),
  ),
  story(
    'minimum',
    'The group is to have eight nodes at least and at most: what is printed keeps all three numbers in order.',
    waiting,
    asked(groupSays(sizes(8, 8, 8)), QUIET),
    problem('node-group-at-max', 'confirmed', { says: [`${UPDATE} minSize=8,maxSize=9,desiredSize=9`] }),
  ),
  story(
    'room',
    'The group may have two nodes more, and nothing in the cluster asks for them.',
    waiting,
    asked(groupSays(), QUIET),
    problem('node-group-not-enlarged', 'likely', { says: [`${UPDATE} minSize=1,maxSize=6,desiredSize=5`] }),
  ),
  story(
    'room-of-autoscaler-decoy',
    'The group may have more, and the cluster autoscaler, which sets its size, has not spoken yet.',
    [...waiting, autoscaler],
    asked(groupSays(), QUIET),
    problem('no-room', 'confirmed', {
      says: ['Its size is set by the cluster autoscaler'],
      never: ['update-nodegroup-config'],
    }),
  ),
  story(
    'grows',
    'The group was made larger by hand a minute ago, and its machine starts.',
    waiting,
    asked(groupSays(), launches(['2025-11-15T18:14:10Z', 'InProgress'])),
    inProgress({ says: ['starts a machine'] }),
  ),
  story(
    'at-max-decoy',
    'The group is at its largest, and the workspace has found a node.',
    [mediumNode('node-1', onEks()), ...runs.all],
    asked(groupSays(AT_MAX), QUIET),
    healthy,
  ),
  story(
    'coming-decoy',
    'The autoscaler has made the group larger for the pod.',
    [...waiting, triggered(pod)],
    asked(groupSays(AT_MAX), QUIET),
    inProgress({ says: ['pod triggered scale-up'] }),
  ),
];

/** AWS was not asked, or did not say. */
const unasked: readonly Story[] = [
  story('not-asked', 'The same, and the program aws was not asked.', waiting, [], {
    ...problem('no-room', 'confirmed'),
    says: ['aws eks describe-nodegroup --cluster-name workshop-a --nodegroup-name workspaces --region eu-central-1'],
  }),
  story('signed-out', 'The same, and nobody has signed in to AWS.', waiting, [SIGNED_OUT], {
    ...problem('no-room', 'confirmed'),
    says: ['Unable to locate credentials', 'aws eks describe-nodegroup'],
  }),
  story('denied', 'The same, and the group may not be looked at.', waiting, asked(GROUP_DENIED), {
    ...problem('no-room', 'confirmed'),
    says: ['eks:DescribeNodegroup'],
  }),
  story(
    'name-by-tag',
    'Neither kubeconfig nor nodes name the cluster; a machine of it does, and the group is at its largest.',
    unnamed,
    asked(machineTagged(), groupSays(AT_MAX), QUIET),
    problem('node-group-at-max', 'confirmed', { says: [`${UPDATE} minSize=1,maxSize=7,desiredSize=7`] }),
  ),
  story(
    'name-by-tag-of-autoscaler',
    'The same; the autoscaler says it, and the group may not be looked at.',
    [...unnamed, notTriggered(pod, '1 max node group size reached')],
    asked(machineTagged(), GROUP_DENIED),
    problem('node-groups-at-max', 'confirmed', {
      says: ['--cluster-name workshop-a --nodegroup-name workspaces --region eu-central-1', 'eks:DescribeNodegroup'],
    }),
  ),
  story(
    'name-denied',
    'The same, and machines may not be looked at.',
    unnamed,
    asked(MACHINE_DENIED, groupSays(AT_MAX), QUIET),
    problem('no-room', 'confirmed', {
      says: ['ec2:DescribeInstances', '--cluster-name CLUSTER --nodegroup-name workspaces'],
      never: ['node-group-at-max'],
    }),
  ),
  story(
    'name-denied-of-autoscaler',
    'The autoscaler says that the group is at its largest, and machines may not be looked at.',
    [...unnamed, notTriggered(pod, '1 max node group size reached')],
    asked(MACHINE_DENIED),
    problem('node-groups-at-max', 'confirmed', { says: ["--cluster-name '<cluster>'", 'ec2:DescribeInstances'] }),
  ),
  story(
    'denied-of-autoscaler',
    'The autoscaler says that the group is at its largest, and AWS may not be asked.',
    [...waiting, notTriggered(pod, '1 max node group size reached')],
    asked(GROUP_DENIED),
    problem('node-groups-at-max', 'confirmed', { says: ["--scaling-config 'maxSize=<size>'"] }),
  ),
  story('gone', 'AWS knows no such group in that region.', waiting, asked(GROUP_GONE), {
    ...problem('no-room', 'confirmed'),
    says: ['AWS knows no node group workspaces'],
  }),
  story(
    'misshapen',
    'AWS says nothing of its sizes.',
    waiting,
    asked(groupSays({ scalingConfig: {} }), QUIET),
    problem('no-room', 'confirmed', { never: ['node-group-at', 'node-group-not', 'update-nodegroup-config'] }),
  ),
  story(
    'elsewhere',
    'The same on a cluster that is not on AWS.',
    [
      ...waiting.filter((each) => each['kind'] !== 'Node'),
      mediumNode('node-1', { metadata: { labels: { 'eks.amazonaws.com/nodegroup': 'workspaces' } } }),
    ],
    asked(groupSays(AT_MAX), QUIET),
    problem('no-room', 'confirmed', { never: ['aws eks'] }),
  ),
];

const QUOTA =
  'Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket that the specified instance type belongs to. Launching EC2 instance failed.';
const NO_ADDRESS =
  "There are not enough free addresses in subnet 'subnet-0a1b2c3d' to satisfy the requested number of instances. Launching EC2 instance failed.";
const SHORTAGE =
  'Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient m6i.2xlarge capacity in the Availability Zone you requested (eu-central-1a). Launching EC2 instance failed.';
const refused = (message: string): Said => launches([LATELY, 'Failed', message]);
const backoff = [...waiting, notTriggered(pod, '1 in backoff after failed scale-up')];
const SUBNETS = ['subnet-0a1b2c3d', 'subnet-0b2c3d4e'] as const;

/** What EC2 and EKS say of machines that do not come. */
const refusals: readonly Story[] = [
  story(
    'quota',
    'The autoscaler asked for a node; EC2 refused it, since the quota of the account is used up.',
    backoff,
    asked(groupSays(), refused(QUOTA), ...quotaSays(32, 4)),
    problem('quota-used-up', 'confirmed', {
      says: ['32 of 32 vCPUs run', '4 × m6i.2xlarge', 'request-service-quota-increase', '--quota-code L-1216C47A'],
    }),
  ),
  story(
    'quota-usual',
    'The same in an account that never asked for more, where the quota is not kept.',
    backoff,
    asked(groupSays(), refused(QUOTA), ...quotaSays(null, 0)),
    problem('quota-used-up', 'confirmed', { says: ['0 of 5 vCPUs run', 'every account begins with'] }),
  ),
  story(
    'quota-never-granted',
    'The account was never granted such machines.',
    backoff,
    asked(groupSays(), refused(QUOTA), ...quotaSays(0, 0)),
    problem('quota-never-granted', 'confirmed', { says: ['is 0'] }),
  ),
  story(
    'quota-raised',
    'The quota was raised since EC2 refused the machine.',
    backoff,
    asked(groupSays(), refused(QUOTA), ...quotaSays(640, 4)),
    problem('node-group-refused', 'likely', { says: ['has room by now', 'VcpuLimitExceeded'] }),
  ),
  story(
    'quota-denied',
    'EC2 names the quota, which may not be looked at.',
    backoff,
    asked(groupSays(), refused(QUOTA), ...QUOTA_DENIED),
    problem('node-group-refused', 'likely', { says: ['servicequotas:GetServiceQuota', 'VcpuLimitExceeded'] }),
  ),
  story(
    'subnet',
    'Both subnets of the group have no address left.',
    backoff,
    asked(groupSays(), refused(NO_ADDRESS), subnetsSay({ [SUBNETS[0]]: 0, [SUBNETS[1]]: 0 })),
    problem('subnet-without-addresses', 'confirmed', { says: ['0 of 251 free'], never: ['Others have some'] }),
  ),
  story(
    'subnet-of-two',
    'One of the two subnets has none left.',
    backoff,
    asked(groupSays(), refused(NO_ADDRESS), subnetsSay({ [SUBNETS[0]]: 0, [SUBNETS[1]]: 120 })),
    problem('subnet-without-addresses', 'confirmed', { says: ['subnet-0a1b2c3d', 'Others have some'] }),
  ),
  story(
    'subnet-low',
    'Some addresses have come back since, and few are left.',
    backoff,
    asked(groupSays(), refused(NO_ADDRESS), subnetsSay({ [SUBNETS[0]]: 12, [SUBNETS[1]]: 120 })),
    problem('node-group-refused', 'likely', { says: ['Under a tenth of the addresses is left in subnet-0a1b2c3d'] }),
  ),
  story(
    'subnet-denied',
    'EC2 names the subnet, which may not be looked at.',
    backoff,
    asked(groupSays(), refused(NO_ADDRESS), subnetsDenied(...SUBNETS)),
    problem('node-group-refused', 'likely', { says: ['ec2:DescribeSubnets', 'not enough free addresses'] }),
  ),
  story(
    'shortage',
    'AWS has no such machine in that zone just now.',
    backoff,
    asked(
      groupSays({ health: { issues: [issue('AsgInstanceLaunchFailures', SHORTAGE, 'eks-workspaces-7ec3b2d1')] } }),
      QUIET,
    ),
    problem('node-group-without-machines', 'confirmed', { says: ['m6i.2xlarge capacity', 'it passes'] }),
  ),
  story(
    'does-not-join',
    'The machines run and do not join: their subnets have endpoints for ecr.dkr and s3, and none for ecr.api.',
    waiting,
    asked(
      groupSays({
        status: 'CREATE_FAILED',
        health: {
          issues: [
            issue('NodeCreationFailure', 'Instances failed to join the kubernetes cluster', 'i-0a1b2c3d4e5f60718'),
          ],
        },
      }),
      QUIET,
    ),
    problem('node-group-does-not-join', 'confirmed', {
      says: ['Instances failed to join', 'ecr.api', 'aws ec2 describe-vpc-endpoints'],
    }),
  ),
  story(
    'unhealthy',
    'Its Auto Scaling group was deleted outside of EKS.',
    waiting,
    asked(
      groupSays({
        status: 'DEGRADED',
        health: { issues: [issue('AutoScalingGroupNotFound', 'The auto scaling group was not found')] },
      }),
      QUIET,
    ),
    problem('node-group-unhealthy', 'confirmed', { says: ['was deleted outside of EKS'] }),
  ),
  story(
    'refused-decoy',
    'A launch was refused a while ago, and one has worked since.',
    waiting,
    asked(
      groupSays(AT_MAX),
      launches(['2025-11-15T18:05:00Z', 'Successful'], ['2025-11-15T17:50:00Z', 'Failed', QUOTA]),
    ),
    problem('node-group-at-max', 'confirmed', { never: ['VcpuLimitExceeded'] }),
  ),
];

/** One story per ending, and what only looks like one. */
export const awsNodeGroup: readonly Story[] = [...size, ...unasked, ...refusals];
