/**
 * One kind: plural, kind, whether it lives in a namespace (`N`) or in the cluster (`C`), its short names and its
 * categories, the last two separated by commas.
 */
export type KindRow = readonly [
  plural: string,
  kind: string,
  scope: 'N' | 'C',
  shortNames?: string,
  categories?: string,
];

/** Kinds by `group/version`; the core group is written as `v1`. */
export type KindTable = Readonly<Record<string, readonly KindRow[]>>;

/**
 * The kinds that every Kubernetes cluster serves by itself. A capture that says it is complete holds all of them, as
 * empty where the folder has none. Source: `kubectl api-resources` of Kubernetes 1.32.
 */
export const BUILT_IN_KINDS: KindTable = {
  v1: [
    ['configmaps', 'ConfigMap', 'N', 'cm'],
    ['endpoints', 'Endpoints', 'N', 'ep'],
    ['events', 'Event', 'N', 'ev'],
    ['limitranges', 'LimitRange', 'N', 'limits'],
    ['namespaces', 'Namespace', 'C', 'ns'],
    ['nodes', 'Node', 'C', 'no'],
    ['persistentvolumeclaims', 'PersistentVolumeClaim', 'N', 'pvc'],
    ['persistentvolumes', 'PersistentVolume', 'C', 'pv'],
    ['pods', 'Pod', 'N', 'po', 'all'],
    ['podtemplates', 'PodTemplate', 'N'],
    ['replicationcontrollers', 'ReplicationController', 'N', 'rc', 'all'],
    ['resourcequotas', 'ResourceQuota', 'N', 'quota'],
    ['secrets', 'Secret', 'N'],
    ['serviceaccounts', 'ServiceAccount', 'N', 'sa'],
    ['services', 'Service', 'N', 'svc', 'all'],
  ],
  'admissionregistration.k8s.io/v1': [
    ['mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', 'C', '', 'api-extensions'],
    ['validatingadmissionpolicies', 'ValidatingAdmissionPolicy', 'C', '', 'api-extensions'],
    ['validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding', 'C', '', 'api-extensions'],
    ['validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', 'C', '', 'api-extensions'],
  ],
  'apiextensions.k8s.io/v1': [
    ['customresourcedefinitions', 'CustomResourceDefinition', 'C', 'crd,crds', 'api-extensions'],
  ],
  'apiregistration.k8s.io/v1': [['apiservices', 'APIService', 'C', '', 'api-extensions']],
  'apps/v1': [
    ['controllerrevisions', 'ControllerRevision', 'N'],
    ['daemonsets', 'DaemonSet', 'N', 'ds', 'all'],
    ['deployments', 'Deployment', 'N', 'deploy', 'all'],
    ['replicasets', 'ReplicaSet', 'N', 'rs', 'all'],
    ['statefulsets', 'StatefulSet', 'N', 'sts', 'all'],
  ],
  'autoscaling/v2': [['horizontalpodautoscalers', 'HorizontalPodAutoscaler', 'N', 'hpa', 'all']],
  'batch/v1': [
    ['cronjobs', 'CronJob', 'N', 'cj', 'all'],
    ['jobs', 'Job', 'N', '', 'all'],
  ],
  'certificates.k8s.io/v1': [['certificatesigningrequests', 'CertificateSigningRequest', 'C', 'csr']],
  'coordination.k8s.io/v1': [['leases', 'Lease', 'N']],
  'discovery.k8s.io/v1': [['endpointslices', 'EndpointSlice', 'N']],
  'flowcontrol.apiserver.k8s.io/v1': [
    ['flowschemas', 'FlowSchema', 'C'],
    ['prioritylevelconfigurations', 'PriorityLevelConfiguration', 'C'],
  ],
  'networking.k8s.io/v1': [
    ['ingressclasses', 'IngressClass', 'C'],
    ['ingresses', 'Ingress', 'N', 'ing'],
    ['networkpolicies', 'NetworkPolicy', 'N', 'netpol'],
  ],
  'node.k8s.io/v1': [['runtimeclasses', 'RuntimeClass', 'C']],
  'policy/v1': [['poddisruptionbudgets', 'PodDisruptionBudget', 'N', 'pdb']],
  'rbac.authorization.k8s.io/v1': [
    ['clusterrolebindings', 'ClusterRoleBinding', 'C'],
    ['clusterroles', 'ClusterRole', 'C'],
    ['rolebindings', 'RoleBinding', 'N'],
    ['roles', 'Role', 'N'],
  ],
  'scheduling.k8s.io/v1': [['priorityclasses', 'PriorityClass', 'C', 'pc']],
  'storage.k8s.io/v1': [
    ['csidrivers', 'CSIDriver', 'C'],
    ['csinodes', 'CSINode', 'C'],
    ['csistoragecapacities', 'CSIStorageCapacity', 'N'],
    ['storageclasses', 'StorageClass', 'C', 'sc'],
    ['volumeattachments', 'VolumeAttachment', 'C'],
  ],
};

/** Kinds that came with a later minor version of Kubernetes 1, by the version from which on every cluster serves them. */
export const LATER_KINDS: Readonly<Record<number, KindTable>> = {
  33: {
    'networking.k8s.io/v1': [
      ['ipaddresses', 'IPAddress', 'C', 'ip'],
      ['servicecidrs', 'ServiceCIDR', 'C'],
    ],
  },
  34: {
    'resource.k8s.io/v1': [
      ['deviceclasses', 'DeviceClass', 'C'],
      ['resourceclaims', 'ResourceClaim', 'N'],
      ['resourceclaimtemplates', 'ResourceClaimTemplate', 'N'],
      ['resourceslices', 'ResourceSlice', 'C'],
    ],
    'storage.k8s.io/v1': [['volumeattributesclasses', 'VolumeAttributesClass', 'C', 'vac']],
  },
};

