/** What controllers were seen to write, each with the finding that it leads to in a cluster that holds nothing of what it names. */
export const MESSAGES: readonly (readonly [finding: string, message: string])[] = [
  // Where the release stands.
  ['remediated', 'Helm rollback to previous release coder/coder.v3 with chart coder@2.28.1 succeeded'],
  ['remediated', 'Helm uninstall remediation for release coder/coder.v1 with chart coder@2.28.3 succeeded'],
  ['release-unlocked', 'Unlocked Helm release coder/coder.v2 with chart coder@2.28.3 in pending-upgrade state'],
  ['release-unlocked', "Release unlocked from stale 'pending-upgrade' state"],
  ['retries-exhausted', 'Failed to upgrade after 2 attempt(s)'],
  ['retries-exhausted', 'Failed to install after 1 attempt(s)'],
  ['retries-exhausted', 'install retries exhausted'],
  ['retries-exhausted', 'upgrade retries exhausted'],
  [
    'no-rollback-target',
    'Failed to perform remediation: missing target release for rollback: cannot remediate failed release',
  ],
  [
    'uninstall-unfinished',
    "Could not determine release state: unable to determine state for release with status 'uninstalling'",
  ],
  ['uninstall-unfinished', 'Deletion in progress (or silently failed)'],
  ['release-state-unknown', "unable to determine state for release with status 'unknown'"],
  ['release-locked', 'another operation (install/upgrade/rollback) is in progress'],
  ['release-records-gone', '"my-helmrel" has no deployed releases'],
  ['prerequisite-met-now', 'cannot re-use a name that is still in use'],
  ['prerequisite-met-now', 'cannot reuse a name that is still in use'],
  [
    'release-too-large',
    'create: failed to create: Secret "sh.helm.release.v1.victoria-metrics-operator.v58" is invalid: data: Too long: must have at most 1048576 bytes',
  ],
  [
    'drifted',
    'Cluster state of release coder/coder.v3 has drifted from the desired state:\nDeployment/coder/coder changed (0 additions, 1 changes, 0 removals)',
  ],
  // What the API server refuses.
  ['namespace-missing', 'create: failed to create: namespaces "coder" not found'],
  [
    'namespace-missing',
    'secrets "sh.helm.release.v1.coder.v1" is forbidden: unable to create new content in namespace coder because it is being terminated',
  ],
  [
    'crd-stored-version',
    'failed to apply CustomResourceDefinitions: CustomResourceDefinition.apiextensions.k8s.io "helmreleases.helm.toolkit.fluxcd.io" is invalid: status.storedVersions[0]: Invalid value: "v1beta2": missing from spec.versions',
  ],
  [
    'crd-stored-version',
    'status.storedVersions[0]: Invalid value: "v1beta2": missing from spec.versions; field is immutable',
  ],
  // What is refused, or who refuses it, is looked up, and is not there (any more).
  [
    'prerequisite-met-now',
    'cannot patch "immich-server" with kind Deployment: Deployment.apps "immich-server" is invalid: spec.selector: Invalid value: {"matchLabels":{}}: field is immutable && cannot patch "immich-ml" with kind Deployment: Deployment.apps "immich-ml" is invalid: spec.selector: Invalid value: {}: field is immutable',
  ],
  [
    'prerequisite-met-now',
    'server-side apply failed for object coder/x apps/v1, Kind=Deployment: Deployment.apps "x" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable',
  ],
  [
    'prerequisite-met-now',
    'cannot patch "db" with kind StatefulSet: StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\', \'template\' are forbidden',
  ],
  [
    'immutable-field',
    'cannot patch "x" with kind Certificate: Certificate.example.org "x" is invalid: spec.issuer: Invalid value: "b": field is immutable',
  ],
  [
    'duplicate-entries',
    'server-side apply failed for object shop/web apps/v1, Kind=Deployment: failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): errors:\n  .spec.template.spec.containers[name="web"].ports: duplicate entries for key [containerPort=80,protocol="TCP"]\n  .spec.template.spec.containers[name="web"].env: duplicate entries for key [name="A"]',
  ],
  [
    'prerequisite-met-now',
    'cannot patch "fast" with kind StorageClass: StorageClass.storage.k8s.io "fast" is invalid: parameters: Forbidden: updates to parameters are forbidden.',
  ],
  [
    'prerequisite-met-now',
    'cannot patch "web" with kind Service: Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set',
  ],
  // Nothing of that name is there (any more), so nothing is in the way of the next attempt.
  [
    'prerequisite-met-now',
    'Unable to continue with install: Service "web" in namespace "shop" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "a": current value is "b"',
  ],
  [
    'foreign-ownership',
    'unable to continue with install: Widget "web" in namespace "shop" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "a": current value is "b"',
  ],
  [
    'prerequisite-met-now',
    'pods "x" is forbidden: exceeded quota: q, requested: requests.memory=2Gi, used: requests.memory=3Gi, limited: requests.memory=4Gi',
  ],
  ['prerequisite-met-now', 'pods "x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi'],
  [
    'service-account-missing',
    'serviceaccounts "flux-admin" is forbidden: User "system:serviceaccount:flux-system:helm-controller" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "coder"',
  ],
  [
    'forbidden',
    'server-side apply failed for object coder/x apps/v1, Kind=Deployment: deployments.apps "x" is forbidden: User "system:serviceaccount:coder:deployer" cannot patch resource "deployments" in API group "apps" in the namespace "coder"',
  ],
  [
    'pod-security',
    'pods "x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "x" must set securityContext.allowPrivilegeEscalation=false)',
  ],
  [
    'prerequisite-met-now',
    'cannot patch "coder" with kind Deployment: deployments.apps "coder" is forbidden: ValidatingAdmissionPolicy \'memory-is-limited\' with binding \'memory-is-limited-in-coder\' denied request: every container has a memory limit',
  ],
  [
    'prerequisite-met-now',
    "server-side apply failed for object coder/coder apps/v1, Kind=Deployment: deployments.apps \"coder\" is forbidden: ValidatingAdmissionPolicy 'memory-is-limited' with binding 'memory-is-limited-in-coder' denied request: every container has a memory limit",
  ],
  [
    'prerequisite-met-now',
    'admission webhook "validate.kyverno.svc-fail" denied the request: policy Deployment/coder/coder for resource violation',
  ],
  [
    'prerequisite-met-now',
    'Internal error occurred: failed calling webhook "prometheusrulemutate.monitoring.coreos.com": Post "https://kps-operator.monitoring.svc:443/admission-prometheusrules/mutate?timeout=10s": context deadline exceeded',
  ],
  [
    'stored-release-api-removed',
    'unable to build kubernetes objects from current release manifest: resource mapping not found for name: "x" namespace: "" from "": no matches for kind "PodSecurityPolicy" in version "policy/v1beta1"\nensure CRDs are installed first',
  ],
  [
    'kind-missing',
    'unable to build kubernetes objects from release manifest: resource mapping not found for name: "coder" namespace: "coder" from "": no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"\nensure CRDs are installed first',
  ],
  ['api-removed', 'no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"'],
  [
    'server-side-apply-strategy',
    `server-side apply failed: Deployment.apps "flagger" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy 'type' is 'Recreate'`,
  ],
  [
    'server-side-apply-conflict',
    'conflict occurred while applying object coder/coder apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kubectl-edit": .spec.replicas',
  ],
  [
    'server-side-apply-refused',
    'server-side apply failed for object coder/coder apps/v1, Kind=Deployment: failed to create manager for existing fields',
  ],
  [
    'field-not-in-schema',
    'server-side apply failed for object a/b v1, Kind=Service: failed to create typed patch object: .spec.foo: field not declared in schema',
  ],
  // The cluster that it talks to.
  [
    'cluster-unreachable',
    'Kubernetes cluster unreachable: Get "https://10.0.0.1:6443/version": dial tcp: connection refused',
  ],
  ['kubeconfig-unusable', "KubeConfig secret 'tenant/kc' does not contain a 'value' or 'value.yaml' key with data"],
  ['kubeconfig-missing', `could not get KubeConfig secret 'tenant/kc': secrets "kc" not found`],
  [
    'cluster-unreachable',
    'Could not determine release state: failed to retrieve last release from storage: query: failed to query with labels: Get "https://10.0.0.1:6443/api/v1/namespaces/remote/secrets?labelSelector=name%3Dweb%2Cowner%3Dhelm": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  ['controller-credentials-lost', 'failed to query with labels: Unauthorized'],
  ['cli-api-mismatch', 'helm.toolkit.fluxcd.io/v2beta2: the server could not find the requested resource'],
  // Values, rendering and hooks.
  [
    'values-reference-missing',
    `could not resolve ConfigMap chart values reference 'ns/n' with key 'values.yaml': configmaps "n" not found`,
  ],
  [
    'values-reference-missing',
    `could not resolve Secret chart values reference 'ns/n' with key 'values.yaml': Secret "n" not found`,
  ],
  [
    'values-key-missing',
    "could not resolve Secret chart values reference 'ns/n' with key 'values.yaml': key not found",
  ],
  [
    'values-unreadable',
    "could not resolve Secret chart values reference 'ns/n' with key 'values.yaml': error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context",
  ],
  [
    'values-schema',
    "values don't meet the specifications of the schema(s) in the following chart(s):\nflanksource-ui:\n- global.labels: Additional property flanksource.com/clerk-org-id is not allowed\n",
  ],
  [
    'values-schema',
    "values don't meet the specifications of the schema(s) in the following chart(s):\nredis:\n- at '/replica/replicaCount': got string, want integer\n",
  ],
  [
    'bitnami-image-check',
    'execution error at (librechat/charts/mongodb/templates/NOTES.txt:196:4): \n\n⚠ ERROR: Original containers have been substituted for unrecognized ones. Deploying this chart with non-standard containers is likely to cause degraded security and performance',
  ],
  ['chart-render-fails', 'execution error at (coder/templates/coder.yaml:1:4): coder.image.tag is required'],
  [
    'chart-render-fails',
    'template: coder/templates/_helpers.tpl:12:3: executing "x" at <.Values.a.b>: nil pointer evaluating interface {}.b',
  ],
  [
    'chart-render-fails',
    'YAML parse error on coder/templates/x.yaml: error converting YAML to JSON: yaml: line 4: did not find expected key',
  ],
  [
    'chart-needs-other-charts',
    'An error occurred while checking for chart dependencies: found in Chart.yaml, but missing in charts/ directory: redis',
  ],
  [
    'chart-render-fails',
    'coder/templates/coder.yaml:3:13\n  executing "coder/templates/coder.yaml" at <.Values.image.tag>:\n    nil pointer evaluating interface {}.tag',
  ],
  [
    'post-render-fails',
    'error while running post render on files: replace operation does not apply: doc is missing path: /spec/strategy/type: missing value',
  ],
  // The cluster of these tests is of version 1.34.1.
  [
    'prerequisite-met-now',
    'chart requires kubeVersion: >=1.22 which is incompatible with Kubernetes v1.23.17-eks-2d98532',
  ],
  ['kube-version', 'chart requires kubeVersion: >=1.35.0-0 which is incompatible with Kubernetes v1.34.0'],
  [
    'chart-renders-twice',
    'error while running post render on files: map[string]interface {}(nil): yaml: unmarshal errors:\n  line 20: mapping key "app" already defined at line 19',
  ],
  ['hook-failed', 'pre-upgrade hooks failed: 1 error occurred:\n\t* job x-migrate failed: BackoffLimitExceeded'],
  ['hook-timed-out', 'pre-upgrade hooks failed: 1 error occurred:\n\t* timed out waiting for the condition'],
  [
    'hook-failed',
    "pre-upgrade hooks failed: failed early due to stalled resources: [Job/coder/x-migrate status: 'Failed']",
  ],
  ['hook-timed-out', "post-upgrade hooks failed: timeout waiting for: [Job/coder/x-index status: 'InProgress']"],
  ['hook-failed', 'failed pre-install: 1 error occurred:\n\t* job coder-setup failed: DeadlineExceeded'],
  ['tests-failed', 'Helm test failed for release coder/coder.v3 with chart coder@2.28.3: pod coder-test failed'],
  ['uninstall-failed', 'ConfigMap/ns/x termination timeout: context deadline exceeded'],
  [
    'cel-invalid',
    "Reconciliation failed terminally due to configuration error: failed to evaluate dependency velero: failed to parse the CEL expression 'dep.': ERROR: <input>:1:5: Syntax error",
  ],
  // What the API server would not take from anybody, whichever way it is applied.
  [
    'object-invalid',
    'cannot patch "web" with kind Ingress: Ingress.networking.k8s.io "web" is invalid: spec.rules[0].host: Invalid value: "WEB.example.org": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters',
  ],
  [
    'object-invalid',
    'server-side apply failed for object coder/x v1, Kind=Service: Service "x" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
  ],
  [
    'object-invalid',
    'unable to build kubernetes objects from release manifest: error validating "": error validating data: unknown object type "nil" in Secret.data.password',
  ],
  [
    'object-invalid',
    'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal bool into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
  ],
  [
    'object-invalid',
    'server-side apply failed for object coder/coder apps/v1, Kind=Deployment: failed to create typed patch object (coder/coder; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="coder"].env[name="A"].value: expected string, got &value.valueUnstructured{Value:true}',
  ],
  [
    'object-invalid',
    'Deployment.apps "x" is invalid: spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
  ],
  [
    'object-invalid',
    'cannot patch "data" with kind PersistentVolumeClaim: persistentvolumeclaims "data" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  ],
  [
    'field-not-in-schema',
    'unable to build kubernetes objects from release manifest: error validating "": error validating data: ValidationError(Deployment.spec): unknown field "foo" in io.k8s.api.apps.v1.DeploymentSpec',
  ],
  // A claim that was to shrink, and a Service that was to lose its address; neither is there (any more).
  [
    'prerequisite-met-now',
    'cannot patch "data" with kind PersistentVolumeClaim: PersistentVolumeClaim "data" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
  ],
  [
    'prerequisite-met-now',
    'cannot patch "web" with kind Service: Service "web" is invalid: spec.clusterIPs[0]: Invalid value: []string(nil): primary clusterIP can not be unset',
  ],
  ['release-too-large', 'create: failed to create: etcdserver: request is too large'],
  ['release-too-large', 'create: failed to create: Request entity too large: limit is 3145728'],
  [
    'release-too-large',
    'update: failed to update: rpc error: code = ResourceExhausted desc = trying to send message larger than max (2200000 vs. 2097152)',
  ],
  ['api-removed', 'no matches for kind "Ingress" in versions ["extensions/v1beta1" "networking.k8s.io/v1beta1"]'],
  [
    'rights-beyond-own',
    'cannot patch "coder" with kind Role: roles.rbac.authorization.k8s.io "coder" is forbidden: user "system:serviceaccount:coder:deployer" (groups=["system:serviceaccounts" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}',
  ],
  // No definition of that kind is there (any more).
  [
    'prerequisite-met-now',
    'cannot patch "x" with kind Issuer: conversion webhook for cert-manager.io/v1alpha2, Kind=Issuer failed: Post "https://cert-manager-webhook.cert-manager.svc:443/convert?timeout=30s": service "cert-manager-webhook" not found',
  ],
  [
    'values-schema',
    "values don't meet the specifications of the schema(s) in the following chart(s):\nredis:\ninvalid type for values: expected object (map), got string\n",
  ],
  [
    'schema-not-fetched',
    'values don\'t meet the specifications of the schema(s) in the following chart(s):\nfoo:\nfailing loading "https://schemas.example.org/c.json": Get "https://schemas.example.org/c.json": dial tcp: i/o timeout\n',
  ],
  // What passes by itself.
  ['attempt-cut-off', 'context canceled'],
  ['attempt-cut-off', 'client rate limiter Wait returned an error: context canceled'],
  ['attempt-cut-off', 'release coder failed: context canceled'],
  [
    'request-lost',
    'Operation cannot be fulfilled on deployments.apps "coder": the object has been modified; please apply your changes to the latest version and try again',
  ],
  ['request-lost', 'Timeout: request did not complete within requested timeout - context deadline exceeded'],
  ['request-lost', 'update: failed to update: etcdserver: leader changed'],
  ['request-lost', 'read tcp 10.0.0.1:4444->10.96.0.1:443: read: connection reset by peer'],
  [
    'request-lost',
    'could not get apiVersions from Kubernetes: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: the server is currently unable to handle the request',
  ],
  [
    'definitions-not-taken-up',
    "failed to apply CustomResourceDefinitions: failed to wait for CustomResourceDefinition(s): timeout waiting for: [CustomResourceDefinition/widgets.example.org status: 'InProgress']",
  ],
  // Waiting.
  ['wait-timed-out', 'context deadline exceeded'],
  ['wait-timed-out', 'client rate limiter Wait returned an error: context deadline exceeded'],
  ['wait-timed-out', 'client rate limiter Wait returned an error: rate: Wait(n=1) would exceed context deadline'],
  ['wait-timed-out', 'timed out waiting for the condition'],
  ['wait-timed-out', "timeout waiting for: [Deployment/ns/x status: 'InProgress']"],
  ['wait-timed-out', "failed early due to stalled resources: [Deployment/kguardian/kguardian-db status: 'Failed']"],
  ['wait-timed-out', "timeout waiting for: [Deployment/ns/x status: 'InProgress', StatefulSet/ns/y sta"],
  ['wait-timed-out', 'job is failed: coder/migrate'],
  ['wait-timed-out', 'resource Deployment/ns/x not ready. status: Failed, message: Progress deadline exceeded'],
  // Dependencies and references.
  ['dependency-missing', "dependency 'velero/velero' is not ready"],
  ['dependency-missing', `unable to get 'ns/n' dependency: helmreleases.helm.toolkit.fluxcd.io "n" not found`],
  [
    'cross-namespace-denied',
    'cross-namespace references are not allowed: cannot access HelmRepository flux-system/coder',
  ],
  ['cross-namespace-denied', "can't access 'ExternalArtifact/a/b', ExternalArtifact feature gate is disabled"],
  // Where the chart comes from.
  ['artifact-missing', 'Source not ready: artifact not found. Retrying in 30s'],
  [
    'artifact-missing',
    "Could not load chart: failed to download chart from 'http://source-controller.flux-system.svc.cluster.local./helmchart/a/b/c.tgz' (status: 503 Service Unavailable)",
  ],
  [
    'chart-version-missing',
    "invalid chart reference: failed to get chart version for remote reference: no 'vela-prism' chart with version matching '0.1.0' found",
  ],
  ['chart-version-missing', 'could not locate a version matching provided version string >=4.0.0'],
  [
    'chart-version-missing',
    "failed to determine the artifact tag for 'oci://ghcr.io/a/b': no match found for semver: >=9",
  ],
  ['chart-metadata-invalid', 'validation: chart.metadata.version "devel" is invalid'],
  [
    'index-not-fetched',
    'failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch https://charts.example.org/index.yaml : 404 Not Found',
  ],
  [
    'index-too-large',
    'failed to fetch Helm repository index: index exceeds the maximum index file size of 52428800 bytes',
  ],
  ['registry-denied', 'failed to fetch anonymous token: unexpected status: 403 Forbidden'],
  ['registry-denied', 'GET https://ghcr.io/v2/a/b/manifests/1: DENIED: requested access to the resource is denied'],
  [
    'registry-denied',
    'chart pull error: failed to login: failed to authorize: failed to fetch oauth token: 401 Unauthorized',
  ],
  ['registry-image-missing', 'GET https://ghcr.io/v2/a/b/manifests/9.9.9: MANIFEST_UNKNOWN: manifest unknown'],
  ['source-credentials-missing', `failed to get authentication secret 'flux-system/helm': secrets "helm" not found`],
  ['source-identity-refused', 'failed to get credential from aws: operation error ECR: GetAuthorizationToken'],
  ['source-url-invalid', "'oci' URL scheme cannot be used with 'default' HelmRepository type"],
  [
    'source-rate-limited',
    'failed to pull artifact from oci://x: TOOMANYREQUESTS: You have reached your pull rate limit',
  ],
  ['source-tls', 'tls: failed to verify certificate: x509: certificate signed by unknown authority'],
  ['source-dns', 'dial tcp: lookup charts.example.org on 10.96.0.10:53: no such host'],
  ['source-unreachable', 'dial tcp 10.1.2.3:443: connect: connection refused'],
  ['git-not-checked-out', "failed to checkout and determine revision: unable to clone 'ssh://git@git.example.org/x'"],
  ['bucket-not-read', "bucket 'charts' not found"],
  [
    'source-not-verified',
    "failed to verify the signature using provider 'cosign': no matching signatures were found for 'x'",
  ],
  ['values-file-missing', "values files merge error: no values file found at path 'values-prod.yaml'"],
  ['source-without-artifact', "no artifact available for HelmRepository source 'x'"],
  // What comes before the release.
  ['sops-key', 'cannot get sops data key, decryption failed'],
  ['sops-key', "secrets 'a' is SOPS encrypted, configuring decryption is required for this secret to be reconciled"],
  ['kustomization-path-missing', 'kustomization path not found: stat /tmp/x/apps: no such file or directory'],
  ['unclassified', 'something that nobody has seen before'],
];
