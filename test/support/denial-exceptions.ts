const MADE_HERE = 'workspaces run here, so what makes them is not looked for';

const WORKSPACES_RUN = { 'deployments.apps': MADE_HERE, 'statefulsets.apps': MADE_HERE };

const SAID_BY_KUBELET = {
  'pods/log': 'what the probe was answered the kubelet says in an event; the log only adds where the program listens',
};

const NONE_READY = 'its EndpointSlices are there and hold no ready endpoint';

const ON_A_CONFIGMAP = 'the object is a ConfigMap, and whose it is stands on it';

const NOT_NAMED = 'what is refused names other kinds, and only those are looked at';

const ELSE_GONE = 'another object of the inventory is gone';

const WHO_USES_IT = 'the quota says that it is full; who uses it is shown beside';

const STANDS_IN_IT = 'both times stand in the release; what rollouts took is measured for another finding';

const LAST_ACTION = 'what the last action took stands in the release; a slow rollout could only make it more';

const BY_LABELS_OF_PODS = {
  namespaces:
    'no rule of these policies names a namespace by labels that had to be seen; where one does, it is not confirmed',
};

const RIVALS = 'its own spec and history say so; others are only searched for the same name';

const SHARED_RULES = 'that it sends requests there stands in it; others are only searched for the same host and path';

/**
 * Findings that stay confirmed without a kind that they could do without unnoticed (`mayMiss`), by code and kind, and why
 * that is right: either something else proves the same, or the kind could only add to what is known already.
 */
