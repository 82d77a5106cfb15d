import { JUST_NOW, mediumNode } from './build/app.ts';
import {
  LATELY,
  karpenterRefuses,
  noCapacity,
  nodeClaim,
  nodeClass,
  nodePool,
  nominated,
  notTriggered,
  triggered,
} from './build/autoscaling.ts';
import { condition, type Built, type Change } from './build/build.ts';
import { deepMerge } from './build/merge.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { NOT_HELPFUL, noNode } from './build/waiting.ts';
import {
  coderAround,
  fullGround,
  runningWorkspace,
  waitingWorkspace,
  workspaceStory,
} from './build/waiting-workspace.ts';
import type { Story } from './story.ts';

/** Workspaces that find no node, and what Karpenter or the cluster autoscaler says about bringing one. */
const waits = waitingWorkspace();
const pod = waits.newPod;
const classless: readonly Built[] = [...fullGround, ...waits.all];
const waiting: readonly Built[] = [...classless, nodeClass()];
const roomy: readonly Built[] = [...coderAround, mediumNode('node-1')];
const runs = runningWorkspace();
const giant = waitingWorkspace(noNode(1, '1 Insufficient memory', `1 ${NOT_HELPFUL}`), {
  requests: { cpu: '1', memory: '64Gi' },
});
const HOURS_AGO = '2025-11-15T16:00:00Z';

/** Karpenter 1.5 and later, 1.4, and up to 1.3 (karpenter-core, scheduler.go). */
const AT_LIMIT = 'all available instance types exceed limits for nodepool (NodePool=workspaces)';
const atLimit = nodePool('workspaces', { cpu: '48' }, { cpu: '48', memory: '192Gi', nodes: '6' });
const farFromLimit = nodePool('workspaces', { cpu: '480' }, { cpu: '48', memory: '192Gi', nodes: '6' });
const NO_CLASS = 'NodeClass not found on cluster';
const unready = nodePool('workspaces', { cpu: '48' }, { cpu: '0' }, NO_CLASS);

const NO_SUBNETS = 'SubnetSelector did not match any Subnets';
const notReady = nodePool('workspaces', { cpu: '48' }, { cpu: '0' }, 'NodeClass is not ready');
const notValid = deepMerge(farFromLimit, {
  status: {
    conditions: [
      condition('ValidationSucceeded', 'False', 'NodePoolValidationFailed', 'invalid requirement', HOURS_AGO),
      condition('Ready', 'False', 'UnhealthyDependents', 'ValidationSucceeded=False', HOURS_AGO),
    ],
  },
});
const autoPool = deepMerge(notReady, classRef('eks.amazonaws.com', 'NodeClass'));
const autoClass: Built = {
  ...nodeClass({ SecurityGroupsReady: ['SecurityGroupsNotFound', 'SecurityGroupSelector did not match'] }),
  apiVersion: 'eks.amazonaws.com/v1',
  kind: 'NodeClass',
};

/** The class of which group a pool names. */
function classRef(group: string, kind: string): Change {
  return { spec: { template: { spec: { nodeClassRef: { group, kind, name: 'workspaces' } } } } };
}

/** The oldest wording of a shortage names no limit. */
const NO_TYPE =
  'incompatible with nodepool "workspaces", daemonset overhead={"cpu":"150m","pods":"4"}, no instance type satisfied resources {"cpu":"1150m","memory":"8Gi","pods":"5"} and requirements karpenter.sh/nodepool In [workspaces]';
const spent = nodePool('workspaces', { cpu: '1500' }, { cpu: '1500' });
const UNKNOWN_LABEL =
  'incompatible with nodepool "workspaces", daemonset overhead={"cpu":"150m","pods":"4"}, incompatible requirements, label "workload" does not have known values';
const labelled = deepMerge(farFromLimit, { spec: { template: { metadata: { labels: { workload: 'coder' } } } } });

