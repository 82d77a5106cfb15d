import type { Probe } from '../model/probe.ts';
import { alertCoverage } from './alert-coverage.ts';
import { celComplaint } from './cel-complaint.ts';
import { chartCandidates } from './chart-candidates.ts';
import { chartPin } from './chart-pin.ts';
import { controllerLines } from './controller-lines.ts';
import { crdOwners } from './crd-owners.ts';
import { dataAtStake } from './data-at-stake.ts';
import { dependencyChain } from './dependency-chain.ts';
import { expressionFields } from './expression-fields.ts';
import { failingKustomizations } from './failing-kustomizations.ts';
import { fluxControllers } from './flux-controllers.ts';
import { gitOwner } from './git-owner.ts';
import { helmFailure } from './helm-failure.ts';
import { helmRecord } from './helm-record.ts';
import { helmReleasesByHand } from './helm-releases-by-hand.ts';
import { hookFailure } from './hook-failure.ts';
import { immutableFields } from './immutable-fields.ts';
import { kindProviders } from './kind-providers.ts';
import { lockHolder } from './lock-holder.ts';
import { measuredStart } from './measured-start.ts';
import { postRenderFault } from './post-render-fault.ts';
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
import { schemaFaults } from './schema-faults.ts';
import { settingOrigin } from './setting-origin.ts';
import { staleSources } from './stale-sources.ts';
import { suspendedSince } from './suspended-since.ts';
import { testHooks } from './test-hooks.ts';
import { unpinnedImages } from './unpinned-images.ts';
import { unrecognisedImages } from './unrecognised-images.ts';
import { valuesKey } from './values-key.ts';
import { valuesOrigins } from './values-origins.ts';
import { valuesReference } from './values-reference.ts';
import { versionAdvice } from './version-advice.ts';

/** What Flux and Helm do, and what becomes of a release. */
export const FLUX_PROBES: readonly Probe[] = [
  alertCoverage,
  celComplaint,
  chartCandidates,
  chartPin,
  controllerLines,
  crdOwners,
  dataAtStake,
  dependencyChain,
  expressionFields,
  failingKustomizations,
  fluxControllers,
  gitOwner,
  helmFailure,
  helmRecord,
  helmReleasesByHand,
  hookFailure,
  immutableFields,
  kindProviders,
  lockHolder,
  measuredStart,
  postRenderFault,
  recoveryVerb,
  releaseAction,
  releaseBringers,
  releaseConditions,
  releaseDrift,
  releaseHistory,
  releaseInventory,
  releaseNaming,
  releaseRemediation,
  releaseStanding,
  releaseTarget,
  releaseTiming,
  releaseVerification,
  releasesInTrouble,
  releasesOverview,
  renderError,
  schemaFaults,
  settingOrigin,
  staleSources,
  suspendedSince,
  testHooks,
  unpinnedImages,
  unrecognisedImages,
  valuesKey,
  valuesOrigins,
  valuesReference,
  versionAdvice,
];
