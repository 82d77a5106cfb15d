import { waiting as waitingContainer } from './build/app-status.ts';
import { INSTALLED, mediumNode, rollout, settled, SINCE } from './build/app.ts';
import { LATELY, noCapacity, nodeClaim, nodeClass, nodePool, nominated } from './build/autoscaling.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { condition, event, object, type Built } from './build/build.ts';
import {
  AS_SOMEBODY,
  fullOfGroup,
  MACHINE,
  onEks,
  QUOTA_DENIED,
  quotaSays,
  SIGNED_OUT,
  subnetsDenied,
  subnetsSay,
  type Said,
} from './build/eks.ts';
import { healthy, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { waitingWorkspace } from './build/waiting-workspace.ts';
import type { Expected, Story } from './story.ts';

/** Quotas and subnets, where Karpenter, EKS Auto Mode or the kubelet say that there is nothing left. */
const waits = waitingWorkspace();
const pod = waits.newPod;
const SUBNETS = ['subnet-0a1b2c3d', 'subnet-0b2c3d4e'] as const;
const ownClass = deepMerge(nodeClass(), {
  status: { subnets: SUBNETS.map((id) => ({ id, zone: 'eu-central-1a' })) },
});
const pool = deepMerge(nodePool('workspaces', { cpu: '480' }, { cpu: '48', memory: '192Gi', nodes: '6' }), {
  spec: {
    template: {
      spec: {
        requirements: [
          { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
          { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['m6i.2xlarge'] },
        ],
      },
    },
  },
});
const claim = nodeClaim('workspaces-x7k2p', '2025-11-15T18:13:00Z', false);
/** A node of Karpenter belongs to no node group. */
const [, tenantOfNode] = fullOfGroup;
const karpenterNode = mediumNode('node-1', {
  metadata: {
    labels: {
      'karpenter.sh/nodepool': 'system',
      'topology.kubernetes.io/region': 'eu-central-1',
      'alpha.eksctl.io/cluster-name': 'workshop-a',
    },
  },
  spec: { providerID: 'aws:///eu-central-1a/i-0a1b2c3d4e5f60718' },
});
const ground: readonly Built[] = [
  karpenterNode,
  ...(tenantOfNode === undefined ? [] : [tenantOfNode]),
  ...waits.all,
  ownClass,
  pool,
];
const FLEET = 'insufficient capacity, creating instance, insufficient capacity, with fleet error(s), ';
const QUOTA = `${FLEET}VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 32 allows`;
const NO_ADDRESS = `${FLEET}InsufficientFreeAddressesInSubnet: There are not enough free addresses in subnet 'subnet-0a1b2c3d'`;
const shortOf = (why: string): readonly Built[] => [
  ...ground,
  nominated(pod, 'workspaces-x7k2p'),
  noCapacity(claim, why),
];
const unlaunched = (reason: string, message: string): readonly Built[] => [
  ...ground,
  nodeClaim('workspaces-x7k2p', '2025-11-15T18:12:00Z', false, [
    condition('Launched', 'Unknown', reason, message, LATELY),
    condition('Registered', 'Unknown', 'AwaitingReconciliation', 'object is awaiting reconciliation', LATELY),
  ]),
  nominated(pod, 'workspaces-x7k2p'),
];
const asked = (...said: readonly Said[]): readonly Said[] => [AS_SOMEBODY, ...said];

function story(
  folder: string,
  summary: string,
  objects: readonly Built[],
  commands: readonly Said[],
  expected: Expected,
): Story {
  return storyOf(folder, summary, { objects, commands }, expected, {
    runbook: 'workload',
    inputs: { workload: 'Deployment/workspaces/coder-6a1f2b3c' },
  });
}

/** The quota by itself, as whoever wants a machine would ask about it. */
function asWanted(name: string, summary: string, commands: readonly Said[], expected: Expected): Story {
  const place = { onAws: true, region: 'eu-central-1', account: '111122223333', cluster: 'workshop-a' };
  const inputs = { said: '', place, market: 'on-demand', types: ['m6i.2xlarge'] };
  return storyOf(`aws-quota/${name}`, summary, { objects: ground, commands }, expected, {
    runbook: 'aws-quota',
    inputs,
  });
}

const quotas: readonly Story[] = [
  asWanted('healthy', 'The account has room for one more.', asked(...quotaSays(64, 4)), {
    ...healthy,
    says: ['32 of 64 vCPUs run'],
  }),
  asWanted('edge', 'What is left is just enough.', asked(...quotaSays(40, 4)), { ...healthy, says: ['32 of 40'] }),
  asWanted('full', 'One vCPU too few is left.', asked(...quotaSays(39, 4)), problem('quota-used-up', 'confirmed')),
  story(
    'aws-quota/karpenter',
    'What Karpenter calls a shortage is the quota of the account.',
    shortOf(QUOTA),
    asked(...quotaSays(32, 4)),
    problem('quota-used-up', 'confirmed', { says: ['32 of 32 vCPUs run', 'and one more takes 8'] }),
  ),
  story(
    'aws-quota/karpenter-room',
    'The quota was raised since; Karpenter tries again by itself.',
    shortOf(QUOTA),
    asked(...quotaSays(640, 4)),
    problem('no-machines', 'confirmed', { says: ['has room by now', 'VcpuLimitExceeded'] }),
  ),
  story(
    'aws-quota/karpenter-denied',
    'The same as at first, and the quota may not be looked at.',
    shortOf(QUOTA),
    asked(...QUOTA_DENIED),
    problem('no-machines', 'confirmed', {
      says: ['servicequotas:GetServiceQuota', 'aws service-quotas get-service-quota'],
    }),
  ),
  story(
    'aws-quota/karpenter-not-asked',
    'The same, and aws was not asked.',
    shortOf(QUOTA),
    [],
    problem('no-machines', 'confirmed', { says: ['That is a quota of the account', 'aws service-quotas'] }),
  ),
  story(
    'aws-quota/claim',
    'The NodeClaim itself says that the quota is used up.',
    unlaunched('VCPULimitExceeded', 'You have requested more vCPU capacity than your current vCPU limit'),
    asked(...quotaSays(32, 4)),
    problem('quota-used-up', 'likely', { says: ['Which type was wanted is not known'] }),
  ),
  story(
    'aws-quota/claim-signed-out',
    'The same, and nobody has signed in to AWS.',
    unlaunched('VCPULimitExceeded', 'You have requested more vCPU capacity than your current vCPU limit'),
    [SIGNED_OUT],
    problem('machine-does-not-start', 'confirmed', {
      says: ['quota of the account for this kind of machine is used up'],
    }),
  ),
  story(
    'aws-quota/strange-type',
    'The pool asks for a type of machine whose quota is not known here.',
    [...shortOf(QUOTA).filter((each) => each['kind'] !== 'NodePool'), macPool()],
    asked(),
    problem('no-machines', 'confirmed', { says: ['Which quota counts a machine of type mac2.metal'] }),
  ),
];

function macPool(): Built {
  return deepMerge(pool, {
    spec: {
      template: {
        spec: {
          requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['mac2.metal'] }],
        },
      },
    },
  });
}

