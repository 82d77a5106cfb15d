import { firstStart, INSTALLED, settled } from './build/app.ts';
import {
  account,
  endpointSlice,
  limitRange,
  nameOnly,
  namespace,
  quota,
  serviceFor,
  webhookConfiguration,
} from './build/admission.ts';
import { crashedContainer } from './build/app-status.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { pod, type Built, type Change } from './build/build.ts';
import { healthy, problem, problems } from './build/expect.ts';
import { around, aroundServerSide, before, complete, named, refusedUpgrade, warned } from './build/refused-release.ts';
import { claim } from './build/storage.ts';
import { service as serviceOf } from './build/traffic.ts';
import { ready, unprepared } from './build/web-release.ts';
import type { Story } from './story.ts';

/** Objects of a release that admission refuses, or cannot be asked about. */
const created = (kind: string, name: string, why: string): string =>
  `failed to create resource: server-side apply failed for object shop/${name} /v1, Kind=${kind}: ${why}`;

const OVER = created(
  'PersistentVolumeClaim',
  'uploads',
  'persistentvolumeclaims "uploads" is forbidden: exceeded quota: team, requested: requests.storage=8Gi, used: requests.storage=10Gi, limited: requests.storage=15Gi',
);
const full = quota('team', { 'requests.storage': '15Gi' }, { 'requests.storage': '10Gi' });
const roomy = quota('team', { 'requests.storage': '30Gi' }, { 'requests.storage': '10Gi' });
const models = claim('models', 'Bound', 'fast', 'pvc-1');
const PODS = created(
  'Pod',
  'web-smoke',
  'pods "web-smoke" is forbidden: exceeded quota: team, requested: requests.memory=2Gi, used: requests.memory=3Gi, limited: requests.memory=4Gi',
);
const DOOR = created(
  'Service',
  'web-public',
  'services "web-public" is forbidden: exceeded quota: doors, requested: services.loadbalancers=1,services.nodeports=2, used: services.loadbalancers=1,services.nodeports=3, limited: services.loadbalancers=1,services.nodeports=4',
);
const doors = (hard: Readonly<Record<string, string>>): Built =>
  quota('doors', hard, { 'services.loadbalancers': '1', 'services.nodeports': '3' });
const fullDoors = doors({ 'services.loadbalancers': '1', 'services.nodeports': '4' });
const ports = (...numbers: readonly number[]): readonly Change[] =>
  numbers.map((port) => ({
    name: `p${String(port)}`,
    port,
    protocol: 'TCP',
    targetPort: 8080,
    nodePort: 30_000 + port,
  }));
const callers = [
  serviceOf('chat', { type: 'LoadBalancer', ports: ports(80, 443) }),
  serviceOf('metrics', { type: 'NodePort', ports: ports(909) }),
  serviceOf('quiet', { type: 'ClusterIP' }),
];
const search = pod(null, {
  name: 'search',
  namespace: 'shop',
  image: 'registry.example/search:1',
  created: INSTALLED,
  pod: 'search-0',
  node: 'node-1',
  requests: { cpu: '100m', memory: '2Gi' },
});

