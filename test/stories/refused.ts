import { INSTALLED, JUST_NOW, mediumNode, settled, SINCE } from './build/app.ts';
import { account, failedCreate, forbidden, LAST_TRY, nameOnly, namespace, refusedWith } from './build/admission.ts';
import { releaseStory, storyOf, workloadStory } from './build/ask.ts';
import { event, object, template, type Built } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { refusedByQuota } from './refused-quota.ts';
import { refusedByPolicy } from './refused-webhook.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, stalled } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Pods that the API server refuses. */
const node: Built = mediumNode('node-1');
const ready = settled({});
const ENFORCE = 'pod-security.kubernetes.io/enforce';
const restricted = namespace('shop', { [ENFORCE]: 'restricted' });
const VIOLATES =
  'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "web" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "web" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "web" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';
const loose = refusedWith(forbidden(VIOLATES));

/** A DaemonSet whose pod is refused by the default of the API server: its namespace has no label. */
const agents = object(
  { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'shop', name: 'agent', created: INSTALLED },
  {
    metadata: { generation: 1, annotations: { 'deprecated.daemonset.template.generation': '1' } },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'agent' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: template({ name: 'agent', namespace: 'shop', image: 'registry.example/agent:3', created: SINCE }),
    },
    status: {
      observedGeneration: 1,
      desiredNumberScheduled: 1,
      currentNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
      numberUnavailable: 1,
    },
  },
);
const HOST =
  'pods "agent-7xk2p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), hostPath volumes (volumes "proc", "sys")';

/** The same Deployment as a release applied it, with a second container. */
const looseOfRelease = loose.all.map((each) => {
  if (each !== loose.deployment) return each;
  const { template: pods } = each['spec'] as { template: { spec: { containers: readonly Built[] } } };
  const containers = [...pods.spec.containers, { ...pods.spec.containers[0], name: 'proxy', ports: [] }];
  return deepMerge(each, { metadata: { labels: appliedBy() }, spec: { template: { spec: { containers } } } });
});

const podSecurity: readonly Story[] = [
  releaseStory(
    'refused/pod-security-of-a-release',
    'The same, of a HelmRelease: a post-renderer gives every container what the level asks for.',
    { objects: [node, restricted, stalled(), ...flux, chartOf(), ...looseOfRelease] },
    problem('pods-refused-by-pod-security', 'confirmed', {
      says: ['kind: Deployment', '{name: web, securityContext:', '{name: proxy, securityContext:', 'postRenderers:'],
    }),
  ),
  workloadStory(
    'refused/pod-security',
    'The namespace admits restricted pods alone.',
    { objects: [node, restricted, ...loose.all] },
    problem('pods-refused-by-pod-security', 'confirmed', {
      says: [
        'restricted',
        '4 controls',
        'What Pod Security asks',
        'securityContext.capabilities.drop',
        'runAsNonRoot: true',
      ],
    }),
  ),
  workloadStory(
    'refused/pod-security-healthy',
    'The same level, and pods that meet it.',
    { objects: [node, restricted, ...ready.all] },
    healthy,
  ),
  workloadStory(
    'refused/pod-security-decoy',
    'The namespace enforces less by now; the controller waits for its next attempt.',
    {
      objects: [
        node,
        namespace('shop', { [ENFORCE]: 'privileged' }),
        ...loose.all,
        failedCreate(loose.newSet, forbidden(VIOLATES)),
      ],
    },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/pod-security-denied',
    'The namespace may not be looked at.',
    { objects: [node, restricted, ...loose.all], denied: ['namespaces'] },
    problem('pods-refused-by-pod-security', 'likely', { says: ['namespaces', 'runAsNonRoot: true'] }),
  ),
  workloadStory(
    'refused/pod-security-default',
    'The namespace has no label, so the level is a default of the API server; the pods are those of a DaemonSet.',
    { objects: [node, namespace('shop'), agents, failedCreate(agents, HOST, LAST_TRY, 'daemonset-controller')] },
    problem('pods-refused-by-pod-security', 'likely', {
      says: ['the default of the API server', 'no hostNetwork', 'no volume of type hostPath'],
    }),
    'DaemonSet/shop/agent',
  ),
];

