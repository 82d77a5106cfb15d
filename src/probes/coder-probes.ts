import type { Probe } from '../model/probe.ts';
import { awsHealthCheck } from './aws-health-check.ts';
import { budgetCover } from './budget-cover.ts';
import { clockSkew } from './clock-skew.ts';
import { coderHealthPage } from './coder-health-page.ts';
import { databaseAddress } from './database-address.ts';
import { externalDnsFilters } from './external-dns-filters.ts';
import { frontDoors } from './front-doors.ts';
import { imageDigests } from './image-digests.ts';
import { imageInventory } from './image-inventory.ts';
import { imageParity } from './image-parity.ts';
import { karpenterOutlook } from './karpenter-outlook.ts';
import { knownMessages } from './known-messages.ts';
import { literalSecrets } from './literal-secrets.ts';
import { metallbPools } from './metallb-pools.ts';
import { mountedKey } from './mounted-key.ts';
import { nodeGroupBounds } from './node-group-bounds.ts';
import { nodeVersions } from './node-versions.ts';
import { oidcDocument } from './oidc-document.ts';
import { podsOf } from './pods-of.ts';
import { provisionerQueue } from './provisioner-queue.ts';
import { provisionerSum } from './provisioner-sum.ts';
import { publishedAddresses } from './published-addresses.ts';
import { pullSecretUses } from './pull-secret-uses.ts';
import { pullTimes } from './pull-times.ts';
import { runsWithin } from './runs-within.ts';
import { startPhases } from './start-phases.ts';
import { storageEvictions } from './storage-evictions.ts';
import { tunnelRules } from './tunnel-rules.ts';
import { urlReach } from './url-reach.ts';
import { workloadRoles } from './workload-roles.ts';
import { workshopCapacity } from './workshop-capacity.ts';
import { workspacePods } from './workspace-pods.ts';
import { workspaceQuota } from './workspace-quota.ts';
import { workspaceSuspects } from './workspace-suspects.ts';
import { writtenAfter } from './written-after.ts';

/** Coder, what stands around it, and the workshops that are held on it. */
export const CODER_PROBES: readonly Probe[] = [
  awsHealthCheck,
  budgetCover,
  clockSkew,
  coderHealthPage,
  databaseAddress,
  externalDnsFilters,
  frontDoors,
  imageDigests,
  imageInventory,
  imageParity,
  karpenterOutlook,
  knownMessages,
  literalSecrets,
  metallbPools,
  mountedKey,
  nodeGroupBounds,
  nodeVersions,
  oidcDocument,
  podsOf,
  provisionerQueue,
  provisionerSum,
  publishedAddresses,
  pullSecretUses,
  pullTimes,
  runsWithin,
  startPhases,
  storageEvictions,
  tunnelRules,
  urlReach,
  workloadRoles,
  workshopCapacity,
  workspacePods,
  workspaceQuota,
  workspaceSuspects,
  writtenAfter,
];
