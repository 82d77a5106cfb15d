import type { Probe } from '../model/probe.ts';
import { accountRights } from './account-rights.ts';
import { affinityReach } from './affinity-reach.ts';
import { alertCoverage } from './alert-coverage.ts';
import { autoscalerLoad } from './autoscaler-load.ts';
import { changes } from './changes.ts';
import { chartCandidates } from './chart-candidates.ts';
import { budgetReach } from './budget-reach.ts';
import { celComplaint } from './cel-complaint.ts';
import { chartPin } from './chart-pin.ts';
import { configReferences } from './config-references.ts';
import { clusterAddress } from './cluster-address.ts';
import { coderHealthPage } from './coder-health-page.ts';
import { containerEnvironment } from './container-environment.ts';
import { startPhases } from './start-phases.ts';
import { workloadRoles } from './workload-roles.ts';
import { containerState } from './container-state.ts';
import { controllerLines } from './controller-lines.ts';
import { crdOwners } from './crd-owners.ts';
import { cronDue } from './cron-due.ts';
import { cronJobsInTrouble } from './cron-jobs-in-trouble.ts';
import { cronPlan } from './cron-plan.ts';
import { dataAtStake } from './data-at-stake.ts';
import { databaseAddress } from './database-address.ts';
import { dependencyChain } from './dependency-chain.ts';
import { environmentTargets } from './environment-targets.ts';
import { evictions } from './evictions.ts';
import { expressionFields } from './expression-fields.ts';
import { failingKustomizations } from './failing-kustomizations.ts';
import { firstSign } from './first-sign.ts';
import { fluxControllers } from './flux-controllers.ts';
import { gatewayStatus } from './gateway-status.ts';
import { gitOwner } from './git-owner.ts';
import { helmFailure } from './helm-failure.ts';
import { imageDigests } from './image-digests.ts';
import { helmRecord } from './helm-record.ts';
import { helmReleasesByHand } from './helm-releases-by-hand.ts';
import { hookFailure } from './hook-failure.ts';
import { immutableFields } from './immutable-fields.ts';
import { hostRules } from './host-rules.ts';
import { ingressBackends } from './ingress-backends.ts';
import { ingressesInTrouble } from './ingresses-in-trouble.ts';
import { jobAttempts } from './job-attempts.ts';
import { jsonValue } from './json-value.ts';
import { kindProviders } from './kind-providers.ts';
import { kubeletEviction } from './kubelet-eviction.ts';
import { limitRangeBounds } from './limit-range-bounds.ts';
import { logPatterns } from './log-patterns.ts';
import { logWithoutTimes } from './log-without-times.ts';
import { lockHolder } from './lock-holder.ts';
import { loggedPorts } from './logged-ports.ts';
import { measuredStart } from './measured-start.ts';
import { measuredUse } from './measured-use.ts';
import { memoryNearLimit } from './memory-near-limit.ts';
import { nearestName } from './nearest-name.ts';
import { networkPolicyVerdict } from './network-policy-verdict.ts';
import { nodeHealth } from './node-health.ts';
import { nodeUsers } from './node-users.ts';
import { objectOwner } from './object-owner.ts';
import { oidcDocument } from './oidc-document.ts';
import { openComplaints } from './open-complaints.ts';
import { podDemand } from './pod-demand.ts';
import { podPlacement } from './pod-placement.ts';
import { podSecurityViolations } from './pod-security-violations.ts';
import { podStop } from './pod-stop.ts';
import { postRenderFault } from './post-render-fault.ts';
import { preemptionOutlook } from './preemption-outlook.ts';
import { probeFailure } from './probe-failure.ts';
import { probeTarget } from './probe-target.ts';
import { pullTimes } from './pull-times.ts';
import { quotaRoom } from './quota-room.ts';
import { recentRestarts } from './recent-restarts.ts';
import { recoveryVerb } from './recovery-verb.ts';
import { releaseAction } from './release-action.ts';
import { releaseBringers } from './release-bringers.ts';
import { releaseConditions } from './release-conditions.ts';
import { releaseDrift } from './release-drift.ts';
import { releaseHistory } from './release-history.ts';
import { releaseInventory } from './release-inventory.ts';
import { releaseNaming } from './release-naming.ts';
import { releaseRemediation } from './release-remediation.ts';
import { releaseStanding } from './release-standing.ts';
import { releaseTarget } from './release-target.ts';
import { releaseTiming } from './release-timing.ts';
import { releaseVerification } from './release-verification.ts';
import { releasesInTrouble } from './releases-in-trouble.ts';
import { releasesOverview } from './releases-overview.ts';
import { renderError } from './render-error.ts';
import { rolloutFits } from './rollout-fits.ts';
import { rolloutHold } from './rollout-hold.ts';
import { rolloutPods } from './rollout-pods.ts';
import { rolloutSurge } from './rollout-surge.ts';
import { routeStatus } from './route-status.ts';
import { schedulerAgreement } from './scheduler-agreement.ts';
import { schedulerMessage } from './scheduler-message.ts';
import { schemaFaults } from './schema-faults.ts';
import { secretReferences } from './secret-references.ts';
import { serviceBackends } from './service-backends.ts';
import { serviceEndpoints } from './service-endpoints.ts';
import { servicePorts } from './service-ports.ts';
import { servicesInTrouble } from './services-in-trouble.ts';
import { sharedLogPatterns } from './shared-log-patterns.ts';
import { settingOrigin } from './setting-origin.ts';
import { statefulsetOrder } from './statefulset-order.ts';
import { staleSources } from './stale-sources.ts';
import { suspendedSince } from './suspended-since.ts';
import { taintEviction } from './taint-eviction.ts';
import { taintToleration } from './taint-toleration.ts';
import { testHooks } from './test-hooks.ts';
import { traceEnd } from './trace-end.ts';
import { unpinnedImages } from './unpinned-images.ts';
import { unrecognisedImages } from './unrecognised-images.ts';
import { unservedServices } from './unserved-services.ts';
import { valuesKey } from './values-key.ts';
import { valuesOrigins } from './values-origins.ts';
import { valuesReference } from './values-reference.ts';
import { versionAdvice } from './version-advice.ts';
import { webhookEntry } from './webhook-entry.ts';
import { webhooksInTrouble } from './webhooks-in-trouble.ts';
import { wiringLeads } from './wiring-leads.ts';
import { workspaceSuspects } from './workspace-suspects.ts';
import { jsonRows } from './json-rows.ts';
import { provisionerQueue } from './provisioner-queue.ts';
import { writtenAfter } from './written-after.ts';
import { workloadStatus } from './workload-status.ts';
import { workloadsInTrouble } from './workloads-in-trouble.ts';