const quotas: readonly Story[] = [
  releaseStory(
    'request-refused/quota',
    'The new version brings a claim for which the quota of the namespace has no room.',
    { objects: [refusedUpgrade(OVER), full, models, ...before.all, ...aroundServerSide] },
    problem('quota-exceeded', 'confirmed', {
      says: [
        'ResourceQuota team has no room for persistentvolumeclaims uploads',
        '10Gi of 15Gi used, 8Gi asked for',
        'models 10Gi',
        'requests.storage: \\"18432Mi\\"',
      ],
    }),
  ),
  releaseStory(
    'request-refused/quota-of-memory',
    'The new version brings a pod of its own, and another application holds most of the memory.',
    {
      objects: [
        refusedUpgrade(PODS),
        quota('team', { 'requests.memory': '4Gi' }, { 'requests.memory': '3Gi' }),
        search,
        ...before.all,
        ...aroundServerSide,
      ],
    },
    problem('quota-exceeded', 'confirmed', { says: ['search-0 2Gi', 'requests.memory: \\"5120Mi\\"'] }),
  ),
  releaseStory(
    'request-refused/quota-of-balancers',
    'The new version brings a Service of type LoadBalancer, and the quota allows for one.',
    { objects: [refusedUpgrade(DOOR), fullDoors, ...callers, ...before.all, ...aroundServerSide] },
    problem('quota-exceeded', 'confirmed', {
      says: [
        'services.loadbalancers: 1 of 1 used, 1 asked for',
        'services.nodeports: 3 of 4 used, 2 asked for',
        'Most of it is used by chat 1.',
        'services.loadbalancers: \\"2\\"',
      ],
      never: ['metrics 1'],
    }),
  ),
  releaseStory(
    'request-refused/quota-of-node-ports',
    'The balancers were allowed since; the node ports are still too few.',
    {
      objects: [
        refusedUpgrade(DOOR),
        doors({ 'services.loadbalancers': '2', 'services.nodeports': '4' }),
        ...callers,
        ...before.all,
        ...aroundServerSide,
      ],
    },
    problem('quota-exceeded', 'confirmed', {
      says: ['Most of it is used by chat 2, metrics 1.', 'services.nodeports: \\"5\\"'],
      never: ['quiet'],
    }),
  ),
  releaseStory(
    'request-refused/quota-of-balancers-denied',
    'The same as at first, and Services may not be looked at.',
    {
      objects: [refusedUpgrade(DOOR), fullDoors, ...callers, ...before.all, ...aroundServerSide],
      denied: ['services'],
    },
    problem('quota-exceeded', 'confirmed', { says: ['1 of 1 used'], never: ['Most of it'] }),
  ),
  storyOf(
    'request-refused/quota-decoy',
    'The quota was raised and the release went through; the warning of the attempt before is left.',
    { objects: [ready(), warned(refusedUpgrade(OVER)), roomy, models, ...complete, ...aroundServerSide] },
    healthy,
    named,
  ),
  releaseStory(
    'request-refused/quota-denied',
    'The same as at first, and quotas may not be looked at.',
    { objects: [refusedUpgrade(OVER), full, models, ...before.all, ...aroundServerSide], denied: ['resourcequotas'] },
    problem('quota-exceeded', 'likely', { says: ['requests.storage=15Gi', 'resourcequotas'] }),
  ),
  releaseStory(
    'request-refused/quota-raised',
    'The quota was raised since, and only the retry counter is in the way.',
    { objects: [refusedUpgrade(OVER), roomy, models, ...before.all, ...aroundServerSide] },
    problem('prerequisite-met-now', 'likely', {
      says: ['holds; its retries are used up', '--reset'],
      never: ['no reset is needed'],
    }),
  ),
];

const TOO_LARGE = created(
  'PersistentVolumeClaim',
  'uploads',
  'persistentvolumeclaims "uploads" is forbidden: maximum storage usage per PersistentVolumeClaim is 10Gi, but request is 20Gi',
);
const bounds = limitRange('bounds', { type: 'PersistentVolumeClaim', max: { storage: '10Gi' } });
const SMOKE = created(
  'Pod',
  'web-smoke',
  'pods "web-smoke" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi',
);

