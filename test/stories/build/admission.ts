import { INSTALLED, refused, type App } from './app.ts';
import { event, object, uidOf, type Built, type Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** Ten minutes before the captures: the latest attempt of a controller whose pods are refused. */
export const LAST_TRY = '2025-11-15T18:05:00Z';

/** A namespace, with the label that the API server gives each. */
export function namespace(name: string, labels: Readonly<Record<string, string>> = {}, change: Change = {}): Built {
  return object(
    { apiVersion: 'v1', kind: 'Namespace', namespace: null, name, created: INSTALLED },
    {
      metadata: { labels: { 'kubernetes.io/metadata.name': name, ...labels } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
    change,
  );
}

/** A ResourceQuota of the shop that kube-controller-manager has counted. */
export function quota(
  name: string,
  hard: Readonly<Record<string, string>>,
  used: Readonly<Record<string, string>>,
  spec: Change = {},
): Built {
  return object(
    { apiVersion: 'v1', kind: 'ResourceQuota', namespace: 'shop', name, created: INSTALLED },
    { spec: { hard, ...spec }, status: { hard, used } },
  );
}

/** A LimitRange of the shop. */
export function limitRange(name: string, ...limits: readonly Change[]): Built {
  return object(
    { apiVersion: 'v1', kind: 'LimitRange', namespace: 'shop', name, created: INSTALLED },
    { spec: { limits } },
  );
}

/** A validating webhook configuration with one webhook about pods that a Service answers for. */
export function webhookConfiguration(
  name: string,
  webhook: string,
  service: { readonly namespace: string; readonly name: string },
  change: Change = {},
): Built {
  const body = {
    name: webhook,
    admissionReviewVersions: ['v1'],
    clientConfig: { caBundle: 'LS0tLS1CRUdJTg==', service: { ...service, path: '/validate', port: 443 } },
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    rules: [
      { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'], scope: '*' },
    ],
    sideEffects: 'None',
    timeoutSeconds: 10,
  };
  const kind = 'ValidatingWebhookConfiguration';
  return object(
    { apiVersion: 'admissionregistration.k8s.io/v1', kind, namespace: null, name, created: INSTALLED },
    { metadata: { generation: 1 }, webhooks: [deepMerge(body, change)] },
  );
}

/** A Service in front of the pods of an app of the same name. */
export function serviceFor(place: string, name: string): Built {
  return object(
    { apiVersion: 'v1', kind: 'Service', namespace: place, name, created: INSTALLED },
    {
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.40.7',
        clusterIPs: ['10.96.40.7'],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 }],
        selector: { 'app.kubernetes.io/name': name },
      },
      status: { loadBalancer: {} },
    },
  );
}

/** What the endpoints of a Service come to: one address that is ready or is not. */
export function endpointSlice(place: string, service: string, ready: boolean): Built {
  const name = `${service}-x2k9f`;
  const owner = { apiVersion: 'v1', kind: 'Service', name: service, uid: uidOf('Service', place, service) };
  return object(
    { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace: place, name, created: INSTALLED },
    {
      metadata: {
        generateName: `${service}-`,
        generation: 1,
        labels: {
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': service,
        },
        ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
      },
      addressType: 'IPv4',
      endpoints: [
        {
          addresses: ['10.0.3.17'],
          conditions: { ready, serving: ready, terminating: false },
          nodeName: 'node-1',
          targetRef: { kind: 'Pod', name: `${service}-0`, namespace: place, uid: uidOf('Pod', place, `${service}-0`) },
        },
      ],
      ports: [{ name: 'https', port: 8443, protocol: 'TCP' }],
    },
  );
}

/** Any small object that matters by its name alone. */
export function nameOnly(
  apiVersion: string,
  kind: string,
  name: string,
  place: string | null,
  body: Change = {},
): Built {
  return object({ apiVersion, kind, namespace: place, name, created: INSTALLED }, body);
}

/** A ServiceAccount of the shop. */
export function account(name: string): Built {
  return nameOnly('v1', 'ServiceAccount', name, 'shop');
}

/** A Deployment whose pods are refused, with exactly these words of the API server. */
export function refusedWith(message: string, spec: Change = {}, container: Change = {}): App {
  const app = refused({ spec, container }, '');
  const [deployment, newSet] = [withMessage(app.deployment, message), withMessage(app.newSet, message)];
  const replace = (each: Built): Built => (each === app.deployment ? deployment : each === app.newSet ? newSet : each);
  return { ...app, deployment, newSet, all: app.all.map(replace) };
}

function withMessage(owner: Built, message: string): Built {
  const { conditions } = owner['status'] as { conditions: readonly Change[] };
  const said = conditions.map((each) => (each['type'] === 'ReplicaFailure' ? { ...each, message } : each));
  return deepMerge(owner, { status: { conditions: said } });
}

/** The words of the API server when it forbids the new pod of the app. */
export function forbidden(why: string): string {
  return `pods "web-5d7f9b8c6-q5w9b" is forbidden: ${why}`;
}

/** What the ReplicaSet controller, or another one, leaves after an attempt. */
export function failedCreate(
  about: Built,
  message: string,
  at: string = LAST_TRY,
  by = 'replicaset-controller',
): Built {
  return event(about, { reason: 'FailedCreate', message: `Error creating: ${message}`, at, by, count: 19 });
}
