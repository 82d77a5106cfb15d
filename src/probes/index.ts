import type { Probe } from '../model/probe.ts';
import { accountRights } from './account-rights.ts';
import { affinityReach } from './affinity-reach.ts';
import { autoscalerLoad } from './autoscaler-load.ts';
import { budgetReach } from './budget-reach.ts';
import { changes } from './changes.ts';
import { clusterAddress } from './cluster-address.ts';
import { configReferences } from './config-references.ts';
import { containerEnvironment } from './container-environment.ts';
import { containerState } from './container-state.ts';
import { cronDue } from './cron-due.ts';
import { cronJobsInTrouble } from './cron-jobs-in-trouble.ts';
import { cronPlan } from './cron-plan.ts';
import { environmentTargets } from './environment-targets.ts';
import { evictions } from './evictions.ts';
import { firstSign } from './first-sign.ts';
import { gatewayStatus } from './gateway-status.ts';
import { hostRules } from './host-rules.ts';
import { ingressBackends } from './ingress-backends.ts';
import { ingressesInTrouble } from './ingresses-in-trouble.ts';
import { jobAttempts } from './job-attempts.ts';
import { jsonRows } from './json-rows.ts';
import { jsonValue } from './json-value.ts';
import { kubeletEviction } from './kubelet-eviction.ts';
import { limitRangeBounds } from './limit-range-bounds.ts';
import { logPatterns } from './log-patterns.ts';
import { logWithoutTimes } from './log-without-times.ts';
import { loggedPorts } from './logged-ports.ts';
import { measuredUse } from './measured-use.ts';
import { memoryNearLimit } from './memory-near-limit.ts';
import { mirrorStanding } from './mirror-standing.ts';
import { mirroredImages } from './mirrored-images.ts';
import { nearestName } from './nearest-name.ts';
import { networkPolicyVerdict } from './network-policy-verdict.ts';
import { nodeHealth } from './node-health.ts';
import { nodeUsers } from './node-users.ts';
import { objectOwner } from './object-owner.ts';
import { openComplaints } from './open-complaints.ts';
import { podDemand } from './pod-demand.ts';
import { podPlacement } from './pod-placement.ts';
import { podSecurityViolations } from './pod-security-violations.ts';
import { podStop } from './pod-stop.ts';
import { preemptionOutlook } from './preemption-outlook.ts';
import { probeFailure } from './probe-failure.ts';
import { probeTarget } from './probe-target.ts';
import { quotaRoom } from './quota-room.ts';
import { recentRestarts } from './recent-restarts.ts';
import { evictedAgain } from './evicted-again.ts';
import { returningPods } from './returning-pods.ts';
import { rolloutFits } from './rollout-fits.ts';
import { rolloutHold } from './rollout-hold.ts';
import { rolloutPods } from './rollout-pods.ts';
import { rolloutSurge } from './rollout-surge.ts';
import { routeStatus } from './route-status.ts';
import { schedulerAgreement } from './scheduler-agreement.ts';
import { schedulerMessage } from './scheduler-message.ts';
import { secretReferences } from './secret-references.ts';
import { serviceBackends } from './service-backends.ts';
import { serviceEndpoints } from './service-endpoints.ts';
import { servicePorts } from './service-ports.ts';
import { serviceRange } from './service-range.ts';
import { servicesInTrouble } from './services-in-trouble.ts';
import { sharedLogPatterns } from './shared-log-patterns.ts';
import { statefulsetOrder } from './statefulset-order.ts';
import { taintEviction } from './taint-eviction.ts';
import { taintToleration } from './taint-toleration.ts';
import { targetsOfParts } from './targets-of-parts.ts';
import { traceEnd } from './trace-end.ts';
import { unhealthyParts } from './unhealthy-parts.ts';
import { unreadyPods } from './unready-pods.ts';
import { unservedServices } from './unserved-services.ts';
import { waitedFor } from './waited-for.ts';
import { webhookEntry } from './webhook-entry.ts';
import { webhooksInTrouble } from './webhooks-in-trouble.ts';
import { wiringLeads } from './wiring-leads.ts';
import { workloadStatus } from './workload-status.ts';
import { workloadsInTrouble } from './workloads-in-trouble.ts';
import { AWS_PROBES } from './aws-probes.ts';
import { CODER_PROBES } from './coder-probes.ts';
import { traefikMiddlewares } from './traefik-middlewares.ts';
import { FLUX_PROBES } from './flux-probes.ts';

/** What runs in any cluster: pods and nodes, traffic, configuration, logs. */
const CLUSTER_PROBES: readonly Probe[] = [
  accountRights,
  affinityReach,
  autoscalerLoad,
  budgetReach,
  changes,
  clusterAddress,
  configReferences,
  containerEnvironment,
  containerState,
  cronDue,
  cronJobsInTrouble,
  cronPlan,
  environmentTargets,
  traefikMiddlewares,
  evictions,
  firstSign,
  gatewayStatus,
  hostRules,
  ingressBackends,
  ingressesInTrouble,
  jobAttempts,
  jsonRows,
  jsonValue,
  kubeletEviction,
  limitRangeBounds,
  logPatterns,
  logWithoutTimes,
  loggedPorts,
  measuredUse,
  memoryNearLimit,
  mirrorStanding,
  mirroredImages,
  nearestName,
  networkPolicyVerdict,
  nodeHealth,
  nodeUsers,
  objectOwner,
  openComplaints,
  podDemand,
  podPlacement,
  podSecurityViolations,
  podStop,
  preemptionOutlook,
  probeFailure,
  probeTarget,
  quotaRoom,
  recentRestarts,
  evictedAgain,
  returningPods,
  rolloutFits,
  rolloutHold,
  rolloutPods,
  rolloutSurge,
  routeStatus,
  schedulerAgreement,
  schedulerMessage,
  secretReferences,
  serviceBackends,
  serviceEndpoints,
  servicePorts,
  serviceRange,
  servicesInTrouble,
  sharedLogPatterns,
  statefulsetOrder,
  taintEviction,
  taintToleration,
  targetsOfParts,
  traceEnd,
  unhealthyParts,
  unreadyPods,
  unservedServices,
  waitedFor,
  webhookEntry,
  webhooksInTrouble,
  wiringLeads,
  workloadStatus,
  workloadsInTrouble,
];

const ALL: readonly Probe[] = [...CLUSTER_PROBES, ...FLUX_PROBES, ...CODER_PROBES, ...AWS_PROBES];

/** Every probe by its name; a runbook can use those, and no others. */
export const probes: ReadonlyMap<string, Probe> = new Map(ALL.map((probe) => [probe.name, probe]));