const limits: readonly Story[] = [
  workspaceStory(
    'node-supply/limit',
    'The NodePool for workspaces has used all the CPUs that it may have.',
    [...waiting, atLimit, karpenterRefuses(pod, AT_LIMIT)],
    problem('node-pool-at-limit', 'confirmed', {
      says: ['cpu 48 of 48', 'kubectl get nodes -l karpenter.sh/nodepool=workspaces', 'cpu: <limit>'],
    }),
  ),
  workspaceStory(
    'node-supply/limit-nodes',
    'An older Karpenter names the pool in its own way, and the limit is one of nodes.',
    [
      ...waiting,
      nodePool('workspaces', { nodes: 6 }, { cpu: '48', nodes: '6' }),
      karpenterRefuses(
        pod,
        'incompatible with nodepool "system", daemonset overhead={"cpu":"150m","pods":"4"}, did not tolerate CriticalAddonsOnly=true:NoSchedule; node limits have been exhausted for nodepool "workspaces"',
      ),
    ],
    problem('node-pool-at-limit', 'confirmed', { says: ['nodes 6 of 6'] }),
  ),
  workspaceStory(
    'node-supply/limit-of-one-more',
    'Four CPUs are left of the limit, and the nodes of the pool have eight.',
    [
      ...waiting,
      mediumNode('node-2', {
        metadata: { labels: { 'karpenter.sh/nodepool': 'workspaces' } },
        spec: { taints: [{ key: 'team', value: 'gpu', effect: 'NoSchedule' }] },
      }),
      nodePool('workspaces', { cpu: '52' }, { cpu: '48' }),
      karpenterRefuses(pod, 'all available instance types exceed limits for nodepool: "workspaces"'),
    ],
    problem('node-pool-at-limit', 'confirmed', { says: ['cpu 48 of 52'] }),
  ),
  workspaceStory(
    'node-supply/limit-raised',
    'Karpenter said that the limit was reached, which was raised since; it has not tried again.',
    [...waiting, farFromLimit, karpenterRefuses(pod, AT_LIMIT)],
    problem('node-pool-at-limit', 'likely', { says: ['leave room for one more'], never: ['raise-limit"'] }),
  ),
  workspaceStory(
    'node-supply/limit-denied',
    'NodePools may not be looked at, so Karpenter alone says so.',
    [...waiting, atLimit, karpenterRefuses(pod, AT_LIMIT)],
    problem('node-pool-at-limit', 'likely', { says: [AT_LIMIT] }),
    ['nodepools'],
  ),
  workspaceStory(
    'node-supply/limit-decoy',
    'The pool is at its limit, and the workspace has found a node since.',
    [...roomy, ...runs.all, atLimit, karpenterRefuses(runs.newPod, AT_LIMIT)],
    healthy,
  ),
  workspaceStory('node-supply/healthy', 'The workspace runs.', [...roomy, ...runs.all, farFromLimit], healthy),
  workspaceStory(
    'node-supply/limit-old',
    'What Karpenter said is two hours old: the present reason is that there is no room.',
    [...waiting, farFromLimit, karpenterRefuses(pod, AT_LIMIT, HOURS_AGO)],
    problem('no-room', 'confirmed', { never: ['node-pool-at-limit'] }),
  ),
  workspaceStory(
    'node-supply/class-missing',
    'The limit is what Karpenter names, and the NodeClass of the pool is missing.',
    [...classless, unready, karpenterRefuses(pod, AT_LIMIT)],
    problem('node-class-missing', 'confirmed', {
      says: [NO_CLASS, 'EC2NodeClass workspaces', 'says nothing of the limit', 'name: <class>'],
      never: ['raise-limit'],
    }),
  ),
  workspaceStory(
    'node-supply/class-missing-since',
    'The same a moment later: the pool still calls itself ready, and its NodeClass is gone.',
    [...classless, atLimit, karpenterRefuses(pod, AT_LIMIT)],
    problem('node-class-missing', 'confirmed', { never: ['node-pool-at-limit'] }),
  ),
  workspaceStory(
    'node-supply/class-not-ready',
    'The NodeClass finds no subnet with its tag.',
    [...classless, notReady, nodeClass({ SubnetsReady: ['SubnetsNotFound', NO_SUBNETS] })],
    problem('node-class-not-ready', 'confirmed', {
      says: [NO_SUBNETS, 'No subnet is what it chooses subnets by', 'kubectl get ec2nodeclasses.karpenter.k8s.aws'],
    }),
  ),
  workspaceStory(
    'node-supply/class-of-auto-mode',
    'EKS makes the nodes by itself, and the class of the pool is not ready.',
    [...classless, autoPool, autoClass],
    problem('node-class-not-ready', 'confirmed', {
      says: ['NodeClass workspaces', 'kubectl get nodeclasses.eks.amazonaws.com'],
      never: ['ec2nodeclasses'],
    }),
  ),
  workspaceStory(
    'node-supply/class-denied',
    'The pool is not ready, and classes may not be looked at.',
    [...classless, unready],
    problem('node-pool-not-ready', 'likely', { says: [NO_CLASS, 'ec2nodeclasses'] }),
    ['ec2nodeclasses'],
  ),
  workspaceStory(
    'node-supply/class-of-another-cloud',
    'The class of the pool is one of another cloud, which is not looked at.',
    [...classless, deepMerge(unready, classRef('karpenter.example', 'ExampleNodeClass'))],
    problem('node-pool-not-ready', 'confirmed', { says: [NO_CLASS] }),
  ),
  workspaceStory(
    'node-supply/pool-not-ready',
    'The only pool is not ready for a reason of its own, and Karpenter says nothing about the pod.',
    [...waiting, notValid],
    problem('node-pool-not-ready', 'confirmed', { says: ['ValidationSucceeded: invalid requirement'] }),
  ),
  workspaceStory(
    'node-supply/other-pool-not-ready',
    'One pool is not ready, and another could bring a node: there is no room yet.',
    [...waiting, unready, nodePool('system', { cpu: '100' }, { cpu: '8' })],
    problem('no-room', 'confirmed', { never: ['node-pool-not-ready'] }),
  ),
  workspaceStory(
    'node-supply/no-pool-fits',
    'None of the pools makes machines that are large enough.',
    [
      ...waiting,
      farFromLimit,
      karpenterRefuses(
        pod,
        'no instance type has enough resources, requirements=karpenter.sh/nodepool In [workspaces]',
      ),
    ],
    problem('no-room', 'confirmed', { says: ['no instance type has enough resources'], never: ['node-pools-spent'] }),
  ),
  workspaceStory(
    'node-supply/spent',
    'Karpenter says that no type of machine would do; the limit of its pool is used up.',
    [...waiting, spent, karpenterRefuses(pod, NO_TYPE)],
    problem('node-pools-spent', 'likely', { says: ['workspaces cpu 1500 of 1500', 'cpu: <cpu>'] }),
  ),
  workspaceStory(
    'node-supply/spent-decoy',
    'The same of one pool, while another has room and makes no machine that would do.',
    [...waiting, spent, nodePool('system', { cpu: '100' }, { cpu: '8' }), karpenterRefuses(pod, NO_TYPE)],
    problem('no-room', 'confirmed', { says: ['no instance type satisfied'], never: ['node-pools-spent'] }),
  ),
  workspaceStory(
    'node-supply/spent-denied',
    'NodePools may not be looked at.',
    [...waiting, spent, karpenterRefuses(pod, NO_TYPE)],
    problem('no-room', 'likely', { says: ['nodepools'] }),
    ['nodepools'],
  ),
  workspaceStory(
    'node-supply/label',
    'The workspace asks for nodes by a label that the pool does not give them.',
    [...waiting, farFromLimit, karpenterRefuses(pod, UNKNOWN_LABEL)],
    problem('no-pool-has-label', 'confirmed', { says: ['template.metadata.labels', 'workload'] }),
  ),
  workspaceStory(
    'node-supply/label-since',
    'The pool was given the label since Karpenter said so.',
    [...waiting, labelled, karpenterRefuses(pod, UNKNOWN_LABEL)],
    problem('no-room', 'confirmed', { says: ['workload'], never: ['no-pool-has-label'] }),
  ),
];