export const DOES_WITHOUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'rollout-does-not-fit': { 'nodes.metrics.k8s.io': 'what is used is shown beside; room is a matter of requests' },
  'workshop-lacks-addresses': {
    configmaps: 'whoever adds a machine, it gets no address in these subnets',
    ...WORKSPACES_RUN,
  },
  'workshop-does-not-fit': WORKSPACES_RUN,
  'workshop-beyond-node-limits': WORKSPACES_RUN,
  'workshop-beyond-node-groups': WORKSPACES_RUN,
  'workshop-beyond-vcpu-quota': WORKSPACES_RUN,
  'larger-than-any-node': { persistentvolumes: 'a volume bars further nodes and opens none' },
  'pods-webhook-away': { services: NONE_READY },
  'admission-webhook-away': { services: NONE_READY },
  'action-cut-off': {
    pods: 'the Deployment of helm-controller says that none is ready; its pods only say how they ended',
  },
  'waits-for-next-attempt': { secrets: 'the conditions of the release say that it tries again' },
  'foreign-ownership': {
    secrets: ON_A_CONFIGMAP,
    services: ON_A_CONFIGMAP,
    serviceaccounts: ON_A_CONFIGMAP,
    persistentvolumeclaims: ON_A_CONFIGMAP,
  },
  'version-unpinned': {
    'helmcharts.source.toolkit.fluxcd.io': 'the version stands in the release, or in the OCIRepository',
    'ocirepositories.source.toolkit.fluxcd.io': 'the version stands in the release, or in the HelmChart',
  },
  'field-without-effect': { 'deployments.apps': 'most fields are dead by what stands beside them in the release' },
  'no-alert': { 'deployments.apps': 'how notification-controller was started can only silence more Alerts' },
  'immutable-field': {
    'deployments.apps': NOT_NAMED,
    'statefulsets.apps': NOT_NAMED,
    'daemonsets.apps': NOT_NAMED,
    'jobs.batch': NOT_NAMED,
    services: NOT_NAMED,
    persistentvolumeclaims: NOT_NAMED,
    'storageclasses.storage.k8s.io': NOT_NAMED,
  },
  'objects-gone': {
    'statefulsets.apps': ELSE_GONE,
    'daemonsets.apps': ELSE_GONE,
    configmaps: ELSE_GONE,
    secrets: ELSE_GONE,
    services: ELSE_GONE,
    'clusterroles.rbac.authorization.k8s.io': ELSE_GONE,
    events: 'which objects the inventory names stands in the release; events tell of those that differ',
  },
  'differs-from-chart': { events: 'the condition Drifted of the release says so' },
  'ingress-service-missing': {
    'ingresses.networking.k8s.io': SHARED_RULES,
    'ingressclasses.networking.k8s.io': 'an address in its status says that a controller serves it',
  },
  'ingress-port-missing': {
    'ingresses.networking.k8s.io': SHARED_RULES,
    'ingressclasses.networking.k8s.io': 'an address in its status says that a controller serves it',
  },
  'ingress-certificate-missing': {
    'certificates.cert-manager.io': 'an address in its status says that a controller serves it',
  },
  'pods-refused-by-quota': { persistentvolumeclaims: WHO_USES_IT },
  'quota-exceeded': { pods: WHO_USES_IT, persistentvolumeclaims: WHO_USES_IT, services: WHO_USES_IT },
  'aws-group-keeps-out': {
    serviceaccounts: 'a pod without an interface of its own sends with the groups of its node, whatever a policy says',
    'securitygrouppolicies.vpcresources.k8s.aws':
      'a pod without an interface of its own sends with the groups of its node, whatever a policy says',
  },
  'network-policy-blocks-ingress': BY_LABELS_OF_PODS,
  'network-policy-blocks-egress': BY_LABELS_OF_PODS,
  'network-policy-forgets-dns': BY_LABELS_OF_PODS,
  'probe-asks-wrong-port': SAID_BY_KUBELET,
  'probe-asks-wrong-path': SAID_BY_KUBELET,
  'probe-asks-wrong-scheme': SAID_BY_KUBELET,
  'probe-asks-no-grpc': SAID_BY_KUBELET,
  'probe-command-missing': SAID_BY_KUBELET,
  'probe-needs-login': SAID_BY_KUBELET,
  'secret-not-made': {
    'sealedsecrets.bitnami.com': 'the ExternalSecret that makes the Secret says why it does not',
  },
  'service-selects-nothing': {
    services: 'somebody misses it, whichever other Service leads to the pods that it does not match',
  },
  'autoscaler-target-missing': {
    'statefulsets.apps': 'it names a Deployment, and that does not exist',
    'deployments.apps': 'it names a StatefulSet, and that does not exist',
  },
  'only-the-counter': {
    secrets: 'the release says that its retries are used up, and its workloads run in the wanted version',
  },
  'no-rollback-target': {
    secrets: 'the controller looks at status.history alone, and says itself that it finds no revision there',
  },
  'interval-below-timeout': {
    'deployments.apps': STANDS_IN_IT,
    'replicasets.apps': STANDS_IN_IT,
    pods: STANDS_IN_IT,
  },
  'timeout-below-history': {
    'deployments.apps': LAST_ACTION,
    'replicasets.apps': LAST_ACTION,
    pods: LAST_ACTION,
  },
  'release-moves': { 'helmreleases.helm.toolkit.fluxcd.io': RIVALS },
  'release-name-composed': { 'helmreleases.helm.toolkit.fluxcd.io': RIVALS },
};

const LOCK_UNSEEN = 'that helm-controller is away is as true; only the lock that it left behind is not seen';

const WHAT_AWS_SAYS = 'that the pull fails so is as true; only what AWS says of it is not asked';

/**
 * Findings that are surely told without a kind and not with it, by code and kind, and why that is right: with it the walk
 * goes on to what lies behind them, and tells that in their place.
 */
export const IN_PLACE_OF_DEEPER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'image-denied': { nodes: WHAT_AWS_SAYS },
  'image-not-found': { nodes: WHAT_AWS_SAYS },
  'image-registry-unreachable': { nodes: WHAT_AWS_SAYS },
  'helm-controller-down': { secrets: LOCK_UNSEEN },
  'controller-out-of-memory': { secrets: LOCK_UNSEEN },
  'tests-failed': {
    pods: 'that the test failed is as true; only what its pod died of is not seen',
  },
  'dependency-missing': {
    'kustomizations.kustomize.toolkit.fluxcd.io':
      'that no HelmRelease has the name is as true; only that a Kustomization has it is not seen',
  },
  forbidden: {
    serviceaccounts: 'that no role grants it is as true; only that there is no such account is not seen',
  },
  'service-not-there': {
    'statefulsets.apps': 'that there is no such Service is as true; only which StatefulSet names it is not seen',
  },
};

