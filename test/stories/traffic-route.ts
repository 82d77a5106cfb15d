import { JUST_NOW, mediumNode, settled } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem, problems } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import { gateway, gatewayClass, listenerSays, route, routeSays, says, service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Routes of the Gateway API, their Gateways and classes; the words are those of Envoy Gateway. */
const app = settled({});
const web = service('web');
const base = [mediumNode('node-1'), ...app.all, web, sliceOf(web, [app.newPod])];
const eg = gatewayClass();
const fine = gateway();

function about(name: string, summary: string, scene: Scene, expected: Expected, kind = 'HTTPRoute'): Story {
  return storyOf(`route/${name}`, summary, scene, expected, {
    runbook: 'route',
    inputs: { route: `${kind}/shop/web` },
  });
}

function ofGateway(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  denied?: string,
): Story {
  const scene = { objects: [...base, ...objects], ...(denied === undefined ? {} : { denied: [denied] }) };
  return storyOf(`gateway/${name}`, summary, scene, expected, {
    runbook: 'gateway',
    inputs: { gateway: 'Gateway/shop/public' },
  });
}

const one = (...objects: readonly Built[]): Scene => ({ objects: [...base, eg, ...objects] });
const toCheckout: Change = {
  rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'cart', namespace: 'checkout', port: 80, weight: 1 }] }],
};
const NOT_FOUND = 'Failed to process route rule 0 backendRef 0: service shop/wbe not found.';
const notPermitted = 'Backend ref to Service checkout/cart not permitted by any ReferenceGrant';
const toNothing = route(
  { rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'wbe', port: 80, weight: 1 }] }] },
  routeSays('ResolvedRefs', 'BackendNotFound', NOT_FOUND),
);
const NO_HOST = "There were no hostname intersections between the HTTPRoute and this parent ref's Listener(s).";
const unwritten: Change = {
  status: {
    addresses: undefined,
    listeners: undefined,
    // The defaults of the CRD until a controller writes.
    conditions: ['Accepted', 'Programmed'].map((type) => ({
      type,
      status: 'Unknown',
      reason: 'Pending',
      message: 'Waiting for controller',
      lastTransitionTime: '1970-01-01T00:00:00Z',
    })),
  },
};
const unserved = gatewayClass('eg', {
  status: {
    conditions: [
      {
        type: 'Accepted',
        status: 'Unknown',
        reason: 'Pending',
        message: 'Waiting for controller',
        lastTransitionTime: '1970-01-01T00:00:00Z',
      },
    ],
  },
});
const tlsListener = {
  listeners: [
    {
      name: 'https',
      port: 443,
      protocol: 'HTTPS',
      tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'shop-tls' }] },
    },
  ],
};
const noCertificate: Change = {
  status: {
    listeners: [
      {
        name: 'https',
        attachedRoutes: 0,
        conditions: [
          says('ResolvedRefs', {
            status: 'False',
            reason: 'InvalidCertificateRef',
            message: 'Secret shop/shop-tls does not exist.',
          }),
          says('Programmed', {
            status: 'False',
            reason: 'Invalid',
            message: 'Listener is invalid, see other Conditions for details.',
          }),
          listenerSays('Accepted'),
        ],
      },
    ],
  },
};
const conflicted: Change = {
  status: {
    listeners: [
      {
        name: 'http',
        attachedRoutes: 0,
        conditions: [
          says('Conflicted', {
            status: 'True',
            reason: 'HostnameConflict',
            message: 'All listeners for a given port must use a unique hostname',
          }),
        ],
      },
    ],
  },
};
const addressless: Change = {
  status: {
    addresses: undefined,
    conditions: [
      says('Accepted', {
        status: 'True',
        reason: 'Accepted',
        message: 'The Gateway has been scheduled by Envoy Gateway',
      }),
      says('Programmed', {
        status: 'False',
        reason: 'AddressNotAssigned',
        message: 'No addresses have been assigned to the Gateway',
      }),
    ],
  },
};