const subnets: readonly Story[] = [
  story(
    'aws-subnet/karpenter',
    'What Karpenter calls a shortage is a subnet of its class without addresses.',
    shortOf(NO_ADDRESS),
    asked(subnetsSay({ [SUBNETS[0]]: 0, [SUBNETS[1]]: 40 })),
    problem('subnet-without-addresses', 'confirmed', {
      says: ['subnet-0a1b2c3d (eu-central-1a, 10.0.1.0/24): 0 of 251 free'],
    }),
  ),
  story(
    'aws-subnet/karpenter-denied',
    'The same, and subnets may not be looked at.',
    shortOf(NO_ADDRESS),
    asked(subnetsDenied(...SUBNETS)),
    problem('no-machines', 'confirmed', { says: ['ec2:DescribeSubnets', 'a subnet without free addresses'] }),
  ),
  story(
    'aws-subnet/claim',
    'The NodeClaim itself says that its subnet has no address.',
    unlaunched('InsufficientFreeAddressesInSubnet', 'There are not enough free addresses'),
    asked(subnetsSay({ [SUBNETS[0]]: 0, [SUBNETS[1]]: 0 })),
    problem('subnet-without-addresses', 'confirmed'),
  ),
  story(
    'aws-subnet/claim-not-asked',
    'The same, and aws was not asked.',
    unlaunched('InsufficientFreeAddressesInSubnet', 'There are not enough free addresses'),
    [],
    problem('machine-does-not-start', 'confirmed', { says: ['Its subnet has no free address'] }),
  ),
];

const FAILED =
  'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "3f1c": ';
const CNI = `${FAILED}plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container`;
const OTHER = `${FAILED}plugin type="bridge" failed (add): no IP addresses available in range set`;

