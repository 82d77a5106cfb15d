import { mediumNode } from './build/app.ts';
import { nodePool } from './build/autoscaling.ts';
import { awsRefuses } from './build/aws.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { CODER_LOG } from './build/coder-door.ts';
import { coderGround, coderServer } from './build/coder-server.ts';
import { settled } from './build/app.ts';
import {
  addOnSays,
  AS_SOMEBODY,
  CLUSTER_DENIED,
  CLUSTER_GONE,
  CLUSTERS_DENIED,
  clusterSays,
  clustersSay,
  GROUP_DENIED,
  groupSays,
  issue,
  launches,
  MACHINE_DENIED,
  machineTagged,
  onEks,
  otherDenied,
  otherSays,
  parts,
  REGION,
  SERVER,
  SIGNED_OUT,
  sizes,
  type Said,
} from './build/eks.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import type { Expected, Story } from './story.ts';

/** The cluster itself, by what AWS says of it. */
const VERSION = 'v1.34.1-eks-113cf36';
const nodes: readonly Built[] = [mediumNode('node-1', onEks()), mediumNode('node-2', onEks())];

function of(name: string, summary: string, scene: Scene, expected: Expected, runbook = 'aws-cluster'): Story {
  const story = storyOf(`aws-cluster/${name}`, summary, scene, expected, { runbook, inputs: { onlyNamespace: '' } });
  return { ...story, snapshot: { ...story.snapshot, version: VERSION } };
}

const asked = (...said: readonly Said[]): readonly Said[] => [AS_SOMEBODY, ...said];

function about(name: string, summary: string, said: readonly Said[], expected: Expected): Story {
  return of(name, summary, { objects: nodes, commands: said }, expected);
}

const group = groupSays();
const well = [group, addOnSays('coredns'), addOnSays('vpc-cni')];
const whole = parts(['workspaces'], ['coredns', 'vpc-cni']);
const sick = (code: string, message: string, ...about: readonly string[]): Said =>
  clusterSays({ health: { issues: [issue(code, message, ...about)] } });