const NAMESPACES_UNUSED =
  'they are listed for the namespace as a whole; of the node they are read for selectors of affinity, and these pods have none';

const QUOTA_UNSEEN = 'that the machine was refused is as true; only which region and which quota are meant is not seen';

const SUBNETS_UNSEEN = 'that the machine was refused is as true; only which subnets are meant is not seen';

const GRANTED_UNSEEN = 'its log tells of the refusal; only whether a role grants the right since then is not seen';

const RIGHT_UNSEEN = {
  'roles.rbac.authorization.k8s.io': GRANTED_UNSEEN,
  'rolebindings.rbac.authorization.k8s.io': GRANTED_UNSEEN,
  'clusterroles.rbac.authorization.k8s.io': GRANTED_UNSEEN,
  'clusterrolebindings.rbac.authorization.k8s.io': GRANTED_UNSEEN,
};

const CONTROLLERS_UNSEEN =
  'how each release is stands on the release; only whether what brings the next change is there is not seen';

/** Stories that come to something else without a kind, by the last parts of their folder and the kind, and why that is right. */
export const ELSE_WITHOUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'failed-revision/fits-now-healthy': {
    nodes:
      'the revision is known to have failed; what the scheduler said then counts until the figures of now refute it',
  },
  'diagnose-nodes@1.6/cordoned-found': { namespaces: NAMESPACES_UNUSED },
  'diagnose-nodes@1.6/tainted-found': { namespaces: NAMESPACES_UNUSED },
  'diagnose-nodes@1.6/too-large-found': { namespaces: NAMESPACES_UNUSED },
  'diagnose-nodes@1.6/unlabelled-found': { namespaces: NAMESPACES_UNUSED },
  'coder-workspace/waits-wrong-group': { namespaces: NAMESPACES_UNUSED },
  'coder-rights/granted-since-decoy': RIGHT_UNSEEN,
  'coder-rights/of-provisioner-granted-decoy': RIGHT_UNSEEN,
  'aws-database/stopped-unnoticed': {
    nodes: 'nothing in the cluster complains; that it is on AWS, which knows of the database, stands on its nodes',
  },
  'aws-image/activating': {
    nodes: 'that the kubelet was told of no such image is as true; only that Amazon ECR brings it back is not asked',
  },
  'aws-node-group/room': {
    configmaps: 'that no node has room is as true; only whether an autoscaler sets the size of the group is not seen',
  },
  'aws-quota/claim': { nodes: QUOTA_UNSEEN },
  'aws-quota/karpenter': { nodes: QUOTA_UNSEEN, 'nodepools.karpenter.sh': QUOTA_UNSEEN },
  'aws-subnet/claim': {
    nodes: SUBNETS_UNSEEN,
    'nodepools.karpenter.sh': SUBNETS_UNSEEN,
    'ec2nodeclasses.karpenter.k8s.aws': SUBNETS_UNSEEN,
  },
  'aws-subnet/karpenter': {
    nodes: SUBNETS_UNSEEN,
    'nodepools.karpenter.sh': SUBNETS_UNSEEN,
    'ec2nodeclasses.karpenter.k8s.aws': SUBNETS_UNSEEN,
  },
  'helmrelease-list/source-controller-away': { 'deployments.apps': CONTROLLERS_UNSEEN },
  'helmreleases/source-controller-away-behind-ready': { 'deployments.apps': CONTROLLERS_UNSEEN },
  'namespace/kustomization-fails': {
    'kustomizations.kustomize.toolkit.fluxcd.io':
      'all that is here runs; what brings it lies in a namespace where not everybody may look, and that is told',
  },
  'coder-sign-in/secret-missing': {
    secrets: 'a pod that runs had its Secret when it began, and who may not see Secrets is told so',
  },
  'room/preempted': {
    events: 'that pods of higher priority hold the room is as true; only whom they drove out is not seen',
  },
};
