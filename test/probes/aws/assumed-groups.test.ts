import { describe, expect, test } from 'vitest';
import { assumedGroups } from '../../../src/probes/aws/assumed-groups.ts';

const CLUSTER_GROUP = 'sg-0aaa1111bbb22222c';
const SSH = 'sg-0bbb2222ccc33333d';
const CLASS_GROUP = 'sg-0ccc3333ddd44444e';

const nodeWith = (labels: object) => ({
  kind: 'Node',
  metadata: { name: 'node-1', labels },
  status: {
    addresses: [
      { type: 'Hostname', address: 'node-1' },
      { type: 'InternalIP', address: '10.20.1.4' },
    ],
  },
});
const managed = nodeWith({ 'eks.amazonaws.com/nodegroup': 'platform' });
const pod = { kind: 'Pod', metadata: { name: 'coder' }, spec: {}, status: { podIP: '10.20.1.20' } };
const cluster = {
  cluster: {
    resourcesVpcConfig: {
      vpcId: 'vpc-1',
      clusterSecurityGroupId: CLUSTER_GROUP,
      securityGroupIds: ['sg-0ddd4444eee55555f'],
    },
  },
};
const group = (change: object = {}) => ({ nodegroup: { nodegroupName: 'platform', ...change } });
const made = (...ids: readonly string[]) => ({ status: { securityGroups: ids.map((id) => ({ id, name: 'x' })) } });

describe('the groups that a machine most likely has', () => {
  test.each([
    ['of a managed node group', managed, { cluster, group: group() }, 'cluster-group', [CLUSTER_GROUP]],
    [
      'of one with a group for SSH',
      managed,
      { cluster, group: group({ resources: { remoteAccessSecurityGroup: SSH } }) },
      'cluster-group',
      [CLUSTER_GROUP, SSH],
    ],
    [
      'of one with a launch template',
      managed,
      { cluster, group: group({ launchTemplate: { id: 'lt-1' }, resources: { remoteAccessSecurityGroup: SSH } }) },
      'launch-template',
      [CLUSTER_GROUP],
    ],
    ['of one that was not seen', managed, { cluster }, 'group-unread', [CLUSTER_GROUP]],
    ['of one of another shape', managed, { cluster, group: { nodegroup: [] } }, 'group-unread', [CLUSTER_GROUP]],
    [
      'that Karpenter made',
      nodeWith({ 'karpenter.sh/nodepool': 'general' }),
      { class: made(CLASS_GROUP, SSH), cluster },
      'node-class',
      [SSH, CLASS_GROUP],
    ],
  ])('%s', (_, node, told, how, groups) => {
    const result = assumedGroups.run({ node, pod, ...told });
    expect(result).toEqual({
      sources: [
        { groups, address: '10.20.1.4', interface: '' },
        { groups, address: '10.20.1.20', interface: '' },
      ],
      outside: [],
      groups,
      vpc: 'vpc-1',
      how,
      doubt: '',
    });
  });

  test.each([
    ['the cluster was not seen', managed, {}],
    ['the cluster tells of no group', managed, { cluster: { cluster: { resourcesVpcConfig: { vpcId: 'vpc-1' } } } }],
    [
      'only the group for SSH is told',
      managed,
      { cluster: {}, group: group({ resources: { remoteAccessSecurityGroup: SSH } }) },
    ],
    ['nothing tells what made it', nodeWith({}), { cluster }],
    ['its class tells of none', nodeWith({}), { class: made() }],
    ['its class tells of none first', nodeWith({}), { class: made('', SSH) }],
    ['its class has another shape', nodeWith({}), { class: { status: { securityGroups: 'x' } } }],
    ['what is told is no id', nodeWith({}), { class: made('nodes') }],
  ])('none where %s', (_, node, told) => {
    expect(assumedGroups.run({ node, pod, ...told })).toMatchObject({
      sources: [],
      groups: [],
      how: '',
      doubt: 'nothing-tells',
    });
  });

  test('a pod with an interface for itself has other groups', () => {
    const own = { ...pod, metadata: { annotations: { 'vpc.amazonaws.com/pod-eni': '[]' } } };
    expect(assumedGroups.run({ node: managed, pod: own, cluster, group: group() })).toMatchObject({
      sources: [],
      doubt: 'own-interface-unread',
    });
  });

  test.each([
    ['that uses the network of its node', { spec: { hostNetwork: true }, status: { podIP: '10.20.1.4' } }],
    ['that has no address yet', { spec: {}, status: {} }],
  ])('a pod %s sends with the address of the node', (_, change) => {
    const result = assumedGroups.run({ node: managed, pod: { ...pod, ...change }, cluster, group: group() });
    expect(result?.['sources']).toEqual([{ groups: [CLUSTER_GROUP], address: '10.20.1.4', interface: '' }]);
  });

  test.each([[null], ['x'], [[]]])('%j is no node', (node) => {
    expect(assumedGroups.run({ node, pod, cluster })).toBeUndefined();
  });
});