const ranges: readonly Story[] = [
  releaseStory(
    'request-refused/limit-range',
    'The new version asks for a larger claim than the LimitRange of the namespace allows.',
    { objects: [refusedUpgrade(TOO_LARGE), bounds, ...before.all, ...aroundServerSide] },
    problem('limit-range-violated', 'confirmed', {
      says: ['LimitRange bounds refuses persistentvolumeclaims uploads', 'value: 10Gi'],
    }),
  ),
  releaseStory(
    'request-refused/limit-range-of-containers',
    'The new version brings a pod whose container may use more than the namespace allows.',
    {
      objects: [
        refusedUpgrade(SMOKE),
        limitRange('bounds', { type: 'Container', max: { memory: '1Gi' } }),
        ...before.all,
        ...aroundServerSide,
      ],
    },
    problem('limit-range-violated', 'confirmed', { says: ['maximum of memory per Container is 1Gi'] }),
  ),
  releaseStory(
    'request-refused/limit-range-denied',
    'LimitRanges may not be looked at, so which one it is stays open.',
    { objects: [refusedUpgrade(TOO_LARGE), bounds, ...before.all, ...aroundServerSide], denied: ['limitranges'] },
    problem('limit-range-violated', 'likely', { says: ['A LimitRange refuses', 'limitranges'] }),
  ),
];

const INSECURE = created(
  'Pod',
  'web-smoke',
  'pods "web-smoke" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "smoke" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "smoke" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "smoke" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "smoke" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
);
const enforcing = (level: string): Built => namespace('shop', { 'pod-security.kubernetes.io/enforce': level });

const podSecurity: readonly Story[] = [
  releaseStory(
    'request-refused/pod-security',
    'The new version brings a pod that the level of its namespace forbids.',
    { objects: [refusedUpgrade(INSECURE), enforcing('restricted'), ...before.all, ...aroundServerSide] },
    problem('pod-security', 'confirmed', {
      says: ['enforces Pod Security restricted', 'drop: [\\"ALL\\"]', 'name: smoke', 'runAsNonRoot'],
      never: ['enforce: baseline', 'kubectl label'],
    }),
  ),
  releaseStory(
    'request-refused/pod-security-default',
    'The namespace has no label, so the API server has a default.',
    { objects: [refusedUpgrade(INSECURE), namespace('shop'), ...before.all, ...aroundServerSide] },
    problem('pod-security', 'likely', { says: ['the default of the API server'] }),
  ),
  releaseStory(
    'request-refused/pod-security-lowered',
    'The namespace enforces a lower level since.',
    { objects: [refusedUpgrade(INSECURE), enforcing('baseline'), ...before.all, ...aroundServerSide] },
    problem('prerequisite-met-now', 'likely'),
  ),
  releaseStory(
    'request-refused/pod-security-denied',
    'Namespaces may not be looked at.',
    {
      objects: [refusedUpgrade(INSECURE), enforcing('restricted'), ...before.all, ...aroundServerSide],
      denied: ['namespaces'],
    },
    problem('pod-security', 'likely', { says: ['namespaces'] }),
  ),
];

const RULE = 'every container has a memory limit';
const BY_POLICY = `cannot patch "web" with kind Deployment: deployments.apps "web" is forbidden: ValidatingAdmissionPolicy 'limits' with binding 'limits-shop' denied request: ${RULE}`;
const policyOf = (name: string): Built =>
  nameOnly('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', name, null, {
    metadata: { generation: 1 },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        resourceRules: [
          {
            apiGroups: ['apps'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['deployments'],
            scope: '*',
          },
        ],
      },
      validations: [
        { expression: 'object.spec.template.spec.containers.all(c, has(c.resources.limits))', message: RULE },
      ],
    },
    status: { observedGeneration: 1, typeChecking: {} },
  });
const binding = (actions: readonly string[]): Built =>
  nameOnly('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'limits-shop', null, {
    metadata: { generation: 1 },
    spec: { policyName: 'limits', validationActions: actions },
  });

const KYVERNO = `cannot patch "web" with kind Deployment: admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Deployment/shop/web was blocked due to the following policies \n\nrequire-team:\n  check-team: 'validation error: label team is required. rule check-team failed at path /metadata/labels/team/'\n`;
const GATEKEEPER =
  'server-side apply failed for object shop/web apps/v1, Kind=Deployment: admission webhook "validation.gatekeeper.sh" denied the request: [need-team] you must provide labels: {"team"}';
