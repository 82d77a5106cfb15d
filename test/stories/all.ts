import { stringify } from 'yaml';
import type { Built } from './build/build.ts';
import { furnished, reported } from './build/furnish.ts';
import { accountRight } from './account-right.ts';
import { apiServiceTree } from './api-service-tree.ts';
import { autoscalerTree } from './autoscaler-tree.ts';
import { awsRole } from './aws-role.ts';
import { awsBalancer } from './aws-balancer.ts';
import { awsEgress } from './aws-egress.ts';
import { awsImage } from './aws-image.ts';
import { awsMirror } from './aws-mirror.ts';
import { mirrorSource } from './mirror-source.ts';
import { awsTargetHealth } from './aws-target-health.ts';
import { awsCluster } from './aws-cluster.ts';
import { awsNodeGroup } from './aws-node-group.ts';
import { awsSupply } from './aws-supply.ts';
import { budgetTree } from './budget-tree.ts';
import { beside } from './beside.ts';
import { traefikMiddleware } from './traefik-middleware.ts';
import { chartHook } from './chart-hook.ts';
import { configMissing } from './config-missing.ts';
import { configStart } from './config-start.ts';
import { configWiring } from './config-wiring.ts';
import { claimTree } from './claim-tree.ts';
import { conversionWebhooks } from './conversion-webhook.ts';
import { cronTree } from './cron-tree.ts';
import { coderAddresses } from './coder-addresses.ts';
import { coderRights } from './coder-rights.ts';
import { coderHealth } from './coder-health.ts';
import { awsDatabase } from './aws-database.ts';
import { coderDatabase } from './coder-database.ts';
import { coderFigures } from './coder-figures.ts';
import { coderLog } from './coder-log.ts';
import { coderParts } from './coder-parts.ts';
import { coderProxy } from './coder-proxy.ts';
import { coderQueue } from './coder-queue.ts';
import { coderSignIn } from './coder-sign-in.ts';
import { coderSockets } from './coder-sockets.ts';
import { coderEdge } from './coder-edge.ts';
import { coderPath } from './coder-path.ts';
import { coderStart } from './coder-start.ts';
import { coderTemplateState } from './coder-template-state.ts';
import { coderTemplates } from './coder-templates.ts';
import { coderWaiting } from './coder-waiting.ts';
import { coderWorkspace } from './coder-workspace.ts';
import { coderPressure } from './coder-pressure.ts';
import { preflightAwsTargets } from './preflight-aws-targets.ts';
import { preflightCertificates } from './preflight-certificates.ts';
import { preflightClocks } from './preflight-clocks.ts';
import { preflightCoder } from './preflight-coder.ts';
import { preflightDns } from './preflight-dns.ts';
import { preflightEndpoints } from './preflight-endpoints.ts';
import { preflightImages } from './preflight-images.ts';
import { preflightMaintenance } from './preflight-maintenance.ts';
import { preflightPullSecrets } from './preflight-pull-secrets.ts';
import { preflightReleases } from './preflight-releases.ts';
import { preflightServers } from './preflight-servers.ts';
import { keyRotation } from './key-rotation.ts';
import { metallb } from './metallb.ts';
import { litellm } from './litellm.ts';
import { demos } from './demos.ts';
import { diagnoseNamespace } from './diagnose-namespace.ts';
import { diagnoseWorkload } from './diagnose-workload.ts';
import { endsAgain } from './ends-again.ts';
import { configurationFile } from './configuration-file.ts';
import { crashHook } from './crash-hook.ts';
import { crashLog } from './crash-log.ts';
import { dependencyAddress } from './dependency-address.ts';
import { dependencyChain } from './dependency-chain.ts';
import { dependencyDoor } from './dependency-door.ts';
import { dependencyDns } from './dependency-dns.ts';
import { dependencySet } from './dependency-set.ts';
import { dependencyInit } from './dependency-init.ts';
import { dependencyUnnamed } from './dependency-unnamed.ts';
import { dependencyUnready } from './dependency-unready.ts';
import { dependencyReach } from './dependency-reach.ts';
import { ending } from './ending.ts';
import { fluxAway } from './flux-away.ts';
import { held } from './held.ts';
import { keptData } from './kept-data.ts';
import { lifecycleTree } from './lifecycle-tree.ts';
import { lintAround } from './lint-around.ts';
import { lintSpec } from './lint-spec.ts';
import { networkAsked } from './network-asked.ts';
import { nodeStories } from './node.ts';
import { nodeSupply } from './node-supply.ts';
import { podConfig } from './pod-config.ts';
import { podCrash } from './pod-crash.ts';
import { podImage } from './pod-image.ts';
import { podSandbox } from './pod-sandbox.ts';
import { podScheduling } from './pod-scheduling.ts';
import { podStorage } from './pod-storage.ts';
import { preflightCapacity } from './preflight-capacity.ts';
import { preflightCapacityAws } from './preflight-capacity-aws.ts';
import { preflightKeys } from './preflight-keys.ts';
import { preflightLitellm } from './preflight-litellm.ts';
import { preflightPods } from './preflight-pods.ts';
import { preflightProvisioners } from './preflight-provisioners.ts';
import { preflightQuotas } from './preflight-quotas.ts';
import { preflightStorage } from './preflight-storage.ts';
import { probeFailing } from './probe-failing.ts';
import { refused } from './refused.ts';
import { refusedOthers } from './refused-others.ts';
import { releaseAwaited } from './release-awaited.ts';
import { releaseDependency } from './release-dependency.ts';
import { releaseControllers, releaseDeletion } from './release-controllers.ts';
import { releaseDrift } from './release-drift.ts';
import { releaseAdmission } from './release-admission.ts';
import { releaseChange } from './release-change.ts';
import { releaseCluster } from './release-cluster.ts';
import { releaseChartVersion } from './release-chart-version.ts';
import { releaseHook } from './release-hook.ts';
import { releaseIncident } from './release-incident.ts';
import { releaseKustomization } from './release-kustomization.ts';
import { releaseLock } from './release-lock.ts';
import { releasePatch } from './release-patch.ts';
import { releaseSetBack } from './release-set-back.ts';
import { releaseNamespace } from './release-namespace.ts';
import { releaseRefused } from './release-refused.ts';
import { releaseRendering } from './release-rendering.ts';
import { releaseVerbs, releaseVersions } from './release-verbs.ts';
import { releaseWithoutFlux } from './release-without-flux.ts';
import { releaseKind } from './release-kind.ts';
import { releaseList } from './release-list.ts';
import { releaseSeveral } from './release-several.ts';
import { releaseSource } from './release-source.ts';
import { releaseShared } from './release-shared.ts';
import { releaseState } from './release-state.ts';
import { releaseStorage } from './release-storage.ts';
import { releaseValues } from './release-values.ts';
import { roomFilters } from './room-filters.ts';
import { roomIllNodes } from './room-ill-nodes.ts';
import { roomNodes } from './room-nodes.ts';
import { roomPriority } from './room-priority.ts';
import { stopped } from './stopped.ts';
import type { Story } from './story.ts';
import { trafficIngress } from './traffic-ingress.ts';
import { keptCertificate } from './kept-certificate.ts';
import { trafficOfNamespace } from './traffic-of-namespace.ts';
import { trafficPolicy } from './traffic-policy.ts';
import { trafficRoute } from './traffic-route.ts';
import { trafficService } from './traffic-service.ts';
import { whatChanged } from './what-changed.ts';
import { webhookByItself } from './webhook-by-itself.ts';
import { jobDependency } from './job-dependency.ts';
import { workloadJob } from './workload-job.ts';
import { workloadRollout } from './workload-rollout.ts';
import { workloadStatefulset } from './workload-statefulset.ts';
import { workloadWhole } from './workload-whole.ts';

