import { INSTALLED } from './app.ts';
import { condition, event, object, type Built, type Change } from './build.ts';

/** What Karpenter and the cluster autoscaler leave in a cluster, in their words. */
export const LATELY = '2025-11-15T18:12:00Z';

/** A NodePool of Karpenter that makes nodes for workspaces; `ready` is its condition, with the reason why not. */
export function nodePool(
  name: string,
  limits: Readonly<Record<string, string | number>>,
  used: Readonly<Record<string, string>>,
  whyNot = '',
): Built {
  const conditions =
    whyNot === ''
      ? [ready('NodeClassReady', 'True'), ready('Ready', 'True')]
      : [
          ready('NodeClassReady', 'False', 'NodeClassNotFound', whyNot),
          ready('Ready', 'False', 'NotReady', 'NodeClassReady=False'),
        ];
  return object(
    { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', namespace: null, name, created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: {
        limits,
        template: {
          spec: {
            nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'workspaces' },
            requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] }],
          },
        },
      },
      status: { resources: used, conditions },
    },
  );
}

/** The class of Karpenter's machines that the pools of these stories name; `faults` are conditions of it that are False, by type. */
export function nodeClass(faults: Readonly<Record<string, readonly [reason: string, message: string]>> = {}): Built {
  const all = ['AMIsReady', 'InstanceProfileReady', 'SecurityGroupsReady', 'SubnetsReady', 'ValidationSucceeded'];
  const well = (type: string): Change => {
    const [reason, message] = faults[type] ?? [type, ''];
    return ready(type, faults[type] === undefined ? 'True' : 'False', reason, message);
  };
  const bad = Object.keys(faults).map((type) => `${type}=False`);
  const whole =
    bad.length === 0 ? ready('Ready', 'True') : ready('Ready', 'False', 'UnhealthyDependents', bad.join(', '));
  return object(
    {
      apiVersion: 'karpenter.k8s.aws/v1',
      kind: 'EC2NodeClass',
      namespace: null,
      name: 'workspaces',
      created: INSTALLED,
    },
    {
      metadata: { generation: 1 },
      spec: { amiSelectorTerms: [{ alias: 'al2023@latest' }], role: 'workshop-nodes' },
      status: { conditions: [...all.map(well), whole] },
    },
  );
}

function ready(type: string, status: string, reason = type, message = ''): Change {
  return condition(type, status, reason, message, INSTALLED);
}

/** A NodeClaim whose machine runs; its kubelet has registered or has not. `own` are conditions that stand there instead. */
export function nodeClaim(name: string, created: string, registered: boolean, own?: readonly Change[]): Built {
  const missing = condition('Registered', 'Unknown', 'NodeNotFound', 'Node not registered with cluster', created);
  const conditions = own ?? [
    condition('Launched', 'True', 'Launched', '', created),
    registered ? condition('Registered', 'True', 'Registered', '', created) : missing,
  ];
  return object(
    { apiVersion: 'karpenter.sh/v1', kind: 'NodeClaim', namespace: null, name, created },
    {
      metadata: { labels: { 'karpenter.sh/nodepool': 'workspaces' } },
      spec: { nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'workspaces' } },
      status: { providerID: 'aws:///us-east-2a/i-0a1b2c3d4e5f60718', conditions },
    },
  );
}

/** What Karpenter says of a pod that it brings no node for. */
export function karpenterRefuses(pod: Built, why: string, at = LATELY): Built {
  const message = `Failed to schedule pod, ${why}`;
  return event(
    pod,
    { reason: 'FailedScheduling', message, at },
    {
      source: { component: 'karpenter' },
      reportingComponent: 'karpenter',
      eventTime: null,
      firstTimestamp: at,
      lastTimestamp: at,
      count: 1,
    },
  );
}

/** What Karpenter says of a pod that it brings a node for. */
export function nominated(pod: Built, claim: string, at = LATELY): Built {
  const message = `Pod should schedule on: nodeclaim/${claim}`;
  return event(pod, { reason: 'Nominated', message, type: 'Normal', at, by: 'karpenter' });
}

/** What Karpenter says of a NodeClaim that AWS gave no machine for; the NodeClaim itself is gone by then. */
export function noCapacity(claim: Built, why: string, at = LATELY): Built {
  const { name } = claim['metadata'] as { name: string };
  const message = `NodeClaim ${name} event: ${why}`;
  return event(claim, { reason: 'InsufficientCapacityError', message, at, by: 'karpenter' });
}

/** What the cluster autoscaler says of a pod that it brings no node for. */
export function notTriggered(pod: Built, why: string, at = LATELY): Built {
  const message = `pod didn't trigger scale-up: ${why}`;
  return event(pod, { reason: 'NotTriggerScaleUp', message, type: 'Normal', at, by: 'cluster-autoscaler', count: 7 });
}

/** What the cluster autoscaler says of a pod that it brings a node for. */
export function triggered(pod: Built, at = LATELY): Built {
  const message = 'pod triggered scale-up: [{eks-workspaces-7c2b 3->4 (max: 6)}]';
  return event(pod, { reason: 'TriggeredScaleUp', message, type: 'Normal', at, by: 'cluster-autoscaler' });
}