const HOUSE =
  'cannot patch "web" with kind Deployment: admission webhook "deploys.policy.example" denied the request: no deploys after six';
const asked = (resource: string): Change => ({
  rules: [
    { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: [resource], scope: '*' },
  ],
});
const kyverno = webhookConfiguration(
  'kyverno-resource-validating-webhook-cfg',
  'validate.kyverno.svc-fail',
  { namespace: 'kyverno', name: 'kyverno-svc' },
  asked('deployments'),
);
const gatekeeper = webhookConfiguration(
  'gatekeeper-validating-webhook-configuration',
  'validation.gatekeeper.sh',
  { namespace: 'gatekeeper-system', name: 'gatekeeper-webhook-service' },
  asked('deployments'),
);
const house = (change: Change = {}): Built =>
  webhookConfiguration(
    'house',
    'deploys.policy.example',
    { namespace: 'policy', name: 'policy' },
    { ...asked('deployments'), ...change },
  );

const policies: readonly Story[] = [
  releaseStory(
    'request-refused/policy',
    'A ValidatingAdmissionPolicy refuses the Deployment of the new version.',
    { objects: [refusedUpgrade(BY_POLICY), policyOf('limits'), binding(['Deny']), ...before.all, ...around] },
    problem('refused-by-admission-policy', 'confirmed', { says: [RULE, 'has(c.resources.limits)', '<path>'] }),
  ),
  releaseStory(
    'request-refused/policy-audits',
    'Its binding only audits since.',
    { objects: [refusedUpgrade(BY_POLICY), policyOf('limits'), binding(['Audit']), ...before.all, ...around] },
    problem('prerequisite-met-now', 'likely'),
  ),
  releaseStory(
    'request-refused/kyverno',
    'Kyverno refuses the Deployment of the new version.',
    { objects: [refusedUpgrade(KYVERNO), kyverno, ...before.all, ...around] },
    problem('admission-webhook-denied', 'confirmed', {
      says: ['Kyverno (webhook validate.kyverno.svc-fail) refuses Deployment web', 'label team is required', '<path>'],
      never: ['kubectl delete'],
    }),
  ),
  releaseStory(
    'request-refused/gatekeeper',
    'Gatekeeper refuses it, in the words of Helm 4.',
    { objects: [refusedUpgrade(GATEKEEPER), gatekeeper, ...before.all, ...aroundServerSide] },
    problem('admission-webhook-denied', 'confirmed', { says: ['Gatekeeper (webhook', 'you must provide labels'] }),
  ),
  releaseStory(
    'request-refused/webhook',
    'A webhook of no known product refuses it.',
    { objects: [refusedUpgrade(HOUSE), house(), ...before.all, ...around] },
    problem('admission-webhook-denied', 'confirmed', { says: ['Admission webhook deploys.policy.example refuses'] }),
  ),
  releaseStory(
    'request-refused/webhook-gone',
    'The webhook that refused is configured no more.',
    { objects: [refusedUpgrade(HOUSE), ...before.all, ...around] },
    problem('prerequisite-met-now', 'likely'),
  ),
  releaseStory(
    'request-refused/webhook-denied',
    'Configurations of webhooks may not be looked at.',
    {
      objects: [refusedUpgrade(HOUSE), house(), ...before.all, ...around],
      denied: ['validatingwebhookconfigurations.admissionregistration.k8s.io'],
    },
    problem('admission-webhook-denied', 'likely', { says: ['no deploys after six'] }),
  ),
  storyOf(
    'request-refused/kyverno-decoy',
    'The release went through with the label; the warning of the attempt before is left, and so is Kyverno.',
    { objects: [ready(), warned(refusedUpgrade(KYVERNO)), kyverno, ...complete, ...around] },
    healthy,
    named,
  ),
];