const standing: readonly Story[] = [
  about(
    'healthy',
    'AWS finds nothing wrong with the cluster, its node group and its add-ons.',
    asked(clusterSays(), ...whole, ...well),
    {
      ...healthy,
      says: [
        'It is in standard support until 2026-12-02',
        'From outside by 198.51.100.0/24',
        'It has 4 nodes and may have 1 to 6',
        'To CloudWatch go the logs of: api, audit',
        'aws logs tail /aws/eks/workshop-a/cluster --region eu-central-1',
        'aws logs tail /aws/containerinsights/workshop-a/application',
      ],
    },
  ),
  about(
    'unhealthy',
    'The cluster is active, and a subnet of its control plane is gone.',
    asked(sick('Ec2SubnetNotFound', 'We were unable to find the subnet', 'subnet-0a1b2c3d'), ...whole, ...well),
    problem('eks-cluster-unhealthy', 'confirmed', {
      says: ['status is ACTIVE, which says nothing', 'kubectl exec and logs fail', 'aws eks list-updates'],
    }),
  ),
  about(
    'key-to-be-deleted',
    'Somebody has asked for the key of its Secrets to be deleted.',
    asked(sick('KmsKeyMarkedForDeletion', 'The key is pending deletion'), ...whole, ...well),
    problem('eks-cluster-unhealthy', 'confirmed', { says: ['cancel that today', 'aws kms cancel-key-deletion'] }),
  ),
  about(
    'lost',
    'The key of its Secrets is gone.',
    asked(sick('KmsKeyNotFound', 'The key does not exist'), ...whole, ...well),
    problem('eks-cluster-lost', 'confirmed', { says: ['cannot bring such a cluster back'] }),
  ),
  about(
    'lost-by-guide',
    'The same in the spelling of the guide, beside something smaller.',
    asked(
      clusterSays({ health: { issues: [issue('IP_NOT_AVAILABLE', 'few'), issue('VPC_NOT_FOUND', 'gone')] } }),
      ...whole,
      ...well,
    ),
    problem('eks-cluster-lost', 'confirmed', { says: ['Its network is gone'] }),
  ),
  about(
    'failed',
    'The cluster failed, and AWS does not say why.',
    asked(clusterSays({ status: 'FAILED' }), ...parts([], [])),
    problem('eks-cluster-unhealthy', 'confirmed', { says: ['EKS does not say why', '"severity":"P1"'] }),
  ),
  about('updating', 'The cluster is being upgraded.', asked(clusterSays({ status: 'UPDATING' }), ...whole, ...well), {
    ...healthy,
    says: ['is being changed (UPDATING)', 'aws eks list-updates'],
  }),
  about(
    'health-not-told',
    'An older aws command does not tell whether something is wrong.',
    asked(clusterSays({ health: {} }), ...whole, ...well),
    incomplete({ says: ['did not say whether anything is wrong with the cluster'] }),
  ),
  about(
    'version-ends',
    'Standard support of its version ends in eleven days.',
    asked(clusterSays({ version: '1.31' }), ...whole, ...well),
    {
      ...healthy,
      says: ['at the end of a support', '2025-11-26', 'list-insights'],
    },
  ),
  about(
    'version-over',
    'The version is old enough for AWS to upgrade it by itself.',
    asked(clusterSays({ version: '1.28' }), ...whole, ...well),
    {
      ...healthy,
      says: ['ends on 2025-11-26'],
    },
  ),
  about(
    'version-unknown',
    'The version is newer than kubedoc.',
    asked(clusterSays({ version: '1.99' }), ...whole, ...well),
    {
      ...healthy,
      says: ['aws eks describe-cluster-versions --region eu-central-1'],
    },
  ),
  about(
    'public-alone',
    'The endpoint is public alone and open to everybody, which is how a cluster begins.',
    asked(
      clusterSays({
        resourcesVpcConfig: {
          endpointPublicAccess: true,
          endpointPrivateAccess: false,
          publicAccessCidrs: ['0.0.0.0/0'],
        },
        logging: {},
      }),
      ...whole,
      ...well,
    ),
    { ...healthy, says: ['Its endpoint is public alone', 'Anybody may try to sign in', 'No log of its control plane'] },
  ),
];

const ofParts: readonly Story[] = [
  about(
    'group-unhealthy',
    'The cluster is well, and machines of a node group do not join.',
    asked(
      clusterSays(),
      ...whole,
      ...well.slice(1),
      groupSays({
        status: 'DEGRADED',
        health: { issues: [issue('NodeCreationFailure', 'Instances failed to join', 'i-0a1b2c3d')] },
      }),
    ),
    problem('node-group-does-not-join', 'confirmed'),
  ),
  about(
    'group-at-max-decoy',
    'A node group is as large as it may get, and nobody waits for a node.',
    asked(clusterSays(), ...whole, ...well.slice(1), groupSays(sizes(1, 6, 6))),
    { ...healthy, says: ['It has 6 nodes and may have 1 to 6'], never: ['node-group-at-max'] },
  ),
  about(
    'group-cannot-start',
    'EKS says that the group cannot start machines, and EC2 says why.',
    asked(
      clusterSays(),
      ...whole,
      ...well.slice(1),
      groupSays({ health: { issues: [issue('AsgInstanceLaunchFailures', 'Could not launch instances')] } }),
      launches([
        '2025-11-15T18:10:00Z',
        'Failed',
        'InsufficientInstanceCapacity - We currently do not have sufficient capacity',
      ]),
    ),
    problem('node-group-without-machines', 'confirmed', { says: ['Its last launch'] }),
  ),
  about(
    'group-not-told',
    'AWS does not say whether a node group is well.',
    asked(clusterSays(), ...whole, ...well.slice(1), groupSays({ health: {} })),
    incomplete({ says: ['did not say whether anything is wrong with node group workspaces'] }),
  ),
  about(
    'parts-misshapen',
    'AWS gives no list of node groups.',
    asked(clusterSays(), ...parts('none', ['coredns', 'vpc-cni']), ...well),
    incomplete(),
  ),
  about(
    'group-denied',
    'Node groups may not be looked at, one by one.',
    asked(clusterSays(), ...whole, ...well.slice(1), GROUP_DENIED),
    incomplete({ says: ['eks:DescribeNodegroup'] }),
  ),
  about(
    'group-changes',
    'A node group is being changed.',
    asked(clusterSays(), ...whole, ...well.slice(1), groupSays({ status: 'UPDATING' })),
    { ...healthy, says: ['is being changed (UPDATING)'] },
  ),
  about(
    'group-ends',
    'A node group is being deleted.',
    asked(clusterSays(), ...whole, ...well.slice(1), groupSays({ status: 'DELETING' })),
    { ...healthy, says: ['is being deleted'] },
  ),
  about(
    'add-on-and-group',
    'An add-on and a node group are not well.',
    asked(
      clusterSays(),
      ...whole,
      groupSays({ status: 'DEGRADED', health: { issues: [issue('Ec2SubnetNotFound', 'gone')] } }),
      addOnSays('vpc-cni', {
        status: 'UPDATE_FAILED',
        health: { issues: [issue('ConfigurationConflict', 'conflict')] },
      }),
      addOnSays('coredns'),
    ),
    problems([
      ['add-on-unhealthy', 'confirmed'],
      ['node-group-unhealthy', 'confirmed'],
    ]),
  ),
];