const claim = nodeClaim('workspaces-x7k2p', '2025-11-15T18:13:00Z', false);
const lost = nodeClaim('workspaces-x7k2p', '2025-11-15T18:02:00Z', false);
const SHORTAGE =
  'insufficient capacity, creating instance, insufficient capacity, with fleet error(s), InsufficientInstanceCapacity: We currently do not have sufficient m6i.2xlarge capacity in the Availability Zone you requested (us-east-2a)';
const QUOTA =
  'insufficient capacity, creating instance, insufficient capacity, with fleet error(s), VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit';

const GPU =
  'insufficient capacity, creating instance, insufficient capacity, with fleet error(s), UnfulfillableCapacity: Unable to fulfill capacity; InsufficientInstanceCapacity: We currently do not have sufficient g4dn.xlarge capacity in the Availability Zone you requested (us-east-2a)';
const unstarted = nodeClaim('workspaces-x7k2p', '2025-11-15T18:12:00Z', false, [
  condition('Launched', 'Unknown', 'Unauthorized', 'You are not authorized to perform this operation', LATELY),
  condition('Registered', 'Unknown', 'AwaitingReconciliation', 'object is awaiting reconciliation', LATELY),
]);
const unbegun = nodeClaim('workspaces-x7k2p', '2025-11-15T17:55:00Z', true, [
  condition('Launched', 'True', 'Launched', '', '2025-11-15T17:55:00Z'),
  condition('Registered', 'True', 'Registered', '', '2025-11-15T17:56:00Z'),
  condition(
    'Initialized',
    'Unknown',
    'StartupTaintsExist',
    'StartupTaint "team.example/agent:NoExecute" still exists',
    '2025-11-15T17:56:00Z',
  ),
]);