const ALL: readonly Probe[] = [
  accountRights,
  affinityReach,
  alertCoverage,
  autoscalerLoad,
  chartCandidates,
  budgetReach,
  celComplaint,
  changes,
  chartPin,
  configReferences,
  clusterAddress,
  coderHealthPage,
  containerEnvironment,
  startPhases,
  workloadRoles,
  workspaceSuspects,
  jsonRows,
  provisionerQueue,
  containerState,
  controllerLines,
  crdOwners,
  cronDue,
  cronJobsInTrouble,
  cronPlan,
  dataAtStake,
  databaseAddress,
  dependencyChain,
  environmentTargets,
  evictions,
  expressionFields,
  failingKustomizations,
  firstSign,
  fluxControllers,
  gatewayStatus,
  gitOwner,
  helmFailure,
  imageDigests,
  helmRecord,
  helmReleasesByHand,
  hookFailure,
  immutableFields,
  hostRules,
  ingressBackends,
  ingressesInTrouble,
  jobAttempts,
  jsonValue,
  kindProviders,
  kubeletEviction,
  limitRangeBounds,
  lockHolder,
  logPatterns,
  logWithoutTimes,
  loggedPorts,
  measuredStart,
  measuredUse,
  memoryNearLimit,
  nearestName,
  networkPolicyVerdict,
  nodeHealth,
  nodeUsers,
  objectOwner,
  oidcDocument,
  openComplaints,
  podDemand,
  podPlacement,
  podSecurityViolations,
  podStop,
  postRenderFault,
  preemptionOutlook,
  probeFailure,
  probeTarget,
  quotaRoom,
  pullTimes,
  recoveryVerb,
  recentRestarts,
  releaseAction,
  releaseBringers,
  releaseConditions,
  releaseDrift,
  releaseHistory,
  releaseInventory,
  releaseNaming,
  releaseRemediation,
  releaseStanding,
  releasesInTrouble,
  releasesOverview,
  releaseTarget,
  releaseTiming,
  releaseVerification,
  renderError,
  rolloutFits,
  rolloutHold,
  rolloutPods,
  rolloutSurge,
  routeStatus,
  schedulerAgreement,
  schedulerMessage,
  schemaFaults,
  secretReferences,
  serviceBackends,
  serviceEndpoints,
  servicePorts,
  servicesInTrouble,
  sharedLogPatterns,
  settingOrigin,
  statefulsetOrder,
  staleSources,
  suspendedSince,
  taintEviction,
  taintToleration,
  testHooks,
  traceEnd,
  unpinnedImages,
  unrecognisedImages,
  unservedServices,
  valuesKey,
  valuesOrigins,
  valuesReference,
  versionAdvice,
  webhookEntry,
  webhooksInTrouble,
  wiringLeads,
  workloadStatus,
  workloadsInTrouble,
  writtenAfter,
];

/** Every probe by its name; a runbook can use those, and no others. */
export const probes: ReadonlyMap<string, Probe> = new Map(ALL.map((probe) => [probe.name, probe]));
