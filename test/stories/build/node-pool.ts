import { INSTALLED } from './app.ts';
import { condition, node, object, type Built, type Change } from './build.ts';

/** A NodePool of Karpenter 1.x that is ready, with the limits of its spec and what its nodes hold together. */
export function nodePool(
  name: string,
  limits: Readonly<Record<string, string>>,
  held: Readonly<Record<string, string>>,
  change: Change = {},
): Built {
  const fine = (type: string): Change => condition(type, 'True', type, '', INSTALLED);
  return object(
    { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', namespace: null, name, created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: {
        disruption: {
          budgets: [{ nodes: '10%' }],
          consolidateAfter: '0s',
          consolidationPolicy: 'WhenEmptyOrUnderutilized',
        },
        ...(Object.keys(limits).length === 0 ? {} : { limits }),
        template: {
          spec: {
            expireAfter: '720h',
            nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' },
            requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] }],
          },
        },
      },
      status: {
        conditions: [fine('NodeClassReady'), fine('Ready'), fine('ValidationSucceeded')],
        resources: held,
      },
    },
    change,
  );
}

/** A NodePool whose NodeClass is not ready, so that it makes no nodes. */
export function unreadyPool(name: string): Built {
  const conditions = [
    condition('NodeClassReady', 'False', 'NodeClassNotFound', 'NodeClass not found on cluster', INSTALLED),
    condition('Ready', 'False', 'UnhealthyDependents', 'NodeClassReady=False', INSTALLED),
    condition('ValidationSucceeded', 'True', 'ValidationSucceeded', '', INSTALLED),
  ];
  return nodePool(name, {}, {}, { status: { conditions } });
}

/** A node of a managed node group of EKS with room for workspaces. */
export function groupNode(name: string, group: string, change: Change = {}): Built {
  return node(
    name,
    { cpu: '16', memory: '64Gi' },
    { metadata: { labels: { 'eks.amazonaws.com/nodegroup': group } }, ...change },
  );
}

/** The status that cluster-autoscaler writes, for one node group. */
export function scalingStatus(group: string, target: number, max: number, at?: string): Built {
  return scalingStatusOf([[group, target, max]], at);
}

/** The same for several: the name of each, how many nodes it is to have, and how many it may (clusterstate/api, since 1.30). */
export function scalingStatusOf(
  groups: readonly (readonly [name: string, target: number, max: number])[],
  at = '2025-11-15 18:14:55.120',
): Built {
  const status = [
    `time: ${at} +0000 UTC`,
    'autoscalerStatus: Running',
    'clusterWide:',
    '  health:',
    '    status: Healthy',
    'nodeGroups:',
    ...groups.flatMap(([name, target, max]) => [
      `- name: ${name}`,
      '  health:',
      '    status: Healthy',
      `    cloudProviderTarget: ${target}`,
      '    minSize: 1',
      `    maxSize: ${max}`,
      '  scaleUp:',
      '    status: NoActivity',
    ]),
    '',
  ].join('\n');
  return object(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'kube-system',
      name: 'cluster-autoscaler-status',
      created: INSTALLED,
    },
    { data: { status } },
  );
}