export const trafficRoute: readonly Story[] = [
  about(
    'listener-without-certificate',
    'Its Gateway has no listener that is ready, for its certificate is missing: that is one cause, and not two.',
    one(
      gateway(tlsListener, noCertificate),
      web,
      route({}, routeSays('Accepted', 'NoReadyListeners', 'There are no ready listeners for this parent ref')),
    ),
    problem('gateway-certificate-invalid', 'confirmed', { never: ['route-not-accepted'] }),
  ),
  about(
    'listener-without-certificate-decoy',
    'A listener of its Gateway has no certificate, and the route is not taken for a reason of its own.',
    one(
      gateway(tlsListener, noCertificate),
      web,
      route({}, routeSays('Accepted', 'NoMatchingListenerHostname', NO_HOST)),
    ),
    problems([
      ['gateway-certificate-invalid', 'confirmed'],
      ['route-not-accepted', 'confirmed'],
    ]),
  ),
  about('healthy', 'A route in front of an app as it should be.', one(fine, route()), healthy),
  about('grpc-healthy', 'A GRPCRoute as it should be.', one(fine, route({}, {}, 'GRPCRoute')), healthy, 'GRPCRoute'),
  about(
    'gateway-missing',
    'It names a Gateway that does not exist.',
    one(fine, route({ parentRefs: [{ name: 'publik' }] }, { status: { parents: [] } })),
    problem('route-gateway-missing', 'confirmed', { says: ['It most likely means public'] }),
  ),
  about(
    'gateway-denied',
    'The same, and the Gateways may not be looked at.',
    {
      ...one(fine, route({ parentRefs: [{ name: 'publik' }] }, { status: { parents: [] } })),
      denied: ['gateways.gateway.networking.k8s.io'],
    },
    problem('route-not-accepted', 'likely', { says: ['gateways'] }),
  ),
  about(
    'host-not-listened-for',
    'No listener is for its host.',
    one(fine, route({}, routeSays('Accepted', 'NoMatchingListenerHostname', NO_HOST))),
    problem('route-not-accepted', 'confirmed', { says: [NO_HOST, 'The route is for shop.example.org'] }),
  ),
  about(
    'not-allowed',
    'The listeners take routes of their own namespace alone.',
    one(
      fine,
      route(
        {},
        routeSays(
          'Accepted',
          'NotAllowedByListeners',
          'No listeners included by this parent ref allowed this attachment.',
        ),
      ),
    ),
    problem('route-not-accepted', 'confirmed', { says: ['allowedRoutes'] }),
  ),
  about(
    'not-allowed-by-label',
    'The listener takes routes of namespaces with a label, which this one does not have.',
    one(
      deepMerge(fine, {
        spec: {
          listeners: [
            {
              name: 'https',
              hostname: '*.example.org',
              port: 443,
              protocol: 'HTTPS',
              allowedRoutes: {
                namespaces: { from: 'Selector', selector: { matchLabels: { 'example.org/public': 'true' } } },
              },
            },
          ],
        },
      }),
      route(
        {},
        routeSays(
          'Accepted',
          'NotAllowedByListeners',
          'No listeners included by this parent ref allowed this attachment.',
        ),
      ),
      namespaceObject('shop'),
    ),
    problem('route-not-accepted', 'confirmed', {
      says: ['https those of namespaces with example.org/public=true', 'Namespace shop lacks example.org/public=true'],
    }),
  ),
  about(
    'listener-missing',
    'It asks for a listener that the Gateway does not have.',
    one(fine, route({}, routeSays('Accepted', 'NoMatchingParent', 'No listeners match this parent ref'))),
    problem('route-not-accepted', 'confirmed', { says: ['No listeners match this parent ref'] }),
  ),
  about(
    'backend-missing',
    'One letter of the name of the Service is wrong.',
    one(fine, toNothing),
    problem('route-backend-unresolved', 'confirmed', { says: [NOT_FOUND, 'It most likely means web'] }),
  ),
  about(
    'backend-not-allowed',
    'The Service is of another namespace, which does not allow it.',
    one(fine, route(toCheckout, routeSays('ResolvedRefs', 'RefNotPermitted', notPermitted))),
    problem('route-backend-unresolved', 'confirmed', { says: ['ReferenceGrant', 'namespace: checkout'] }),
  ),
  about(
    'port-missing',
    'The Service has no such port, and its controller has not noticed.',
    one(
      fine,
      route({ rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'web', port: 8080, weight: 1 }] }] }),
    ),
    problem('route-port-missing', 'likely', { says: ['has no such port'] }),
  ),
  about(
    'services-denied',
    'The Services may not be looked at.',
    { ...one(fine, route()), denied: ['services'] },
    incomplete({ says: ['services'] }),
  ),
  about(
    'young',
    'It was made half a minute ago, and its Gateway has not come round to it.',
    one(fine, route({}, { metadata: { creationTimestamp: JUST_NOW }, status: { parents: [] } })),
    inProgress(),
  ),
  ofGateway('healthy', 'A Gateway as it should be.', [eg, fine], healthy),
  ofGateway(
    'class-missing',
    'Its class does not exist.',
    [eg, gateway({ gatewayClassName: 'egg' }, unwritten)],
    problem('gateway-class-missing', 'confirmed', { says: ['It most likely means eg'] }),
  ),
  ofGateway(
    'class-unserved',
    'The class is there, and its controller is not.',
    [unserved, gateway({}, unwritten)],
    problem('gateway-class-unserved', 'confirmed', { says: ['Waiting for controller', 'gateway.envoyproxy.io'] }),
  ),
  ofGateway(
    'class-denied',
    'The same, and the classes may not be looked at.',
    [unserved, gateway({}, unwritten)],
    problem('gateway-class-unserved', 'likely'),
    'gatewayclasses.gateway.networking.k8s.io',
  ),
  ofGateway(
    'certificate-missing',
    'The Secret of a listener does not exist.',
    [eg, gateway(tlsListener, noCertificate)],
    problem('gateway-certificate-invalid', 'confirmed', { says: ['Secret shop/shop-tls does not exist.'] }),
  ),
  ofGateway(
    'listener-conflict',
    'Two listeners want the same port and host.',
    [eg, gateway({}, conflicted)],
    problem('gateway-listener-refused', 'confirmed', { says: ['HostnameConflict'] }),
  ),
  ofGateway(
    'without-address',
    'Nothing has given it an address.',
    [eg, gateway({}, addressless)],
    problem('gateway-not-programmed', 'confirmed', { says: ['No addresses have been assigned to the Gateway'] }),
  ),
];