const NO_ACCOUNT = 'error looking up service account shop/web-sa: serviceaccount "web-sa" not found';
const homeless = refusedWith(forbidden(NO_ACCOUNT), { serviceAccountName: 'web-sa', serviceAccount: 'web-sa' });

const accounts: readonly Story[] = [
  workloadStory(
    'refused/no-service-account',
    'The pods name a ServiceAccount that does not exist, and there is one with nearly that name.',
    { objects: [node, ...homeless.all, account('default'), account('web-as')] },
    problem('pods-refused-no-service-account', 'confirmed', {
      says: ['ServiceAccount web-sa', 'called nearly so: web-as', 'serviceAccountName: web-as'],
    }),
  ),
  workloadStory(
    'refused/no-service-account-healthy',
    'The same application with its ServiceAccount.',
    {
      objects: [
        node,
        ...settled({ spec: { serviceAccountName: 'web-sa' } }).all,
        account('default'),
        account('web-sa'),
      ],
    },
    healthy,
  ),
  workloadStory(
    'refused/no-service-account-decoy',
    'The ServiceAccount was made since; the controller waits for its next attempt.',
    {
      objects: [
        node,
        ...homeless.all,
        account('default'),
        account('web-sa'),
        failedCreate(homeless.newSet, forbidden(NO_ACCOUNT)),
      ],
    },
    inProgress({ says: ['tries again'] }),
  ),
  workloadStory(
    'refused/no-service-account-denied',
    'The ServiceAccounts may not be looked at.',
    { objects: [node, ...homeless.all, account('default')], denied: ['serviceaccounts'] },
    problem('pods-refused-no-service-account', 'likely', { says: ['serviceaccounts', 'web-sa'] }),
  ),
];

const priority = refusedWith(forbidden('no PriorityClass with name hihg was found'), { priorityClassName: 'hihg' });
const runtime = refusedWith(forbidden('pod rejected: RuntimeClass "gvisor" not found'), { runtimeClassName: 'gvisor' });
const RIGHTS =
  'pods is forbidden: User "system:serviceaccount:kube-system:replicaset-controller" cannot create resource "pods" in API group "" in the namespace "shop"';