const machines: readonly Story[] = [
  workspaceStory(
    'node-supply/coming',
    'Karpenter has started a machine for the workspace two minutes ago.',
    [...waiting, farFromLimit, claim, nominated(pod, 'workspaces-x7k2p')],
    inProgress({ says: ['nodeclaim/workspaces-x7k2p'] }),
  ),
  workspaceStory(
    'node-supply/no-machines',
    'AWS has no machine of that kind, and Karpenter has deleted the NodeClaim.',
    [...waiting, farFromLimit, nominated(pod, 'workspaces-x7k2p'), noCapacity(claim, SHORTAGE)],
    problem('no-machines', 'confirmed', { says: ['m6i.2xlarge', 'tries another'], never: ['service-quotas'] }),
  ),
  workspaceStory(
    'node-supply/no-machines-of-one-type',
    'A pool of one type of machine, of which AWS has none in the only zone that it may use.',
    [...waiting, farFromLimit, nominated(pod, 'workspaces-x7k2p'), noCapacity(claim, GPU)],
    problem('no-machines', 'confirmed', { says: ['g4dn.xlarge', 'the more kinds it may choose from'] }),
  ),
  workspaceStory(
    'node-supply/does-not-start',
    'Karpenter has chosen a machine that its role may not start.',
    [...waiting, farFromLimit, unstarted, nominated(pod, 'workspaces-x7k2p')],
    problem('machine-does-not-start', 'confirmed', { says: ['Unauthorized', 'may not do'] }),
  ),
  workspaceStory(
    'node-supply/does-not-begin',
    'The machine has joined long ago, and what is to take its startup taint away has not come.',
    [...waiting, farFromLimit, unbegun, nominated(pod, 'workspaces-x7k2p', '2025-11-15T18:10:00Z')],
    problem('machine-does-not-begin', 'confirmed', { says: ['team.example/agent'] }),
  ),
  workspaceStory(
    'node-supply/no-machines-quota',
    'It is called a shortage, and is a quota of the account.',
    [...waiting, farFromLimit, nominated(pod, 'workspaces-x7k2p'), noCapacity(claim, QUOTA)],
    problem('no-machines', 'confirmed', { says: ['aws service-quotas list-service-quotas --service-code ec2'] }),
  ),
  workspaceStory(
    'node-supply/no-machines-decoy',
    'Another machine was refused an hour ago; the one for this workspace is on its way.',
    [
      ...waiting,
      farFromLimit,
      claim,
      nominated(pod, 'workspaces-x7k2p'),
      noCapacity(nodeClaim('workspaces-9q4rz', HOURS_AGO, false), SHORTAGE),
    ],
    inProgress({ never: ['InsufficientInstanceCapacity'] }),
  ),
  workspaceStory(
    'node-supply/no-machines-denied',
    'AWS has no machine, and the events that say so may not be looked at.',
    [...waiting, farFromLimit, nominated(pod, 'workspaces-x7k2p'), noCapacity(claim, SHORTAGE)],
    problem('no-room', 'likely', { says: ['events'] }),
    ['events'],
  ),
  workspaceStory(
    'node-supply/does-not-join',
    'The machine runs for thirteen minutes and has not joined the cluster.',
    [...waiting, farFromLimit, lost, nominated(pod, 'workspaces-x7k2p', '2025-11-15T18:02:10Z')],
    problem('machine-does-not-join', 'likely', {
      says: ['Node not registered with cluster', 'aws ec2 get-console-output'],
    }),
  ),
  workspaceStory(
    'node-supply/does-not-join-denied',
    'The same, and NodeClaims may not be looked at: whether the node that Karpenter named still comes is not known.',
    [...waiting, farFromLimit, lost, nominated(pod, 'workspaces-x7k2p', '2025-11-15T18:02:10Z')],
    problem('workload-not-ready', 'possible', { says: ['nodeclaim/workspaces-x7k2p'] }),
    ['nodeclaims'],
  ),
  workspaceStory(
    'node-supply/joined',
    'The machine has joined, and its node keeps pods away until its agents run.',
    [
      ...waitingWorkspace(noNode(2, '1 Insufficient memory, 1 node(s) had untolerated taint(s)', `2 ${NOT_HELPFUL}`))
        .all,
      ...fullGround,
      farFromLimit,
      mediumNode('node-2', {
        metadata: { creationTimestamp: JUST_NOW, labels: { 'karpenter.sh/nodepool': 'workspaces' } },
        spec: { taints: [{ key: 'ebs.csi.aws.com/agent-not-ready', effect: 'NoExecute' }] },
      }),
    ],
    inProgress({ says: ['node-2'] }),
  ),
];