/** Every story; each becomes a folder. */
export const allStories: readonly Story[] = [
  ...demos,
  ...podScheduling,
  ...roomFilters,
  ...roomNodes,
  ...roomIllNodes,
  ...roomPriority,
  ...podStorage,
  ...podImage,
  ...podConfig,
  ...configMissing,
  ...configStart,
  ...configWiring,
  ...podCrash,
  ...preflightCapacity,
  ...preflightCapacityAws,
  ...preflightKeys,
  ...preflightLitellm,
  ...preflightPods,
  ...preflightProvisioners,
  ...preflightQuotas,
  ...preflightStorage,
  ...probeFailing,
  ...crashHook,
  ...crashLog,
  ...configurationFile,
  ...coderAddresses,
  ...coderHealth,
  ...awsDatabase,
  ...coderDatabase,
  ...coderFigures,
  ...coderLog,
  ...coderParts,
  ...coderProxy,
  ...coderQueue,
  ...coderSignIn,
  ...coderSockets,
  ...coderEdge,
  ...coderPath,
  ...coderRights,
  ...coderStart,
  ...coderTemplateState,
  ...coderTemplates,
  ...coderWaiting,
  ...coderWorkspace,
  ...coderPressure,
  ...preflightCertificates,
  ...preflightClocks,
  ...preflightCoder,
  ...preflightDns,
  ...preflightEndpoints,
  ...preflightImages,
  ...preflightMaintenance,
  ...preflightPullSecrets,
  ...preflightReleases,
  ...preflightServers,
  ...keyRotation,
  ...litellm,
  ...dependencyDns,
  ...dependencyDoor,
  ...dependencyReach,
  ...dependencySet,
  ...dependencyInit,
  ...dependencyUnnamed,
  ...dependencyUnready,
  ...dependencyAddress,
  ...dependencyChain,
  ...podSandbox,
  ...accountRight,
  ...networkAsked,
  ...nodeStories,
  ...trafficService,
  ...trafficPolicy,
  ...trafficIngress,
  ...trafficRoute,
  ...trafficOfNamespace,
  ...keptCertificate,
  ...autoscalerTree,
  ...apiServiceTree,
  ...conversionWebhooks,
  ...cronTree,
  ...awsBalancer,
  ...awsRole,
  ...awsEgress,
  ...awsImage,
  ...awsMirror,
  ...mirrorSource,
  ...awsTargetHealth,
  ...preflightAwsTargets,
  ...awsCluster,
  ...awsNodeGroup,
  ...awsSupply,
  ...metallb,
  ...budgetTree,
  ...claimTree,
  ...lifecycleTree,
  ...stopped,
  ...ending,
  ...held,
  ...refused,
  ...refusedOthers,
  ...workloadWhole,
  ...workloadRollout,
  ...workloadStatefulset,
  ...whatChanged,
  ...jobDependency,
  ...workloadJob,
  ...releaseIncident,
  ...releaseState,
  ...releaseDependency,
  ...releaseControllers,
  ...releaseDeletion,
  ...releaseDrift,
  ...releaseHook,
  ...releaseKustomization,
  ...releaseChartVersion,
  ...releaseSource,
  ...releaseLock,
  ...releasePatch,
  ...releaseSetBack,
  ...releaseRefused,
  ...releaseStorage,
  ...releaseNamespace,
  ...releaseAwaited,
  ...releaseRendering,
  ...chartHook,
  ...fluxAway,
  ...keptData,
  ...releaseValues,
  ...releaseAdmission,
  ...releaseChange,
  ...releaseCluster,
  ...releaseKind,
  ...releaseSeveral,
  ...releaseShared,
  ...releaseList,
  ...releaseVerbs,
  ...releaseVersions,
  ...releaseWithoutFlux,
  ...lintSpec,
  ...lintAround,
  ...webhookByItself,
  ...nodeSupply,
  ...diagnoseNamespace,
  ...diagnoseWorkload,
  ...endsAgain,
  ...beside,
  ...traefikMiddleware,
];

