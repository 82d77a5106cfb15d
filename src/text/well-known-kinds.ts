/** What is known about a kind without asking. */
export interface WellKnownKind {
  readonly kind: string;
  readonly namespaced: boolean;
}

const NAMESPACED: Readonly<Record<string, string>> = {
  pods: 'Pod',
  services: 'Service',
  endpoints: 'Endpoints',
  events: 'Event',
  secrets: 'Secret',
  configmaps: 'ConfigMap',
  serviceaccounts: 'ServiceAccount',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  resourcequotas: 'ResourceQuota',
  limitranges: 'LimitRange',
  replicationcontrollers: 'ReplicationController',
  'deployments.apps': 'Deployment',
  'replicasets.apps': 'ReplicaSet',
  'statefulsets.apps': 'StatefulSet',
  'daemonsets.apps': 'DaemonSet',
  'controllerrevisions.apps': 'ControllerRevision',
  'jobs.batch': 'Job',
  'cronjobs.batch': 'CronJob',
  'horizontalpodautoscalers.autoscaling': 'HorizontalPodAutoscaler',
  'poddisruptionbudgets.policy': 'PodDisruptionBudget',
  'ingresses.networking.k8s.io': 'Ingress',
  'networkpolicies.networking.k8s.io': 'NetworkPolicy',
  'endpointslices.discovery.k8s.io': 'EndpointSlice',
  'events.events.k8s.io': 'Event',
  'leases.coordination.k8s.io': 'Lease',
  'csistoragecapacities.storage.k8s.io': 'CSIStorageCapacity',
  'roles.rbac.authorization.k8s.io': 'Role',
  'rolebindings.rbac.authorization.k8s.io': 'RoleBinding',
  'pods.metrics.k8s.io': 'PodMetrics',
  'helmreleases.helm.toolkit.fluxcd.io': 'HelmRelease',
  'kustomizations.kustomize.toolkit.fluxcd.io': 'Kustomization',
  'gitrepositories.source.toolkit.fluxcd.io': 'GitRepository',
  'helmrepositories.source.toolkit.fluxcd.io': 'HelmRepository',
  'helmcharts.source.toolkit.fluxcd.io': 'HelmChart',
  'ocirepositories.source.toolkit.fluxcd.io': 'OCIRepository',
  'buckets.source.toolkit.fluxcd.io': 'Bucket',
};

const CLUSTER_SCOPED: Readonly<Record<string, string>> = {
  nodes: 'Node',
  namespaces: 'Namespace',
  persistentvolumes: 'PersistentVolume',
  'storageclasses.storage.k8s.io': 'StorageClass',
  'volumeattachments.storage.k8s.io': 'VolumeAttachment',
  'csidrivers.storage.k8s.io': 'CSIDriver',
  'csinodes.storage.k8s.io': 'CSINode',
  'priorityclasses.scheduling.k8s.io': 'PriorityClass',
  'ingressclasses.networking.k8s.io': 'IngressClass',
  'clusterroles.rbac.authorization.k8s.io': 'ClusterRole',
  'clusterrolebindings.rbac.authorization.k8s.io': 'ClusterRoleBinding',
  'customresourcedefinitions.apiextensions.k8s.io': 'CustomResourceDefinition',
  'validatingwebhookconfigurations.admissionregistration.k8s.io': 'ValidatingWebhookConfiguration',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': 'MutatingWebhookConfiguration',
  'validatingadmissionpolicies.admissionregistration.k8s.io': 'ValidatingAdmissionPolicy',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': 'ValidatingAdmissionPolicyBinding',
  'apiservices.apiregistration.k8s.io': 'APIService',
  'nodes.metrics.k8s.io': 'NodeMetrics',
};

/**
 * Kind and scope of a resource (`plural.group`), for the kinds that answers are checked against and named by; undefined
 * for one that is not in the table, which is no error.
 */
export function wellKnownKind(resource: string): WellKnownKind | undefined {
  if (Object.hasOwn(NAMESPACED, resource)) return { kind: NAMESPACED[resource] ?? '', namespaced: true };
  if (Object.hasOwn(CLUSTER_SCOPED, resource)) return { kind: CLUSTER_SCOPED[resource] ?? '', namespaced: false };
  return undefined;
}

/** Every resource of the table, for suggestions. */
export function wellKnownResources(): readonly string[] {
  return [...Object.keys(NAMESPACED), ...Object.keys(CLUSTER_SCOPED)];
}