const groups: readonly Story[] = [
  workspaceStory(
    'node-supply/group-at-max',
    'The node group is as large as it may get.',
    [...waiting, notTriggered(pod, '1 max node group size reached')],
    problem('node-groups-at-max', 'confirmed', {
      says: [
        'aws eks describe-nodegroup --cluster-name dev-environments --nodegroup-name workspaces --region us-east-2',
        "--scaling-config 'maxSize=<size>'",
      ],
    }),
  ),
  workspaceStory(
    'node-supply/group-at-max-unlabelled',
    'The same on nodes that say nothing of their group.',
    [...roomyFull(), ...waits.all, notTriggered(pod, '1 max node group size reached, 1 Insufficient memory')],
    problem('node-groups-at-max', 'likely', { says: ["aws eks describe-nodegroup --cluster-name '<cluster>'"] }),
  ),
  workspaceStory(
    'node-supply/group-at-max-coming',
    'The autoscaler said so before it found another group that may grow.',
    [...waiting, notTriggered(pod, '1 max node group size reached', '2025-11-15T18:05:00Z'), triggered(pod)],
    inProgress({ says: ['pod triggered scale-up'] }),
  ),
  workspaceStory(
    'node-supply/group-at-max-since',
    'A node was said to come, and since then the group is as large as it may get.',
    [...waiting, triggered(pod, '2025-11-15T18:05:00Z'), notTriggered(pod, '1 max node group size reached')],
    problem('node-groups-at-max', 'confirmed'),
  ),
  workspaceStory(
    'node-supply/group-at-max-decoy',
    'The workspace has found a node since.',
    [...roomy, ...runs.all, notTriggered(runs.newPod, '1 max node group size reached')],
    healthy,
  ),
  workspaceStory(
    'node-supply/group-at-max-denied',
    'Events may not be looked at: there is no room, and nothing says why none comes.',
    [...waiting, notTriggered(pod, '1 max node group size reached')],
    problem('no-room', 'likely', { says: ['events'] }),
    ['events'],
  ),
  workspaceStory(
    'node-supply/too-large-for-groups',
    'The group is full, and its nodes would be too small even if they were empty.',
    [...fullGround, ...giant.all, notTriggered(giant.newPod, '1 max node group size reached')],
    problem('larger-than-any-node', 'confirmed', { says: ['would take it even if it were empty'] }),
  ),
  workspaceStory(
    'node-supply/no-group-fits',
    'No group of the autoscaler has what the workspace asks for.',
    [...waiting, notTriggered(pod, '2 Insufficient memory')],
    problem('no-room', 'confirmed', { says: ['none of its groups would take it: 2 Insufficient memory'] }),
  ),
  workspaceStory(
    'node-supply/cluster-limit',
    'The autoscaler has made as many nodes as its own options allow.',
    [...waiting, notTriggered(pod, 'max total nodes in cluster reached')],
    problem('cluster-at-limit', 'likely', { says: ['--max-nodes-total'] }),
  ),
  workspaceStory(
    'node-supply/backoff',
    'The autoscaler asked for a node, got none, and waits before it asks again.',
    [...waiting, notTriggered(pod, '1 in backoff after failed scale-up')],
    problem('scale-up-failed', 'likely', { says: ['aws eks describe-nodegroup'] }),
  ),
];

/** A full node without the labels of any cloud. */
function roomyFull(): readonly Built[] {
  return fullGround.map((each) => (each['kind'] === 'Node' ? mediumNode('node-1') : each));
}

/** What the autoscalers say, one story per string, and with what is over, denied or on its way. */
export const nodeSupply: readonly Story[] = [...limits, ...machines, ...groups];