function addOn(name: string, summary: string, said: readonly Said[], expected: Expected): Story {
  const story = storyOf(`aws-add-on/${name}`, summary, { objects: nodes, commands: said }, expected, {
    runbook: 'aws-cluster',
    inputs: { onlyNamespace: '' },
  });
  return { ...story, snapshot: { ...story.snapshot, version: VERSION } };
}

const ofAddOns: readonly Story[] = [
  addOn(
    'healthy',
    'The add-on for names works.',
    asked(clusterSays(), ...parts([], ['coredns']), addOnSays('coredns')),
    {
      ...healthy,
    },
  ),
  addOn(
    'unhealthy',
    'The add-on for names has pods that are not ready.',
    asked(
      clusterSays(),
      ...whole,
      group,
      addOnSays('vpc-cni'),
      addOnSays('coredns', {
        status: 'DEGRADED',
        health: {
          issues: [
            issue(
              'InsufficientNumberOfReplicas',
              'The add-on is unhealthy because it does not have the desired number of replicas.',
            ),
          ],
        },
      }),
    ),
    problem('add-on-unhealthy', 'confirmed', { says: ['Its pods are not ready', 'Names are not resolved'] }),
  ),
  addOn(
    'changes',
    'An add-on is being upgraded.',
    asked(clusterSays(), ...whole, group, addOnSays('vpc-cni'), addOnSays('coredns', { status: 'UPDATING' })),
    { ...healthy, says: ['Add-on coredns is being changed'] },
  ),
  addOn(
    'not-told',
    'AWS does not say whether an add-on is well.',
    asked(clusterSays(), ...whole, group, addOnSays('vpc-cni'), addOnSays('coredns', { health: {} })),
    incomplete({ says: ['did not say whether anything is wrong with add-on coredns'] }),
  ),
  addOn(
    'denied',
    'Add-ons may not be looked at, one by one.',
    asked(
      clusterSays(),
      ...parts(['workspaces'], ['coredns']),
      group,
      awsRefuses(
        {
          call: 'eks describe-addon',
          options: { 'cluster-name': 'workshop-a', 'addon-name': 'coredns' },
          region: REGION,
        },
        'AccessDeniedException',
        'not authorized to perform: eks:DescribeAddon',
      ),
    ),
    incomplete({ says: ['eks:DescribeAddon'] }),
  ),
];

const auto = mediumNode('node-1', {
  metadata: {
    labels: {
      'eks.amazonaws.com/compute-type': 'auto',
      'karpenter.sh/nodepool': 'general-purpose',
      'alpha.eksctl.io/cluster-name': 'workshop-a',
      'topology.kubernetes.io/region': REGION,
    },
  },
  spec: { providerID: 'aws:///eu-central-1a/i-0a1b2c3d4e5f60718' },
});
const bare = mediumNode('node-1', { spec: { providerID: 'aws:///eu-central-1a/i-0a1b2c3d4e5f60718' } });

