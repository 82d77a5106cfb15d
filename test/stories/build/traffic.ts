import { INSTALLED } from './app.ts';
import { object, type Built, type Change } from './build.ts';
import { numberOf } from './digest.ts';
import { partOf, textOf } from './json-parts.ts';

/** A Service of the shop in front of the app `web`, as the API server stores it. */
export function service(name: string, spec: Change = {}, change: Change = {}): Built {
  return object(
    { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name, created: INSTALLED },
    {
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.40.7',
        clusterIPs: ['10.96.40.7'],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }],
        selector: { 'app.kubernetes.io/name': 'web' },
        ...spec,
      },
      status: { loadBalancer: {} },
    },
    change,
  );
}

/** What the endpointslice controller writes for pods that a Service chooses. */
export function sliceOf(of: Built, pods: readonly Built[], change: Change = {}): Built {
  const { name, namespace, uid } = of['metadata'] as { name: string; namespace: string; uid: string };
  const owner = { apiVersion: 'v1', kind: 'Service', name, uid, controller: true, blockOwnerDeletion: true };
  return object(
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      namespace,
      name: `${name}-x2k9f`,
      created: INSTALLED,
    },
    {
      metadata: {
        generateName: `${name}-`,
        generation: 1,
        labels: {
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': name,
        },
        ownerReferences: [owner],
      },
      addressType: 'IPv4',
      endpoints: pods.length === 0 ? null : pods.map(endpoint),
      ports: pods.length === 0 ? null : [{ name: 'http', port: 8080, protocol: 'TCP' }],
    },
    change,
  );
}

/** The address of a pod that runs, as the kubelet of the stories gives it. */
export function addressOf(pod: Built): string {
  const node = textOf(partOf(pod, 'spec')['nodeName']);
  const uid = textOf(partOf(pod, 'metadata')['uid']);
  return `10.244.${String(numberOf(node, 250))}.${String(2 + numberOf(uid, 250))}`;
}

function endpoint(pod: Built): Change {
  const { name, namespace, uid } = pod['metadata'] as { name: string; namespace: string; uid: string };
  const conditions = (partOf(pod, 'status')['conditions'] ?? []) as readonly Change[];
  const ready = conditions.some((each) => each['type'] === 'Ready' && each['status'] === 'True');
  return {
    addresses: [addressOf(pod)],
    conditions: { ready, serving: ready, terminating: false },
    nodeName: textOf(partOf(pod, 'spec')['nodeName']),
    targetRef: { kind: 'Pod', name, namespace, uid },
  };
}

/** An Ingress of the shop for one host, served by its controller. */
export function ingress(name: string, spec: Change = {}, change: Change = {}): Built {
  return object(
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'shop', name, created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: { ingressClassName: 'nginx', rules: [rule('shop.example.org', 'web')], ...spec },
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
    },
    change,
  );
}

/** One rule of an Ingress: everything of a host to one port of one Service. */
export function rule(host: string, name: string, port: Change = { number: 80 }): Change {
  return { host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port } } }] } };
}

/** An Ingress whose controller has not given it an address. */
export const unserved: Change = { status: { loadBalancer: { ingress: undefined } } };

/** The IngressClass that the chart of ingress-nginx makes. */
export function ingressClass(name = 'nginx', change: Change = {}): Built {
  return object(
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', namespace: null, name, created: INSTALLED },
    {
      metadata: {
        generation: 1,
        labels: {
          'app.kubernetes.io/component': 'controller',
          'app.kubernetes.io/instance': 'ingress-nginx',
          'app.kubernetes.io/name': 'ingress-nginx',
        },
      },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    change,
  );
}

/** A NetworkPolicy of a namespace. */
export function networkPolicy(namespace: string, name: string, spec: Change): Built {
  return object(
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name, created: INSTALLED },
    { metadata: { generation: 1 }, spec },
  );
}

/** A Secret that holds a certificate; captures hold no data. */
export function tlsSecret(name: string): Built {
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name, created: INSTALLED },
    { type: 'kubernetes.io/tls' },
  );
}

interface Said {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/** A condition of the Gateway API about the only generation that there is. */
export function says(type: string, { status, reason, message }: Said): Change {
  return { type, status, reason, message, observedGeneration: 1, lastTransitionTime: INSTALLED };
}

/** The class that Envoy Gateway serves. */
export function gatewayClass(name = 'eg', change: Change = {}): Built {
  return object(
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', namespace: null, name, created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
      status: {
        conditions: [says('Accepted', { status: 'True', reason: 'Accepted', message: 'Valid GatewayClass' })],
      },
    },
    change,
  );
}

/** A Gateway of the shop with one listener, set up. */
export function gateway(spec: Change = {}, change: Change = {}): Built {
  return object(
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      namespace: 'shop',
      name: 'public',
      created: INSTALLED,
    },
    {
      metadata: { generation: 1 },
      spec: {
        gatewayClassName: 'eg',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } }],
        ...spec,
      },
      status: {
        addresses: [{ type: 'IPAddress', value: '203.0.113.20' }],
        conditions: [
          says('Accepted', {
            status: 'True',
            reason: 'Accepted',
            message: 'The Gateway has been scheduled by Envoy Gateway',
          }),
          says('Programmed', {
            status: 'True',
            reason: 'Programmed',
            message: 'Address assigned to the Gateway, 1/1 envoy Deployment replicas available',
          }),
        ],
        listeners: [
          {
            name: 'http',
            attachedRoutes: 1,
            supportedKinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }],
            conditions: [listenerSays('Programmed'), listenerSays('Accepted'), listenerSays('ResolvedRefs')],
          },
        ],
      },
    },
    change,
  );
}

/** What Envoy Gateway says of a listener that is fine. */
export function listenerSays(type: 'Programmed' | 'Accepted' | 'ResolvedRefs'): Change {
  const words = {
    Programmed: 'Sending translated listener configuration to the data plane',
    Accepted: 'Listener has been successfully translated',
    ResolvedRefs: 'Listener references have been resolved',
  };
  return says(type, { status: 'True', reason: type, message: words[type] });
}

/** A route of the shop to the Service `web`, taken by the Gateway. */
export function route(spec: Change = {}, change: Change = {}, kind = 'HTTPRoute'): Built {
  const parentRef = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' };
  const fine = (type: string, message: string): Change => says(type, { status: 'True', reason: type, message });
  return object(
    { apiVersion: 'gateway.networking.k8s.io/v1', kind, namespace: 'shop', name: 'web', created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: {
        hostnames: ['shop.example.org'],
        parentRefs: [parentRef],
        rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'web', port: 80, weight: 1 }] }],
        ...spec,
      },
      status: {
        parents: [
          {
            parentRef,
            controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
            conditions: [
              fine('Accepted', 'Route is accepted'),
              fine('ResolvedRefs', 'Resolved all the Object references for the Route'),
            ],
          },
        ],
      },
    },
    change,
  );
}

/** The status of a route in which its Gateway says something else in place of one of its two conditions. */
export function routeSays(type: 'Accepted' | 'ResolvedRefs', reason: string, message: string): Change {
  const own = says(type, { status: 'False', reason, message });
  const other =
    type === 'Accepted'
      ? says('ResolvedRefs', {
          status: 'True',
          reason: 'ResolvedRefs',
          message: 'Resolved all the Object references for the Route',
        })
      : says('Accepted', { status: 'True', reason: 'Accepted', message: 'Route is accepted' });
  const parentRef = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' };
  const controllerName = 'gateway.envoyproxy.io/gatewayclass-controller';
  return { status: { parents: [{ parentRef, controllerName, conditions: [own, other] }] } };
}