/** A pod on the node of the group whose sandbox is not there. */
const stuck = rollout(
  {},
  { change: deepMerge(waitingContainer('ContainerCreating'), { status: { conditions: noSandbox() } }) },
);
const node = mediumNode('node-1', onEks());
const refusal = (message: string): Built =>
  event(
    stuck.newPod,
    { reason: 'FailedCreatePodSandBox', message, at: '2025-11-15T18:13:50Z', count: 22 },
    { source: { component: 'kubelet', host: 'node-1' } },
  );

function noSandbox() {
  const no = (type: string) => ({ type, status: 'False', lastProbeTime: null, lastTransitionTime: SINCE });
  const yes = (type: string) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: SINCE });
  return [
    no('PodReadyToStartContainers'),
    yes('Initialized'),
    { ...no('Ready'), reason: 'ContainersNotReady', message: 'containers with unready status: [web]' },
    { ...no('ContainersReady'), reason: 'ContainersNotReady', message: 'containers with unready status: [web]' },
    yes('PodScheduled'),
  ];
}

/** The agent of the VPC CNI, which gives out addresses in blocks of sixteen. */
const byBlocks = object(
  { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'kube-system', name: 'aws-node', created: INSTALLED },
  {
    spec: {
      template: {
        spec: { containers: [{ name: 'aws-node', env: [{ name: 'ENABLE_PREFIX_DELEGATION', value: 'true' }] }] },
      },
    },
    status: {},
  },
);

function ofPod(
  name: string,
  summary: string,
  objects: readonly Built[],
  commands: readonly Said[],
  expected: Expected,
): Story {
  return workloadStory(`aws-subnet/${name}`, summary, { objects, commands }, expected);
}

const addresses: readonly Story[] = [
  ofPod(
    'pod',
    'Pods get no address, and the small subnet of their node has none left.',
    [node, ...stuck.all, refusal(CNI)],
    asked(MACHINE, subnetsSay({ 'subnet-0a1b2c3d': 0 })),
    problem('subnet-without-addresses', 'confirmed', { says: ['failed to assign an IP address', '0 of 251 free'] }),
  ),
  ofPod(
    'pod-of-node',
    'The subnet has addresses, so the machine has as many as its type allows.',
    [node, ...stuck.all, refusal(CNI)],
    asked(MACHINE, subnetsSay({ 'subnet-0a1b2c3d': 120 })),
    problem('sandbox-no-address', 'likely', { says: ['only as many as its type allows'] }),
  ),
  ofPod(
    'pod-low',
    'Few addresses are left in the subnet.',
    [node, ...stuck.all, refusal(CNI)],
    asked(MACHINE, subnetsSay({ 'subnet-0a1b2c3d': 9 })),
    problem('sandbox-no-address', 'likely', { says: ['Under a tenth of the addresses is left in subnet-0a1b2c3d'] }),
  ),
  ofPod(
    'pod-blocks',
    'The subnet has addresses, and none of the blocks that the nodes take.',
    [node, byBlocks, ...stuck.all, refusal(CNI)],
    asked(MACHINE, subnetsSay({ 'subnet-0a1b2c3d': 60 })),
    problem('subnet-without-blocks', 'likely', { says: ['create-subnet-cidr-reservation', '60 of 251 free'] }),
  ),
  ofPod(
    'pod-denied',
    'Subnets may not be looked at.',
    [node, ...stuck.all, refusal(CNI)],
    asked(MACHINE, subnetsDenied('subnet-0a1b2c3d')),
    problem('sandbox-no-address', 'likely', { says: ['ec2:DescribeSubnets'] }),
  ),
  ofPod(
    'pod-not-asked',
    'AWS was not asked.',
    [node, ...stuck.all, refusal(CNI)],
    [],
    problem('sandbox-no-address', 'likely', { says: ['aws ec2 describe-subnets'] }),
  ),
  ofPod(
    'pod-elsewhere',
    'Another plugin has no address left, on a cluster that is not on AWS.',
    [mediumNode('node-1'), ...stuck.all, refusal(OTHER)],
    asked(MACHINE, subnetsSay({ 'subnet-0a1b2c3d': 0 })),
    problem('sandbox-no-address', 'likely', { never: ['aws ec2'] }),
  ),
  ofPod(
    'pod-decoy',
    'The pod has an address since, and the subnet has none left.',
    [node, ...settled({ since: INSTALLED }).all],
    asked(MACHINE, subnetsSay({ 'subnet-0a1b2c3d': 0 })),
    healthy,
  ),
];

/** Where a quota or a subnet may be the reason, and where it only looks so. */
export const awsSupply: readonly Story[] = [...quotas, ...subnets, ...addresses];