const many = Array.from({ length: 20 }, (_, index) => `lab-${index + 1}`);

/** A cluster that the kubeconfig knows by its address alone. */
function named(
  name: string,
  summary: string,
  said: readonly Said[],
  expected: Expected,
  server = SERVER,
  objects: readonly Built[] = [bare],
): Story {
  const story = of(name, summary, { objects, commands: asked(...said) }, expected);
  return { ...story, folder: `test/scenarios/aws-cluster-place/${name}`, snapshot: { ...story.snapshot, server } };
}

const places: readonly Story[] = [
  of(
    'auto-mode',
    'EKS Auto Mode makes the nodes: no node group is as it should be.',
    { objects: [auto], commands: asked(clusterSays({ computeConfig: { enabled: true } }), ...parts([], [])) },
    { ...healthy, says: ['no managed node group, which is no fault by itself', 'EKS Auto Mode makes its nodes'] },
  ),
  of(
    'karpenter-alone',
    'Karpenter makes the nodes.',
    {
      objects: [mediumNode('node-1', onEks()), nodePool('workspaces', { cpu: '480' }, { cpu: '48' })],
      commands: asked(clusterSays(), ...parts([], [])),
    },
    { ...healthy, says: ['Karpenter makes its nodes'] },
  ),
  about('not-asked', 'AWS was not asked.', [], incomplete({ says: ['aws eks describe-cluster --name workshop-a'] })),
  about(
    'signed-out',
    'Nobody has signed in to AWS.',
    [SIGNED_OUT],
    incomplete({ says: ['Unable to locate credentials'] }),
  ),
  about('denied', 'The cluster may not be looked at; its parts may.', asked(CLUSTER_DENIED, ...whole, ...well), {
    ...incomplete(),
    says: ['eks:DescribeCluster', 'It has 4 nodes and may have 1 to 6'],
  }),
  about(
    'not-there',
    'AWS knows no such cluster.',
    asked(CLUSTER_GONE),
    incomplete({ says: ['AWS knows no cluster workshop-a'] }),
  ),
  of(
    'name-not-known',
    'Nothing says which cluster of AWS it is.',
    { objects: [bare], commands: asked() },
    incomplete({ says: ['aws eks list-clusters'] }),
  ),
  named(
    'by-tag',
    'The kubeconfig does not name the cluster; a machine of it does.',
    [machineTagged(), clusterSays(), ...whole, ...well],
    {
      ...healthy,
      says: ['aws logs tail /aws/eks/workshop-a/cluster --region eu-central-1'],
      never: ['is not known'],
    },
  ),
  named(
    'by-address',
    'Machines may not be looked at; one of the clusters has the address of the API server.',
    [MACHINE_DENIED, clustersSay('lab', 'workshop-a'), otherSays('lab'), clusterSays(), ...whole, ...well],
    { ...healthy, says: ['ec2:DescribeInstances', 'aws logs tail /aws/eks/workshop-a/cluster'] },
  ),
  named(
    'by-address-alone',
    'Nobody marked the machines, and no cluster but this one may be looked at.',
    [machineTagged({}), clustersSay('lab', 'workshop-a'), otherDenied('lab'), clusterSays(), ...whole, ...well],
    { ...healthy, says: ['eks:DescribeCluster', '/aws/eks/workshop-a/cluster'] },
  ),
  named(
    'address-denied',
    'Nobody marked the machines, and this cluster may not be looked at: another one is not taken for it.',
    [machineTagged({}), clustersSay('lab', 'workshop-a'), otherSays('lab'), CLUSTER_DENIED],
    incomplete({
      says: ['eks:DescribeCluster', 'none has the address of the API server', 'aws eks list-clusters'],
      never: ['/aws/eks/lab'],
    }),
  ),
  named(
    'clusters-denied',
    'Neither machines nor clusters may be listed.',
    [MACHINE_DENIED, CLUSTERS_DENIED],
    incomplete({ says: ['ec2:DescribeInstances', 'eks:ListClusters', 'aws eks list-clusters'] }),
  ),
  named(
    'too-many',
    'The region has more clusters than are asked about, and this one is behind them.',
    [machineTagged({}), clustersSay(...many, 'workshop-a'), ...many.map(otherSays), clusterSays()],
    incomplete({ says: ['there are 21 to ask about, and no more than 20 were'] }),
  ),
  named(
    'behind-proxy',
    'The kubeconfig leads over a proxy: its address is none that EKS gives, and no cluster is asked about.',
    [MACHINE_DENIED, clustersSay('workshop-a'), clusterSays()],
    incomplete({ says: ['a proxy, a tunnel, or that of a pod'], never: ['list-clusters --region'] }),
    'https://rancher.example/k8s/clusters/c-m-abcdefgh',
  ),
  named(
    'other-address',
    'A node names the cluster, and AWS has it at another address than the kubeconfig.',
    [clusterSays({ endpoint: SERVER.replace('0123', '4567') }), ...whole, ...well],
    { ...healthy, says: ['may be about another cluster', 'aws eks update-kubeconfig --name workshop-a'] },
    SERVER,
    nodes,
  ),
  named(
    'other-address-decoy',
    'The same address in other letters is the same.',
    [clusterSays({ endpoint: `${SERVER.toLowerCase()}:443` }), ...whole, ...well],
    { ...healthy, never: ['may be about another cluster'] },
    SERVER,
    nodes,
  ),
  of(
    'nodes-denied',
    'The nodes may not be listed.',
    { objects: nodes, commands: asked(clusterSays()), denied: ['nodes'] },
    incomplete({ says: ['list nodes'] }),
  ),
  storyOf(
    'aws-cluster/elsewhere',
    'The cluster is not on AWS.',
    { objects: [mediumNode('node-1')] },
    incomplete({ says: ['This is no cluster of EKS'] }),
    {
      runbook: 'aws-cluster',
      inputs: { onlyNamespace: '' },
    },
  ),
];

