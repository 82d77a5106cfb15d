import { condition, object, type Built, type Change } from '../../stories/build/build.ts';
import { definition } from '../../stories/build/definition.ts';
import { deepMerge } from '../../stories/build/merge.ts';
import { ago, later } from '../kit/moment.ts';
import { secret, service, serviceAccount } from '../kit/plain.ts';
import { container, httpProbe, podSpec } from '../kit/pod-spec.ts';
import type { Workload } from '../kit/workload.ts';

const BORN = ago('160d');
const GATEWAY_SPACE = 'ferrywright';
export const EDGE = 'envoy-gateway-system';
const PROXY = 'envoy-ferrywright-causeway-5d1a7c3e';
const PROXY_LABELS = {
  'app.kubernetes.io/component': 'proxy',
  'app.kubernetes.io/managed-by': 'envoy-gateway',
  'app.kubernetes.io/name': 'envoy',
  'gateway.envoyproxy.io/owning-gateway-name': 'causeway',
  'gateway.envoyproxy.io/owning-gateway-namespace': GATEWAY_SPACE,
};

function tool(namespace: string, name: string, image: string, rest: Partial<Workload> = {}): Workload {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    kind: 'Deployment',
    namespace,
    name,
    labels,
    selector: labels,
    replicas: 1,
    created: BORN,
    revision: 2,
    spec: podSpec(
      [
        container({
          name,
          image,
          ports: { http: 8080 },
          requests: { cpu: '100m', memory: '256Mi' },
          readiness: httpProbe('/readyz', 8081),
        }),
      ],
      { serviceAccountName: name },
    ),
    ...rest,
  };
}

/** The gateway with its controller, Argo CD, and a policy about pods that a webhook keeps. */
export const aroundWorkloads: readonly Workload[] = [
  tool(EDGE, 'envoy-gateway', 'docker.io/envoyproxy/gateway:v1.5.4'),
  tool(EDGE, PROXY, 'docker.io/envoyproxy/envoy:distroless-v1.35.3', { labels: PROXY_LABELS, selector: PROXY_LABELS }),
  tool('argocd', 'argocd-application-controller', 'quay.io/argoproj/argocd:v3.1.8'),
  tool('argocd', 'argocd-repo-server', 'quay.io/argoproj/argocd:v3.1.8'),
  tool('gatewarden', 'gatewarden', 'registry.vesper.example/gatewarden:0.9.1', {
    spec: podSpec(
      [
        container({
          name: 'gatewarden',
          image: 'registry.vesper.example/gatewarden:0.9.1',
          ports: { https: 8443 },
          requests: { cpu: '50m', memory: '128Mi' },
          readiness: httpProbe('/readyz', 8081),
        }),
      ],
      { serviceAccountName: 'gatewarden' },
    ),
  }),
];

const kind = (group: string, plural: string, name: string): Built =>
  definition({ group, plural, kind: name, created: BORN });

const good = (type: string, reason: string, message: string): Change => ({
  ...condition(type, 'True', reason, message, later(BORN, 400)),
  observedGeneration: 1,
});

const gatewayClass = object(
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', namespace: null, name: 'eg', created: BORN },
  {
    metadata: { generation: 1 },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    status: { conditions: [good('Accepted', 'Accepted', 'Valid GatewayClass')] },
  },
);

const gateway = object(
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    namespace: GATEWAY_SPACE,
    name: 'causeway',
    created: BORN,
  },
  {
    metadata: { generation: 1 },
    spec: {
      gatewayClassName: 'eg',
      listeners: [
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          allowedRoutes: { namespaces: { from: 'All' } },
          tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'causeway-tls' }] },
        },
      ],
    },
    status: {
      addresses: [{ type: 'IPAddress', value: '203.0.113.77' }],
      conditions: [
        good('Accepted', 'Accepted', 'The Gateway has been scheduled by Envoy Gateway'),
        good('Programmed', 'Programmed', 'Address assigned to the Gateway, 1/1 envoy replicas available'),
      ],
      listeners: [
        {
          name: 'https',
          attachedRoutes: 1,
          supportedKinds: [
            { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' },
            { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute' },
          ],
          conditions: [
            good('Programmed', 'Programmed', 'Sending translated listener configuration to the data plane'),
            good('Accepted', 'Accepted', 'Listener has been successfully translated'),
            good('ResolvedRefs', 'ResolvedRefs', 'Listener references have been resolved'),
          ],
        },
      ],
    },
  },
);

