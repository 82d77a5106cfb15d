import type { Probe } from '../model/probe.ts';
import { addOnStanding } from './aws/add-on-standing.ts';
import { addressInterface } from './aws/address-interface.ts';
import { awsPlace } from './aws/aws-place.ts';
import { clusterStanding } from './aws/cluster-standing.ts';
import { databaseStanding } from './aws/database-standing.ts';
import { instanceGroups } from './aws/instance-groups.ts';
import { instancesInUse } from './aws/instances-in-use.ts';
import { nodeGroupRoom } from './aws/node-group-room.ts';
import { podInterfaces } from './aws/pod-interfaces.ts';
import { roleTrust } from './aws/role-trust.ts';
import { scalingActivities } from './aws/scaling-activities.ts';
import { securityGroupPath } from './aws/security-group-path.ts';
import { subnetRoom } from './aws/subnet-room.ts';
import { vcpuQuota } from './aws/vcpu-quota.ts';

/** What is computed over answers of AWS, and where the cluster is there. */
export const AWS_PROBES: readonly Probe[] = [
  addOnStanding,
  addressInterface,
  awsPlace,
  clusterStanding,
  databaseStanding,
  instanceGroups,
  instancesInUse,
  nodeGroupRoom,
  podInterfaces,
  roleTrust,
  scalingActivities,
  securityGroupPath,
  subnetRoom,
  vcpuQuota,
];