const HOOK = 'prometheusrulemutate.monitoring.coreos.com';
const failing = (why: string): string =>
  `cannot patch "web" with kind PrometheusRule: Internal error occurred: failed calling webhook "${HOOK}": failed to call webhook: Post "https://kps-operator.monitoring.svc:443/admission-prometheusrules/mutate?timeout=10s": ${why}`;
const AWAY = failing('no endpoints available for service "kps-operator"');
const rules = (change: Change = {}): Built =>
  webhookConfiguration(
    'kps-admission',
    HOOK,
    { namespace: 'monitoring', name: 'kps-operator' },
    {
      rules: [
        {
          apiGroups: ['monitoring.coreos.com'],
          apiVersions: ['*'],
          operations: ['CREATE', 'UPDATE'],
          resources: ['prometheusrules'],
          scope: '*',
        },
      ],
      ...change,
    },
  );
const service = serviceFor('monitoring', 'kps-operator');
const slice = (isReady: boolean): Built => endpointSlice('monitoring', 'kps-operator', isReady);
const operator = { name: 'kps-operator', namespace: 'monitoring' };
const sound = settled(operator);
const scaledToNone = settled({
  ...operator,
  deployment: {
    spec: { replicas: 0 },
    status: { replicas: undefined, readyReplicas: undefined, availableReplicas: undefined, updatedReplicas: undefined },
  },
});
const crashed = firstStart(operator, {
  change: crashedContainer(
    'kps-operator',
    'registry.example/monitoring/kps-operator:1.5.0',
    13,
    'kps-operator-5d7f9b8c6-q5w9b_monitoring(1d6f3c9a)',
  ),
});
const logs = { 'monitoring/kps-operator-5d7f9b8c6-q5w9b/kps-operator.previous': 'fatal: no certificate at /cert\n' };
const emptySlice: Built = { ...slice(false), endpoints: null };

const away: readonly Story[] = [
  releaseStory(
    'webhook-away/backend-crashes',
    'The operator behind a webhook crashes, and a rule of the chart is refused meanwhile (fluxcd/helm-controller#454).',
    { objects: [refusedUpgrade(AWAY), rules(), service, slice(false), ...crashed.all, ...before.all, ...around], logs },
    problems(
      [
        ['admission-webhook-away', 'confirmed'],
        ['container-crashes', 'confirmed'],
      ],
      { says: ['Ready pods behind Service monitoring/kps-operator: 0 of 1', 'no certificate at', 'never asked'] },
    ),
  ),
  releaseStory(
    'webhook-away/scaled-to-none',
    'Somebody has scaled the operator behind the webhook to none.',
    {
      objects: [refusedUpgrade(AWAY), rules(), service, emptySlice, scaledToNone.deployment, ...before.all, ...around],
    },
    problem('admission-webhook-away', 'confirmed', {
      says: ['is scaled to 0', 'kubectl scale deployment/kps-operator -n monitoring --replicas=1'],
      never: ['kubectl delete'],
    }),
  ),
  releaseStory(
    'webhook-away/back-again',
    'The operator is back, and only the retry counter is in the way.',
    { objects: [refusedUpgrade(AWAY), rules(), service, slice(true), ...sound.all, ...before.all, ...around] },
    problem('prerequisite-met-now', 'likely', {
      says: ['holds; its retries are used up', '--reset'],
      never: ['no reset is needed'],
    }),
  ),
  storyOf(
    'webhook-away/decoy',
    'The release went through when the operator was back; the warning of the attempt before is left.',
    {
      objects: [
        ready(),
        warned(refusedUpgrade(AWAY)),
        rules(),
        service,
        slice(true),
        ...sound.all,
        ...complete,
        ...around,
      ],
    },
    healthy,
    named,
  ),
  releaseStory(
    'webhook-away/endpoints-denied',
    'The endpoints behind the webhook may not be looked at.',
    {
      objects: [refusedUpgrade(AWAY), rules(), service, slice(false), ...crashed.all, ...before.all, ...around],
      denied: ['endpointslices.discovery.k8s.io'],
    },
    problem('admission-webhook-away', 'likely', { says: ['endpointslices'] }),
  ),
  releaseStory(
    'webhook-away/too-slow',
    'The operator counts itself ready and does not answer in time.',
    {
      objects: [
        refusedUpgrade(failing('context deadline exceeded')),
        rules(),
        service,
        slice(true),
        ...sound.all,
        ...before.all,
        ...around,
      ],
    },
    problem('admission-webhook-unreachable', 'likely', { says: ['NetworkPolicy', 'longer than 10 s'] }),
  ),
  releaseStory(
    'webhook-away/expired',
    'The certificate of the webhook has expired.',
    {
      objects: [
        refusedUpgrade(
          failing(
            'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2025-11-15T18:14:40Z is after 2025-11-14T00:00:00Z',
          ),
        ),
        rules(),
        service,
        slice(true),
        ...sound.all,
        ...before.all,
        ...around,
      ],
    },
    problem('admission-webhook-not-trusted', 'likely', { says: ['has expired', 'whoever renews one of them'] }),
  ),
  releaseStory(
    'webhook-away/ignored-by-now',
    'Somebody lets requests pass while the webhook is away (failurePolicy Ignore).',
    {
      objects: [
        refusedUpgrade(AWAY),
        rules({ failurePolicy: 'Ignore' }),
        service,
        slice(false),
        ...before.all,
        ...around,
      ],
    },
    problem('prerequisite-met-now', 'likely'),
  ),
];