const coder = [...settled(coderServer()).all, ...coderGround.filter((each) => each['kind'] !== 'Node')];

const ofCoder: readonly Story[] = [
  of(
    'of-coder',
    'Coder runs, and an add-on of its cluster does not.',
    {
      objects: [...coder, ...nodes],
      logs: CODER_LOG,
      commands: asked(
        clusterSays(),
        ...parts([], ['vpc-cni']),
        addOnSays('vpc-cni', { status: 'DEGRADED', health: { issues: [issue('AccessDenied', 'no')] } }),
      ),
    },
    problem('add-on-unhealthy', 'confirmed', {
      says: ['aws logs tail /aws/containerinsights/workshop-a/application --region eu-central-1 --since 2h'],
    }),
    'coder',
  ),
  of(
    'of-coder-healthy',
    'Coder runs, and AWS finds nothing wrong with its cluster.',
    { objects: [...coder, ...nodes], logs: CODER_LOG, commands: asked(clusterSays(), ...whole, ...well) },
    healthy,
    'coder',
  ),
  of(
    'of-coder-not-asked',
    'Coder runs, and AWS was not asked: that changes nothing of what the cluster says.',
    { objects: [...coder, ...nodes], logs: CODER_LOG },
    { ...healthy, says: ['aws eks describe-cluster --name workshop-a --region eu-central-1'] },
    'coder',
  ),
  of(
    'of-coder-denied',
    'Coder runs, and AWS may not be asked about the cluster.',
    { objects: [...coder, ...nodes], logs: CODER_LOG, commands: asked(CLUSTER_DENIED) },
    { ...healthy, says: ['eks:DescribeCluster'] },
    'coder',
  ),
];

/** One story per ending, and how it is come to. */
export const awsCluster: readonly Story[] = [...standing, ...ofParts, ...ofAddOns, ...places, ...ofCoder];