const webhook = object(
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    namespace: null,
    name: 'gatewarden',
    created: BORN,
  },
  {
    metadata: { generation: 1 },
    webhooks: [
      {
        name: 'pods.gatewarden.example',
        admissionReviewVersions: ['v1'],
        clientConfig: {
          caBundle: 'LS0tLS1CRUdJTg==',
          service: { name: 'gatewarden', namespace: 'gatewarden', path: '/validate', port: 443 },
        },
        failurePolicy: 'Fail',
        matchPolicy: 'Equivalent',
        namespaceSelector: {
          matchExpressions: [
            { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'gatewarden'] },
          ],
        },
        objectSelector: {},
        rules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' },
        ],
        sideEffects: 'None',
        timeoutSeconds: 5,
      },
    ],
  },
);

/** What Argo CD says of the application. */
export function application(health: 'Healthy' | 'Degraded' | 'Progressing'): Built {
  return object(
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      namespace: 'argocd',
      name: 'vesperfold',
      created: ago('77d'),
    },
    {
      metadata: { generation: 61, finalizers: ['resources-finalizer.argocd.argoproj.io'] },
      spec: {
        destination: { namespace: 'vesperfold', server: 'https://kubernetes.default.svc' },
        project: 'default',
        source: {
          path: 'apps/vesperfold',
          repoURL: 'https://git.vesper.example/platform/fleet.git',
          targetRevision: 'main',
        },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
      status: {
        health: { status: health, lastTransitionTime: ago('25m') },
        operationState: {
          phase: 'Succeeded',
          message: 'successfully synced (all tasks run)',
          startedAt: ago('2h5m'),
          finishedAt: ago('2h4m'),
          operation: { sync: { revision: '8d1f0b7a5c3e9d2f4a6b8c0d1e3f5a7b9c1d3e5f' } },
        },
        reconciledAt: ago('2m'),
        sourceType: 'Directory',
        sync: { status: 'Synced', revision: '8d1f0b7a5c3e9d2f4a6b8c0d1e3f5a7b9c1d3e5f' },
      },
    },
  );
}

const at = (namespace: string) => ({ namespace, created: BORN }) as const;

export const aroundPlain: readonly Built[] = [
  kind('gateway.networking.k8s.io', 'gateways', 'Gateway'),
  kind('gateway.networking.k8s.io', 'httproutes', 'HTTPRoute'),
  deepMerge(kind('gateway.networking.k8s.io', 'gatewayclasses', 'GatewayClass'), {
    spec: {
      scope: 'Cluster',
      names: { plural: 'gatewayclasses', singular: 'gatewayclass', kind: 'GatewayClass', listKind: 'GatewayClassList' },
    },
  }),
  deepMerge(kind('argoproj.io', 'applications', 'Application'), {
    spec: { versions: [{ name: 'v1alpha1', served: true, storage: true }] },
    status: { storedVersions: ['v1alpha1'] },
  }),
  gatewayClass,
  gateway,
  webhook,
  secret(at(GATEWAY_SPACE), 'causeway-tls', 'kubernetes.io/tls'),
  serviceAccount(at(EDGE), 'envoy-gateway'),
  serviceAccount(at(EDGE), PROXY),
  serviceAccount(at('argocd'), 'argocd-application-controller'),
  serviceAccount(at('argocd'), 'argocd-repo-server'),
  serviceAccount(at('gatewarden'), 'gatewarden'),
  service(at('gatewarden'), 'gatewarden', { 'app.kubernetes.io/name': 'gatewarden' }, [
    { name: 'https', port: 443, target: 'https' },
  ]),
  service({ ...at(EDGE), labels: PROXY_LABELS }, PROXY, PROXY_LABELS, [{ name: 'https', port: 443, target: 8080 }], {
    spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Cluster', allocateLoadBalancerNodePorts: true },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.77', ipMode: 'VIP' }] } },
  }),
];