/** The files of a story's folder, name to text: objects by kind, what the snapshot says, and what is expected. */
export function filesOf(story: Story): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  files.set(
    'README.md',
    `# ${story.folder.split('/').at(-1) ?? ''}\n\n${story.summary}\n\nThe objects are made by the builders in test/stories/build; the messages are those of the real controllers.\n`,
  );
  files.set('snapshot.yaml', stringify(story.snapshot));
  if (story.answers !== undefined) files.set('answers.yaml', stringify(story.answers));
  if (story.commands !== undefined) files.set('commands.yaml', stringify(story.commands));
  for (const [kind, objects] of byKind(clusterOf(story)))
    files.set(`${kind.toLowerCase()}.yaml`, objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n'));
  for (const [place, text] of Object.entries(story.logs ?? {})) files.set(`logs/${place}.log`, text);
  for (const [node, figures] of Object.entries(story.stats ?? {}))
    files.set(`stats/${node}.json`, `${JSON.stringify(figures, undefined, 2)}\n`);
  return files;
}

/** A capture that left nothing out has more than its story tells; one that people look at with kubectl has everything. */
function clusterOf({ folder, objects, snapshot }: Story): readonly Built[] {
  if (snapshot.complete !== true) return objects;
  return (folder.startsWith('examples/') ? furnished : reported)(objects, snapshot.capturedAt);
}

function byKind(objects: readonly Built[]): ReadonlyMap<string, readonly Built[]> {
  const kinds = new Map<string, Built[]>();
  for (const object of objects) {
    const kind = typeof object['kind'] === 'string' ? object['kind'] : '';
    kinds.set(kind, [...(kinds.get(kind) ?? []), object]);
  }
  return kinds;
}
