import type { Probe } from '../model/probe.ts';
import { addOnStanding } from './aws/add-on-standing.ts';
import { addressInterface } from './aws/address-interface.ts';
import { assumedGroups } from './aws/assumed-groups.ts';
import { awsPlace } from './aws/aws-place.ts';
import { clusterStanding } from './aws/cluster-standing.ts';
import { databaseEvents } from './aws/database-events.ts';
import { databaseStanding } from './aws/database-standing.ts';
import { ecrImage } from './aws/ecr-image.ts';
import { ecrReference } from './aws/ecr-reference.ts';
import { egress } from './aws/egress.ts';
import { growthWithinQuota } from './aws/growth-within-quota.ts';
import { healthCheckFit } from './aws/health-check-fit.ts';
import { imageMirror } from './aws/image-mirror.ts';
import { instanceGroups } from './aws/instance-groups.ts';
import { instancesInUse } from './aws/instances-in-use.ts';
import { loadBalancerOf } from './aws/load-balancer-of.ts';
import { machineKinds } from './aws/machine-kinds.ts';
import { nodeGroupGrowth } from './aws/node-group-growth.ts';
import { nodeGroupMachines } from './aws/node-group-machines.ts';
import { networkAclPath } from './aws/network-acl-path.ts';
import { nodeGroupRoom } from './aws/node-group-room.ts';
import { podInterfaces } from './aws/pod-interfaces.ts';
import { pullThroughRule } from './aws/pull-through-rule.ts';
import { placeByEndpoint } from './aws/place-by-endpoint.ts';
import { placeByInstance } from './aws/place-by-instance.ts';
import { roleTrust } from './aws/role-trust.ts';
import { scalingActivities } from './aws/scaling-activities.ts';
import { securityGroupPath } from './aws/security-group-path.ts';
import { subnetRoom } from './aws/subnet-room.ts';
import { targetHealth } from './aws/target-health.ts';
import { vcpuQuota } from './aws/vcpu-quota.ts';
import { vpcAddress } from './aws/vpc-address.ts';

/** What is computed over answers of AWS, and where the cluster is there. */
export const AWS_PROBES: readonly Probe[] = [
  addOnStanding,
  addressInterface,
  assumedGroups,
  awsPlace,
  clusterStanding,
  databaseEvents,
  databaseStanding,
  ecrImage,
  ecrReference,
  egress,
  growthWithinQuota,
  healthCheckFit,
  imageMirror,
  instanceGroups,
  instancesInUse,
  loadBalancerOf,
  machineKinds,
  nodeGroupGrowth,
  nodeGroupMachines,
  networkAclPath,
  nodeGroupRoom,
  podInterfaces,
  pullThroughRule,
  placeByEndpoint,
  placeByInstance,
  roleTrust,
  scalingActivities,
  securityGroupPath,
  subnetRoom,
  targetHealth,
  vcpuQuota,
  vpcAddress,
];