const IMPERSONATE =
  'serviceaccounts "flux-admin" is forbidden: User "system:serviceaccount:flux-system:helm-controller" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "shop"';
const NOBODY =
  'secrets is forbidden: User "system:serviceaccount:shop:deplyer" cannot list resource "secrets" in API group "" in the namespace "shop"';

/** helm-controller's first question, for the revisions of the release, is refused already. */
function stateUnknown(why: string, serviceAccountName: string): Built {
  const said = `Could not determine release state: failed to retrieve last release from storage: query: failed to query with labels: ${why}`;
  return unprepared('StateError', said, { spec: { serviceAccountName } });
}

const accounts: readonly Story[] = [
  releaseStory(
    'missing-right/impersonation',
    'helm-controller may not act as the account of the release (fluxcd-community/helm-charts#143).',
    { objects: [stateUnknown(IMPERSONATE, 'flux-admin'), account('flux-admin'), ...before.all, ...around] },
    problem('cannot-impersonate', 'confirmed', {
      says: [
        'ServiceAccount flux-system/helm-controller may not act as ServiceAccount shop/flux-admin',
        'verbs: [impersonate]',
        'resourceNames: [flux-admin]',
        'impersonate serviceaccounts/flux-admin',
      ],
      never: ['roleRef: cluster-admin'],
    }),
  ),
  releaseStory(
    'missing-right/impersonation-denied',
    'The same, and roles may not be looked at.',
    {
      objects: [stateUnknown(IMPERSONATE, 'flux-admin'), account('flux-admin'), ...before.all, ...around],
      denied: ['clusterroles.rbac.authorization.k8s.io'],
    },
    problem('cannot-impersonate', 'likely', { says: ['clusterroles.rbac.authorization.k8s.io'] }),
  ),
  releaseStory(
    'missing-right/no-such-account',
    'The release acts as an account that nobody made; the API server speaks only of a right that is missing.',
    { objects: [stateUnknown(NOBODY, 'deplyer'), account('deployer'), ...before.all, ...around] },
    problem('service-account-missing', 'confirmed', {
      says: ['ServiceAccount deplyer', 'called nearly so: deployer', 'name: deplyer'],
    }),
  ),
];

/** All of them. */
export const releaseAdmission: readonly Story[] = [
  ...quotas,
  ...ranges,
  ...podSecurity,
  ...policies,
  ...away,
  ...accounts,
];