/** Whether Kubernetes itself serves the group; below such a one it answers differently for what is not there. */
export function isBuiltInGroup(group: string): boolean {
  return BUILT_IN_GROUPS.has(group);
}

/**
 * Kinds that a cluster has only when something was installed into it. The table gives them their names, never their
 * existence: that takes an object, a CustomResourceDefinition or a claim of the capture.
 */
export const ADD_ON_KINDS: KindTable = {
  'events.k8s.io/v1': [['events', 'Event', 'N', 'ev']],
  'metrics.k8s.io/v1beta1': [
    ['nodes', 'NodeMetrics', 'C'],
    ['pods', 'PodMetrics', 'N'],
  ],
  'snapshot.storage.k8s.io/v1': [
    ['volumesnapshotclasses', 'VolumeSnapshotClass', 'C', 'vsclass,vsclasses'],
    ['volumesnapshotcontents', 'VolumeSnapshotContent', 'C', 'vsc,vscs'],
    ['volumesnapshots', 'VolumeSnapshot', 'N', 'vs'],
  ],
  'gateway.networking.k8s.io/v1': [
    ['gatewayclasses', 'GatewayClass', 'C', 'gc'],
    ['gateways', 'Gateway', 'N', 'gtw'],
    ['httproutes', 'HTTPRoute', 'N'],
  ],
  'helm.toolkit.fluxcd.io/v2': [['helmreleases', 'HelmRelease', 'N', 'hr']],
  'kustomize.toolkit.fluxcd.io/v1': [['kustomizations', 'Kustomization', 'N', 'ks']],
  'source.toolkit.fluxcd.io/v1': [
    ['buckets', 'Bucket', 'N'],
    ['externalartifacts', 'ExternalArtifact', 'N'],
    ['gitrepositories', 'GitRepository', 'N', 'gitrepo'],
    ['helmcharts', 'HelmChart', 'N', 'hc'],
    ['helmrepositories', 'HelmRepository', 'N', 'helmrepo'],
    ['ocirepositories', 'OCIRepository', 'N', 'ocirepo'],
  ],
  'notification.toolkit.fluxcd.io/v1': [['receivers', 'Receiver', 'N']],
  'notification.toolkit.fluxcd.io/v1beta3': [
    ['alerts', 'Alert', 'N'],
    ['providers', 'Provider', 'N'],
  ],
  'image.toolkit.fluxcd.io/v1': [
    ['imagepolicies', 'ImagePolicy', 'N', 'imgpol,imagepol'],
    ['imagerepositories', 'ImageRepository', 'N', 'imgrepo,imagerepo'],
    ['imageupdateautomations', 'ImageUpdateAutomation', 'N', 'iua,imgupd,imgauto'],
  ],
  'karpenter.sh/v1': [
    ['nodeclaims', 'NodeClaim', 'C', '', 'karpenter'],
    ['nodepools', 'NodePool', 'C', '', 'karpenter'],
  ],
  'eks.amazonaws.com/v1': [['nodeclasses', 'NodeClass', 'C']],
  'karpenter.k8s.aws/v1': [['ec2nodeclasses', 'EC2NodeClass', 'C', 'ec2nc,ec2ncs', 'karpenter']],
  'cert-manager.io/v1': [
    ['certificaterequests', 'CertificateRequest', 'N', 'cr,crs', 'cert-manager'],
    ['certificates', 'Certificate', 'N', 'cert,certs', 'cert-manager'],
    ['clusterissuers', 'ClusterIssuer', 'C', 'ciss', 'cert-manager'],
    ['issuers', 'Issuer', 'N', 'iss', 'cert-manager'],
  ],
  'acme.cert-manager.io/v1': [
    ['challenges', 'Challenge', 'N', '', 'cert-manager,cert-manager-acme'],
    ['orders', 'Order', 'N', '', 'cert-manager,cert-manager-acme'],
  ],
  'external-secrets.io/v1': [
    ['clusterexternalsecrets', 'ClusterExternalSecret', 'C', 'ces', 'external-secrets'],
    ['clustersecretstores', 'ClusterSecretStore', 'C', 'css', 'external-secrets'],
    ['externalsecrets', 'ExternalSecret', 'N', 'es', 'external-secrets'],
    ['secretstores', 'SecretStore', 'N', 'ss', 'external-secrets'],
  ],
  'argoproj.io/v1alpha1': [
    ['applications', 'Application', 'N', 'app,apps'],
    ['applicationsets', 'ApplicationSet', 'N', 'appset,appsets'],
    ['appprojects', 'AppProject', 'N', 'appproj,appprojs'],
  ],
  'monitoring.coreos.com/v1': [
    ['podmonitors', 'PodMonitor', 'N', 'pmon', 'prometheus-operator'],
    ['prometheusrules', 'PrometheusRule', 'N', 'promrule', 'prometheus-operator'],
    ['servicemonitors', 'ServiceMonitor', 'N', 'smon', 'prometheus-operator'],
  ],
};

const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(
  [BUILT_IN_KINDS, ...Object.values(LATER_KINDS)]
    .flatMap((table) => Object.keys(table))
    .concat('authentication.k8s.io/v1', 'authorization.k8s.io/v1', 'events.k8s.io/v1')
    .map((apiVersion) => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '')),
);