const powerless = refusedWith(RIGHTS);
const ROLE = 'system:controller:replicaset-controller';
const grant = nameOnly('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', ROLE, null, {
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ROLE },
  subjects: [{ kind: 'ServiceAccount', name: 'replicaset-controller', namespace: 'kube-system' }],
});
const image = refusedWith(forbidden('image policy webhook backend denied one or more images: image is not signed'));
const overhead = refusedWith(forbidden("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"));
const ending = namespace(
  'shop',
  {},
  {
    metadata: { deletionTimestamp: SINCE },
    status: {
      phase: 'Terminating',
      conditions: [
        {
          type: 'NamespaceContentRemaining',
          status: 'True',
          reason: 'SomeResourcesRemain',
          message: 'Some resources are remaining: persistentvolumeclaims. has 1 resource instances',
          lastTransitionTime: SINCE,
        },
      ],
    },
  },
);
const database = object(
  { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db', created: INSTALLED },
  {
    metadata: { generation: 1 },
    spec: { replicas: 1, serviceName: 'db', updateStrategy: { type: 'RollingUpdate' } },
    status: { observedGeneration: 1, replicas: 0, currentRevision: 'db-5b9', updateRevision: 'db-5b9' },
  },
);
const ENDING =
  'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: unable to create new content in namespace shop because it is being terminated';

const CONFLICT =
  'Operation cannot be fulfilled on resourcequotas "team": the object has been modified; please apply your changes to the latest version and try again';
const conflict = refusedWith(CONFLICT);
const SLOW_STORE = 'etcdserver: request timed out';
const slow = refusedWith(SLOW_STORE);
const since = (about: Built, message: string, first: string): Built =>
  deepMerge(failedCreate(about, message, JUST_NOW), { firstTimestamp: first });

const others: readonly Story[] = [
  workloadStory(
    'refused/conflict-decoy',
    'Two controllers were at a quota at the same moment; the next attempt will do.',
    { objects: [node, ...conflict.all, since(conflict.newSet, CONFLICT, '2025-11-15T18:10:00Z')] },
    inProgress({ says: ['That passes mostly'] }),
  ),
  workloadStory(
    'refused/etcd-slow',
    'The API server has had trouble of its own for three quarters of an hour.',
    { objects: [node, ...slow.all, since(slow.newSet, SLOW_STORE, SINCE)] },
    problem('pods-refused', 'likely', { says: [SLOW_STORE] }),
  ),
  workloadStory(
    'refused/no-priority-class',
    'The pods name a priority class with a slip in it.',
    {
      objects: [
        node,
        ...priority.all,
        nameOnly('scheduling.k8s.io/v1', 'PriorityClass', 'high', null, {
          metadata: { generation: 1 },
          value: 1000,
          preemptionPolicy: 'PreemptLowerPriority',
        }),
      ],
    },
    problem('pods-refused-no-class', 'confirmed', { says: ['PriorityClass hihg', 'called nearly so: high'] }),
  ),
  workloadStory(
    'refused/no-runtime-class',
    'The pods name a runtime class of another cluster.',
    {
      objects: [
        node,
        ...runtime.all,
        nameOnly('node.k8s.io/v1', 'RuntimeClass', 'nvidia', null, { handler: 'nvidia' }),
      ],
    },
    problem('pods-refused-no-class', 'confirmed', {
      says: ['RuntimeClass gvisor', 'There are: nvidia'],
      never: ['priorityclasses'],
    }),
  ),
  workloadStory(
    'refused/controller-without-rights',
    'Somebody has deleted the binding that lets the ReplicaSet controller create pods.',
    { objects: [node, ...powerless.all] },
    problem('controller-may-not-create-pods', 'confirmed', { says: [ROLE] }),
  ),
  workloadStory(
    'refused/controller-with-other-rights',
    'The ReplicaSet controller may not create pods, though its binding is there.',
    { objects: [node, ...powerless.all, grant] },
    problem('controller-may-not-create-pods', 'likely', { says: ['what grants the controller its rights'] }),
  ),
  workloadStory(
    'refused/image-policy',
    'The image policy in the configuration of the API server refuses the image.',
    { objects: [node, ...image.all] },
    problem('pods-refused-by-image-policy', 'likely', { says: ['image is not signed'] }),
  ),
  workloadStory(
    'refused/namespace-ending',
    'The namespace is being deleted, and a claim holds it up.',
    {
      objects: [
        node,
        ending,
        database,
        event(database, { reason: 'FailedCreate', message: ENDING, at: LAST_TRY, by: 'statefulset-controller' }),
      ],
    },
    problem('namespace-ending', 'confirmed', { says: ['persistentvolumeclaims. has 1 resource instances'] }),
    'StatefulSet/shop/db',
  ),
  workloadStory(
    'refused/other',
    'A reason that no rule knows is quoted.',
    { objects: [node, ...overhead.all] },
    problem('pods-refused', 'likely', { says: ["doesn't match RuntimeClass's defined Overhead"] }),
  ),
];

const inShop = { runbook: 'namespace', inputs: { onlyNamespace: 'shop' } };
const byItself: readonly Story[] = [
  storyOf(
    'namespace/pod-security',
    'The namespace admits restricted pods alone, and somebody looks at it as a whole.',
    { objects: [node, restricted, ...loose.all, failedCreate(loose.newSet, forbidden(VIOLATES))] },
    problem('pods-refused-by-pod-security', 'confirmed', { says: ['runAsNonRoot: true'] }),
    inShop,
  ),
  storyOf(
    'namespace/pod-security-healthy',
    'The same level, and pods that meet it.',
    { objects: [node, restricted, ...ready.all] },
    healthy,
    inShop,
  ),
];

/** Every refusal. */
export const refused: readonly Story[] = [
  ...byItself,
  ...refusedByQuota,
  ...refusedByPolicy,
  ...podSecurity,
  ...accounts,
  ...others,
];
