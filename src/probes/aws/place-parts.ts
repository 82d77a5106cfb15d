/** The name of a cluster of EKS (Amazon EKS API, CreateCluster). */
export const CLUSTER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/** What a probe that finds out more of a place hands on as it got it, for its `returns`. */
export const HANDED_ON = Object.fromEntries(
  ['onAws', 'region', 'endpoint', 'instances', 'nodeGroups', 'autoMode', 'karpenter'].map((name) => [
    name,
    'As `aws-place` has it.',
  ]),
);
